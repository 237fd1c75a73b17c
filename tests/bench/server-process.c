/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bench: one process of the server: how soon it is ready, and its memory after many requests. */
#include "bench-load.h"
#include "bench-program.h"
#include "bench-server-data.h"

static struct
{
  int tickets, requests, connections, lanes, rounds;
  char *database, *server;
} options = { .tickets = 1000, .requests = 100000, .connections = 16, .rounds = 5 };

static const GOptionEntry entries[] = {
  { "tickets", 0, 0, G_OPTION_ARG_INT, &options.tickets, "How many tickets (1,000)", "N" },
  { "database",
    0,
    0,
    G_OPTION_ARG_FILENAME,
    &options.database,
    "A generated database to use; made where it is missing",
    "FILE" },
  { "requests",
    0,
    0,
    G_OPTION_ARG_INT,
    &options.requests,
    "After so many the memory is measured (100,000); 0: not at all",
    "N" },
  { "connections", 0, 0, G_OPTION_ARG_INT, &options.connections, "At a time (16)", "N" },
  { "lanes",
    0,
    0,
    G_OPTION_ARG_INT,
    &options.lanes,
    "Threads that serve (one for each processor)",
    "N" },
  { "rounds", 0, 0, G_OPTION_ARG_INT, &options.rounds, "Starts (5)", "N" },
  { "server", 0, 0, G_OPTION_ARG_FILENAME, &options.server, "tickets-server", "PROGRAM" },
  G_OPTION_ENTRY_NULL,
};

#define SLICES 10
#define READING 0.9 /* seconds of each turn, and the rest writing */

/* From nothing to the answer that it is ready. */
static double
start (BenchProgram *program, BenchServerData *data)
{
  g_autofree char *request = bench_server_data_request (data, "GET", "/readyz", "", NULL);
  double began = bench_now ();
  gsize size;

  bench_program_start (program, options.server, data->database, options.lanes);
  g_free (bench_load_ask (program->port, request, &size));
  return (bench_now () - began) * 1e3;
}

/* The floor: the same with a database that has next to nothing in it. */
static void
measure_start (BenchServerData *data)
{
  g_autoptr (BenchServerData) nothing = bench_server_data_new (NULL, 1);
  g_autoptr (BenchSamples) times_ms = bench_samples_new ();
  g_autoptr (BenchSamples) floor_ms = bench_samples_new ();

  for (int i = 0; i < options.rounds; i++)
    {
      BenchProgram program = { 0 };

      bench_samples_add (floor_ms, start (&program, nothing));
      bench_program_stop (&program);
      bench_samples_add (times_ms, start (&program, data));
      bench_program_stop (&program);
    }
  bench_print_times ("server-process/start", times_ms, bench_samples_get (floor_ms, 50));
}

/* Everything that a desk asks for, in turn. */
static GPtrArray *
make_reads (BenchServerData *data)
{
  static const char *const targets[] = {
    "/v1/tickets", "/v1/tickets?status=all&limit=200", "/v1/changes", "/v1/publishers", "/v1/me"
  };
  GPtrArray *requests = bench_server_data_threads (data, "GET", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    g_ptr_array_add (
        requests,
        bench_server_data_request (data, "GET", targets[i], "Accept-Encoding: gzip\r\n", NULL));
  return requests;
}

static guint
run (const BenchProgram *program, GPtrArray *requests, guint status, double seconds)
{
  const BenchLoad load = { program->port, options.connections, seconds, requests, status };
  BenchLoadResult result = { 0 };

  bench_load_run (&load, &result);
  return result.n_answers;
}

static void
measure_memory (BenchServerData *data)
{
  g_autoptr (GPtrArray) reads = make_reads (data);
  g_autoptr (GPtrArray) writes
      = bench_server_data_threads (data, "POST", "{\"body\":\"Is it there?\"}");
  BenchProgram program = { 0 };
  double first = 0, most = 0;
  gint64 n = 0;

  start (&program, data);
  bench_print (
      "server-process/memory/start", bench_program_get_memory (&program), "KiB", BENCH_NO_RATIO);
  for (int slice = 1; slice <= SLICES; slice++)
    {
      while (n < (gint64)options.requests * slice / SLICES)
        n += run (&program, reads, 200, READING) + run (&program, writes, 201, 1 - READING);
      if (slice == 1)
        first = bench_program_get_memory (&program);
      most = MAX (most, bench_program_get_memory (&program));
    }
  bench_print ("server-process/memory/tenth", first, "KiB", 1);
  bench_print ("server-process/memory",
               bench_program_get_memory (&program),
               "KiB",
               bench_program_get_memory (&program) / first);
  bench_print ("server-process/memory/most", most, "KiB", most / first);
  bench_print ("server-process/requests", n, "answers", BENCH_NO_RATIO);
  bench_program_stop (&program);
}

int
main (int argc, char **argv)
{
  g_autoptr (BenchServerData) data = NULL;

  bench_parse ("How soon the server is ready, and its memory.", entries, &argc, &argv);
  if (options.server == NULL)
    g_error ("Say with --server where tickets-server is");
  data = bench_server_data_new (options.database, options.tickets);
  measure_start (data);
  if (options.requests > 0)
    measure_memory (data);
  return 0;
}
