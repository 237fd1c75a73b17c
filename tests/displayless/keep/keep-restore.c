/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restore: a backup is put back whole, what was there is kept, and what is no backup changes
 * nothing. */
#include "keep-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test-damage.h"
#include "tkt-sqlite-private.h"

/* A database with a backup of it. */
static Cli *
new_with_backup (void)
{
  Cli *cli = keep_new ();

  cli_assert (cli, CLI_DONE, "backup $F/copy");

  return cli;
}

/* The name of what was kept. */
static char *
find_kept (Cli *cli)
{
  g_autoptr (GDir) dir = g_dir_open (cli->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "tickets.db.before-restore-"))
      return keep_path (cli, name);

  return NULL;
}

static void
test_new (void)
{
  g_autoptr (Cli) cli = new_with_backup ();
  g_autofree char *back = keep_path (cli, "back.db");
  g_autofree char *from_pipe = keep_path (cli, "pipe.db");
  g_autofree char *copy = keep_path (cli, "copy");
  g_autofree char *was = keep_digest (cli, cli->database);
  g_autofree char *is = NULL;
  g_autofree char *is_from_pipe = NULL;

  g_assert_cmpint (cli_run (cli, "restore $F/copy -d $F/back.db"), ==, CLI_DONE);
  g_assert_nonnull (strstr (cli->out, "Put back 60 tickets with "));
  g_assert_cmpint (cli_run_between (cli, "restore - -d $F/pipe.db", copy, NULL), ==, CLI_DONE);
  g_assert_cmpuint (keep_count_files (cli->folder, ".part"), ==, 0);
  keep_assert_whole (cli, back);
  keep_assert_whole (cli, from_pipe);
  is = keep_digest (cli, back);
  is_from_pipe = keep_digest (cli, from_pipe);
  g_assert_cmpstr (was, ==, is);
  g_assert_cmpstr (was, ==, is_from_pipe);
}

/* Of a server that was stopped: it says that it has a log, which it has no need of. */
static void
test_plain_copy (void)
{
  g_autoptr (Cli) cli = keep_new ();
  g_autofree char *copy = keep_path (cli, "copy");
  g_autofree char *back = keep_path (cli, "back.db");
  g_autofree char *was = keep_digest (cli, cli->database);
  g_autofree char *is = NULL;
  g_autoptr (GBytes) bytes = keep_read (cli, "tickets.db");

  g_assert_cmpint (((const guint8 *)g_bytes_get_data (bytes, NULL))[18], ==, 2);
  g_assert_true (
      g_file_set_contents (copy, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL));
  g_assert_cmpint (cli_run (cli, "restore $F/copy -d $F/back.db"), ==, CLI_DONE);
  keep_assert_whole (cli, back);
  is = keep_digest (cli, back);
  g_assert_cmpstr (was, ==, is);
}

static void
test_replace (void)
{
  g_autoptr (Cli) cli = new_with_backup ();
  g_autofree char *of_backup = keep_digest (cli, cli->database);
  g_autofree char *of_old = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *is = NULL;
  g_autofree char *is_kept = NULL;

  cli_assert (cli, CLI_DONE, "organization set --name=Later");
  of_old = keep_digest (cli, cli->database);
  cli_assert (cli, CLI_REFUSED, "restore $F/copy");
  g_assert_nonnull (strstr (cli->err, "--replace"));
  is = keep_digest (cli, cli->database);
  g_assert_cmpstr (is, ==, of_old);

  cli_assert (cli, CLI_DONE, "restore $F/copy --replace");
  kept = find_kept (cli);
  g_assert_nonnull (strstr (cli->out, kept));
  g_free (is);
  is = keep_digest (cli, cli->database);
  is_kept = keep_digest (cli, kept);
  g_assert_cmpstr (is, ==, of_backup);
  g_assert_cmpstr (is_kept, ==, of_old);
  keep_assert_whole (cli, cli->database);
  keep_assert_whole (cli, kept);
}

/* What is no good backup, and what is said then; nothing has changed. */
static const struct
{
  const char *name;
  const char *said;
  int status;
} bad[] = {
  { "truncated", "was not put back", CLI_FAILED },
  { "damaged-page", "was not put back", CLI_FAILED },
  { "newer", "newer version of this program", CLI_FAILED },
  { "of-another-program", "a database of another program", CLI_FAILED },
  { "a-letter", "was not put back", CLI_FAILED },
  { "missing", "copy", CLI_REFUSED },
  { "open", "is no backup but a database that is open", CLI_USAGE },
};

static void
spoil (Cli *cli, const char *name)
{
  g_autofree char *copy = keep_path (cli, "copy");
  g_autoptr (GBytes) bytes = keep_read (cli, "copy");

  if (g_str_equal (name, "truncated"))
    g_file_set_contents (
        copy, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes) / 2 + 100, NULL);
  else if (g_str_equal (name, "damaged-page"))
    test_damage_page (copy, "ticket_activity");
  else if (g_str_equal (name, "newer"))
    keep_set_version (copy, 99);
  else if (g_str_equal (name, "of-another-program"))
    keep_run_sql (copy, "PRAGMA application_id = 7");
  else if (g_str_equal (name, "a-letter"))
    cli_write (cli, "copy", "Dear operator, this is not the backup that you are looking for.");
  else if (g_str_equal (name, "missing"))
    g_assert_cmpint (g_unlink (copy), ==, 0);
  else
    cli_write (cli, "copy-wal", "something that belongs to it");
}

static void
test_bad (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (Cli) cli = new_with_backup ();
  g_autoptr (GBytes) before = keep_read (cli, "tickets.db");
  g_autoptr (GBytes) after = NULL;

  spoil (cli, bad[i].name);
  cli_assert (cli, bad[i].status, "restore $F/copy --replace");
  g_assert_nonnull (strstr (cli->err, bad[i].said));
  after = keep_read (cli, "tickets.db");
  g_assert_true (g_bytes_equal (before, after));
  g_assert_cmpuint (keep_count_files (cli->folder, ".part"), ==, 0);
  g_assert_cmpuint (keep_count_files (cli->folder, ".before-restore-"), ==, 0);
}

/* The first version's, with an organization in it. */
static void
make_first_version (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TktDb) db = tkt_db_open (path, TKT_DB_WRITE | TKT_DB_CREATE, &error);

  g_assert_no_error (error);
  tkt_db_migrate (db, "main", tkt_sqlite_application_id, tkt_sqlite_steps, 1, &error);
  g_assert_no_error (error);
  tkt_db_exec (db,
               "INSERT INTO organization"
               " VALUES (x'00112233445566778899aabbccddeeff', 'lark', 'Lark', 1, 1);"
               "INSERT INTO counter (organization_id, revision)"
               " VALUES (x'00112233445566778899aabbccddeeff', 1);"
               "PRAGMA journal_mode = DELETE",
               &error);
  g_assert_no_error (error);
}

static void
test_older (void)
{
  g_autoptr (Cli) cli = cli_new ();
  g_autofree char *copy = keep_path (cli, "copy");
  g_autofree char *version = NULL;
  g_autofree char *newest = g_strdup_printf ("%u", tkt_sqlite_n_steps);

  make_first_version (copy);
  g_assert_cmpint (cli_run (cli, "verify -d $F/copy"), ==, CLI_DONE);
  g_assert_nonnull (strstr (cli->out, "An older version of this program wrote it"));
  cli_assert (cli, CLI_DONE, "restore $F/copy");
  keep_assert_whole (cli, cli->database);
  version = keep_ask_sql (cli->database, "PRAGMA user_version");
  g_assert_cmpstr (version, ==, newest);
}

/* The day for which there are backups. */
static void
test_over_a_damaged_one (void)
{
  g_autoptr (Cli) cli = new_with_backup ();
  g_autofree char *was = keep_digest (cli, cli->database);
  g_autofree char *is = NULL;
  g_autofree char *kept = NULL;

  cli_write (cli, "tickets.db", "nothing of it is left");
  cli_write (cli, "tickets.db-wal", "and nothing of this");
  cli_assert (cli, CLI_DONE, "restore $F/copy --replace");
  is = keep_digest (cli, cli->database);
  g_assert_cmpstr (was, ==, is);
  keep_assert_whole (cli, cli->database);
  kept = find_kept (cli);
  g_assert_true (keep_file_contains (kept, "nothing of it is left"));
}

static void
test_end_sessions (void)
{
  g_autoptr (Cli) cli = keep_new ();
  g_autofree char *left = NULL;
  g_autofree char *ended = NULL;

  keep_run_sql (cli->database,
                "INSERT INTO session"
                " (token_hash, id, account_id, organization_id, created_at, expires_at)"
                " SELECT randomblob (32), randomblob (16), id, organization_id, 1, 1"
                " FROM account");
  cli_assert (cli, CLI_DONE, "backup $F/copy");
  cli_assert (cli, CLI_DONE, "restore $F/copy --replace");
  left = keep_ask_sql (cli->database, "SELECT count (*) > 0 FROM session");
  g_assert_cmpstr (left, ==, "1");
  cli_assert (cli, CLI_DONE, "restore $F/copy --replace --end-sessions");
  ended = keep_ask_sql (cli->database, "SELECT count (*) > 0 FROM session");
  g_assert_cmpstr (ended, ==, "0");
}

/* Root may put a backup back, and the server's own account must be able to open it. */
static void
test_owner (void)
{
  g_autoptr (Cli) cli = NULL;
  g_autofree char *lock = NULL;
  struct stat info;

  if (geteuid () != 0)
    {
      g_test_skip ("only root can give files away");
      return;
    }
  cli = new_with_backup ();
  lock = keep_path (cli, "tickets.db-lock");
  g_assert_cmpint (chown (cli->database, 4711, 4712), ==, 0);
  cli_assert (cli, CLI_DONE, "restore $F/copy --replace");
  g_assert_cmpint (stat (cli->database, &info), ==, 0);
  g_assert_cmpint (info.st_uid, ==, 4711);
  g_assert_cmpint (info.st_gid, ==, 4712);
  g_assert_cmpint (stat (lock, &info), ==, 0);
  g_assert_cmpint (info.st_uid, ==, 4711);
}

void
keep_add_restore_tests (void)
{
  g_test_add_func ("/keep/restore/new", test_new);
  g_test_add_func ("/keep/restore/plain-copy", test_plain_copy);
  g_test_add_func ("/keep/restore/replace", test_replace);
  g_test_add_func ("/keep/restore/older", test_older);
  g_test_add_func ("/keep/restore/over-a-damaged-one", test_over_a_damaged_one);
  g_test_add_func ("/keep/restore/owner", test_owner);
  g_test_add_func ("/keep/restore/end-sessions", test_end_sessions);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *path = g_strdup_printf ("/keep/restore/bad/%s", bad[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_bad);
    }
}
