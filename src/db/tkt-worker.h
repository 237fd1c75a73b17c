/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread with its own GMainContext: the only file that makes threads. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TKT_TYPE_WORKER (tkt_worker_get_type ())
G_DECLARE_FINAL_TYPE (TktWorker, tkt_worker, TKT, WORKER, GObject)

/* Starts the thread at once; its context is the thread's default while it runs. */
TktWorker *tkt_worker_new (const char *name);

/* Runs @func (data) on the worker, in the order of the calls. Thread-safe. Ignored after stop:
 * @destroy still runs. */
void tkt_worker_push (TktWorker *self, GSourceFunc func, gpointer data, GDestroyNotify destroy);

/* Runs @func on the worker as g_task_run_in_thread() would: the task returns to the context it was
 * made in; after stop with %G_IO_ERROR_CLOSED. */
void tkt_worker_run_task (TktWorker *self, GTask *task, GTaskThreadFunc func);

/* Runs @func on the worker and waits for it: for starting and stopping only, never on the main
 * thread of the desk. Does nothing after stop. */
void tkt_worker_run_sync (TktWorker *self, GFunc func, gpointer data, gpointer user_data);

GMainContext *tkt_worker_get_context (TktWorker *self);

/* TRUE on the worker's own thread; code asserts it. */
gboolean tkt_worker_is_current (TktWorker *self);

/* Runs what is queued, ends the thread and joins it. Idempotent. Not from the worker's own thread.
 */
void tkt_worker_stop (TktWorker *self);

G_END_DECLS
