/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of database workers stand on. */
#include "worker-fixture.h"

#include "test-await.h"

static int
on_commit (gpointer user_data)
{
  WorkerFixture *self = user_data;

  g_atomic_int_inc (&self->n_commits);
  return g_atomic_int_get (&self->fail_commits);
}

TktDb *
worker_fixture_open (gpointer user_data, GError **error)
{
  WorkerFixture *self = user_data;
  TktDb *db = tkt_db_open (self->files->path, TKT_DB_WRITE, error);

  if (db != NULL)
    sqlite3_commit_hook (tkt_db_get_handle (db), on_commit, self);
  return db;
}

WorkerFixture *
worker_fixture_new (void)
{
  WorkerFixture *self = g_new0 (WorkerFixture, 1);

  g_mutex_init (&self->gate);
  self->files = db_fixture_new ();
  self->worker = tkt_db_worker_new ("db", worker_fixture_open, self, NULL);
  return self;
}

void
worker_fixture_free (WorkerFixture *self)
{
  tkt_db_worker_stop (self->worker);
  g_object_unref (self->worker);
  db_fixture_free (self->files);
  g_mutex_clear (&self->gate);
  g_free (self);
}

gpointer
worker_wait_at_gate (TktDb *db, gpointer data, GError **error)
{
  WorkerFixture *self = data;

  g_mutex_lock (&self->gate);
  g_mutex_unlock (&self->gate);
  return NULL;
}

gpointer
worker_add_note (TktDb *db, gpointer data, GError **error)
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

gpointer
worker_add_note_and_fail (TktDb *db, gpointer data, GError **error)
{
  g_autofree char *added = worker_add_note (db, data, error);

  if (added != NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "No");
  return NULL;
}

static gpointer
count_notes (TktDb *db, gpointer data, GError **error)
{
  return GINT_TO_POINTER ((int)db_get_number (db, "SELECT count (*) FROM note"));
}

void
worker_write_note (WorkerFixture *self, TktDbFunc func, const char *text, GAsyncResult **result)
{
  tkt_db_worker_write_async (
      self->worker, func, g_strdup (text), g_free, g_free, NULL, test_keep_result, result);
}

int
worker_get_count (WorkerFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gpointer n;

  tkt_db_worker_read_async (
      self->worker, TKT_DB_IN_TURN, count_notes, NULL, NULL, NULL, NULL, test_keep_result, &result);
  test_await (result != NULL);
  n = tkt_db_worker_finish (self->worker, result, &error);
  g_assert_no_error (error);
  return GPOINTER_TO_INT (n);
}

void
worker_write_group (WorkerFixture *self, const TktDbFunc *funcs, guint n, GAsyncResult **results)
{
  g_mutex_lock (&self->gate);
  tkt_db_worker_read_async (
      self->worker, TKT_DB_IN_TURN, worker_wait_at_gate, self, NULL, NULL, NULL, NULL, NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("note %u", i);

      worker_write_note (self, funcs[i], text, &results[i]);
    }
  g_mutex_unlock (&self->gate);
  for (guint i = 0; i < n; i++)
    test_await (results[i] != NULL);
}

void
worker_assert_done (WorkerFixture *self, GAsyncResult *result_taken, const char *text)
{
  g_autoptr (GAsyncResult) result = result_taken;
  g_autoptr (GError) error = NULL;
  g_autofree char *written = tkt_db_worker_finish (self->worker, result, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (written, ==, text);
}

void
worker_assert_failed (WorkerFixture *self, GAsyncResult *result_taken, GQuark domain, int code)
{
  g_autoptr (GAsyncResult) result = result_taken;
  g_autoptr (GError) error = NULL;

  g_assert_null (tkt_db_worker_finish (self->worker, result, &error));
  g_assert_error (error, domain, code);
}
