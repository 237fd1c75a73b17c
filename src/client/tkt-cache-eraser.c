/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 13 in the cache: gets the bytes of erased texts out of the index and the files, in steps
 * between writes. */
#include "tkt-cache-eraser.h"

#include "tkt-cache-private.h"

/* A deletion in FTS5 is a note in a newer part of the index that repeats the words; they are gone
 * when all parts that were there have been merged into one. SQLite FTS5, section 6.8: a negative
 * number starts such a merge, positive ones go on with it, and one that changes fewer than two rows
 * found nothing to do. How far it got is counted in the cache, so that a killed desk goes on where
 * it was. What remains are old pages in the WAL: a checkpoint that empties it ends the work. */

/* Pages of the index that one step writes: about a millisecond of the writer's time. */
#define STEP_PAGES 64

/* Where a long query or another process keeps the WAL from being emptied. */
#define RETRY_MS 1000

#define MERGING                                                                                    \
  "merging" /* the count of erasures that the merge under way takes with it; 0: none is */
#define MERGED "merged"   /* those that no index knows any more */
#define EMPTIED "emptied" /* those that no file knows any more */

struct _TktCacheEraser
{
  TktDbWorker *writer;
  TktDbWorker *reader;
  gint64 merged;   /* the count that the last checkpoint emptied the WAL of */
  gboolean busy;   /* a step is under way, or waits for its turn */
  gboolean again;  /* woken while busy */
  gboolean failed; /* the last attempt has */
  gboolean stopped;
  guint retry;
};

typedef enum
{
  STEP_CLEAN = 1, /* nothing to do */
  STEP_MORE,
  STEP_CHECKPOINT, /* only the WAL is left */
} Step;

typedef enum
{
  FORGET_DONE = 1,
  FORGET_AGAIN, /* the WAL has to be emptied again first */
} Forget;

/* @ended: the merge has come to its end. */
static gboolean
merge (TktDb *db, const char *sql, gint64 n_pages, gboolean *ended, GError **error)
{
  gint64 before, after;
  g_autoptr (TktStatement) statement = NULL;

  if (!tkt_cache_query_number (db, "SELECT total_changes ()", NULL, &before, error))
    return FALSE;
  statement = tkt_db_prepare (db, sql, error);
  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_int (statement, 1, n_pages);
  if (!tkt_statement_run (statement, error)
      || !tkt_cache_query_number (db, "SELECT total_changes ()", NULL, &after, error))
    return FALSE;
  *ended = after - before < 2;
  return TRUE;
}

/* What was erased may have been a message or a note. */
static gboolean
merge_both (TktDb *db, gint64 n_pages, gboolean *ended, GError **error)
{
  gboolean messages_ended, notes_ended;

  if (!merge (db,
              "INSERT INTO message_words (message_words, rank) VALUES ('merge', ?)",
              n_pages,
              &messages_ended,
              error)
      || !merge (db,
                 "INSERT INTO note_words (note_words, rank) VALUES ('merge', ?)",
                 n_pages,
                 &notes_ended,
                 error))
    return FALSE;
  *ended = messages_ended && notes_ended;
  return TRUE;
}

static gpointer
run_step (TktDb *db, gpointer unused, GError **error)
{
  gint64 erased, merging, merged, emptied;
  gint64 n_pages = STEP_PAGES;
  gboolean ended;

  if (!tkt_cache_get_number (db, TKT_CACHE_ERASED, &erased, error)
      || !tkt_cache_get_number (db, MERGING, &merging, error)
      || !tkt_cache_get_number (db, MERGED, &merged, error)
      || !tkt_cache_get_number (db, EMPTIED, &emptied, error))
    return NULL;
  if (merging == 0 && merged == erased)
    return GINT_TO_POINTER (emptied == erased ? STEP_CLEAN : STEP_CHECKPOINT);
  if (merging == 0)
    {
      merging = erased;
      n_pages = -STEP_PAGES;
    }
  if (!merge_both (db, n_pages, &ended, error)
      || !tkt_cache_set_number (db, MERGING, ended ? 0 : merging, error)
      || (ended && !tkt_cache_set_number (db, MERGED, merging, error)))
    return NULL;
  return GINT_TO_POINTER (STEP_MORE);
}

static gpointer
run_checkpoint (TktDb *db, gpointer unused, GError **error)
{
  gint64 merged;

  /* First, for SQLite empties no WAL that this transaction reads from. The count can't have grown
   * since: only steps raise it, and they and this follow one another. */
  if (!tkt_db_checkpoint (db, error) || !tkt_cache_get_number (db, MERGED, &merged, error))
    return NULL;
  return g_memdup2 (&merged, sizeof merged);
}

/* On the writer, between its transactions: the pages that it has in memory may have old bytes in
 * them. Once something was written after the checkpoint, the WAL may have them again. */
static gpointer
run_forget (TktDb *db, gpointer unused, GError **error)
{
  g_autoptr (GError) failed = NULL;
  gboolean empty;

  if (tkt_db_is_wal_empty (db, &empty, &failed) && empty)
    {
      tkt_db_forget_pages (db);
      return GINT_TO_POINTER (FORGET_DONE);
    }
  if (failed == NULL || g_error_matches (failed, TKT_DB_ERROR, TKT_DB_ERROR_BUSY))
    return GINT_TO_POINTER (FORGET_AGAIN);
  g_propagate_error (error, g_steal_pointer (&failed));
  return NULL;
}

static gpointer
run_end (TktDb *db, gpointer clean, GError **error)
{
  const gint64 *merged = clean;

  return GINT_TO_POINTER (tkt_cache_set_number (db, EMPTIED, *merged, error));
}

static void
clear (gpointer data)
{
  TktCacheEraser *self = data;

  g_object_unref (self->writer);
  g_object_unref (self->reader);
}

void
tkt_cache_eraser_unref (TktCacheEraser *self)
{
  g_rc_box_release_full (self, clear);
}

/* What is not done is begun again with the next write that succeeds, or at the next start. */
static void
fail (TktCacheEraser *self, const GError *error)
{
  self->busy = FALSE;
  self->failed = TRUE;
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    g_warning ("Erased messages still have bytes in the cache: %s", error->message);
}

static void go_on (TktCacheEraser *self);

static gboolean
on_retry (gpointer data)
{
  TktCacheEraser *self = data;

  self->retry = 0;
  go_on (self);
  return G_SOURCE_REMOVE;
}

static void
on_ended (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktCacheEraser) self = user_data;
  g_autoptr (GError) error = NULL;

  if (tkt_db_worker_finish (TKT_DB_WORKER (object), result, &error) != NULL)
    go_on (self);
  else
    fail (self, error);
}

static void
on_forgotten (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktCacheEraser) self = user_data;
  g_autoptr (GError) error = NULL;
  Forget forget = GPOINTER_TO_INT (tkt_db_worker_finish (TKT_DB_WORKER (object), result, &error));

  if (error != NULL)
    fail (self, error);
  else if (forget == FORGET_AGAIN)
    go_on (self);
  else
    tkt_db_worker_write_async (self->writer,
                               run_end,
                               g_memdup2 (&self->merged, sizeof self->merged),
                               g_free,
                               NULL,
                               NULL,
                               on_ended,
                               g_rc_box_acquire (self));
}

static void
on_emptied (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktCacheEraser) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *merged = tkt_db_worker_finish (TKT_DB_WORKER (object), result, &error);

  if (merged != NULL)
    {
      self->merged = *merged;
      tkt_db_worker_read_async (self->writer,
                                TKT_DB_IN_TURN,
                                run_forget,
                                NULL,
                                NULL,
                                NULL,
                                NULL,
                                on_forgotten,
                                g_rc_box_acquire (self));
    }
  else if (g_error_matches (error, TKT_DB_ERROR, TKT_DB_ERROR_BUSY) && !self->stopped)
    self->retry = g_timeout_add (RETRY_MS, on_retry, self);
  else
    fail (self, error);
}

static void
on_stepped (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktCacheEraser) self = user_data;
  g_autoptr (GError) error = NULL;
  Step step = GPOINTER_TO_INT (tkt_db_worker_finish (TKT_DB_WORKER (object), result, &error));

  if (error != NULL)
    fail (self, error);
  else if (step == STEP_MORE || self->again)
    go_on (self);
  else if (step == STEP_CHECKPOINT)
    tkt_db_worker_read_async (self->reader,
                              TKT_DB_IN_TURN,
                              run_checkpoint,
                              NULL,
                              NULL,
                              g_free,
                              NULL,
                              on_emptied,
                              g_rc_box_acquire (self));
  else
    self->busy = FALSE;
}

/* Each step is queued behind the writes that came meanwhile. */
static void
go_on (TktCacheEraser *self)
{
  self->again = FALSE;
  tkt_db_worker_write_async (
      self->writer, run_step, NULL, NULL, NULL, NULL, on_stepped, g_rc_box_acquire (self));
}

TktCacheEraser *
tkt_cache_eraser_new (TktDbWorker *writer, TktDbWorker *reader)
{
  TktCacheEraser *self = g_rc_box_new0 (TktCacheEraser);

  self->writer = g_object_ref (writer);
  self->reader = g_object_ref (reader);
  return self;
}

void
tkt_cache_eraser_wake (TktCacheEraser *self)
{
  self->again = self->busy;
  if (self->busy || self->stopped)
    return;
  self->busy = TRUE;
  self->failed = FALSE;
  go_on (self);
}

void
tkt_cache_eraser_retry (TktCacheEraser *self)
{
  if (self->failed)
    tkt_cache_eraser_wake (self);
}

void
tkt_cache_eraser_stop (TktCacheEraser *self)
{
  self->stopped = TRUE;
  g_clear_handle_id (&self->retry, g_source_remove);
}
