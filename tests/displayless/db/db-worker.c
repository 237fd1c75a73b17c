/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A worker with a database: group commit, and what a failure takes with it. */
#include <glib/gstdio.h>

#include "db-fixture.h"

#include "test-await.h"
#include "tkt-db-worker.h"

#define N_THREADS 8
#define N_WRITES 125 /* of each */

typedef struct
{
  DbFixture *files;
  TktDbWorker *worker;
  gint n_commits;
  gint fail_commits; /* the next COMMIT is refused */
  GMutex gate;       /* while it is locked, the worker stands in the first write */
} WorkerFixture;

static int
on_commit (gpointer user_data)
{
  WorkerFixture *self = user_data;

  g_atomic_int_inc (&self->n_commits);
  return g_atomic_int_get (&self->fail_commits);
}

static TktDb *
open_db (gpointer user_data, GError **error)
{
  WorkerFixture *self = user_data;
  TktDb *db = tkt_db_open (self->files->path, TKT_DB_WRITE, error);

  if (db != NULL)
    sqlite3_commit_hook (tkt_db_get_handle (db), on_commit, self);
  return db;
}

static WorkerFixture *
worker_fixture_new (void)
{
  WorkerFixture *self = g_new0 (WorkerFixture, 1);

  g_mutex_init (&self->gate);
  self->files = db_fixture_new ();
  self->worker = tkt_db_worker_new ("db", open_db, self, NULL);
  return self;
}

static void
worker_fixture_free (WorkerFixture *self)
{
  tkt_db_worker_stop (self->worker);
  g_object_unref (self->worker);
  db_fixture_free (self->files);
  g_mutex_clear (&self->gate);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WorkerFixture, worker_fixture_free)

static gpointer
wait_at_gate (TktDb *db, gpointer data, GError **error)
{
  WorkerFixture *self = data;

  g_mutex_lock (&self->gate);
  g_mutex_unlock (&self->gate);
  return NULL;
}

static gpointer
add_note (TktDb *db, gpointer data, GError **error)
{
  g_autoptr (TktStatement) statement
      = tkt_db_prepare (db, "INSERT INTO note (text) VALUES (?)", error);

  if (statement == NULL)
    return NULL;
  tkt_statement_bind_text (statement, 1, data);
  if (!tkt_statement_run (statement, error))
    return NULL;
  return g_strdup (data);
}

static gpointer
add_note_and_fail (TktDb *db, gpointer data, GError **error)
{
  g_autofree char *added = add_note (db, data, error);

  if (added != NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "No");
  return NULL;
}

/* As SQLite does by itself where the disk is full. */
static gpointer
lose_transaction (TktDb *db, gpointer data, GError **error)
{
  tkt_db_rollback (db);
  g_set_error (error, TKT_DB_ERROR, TKT_DB_ERROR_FULL, "Full");
  return NULL;
}

static gpointer
count_notes (TktDb *db, gpointer data, GError **error)
{
  return GINT_TO_POINTER ((int)db_get_number (db, "SELECT count (*) FROM note"));
}

static void
write_note (WorkerFixture *self, TktDbFunc func, const char *text, GAsyncResult **result)
{
  tkt_db_worker_write_async (
      self->worker, func, g_strdup (text), g_free, g_free, NULL, test_keep_result, result);
}

static int
get_count (WorkerFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gpointer n;

  tkt_db_worker_read_async (
      self->worker, count_notes, NULL, NULL, NULL, NULL, test_keep_result, &result);
  test_await (result != NULL);
  n = tkt_db_worker_finish (self->worker, result, &error);
  g_assert_no_error (error);
  return GPOINTER_TO_INT (n);
}

/* Queues the writes of @funcs so that they make one transaction, and waits for all. */
static void
write_group (WorkerFixture *self, const TktDbFunc *funcs, guint n, GAsyncResult **results)
{
  g_mutex_lock (&self->gate);
  tkt_db_worker_read_async (self->worker, wait_at_gate, self, NULL, NULL, NULL, NULL, NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("note %u", i);

      write_note (self, funcs[i], text, &results[i]);
    }
  g_mutex_unlock (&self->gate);
  for (guint i = 0; i < n; i++)
    test_await (results[i] != NULL);
}

static void
assert_done (WorkerFixture *self, GAsyncResult *result_taken, const char *text)
{
  g_autoptr (GAsyncResult) result = result_taken;
  g_autoptr (GError) error = NULL;
  g_autofree char *written = tkt_db_worker_finish (self->worker, result, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (written, ==, text);
}

static void
assert_failed (WorkerFixture *self, GAsyncResult *result_taken, GQuark domain, int code)
{
  g_autoptr (GAsyncResult) result = result_taken;
  g_autoptr (GError) error = NULL;

  g_assert_null (tkt_db_worker_finish (self->worker, result, &error));
  g_assert_error (error, domain, code);
}

static void
test_one_commit (void)
{
  g_autoptr (WorkerFixture) self = worker_fixture_new ();
  const TktDbFunc funcs[] = { add_note, add_note, add_note };
  GAsyncResult *results[3] = { NULL };

  write_group (self, funcs, 3, results);
  assert_done (self, results[0], "note 0");
  assert_done (self, results[1], "note 1");
  assert_done (self, results[2], "note 2");
  g_assert_cmpint (get_count (self), ==, 3);
  g_assert_cmpint (self->n_commits, ==, 1);
}

static void
test_failure_alone (void)
{
  g_autoptr (WorkerFixture) self = worker_fixture_new ();
  const TktDbFunc funcs[] = { add_note, add_note_and_fail, add_note };
  GAsyncResult *results[3] = { NULL };

  write_group (self, funcs, 3, results);
  assert_done (self, results[0], "note 0");
  assert_failed (self, results[1], G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  assert_done (self, results[2], "note 2");
  g_assert_cmpint (get_count (self), ==, 2);
}

/* The same where it has the transaction for itself. */
static void
test_failure_of_one (void)
{
  g_autoptr (WorkerFixture) self = worker_fixture_new ();
  const TktDbFunc funcs[] = { add_note_and_fail };
  GAsyncResult *result = NULL;

  write_group (self, funcs, 1, &result);
  assert_failed (self, result, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_cmpint (get_count (self), ==, 0);
}

static void
test_failed_commit (void)
{
  for (guint n = 1; n <= 3; n += 2)
    {
      g_autoptr (WorkerFixture) self = worker_fixture_new ();
      const TktDbFunc funcs[] = { add_note, add_note, add_note };
      GAsyncResult *results[3] = { NULL };

      g_atomic_int_set (&self->fail_commits, TRUE);
      write_group (self, funcs, n, results);
      for (guint i = 0; i < n; i++)
        assert_failed (self, g_steal_pointer (&results[i]), TKT_DB_ERROR, TKT_DB_ERROR_CONSTRAINT);
      g_assert_cmpint (get_count (self), ==, 0);

      g_atomic_int_set (&self->fail_commits, FALSE);
      write_group (self, funcs, 1, results);
      assert_done (self, results[0], "note 0");
    }
}

static void
test_lost_transaction (void)
{
  g_autoptr (WorkerFixture) self = worker_fixture_new ();
  const TktDbFunc funcs[] = { add_note, lose_transaction, add_note };
  GAsyncResult *results[3] = { NULL };

  write_group (self, funcs, 3, results);
  for (guint i = 0; i < 3; i++)
    assert_failed (self, results[i], TKT_DB_ERROR, TKT_DB_ERROR_FULL);
  g_assert_cmpint (get_count (self), ==, 0);
}

static void
test_cancelled (void)
{
  g_autoptr (WorkerFixture) self = worker_fixture_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *cancelled = NULL, *other = NULL;

  g_mutex_lock (&self->gate);
  tkt_db_worker_read_async (self->worker, wait_at_gate, self, NULL, NULL, NULL, NULL, NULL);
  tkt_db_worker_write_async (self->worker,
                             add_note,
                             g_strdup ("never"),
                             g_free,
                             g_free,
                             cancellable,
                             test_keep_result,
                             &cancelled);
  write_note (self, add_note, "other", &other);
  g_cancellable_cancel (cancellable);
  g_mutex_unlock (&self->gate);
  test_await (cancelled != NULL && other != NULL);
  assert_failed (self, cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_done (self, other, "other");
  g_assert_cmpint (get_count (self), ==, 1);
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

      write_note (self, i % 5 == 4 ? add_note_and_fail : add_note, text, &results[i]);
    }
  for (guint i = 0; i < N_WRITES; i++)
    {
      g_autofree char *text = g_strdup_printf ("%p %u", (gpointer)g_thread_self (), i);

      test_await (results[i] != NULL);
      if (i % 5 == 4)
        assert_failed (self, results[i], G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      else
        assert_done (self, results[i], text);
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
  g_assert_cmpint (get_count (self), ==, N_THREADS * N_WRITES * 4 / 5);
  g_test_message ("%d writes in %d commits", N_THREADS * N_WRITES, self->n_commits);
  g_assert_cmpint (self->n_commits, <, N_THREADS * N_WRITES / 2);
}

static void
test_read_snapshot (void)
{
  g_autoptr (WorkerFixture) self = worker_fixture_new ();
  GAsyncResult *result = NULL;

  /* What was queued before is there. */
  write_note (self, add_note, "first", &result);
  g_assert_cmpint (get_count (self), ==, 1);
  test_await (result != NULL);
  assert_done (self, result, "first");
}

static void
test_wait_open (void)
{
  g_autoptr (WorkerFixture) self = worker_fixture_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (tkt_db_worker_wait_open (self->worker, &error));
}

static void
test_open_fails (void)
{
  g_autoptr (WorkerFixture) self = worker_fixture_new ();
  const TktDbFunc funcs[] = { add_note, add_note };
  GAsyncResult *results[2] = { NULL };
  g_autoptr (GError) error = NULL;

  g_free (self->files->path);
  self->files->path = g_build_filename (self->files->folder, "none", NULL);
  g_assert_false (tkt_db_worker_wait_open (self->worker, &error));
  g_assert_error (error, TKT_DB_ERROR, TKT_DB_ERROR_MISSING);
  for (guint i = 0; i < 2; i++)
    write_note (self, funcs[i], "lost", &results[i]);
  for (guint i = 0; i < 2; i++)
    {
      test_await (results[i] != NULL);
      assert_failed (self, results[i], TKT_DB_ERROR, TKT_DB_ERROR_MISSING);
    }
}

static void
test_write_sync (void)
{
  g_autoptr (WorkerFixture) self = worker_fixture_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text
      = tkt_db_worker_write_sync (self->worker, add_note, (gpointer) "sync", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "sync");
  g_assert_null (
      tkt_db_worker_write_sync (self->worker, add_note_and_fail, (gpointer) "other", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_stop (void)
{
  g_autoptr (WorkerFixture) self = worker_fixture_new ();
  GAsyncResult *results[50] = { NULL };
  GAsyncResult *late = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autofree char *text = g_strdup_printf ("note %u", i);

      write_note (self, add_note, text, &results[i]);
    }
  tkt_db_worker_stop (self->worker);
  tkt_db_worker_stop (self->worker);
  g_assert_cmpint (
      db_get_number (self->files->db, "SELECT count (*) FROM note"), ==, G_N_ELEMENTS (results));
  write_note (self, add_note, "late", &late);
  test_await (late != NULL);
  assert_failed (self, late, G_IO_ERROR, G_IO_ERROR_CLOSED);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autofree char *text = g_strdup_printf ("note %u", i);

      test_await (results[i] != NULL);
      assert_done (self, results[i], text);
    }
}

static gboolean
move_away (gpointer data, GError **error)
{
  WorkerFixture *self = data;
  g_autofree char *aside = g_strconcat (self->files->path, ".aside", NULL);

  if (g_rename (self->files->path, aside) == 0)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "It can't be moved");
  return FALSE;
}

/* While it runs nobody has the file open, and whoever comes next opens what is there then. */
static void
test_reset (void)
{
  g_autoptr (WorkerFixture) self = worker_fixture_new ();
  g_autofree char *wal = g_strconcat (self->files->path, "-wal", NULL);
  GAsyncResult *before = NULL, *after = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->files->db, tkt_db_close);
  write_note (self, add_note, "before", &before);
  tkt_db_worker_reset_async (self->worker, move_away, self, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  assert_done (self, before, "before");
  g_assert_true (tkt_db_worker_reset_finish (self->worker, result, &error));
  g_assert_no_error (error);
  write_note (self, add_note, "after", &after);
  test_await (after != NULL);
  /* Its own file is the one that was moved. */
  assert_failed (self, after, TKT_DB_ERROR, TKT_DB_ERROR_MISSING);
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
  g_assert_false (tkt_db_worker_reset (self->worker, move_away, self, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED);
  g_clear_error (&error);
  tkt_db_worker_stop (self->worker);
  g_assert_false (tkt_db_worker_reset (self->worker, move_away, self, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

/* A worker that nobody holds any more finishes what it was given. */
static void
test_let_go (void)
{
  g_autoptr (DbFixture) files = db_fixture_new ();
  WorkerFixture self = { .files = files };
  GAsyncResult *result = NULL;

  self.worker = tkt_db_worker_new ("db", open_db, &self, NULL);
  write_note (&self, add_note, "kept", &result);
  g_object_unref (self.worker);
  test_await (result != NULL);
  assert_done (&self, result, "kept");
  g_assert_cmpint (db_get_number (files->db, "SELECT count (*) FROM note"), ==, 1);
}

void
db_add_worker_tests (void)
{
  g_test_add_func ("/db/worker/one-commit", test_one_commit);
  g_test_add_func ("/db/worker/failure-alone", test_failure_alone);
  g_test_add_func ("/db/worker/failure-of-one", test_failure_of_one);
  g_test_add_func ("/db/worker/failed-commit", test_failed_commit);
  g_test_add_func ("/db/worker/lost-transaction", test_lost_transaction);
  g_test_add_func ("/db/worker/cancelled", test_cancelled);
  g_test_add_func ("/db/worker/many-threads", test_many_threads);
  g_test_add_func ("/db/worker/read-snapshot", test_read_snapshot);
  g_test_add_func ("/db/worker/wait-open", test_wait_open);
  g_test_add_func ("/db/worker/open-fails", test_open_fails);
  g_test_add_func ("/db/worker/write-sync", test_write_sync);
  g_test_add_func ("/db/worker/stop", test_stop);
  g_test_add_func ("/db/worker/reset", test_reset);
  g_test_add_func ("/db/worker/let-go", test_let_go);
}
