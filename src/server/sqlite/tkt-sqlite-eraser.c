/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gets the bytes of erased messages and notes, of attachments and of uploads that no message has
 * taken out of the index and the files (rule 13), in steps between writes. */
#include "tkt-sqlite-eraser.h"

#include <glib/gi18n-lib.h>

#include "tkt-sqlite-private.h"

/* A deletion in FTS5 is a note in a newer part of the index that repeats the words; they are gone
 * when all parts that were there have been merged into one. SQLite FTS5, section 6.8: a negative
 * number starts such a merge, positive ones go on with it, and one that changes fewer than two rows
 * found nothing to do. How far it got is kept in the database (table meta), beside the index, so
 * that a killed server goes on where it was. What remains are old pages in the WAL: a checkpoint
 * that empties it ends the work. */

/* Pages of the index that one step writes: about a millisecond of the writer's time. */
#define STEP_PAGES 64

/* How often uploads are looked at that no message has taken: they are dropped late by this much. */
#define LOOK_MS (60 * 60 * 1000)

/* Where a long read in another process keeps the WAL from being emptied. */
#define RETRY_MS 1000
#define CHECKPOINT_WAIT "PRAGMA busy_timeout = 100"

typedef enum
{
  STEP_MORE = 1,
  STEP_CLEAN,
} Step;

struct _TktSqliteEraser
{
  TktDbWorker *writer; /* not owned */
  char *path;

  GMutex lock; /* of what follows */
  GCond changed;
  gboolean busy;
  gboolean again; /* woken while busy */
  gboolean stopped;
  GError *failure; /* why the last attempt ended early, or NULL */
};

static void schedule (TktSqliteEraser *self, guint delay_ms, GSourceFunc func);
static gboolean on_turn (gpointer user_data);
static gboolean on_checkpoint (gpointer user_data);

TktSqliteEraser *
tkt_sqlite_eraser_new (const char *path, TktDbWorker *writer)
{
  TktSqliteEraser *self = g_new0 (TktSqliteEraser, 1);

  self->writer = writer;
  self->path = g_strdup (path);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);

  return self;
}

void
tkt_sqlite_eraser_free (TktSqliteEraser *self)
{
  g_clear_error (&self->failure);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self->path);
  g_free (self);
}

static gboolean
read_state (TktStoreTx *tx, gint64 *erased, gint64 *merging, gint64 *clean, GError **error)
{
  g_autoptr (TktStatement) statement = tkt_sqlite_prepare (
      tx, "SELECT erased, merging, clean FROM meta WHERE only = 1", error, "");
  gboolean has_row;

  if (statement == NULL || !tkt_statement_step (statement, &has_row, error))
    return FALSE;

  g_assert (has_row);
  *erased = tkt_statement_get_int (statement, 0);
  *merging = tkt_statement_get_int (statement, 1);
  *clean = tkt_statement_get_int (statement, 2);

  return TRUE;
}

static gboolean
write_state (TktStoreTx *tx, gint64 merging, gint64 clean, GError **error)
{
  return tkt_sqlite_run (
      tkt_sqlite_prepare (
          tx, "UPDATE meta SET merging = ?, clean = ? WHERE only = 1", error, "nn", merging, clean),
      error);
}

static gint64
count_changes (TktStoreTx *tx, GError **error)
{
  return tkt_sqlite_get_number (
      tkt_sqlite_prepare (tx, "SELECT total_changes ()", error, ""), 0, error);
}

static gboolean
merge (TktStoreTx *tx, const char *sql, gint64 n_pages, gboolean *ended, GError **error)
{
  gint64 before = count_changes (tx, error);
  gint64 after;

  if (before < 0 || !tkt_sqlite_run (tkt_sqlite_prepare (tx, sql, error, "n", n_pages), error))
    return FALSE;

  after = count_changes (tx, error);
  *ended = after - before < 2;

  return after >= 0;
}

/* An erasure may have been in either index: both are merged, side by side. */
static gboolean
merge_both (TktStoreTx *tx, gint64 n_pages, gboolean *ended, GError **error)
{
  gboolean texts_ended, notes_ended;

  if (!merge (
          tx, "INSERT INTO search (search, rank) VALUES ('merge', ?)", n_pages, &texts_ended, error)
      || !merge (tx,
                 "INSERT INTO note_search (note_search, rank) VALUES ('merge', ?)",
                 n_pages,
                 &notes_ended,
                 error))
    return FALSE;

  *ended = texts_ended && notes_ended;

  return TRUE;
}

static gpointer
run_step (TktDb *db, gpointer user_data, GError **error)
{
  TktSqliteTx sqlite_tx = { .db = db };
  TktStoreTx *tx = &sqlite_tx.parent;
  gint64 erased, merging, clean;
  gboolean more, ended;
  gint64 n_pages = STEP_PAGES;

  if (!tkt_sqlite_erase_pieces (tx, &more, error))
    return NULL;
  if (more)
    return GINT_TO_POINTER (STEP_MORE);

  if (!read_state (tx, &erased, &merging, &clean, error))
    return NULL;
  if (merging == 0 && erased == clean)
    return GINT_TO_POINTER (STEP_CLEAN);

  if (merging == 0)
    {
      merging = erased;
      n_pages = -STEP_PAGES;
    }
  if (!merge_both (tx, n_pages, &ended, error)
      || !write_state (tx, ended ? 0 : merging, ended ? merging : clean, error))
    return NULL;

  return GINT_TO_POINTER (ended && erased == merging ? STEP_CLEAN : STEP_MORE);
}

gboolean
tkt_sqlite_erase_all (TktDb *db, GError **error)
{
  gpointer step;

  do
    {
      if (!tkt_db_begin_immediate (db, error))
        return FALSE;
      step = run_step (db, NULL, error);
      if (step == NULL || !tkt_db_commit (db, error))
        {
          tkt_db_rollback (db);
          return FALSE;
        }
    }
  while (GPOINTER_TO_INT (step) == STEP_MORE);

  return TRUE;
}

/* The end of one attempt, good or (@failure, taken) bad. */
static void
finish (TktSqliteEraser *self, GError *failure)
{
  gboolean again;

  /* A writer that was stopped in between is no failure: the next start goes on. */
  if (failure != NULL && !g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CLOSED))
    g_warning ("Erased messages still have bytes in %s: %s", self->path, failure->message);

  g_mutex_lock (&self->lock);
  g_clear_error (&self->failure);
  self->failure = failure;
  again = self->again && failure == NULL;
  self->again = FALSE;
  self->busy = again;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);

  if (again)
    schedule (self, 0, on_turn);
}

static void
on_stepped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TktSqliteEraser *self = user_data;
  g_autoptr (GError) error = NULL;
  gpointer step = tkt_db_worker_finish (self->writer, result, &error);

  if (step == NULL)
    finish (self, g_steal_pointer (&error));
  else if (GPOINTER_TO_INT (step) == STEP_MORE)
    schedule (self, 0, on_turn);
  else
    schedule (self, 0, on_checkpoint);
}

static gboolean
is_stopped (TktSqliteEraser *self)
{
  gboolean stopped;

  g_mutex_lock (&self->lock);
  stopped = self->stopped;
  g_mutex_unlock (&self->lock);

  return stopped;
}

static gboolean
on_turn (gpointer user_data)
{
  TktSqliteEraser *self = user_data;

  if (is_stopped (self))
    return G_SOURCE_REMOVE;
  tkt_db_worker_write_async (self->writer, run_step, self, NULL, NULL, NULL, on_stepped, self);

  return G_SOURCE_REMOVE;
}

/* On a connection of its own, for the writer's waits for locks as long as writes need; while the
 * writer does nothing else, so that it takes nothing out of the log that it then forgets. */
static gpointer
run_checkpoint (TktDb *writers, gpointer user_data, GError **error)
{
  TktSqliteEraser *self = user_data;
  g_autoptr (TktDb) db = tkt_db_open (self->path, TKT_DB_WRITE, error);

  if (db == NULL || !tkt_db_exec (db, CHECKPOINT_WAIT, error) || !tkt_db_checkpoint (db, error))
    return NULL;
  tkt_db_forget_pages (writers);
  return GINT_TO_POINTER (TRUE);
}

static void
on_emptied (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TktSqliteEraser *self = user_data;
  g_autoptr (GError) error = NULL;

  tkt_db_worker_finish (self->writer, result, &error);
  if (g_error_matches (error, TKT_DB_ERROR, TKT_DB_ERROR_BUSY))
    schedule (self, RETRY_MS, on_checkpoint);
  else
    finish (self, g_steal_pointer (&error));
}

static gboolean
on_checkpoint (gpointer user_data)
{
  TktSqliteEraser *self = user_data;

  if (is_stopped (self))
    return G_SOURCE_REMOVE;
  tkt_db_worker_read_async (
      self->writer, TKT_DB_IN_TURN, run_checkpoint, self, NULL, NULL, NULL, on_emptied, self);

  return G_SOURCE_REMOVE;
}

/* Low priority: writes that are queued go first. A source that the end of the thread finds is just
 * dropped; the work goes on at the next start. */
static void
schedule (TktSqliteEraser *self, guint delay_ms, GSourceFunc func)
{
  g_autoptr (GSource) source
      = delay_ms > 0 ? g_timeout_source_new (delay_ms) : g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_LOW);
  g_source_set_callback (source, func, self, NULL);
  g_source_set_static_name (source, "[tickets] erase");
  g_source_attach (source, g_main_context_get_thread_default ());
}

static void
wake (TktSqliteEraser *self, gboolean failed_only)
{
  gboolean start;

  g_mutex_lock (&self->lock);
  start = !self->busy && !self->stopped && (!failed_only || self->failure != NULL);
  self->again = self->busy && (self->again || !failed_only);
  self->busy = self->busy || start;
  g_mutex_unlock (&self->lock);

  if (start)
    schedule (self, 0, on_turn);
}

void
tkt_sqlite_eraser_wake (TktSqliteEraser *self)
{
  wake (self, FALSE);
}

static gboolean
on_look (gpointer user_data)
{
  tkt_sqlite_eraser_start (user_data);

  return G_SOURCE_REMOVE;
}

void
tkt_sqlite_eraser_start (TktSqliteEraser *self)
{
  wake (self, FALSE);
  schedule (self, LOOK_MS, on_look);
}

void
tkt_sqlite_eraser_retry (TktSqliteEraser *self)
{
  wake (self, TRUE);
}

void
tkt_sqlite_eraser_stop (TktSqliteEraser *self)
{
  g_mutex_lock (&self->lock);
  self->stopped = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

gboolean
tkt_sqlite_eraser_wait (TktSqliteEraser *self, GError **error)
{
  gboolean done = FALSE;

  g_mutex_lock (&self->lock);
  while (self->busy && !self->stopped)
    g_cond_wait (&self->changed, &self->lock);
  if (self->stopped)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("The store was stopped"));
  else if (self->failure != NULL)
    g_propagate_error (error, g_error_copy (self->failure));
  else
    done = TRUE;
  g_mutex_unlock (&self->lock);

  return done;
}
