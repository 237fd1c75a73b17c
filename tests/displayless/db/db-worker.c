/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A worker with a database, from its opening to its end. */
#include <glib/gstdio.h>

#include "worker-fixture.h"

#include "test-await.h"

static void
test_cancelled (void)
{
  g_autoptr (WorkerFixture) self = worker_fixture_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *cancelled = NULL, *other = NULL;

  g_mutex_lock (&self->gate);
  tkt_db_worker_read_async (
      self->worker, TKT_DB_IN_TURN, worker_wait_at_gate, self, NULL, NULL, NULL, NULL, NULL);
  tkt_db_worker_write_async (self->worker,
                             worker_add_note,
                             g_strdup ("never"),
                             g_free,
                             g_free,
                             cancellable,
                             test_keep_result,
                             &cancelled);
  worker_write_note (self, worker_add_note, "other", &other);
  g_cancellable_cancel (cancellable);
  g_mutex_unlock (&self->gate);
  test_await (cancelled != NULL && other != NULL);
  worker_assert_failed (self, cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  worker_assert_done (self, other, "other");
  g_assert_cmpint (worker_get_count (self), ==, 1);
}

static void
test_read_snapshot (void)
{
  g_autoptr (WorkerFixture) self = worker_fixture_new ();
  GAsyncResult *result = NULL;

  /* What was queued before is there. */
  worker_write_note (self, worker_add_note, "first", &result);
  g_assert_cmpint (worker_get_count (self), ==, 1);
  test_await (result != NULL);
  worker_assert_done (self, result, "first");
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
  const TktDbFunc funcs[] = { worker_add_note, worker_add_note };
  GAsyncResult *results[2] = { NULL };
  g_autoptr (GError) error = NULL;

  g_free (self->files->path);
  self->files->path = g_build_filename (self->files->folder, "none", NULL);
  g_assert_false (tkt_db_worker_wait_open (self->worker, &error));
  g_assert_error (error, TKT_DB_ERROR, TKT_DB_ERROR_MISSING);
  for (guint i = 0; i < 2; i++)
    worker_write_note (self, funcs[i], "lost", &results[i]);
  for (guint i = 0; i < 2; i++)
    {
      test_await (results[i] != NULL);
      worker_assert_failed (self, results[i], TKT_DB_ERROR, TKT_DB_ERROR_MISSING);
    }
}

static void
test_write_sync (void)
{
  g_autoptr (WorkerFixture) self = worker_fixture_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text
      = tkt_db_worker_write_sync (self->worker, worker_add_note, (gpointer) "sync", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "sync");
  g_assert_null (tkt_db_worker_write_sync (
      self->worker, worker_add_note_and_fail, (gpointer) "other", &error));
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

      worker_write_note (self, worker_add_note, text, &results[i]);
    }
  tkt_db_worker_stop (self->worker);
  tkt_db_worker_stop (self->worker);
  g_assert_cmpint (
      db_get_number (self->files->db, "SELECT count (*) FROM note"), ==, G_N_ELEMENTS (results));
  worker_write_note (self, worker_add_note, "late", &late);
  test_await (late != NULL);
  worker_assert_failed (self, late, G_IO_ERROR, G_IO_ERROR_CLOSED);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autofree char *text = g_strdup_printf ("note %u", i);

      test_await (results[i] != NULL);
      worker_assert_done (self, results[i], text);
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
  worker_write_note (self, worker_add_note, "before", &before);
  tkt_db_worker_reset_async (self->worker, move_away, self, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  worker_assert_done (self, before, "before");
  g_assert_true (tkt_db_worker_reset_finish (self->worker, result, &error));
  g_assert_no_error (error);
  worker_write_note (self, worker_add_note, "after", &after);
  test_await (after != NULL);
  /* Its own file is the one that was moved. */
  worker_assert_failed (self, after, TKT_DB_ERROR, TKT_DB_ERROR_MISSING);
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

  self.worker = tkt_db_worker_new ("db", worker_fixture_open, &self, NULL);
  worker_write_note (&self, worker_add_note, "kept", &result);
  g_object_unref (self.worker);
  test_await (result != NULL);
  worker_assert_done (&self, result, "kept");
  g_assert_cmpint (db_get_number (files->db, "SELECT count (*) FROM note"), ==, 1);
}

void
db_add_worker_tests (void)
{
  g_test_add_func ("/db/worker/cancelled", test_cancelled);
  g_test_add_func ("/db/worker/read-snapshot", test_read_snapshot);
  g_test_add_func ("/db/worker/wait-open", test_wait_open);
  g_test_add_func ("/db/worker/open-fails", test_open_fails);
  g_test_add_func ("/db/worker/write-sync", test_write_sync);
  g_test_add_func ("/db/worker/stop", test_stop);
  g_test_add_func ("/db/worker/reset", test_reset);
  g_test_add_func ("/db/worker/let-go", test_let_go);
}
