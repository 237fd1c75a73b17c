/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A worker that owns a database connection; many queued writes make one transaction (group commit).
 */
#pragma once

#include "tkt-db.h"
#include "tkt-worker.h"

G_BEGIN_DECLS

#define TKT_TYPE_DB_WORKER (tkt_db_worker_get_type ())
G_DECLARE_FINAL_TYPE (TktDbWorker, tkt_db_worker, TKT, DB_WORKER, GObject)

/* Opens, attaches and migrates; runs on the worker. */
typedef TktDb *(*TktDbOpenFunc) (gpointer user_data, GError **error);

/**
 * TktDbFunc:
 *
 * Work on the worker's connection. Returns the result (freed by the call's @result_free unless
 * taken), or NULL with @error set; it failed where @error is set.
 *
 * A write may be run twice, when all that the first time wrote has been undone: it does the same
 * both times, whatever it has left in @data, and does nothing that can't be done twice but to the
 * database.
 */
typedef gpointer (*TktDbFunc) (TktDb *db, gpointer data, GError **error);

/**
 * tkt_db_worker_new:
 *
 * The connection is opened by the first thing in the queue; where that fails, the call
 * answers with that error, and the next one tries again.
 */
TktDbWorker *tkt_db_worker_new (const char *name,
                                TktDbOpenFunc open,
                                gpointer user_data,
                                GDestroyNotify destroy);

/* Calls @func on the worker after each commit. Before the first call is queued. */
typedef void (*TktDbCommittedFunc) (gpointer user_data);
void tkt_db_worker_set_committed (TktDbWorker *self, TktDbCommittedFunc func, gpointer user_data);

/* Waits for the connection to be open: for programs that must not start without it. */
gboolean tkt_db_worker_wait_open (TktDbWorker *self, GError **error);

/**
 * tkt_db_worker_write_async:
 *
 * All writes that are queued when the worker gets to them run in one transaction, in their order.
 * One that fails is undone alone: where it has written something, all of them are run once more,
 * each within a savepoint of its own. The callback runs in the caller's thread-default context, and
 * only after COMMIT has made the work durable; where COMMIT fails, or SQLite undoes the whole
 * transaction (as it may on a full disk), all of them get the error. @data is freed on the worker.
 * Cancelling helps until the write begins. Thread-safe.
 */
void tkt_db_worker_write_async (TktDbWorker *self,
                                TktDbFunc func,
                                gpointer data,
                                GDestroyNotify data_free,
                                GDestroyNotify result_free,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* How soon a read is needed. */
typedef enum
{
  TKT_DB_IN_TURN,   /* after all that was asked before */
  TKT_DB_AT_ONCE,   /* a person waits for it: before all others but of this kind */
  TKT_DB_AT_LENGTH, /* in turn; where it is under way when one comes that is wanted at once, it is
                       broken off and run again afterwards, so its function may be run several times
                       */
} TktDbHaste;

/* The same in a read snapshot; never grouped with writes. It ends soon after it was cancelled, with
 * %G_IO_ERROR_CANCELLED. */
void tkt_db_worker_read_async (TktDbWorker *self,
                               TktDbHaste haste,
                               TktDbFunc func,
                               gpointer data,
                               GDestroyNotify data_free,
                               GDestroyNotify result_free,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* (transfer full): ends either of the two. NULL with @error set where it failed. */
gpointer tkt_db_worker_finish (TktDbWorker *self, GAsyncResult *result, GError **error);

/* Waits for one write, for programs without a main loop (the command line): in a transaction of its
 * own, and run once. */
gpointer
tkt_db_worker_write_sync (TktDbWorker *self, TktDbFunc func, gpointer data, GError **error);

/* What there is to do with a database while nobody has it open; runs on the worker. */
typedef gboolean (*TktDbClosedFunc) (gpointer data, GError **error);

/**
 * tkt_db_worker_reset:
 *
 * Closes the connection, calls @func, and returns what it did; the next call opens the connection
 * anew. Waits for the worker, so never for the main thread: where two workers have one database
 * open, one of them resets the other in its own @func.
 */
gboolean
tkt_db_worker_reset (TktDbWorker *self, TktDbClosedFunc func, gpointer data, GError **error);

/* The same without waiting. @data lives until the callback. */
void tkt_db_worker_reset_async (TktDbWorker *self,
                                TktDbClosedFunc func,
                                gpointer data,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean tkt_db_worker_reset_finish (TktDbWorker *self, GAsyncResult *result, GError **error);

typedef struct
{
  guint n_queued;    /* calls that wait for their turn */
  guint64 n_commits; /* transactions that were committed */
  guint64 n_writes;  /* writes in them */
} TktDbWorkerFigures;

/* How busy it is. Thread-safe. */
TktDbWorkerFigures tkt_db_worker_get_figures (TktDbWorker *self);

/* Finishes the queue, closes the connection, joins. Later calls answer with %G_IO_ERROR_CLOSED. */
void tkt_db_worker_stop (TktDbWorker *self);

G_END_DECLS
