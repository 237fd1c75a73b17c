/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread with its own GMainContext. */
#include "tkt-worker.h"

struct _TktWorker
{
  GObject parent_instance;

  GMainContext *context;
  GMainLoop *loop;
  GThread *thread; /* NULL once it has been told to end */
  GMutex mutex;
  gboolean stopped; /* under @mutex: nothing is attached any more */
};

G_DEFINE_FINAL_TYPE (TktWorker, tkt_worker, G_TYPE_OBJECT)

static gpointer
run (gpointer data)
{
  GMainLoop *loop = data;
  GMainContext *context = g_main_loop_get_context (loop);

  g_main_context_push_thread_default (context);
  g_main_loop_run (loop);
  /* What was queued before the end still runs, and what it frees is freed on its own thread. */
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);
  g_main_loop_unref (loop);
  return NULL;
}

static gboolean
quit (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

/* Tells the thread to end after what is queued, and lets go of it. */
static void
stop (TktWorker *self)
{
  GThread *thread;

  tkt_worker_push (self, quit, self->loop, NULL);
  g_mutex_lock (&self->mutex);
  self->stopped = TRUE;
  thread = g_steal_pointer (&self->thread);
  g_mutex_unlock (&self->mutex);
  if (thread == NULL)
    return;
  /* The last reference may fall on the worker itself, which can't wait for its own end. */
  if (tkt_worker_is_current (self))
    g_thread_unref (thread);
  else
    g_thread_join (thread);
}

static void
tkt_worker_dispose (GObject *object)
{
  stop (TKT_WORKER (object));

  G_OBJECT_CLASS (tkt_worker_parent_class)->dispose (object);
}

static void
tkt_worker_finalize (GObject *object)
{
  TktWorker *self = TKT_WORKER (object);

  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (tkt_worker_parent_class)->finalize (object);
}

static void
tkt_worker_class_init (TktWorkerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tkt_worker_dispose;
  G_OBJECT_CLASS (klass)->finalize = tkt_worker_finalize;
}

static void
tkt_worker_init (TktWorker *self)
{
  g_mutex_init (&self->mutex);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
}

TktWorker *
tkt_worker_new (const char *name)
{
  TktWorker *self = g_object_new (TKT_TYPE_WORKER, NULL);

  self->thread = g_thread_new (name, run, g_main_loop_ref (self->loop));
  return self;
}

typedef struct
{
  GSourceFunc func;
  gpointer data;
  GDestroyNotify destroy;
} Push;

static gboolean
run_push (gpointer data)
{
  Push *push = data;

  push->func (push->data);
  return G_SOURCE_REMOVE;
}

static void
free_push (gpointer data)
{
  Push *push = data;

  if (push->destroy != NULL)
    push->destroy (push->data);
  g_free (push);
}

void
tkt_worker_push (TktWorker *self, GSourceFunc func, gpointer data, GDestroyNotify destroy)
{
  /* @data may hold the last reference, and the thread be done with it before this is: the context
   * has to outlive the source, which asks for it when it is let go of. */
  g_autoptr (GMainContext) context = g_main_context_ref (self->context);
  GSource *source = g_idle_source_new ();
  Push *push = g_new (Push, 1);

  *push = (Push){ func, data, destroy };
  /* Sources of one priority are dispatched in the order in which they were attached. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "tkt_worker_push");
  g_source_set_callback (source, run_push, push, free_push);
  g_mutex_lock (&self->mutex);
  if (!self->stopped)
    g_source_attach (source, context);
  g_mutex_unlock (&self->mutex);
  /* One that was never attached is freed here, and @destroy runs. */
  g_source_unref (source);
}

typedef struct
{
  GTask *task;
  GTaskThreadFunc func;
  gboolean started;
} TaskRun;

static gboolean
run_task (gpointer data)
{
  TaskRun *run = data;

  run->started = TRUE;
  if (!g_task_return_error_if_cancelled (run->task))
    run->func (run->task,
               g_task_get_source_object (run->task),
               g_task_get_task_data (run->task),
               g_task_get_cancellable (run->task));
  return G_SOURCE_REMOVE;
}

static void
free_task_run (gpointer data)
{
  TaskRun *run = data;

  if (!run->started)
    g_task_return_new_error (run->task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The worker has ended");
  g_object_unref (run->task);
  g_free (run);
}

void
tkt_worker_run_task (TktWorker *self, GTask *task, GTaskThreadFunc func)
{
  TaskRun *run = g_new0 (TaskRun, 1);

  run->task = g_object_ref (task);
  run->func = func;
  tkt_worker_push (self, run_task, run, free_task_run);
}

typedef struct
{
  GFunc func;
  gpointer data;
  gpointer user_data;
  GMutex mutex;
  GCond cond;
  gboolean done;
} SyncRun;

static gboolean
run_sync (gpointer data)
{
  SyncRun *run = data;

  run->func (run->data, run->user_data);
  return G_SOURCE_REMOVE;
}

/* Runs also where the push was ignored, so that nobody waits for ever. */
static void
end_sync (gpointer data)
{
  SyncRun *run = data;

  g_mutex_lock (&run->mutex);
  run->done = TRUE;
  g_cond_signal (&run->cond);
  g_mutex_unlock (&run->mutex);
}

void
tkt_worker_run_sync (TktWorker *self, GFunc func, gpointer data, gpointer user_data)
{
  SyncRun run = { .func = func, .data = data, .user_data = user_data };

  g_return_if_fail (!tkt_worker_is_current (self));

  g_mutex_init (&run.mutex);
  g_cond_init (&run.cond);
  tkt_worker_push (self, run_sync, &run, end_sync);
  g_mutex_lock (&run.mutex);
  while (!run.done)
    g_cond_wait (&run.cond, &run.mutex);
  g_mutex_unlock (&run.mutex);
  g_mutex_clear (&run.mutex);
  g_cond_clear (&run.cond);
}

GMainContext *
tkt_worker_get_context (TktWorker *self)
{
  return self->context;
}

gboolean
tkt_worker_is_current (TktWorker *self)
{
  return g_main_context_is_owner (self->context);
}

void
tkt_worker_stop (TktWorker *self)
{
  g_return_if_fail (!tkt_worker_is_current (self));

  stop (self);
}
