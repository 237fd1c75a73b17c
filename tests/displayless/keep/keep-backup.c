/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup: the copy is all of it, under its name only when it is whole, and takes no other's place.
 */
#include "keep-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "test-damage.h"
#include "tkt-sqlite-part.h"

static void
assert_same_as_database (Cli *cli, const char *copy)
{
  g_autofree char *of_database = keep_digest (cli, cli->database);
  g_autofree char *of_copy = keep_digest (cli, copy);

  g_assert_cmpstr (of_database, ==, of_copy);
}

static void
test_file (void)
{
  g_autoptr (Cli) cli = keep_new ();
  g_autofree char *copy = keep_path (cli, "copy");
  struct stat info;

  cli_assert (cli, CLI_DONE, "backup $F/copy");
  g_assert_nonnull (strstr (cli->out, "Backed up 60 tickets with "));
  g_assert_cmpint (stat (copy, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  /* Nothing but it: a file that needs another can't be carried away. */
  g_assert_cmpuint (keep_count_files (cli->folder, "copy"), ==, 1);
  keep_assert_whole (cli, copy);
  g_assert_cmpuint (keep_count_files (cli->folder, "copy"), ==, 1);
  assert_same_as_database (cli, copy);
}

static void
test_json (void)
{
  g_autoptr (Cli) cli = keep_new ();
  g_autoptr (GBytes) copy = NULL;
  g_autofree char *n_messages = keep_ask_sql (cli->database, "SELECT count (*) FROM message");
  g_autofree char *said = NULL;

  cli_assert (cli, CLI_DONE, "backup $F/copy --json");
  copy = keep_read (cli, "copy");
  said = g_strdup_printf ("{\"file\":\"%s/copy\",\"bytes\":%" G_GSIZE_FORMAT
                          ",\"tickets\":60,\"messages\":%s,\"findings\":0}\n",
                          cli->folder,
                          g_bytes_get_size (copy),
                          n_messages);
  g_assert_cmpstr (cli->out, ==, said);
  g_assert_cmpstr (cli->err, ==, "");
}

static void
test_standard_output (void)
{
  g_autoptr (Cli) cli = keep_new ();
  g_autofree char *copy = keep_path (cli, "copy");

  g_assert_cmpint (cli_run_between (cli, "backup - -d $D", NULL, copy), ==, CLI_DONE);
  g_assert_nonnull (strstr (cli->err, "Backed up 60 tickets with "));
  g_assert_cmpuint (keep_count_files (cli->folder, ".part"), ==, 0);
  keep_assert_whole (cli, copy);
  assert_same_as_database (cli, copy);
}

/* A reader that is gone, or has no room, is no success; and no copy is left. */
static void
test_standard_output_is_full (void)
{
  g_autoptr (Cli) cli = keep_new ();

  g_assert_cmpint (cli_run_between (cli, "backup - -d $D", NULL, "/dev/full"), ==, CLI_FAILED);
  g_assert_cmpuint (keep_count_files (cli->folder, ".part"), ==, 0);
}

static void
test_takes_no_place (void)
{
  g_autoptr (Cli) cli = keep_new ();
  g_autofree char *copy = keep_path (cli, "copy");
  g_autofree char *before = keep_digest (cli, cli->database);
  g_autofree char *after = NULL;

  cli_write (cli, "copy", "a letter");
  cli_assert (cli, CLI_REFUSED, "backup $F/copy");
  g_assert_true (keep_file_contains (copy, "a letter"));
  cli_assert (cli, CLI_DONE, "backup $F/copy --replace");
  assert_same_as_database (cli, copy);
  cli_assert (cli, CLI_REFUSED, "backup $D --replace");
  after = keep_digest (cli, cli->database);
  g_assert_cmpstr (before, ==, after);
  cli_assert (cli, CLI_REFUSED, "backup $F/no/such/folder/copy");
  g_assert_cmpuint (keep_count_files (cli->folder, ".part"), ==, 0);
}

/* What stands there under names like its own is another's; and another at work is no obstacle. */
static void
test_others (void)
{
  g_autoptr (Cli) cli = keep_new ();
  g_autofree char *copy = keep_path (cli, "copy");
  g_autofree char *journal = keep_path (cli, "copy.part-journal");
  g_autoptr (GError) error = NULL;
  g_autoptr (TktSqlitePart) other = tkt_sqlite_part_new (copy, &error);

  g_assert_no_error (error);
  cli_write (cli, "copy.part", "half of something");
  cli_write (cli, "copy.part-journal", "half of something");
  cli_assert (cli, CLI_DONE, "backup $F/copy");
  g_assert_true (keep_file_contains (journal, "half of something"));
  g_assert_cmpuint (keep_count_files (cli->folder, "copy"), ==, 3);
  keep_assert_whole (cli, copy);
}

/* The last good backup is worth more than a new one of a broken file. */
static void
test_damaged (void)
{
  g_autoptr (Cli) cli = keep_new ();
  g_autofree char *copy = keep_path (cli, "copy");

  cli_write (cli, "copy", "the last good backup");
  test_damage_page (cli->database, "message");
  cli_assert (cli, CLI_FAILED, "backup $F/copy --replace");
  g_assert_true (keep_file_contains (copy, "the last good backup"));
  g_assert_cmpuint (keep_count_files (cli->folder, ".part"), ==, 0);
}

/* A broken rule is told of, and copied as it is: no backup would be worse. */
static void
test_broken_rule (void)
{
  g_autoptr (Cli) cli = keep_new ();
  g_autofree char *copy = keep_path (cli, "copy");

  keep_run_sql (cli->database, "UPDATE ticket SET reply_count = 0 WHERE number = 3");
  cli_assert (cli, CLI_DONE, "backup $F/copy --json");
  g_assert_nonnull (strstr (cli->err, "lark, ticket 3: has another number of replies"));
  g_assert_nonnull (strstr (cli->err, "please report it"));
  g_assert_nonnull (strstr (cli->out, "\"findings\":1}"));
  assert_same_as_database (cli, copy);
}

void
keep_add_backup_tests (void)
{
  g_test_add_func ("/keep/backup/file", test_file);
  g_test_add_func ("/keep/backup/json", test_json);
  g_test_add_func ("/keep/backup/standard-output", test_standard_output);
  g_test_add_func ("/keep/backup/standard-output-is-full", test_standard_output_is_full);
  g_test_add_func ("/keep/backup/takes-no-other-file-s-place", test_takes_no_place);
  g_test_add_func ("/keep/backup/others", test_others);
  g_test_add_func ("/keep/backup/damaged", test_damaged);
  g_test_add_func ("/keep/backup/broken-rule", test_broken_rule);
}
