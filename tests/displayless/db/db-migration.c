/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Migrations: whole steps or none, and hands off what is not ours. */
#include "db-fixture.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const steps[] = {
  "CREATE TABLE one (a);",
  "CREATE TABLE two (a); INSERT INTO two VALUES (1), (2); ALTER TABLE one ADD COLUMN b;",
  "CREATE INDEX three ON two (a);",
};

static char *
make_version (const TestFolder *folder, guint n_steps)
{
  char *path = g_build_filename (folder, "a.db", NULL);
  g_autoptr (TktDb) db = db_fixture_open (path, TKT_DB_WRITE | TKT_DB_CREATE);
  g_autoptr (GError) error = NULL;

  tkt_db_migrate (db, "main", 42, steps, n_steps, &error);
  g_assert_no_error (error);
  return path;
}

static void
test_forward (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = make_version (folder, 1);
  g_autoptr (TktDb) db = db_fixture_open (path, TKT_DB_WRITE);
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 2; i++)
    {
      g_assert_true (tkt_db_migrate (db, "main", 42, steps, G_N_ELEMENTS (steps), &error));
      g_assert_cmpint (db_get_number (db, "PRAGMA user_version"), ==, 3);
      g_assert_cmpint (db_get_number (db, "PRAGMA application_id"), ==, 42);
      g_assert_cmpint (db_get_number (db, "SELECT count (*) FROM two"), ==, 2);
    }
}

/* A reader asks the same question and gets its answer without writing. */
static void
test_reader (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = make_version (folder, 2);
  g_autoptr (TktDb) db = db_fixture_open (path, TKT_DB_READ);
  g_autoptr (GError) error = NULL;

  g_assert_true (tkt_db_migrate (db, "main", 42, steps, 2, &error));
  g_assert_false (tkt_db_migrate (db, "main", 42, steps, 3, &error));
  g_assert_error (error, TKT_DB_ERROR, TKT_DB_ERROR_READ_ONLY);
}

static void
test_attached (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();
  g_autofree char *path = g_build_filename (fixture->folder, "beside.db", NULL);
  const char *const beside[] = { "CREATE TABLE beside.thing (a);" };
  g_autoptr (GError) error = NULL;

  g_assert_true (tkt_db_attach (fixture->db, path, "beside", &error));
  g_assert_true (tkt_db_migrate (fixture->db, "beside", 7, beside, 1, &error));
  g_assert_cmpint (db_get_number (fixture->db, "PRAGMA beside.application_id"), ==, 7);
  g_assert_cmpint (db_get_number (fixture->db, "PRAGMA main.application_id"), ==, DB_FIXTURE_ID);
  g_assert_cmpint (
      db_get_number (fixture->db, "SELECT count (*) FROM beside.sqlite_schema"), ==, 1);
}

static void
test_broken_step (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = make_version (folder, 1);
  g_autoptr (TktDb) db = db_fixture_open (path, TKT_DB_WRITE);
  const char *const broken[] = { steps[0], "CREATE TABLE two (a); CREATE TABLE one (a);" };
  g_autoptr (GError) error = NULL;

  g_assert_false (tkt_db_migrate (db, "main", 42, broken, 2, &error));
  g_assert_error (error, TKT_DB_ERROR, TKT_DB_ERROR_FAILED);
  g_assert_cmpint (db_get_number (db, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (
      db_get_number (db, "SELECT count (*) FROM sqlite_schema WHERE name = 'two'"), ==, 0);
}

static void
assert_untouched (const char *path, guint32 id, guint n_steps, TktDbError code)
{
  g_autofree char *before = NULL, *after = NULL;
  gsize before_size, after_size;
  g_autoptr (TktDb) db = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &before, &before_size, NULL));
  db = db_fixture_open (path, TKT_DB_WRITE | TKT_DB_CREATE);
  g_assert_false (tkt_db_migrate (db, "main", id, steps, n_steps, &error));
  g_assert_error (error, TKT_DB_ERROR, (int)code);
  g_assert_nonnull (strstr (error->message, path));
  tkt_db_close (g_steal_pointer (&db));
  g_assert_true (g_file_get_contents (path, &after, &after_size, NULL));
  g_assert_cmpmem (before, before_size, after, after_size);
}

static void
test_newer (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = make_version (folder, 3);

  assert_untouched (path, 42, 2, TKT_DB_ERROR_NEWER);
}

static void
test_foreign (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = make_version (folder, 3);

  assert_untouched (path, 43, 3, TKT_DB_ERROR_FOREIGN);
}

/* A stranger that has no mark at all, and no WAL: it gets none. */
static void
test_unmarked (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.db", NULL);
  g_autoptr (TktDb) db = db_fixture_open (path, TKT_DB_WRITE | TKT_DB_CREATE);

  db_exec (db, "CREATE TABLE theirs (a)");
  tkt_db_close (g_steal_pointer (&db));
  assert_untouched (path, 42, 3, TKT_DB_ERROR_FOREIGN);
}

static void
die (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  kill (getpid (), SIGKILL);
}

static void
migrate_and_die (const char *path)
{
  const char *const deadly[] = { steps[0],
                                 "CREATE TABLE two (a); INSERT INTO two VALUES (1), (2);"
                                 "INSERT INTO two VALUES (die ());" };
  g_autoptr (TktDb) db = tkt_db_open (path, TKT_DB_WRITE, NULL);

  if (db != NULL)
    {
      sqlite3_create_function (
          tkt_db_get_handle (db), "die", 0, SQLITE_UTF8, NULL, die, NULL, NULL);
      tkt_db_migrate (db, "main", 42, deadly, 2, NULL);
    }
  _exit (1);
}

static void
test_killed (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = make_version (folder, 1);
  g_autoptr (TktDb) db = NULL;
  g_autoptr (GError) error = NULL;
  pid_t child = fork ();
  int status;

  if (child == 0)
    migrate_and_die (path);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);

  db = db_fixture_open (path, TKT_DB_WRITE);
  g_assert_cmpint (db_get_number (db, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (db_get_number (db, "SELECT count (*) FROM sqlite_schema"), ==, 1);
  g_assert_true (tkt_db_migrate (db, "main", 42, steps, G_N_ELEMENTS (steps), &error));
  g_assert_cmpint (db_get_number (db, "SELECT count (*) FROM two"), ==, 2);
}

void
db_add_migration_tests (void)
{
  g_test_add_func ("/db/migration/forward", test_forward);
  g_test_add_func ("/db/migration/reader", test_reader);
  g_test_add_func ("/db/migration/attached", test_attached);
  g_test_add_func ("/db/migration/broken-step", test_broken_step);
  g_test_add_func ("/db/migration/newer", test_newer);
  g_test_add_func ("/db/migration/foreign", test_foreign);
  g_test_add_func ("/db/migration/unmarked", test_unmarked);
  g_test_add_func ("/db/migration/killed", test_killed);
}
