/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bench: how soon the ticket list follows a filter and a key, and how long it holds the main
 * thread. */
#include "bench-cache-data.h"
#include "bench-figures.h"
#include "bench-list.h"
#include "tkt-search.h"

static struct
{
  int tickets, messages, rounds;
  char *folder;
} options = { .tickets = 100000, .messages = 1, .rounds = 20 };

static const GOptionEntry entries[] = {
  { "tickets", 0, 0, G_OPTION_ARG_INT, &options.tickets, "How many tickets (100,000)", "N" },
  { "messages", 0, 0, G_OPTION_ARG_INT, &options.messages, "Of each ticket (1)", "N" },
  { "rounds", 0, 0, G_OPTION_ARG_INT, &options.rounds, "Of each figure (20)", "N" },
  { "folder",
    0,
    0,
    G_OPTION_ARG_FILENAME,
    &options.folder,
    "Where a cache is; made and kept where it is missing",
    "FOLDER" },
  G_OPTION_ENTRY_NULL,
};

/* SQLite's own way to the first rows and to all of them. */
#define OPEN "FROM ticket WHERE status = 0 ORDER BY last_message_at DESC, number DESC"
#define ALL "FROM ticket ORDER BY last_message_at DESC, number DESC"
#define FIRST " LIMIT 60"

typedef struct
{
  const char *name;
  TktTicketFilter filter;
  gboolean of_publisher;
} Choice;

static const Choice choices[] = {
  { "closed", { .status = TKT_SHOW_CLOSED } },
  { "all", { .status = TKT_SHOW_ALL } },
  { "mine", { .owner = TKT_SHOW_MINE } },
  { "mine-all", { .status = TKT_SHOW_ALL, .owner = TKT_SHOW_MINE } },
  { "unassigned", { .owner = TKT_SHOW_UNASSIGNED } },
  { "publisher", { .status = TKT_SHOW_ALL }, TRUE },
  { "opened", { .status = TKT_SHOW_ALL, .sort = TKT_SHOW_BY_OPENED } },
  { "number", { .status = TKT_SHOW_ALL, .sort = TKT_SHOW_BY_NUMBER } },
};

static const char *const typed[] = { "payout missing", "tracking link", "postback", "invoice" };

static void
show (BenchList *list, const TktTicketFilter *filter)
{
  bench_list_begin (list);
  tkt_cache_set_filter (list->cache, list->model, filter);
}

/* From the open tickets to the choice and back, each time to its end. */
static void
measure_choice (BenchList *list, BenchCacheData *data, const Choice *choice)
{
  g_autofree char *first_name = g_strdup_printf ("desk-list/%s/first", choice->name);
  g_autofree char *whole_name = g_strdup_printf ("desk-list/%s/whole", choice->name);
  g_autofree char *name = g_strdup_printf ("desk-list/%s", choice->name);
  g_autoptr (BenchSamples) first = bench_samples_new ();
  g_autoptr (BenchSamples) whole = bench_samples_new ();
  const TktTicketFilter open = { 0 };
  TktTicketFilter filter = choice->filter;
  BenchHold hold = { 0 };

  if (choice->of_publisher)
    filter.publisher_id = data->publisher_id;
  for (int i = 0; i < options.rounds; i++)
    {
      double begin = bench_now ();

      bench_hold_begin ();
      show (list, &filter);
      bench_samples_add (first, bench_list_await_first (list, begin));
      bench_samples_add (whole, bench_list_await_whole (list, begin));
      bench_hold_add (&hold, bench_hold_end ());
      show (list, &open);
      bench_list_await_whole (list, begin);
    }
  bench_print_times (
      first_name, first, bench_cache_data_query (data, "SELECT key " OPEN FIRST, NULL));
  bench_print_times (whole_name,
                     whole,
                     bench_cache_data_query (data,
                                             choice->filter.status == TKT_SHOW_OPEN
                                                 ? "SELECT key " OPEN
                                                 : "SELECT key " ALL,
                                             NULL));
  bench_hold_print (name, hold);
}

/* SQLite's own search for what has been typed, in titles and in messages. */
static double
search_floor (BenchCacheData *data, const char *words)
{
  g_autofree char *match = tkt_search_to_match (words);

  return bench_cache_data_query (
             data, "SELECT rowid FROM ticket_words WHERE ticket_words MATCH ?", match)
         + bench_cache_data_query (
             data, "SELECT rowid FROM message_words WHERE message_words MATCH ?", match);
}

/* Key after key. @hastily: the next comes as soon as the first rows of the last one are there;
 * otherwise when the list is complete. */
static void
measure_search (BenchList *list,
                BenchCacheData *data,
                const char *name,
                int status,
                gboolean hastily)
{
  g_autofree char *whole_name = g_strdup_printf ("%s/whole", name);
  g_autofree char *first_name = g_strdup_printf ("%s/first", name);
  g_autoptr (BenchSamples) first = bench_samples_new ();
  g_autoptr (BenchSamples) whole = bench_samples_new ();
  g_autoptr (BenchSamples) floor = bench_samples_new ();
  BenchHold hold = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    for (guint length = 1; typed[i][length - 1] != '\0'; length++)
      {
        g_autofree char *words = g_strndup (typed[i], length);
        const TktTicketFilter filter = { .status = status, .words = words };
        double begin = bench_now ();

        bench_hold_begin ();
        show (list, &filter);
        bench_samples_add (first, bench_list_await_first (list, begin));
        if (!hastily)
          bench_samples_add (whole, bench_list_await_whole (list, begin));
        bench_hold_add (&hold, bench_hold_end ());
        if (!hastily)
          bench_samples_add (floor, search_floor (data, words));
      }
  bench_list_await_whole (list, bench_now ());
  bench_print_times (first_name, first, hastily ? 0 : bench_samples_get (floor, 50));
  if (!hastily)
    {
      g_autofree char *floor_name = g_strdup_printf ("%s/floor", name);

      bench_print_times (whole_name, whole, bench_samples_get (floor, 50));
      bench_print_times (floor_name, floor, 0);
    }
  bench_hold_print (name, hold);
}

static void
measure_opening (BenchList *list, BenchCacheData *data, TktCache *cache)
{
  const TktTicketFilter open = { 0 };
  double begin = bench_now ();
  double first;

  bench_hold_begin ();
  bench_list_init (list, cache, tkt_cache_list_tickets (cache, &open), FALSE);
  first = bench_list_await_first (list, begin);
  bench_print ("desk-list/open/first", first, "ms", BENCH_NO_RATIO);
  bench_print ("desk-list/open/whole", bench_list_await_whole (list, begin), "ms", BENCH_NO_RATIO);
  bench_hold_print ("desk-list/open", bench_hold_end ());
}

int
main (int argc, char **argv)
{
  g_autoptr (BenchCacheData) data = NULL;
  g_autoptr (TktCache) cache = NULL;
  BenchCacheSize size;
  BenchList list;

  bench_parse ("How soon the ticket list follows.", entries, &argc, &argv);
  size = (BenchCacheSize){ options.tickets, options.messages, BENCH_LONG_THREAD };
  data = bench_cache_data_new (options.folder, &size);
  cache = tkt_cache_new (data->folder, data->account_id);
  bench_hold_watch ();
  measure_opening (&list, data, cache);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    measure_choice (&list, data, &choices[i]);
  measure_search (&list, data, "desk-list/search", TKT_SHOW_OPEN, FALSE);
  measure_search (&list, data, "desk-list/search-all", TKT_SHOW_ALL, FALSE);
  measure_search (&list, data, "desk-list/search-hasty", TKT_SHOW_ALL, TRUE);
  bench_list_clear (&list);
  tkt_cache_stop (cache);
  return 0;
}
