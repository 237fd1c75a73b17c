/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From one order of keys to the next in few, well-aimed splices. */
#include "tkt-row-diff.h"

/* How far both lists are searched for the next key that they share. */
#define LOOK_AHEAD 64

/* Beyond this a list view has more to do with many small changes than with a large one. */
#define SPLICES_MAX 64

#define KEY(array, i) g_array_index (array, gint64, i)

/* Where both lists go on to differ: everything before @i and @j is dealt with, and from @end_i and
 * @end_j on they are the same. */
typedef struct
{
  const GArray *before, *after;
  guint i, j;
  guint end_i, end_j;
} Walk;

static void
skip_common_end (Walk *walk)
{
  while (walk->end_i > walk->i && walk->end_j > walk->j
         && KEY (walk->before, walk->end_i - 1) == KEY (walk->after, walk->end_j - 1))
    {
      walk->end_i--;
      walk->end_j--;
    }
}

static void
skip_common (Walk *walk)
{
  while (walk->i < walk->end_i && walk->j < walk->end_j
         && KEY (walk->before, walk->i) == KEY (walk->after, walk->j))
    {
      walk->i++;
      walk->j++;
    }
}

/* The nearest place from which both go on with the same key: @removed and @added keys away. */
static gboolean
find_common (const Walk *walk, guint *removed, guint *added)
{
  for (guint distance = 1; distance <= LOOK_AHEAD; distance++)
    for (guint n = 0; n <= distance; n++)
      {
        guint i = walk->i + n, j = walk->j + distance - n;

        if (i < walk->end_i && j < walk->end_j && KEY (walk->before, i) == KEY (walk->after, j))
          {
            *removed = n;
            *added = distance - n;
            return TRUE;
          }
      }
  return FALSE;
}

static void
add_splice (GArray *splices, guint position, guint removed, guint added)
{
  TktSplice splice = { position, removed, added };

  g_array_append_val (splices, splice);
}

GArray *
tkt_row_diff (const GArray *before, const GArray *after)
{
  GArray *splices = g_array_new (FALSE, FALSE, sizeof (TktSplice));
  Walk walk = { before, after, 0, 0, before->len, after->len };
  guint start;

  skip_common (&walk);
  skip_common_end (&walk);
  start = walk.i;
  while (walk.i < walk.end_i || walk.j < walk.end_j)
    {
      guint removed = walk.end_i - walk.i;
      guint added = walk.end_j - walk.j;

      if (splices->len == SPLICES_MAX)
        {
          g_array_set_size (splices, 0);
          add_splice (splices, start, walk.end_i - start, walk.end_j - start);
          return splices;
        }
      find_common (&walk, &removed, &added);
      add_splice (splices, walk.j, removed, added);
      walk.i += removed;
      walk.j += added;
      skip_common (&walk);
    }
  return splices;
}
