/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bench: how soon a thread of 10,000 messages is open at its end. */
#include "bench-cache-data.h"
#include "bench-figures.h"
#include "bench-list.h"

static int n_messages = 10000;
static int n_rounds = 50;

static const GOptionEntry entries[] = {
  { "messages", 0, 0, G_OPTION_ARG_INT, &n_messages, "Of the thread (10,000)", "N" },
  { "rounds", 0, 0, G_OPTION_ARG_INT, &n_rounds, "How often it is opened (50)", "N" },
  G_OPTION_ENTRY_NULL,
};

int
main (int argc, char **argv)
{
  g_autoptr (BenchCacheData) data = NULL;
  g_autoptr (TktCache) cache = NULL;
  g_autoptr (BenchSamples) times = bench_samples_new ();
  BenchCacheSize size;
  BenchHold hold = { 0 };

  bench_parse ("How soon a long thread is open at its end.", entries, &argc, &argv);
  size = (BenchCacheSize){ 1000, 10, n_messages };
  data = bench_cache_data_new (NULL, &size);
  cache = tkt_cache_new (data->folder, data->account_id);
  bench_hold_watch ();
  for (int i = 0; i < n_rounds; i++)
    {
      double begin = bench_now ();
      BenchList list;

      bench_hold_begin ();
      bench_list_init (&list, cache, tkt_cache_list_messages (cache, data->long_ticket), TRUE);
      bench_samples_add (times, bench_list_await_first (&list, begin));
      bench_hold_add (&hold, bench_hold_end ());
      g_assert_cmpuint (
          g_list_model_get_n_items (G_LIST_MODEL (list.model)), ==, (guint)n_messages);
      bench_list_await_whole (&list, begin);
      bench_list_clear (&list);
    }
  bench_print_times ("desk-thread",
                     times,
                     bench_cache_data_query (data,
                                             "SELECT key FROM message WHERE ticket_id ="
                                             " (SELECT ticket_id FROM message"
                                             "  ORDER BY position DESC LIMIT 1) ORDER BY position",
                                             NULL));
  bench_hold_print ("desk-thread", hold);
  tkt_cache_stop (cache);
  return 0;
}
