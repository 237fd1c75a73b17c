/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A worker that owns a database connection, and the queue to it. */
#include "tkt-db-worker.h"

#include "tkt-db-batch.h"

/* The most writes of one transaction: a bound on what waits for one commit, not a size to aim at.
 */
#define BATCH_MAX 512

/* The longest that a write waits for others, whatever the disk is like. */
#define GATHER_MOST_US 2000

struct _TktDbWorker
{
  GObject parent_instance;

  TktWorker *worker;
  TktDbOpenFunc open;
  gpointer open_data;
  GDestroyNotify open_destroy;
  TktDbCommittedFunc committed; /* or NULL */
  gpointer committed_data;

  GMutex mutex;
  GQueue queue;       /* of Call, under @mutex */
  GQueue first;       /* of those that are wanted at once, under @mutex */
  TktDbCall *longest; /* the read at length that is under way, under @mutex */
  gboolean scheduled; /* the worker has been told to look at the queue, under @mutex */
  gboolean stopped;   /* under @mutex: nothing is queued any more */
  gboolean gathering; /* under @mutex: the worker waits for more writes */
  GCond gathered;     /* of @mutex: there are enough */
  guint64 n_commits;  /* under @mutex */
  guint64 n_writes;   /* under @mutex */

  /* The worker's own */
  TktDb *db;
  guint last_n;     /* writes of the last transaction; also read under @mutex */
  gint64 commit_us; /* and how long its commit took */
};

G_DEFINE_FINAL_TYPE (TktDbWorker, tkt_db_worker, G_TYPE_OBJECT)

/* What failed once is tried again by the next call: a disk that was full may have room by then. */
static gboolean
ensure_open (TktDbWorker *self, GError **error)
{
  g_assert (tkt_worker_is_current (self->worker));

  if (self->db == NULL)
    self->db = self->open (self->open_data, error);
  return self->db != NULL;
}

static void
count_commit (TktDbWorker *self, guint n_writes)
{
  g_mutex_lock (&self->mutex);
  self->n_commits++;
  self->n_writes += n_writes;
  g_mutex_unlock (&self->mutex);
}

static void
set_longest (TktDbWorker *self, TktDbCall *call)
{
  g_mutex_lock (&self->mutex);
  self->longest = call;
  if (call != NULL && !g_queue_is_empty (&self->first))
    g_atomic_int_set (&call->put_off, TRUE);
  g_mutex_unlock (&self->mutex);
}

/* FALSE: it has made way for others, and comes right after them. */
static gboolean
run_read (TktDbWorker *self, TktDbCall *call)
{
  gboolean done;

  set_longest (self, call->haste == TKT_DB_AT_LENGTH ? call : NULL);
  done = tkt_db_call_read (call, self->db);
  set_longest (self, NULL);
  if (done)
    return TRUE;
  g_mutex_lock (&self->mutex);
  g_queue_push_head (&self->queue, call);
  g_mutex_unlock (&self->mutex);
  return FALSE;
}

/* FALSE: there is nothing to return yet. */
static gboolean
run_calls (TktDbWorker *self, GPtrArray *calls)
{
  TktDbCall *first = g_ptr_array_index (calls, 0);
  g_autoptr (GError) error = NULL;

  if (!ensure_open (self, &error))
    tkt_db_batch_fail (calls, error);
  else if (!first->write)
    return run_read (self, first);
  else if (tkt_db_batch_write (calls, self->db, &self->commit_us))
    {
      self->last_n = calls->len;
      count_commit (self, calls->len);
      if (self->committed != NULL)
        self->committed (self->committed_data);
    }
  return TRUE;
}

/* A transaction of its own: a read, or a write that asks for it. */
static gboolean
is_alone (const TktDbCall *call)
{
  return !call->write || call->alone;
}

/* A commit takes nearly as long for one write as for many, and those whose writes the last one had
 * may be about to write again: as many are waited for, but less long than it took. Where writes
 * come one by one, none waits; and what is wanted at once waits for none of this. With the lock. */
static void
gather (TktDbWorker *self)
{
  gint64 until = g_get_monotonic_time () + MIN (self->commit_us / 2, GATHER_MOST_US);
  TktDbCall *first = g_queue_peek_head (&self->queue);

  if (first == NULL || is_alone (first))
    return;
  self->gathering = TRUE;
  while (g_queue_get_length (&self->queue) < self->last_n && g_queue_is_empty (&self->first)
         && !self->stopped && g_cond_wait_until (&self->gathered, &self->mutex, until))
    ;
  self->gathering = FALSE;
}

/* The writes at the head of a queue that make the next transaction, or one read. */
static GPtrArray *
take_calls (TktDbWorker *self)
{
  g_autoptr (GPtrArray) batch = g_ptr_array_new ();
  GQueue *queue;

  g_mutex_lock (&self->mutex);
  gather (self);
  queue = g_queue_is_empty (&self->first) ? &self->queue : &self->first;
  while (batch->len < BATCH_MAX && !g_queue_is_empty (queue))
    {
      TktDbCall *call = g_queue_peek_head (queue);

      if (batch->len > 0 && is_alone (call))
        break;
      g_ptr_array_add (batch, g_queue_pop_head (queue));
      if (is_alone (call))
        break;
    }
  self->scheduled = batch->len > 0;
  g_mutex_unlock (&self->mutex);
  return g_steal_pointer (&batch);
}

static gboolean
run_queue (gpointer data)
{
  TktDbWorker *self = data;

  for (;;)
    {
      g_autoptr (GPtrArray) calls = take_calls (self);

      if (calls->len == 0)
        return G_SOURCE_REMOVE;
      if (run_calls (self, calls))
        tkt_db_batch_return (calls);
    }
}

static void
enqueue (TktDbWorker *self, TktDbCall *call)
{
  gboolean wake = FALSE;
  gboolean stopped;

  g_mutex_lock (&self->mutex);
  stopped = self->stopped;
  if (!stopped)
    {
      g_queue_push_tail (call->haste == TKT_DB_AT_ONCE ? &self->first : &self->queue, call);
      if (call->haste == TKT_DB_AT_ONCE && self->longest != NULL)
        g_atomic_int_set (&self->longest->put_off, TRUE);
      wake = !self->scheduled;
      self->scheduled = TRUE;
      if (self->gathering
          && (call->haste == TKT_DB_AT_ONCE || g_queue_get_length (&self->queue) >= self->last_n))
        g_cond_signal (&self->gathered);
    }
  g_mutex_unlock (&self->mutex);
  if (wake)
    tkt_worker_push (self->worker, run_queue, g_object_ref (self), g_object_unref);
  if (stopped)
    {
      g_set_error (&call->error, G_IO_ERROR, G_IO_ERROR_CLOSED, "The database has been closed");
      tkt_db_call_return (call);
    }
}

static void
close_db (gpointer data, gpointer user_data)
{
  TktDbWorker *self = data;

  run_queue (self);
  g_clear_pointer (&self->db, tkt_db_close);
}

static void
stop (TktDbWorker *self)
{
  g_mutex_lock (&self->mutex);
  self->stopped = TRUE;
  g_cond_signal (&self->gathered);
  g_mutex_unlock (&self->mutex);
  /* The last reference may fall on the worker, when the last call has been answered there. */
  if (tkt_worker_is_current (self->worker))
    close_db (self, NULL);
  else
    {
      tkt_worker_run_sync (self->worker, close_db, self, NULL);
      tkt_worker_stop (self->worker);
    }
}

static void
tkt_db_worker_dispose (GObject *object)
{
  stop (TKT_DB_WORKER (object));

  G_OBJECT_CLASS (tkt_db_worker_parent_class)->dispose (object);
}

static void
tkt_db_worker_finalize (GObject *object)
{
  TktDbWorker *self = TKT_DB_WORKER (object);

  g_object_unref (self->worker);
  if (self->open_destroy != NULL)
    self->open_destroy (self->open_data);
  g_cond_clear (&self->gathered);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (tkt_db_worker_parent_class)->finalize (object);
}

static void
tkt_db_worker_class_init (TktDbWorkerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tkt_db_worker_dispose;
  G_OBJECT_CLASS (klass)->finalize = tkt_db_worker_finalize;
}

static void
tkt_db_worker_init (TktDbWorker *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->gathered);
  g_queue_init (&self->queue);
  g_queue_init (&self->first);
}

TktDbWorker *
tkt_db_worker_new (const char *name, TktDbOpenFunc open, gpointer user_data, GDestroyNotify destroy)
{
  TktDbWorker *self = g_object_new (TKT_TYPE_DB_WORKER, NULL);

  self->open = open;
  self->open_data = user_data;
  self->open_destroy = destroy;
  self->worker = tkt_worker_new (name);
  return self;
}

void
tkt_db_worker_set_committed (TktDbWorker *self, TktDbCommittedFunc func, gpointer user_data)
{
  self->committed = func;
  self->committed_data = user_data;
}

typedef struct
{
  TktDbWorker *worker;
  GError *error;
} Opening;

static void
open_now (gpointer data, gpointer user_data)
{
  Opening *opening = data;

  ensure_open (opening->worker, &opening->error);
}

gboolean
tkt_db_worker_wait_open (TktDbWorker *self, GError **error)
{
  Opening opening = { .worker = self };

  tkt_worker_run_sync (self->worker, open_now, &opening, NULL);
  if (opening.error == NULL)
    return TRUE;
  g_propagate_error (error, opening.error);
  return FALSE;
}

/* Queues @call, with what all calls have. */
static void
call_async (TktDbWorker *self,
            TktDbCall call,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  call.task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (call.task, call_async);
  /* A write that was done is done: a cancellation that comes later must not hide it. */
  g_task_set_check_cancellable (call.task, FALSE);
  enqueue (self, g_memdup2 (&call, sizeof call));
}

void
tkt_db_worker_write_async (TktDbWorker *self,
                           TktDbFunc func,
                           gpointer data,
                           GDestroyNotify data_free,
                           GDestroyNotify result_free,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (TKT_IS_DB_WORKER (self));

  call_async (self,
              (TktDbCall){ .write = TRUE,
                           .func = func,
                           .data = data,
                           .data_free = data_free,
                           .result_free = result_free },
              cancellable,
              callback,
              user_data);
}

void
tkt_db_worker_read_async (TktDbWorker *self,
                          TktDbHaste haste,
                          TktDbFunc func,
                          gpointer data,
                          GDestroyNotify data_free,
                          GDestroyNotify result_free,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (TKT_IS_DB_WORKER (self));

  call_async (self,
              (TktDbCall){ .haste = haste,
                           .func = func,
                           .data = data,
                           .data_free = data_free,
                           .result_free = result_free },
              cancellable,
              callback,
              user_data);
}

gpointer
tkt_db_worker_finish (TktDbWorker *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_sync_done (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **done = user_data;

  *done = g_object_ref (result);
}

gpointer
tkt_db_worker_write_sync (TktDbWorker *self, TktDbFunc func, gpointer data, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GAsyncResult) done = NULL;

  g_main_context_push_thread_default (context);
  call_async (self,
              (TktDbCall){ .write = TRUE, .alone = TRUE, .func = func, .data = data },
              NULL,
              on_sync_done,
              &done);
  while (done == NULL)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
  return tkt_db_worker_finish (self, done, error);
}

typedef struct
{
  TktDbWorker *worker;
  TktDbClosedFunc func;
  gpointer data;
  gboolean done;
  GError *error;
} Reset;

static void
reset_now (gpointer data, gpointer user_data)
{
  Reset *reset = data;

  g_clear_pointer (&reset->worker->db, tkt_db_close);
  reset->done = reset->func (reset->data, &reset->error);
}

gboolean
tkt_db_worker_reset (TktDbWorker *self, TktDbClosedFunc func, gpointer data, GError **error)
{
  Reset reset = { self, func, data };

  tkt_worker_run_sync (self->worker, reset_now, &reset, NULL);
  if (reset.error != NULL)
    g_propagate_error (error, reset.error);
  else if (!reset.done)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "The database has been closed");
  return reset.done;
}

static void
run_reset (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reset *reset = data;

  reset_now (reset, NULL);
  if (reset->done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, reset->error);
}

void
tkt_db_worker_reset_async (TktDbWorker *self,
                           TktDbClosedFunc func,
                           gpointer data,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Reset *reset = g_new0 (Reset, 1);

  *reset = (Reset){ self, func, data };
  g_task_set_source_tag (task, tkt_db_worker_reset_async);
  g_task_set_task_data (task, reset, g_free);
  tkt_worker_run_task (self->worker, task, run_reset);
}

gboolean
tkt_db_worker_reset_finish (TktDbWorker *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

TktDbWorkerFigures
tkt_db_worker_get_figures (TktDbWorker *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return (TktDbWorkerFigures){ g_queue_get_length (&self->queue)
                                   + g_queue_get_length (&self->first),
                               self->n_commits,
                               self->n_writes };
}

void
tkt_db_worker_stop (TktDbWorker *self)
{
  g_return_if_fail (TKT_IS_DB_WORKER (self));
  g_return_if_fail (!tkt_worker_is_current (self->worker));

  stop (self);
}
