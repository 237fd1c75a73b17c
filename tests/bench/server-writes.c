/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bench: how many replies a second the server has on the disk, and how long reads take meanwhile.
 */
#include "bench-child.h"
#include "bench-commit.h"
#include "bench-load.h"
#include "bench-server-data.h"

static struct
{
  int tickets, lanes, rounds;
  double seconds;
  char *database;
} options = { .tickets = 1000, .rounds = 5, .seconds = 1 };

static const GOptionEntry entries[] = {
  { "tickets", 0, 0, G_OPTION_ARG_INT, &options.tickets, "How many tickets (1,000)", "N" },
  { "database",
    0,
    0,
    G_OPTION_ARG_FILENAME,
    &options.database,
    "A generated database of which a copy is used; made where it is missing",
    "FILE" },
  { "lanes",
    0,
    0,
    G_OPTION_ARG_INT,
    &options.lanes,
    "Threads that serve (one for each processor)",
    "N" },
  { "rounds", 0, 0, G_OPTION_ARG_INT, &options.rounds, "Of each figure (5)", "N" },
  { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &options.seconds, "Of each round (1)", "S" },
  G_OPTION_ENTRY_NULL,
};

#define TEXT                                                                                       \
  "Hello, we see the conversions of yesterday in our own tracking, but the postback for them has " \
  "not come. Could you please look at offer 4711 and send them again? Thank you, Mara"
#define READERS 16

static void
print (guint connections, const char *what, double value, const char *unit, double ratio)
{
  g_autofree char *name = g_strdup_printf ("server-writes/replies-%u%s", connections, what);

  bench_print (name, value, unit, ratio);
}

/* The answer's size: a message as JSON. */
static gsize
measure_size (BenchChild *server, GPtrArray *requests)
{
  gsize size;

  g_free (bench_load_ask (server->port, g_ptr_array_index (requests, 0), &size));
  return size;
}

/* The server and both its floors in turn; the floor of a round is the smaller one. */
static void
measure_writes (BenchServerData *data, BenchChild *server, BenchCommit *commit, guint connections)
{
  g_autoptr (GPtrArray) requests
      = bench_server_data_threads (data, "POST", "{\"body\":\"" TEXT "\"}");
  g_autoptr (BenchChild) floor
      = bench_child_new_floor (201, measure_size (server, requests), options.lanes);
  g_autoptr (BenchSamples) rates = bench_samples_new ();
  g_autoptr (BenchSamples) ratios = bench_samples_new ();
  g_autoptr (BenchSamples) times = bench_samples_new ();
  g_autoptr (BenchSamples) soup_rates = bench_samples_new ();
  g_autoptr (BenchSamples) sqlite_rates = bench_samples_new ();
  BenchLoad load = { 0, connections, options.seconds, requests, 201 };
  double cpu = 0;

  for (int i = 0; i < options.rounds; i++)
    {
      BenchLoadResult soup = { 0 }, ours = { .times_ms = times };
      double sqlite = bench_commit_run (commit, connections, TEXT, options.seconds);

      load.port = floor->port;
      bench_load_run (&load, &soup);
      load.port = server->port;
      cpu = bench_child_get_cpu (server);
      bench_load_run (&load, &ours);
      cpu = (bench_child_get_cpu (server) - cpu) / MAX (ours.n_answers, 1);
      bench_samples_add (soup_rates, soup.rate);
      bench_samples_add (sqlite_rates, sqlite);
      bench_samples_add (rates, ours.rate);
      bench_samples_add (ratios, ours.rate / MIN (soup.rate, sqlite));
    }
  print (
      connections, "", bench_samples_get (rates, 50), "answers/s", bench_samples_get (ratios, 50));
  print (connections,
         "/least",
         bench_samples_get (rates, 0),
         "answers/s",
         bench_samples_get (ratios, 0));
  print (connections,
         "/most",
         bench_samples_get (rates, 100),
         "answers/s",
         bench_samples_get (ratios, 100));
  print (connections, "/cpu", cpu * 1e6, "us/answer", BENCH_NO_RATIO);
  print (connections, "/p99", bench_samples_get (times, 99), "ms", BENCH_NO_RATIO);
  print (connections, "/floor-soup", bench_samples_get (soup_rates, 50), "answers/s", 1);
  print (connections, "/floor-sqlite", bench_samples_get (sqlite_rates, 50), "rows/s", 1);
}

static gpointer
write_meanwhile (gpointer data)
{
  BenchLoadResult result = { 0 };

  bench_load_run (data, &result);
  return NULL;
}

/* Both kinds of reads, beside as many writers. */
static void
measure_reads (BenchServerData *data, BenchChild *server, gboolean writing)
{
  g_autoptr (GPtrArray) posts = bench_server_data_threads (data, "POST", "{\"body\":\"" TEXT "\"}");
  g_autoptr (GPtrArray) gets = bench_server_data_threads (data, "GET", NULL);
  g_autoptr (BenchSamples) times = bench_samples_new ();
  double seconds = options.rounds * options.seconds;
  BenchLoad writes = { server->port, READERS, seconds, posts, 201 };
  BenchLoad reads = { server->port, READERS, seconds, gets, 200 };
  BenchLoadResult result = { .times_ms = times };
  GThread *writer = NULL;

  for (guint i = 0; i < 5; i++)
    g_ptr_array_add (gets, bench_server_data_request (data, "GET", "/v1/tickets", "", NULL));
  if (writing)
    writer = g_thread_new ("writer", write_meanwhile, &writes);
  bench_load_run (&reads, &result);
  if (writer != NULL)
    g_thread_join (writer);
  bench_print_times (
      writing ? "server-writes/reads-meanwhile" : "server-writes/reads-alone", times, 0);
}

/* What is kept stays as it was generated. (transfer full) (nullable) */
static char *
copy_database (const char *folder)
{
  g_autoptr (BenchServerData) kept = NULL;
  g_autoptr (GFile) from = NULL;
  g_autoptr (GFile) to = NULL;
  g_autoptr (GError) error = NULL;

  if (options.database == NULL)
    return NULL;
  kept = bench_server_data_new (options.database, options.tickets);
  from = g_file_new_for_path (options.database);
  to = g_file_new_build_filename (folder, "copy.db", NULL);
  g_file_copy (from, to, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return g_file_get_path (to);
}

int
main (int argc, char **argv)
{
  g_autoptr (TestFolder) folder = NULL;
  g_autofree char *database = NULL;
  g_autoptr (BenchServerData) data = NULL;
  g_autoptr (BenchChild) server = NULL;
  g_autoptr (BenchCommit) commit = NULL;

  bench_child_serve (argc, argv);
  bench_parse ("How many replies a second the server has on the disk.", entries, &argc, &argv);
  if (options.lanes == 0)
    options.lanes = g_get_num_processors ();
  folder = test_folder_new ();
  commit = bench_commit_new (folder);
  database = copy_database (folder);
  data = bench_server_data_new (database, options.tickets);
  server = bench_child_new_server (data->database, options.lanes);
  measure_writes (data, server, commit, 16);
  measure_writes (data, server, commit, 64);
  measure_reads (data, server, FALSE);
  measure_reads (data, server, TRUE);
  return 0;
}
