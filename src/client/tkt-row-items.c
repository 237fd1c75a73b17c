/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The items of a row model that live. */
#include "tkt-row-items.h"

/* Items that stay in memory though no widget shows them, for scrolling back and forth. */
#define KEPT_ITEMS 300

struct _TktRowItems
{
  GHashTable *items; /* key → GWeakRef of TktRowItem */
  GQueue kept;       /* of TktRowItem, the latest at the head */
};

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

TktRowItems *
tkt_row_items_new (void)
{
  TktRowItems *self = g_new0 (TktRowItems, 1);

  self->items = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, weak_ref_free);
  g_queue_init (&self->kept);
  return self;
}

void
tkt_row_items_free (TktRowItems *self)
{
  tkt_row_items_let_go (self);
  g_hash_table_unref (self->items);
  g_free (self);
}

TktRowItem *
tkt_row_items_get (TktRowItems *self, gint64 key)
{
  GWeakRef *ref = g_hash_table_lookup (self->items, &key);
  TktRowItem *item = ref != NULL ? g_weak_ref_get (ref) : NULL;

  if (item != NULL)
    return item;
  item = tkt_row_item_new (key);
  ref = g_new (GWeakRef, 1);
  g_weak_ref_init (ref, item);
  g_hash_table_replace (self->items, g_memdup2 (&key, sizeof key), ref);
  g_queue_push_head (&self->kept, g_object_ref (item));
  if (g_queue_get_length (&self->kept) > KEPT_ITEMS)
    g_object_unref (g_queue_pop_tail (&self->kept));
  return item;
}

void
tkt_row_items_collect (TktRowItems *self, GArray *keys)
{
  GHashTableIter iter;
  gpointer key, ref;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &key, &ref))
    {
      g_autoptr (TktRowItem) item = g_weak_ref_get (ref);

      if (item == NULL)
        g_hash_table_iter_remove (&iter);
      else
        g_array_append_val (keys, *(gint64 *)key);
    }
}

void
tkt_row_items_let_go (TktRowItems *self)
{
  g_queue_clear_full (&self->kept, g_object_unref);
}
