/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bench: the first fetch of everything over loopback, from a new desk to the last row, and then of
 * what others write. */
#include "bench-child.h"
#include "bench-figures.h"
#include "bench-hold.h"
#include "bench-load.h"
#include "bench-server-data.h"
#include "tkt-cache-private.h"
#include "test-await.h"
#include "tkt-sync.h"

static struct
{
  int tickets, lanes, rounds;
  gboolean no_floors;
  char *database;
} options = { .tickets = 1000, .lanes = 1, .rounds = 20 };

static const GOptionEntry entries[] = {
  { "tickets", 0, 0, G_OPTION_ARG_INT, &options.tickets, "How many tickets (1,000)", "N" },
  { "database",
    0,
    0,
    G_OPTION_ARG_FILENAME,
    &options.database,
    "A generated database to use; made where it is missing",
    "FILE" },
  { "lanes", 0, 0, G_OPTION_ARG_INT, &options.lanes, "Threads that serve (1)", "N" },
  { "rounds", 0, 0, G_OPTION_ARG_INT, &options.rounds, "Of ten changes (20)", "N" },
  { "no-floors",
    0,
    0,
    G_OPTION_ARG_NONE,
    &options.no_floors,
    "Spare the copies of all that was fetched",
    NULL },
  G_OPTION_ENTRY_NULL,
};

/* What a desk keeps of the feed, by table. */
static const char *const tables[]
    = { "organization", "account", "publisher", "saved_reply", "ticket", "message", "read_mark" };

/* Seconds, and processor seconds of this process. */
typedef struct
{
  double wall;
  double cpu;
} Cost;

static Cost
cost_begin (void)
{
  return (Cost){ bench_now (), bench_process_cpu () };
}

static Cost
cost_end (Cost begin)
{
  return (Cost){ bench_now () - begin.wall, bench_process_cpu () - begin.cpu };
}

/* SQLite copies the same rows from one cache into a new one, then their words. */
static Cost
copy_rows (const char *from, const char *to, gboolean words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TktDb) db = tkt_cache_open_writer (to, &error);
  g_autofree char *path = g_build_filename (from, "cache.db", NULL);
  Cost begin;

  g_assert_no_error (error);
  tkt_db_attach (db, path, "fetched", &error);
  g_assert_no_error (error);
  begin = cost_begin ();
  tkt_db_exec (db, "BEGIN", &error);
  for (guint i = 0; i < G_N_ELEMENTS (tables) && error == NULL; i++)
    {
      g_autofree char *sql
          = g_strdup_printf ("INSERT INTO main.%s SELECT * FROM fetched.%s", tables[i], tables[i]);

      tkt_db_exec (db, sql, &error);
    }
  g_assert_no_error (error);
  if (words)
    tkt_db_exec (db,
                 "INSERT INTO ticket_words (rowid, text) SELECT key, title FROM fetched.ticket;"
                 "INSERT INTO message_words (rowid, text)"
                 " SELECT (t.key << " G_STRINGIFY (
                     TKT_CACHE_POSITION_BITS) ") + m.position, m.body"
                                              "  FROM fetched.message m JOIN fetched.thread t ON "
                                              "t.ticket_id = m.ticket_id"
                                              "  ORDER BY 1",
                 &error);
  g_assert_no_error (error);
  tkt_db_exec (db, "COMMIT", &error);
  g_assert_no_error (error);
  return cost_end (begin);
}

static gint64
count_rows (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TktDb) db = tkt_cache_open_reader (folder, &error);
  gint64 sum = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM %s", tables[i]);
      gint64 n;

      tkt_cache_query_number (db, sql, NULL, &n, &error);
      g_assert_no_error (error);
      sum += n;
    }
  return sum;
}

/* A desk that has just been signed in, with its ticket list open. */
typedef struct
{
  TktRowModel *list;
  double useful_at;
  guint n_first;   /* tickets in the list then */
  guint n_answers; /* of the server's that were in the cache then */
} Desk;

#define CHANGES 10

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  Desk *desk = user_data;

  if (desk->useful_at > 0)
    return;
  desk->useful_at = bench_now ();
  desk->n_first = g_list_model_get_n_items (model);
}

static void
on_applied (TktCache *cache, gpointer user_data)
{
  Desk *desk = user_data;

  if (desk->useful_at == 0)
    desk->n_answers++;
}

/* Where the cache stands. (transfer full) (nullable) */
static char *
read_cursor (TktCache *cache)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktCacheState) state = NULL;

  tkt_cache_get_state_async (cache, NULL, test_keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  state = tkt_cache_get_state_finish (cache, result, &error);
  g_assert_no_error (error);
  return g_strdup (state->cursor);
}

/* From the first question to the server's saying that there is no more. */
static Cost
fetch (BenchServerData *data, BenchChild *server, const char *folder, Desk *desk, BenchHold *hold)
{
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u", server->port);
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TktApi) api = tkt_api_new (uri, &error);
  g_autoptr (TktCache) cache = tkt_cache_new (folder, data->account_id);
  g_autoptr (TktFiles) files = tkt_files_new (folder);
  g_autofree char *cursor = read_cursor (cache);
  g_autoptr (TktSync) sync = tkt_sync_new (api, cache, files, cursor);
  Cost begin, cost;

  g_assert_no_error (error);
  filter->status = TKT_SHOW_ALL;
  desk->list = tkt_cache_list_tickets (cache, filter);
  while (tkt_row_model_get_loading (desk->list))
    g_main_context_iteration (NULL, TRUE);
  g_signal_connect (desk->list, "items-changed", G_CALLBACK (on_items_changed), desk);
  g_signal_connect (cache, "changed", G_CALLBACK (on_applied), desk);
  bench_hold_begin ();
  begin = cost_begin ();
  tkt_sync_set_token (sync, data->token);
  while (tkt_sync_get_synced_at (sync) == 0)
    g_main_context_iteration (NULL, TRUE);
  cost = cost_end (begin);
  desk->useful_at -= begin.wall;
  *hold = bench_hold_end ();

  tkt_sync_stop (sync);
  tkt_cache_stop (cache);
  g_clear_object (&desk->list);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return cost;
}

/* Somebody replies. */
static void
write_reply (BenchServerData *data, BenchChild *server, guint ticket)
{
  g_autofree char *target = g_strdup_printf (
      "/v1/tickets/%s/messages", (char *)g_ptr_array_index (data->open, ticket % data->open->len));
  g_autofree char *request = bench_server_data_request (
      data, "POST", target, "", "{\"body\":\"The postback has come, thank you.\"}");
  gsize size;
  g_autofree char *answer = bench_load_ask (server->port, request, &size);

  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 201 "));
}

/* A desk that was away for ten replies comes back. */
static void
measure_changes (BenchServerData *data, BenchChild *server, const char *folder)
{
  g_autoptr (BenchSamples) times = bench_samples_new ();
  gint64 n_before = count_rows (folder);
  BenchHold sum = { 0 };

  for (int i = 0; i < options.rounds; i++)
    {
      Desk desk = { 0 };
      BenchHold hold;

      for (guint j = 0; j < CHANGES; j++)
        write_reply (data, server, i * CHANGES + j);
      bench_samples_add (times, fetch (data, server, folder, &desk, &hold).wall * 1000);
      bench_hold_add (&sum, hold);
    }
  g_assert_cmpint (count_rows (folder), >=, n_before + options.rounds * CHANGES);
  bench_print_times ("sync/ten-changes", times, 0);
  bench_hold_print ("sync/ten-changes", sum);
}

/* Beside what the fetch of @n rows took. One folder at a time: they are as large as the cache. */
static void
measure_floors (const char *fetched, gint64 n, Cost all)
{
  Cost rows, words;

  {
    g_autoptr (TestFolder) folder = test_folder_new ();

    rows = copy_rows (fetched, folder, FALSE);
  }
  {
    g_autoptr (TestFolder) folder = test_folder_new ();

    words = copy_rows (fetched, folder, TRUE);
  }
  bench_print ("sync/rate", n / all.wall, "rows/s", words.wall / all.wall);
  bench_print ("sync/rate-beside-rows-only", n / all.wall, "rows/s", rows.wall / all.wall);
  bench_print ("sync/floor-with-words", n / words.wall, "rows/s", 1);
  bench_print ("sync/floor-rows-only", n / rows.wall, "rows/s", 1);
  bench_print ("sync/cpu", all.cpu * 1e6 / n, "us/row", all.cpu / words.cpu);
}

int
main (int argc, char **argv)
{
  g_autoptr (TestFolder) fetched = NULL;
  g_autoptr (BenchServerData) data = NULL;
  g_autoptr (BenchChild) server = NULL;
  Desk desk = { 0 };
  BenchHold hold;
  Cost all;
  gint64 n;

  bench_child_serve (argc, argv);
  bench_parse ("The first fetch of everything over loopback.", entries, &argc, &argv);
  fetched = test_folder_new ();
  data = bench_server_data_new (options.database, options.tickets);
  server = bench_child_new_server (data->database, options.lanes);
  bench_hold_watch ();
  all = fetch (data, server, fetched, &desk, &hold);
  n = count_rows (fetched);

  bench_print ("sync/rows", n, "rows", BENCH_NO_RATIO);
  if (options.no_floors)
    {
      bench_print ("sync/rate", n / all.wall, "rows/s", BENCH_NO_RATIO);
      bench_print ("sync/cpu", all.cpu * 1e6 / n, "us/row", BENCH_NO_RATIO);
    }
  else
    measure_floors (fetched, n, all);
  bench_print ("sync/useful-after", desk.useful_at * 1000, "ms", BENCH_NO_RATIO);
  bench_print ("sync/answers-until-useful", desk.n_answers, "answers", BENCH_NO_RATIO);
  bench_print ("sync/tickets-then", desk.n_first, "tickets", BENCH_NO_RATIO);
  bench_print ("sync/server-cpu", bench_child_get_cpu (server) * 1e6 / n, "us/row", BENCH_NO_RATIO);
  bench_hold_print ("sync", hold);
  measure_changes (data, server, fetched);
  return 0;
}
