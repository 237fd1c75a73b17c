/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A worker: order, answers, and its end. */
#include "db-fixture.h"

#include "test-await.h"
#include "tkt-worker.h"

#define N_PUSHES 1000

typedef struct
{
  TktWorker *worker;
  GArray *seen; /* of guint, filled on the worker */
  gint n_destroyed;
} Log;

typedef struct
{
  Log *log;
  guint number;
} Push;

static gboolean
note (gpointer data)
{
  Push *push = data;

  g_assert_true (tkt_worker_is_current (push->log->worker));
  g_array_append_val (push->log->seen, push->number);
  return G_SOURCE_REMOVE;
}

static void
push_free (gpointer data)
{
  Push *push = data;

  g_atomic_int_inc (&push->log->n_destroyed);
  g_free (push);
}

static void
push_note (Log *log, guint number)
{
  Push *push = g_new (Push, 1);

  *push = (Push){ log, number };
  tkt_worker_push (log->worker, note, push, push_free);
}

static void
test_order_and_stop (void)
{
  g_autoptr (TktWorker) worker = tkt_worker_new ("order");
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (guint));
  Log log = { .worker = worker, .seen = seen };

  g_assert_false (tkt_worker_is_current (worker));
  for (guint i = 0; i < N_PUSHES; i++)
    push_note (&log, i);
  tkt_worker_stop (worker);
  g_assert_cmpuint (seen->len, ==, N_PUSHES);
  for (guint i = 0; i < N_PUSHES; i++)
    g_assert_cmpuint (g_array_index (seen, guint, i), ==, i);
  g_assert_cmpint (log.n_destroyed, ==, N_PUSHES);

  /* Stopped twice is stopped, and what comes later is let go of. */
  tkt_worker_stop (worker);
  push_note (&log, N_PUSHES);
  g_assert_cmpuint (seen->len, ==, N_PUSHES);
  g_assert_cmpint (log.n_destroyed, ==, N_PUSHES + 1);
}

static void
count_up (gpointer data, gpointer by)
{
  *(int *)data += GPOINTER_TO_INT (by);
}

static void
test_sync (void)
{
  g_autoptr (TktWorker) worker = tkt_worker_new ("sync");
  int n = 0;

  tkt_worker_run_sync (worker, count_up, &n, GINT_TO_POINTER (3));
  g_assert_cmpint (n, ==, 3);
  tkt_worker_stop (worker);
  tkt_worker_run_sync (worker, count_up, &n, GINT_TO_POINTER (3));
  g_assert_cmpint (n, ==, 3);
}

static void
answer (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_assert_true (tkt_worker_is_current (data));
  g_assert_true (g_main_context_get_thread_default () == tkt_worker_get_context (data));
  g_task_return_int (task, 42);
}

static GTask *
start_task (TktWorker *worker, GCancellable *cancellable, GAsyncResult **result)
{
  GTask *task = g_task_new (NULL, cancellable, test_keep_result, result);

  g_task_set_task_data (task, g_object_ref (worker), g_object_unref);
  tkt_worker_run_task (worker, task, answer);
  return task;
}

static void
test_task (void)
{
  g_autoptr (TktWorker) worker = tkt_worker_new ("task");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GTask) task = start_task (worker, NULL, &result);

  test_await (result != NULL);
  g_assert_cmpint (g_task_propagate_int (task, NULL), ==, 42);
}

static void
test_task_cancelled (void)
{
  g_autoptr (TktWorker) worker = tkt_worker_new ("task");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  task = start_task (worker, cancellable, &result);
  test_await (result != NULL);
  g_task_propagate_int (task, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_task_after_stop (void)
{
  g_autoptr (TktWorker) worker = tkt_worker_new ("task");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;

  tkt_worker_stop (worker);
  task = start_task (worker, NULL, &result);
  test_await (result != NULL);
  g_task_propagate_int (task, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

static gboolean
nothing (gpointer data)
{
  return G_SOURCE_REMOVE;
}

/* The last reference may fall on the worker's own thread. */
static void
test_last_reference (void)
{
  for (int i = 0; i < 100; i++)
    {
      TktWorker *worker = tkt_worker_new ("last");

      tkt_worker_push (worker, nothing, worker, g_object_unref);
    }
}

void
db_add_thread_tests (void)
{
  g_test_add_func ("/worker/order-and-stop", test_order_and_stop);
  g_test_add_func ("/worker/sync", test_sync);
  g_test_add_func ("/worker/task", test_task);
  g_test_add_func ("/worker/task-cancelled", test_task_cancelled);
  g_test_add_func ("/worker/task-after-stop", test_task_after_stop);
  g_test_add_func ("/worker/last-reference", test_last_reference);
}
