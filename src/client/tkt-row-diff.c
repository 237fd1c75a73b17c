/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From one order of keys to the next in few, well-aimed splices. */
#include "tkt-row-diff.h"

/* Beyond these a list view has more to do with many small changes than with a large one. */
#define WINDOW_MAX 20000
#define SPLICES_MAX 32

#define KEY(array, i) g_array_index (array, gint64, i)

/* The part of both lists that is left between their common beginning and end. */
typedef struct
{
  const GArray *before, *after;
  guint start;
  guint n_before, n_after;
} Window;

static Window
find_window (const GArray *before, const GArray *after)
{
  Window w = { before, after, 0, before->len, after->len };
  guint least = MIN (before->len, after->len);

  while (w.start < least && KEY (before, w.start) == KEY (after, w.start))
    w.start++;
  w.n_before -= w.start;
  w.n_after -= w.start;
  while (w.n_before > 0 && w.n_after > 0
         && KEY (before, w.start + w.n_before - 1) == KEY (after, w.start + w.n_after - 1))
    {
      w.n_before--;
      w.n_after--;
    }
  return w;
}

static GHashTable *
key_set (const GArray *keys, guint start, guint n)
{
  GHashTable *set = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < n; i++)
    g_hash_table_add (set, &KEY (keys, start + i));
  return set;
}

/* Adds one step, to the splice before it where they touch. */
static void
add_step (GArray *splices, guint position, guint removed, guint added)
{
  TktSplice *last
      = splices->len > 0 ? &g_array_index (splices, TktSplice, splices->len - 1) : NULL;

  if (last != NULL && last->position + last->added == position)
    {
      last->removed += removed;
      last->added += added;
    }
  else
    {
      TktSplice splice = { position, removed, added };

      g_array_append_val (splices, splice);
    }
}

/* Walks both lists side by side. @left holds the keys that are still to come in @before, @ahead those that were put in
 * before their old place was reached. */
static void
walk (const Window *w, GArray *splices)
{
  g_autoptr (GHashTable) left = key_set (w->before, w->start, w->n_before);
  g_autoptr (GHashTable) wanted = key_set (w->after, w->start, w->n_after);
  g_autoptr (GHashTable) ahead = g_hash_table_new (g_int64_hash, g_int64_equal);
  guint i = w->start, j = w->start;
  guint end_i = w->start + w->n_before, end_j = w->start + w->n_after;

  while (i < end_i || j < end_j)
    {
      gint64 *old = i < end_i ? &KEY (w->before, i) : NULL;
      gint64 *new = j < end_j ? &KEY (w->after, j) : NULL;

      if (old != NULL && new != NULL && *old == *new)
        {
          g_hash_table_remove (left, old);
          i++;
          j++;
        }
      else if (old != NULL
               && (!g_hash_table_contains (wanted, old) || g_hash_table_contains (ahead, old)))
        {
          g_hash_table_remove (left, old);
          add_step (splices, j, 1, 0);
          i++;
        }
      else if (new != NULL
               && (!g_hash_table_contains (left, new)
                   || (j + 1 < end_j && old != NULL && KEY (w->after, j + 1) == *old)))
        {
          g_hash_table_add (ahead, new);
          add_step (splices, j, 0, 1);
          j++;
        }
      else
        {
          /* It comes again further down in @after. */
          g_hash_table_remove (left, old);
          add_step (splices, j, 1, 0);
          i++;
        }
    }
}

GArray *
tkt_row_diff (const GArray *before, const GArray *after)
{
  GArray *splices = g_array_new (FALSE, FALSE, sizeof (TktSplice));
  Window w = find_window (before, after);

  if (w.n_before == 0 && w.n_after == 0)
    return splices;
  if (w.n_before <= WINDOW_MAX && w.n_after <= WINDOW_MAX)
    walk (&w, splices);
  if (splices->len == 0 || splices->len > SPLICES_MAX)
    {
      g_array_set_size (splices, 0);
      add_step (splices, w.start, w.n_before, w.n_after);
    }
  return splices;
}
