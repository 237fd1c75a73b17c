/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bench: what the server reads out in a second, beside a SoupServer that has nothing to think of.
 */
#include "bench-child.h"
#include "bench-load.h"
#include "bench-server-data.h"

static struct
{
  int tickets, connections, lanes, rounds;
  double seconds;
  char *database;
} options = { .tickets = 1000, .connections = 16, .rounds = 5, .seconds = 1 };

static const GOptionEntry entries[] = {
  { "tickets", 0, 0, G_OPTION_ARG_INT, &options.tickets, "How many tickets (1,000)", "N" },
  { "database",
    0,
    0,
    G_OPTION_ARG_FILENAME,
    &options.database,
    "A generated database to use; made where it is missing",
    "FILE" },
  { "connections", 0, 0, G_OPTION_ARG_INT, &options.connections, "At a time (16)", "N" },
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

/* What is asked for: one thing again and again, which the server may remember, or so many different
 * ones that it can't. */
typedef struct
{
  const char *name;
  GPtrArray *(*make_requests) (BenchServerData *data, guint16 port);
  guint status;
} Figure;

static GPtrArray *
request_new (BenchServerData *data, const char *target, const char *head)
{
  GPtrArray *requests = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (requests, bench_server_data_request (data, "GET", target, head, NULL));
  return requests;
}

/* The same with the entity tag that the server gives now. */
static GPtrArray *
request_new_known (BenchServerData *data, const char *target, guint16 port)
{
  g_autoptr (GPtrArray) plain = request_new (data, target, "");
  gsize size;
  g_autofree char *answer = bench_load_ask (port, g_ptr_array_index (plain, 0), &size);
  g_auto (GStrv) behind = g_strsplit (answer, "ETag: ", 2);
  g_auto (GStrv) tag = NULL;
  g_autofree char *head = NULL;

  g_assert_cmpuint (g_strv_length (behind), ==, 2);
  tag = g_strsplit (behind[1], "\r\n", 2);
  head = g_strdup_printf ("If-None-Match: %s\r\n", tag[0]);
  return request_new (data, target, head);
}

static char *
messages_target (BenchServerData *data, guint ticket)
{
  return g_strdup_printf ("/v1/tickets/%s/messages",
                          (char *)g_ptr_array_index (data->tickets, ticket));
}

static GPtrArray *
ask_tickets (BenchServerData *data, guint16 port)
{
  return request_new (data, "/v1/tickets", "");
}

static GPtrArray *
ask_tickets_known (BenchServerData *data, guint16 port)
{
  return request_new_known (data, "/v1/tickets", port);
}

static GPtrArray *
ask_tickets_packed (BenchServerData *data, guint16 port)
{
  return request_new (data, "/v1/tickets", "Accept-Encoding: gzip\r\n");
}

/* So many spellings of one address, that a lane can't remember all the answers. */
#define SPELLINGS 512

static GPtrArray *
ask_tickets_anew (BenchServerData *data, guint16 port)
{
  GPtrArray *requests = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < SPELLINGS; i++)
    {
      g_autofree char *target = g_strdup_printf ("/v1/tickets?limit=%0*d", i + 2, 50);

      g_ptr_array_add (requests, bench_server_data_request (data, "GET", target, "", NULL));
    }
  return requests;
}

static GPtrArray *
ask_messages (BenchServerData *data, guint16 port)
{
  g_autofree char *target = messages_target (data, 0);

  return request_new (data, target, "");
}

static GPtrArray *
ask_messages_known (BenchServerData *data, guint16 port)
{
  g_autofree char *target = messages_target (data, 0);

  return request_new_known (data, target, port);
}

static GPtrArray *
ask_messages_anew (BenchServerData *data, guint16 port)
{
  GPtrArray *requests = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < data->tickets->len; i++)
    {
      g_autofree char *target = messages_target (data, i);

      g_ptr_array_add (requests, bench_server_data_request (data, "GET", target, "", NULL));
    }
  return requests;
}

/* So many words that none is asked for again while its answer may be remembered. */
static GPtrArray *
ask_search (BenchServerData *data, guint16 port)
{
  static const char *const words[] = { "payout", "tracking", "postback", "invoice", "conversion" };
  GPtrArray *requests = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < SPELLINGS; i++)
    {
      g_autofree char *target
          = g_strdup_printf ("/v1/tickets?status=all&limit=%0*d&q=%s%%20%s",
                             i + 2,
                             50,
                             words[i % G_N_ELEMENTS (words)],
                             words[i / G_N_ELEMENTS (words) % G_N_ELEMENTS (words)]);

      g_ptr_array_add (requests, bench_server_data_request (data, "GET", target, "", NULL));
    }
  return requests;
}

static const Figure figures[] = {
  { "tickets", ask_tickets, 200 },
  { "tickets-known", ask_tickets_known, 304 },
  { "tickets-packed", ask_tickets_packed, 200 },
  { "tickets-anew", ask_tickets_anew, 200 },
  { "messages", ask_messages, 200 },
  { "messages-known", ask_messages_known, 304 },
  { "messages-anew", ask_messages_anew, 200 },
  { "search", ask_search, 200 },
};

/* How large the answers are without packing: the floor's are as large on average. */
static gsize
measure_size (BenchServerData *data, guint16 port, const Figure *figure)
{
  g_autoptr (GPtrArray) requests = figure->make_requests (data, port);
  guint n = MIN (requests->len, 200);
  gsize sum = 0, size;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GString) plain = g_string_new (g_ptr_array_index (requests, i));

      g_string_replace (plain, "If-None-Match", "X-Nothing", 0);
      g_string_replace (plain, "Accept-Encoding", "X-Nothing", 0);
      g_free (bench_load_ask (port, plain->str, &size));
      sum += size;
    }
  return sum / n;
}

typedef struct
{
  BenchSamples *rates; /* a second */
  BenchSamples *costs; /* processor microseconds of the server for each answer */
  BenchSamples *busy;  /* processors that the server had on average */
} Side;

static void
side_init (Side *side)
{
  side->rates = bench_samples_new ();
  side->costs = bench_samples_new ();
  side->busy = bench_samples_new ();
}

static void
side_clear (Side *side)
{
  bench_samples_free (side->rates);
  bench_samples_free (side->costs);
  bench_samples_free (side->busy);
}

static double
run_round (BenchChild *child, GPtrArray *requests, guint status, Side *side)
{
  const BenchLoad load = { child->port, options.connections, options.seconds, requests, status };
  BenchLoadResult result = { 0 };
  double cpu = bench_child_get_cpu (child);
  double began = bench_now ();

  bench_load_run (&load, &result);
  cpu = bench_child_get_cpu (child) - cpu;
  bench_samples_add (side->rates, result.rate);
  bench_samples_add (side->costs, cpu * 1e6 / MAX (result.n_answers, 1));
  bench_samples_add (side->busy, cpu / (bench_now () - began));
  return result.cpu * 1e6;
}

static void
print (const char *name, const char *what, double value, const char *unit, double ratio)
{
  g_autofree char *full = g_strdup_printf ("server-reads/%s%s", name, what);

  bench_print (full, value, unit, ratio);
}

static void
print_rates (const char *name, BenchSamples *rates, BenchSamples *ratios)
{
  static const struct
  {
    const char *name;
    double percent;
  } shown[] = { { "", 50 }, { "/least", 0 }, { "/most", 100 } };

  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    print (name,
           shown[i].name,
           bench_samples_get (rates, shown[i].percent),
           "answers/s",
           bench_samples_get (ratios, shown[i].percent));
}

/* Both sides in turn, so that whatever else the machine does meets both; each side's median. */
static void
measure (BenchServerData *data, BenchChild *server, const Figure *figure)
{
  gsize size = measure_size (data, server->port, figure);
  g_autoptr (BenchChild) floor = bench_child_new_floor (200, size, options.lanes);
  g_autoptr (GPtrArray) requests = figure->make_requests (data, server->port);
  g_autoptr (BenchSamples) ratios = bench_samples_new ();
  Side ours, its;
  double client = 0;

  side_init (&ours);
  side_init (&its);
  for (int i = 0; i < options.rounds; i++)
    {
      client = run_round (floor, requests, 200, &its);
      run_round (server, requests, figure->status, &ours);
      bench_samples_add (ratios,
                         g_array_index (ours.rates->values, double, i)
                             / g_array_index (its.rates->values, double, i));
    }
  print_rates (figure->name, ours.rates, ratios);
  print (figure->name,
         "/cpu",
         bench_samples_get (ours.costs, 50),
         "us/answer",
         bench_samples_get (ours.costs, 50) / bench_samples_get (its.costs, 50));
  print (figure->name,
         "/busy",
         bench_samples_get (ours.busy, 50),
         "processors",
         bench_samples_get (ours.busy, 50) / bench_samples_get (its.busy, 50));
  print (figure->name, "/size", size, "bytes", BENCH_NO_RATIO);
  print (
      figure->name, "/client-cpu", client, "us/answer", client / bench_samples_get (its.costs, 50));
  side_clear (&ours);
  side_clear (&its);
}

int
main (int argc, char **argv)
{
  g_autoptr (BenchServerData) data = NULL;
  g_autoptr (BenchChild) server = NULL;

  bench_child_serve (argc, argv);
  bench_parse ("What the server reads out in a second.", entries, &argc, &argv);
  if (options.lanes == 0)
    options.lanes = g_get_num_processors ();
  data = bench_server_data_new (options.database, options.tickets);
  server = bench_child_new_server (data->database, options.lanes);
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    measure (data, server, &figures[i]);
  return 0;
}
