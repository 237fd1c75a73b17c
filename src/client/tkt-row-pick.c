/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Some rows of a list, picked for a thread that does something with them. */
#include "tkt-row-model-private.h"

struct _TktRowPick
{
  GArray *keys; /* of all rows */
  GArray *runs;
};

TktRowPick *
tkt_row_pick_new (GArray *keys, GArray *runs_taken)
{
  TktRowPick *pick = g_new (TktRowPick, 1);

  pick->keys = g_array_ref (keys);
  pick->runs = runs_taken;
  return pick;
}

guint
tkt_row_pick_get_size (const TktRowPick *pick)
{
  guint size = 0;

  for (guint i = 0; i < pick->runs->len; i++)
    size += g_array_index (pick->runs, TktRowRun, i).n;
  return size;
}

GArray *
tkt_row_pick_list_keys (const TktRowPick *pick)
{
  GArray *keys = g_array_sized_new (FALSE, FALSE, sizeof (gint64), tkt_row_pick_get_size (pick));

  for (guint i = 0; i < pick->runs->len; i++)
    {
      const TktRowRun run = g_array_index (pick->runs, TktRowRun, i);

      g_assert (run.first + run.n <= pick->keys->len);
      g_array_append_vals (keys, &g_array_index (pick->keys, gint64, run.first), run.n);
    }
  return keys;
}

void
tkt_row_pick_free (TktRowPick *pick)
{
  g_array_unref (pick->keys);
  g_array_unref (pick->runs);
  g_free (pick);
}
