/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of src/db stand on: a database in a folder of its own. */
#include "db-fixture.h"

const char *const db_fixture_steps[]
    = { "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT UNIQUE);" };

TktDb *
db_fixture_open (const char *path, TktDbFlags flags)
{
  g_autoptr (GError) error = NULL;
  TktDb *db = tkt_db_open (path, flags, &error);

  g_assert_no_error (error);
  g_assert_nonnull (db);
  return db;
}

DbFixture *
db_fixture_new (void)
{
  DbFixture *self = g_new0 (DbFixture, 1);
  g_autoptr (GError) error = NULL;

  self->folder = test_folder_new ();
  self->path = g_build_filename (self->folder, "notes.db", NULL);
  self->db = db_fixture_open (self->path, TKT_DB_WRITE | TKT_DB_CREATE | TKT_DB_DURABLE);
  tkt_db_migrate (self->db, "main", DB_FIXTURE_ID, db_fixture_steps, 1, &error);
  g_assert_no_error (error);
  return self;
}

void
db_fixture_free (DbFixture *self)
{
  tkt_db_close (self->db);
  test_folder_free (self->folder);
  g_free (self->path);
  g_free (self);
}

void
db_exec (TktDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gboolean done = tkt_db_exec (db, sql, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

gint64
db_get_number (TktDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, &error);
  gboolean has_row = FALSE;

  g_assert_no_error (error);
  tkt_statement_step (statement, &has_row, &error);
  g_assert_no_error (error);
  g_assert_true (has_row);
  return tkt_statement_get_int (statement, 0);
}

void
db_assert_fails (TktDb *db, const char *sql, TktDbError code)
{
  g_autoptr (GError) error = NULL;
  const char *file = sqlite3_db_filename (tkt_db_get_handle (db), "main");

  g_assert_false (tkt_db_exec (db, sql, &error));
  g_assert_error (error, TKT_DB_ERROR, (int)code);
  g_assert_nonnull (strstr (error->message, file));
}
