/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bench: the first fetch of everything over loopback, from a new desk to the last row. */
#include "bench-child.h"
#include "bench-figures.h"
#include "bench-hold.h"
#include "bench-server-data.h"
#include "tkt-cache-private.h"
#include "tkt-sync.h"

static struct
{
  int tickets, lanes;
  char *database;
} options = { .tickets = 1000, .lanes = 1 };

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
                 "INSERT INTO message_words (rowid, text) SELECT (t.key << 24) + m.position, m.body"
                 "  FROM fetched.message m JOIN fetched.thread t ON t.ticket_id = m.ticket_id"
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
  guint n_first; /* tickets in the list then */
} Desk;

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  Desk *desk = user_data;

  if (desk->useful_at > 0)
    return;
  desk->useful_at = bench_now ();
  desk->n_first = g_list_model_get_n_items (model);
}

/* Of the whole fetch. */
static Cost
fetch (BenchServerData *data, BenchChild *server, const char *folder, Desk *desk, BenchHold *hold)
{
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u", server->port);
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TktApi) api = tkt_api_new (uri, &error);
  g_autoptr (TktCache) cache = tkt_cache_new (folder, data->account_id);
  g_autoptr (TktFiles) files = tkt_files_new (folder);
  g_autoptr (TktSync) sync = tkt_sync_new (api, cache, files, NULL);
  Cost begin, cost;

  g_assert_no_error (error);
  filter->status = TKT_SHOW_ALL;
  desk->list = tkt_cache_list_tickets (cache, filter);
  g_signal_connect (desk->list, "items-changed", G_CALLBACK (on_items_changed), desk);
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

int
main (int argc, char **argv)
{
  g_autoptr (TestFolder) fetched = NULL;
  g_autoptr (TestFolder) rows_only = NULL;
  g_autoptr (TestFolder) with_words = NULL;
  g_autoptr (BenchServerData) data = NULL;
  g_autoptr (BenchChild) server = NULL;
  Desk desk = { 0 };
  BenchHold hold;
  Cost all, rows, words;
  gint64 n;

  bench_child_serve (argc, argv);
  bench_parse ("The first fetch of everything over loopback.", entries, &argc, &argv);
  fetched = test_folder_new ();
  rows_only = test_folder_new ();
  with_words = test_folder_new ();
  data = bench_server_data_new (options.database, options.tickets);
  server = bench_child_new_server (data->database, options.lanes);
  bench_hold_watch ();
  all = fetch (data, server, fetched, &desk, &hold);
  n = count_rows (fetched);
  rows = copy_rows (fetched, rows_only, FALSE);
  words = copy_rows (fetched, with_words, TRUE);

  bench_print ("sync/rows", n, "rows", BENCH_NO_RATIO);
  bench_print ("sync/rate", n / all.wall, "rows/s", words.wall / all.wall);
  bench_print ("sync/rate-beside-rows-only", n / all.wall, "rows/s", rows.wall / all.wall);
  bench_print ("sync/floor-with-words", n / words.wall, "rows/s", 1);
  bench_print ("sync/floor-rows-only", n / rows.wall, "rows/s", 1);
  bench_print ("sync/cpu", all.cpu * 1e6 / n, "us/row", all.cpu / words.cpu);
  bench_print ("sync/useful-after", desk.useful_at * 1000, "ms", BENCH_NO_RATIO);
  bench_print ("sync/tickets-then", desk.n_first, "tickets", BENCH_NO_RATIO);
  bench_print ("sync/server-cpu", bench_child_get_cpu (server) * 1e6 / n, "us/row", BENCH_NO_RATIO);
  bench_hold_print ("sync", hold);
  return 0;
}
