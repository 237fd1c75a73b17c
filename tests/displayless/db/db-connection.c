/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A connection: transactions, and each error by its name. */
#include "db-fixture.h"

#include "tkt-worker.h"

static void
test_constraint (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();

  db_exec (fixture->db, "INSERT INTO note (text) VALUES ('a')");
  db_assert_fails (fixture->db, "INSERT INTO note (text) VALUES ('a')", TKT_DB_ERROR_CONSTRAINT);
}

static void
test_foreign_key (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();

  db_exec (fixture->db, "CREATE TABLE part (note INTEGER NOT NULL REFERENCES note (id))");
  db_assert_fails (fixture->db, "INSERT INTO part VALUES (77)", TKT_DB_ERROR_CONSTRAINT);
}

static void
test_full (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();

  db_exec (fixture->db, "PRAGMA max_page_count = 8");
  db_exec (fixture->db, "BEGIN IMMEDIATE; INSERT INTO note (text) VALUES ('before')");
  db_assert_fails (
      fixture->db, "INSERT INTO note (text) VALUES (randomblob (100000))", TKT_DB_ERROR_FULL);
  tkt_db_rollback (fixture->db);
  g_assert_cmpint (db_get_number (fixture->db, "SELECT count (*) FROM note"), ==, 0);
}

static void
test_busy (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();
  g_autoptr (TktDb) other = db_fixture_open (fixture->path, TKT_DB_WRITE);

  db_exec (other, "PRAGMA busy_timeout = 1");
  db_exec (fixture->db, "BEGIN IMMEDIATE");
  db_assert_fails (other, "BEGIN IMMEDIATE", TKT_DB_ERROR_BUSY);
  tkt_db_rollback (fixture->db);
  db_exec (other, "BEGIN IMMEDIATE; COMMIT");
}

static void
test_failed (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();

  db_assert_fails (fixture->db, "SELECT nothing FROM nowhere", TKT_DB_ERROR_FAILED);
  /* A misspelt name in double quotes is no text. */
  db_assert_fails (fixture->db, "SELECT \"nothing\" FROM note", TKT_DB_ERROR_FAILED);
}

static void
test_commit_and_rollback (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();
  g_autoptr (GError) error = NULL;

  tkt_db_rollback (fixture->db);
  g_assert_false (tkt_db_in_transaction (fixture->db));
  g_assert_true (tkt_db_begin_immediate (fixture->db, &error));
  g_assert_true (tkt_db_in_transaction (fixture->db));
  db_exec (fixture->db, "INSERT INTO note (text) VALUES ('kept'), ('too')");
  g_assert_cmpint (tkt_db_get_n_changed (fixture->db), ==, 2);
  g_assert_cmpint (tkt_db_get_last_rowid (fixture->db), ==, 2);
  g_assert_true (tkt_db_commit (fixture->db, &error));
  g_assert_true (tkt_db_begin (fixture->db, &error));
  db_exec (fixture->db, "DELETE FROM note");
  tkt_db_rollback (fixture->db);
  g_assert_cmpint (db_get_number (fixture->db, "SELECT count (*) FROM note"), ==, 2);
}

static gboolean
add_last (TktDb *db, GError **error)
{
  return tkt_db_exec (db, "INSERT INTO note (text) VALUES ('last')", error);
}

static gboolean
add_last_and_fail (TktDb *db, GError **error)
{
  db_exec (db, "INSERT INTO note (text) VALUES ('last')");
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "No");
  return FALSE;
}

/* What comes before a commit is of its transaction, and keeps it from being one where it fails. */
static void
test_before_commit (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();
  TktDb *db = fixture->db;
  g_autoptr (GError) error = NULL;

  g_assert_true (tkt_db_begin_immediate (db, &error));
  tkt_db_set_before_commit (db, add_last_and_fail);
  g_assert_false (tkt_db_commit (db, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_clear_error (&error);
  g_assert_true (tkt_db_in_transaction (db));
  tkt_db_rollback (db);
  tkt_db_set_before_commit (db, add_last);
  g_assert_true (tkt_db_begin_immediate (db, &error));
  g_assert_true (tkt_db_commit (db, &error));
  g_assert_cmpint (db_get_number (db, "SELECT count (*) FROM note"), ==, 1);
}

static void
test_savepoints_nest (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();
  TktDb *db = fixture->db;
  g_autoptr (GError) error = NULL;

  g_assert_true (tkt_db_begin_immediate (db, &error));
  g_assert_true (tkt_db_savepoint (db, &error));
  db_exec (db, "INSERT INTO note (text) VALUES ('outer')");
  g_assert_true (tkt_db_savepoint (db, &error));
  db_exec (db, "INSERT INTO note (text) VALUES ('inner')");
  tkt_db_rollback_to (db);
  g_assert_true (tkt_db_release (db, &error));
  g_assert_true (tkt_db_commit (db, &error));
  g_assert_cmpint (db_get_number (db, "SELECT count (*) FROM note WHERE text = 'outer'"), ==, 1);
  g_assert_cmpint (db_get_number (db, "SELECT count (*) FROM note"), ==, 1);
}

static gboolean
count_down (gpointer data)
{
  guint *left = data;

  return (*left)-- == 0;
}

static void
test_stop (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();
  g_autoptr (GError) error = NULL;
  guint left = 50;

  tkt_db_set_stop (fixture->db, count_down, &left);
  g_assert_false (tkt_db_exec (
      fixture->db,
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count (*) FROM n",
      &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  tkt_db_set_stop (fixture->db, NULL, NULL);
  g_assert_cmpint (db_get_number (fixture->db, "SELECT 7"), ==, 7);
}

static void
test_attach (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();
  g_autofree char *path = g_build_filename (fixture->folder, "beside.db", NULL);
  g_autoptr (TktDb) reader = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (tkt_db_attach (fixture->db, path, "beside", &error));
  db_exec (fixture->db, "CREATE TABLE beside.thing (a); INSERT INTO beside.thing VALUES (3)");
  g_assert_cmpint (db_get_number (fixture->db, "PRAGMA beside.secure_delete"), ==, 1);

  reader = db_fixture_open (fixture->path, TKT_DB_READ);
  g_assert_true (tkt_db_attach (reader, path, "beside", &error));
  g_assert_cmpint (db_get_number (reader, "SELECT a FROM beside.thing"), ==, 3);
  db_assert_fails (reader, "DELETE FROM beside.thing", TKT_DB_ERROR_READ_ONLY);
}

static void
test_attach_missing (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();
  g_autoptr (TktDb) reader = db_fixture_open (fixture->path, TKT_DB_READ);
  g_autofree char *path = g_build_filename (fixture->folder, "beside.db", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (tkt_db_attach (reader, path, "beside", &error));
  g_assert_error (error, TKT_DB_ERROR, TKT_DB_ERROR_MISSING);
}

void
db_add_connection_tests (void)
{
  g_test_add_func ("/db/connection/commit-and-rollback", test_commit_and_rollback);
  g_test_add_func ("/db/connection/savepoints-nest", test_savepoints_nest);
  g_test_add_func ("/db/connection/before-commit", test_before_commit);
  g_test_add_func ("/db/connection/stop", test_stop);
  g_test_add_func ("/db/connection/attach", test_attach);
  g_test_add_func ("/db/error/attach-missing", test_attach_missing);
  g_test_add_func ("/db/error/constraint", test_constraint);
  g_test_add_func ("/db/error/foreign-key", test_foreign_key);
  g_test_add_func ("/db/error/full", test_full);
  g_test_add_func ("/db/error/busy", test_busy);
  g_test_add_func ("/db/error/failed", test_failed);
}
