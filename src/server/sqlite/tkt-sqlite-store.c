/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store on SQLite: opening, transactions, threads. What the transactions do is in the files
 * beside this one. */
#include "tkt-sqlite-store.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "tkt-db-lock.h"
#include "tkt-db-worker.h"
#include "tkt-sqlite-eraser.h"
#include "tkt-sqlite-private.h"
#include "tkt-trace.h"
#include "tkt-uuid.h"

struct _TktSqliteStore
{
  TktStore parent_instance;

  char *path;
  gboolean create;
  char *incarnation; /* the life of this store, in which it counts revisions */
  TktDbLock *in_use; /* so that no other file takes its name; NULL: stopped */
  TktDbWorker *writer;
  TktSqliteEraser *eraser;
  gint n_commits;   /* atomic: of the writer */
  gboolean written; /* the writer's own: something since the last commit, but by the eraser */

  GMutex lock;
  GHashTable *readers; /* (locked) GThread → its Reader, open until the store is stopped */
};

/* The connection of a thread that reads. */
typedef struct
{
  TktDb *db;
  gint64 version; /* what others had committed to its file, when that was looked at */
  gint64 looked_us;
} Reader;

G_DEFINE_FINAL_TYPE (TktSqliteStore, tkt_sqlite_store, TKT_TYPE_STORE)

/* One write on its way to the writer. */
typedef struct
{
  TktSqliteStore *store;
  TktStoreFunc func;
  gpointer data;
  GDestroyNotify data_free;
} Write;

static gpointer
run_write (TktDb *db, gpointer data, GError **error)
{
  Write *write = data;
  TktSqliteTx tx = {
    .parent.klass = TKT_STORE_GET_CLASS (write->store),
    .db = db,
    .incarnation = write->store->incarnation,
  };
  gpointer result;

  write->store->written = TRUE;
  result = write->func (&tx.parent, write->data, error);

  if (tx.erased)
    tkt_sqlite_eraser_wake (write->store->eraser);
  else
    tkt_sqlite_eraser_retry (write->store->eraser);

  return result;
}

static void
write_free (gpointer data)
{
  Write *write = data;

  if (write->data_free != NULL)
    write->data_free (write->data);
  g_free (write);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gpointer value = tkt_db_worker_finish (TKT_DB_WORKER (source), result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_return_pointer (task, value, g_task_get_task_data (task));
}

static void
tkt_sqlite_store_write_async (TktStore *store,
                              TktStoreFunc func,
                              gpointer data,
                              GDestroyNotify data_free,
                              GDestroyNotify result_free,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  TktSqliteStore *self = TKT_SQLITE_STORE (store);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Write *write = g_new (Write, 1);

  *write = (Write){ self, func, data, data_free };
  g_task_set_source_tag (task, tkt_sqlite_store_write_async);
  g_task_set_task_data (task, result_free, NULL);
  /* What was committed is answered as committed, cancelled meanwhile or not. */
  g_task_set_check_cancellable (task, FALSE);
  tkt_db_worker_write_async (self->writer,
                             run_write,
                             write,
                             write_free,
                             result_free,
                             cancellable,
                             on_written,
                             g_steal_pointer (&task));
}

static gpointer
tkt_sqlite_store_write_finish (TktStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
tkt_sqlite_store_write_sync (TktStore *store, TktStoreFunc func, gpointer data, GError **error)
{
  TktSqliteStore *self = TKT_SQLITE_STORE (store);
  Write write = { self, func, data, NULL };

  return tkt_db_worker_write_sync (self->writer, run_write, &write, error);
}

static void
reader_free (gpointer data)
{
  Reader *reader = data;

  tkt_db_close (reader->db);
  g_free (reader);
}

/* The calling thread's own. */
static Reader *
get_reader (TktSqliteStore *self, GError **error)
{
  Reader *reader;

  g_mutex_lock (&self->lock);
  reader = g_hash_table_lookup (self->readers, g_thread_self ());
  if (reader == NULL)
    {
      TktDb *db = tkt_db_open (self->path, TKT_DB_READ, error);

      if (db != NULL)
        {
          reader = g_new0 (Reader, 1);
          reader->db = db;
          g_hash_table_insert (self->readers, g_thread_self (), reader);
        }
    }
  g_mutex_unlock (&self->lock);

  return reader;
}

static gpointer
tkt_sqlite_store_read (TktStore *store, TktStoreFunc func, gpointer data, GError **error)
{
  TktSqliteStore *self = TKT_SQLITE_STORE (store);
  TktSqliteTx tx = { .parent.klass = TKT_STORE_GET_CLASS (self) };
  Reader *reader = get_reader (self, error);
  const gint64 began = tkt_trace_begin ();
  gpointer result;

  if (reader == NULL || !tkt_db_begin (reader->db, error))
    return NULL;
  tx.db = reader->db;
  result = func (&tx.parent, data, error);
  tkt_db_rollback (tx.db);
  tkt_trace_end (began, "query", "%s", result != NULL ? "" : "failed");

  return result;
}

static gpointer
tkt_sqlite_store_attempt (TktStoreTx *tx, TktStoreFunc func, gpointer data, GError **error)
{
  TktDb *db = ((TktSqliteTx *)tx)->db;
  gpointer result;

  if (!tkt_db_savepoint (db, error))
    return NULL;
  result = func (tx, data, error);
  if (result == NULL)
    /* Where SQLite has undone the whole transaction this finds nothing, and the write as a whole
     * fails. */
    tkt_db_rollback_to (db);
  else if (!tkt_db_release (db, error))
    return NULL;

  return result;
}

/* SQLite, PRAGMA data_version: changes with every commit of another connection. */
static gboolean
look_at_version (Reader *reader, GError **error)
{
  g_autoptr (TktStatement) statement = tkt_db_prepare (reader->db, "PRAGMA data_version", error);
  gboolean has_row;

  if (statement == NULL || !tkt_statement_step (statement, &has_row, error))
    return FALSE;
  reader->version = tkt_statement_get_int (statement, 0);

  return TRUE;
}

/* To look at the file locks it and unlocks it again, and each request asks: what the store itself
 * commits it knows, and what other processes do (the command line) is noticed a moment later. */
#define LOOK_US 2000

static gint64
tkt_sqlite_store_get_generation (TktStore *store, GError **error)
{
  TktSqliteStore *self = TKT_SQLITE_STORE (store);
  guint n_commits = g_atomic_int_get (&self->n_commits);
  Reader *reader = get_reader (self, error);
  gint64 now_us = g_get_monotonic_time ();

  if (reader == NULL)
    return -1;
  if (now_us - reader->looked_us >= LOOK_US)
    {
      if (!look_at_version (reader, error))
        return -1;
      reader->looked_us = now_us;
    }

  return (reader->version & G_MAXINT32) << 32 | n_commits;
}

static void
on_committed (gpointer data)
{
  TktSqliteStore *self = data;

  if (!self->written)
    return;
  self->written = FALSE;
  g_atomic_int_inc (&self->n_commits);
  tkt_store_emit_committed (TKT_STORE (self));
}

/* SQLite writes the header's page for it, the same number or not. */
static gboolean
tkt_sqlite_store_probe (TktStoreTx *tx, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA main.user_version = %u", tkt_sqlite_n_steps);

  return tkt_db_exec (((TktSqliteTx *)tx)->db, sql, error);
}

/* 0: there is none. */
static gint64
get_file_size (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 ? status.st_size : 0;
}

static void
tkt_sqlite_store_get_figures (TktStore *store, TktStoreFigures *figures)
{
  TktSqliteStore *self = TKT_SQLITE_STORE (store);
  TktDbWorkerFigures writer = tkt_db_worker_get_figures (self->writer);
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);

  *figures = (TktStoreFigures){ writer.n_queued,
                                writer.n_commits,
                                writer.n_writes,
                                get_file_size (self->path),
                                get_file_size (wal) };
}

static gboolean
tkt_sqlite_store_finish_erasing (TktStore *store, GError **error)
{
  return tkt_sqlite_eraser_wait (TKT_SQLITE_STORE (store)->eraser, error);
}

static gpointer
run_ping (TktDb *db, gpointer data, GError **error)
{
  return GINT_TO_POINTER (TRUE);
}

static void
tkt_sqlite_store_ping_async (TktStore *store, GAsyncReadyCallback callback, gpointer user_data)
{
  tkt_db_worker_read_async (TKT_SQLITE_STORE (store)->writer,
                            TKT_DB_IN_TURN,
                            run_ping,
                            NULL,
                            NULL,
                            NULL,
                            NULL,
                            callback,
                            user_data);
}

static void
tkt_sqlite_store_stop (TktStore *store)
{
  TktSqliteStore *self = TKT_SQLITE_STORE (store);

  tkt_sqlite_eraser_stop (self->eraser);
  g_mutex_lock (&self->lock);
  g_hash_table_remove_all (self->readers);
  g_mutex_unlock (&self->lock);
  /* Last: whoever closes last puts the WAL into the file, and readers can't. */
  tkt_db_worker_stop (self->writer);
  g_clear_pointer (&self->in_use, tkt_db_lock_free);
}

static void
tkt_sqlite_store_finalize (GObject *object)
{
  TktSqliteStore *self = TKT_SQLITE_STORE (object);

  if (self->writer != NULL)
    tkt_sqlite_store_stop (TKT_STORE (self));
  g_clear_object (&self->writer);
  g_clear_pointer (&self->eraser, tkt_sqlite_eraser_free);
  g_hash_table_unref (self->readers);
  g_mutex_clear (&self->lock);
  g_free (self->incarnation);
  g_free (self->path);

  G_OBJECT_CLASS (tkt_sqlite_store_parent_class)->finalize (object);
}

static void
tkt_sqlite_store_class_init (TktSqliteStoreClass *klass)
{
  TktStoreClass *store_class = TKT_STORE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tkt_sqlite_store_finalize;

  store_class->read = tkt_sqlite_store_read;
  store_class->write_async = tkt_sqlite_store_write_async;
  store_class->write_finish = tkt_sqlite_store_write_finish;
  store_class->write_sync = tkt_sqlite_store_write_sync;
  store_class->stop = tkt_sqlite_store_stop;
  store_class->ping_async = tkt_sqlite_store_ping_async;
  store_class->finish_erasing = tkt_sqlite_store_finish_erasing;
  store_class->get_figures = tkt_sqlite_store_get_figures;
  store_class->probe = tkt_sqlite_store_probe;
  store_class->attempt = tkt_sqlite_store_attempt;
  store_class->get_generation = tkt_sqlite_store_get_generation;
  tkt_sqlite_fill_in_people (store_class);
  tkt_sqlite_fill_in_incarnations (store_class);
  tkt_sqlite_fill_in_publishers (store_class);
  tkt_sqlite_fill_in_tickets (store_class);
  tkt_sqlite_fill_in_messages (store_class);
  tkt_sqlite_fill_in_notes (store_class);
  tkt_sqlite_fill_in_attachments (store_class);
  tkt_sqlite_fill_in_saved_replies (store_class);
  tkt_sqlite_fill_in_changes (store_class);
  tkt_sqlite_fill_in_sessions (store_class);
  tkt_sqlite_fill_in_audit (store_class);
}

static void
tkt_sqlite_store_init (TktSqliteStore *self)
{
  g_mutex_init (&self->lock);
  self->readers = g_hash_table_new_full (NULL, NULL, NULL, reader_free);
}

/* Runs on the writer. */
static TktDb *
open_writer (gpointer user_data, GError **error)
{
  TktSqliteStore *self = user_data;
  TktDbFlags flags = TKT_DB_WRITE | TKT_DB_DURABLE | (self->create ? TKT_DB_CREATE : 0);
  g_autoptr (TktDb) db = tkt_db_open (self->path, flags, error);

  if (db == NULL
      || !tkt_db_migrate (
          db, "main", tkt_sqlite_application_id, tkt_sqlite_steps, tkt_sqlite_n_steps, error)
      || !tkt_sqlite_gather_texts (db, error))
    return NULL;

  /* What a server that was killed, or stopped in the middle, has left to erase. */
  tkt_sqlite_eraser_start (self->eraser);

  return g_steal_pointer (&db);
}

TktStore *
tkt_sqlite_store_new (const char *path, gboolean create, GError **error)
{
  g_autoptr (TktSqliteStore) self = g_object_new (TKT_TYPE_SQLITE_STORE, NULL);

  self->path = g_strdup (path);
  self->create = create;
  self->incarnation = tkt_uuid_new ();
  if (!create && !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, TKT_DB_ERROR, TKT_DB_ERROR_MISSING, _ ("There is no file %s."), path);
      return NULL;
    }
  self->in_use = tkt_db_lock_new (path, FALSE, error);
  if (self->in_use == NULL)
    return NULL;
  self->writer = tkt_db_worker_new ("tickets-writer", open_writer, self, NULL);
  tkt_db_worker_set_committed (self->writer, on_committed, self);
  self->eraser = tkt_sqlite_eraser_new (path, self->writer);
  if (!tkt_db_worker_wait_open (self->writer, error))
    return NULL;

  return TKT_STORE (g_steal_pointer (&self));
}
