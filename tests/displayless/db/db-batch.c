/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Group commit: what a failure takes with it. */
#include "worker-fixture.h"

#include "test-await.h"

#define N_THREADS 8
#define N_WRITES 125 /* of each */

static gpointer
fail_at_once (TktDb *db, gpointer data, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "No");
  return NULL;
}

#define GROUP_MOST 4

static void
check_group (WorkerFixture *self, const TktDbFunc *funcs, guint n)
{
  GAsyncResult *results[GROUP_MOST] = { NULL };
  int n_commits = self->n_commits;
  int n_done = 0;

  db_exec (self->files->db, "DELETE FROM note");
  worker_write_group (self, funcs, n, results);
  for (guint i = 0; i < n; i++)
    if (funcs[i] == worker_add_note)
      {
        g_autofree char *text = g_strdup_printf ("note %u", i);

        worker_assert_done (self, results[i], text);
        n_done++;
      }
    else
      worker_assert_failed (self, results[i], G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_cmpint (worker_get_count (self), ==, n_done);
  g_assert_cmpint (self->n_commits, ==, n_commits + (n_done > 0));
}

/* Whichever of them fail, before or after they have written, and in whatever order: the others are
 * there once, with one commit, and none of those that failed. */
static void
test_failures_in_any_order (void)
{
  static const TktDbFunc kinds[] = { worker_add_note, fail_at_once, worker_add_note_and_fail };
  g_autoptr (WorkerFixture) self = worker_fixture_new ();
  guint n_orders = 1;

  for (guint n = 1; n <= GROUP_MOST; n++)
    {
      n_orders *= G_N_ELEMENTS (kinds);
      for (guint order = 0; order < n_orders; order++)
        {
          TktDbFunc funcs[GROUP_MOST];

          for (guint i = 0, rest = order; i < n; i++, rest /= G_N_ELEMENTS (kinds))
            funcs[i] = kinds[rest % G_N_ELEMENTS (kinds)];
          check_group (self, funcs, n);
        }
    }
}

static void
test_failed_commit (void)
{
  for (guint n = 1; n <= 3; n += 2)
    {
      g_autoptr (WorkerFixture) self = worker_fixture_new ();
      const TktDbFunc funcs[] = { worker_add_note, worker_add_note, worker_add_note };
      GAsyncResult *results[3] = { NULL };

      g_atomic_int_set (&self->fail_commits, TRUE);
      worker_write_group (self, funcs, n, results);
      for (guint i = 0; i < n; i++)
        worker_assert_failed (
            self, g_steal_pointer (&results[i]), TKT_DB_ERROR, TKT_DB_ERROR_CONSTRAINT);
      g_assert_cmpint (worker_get_count (self), ==, 0);

      g_atomic_int_set (&self->fail_commits, FALSE);
      worker_write_group (self, funcs, 1, results);
      worker_assert_done (self, results[0], "note 0");
    }
}

/* As SQLite does by itself where the disk is full. */
static gpointer
lose_transaction (TktDb *db, gpointer data, GError **error)
{
  tkt_db_rollback (db);
  g_set_error (error, TKT_DB_ERROR, TKT_DB_ERROR_FULL, "Full");
  return NULL;
}

static void
test_lost_transaction (void)
{
  g_autoptr (WorkerFixture) self = worker_fixture_new ();
  const TktDbFunc funcs[] = { worker_add_note, lose_transaction, worker_add_note };
  GAsyncResult *results[3] = { NULL };

  worker_write_group (self, funcs, 3, results);
  for (guint i = 0; i < 3; i++)
    worker_assert_failed (self, results[i], TKT_DB_ERROR, TKT_DB_ERROR_FULL);
  g_assert_cmpint (worker_get_count (self), ==, 0);
}

static gpointer
count_runs (TktDb *db, gpointer data, GError **error)
{
  (*(int *)data)++;
  return data;
}

static gpointer
write_and_wait (gpointer data)
{
  TktDbWorker *worker = data;
  g_autoptr (GError) error = NULL;
  int n_runs = 0;

  tkt_db_worker_write_sync (worker, count_runs, &n_runs, &error);
  g_assert_no_error (error);
  return GINT_TO_POINTER (n_runs);
}

static void
wait_for_queue (WorkerFixture *self, guint n)
{
  while (tkt_db_worker_get_figures (self->worker).n_queued != n)
    g_thread_yield ();
}

/* What others fail with is nothing to a write that is waited for: it is run once. */
static void
test_write_sync_once (void)
{
  g_autoptr (WorkerFixture) self = worker_fixture_new ();
  GAsyncResult *before = NULL, *after = NULL;
  GThread *thread;

  g_mutex_lock (&self->gate);
  tkt_db_worker_read_async (
      self->worker, TKT_DB_IN_TURN, worker_wait_at_gate, self, NULL, NULL, NULL, NULL, NULL);
  wait_for_queue (self, 0);
  worker_write_note (self, worker_add_note, "before", &before);
  thread = g_thread_new ("waits", write_and_wait, self->worker);
  wait_for_queue (self, 2);
  worker_write_note (self, worker_add_note_and_fail, "after", &after);
  g_mutex_unlock (&self->gate);
  test_await (before != NULL && after != NULL);
  worker_assert_done (self, before, "before");
  worker_assert_failed (self, after, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (thread)), ==, 1);
  g_assert_cmpint (worker_get_count (self), ==, 1);
}

static gpointer
write_from_thread (gpointer data)
{
  WorkerFixture *self = data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  GAsyncResult *results[N_WRITES] = { NULL };

  g_main_context_push_thread_default (context);
  for (guint i = 0; i < N_WRITES; i++)
    {
      g_autofree char *text = g_strdup_printf ("%p %u", (gpointer)g_thread_self (), i);

      worker_write_note (
          self, i % 5 == 4 ? worker_add_note_and_fail : worker_add_note, text, &results[i]);
    }
  for (guint i = 0; i < N_WRITES; i++)
    {
      g_autofree char *text = g_strdup_printf ("%p %u", (gpointer)g_thread_self (), i);

      test_await (results[i] != NULL);
      if (i % 5 == 4)
        worker_assert_failed (self, results[i], G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      else
        worker_assert_done (self, results[i], text);
    }
  g_main_context_pop_thread_default (context);
  return NULL;
}

static void
test_many_threads (void)
{
  g_autoptr (WorkerFixture) self = worker_fixture_new ();
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("writer", write_from_thread, self);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (worker_get_count (self), ==, N_THREADS * N_WRITES * 4 / 5);
  g_test_message ("%d writes in %d commits", N_THREADS * N_WRITES, self->n_commits);
  g_assert_cmpint (self->n_commits, <, N_THREADS * N_WRITES / 2);
}

void
db_add_batch_tests (void)
{
  g_test_add_func ("/db/batch/failures-in-any-order", test_failures_in_any_order);
  g_test_add_func ("/db/batch/failed-commit", test_failed_commit);
  g_test_add_func ("/db/batch/lost-transaction", test_lost_transaction);
  g_test_add_func ("/db/batch/write-sync-once", test_write_sync_once);
  g_test_add_func ("/db/batch/many-threads", test_many_threads);
}
