/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cache: what is asked of its writer and its reader. */
#include "tkt-cache-private.h"

void
tkt_cache_apply_page_async (TktCache *self,
                            TktChangePage *page_taken,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  TktCachePage *page = g_new (TktCachePage, 1);

  *page = (TktCachePage){ page_taken, g_strdup (tkt_cache_get_own_account_id (self)) };
  tkt_cache_write_async (
      self, tkt_cache_do_apply_page, page, tkt_cache_page_free, callback, user_data);
}

void
tkt_cache_apply_rows_async (TktCache *self,
                            GPtrArray *changes_taken,
                            gint64 seq,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  TktCacheRows *rows = g_new (TktCacheRows, 1);

  *rows = (TktCacheRows){ changes_taken, seq };
  tkt_cache_write_async (
      self, tkt_cache_do_apply_rows, rows, tkt_cache_rows_free, callback, user_data);
}

void
tkt_cache_begin_snapshot_async (TktCache *self, GAsyncReadyCallback callback, gpointer user_data)
{
  tkt_cache_write_async (self, tkt_cache_do_begin_snapshot, NULL, NULL, callback, user_data);
}

void
tkt_cache_add_entry_async (TktCache *self,
                           TktEntry *entry_taken,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  tkt_cache_write_async (self,
                         tkt_cache_do_add_entry,
                         entry_taken,
                         (GDestroyNotify)tkt_entry_free,
                         callback,
                         user_data);
}

void
tkt_cache_set_entry_state_async (TktCache *self,
                                 gint64 seq,
                                 TktEntryState state,
                                 gint64 not_before,
                                 gboolean uncertain,
                                 const GError *problem,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  TktCacheEntryChange *change = g_new0 (TktCacheEntryChange, 1);

  *change = (TktCacheEntryChange){
    seq, state, not_before, uncertain, problem != NULL ? g_error_copy (problem) : NULL
  };
  tkt_cache_write_async (
      self, tkt_cache_do_set_entry_state, change, tkt_cache_entry_change_free, callback, user_data);
}

void
tkt_cache_remove_entry_async (TktCache *self,
                              gint64 seq,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  tkt_cache_write_async (
      self, tkt_cache_do_remove_entry, g_memdup2 (&seq, sizeof seq), g_free, callback, user_data);
}

void
tkt_cache_take_back_async (TktCache *self,
                           gint64 seq,
                           const char *id,
                           TktTakeBack how,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  TktCacheTakingBack *taking = g_new (TktCacheTakingBack, 1);

  *taking = (TktCacheTakingBack){ seq, g_strdup (id), how };
  tkt_cache_write_async (
      self, tkt_cache_do_take_back, taking, tkt_cache_taking_back_free, callback, user_data);
}

void
tkt_cache_release_async (TktCache *self, GAsyncReadyCallback callback, gpointer user_data)
{
  tkt_cache_write_async (self, tkt_cache_do_release, NULL, NULL, callback, user_data);
}

void
tkt_cache_put_draft_async (TktCache *self,
                           const TktDraft *draft,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  tkt_cache_write_async (self,
                         tkt_cache_do_put_draft,
                         tkt_draft_copy (draft),
                         (GDestroyNotify)tkt_draft_free,
                         callback,
                         user_data);
}

void
tkt_cache_forget_rescue_async (TktCache *self, GAsyncReadyCallback callback, gpointer user_data)
{
  tkt_cache_write_async (self, tkt_cache_do_forget_rescue, NULL, NULL, callback, user_data);
}

void
tkt_cache_next_entry_async (TktCache *self,
                            gint64 now,
                            gboolean impatient,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  const TktCacheMoment moment = { now, impatient };

  tkt_cache_read_async (self,
                        TKT_CACHE_READS,
                        tkt_cache_do_next_entry,
                        g_memdup2 (&moment, sizeof moment),
                        g_free,
                        tkt_cache_next_free,
                        NULL,
                        callback,
                        user_data);
}

TktEntry *
tkt_cache_next_entry_finish (TktCache *self, GAsyncResult *result, gint64 *due, GError **error)
{
  TktCacheNext *next;
  TktEntry *entry;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  next = g_task_propagate_pointer (G_TASK (result), error);
  if (next == NULL)
    return NULL;
  entry = g_steal_pointer (&next->entry);
  *due = next->due;
  tkt_cache_next_free (next);
  return entry;
}

static gpointer
find_draft (TktDb *db, gpointer ticket_id, GError **error)
{
  return tkt_drafts_find (db, ticket_id, FALSE, error);
}

static gpointer
find_note_draft (TktDb *db, gpointer ticket_id, GError **error)
{
  return tkt_drafts_find (db, ticket_id, TRUE, error);
}

void
tkt_cache_find_note_draft_async (TktCache *self,
                                 const char *ticket_id,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  tkt_cache_read_async (self,
                        TKT_CACHE_READS_WRITTEN,
                        find_note_draft,
                        g_strdup (ticket_id),
                        g_free,
                        (GDestroyNotify)tkt_draft_free,
                        NULL,
                        callback,
                        user_data);
}

void
tkt_cache_find_draft_async (TktCache *self,
                            const char *ticket_id,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  /* Through the writer's queue, behind what was typed last. */
  tkt_cache_read_async (self,
                        TKT_CACHE_READS_WRITTEN,
                        find_draft,
                        g_strdup (ticket_id),
                        g_free,
                        (GDestroyNotify)tkt_draft_free,
                        NULL,
                        callback,
                        user_data);
}

TktDraft *
tkt_cache_find_draft_finish (TktCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
