/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list as a widget sees it: when its first rows are there, and when all are. */
#include "bench-list.h"

#include "bench-figures.h"
#include "test-await.h"

#define ROWS_OF_A_SCREEN 30

/* A model asks at most so often for one change: what was under way, the first rows, all. */
#define QUESTIONS 3

/* What a list view does: it takes the items that it will draw. */
static gboolean
draw (BenchList *list)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list->model));
  guint shown = MIN (n, ROWS_OF_A_SCREEN);
  guint start = list->from_end ? n - shown : 0;
  gboolean complete = TRUE;

  for (guint i = start; i < start + shown; i++)
    {
      g_autoptr (TktRowItem) item = g_list_model_get_item (G_LIST_MODEL (list->model), i);

      complete &= tkt_row_item_get_row (item) != NULL;
    }
  return complete;
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  BenchList *list = user_data;

  list->last_at = bench_now ();
  if (list->first_at == 0 && draw (list))
    list->first_at = bench_now ();
}

void
bench_list_init (BenchList *list, TktCache *cache, TktRowModel *model, gboolean from_end)
{
  *list = (BenchList){ .cache = cache, .model = model, .from_end = from_end };
  g_signal_connect (model, "items-changed", G_CALLBACK (on_items_changed), list);
}

void
bench_list_clear (BenchList *list)
{
  g_signal_handlers_disconnect_by_data (list->model, list);
  g_clear_object (&list->model);
}

void
bench_list_begin (BenchList *list)
{
  list->first_at = list->last_at = 0;
}

/* A small question to the reader: its answer comes after those to all that was asked before. */
static void
await_reader (BenchList *list)
{
  GAsyncResult *result = NULL;
  gint64 due;

  tkt_cache_next_entry_async (list->cache, 0, FALSE, test_keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  tkt_entry_free (tkt_cache_next_entry_finish (list->cache, result, &due, NULL));
  g_object_unref (result);
}

double
bench_list_await_first (BenchList *list, double begin)
{
  /* A list that stays as it was says nothing. */
  for (guint i = 0; i < QUESTIONS && list->first_at == 0; i++)
    await_reader (list);
  return ((list->first_at > 0 ? list->first_at : bench_now ()) - begin) * 1000;
}

double
bench_list_await_whole (BenchList *list, double begin)
{
  for (guint i = 0; i < QUESTIONS; i++)
    await_reader (list);
  return ((list->last_at > 0 ? list->last_at : bench_now ()) - begin) * 1000;
}
