/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Import: what the person at the terminal is told, and what the exit status says to a script. */
#include "import-place.h"

#include <gio/gio.h>

#define DONE 0
#define REFUSED 3

/* One run of tickets-server over a place's database. */
typedef struct
{
  int status;
  char *out;
  char *err;
} Run;

static void
run_clear (Run *run)
{
  g_free (run->out);
  g_free (run->err);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static Run
run (const ImportPlace *place, const char *input, const char *command, ...)
{
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "tickets-server", NULL);
  g_autofree char *database = g_strdup_printf ("--database=%s", place->database);
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE
                                   | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  Run result = { 0 };
  va_list rest;
  char *argument;

  g_ptr_array_add (arguments, program);
  g_ptr_array_add (arguments, (char *)command);
  g_ptr_array_add (arguments, database);
  va_start (rest, command);
  do
    {
      argument = va_arg (rest, char *);
      g_ptr_array_add (arguments, argument);
    }
  while (argument != NULL);
  va_end (rest);

  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *)arguments->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, input, NULL, &result.out, &result.err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  result.status = g_subprocess_get_exit_status (process);

  return result;
}

/* The three samples with a ticket of two mistakes in their midst, at line 3. */
static char *
write_bad_file (const ImportPlace *place)
{
  g_autofree char *samples = import_load ("samples", "conversations.jsonl");
  g_auto (GStrv) lines = g_strsplit (samples, "\n", -1);
  g_autofree char *text
      = import_lines (lines[0], lines[1], "{\"publisher\":\"Acme\",\"title\":7}", lines[2]);
  char *path = g_build_filename (place->folder, "tickets.jsonl", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);

  return path;
}

static void
test_bad_line (void)
{
  g_autoptr (ImportPlace) place = import_place_new ();
  g_autofree char *path = write_bad_file (place);
  g_auto (Run) import = { 0 };
  ImportCounts counts;

  import_place_close (place);
  import = run (place, NULL, "import", path, NULL);
  import_place_open (place);
  counts = import_place_count (place);

  g_assert_cmpint (import.status, ==, REFUSED);
  g_assert_nonnull (g_strstr_len (import.err, -1, "line 3: /title: This has to be a string."));
  g_assert_nonnull (g_strstr_len (import.err, -1, "/messages: This is missing."));
  g_assert_cmpuint (counts.tickets, ==, 0);
  g_assert_cmpuint (counts.publishers, ==, 0);
  g_assert_cmpuint (counts.accounts, ==, 0);
}

static void
test_keep_going (void)
{
  g_autoptr (ImportPlace) place = import_place_new ();
  g_autofree char *path = write_bad_file (place);
  g_autofree char *rejected_path = g_strconcat (path, ".rejected", NULL);
  g_autofree char *rejected = NULL;
  g_auto (Run) import = { 0 };

  import_place_close (place);
  import = run (place, NULL, "import", "--keep-going", path, NULL);
  import_place_open (place);

  g_assert_cmpint (import.status, ==, REFUSED);
  g_assert_cmpuint (import_place_count (place).tickets, ==, 3);
  g_assert_true (g_file_get_contents (rejected_path, &rejected, NULL, NULL));
  g_assert_cmpstr (rejected, ==, "{\"publisher\":\"Acme\",\"title\":7}\n");
}

static void
test_pipe (void)
{
  g_autoptr (ImportPlace) place = import_place_new ();
  g_autoptr (ImportPlace) elsewhere = import_place_new ();
  g_autofree char *demo = import_load ("demo", "tickets.jsonl");
  g_auto (Run) import = { 0 };
  g_auto (Run) exported = { 0 };
  g_auto (Run) taken = { 0 };
  g_auto (Run) again = { 0 };

  import_place_close (place);
  import_place_close (elsewhere);
  import = run (place, demo, "import", "-", NULL);
  exported = run (place, NULL, "export", NULL);
  taken = run (elsewhere, exported.out, "import", "-", NULL);
  again = run (elsewhere, NULL, "export", NULL);

  g_assert_cmpint (import.status, ==, DONE);
  g_assert_cmpint (exported.status, ==, DONE);
  g_assert_cmpint (taken.status, ==, DONE);
  g_assert_cmpint (again.status, ==, DONE);
  g_assert_cmpstr (exported.out, ==, again.out);
}

void
import_add_program_tests (void)
{
  g_test_add_func ("/import/program/bad-line-is-named-and-nothing-is-taken", test_bad_line);
  g_test_add_func ("/import/program/keep-going-writes-the-bad-lines-to-a-file", test_keep_going);
  g_test_add_func ("/import/program/export-goes-through-a-pipe-into-import", test_pipe);
}
