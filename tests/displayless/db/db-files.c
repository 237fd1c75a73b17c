/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A database as a file: its rights, its locks, what is wrong with it, and what is no longer in it.
 */
#include "db-fixture.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void
test_missing (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "none.db", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "no", "none.db", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (tkt_db_open (path, TKT_DB_READ, &error));
  g_assert_error (error, TKT_DB_ERROR, TKT_DB_ERROR_MISSING);
  g_clear_error (&error);
  g_assert_null (tkt_db_open (path, TKT_DB_WRITE, &error));
  g_assert_error (error, TKT_DB_ERROR, TKT_DB_ERROR_MISSING);
  g_clear_error (&error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_null (tkt_db_open (nowhere, TKT_DB_WRITE | TKT_DB_CREATE, &error));
  g_assert_error (error, TKT_DB_ERROR, TKT_DB_ERROR_FAILED);
}

/* What people wrote is theirs alone, whatever the umask; that is so for the WAL, too. */
static void
test_private (void)
{
  mode_t old = umask (0);
  g_autoptr (DbFixture) fixture = db_fixture_new ();
  const char *const ends[] = { "", "-wal", "-shm" };

  umask (old);
  db_exec (fixture->db, "INSERT INTO note (text) VALUES ('secret')");
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *path = g_strconcat (fixture->path, ends[i], NULL);
      GStatBuf info;

      g_assert_cmpint (g_stat (path, &info), ==, 0);
      g_assert_cmpint (info.st_mode & 07777, ==, 0600);
    }
}

static void
test_read_only (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();
  g_autoptr (TktDb) reader = db_fixture_open (fixture->path, TKT_DB_READ);

  db_exec (fixture->db, "INSERT INTO note (text) VALUES ('a')");
  g_assert_cmpint (db_get_number (reader, "SELECT count (*) FROM note"), ==, 1);
  db_assert_fails (reader, "DELETE FROM note", TKT_DB_ERROR_READ_ONLY);
}

/* A program that runs can't be written (open(2), ETXTBSY), not even by root, whom rights don't
 * stop. */
static void
test_unwritable (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tkt_db_open ("/proc/self/exe", TKT_DB_WRITE, &error));
  g_assert_error (error, TKT_DB_ERROR, TKT_DB_ERROR_READ_ONLY);
}

static void
test_no_database (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "letter.db", NULL);
  g_autofree char *letter = g_strnfill (8192, 'x');
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, letter, -1, NULL));
  g_assert_null (tkt_db_open (path, TKT_DB_WRITE, &error));
  g_assert_error (error, TKT_DB_ERROR, TKT_DB_ERROR_DAMAGED);
}

static void
test_damaged (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  db_exec (fixture->db,
           "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000)"
           " INSERT INTO note (text) SELECT hex (randomblob (50)) FROM n");
  tkt_db_close (g_steal_pointer (&fixture->db));
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &size, NULL));
  g_assert_cmpuint (size, >, 8 * 4096);
  memset (bytes + 4096, 0xa5, size - 4096);
  g_assert_true (g_file_set_contents (fixture->path, bytes, size, NULL));

  fixture->db = db_fixture_open (fixture->path, TKT_DB_WRITE);
  db_assert_fails (fixture->db, "SELECT sum (length (text)) FROM note", TKT_DB_ERROR_DAMAGED);
}

/* TRUE when another process sees a lock of this one on the file. */
static gboolean
is_locked (const char *path)
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
      int fd = open (path, O_RDWR | O_CLOEXEC);

      _exit (fd >= 0 && fcntl (fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return WEXITSTATUS (status) == 1;
}

/* Closing any descriptor of a file drops all of a process's locks on it (fcntl(2)): opening the
 * same database again must not do that to the connections that are there. */
static void
test_locks_stay (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();

  g_assert_true (is_locked (fixture->path));
  tkt_db_close (db_fixture_open (fixture->path, TKT_DB_WRITE | TKT_DB_CREATE));
  g_assert_true (is_locked (fixture->path));
}

static void
test_erased (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();
  g_autoptr (GError) error = NULL;

  db_exec (fixture->db,
           "INSERT INTO note (text) VALUES ('aardvark' || hex (randomblob (9000)));"
           "INSERT INTO note (text) VALUES ('Zanzibar')");
  g_assert_true (test_folder_contains (fixture->folder, "aardvark"));
  db_exec (fixture->db, "DELETE FROM note");
  g_assert_true (tkt_db_checkpoint (fixture->db, &error));
  g_assert_false (test_folder_contains (fixture->folder, "aardvark"));
  g_assert_false (test_folder_contains (fixture->folder, "Zanzibar"));
}

static void
test_checkpoint_says_busy (void)
{
  g_autoptr (DbFixture) fixture = db_fixture_new ();
  g_autoptr (TktDb) reader = db_fixture_open (fixture->path, TKT_DB_READ);
  g_autoptr (GError) error = NULL;

  db_exec (fixture->db, "PRAGMA busy_timeout = 1");
  db_exec (reader, "BEGIN");
  g_assert_cmpint (db_get_number (reader, "SELECT count (*) FROM note"), ==, 0);
  db_exec (fixture->db, "INSERT INTO note (text) VALUES ('later')");
  g_assert_false (tkt_db_checkpoint (fixture->db, &error));
  g_assert_error (error, TKT_DB_ERROR, TKT_DB_ERROR_BUSY);
  g_clear_error (&error);
  tkt_db_rollback (reader);
  g_assert_true (tkt_db_checkpoint (fixture->db, &error));
}

void
db_add_file_tests (void)
{
  g_test_add_func ("/db/file/private", test_private);
  g_test_add_func ("/db/file/locks-stay", test_locks_stay);
  g_test_add_func ("/db/file/rule-13/erased", test_erased);
  g_test_add_func ("/db/file/checkpoint-says-busy", test_checkpoint_says_busy);
  g_test_add_func ("/db/error/missing", test_missing);
  g_test_add_func ("/db/error/read-only", test_read_only);
  g_test_add_func ("/db/error/unwritable", test_unwritable);
  g_test_add_func ("/db/error/no-database", test_no_database);
  g_test_add_func ("/db/error/damaged", test_damaged);
}
