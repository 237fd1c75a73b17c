/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the account has not read: to be gone to, and to be marked as read all at once. */
#include "tkt-cache-private.h"
#include "tkt-cache-search.h"
#include "tkt-time.h"

/* What is to be marked as read. */
typedef struct
{
  char *own_account_id;
  TktRowPick *pick; /* NULL: everything */
} Marking;

static void
marking_free (gpointer data)
{
  Marking *marking = data;

  g_free (marking->own_account_id);
  g_clear_pointer (&marking->pick, tkt_row_pick_free);
  g_free (marking);
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  const gint64 first = *(const gint64 *)a;
  const gint64 second = *(const gint64 *)b;

  return (first > second) - (first < second);
}

/* (transfer full) (nullable): the keys that were picked, sorted. What is not read is asked for, and
 * then looked up here: that is mostly the shorter list. */
static GArray *
sort_picked (const Marking *marking)
{
  GArray *keys = marking->pick != NULL ? tkt_row_pick_list_keys (marking->pick) : NULL;

  if (keys != NULL)
    g_array_sort (keys, compare_keys);
  return keys;
}

/* One entry for each unread ticket, up to its last message. */
static GPtrArray *
list_marks (TktDb *db, const Marking *marking, GError **error)
{
  g_autoptr (GArray) picked = sort_picked (marking);
  g_autoptr (GPtrArray) marks = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_entry_free);
  g_autoptr (TktStatement) statement = tkt_db_prepare (
      db,
      "SELECT id, (SELECT max (position) FROM message l WHERE l.ticket_id = ticket.id), key"
      " FROM ticket WHERE " TKT_CACHE_UNREAD,
      error);
  const gint64 now = tkt_time_now ();

  if (statement == NULL)
    return NULL;
  tkt_statement_bind_id (statement, 2, marking->own_account_id);
  for (;;)
    {
      gboolean has_row;
      gint64 key;
      TktEntry *entry;

      if (!tkt_statement_step (statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&marks);
      key = tkt_statement_get_int (statement, 2);
      if (picked != NULL && !g_array_binary_search (picked, &key, compare_keys, NULL))
        continue;
      entry = tkt_entry_new ();
      entry->kind = TKT_ENTRY_MARK_READ;
      entry->ticket_id = tkt_statement_dup_id (statement, 0);
      entry->position = tkt_statement_get_int (statement, 1);
      entry->written_at = now;
      g_ptr_array_add (marks, entry);
    }
}

static gpointer
mark (TktDb *db, gpointer marking, GError **error)
{
  g_autoptr (GPtrArray) marks = list_marks (db, marking, error);

  if (marks == NULL)
    return NULL;
  for (guint i = 0; i < marks->len; i++)
    if (!tkt_outbox_add (db, g_ptr_array_index (marks, i), error))
      return NULL;
  return GINT_TO_POINTER (TKT_WRITE_DONE | (marks->len > 0 ? TKT_WRITE_CHANGED : 0));
}

void
tkt_cache_mark_all_read_async (TktCache *self,
                               TktRowPick *pick_taken,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  Marking *marking = g_new (Marking, 1);

  marking->own_account_id = g_strdup (tkt_cache_get_own_account_id (self));
  marking->pick = pick_taken;
  tkt_cache_write_async (self, mark, marking, marking_free, callback, user_data);
}

void
tkt_cache_unread_free (TktCacheUnread *unread)
{
  if (unread == NULL)
    return;
  g_free (unread->ticket_id);
  g_free (unread);
}

/* The place of @key, or -1. */
static gint64
find_key (const GArray *keys, gint64 key)
{
  for (guint i = 0; i < keys->len; i++)
    if (g_array_index (keys, gint64, i) == key)
      return i;
  return -1;
}

/* The keys of what is unread among those that the list shows; in its order, but not in its places.
 */
static GHashTable *
list_unread (TktDb *db, TktListParams *params, GError **error)
{
  g_autofree char *words = g_strdup (params->filter->words);
  g_autoptr (GHashTable) unread = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) keys = NULL;

  g_free (params->filter->words);
  params->filter->words = g_strconcat (words != NULL ? words : "", " is:unread", NULL);
  keys = tkt_cache_query_tickets (db, params, 0, error);
  g_free (params->filter->words);
  params->filter->words = g_steal_pointer (&words);
  if (keys == NULL)
    return NULL;
  for (guint i = 0; i < keys->len; i++)
    g_hash_table_add (unread, g_memdup2 (&g_array_index (keys, gint64, i), sizeof (gint64)));
  return g_steal_pointer (&unread);
}

static gboolean
take_place (TktDb *db, TktCacheUnread *found, gint64 key, GError **error)
{
  g_autoptr (TktStatement) statement
      = tkt_db_prepare (db, "SELECT id FROM ticket WHERE key = ?", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_int (statement, 1, key);
  if (!tkt_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    {
      found->key = key;
      found->ticket_id = tkt_statement_dup_id (statement, 0);
    }
  return TRUE;
}

/* From the ticket where one is on to the end, and from the beginning back to it. */
static gboolean
find_next (TktDb *db,
           TktListParams *params,
           GHashTable *unread,
           TktCacheUnread *found,
           GError **error)
{
  g_autoptr (GArray) keys = tkt_cache_query_tickets (db, params, 0, error);
  gint64 here = 0;
  gint64 place;

  if (keys == NULL
      || (params->ticket_id != NULL
          && !tkt_cache_query_number (
              db, "SELECT key FROM ticket WHERE id = ?", params->ticket_id, &here, error)))
    return FALSE;
  place = find_key (keys, here);
  for (guint i = 1; i <= keys->len; i++)
    {
      gint64 key = g_array_index (keys, gint64, (place + i) % keys->len);

      if (key != here && g_hash_table_contains (unread, &key))
        return take_place (db, found, key, error);
    }
  return TRUE;
}

static gpointer
find_unread (TktDb *db, gpointer data, GError **error)
{
  TktListParams *params = data;
  g_autoptr (GHashTable) unread = list_unread (db, params, error);
  g_autoptr (TktCacheUnread) found = g_new0 (TktCacheUnread, 1);

  if (unread == NULL || !find_next (db, params, unread, found, error))
    return NULL;
  return g_steal_pointer (&found);
}

static void
release_params (gpointer params)
{
  g_atomic_rc_box_release_full (params, tkt_list_params_clear);
}

void
tkt_cache_find_unread_async (TktCache *self,
                             const TktTicketFilter *filter,
                             const char *ticket_id,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  TktListParams *params = tkt_cache_params_new (self);

  params->filter = tkt_ticket_filter_copy (filter);
  params->ticket_id = g_strdup (ticket_id);
  tkt_cache_read_async (self,
                        TKT_CACHE_READS_WRITTEN,
                        find_unread,
                        params,
                        release_params,
                        (GDestroyNotify)tkt_cache_unread_free,
                        NULL,
                        callback,
                        user_data);
}

TktCacheUnread *
tkt_cache_find_unread_finish (TktCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
