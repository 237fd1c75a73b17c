/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the cache's writer does: each function is one transaction, or a part of one that fails
 * alone. */
#include "tkt-cache-private.h"

#include "tkt-outbox-rescue.h"
#include "tkt-time.h"

/* What a TktDbFunc of a write answers. */
static gpointer
answer (gboolean ok, TktWritten written)
{
  return ok ? GINT_TO_POINTER (TKT_WRITE_DONE | written) : NULL;
}

static gboolean
apply_changes (TktDb *db, const GPtrArray *changes, TktWritten *written, GError **error)
{
  g_autoptr (TktCacheIndex) index = tkt_cache_index_new ();
  gint64 erased_before, erased;

  if (!tkt_cache_get_number (db, TKT_CACHE_ERASED, &erased_before, error))
    return FALSE;
  for (guint i = 0; i < changes->len; i++)
    if (!tkt_cache_apply_change (db, index, g_ptr_array_index (changes, i), error))
      return FALSE;
  if (!tkt_cache_index_flush (index, db, error)
      || !tkt_cache_get_number (db, TKT_CACHE_ERASED, &erased, error))
    return FALSE;
  *written |= (changes->len > 0 ? TKT_WRITE_CHANGED : 0)
              | (erased > erased_before ? TKT_WRITE_ERASED : 0);
  return TRUE;
}

/* How often a desk that stays in step writes down that it does. */
#define SYNCED_EVERY (30 * TKT_SECOND)

/* The last page for now: the cache is in step, and a snapshot is whole. */
static gboolean
end_pages (TktDb *db, const char *own_account_id, TktWritten *written, GError **error)
{
  gint64 now = tkt_time_now ();
  gint64 complete, synced_at;

  if (!tkt_cache_get_number (db, "complete", &complete, error)
      || !tkt_cache_get_number (db, "synced_at", &synced_at, error))
    return FALSE;
  if (!complete)
    {
      if (!tkt_cache_drop_stale (db, own_account_id, error)
          || !tkt_cache_set_number (db, "complete", 1, error))
        return FALSE;
      *written |= TKT_WRITE_CHANGED | TKT_WRITE_ERASED;
    }
  if (!(*written & TKT_WRITE_CHANGED) && now >= synced_at && now < synced_at + SYNCED_EVERY)
    return TRUE;
  return tkt_cache_set_number (db, "synced_at", now, error);
}

/* A quiet poll answers the cursor that stands already: nothing is written for it. */
static gboolean
store_cursor (TktDb *db, const char *cursor, GError **error)
{
  GError *failed = NULL;
  g_autofree char *stored = tkt_cache_get_value (db, "cursor", &failed);

  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return FALSE;
    }
  return g_strcmp0 (stored, cursor) == 0 || tkt_cache_set_value (db, "cursor", cursor, error);
}

void
tkt_cache_page_free (gpointer data)
{
  TktCachePage *page = data;

  tkt_change_page_free (page->page);
  g_free (page->own_account_id);
  g_free (page);
}

gpointer
tkt_cache_do_apply_page (TktDb *db, gpointer data, GError **error)
{
  const TktCachePage *page = data;
  TktWritten written = 0;
  gboolean ok = apply_changes (db, page->page->changes, &written, error)
                && store_cursor (db, page->page->cursor, error)
                && (page->page->more || end_pages (db, page->own_account_id, &written, error));

  return answer (ok, written);
}

void
tkt_cache_rows_free (gpointer data)
{
  TktCacheRows *rows = data;

  g_ptr_array_unref (rows->changes);
  g_free (rows);
}

gpointer
tkt_cache_do_apply_rows (TktDb *db, gpointer data, GError **error)
{
  TktCacheRows *rows = data;
  TktWritten written = TKT_WRITE_CHANGED;
  gboolean ok = apply_changes (db, rows->changes, &written, error)
                && (rows->seq == 0 || tkt_outbox_remove (db, rows->seq, error));

  return answer (ok, written);
}

/* Rows of older generations count as older than anything: a restored server may count its revisions
 * anew. */
gpointer
tkt_cache_do_begin_snapshot (TktDb *db, gpointer data, GError **error)
{
  gint64 generation;

  return answer (tkt_cache_get_number (db, TKT_CACHE_GENERATION, &generation, error)
                     && tkt_cache_set_number (db, TKT_CACHE_GENERATION, generation + 1, error)
                     && tkt_cache_set_number (db, "complete", 0, error)
                     && tkt_db_exec (db, "DELETE FROM value WHERE name = 'cursor'", error),
                 TKT_WRITE_CHANGED);
}

gpointer
tkt_cache_do_add_entry (TktDb *db, gpointer data, GError **error)
{
  return answer (tkt_outbox_add (db, data, error), TKT_WRITE_CHANGED);
}

void
tkt_cache_entry_change_free (gpointer data)
{
  TktCacheEntryChange *change = data;

  g_clear_error (&change->problem);
  g_free (change);
}

gpointer
tkt_cache_do_set_entry_state (TktDb *db, gpointer data, GError **error)
{
  TktCacheEntryChange *change = data;
  gboolean ok;

  if (change->state == TKT_ENTRY_REFUSED)
    ok = tkt_outbox_set_refused (db, change->seq, change->problem, error);
  else if (change->state == TKT_ENTRY_WAITING)
    ok = tkt_outbox_set_retry (db, change->seq, change->not_before, change->uncertain, error);
  else
    ok = tkt_outbox_set_state (db, change->seq, change->state, error);
  return answer (ok, TKT_WRITE_CHANGED);
}

gpointer
tkt_cache_do_remove_entry (TktDb *db, gpointer data, GError **error)
{
  return answer (tkt_outbox_remove (db, *(gint64 *)data, error), TKT_WRITE_CHANGED);
}

void
tkt_cache_taking_back_free (gpointer data)
{
  TktCacheTakingBack *taking = data;

  g_free (taking->id);
  g_free (taking);
}

gpointer
tkt_cache_do_take_back (TktDb *db, gpointer data, GError **error)
{
  return answer (tkt_cache_take_back (db, data, error), TKT_WRITE_CHANGED);
}

gpointer
tkt_cache_do_release (TktDb *db, gpointer data, GError **error)
{
  return answer (tkt_outbox_release (db, error), TKT_WRITE_CHANGED);
}

gpointer
tkt_cache_do_resume (TktDb *db, gpointer data, GError **error)
{
  return answer (tkt_outbox_resume (db, error), 0);
}

gpointer
tkt_cache_do_forget_rescue (TktDb *db, gpointer data, GError **error)
{
  return answer (tkt_outbox_forget_rescue (db, error), TKT_WRITE_CHANGED);
}

/* A draft shows in the list, but only that there is one. */
gpointer
tkt_cache_do_put_draft (TktDb *db, gpointer data, GError **error)
{
  const TktDraft *draft = data;
  GError *failed = NULL;
  g_autoptr (TktDraft) before = tkt_drafts_find (db, draft->ticket_id, draft->note, &failed);

  if (failed == NULL && tkt_drafts_put (db, draft, &failed))
    return answer (TRUE, (before == NULL) != tkt_draft_is_empty (draft) ? TKT_WRITE_CHANGED : 0);
  g_propagate_error (error, failed);
  return NULL;
}

void
tkt_cache_next_free (gpointer data)
{
  TktCacheNext *next = data;

  tkt_entry_free (next->entry);
  g_free (next);
}

gpointer
tkt_cache_do_next_entry (TktDb *db, gpointer data, GError **error)
{
  const TktCacheMoment *moment = data;
  TktCacheNext *next = g_new0 (TktCacheNext, 1);
  GError *failed = NULL;

  next->entry = tkt_outbox_next (db, moment->now, moment->impatient, &next->due, &failed);
  if (failed == NULL)
    return next;
  tkt_cache_next_free (next);
  g_propagate_error (error, failed);
  return NULL;
}
