/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "tickets --digest" and "tickets-server digest" as one runs them: beside a server and desks that
 * run, and without a display. */
#include "desk-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* What a run came to. */
typedef struct
{
  int status;
  char *out;
  char *err;
} Outcome;

static void
outcome_clear (Outcome *self)
{
  g_free (self->out);
  g_free (self->err);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

/* Signs everybody who has a seat in at one computer, whose folder this is. */
static char *
share_computer (DeskFixture *self)
{
  g_autoptr (GString) list = g_string_new ("[");
  g_autofree char *home = g_build_filename (self->folder, "home", NULL);
  g_autofree char *tickets = g_build_filename (home, "tickets", NULL);
  g_autofree char *accounts = g_build_filename (tickets, "accounts.json", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (tickets, 0700), ==, 0);
  for (guint i = 0; i < self->seats->len; i++)
    {
      Seat *seat = g_ptr_array_index (self->seats, i);
      const char *id = seat->sign_in->account_id;
      g_autofree char *folder = tkt_sign_ins_get_account_folder (seat->sign_ins, id);
      g_autofree char *link = g_build_filename (tickets, id, NULL);

      g_assert_cmpint (symlink (folder, link), ==, 0);
      g_string_append (list, i > 0 ? "," : "");
      tkt_shape_write (&tkt_sign_in_shape, seat->sign_in, list);
    }
  g_string_append_c (list, ']');
  g_file_set_contents (accounts, list->str, -1, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&home);
}

static void
run (const char *home, const char *input, Outcome *outcome, const char *line)
{
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, line, NULL);
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE
                                   | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) argv = NULL;

  g_shell_parse_argv (path, NULL, &argv, &error);
  g_assert_no_error (error);
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", home, TRUE);
  g_subprocess_launcher_unsetenv (launcher, "G_MESSAGES_DEBUG");
  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  g_subprocess_launcher_unsetenv (launcher, "WAYLAND_DISPLAY");
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *)argv, &error);
  g_assert_no_error (error);
  outcome_clear (outcome);
  g_subprocess_communicate_utf8 (process, input, NULL, &outcome->out, &outcome->err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  outcome->status = g_subprocess_get_exit_status (process);
  g_test_message ("%s: %d %s%s", line, outcome->status, outcome->out, outcome->err);
}

static void
run_server (DeskFixture *self, const char *input, Outcome *outcome, const char *options)
{
  g_autofree char *line = g_strdup_printf (
      "server/tickets-server digest --database=%s %s", self->server->database, options);

  run (self->folder, input, outcome, line);
}

/* Each account of the computer has a line, and its hash is the server's. */
static void
test_hashes (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  g_autofree char *home = share_computer (self);
  g_autofree char *uri = test_server_get_uri (self->server);
  g_autofree char *id = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  g_auto (Outcome) desk = { 0 };
  g_auto (Outcome) server = { 0 };
  g_auto (GStrv) lines = NULL;

  desk_settle (self);
  run (home, NULL, &desk, "app/tickets --digest");
  g_assert_cmpint (desk.status, ==, 0);
  g_assert_cmpstr (desk.err, ==, "");
  lines = g_strsplit (desk.out, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 3);
  for (guint i = 0; i < 2; i++)
    {
      const TktSignIn *sign_in = (i == 0 ? ada : mara)->sign_in;
      g_autofree char *options = g_strconcat ("--account=", sign_in->username, NULL);
      g_autofree char *expected = NULL;

      run_server (self, NULL, &server, options);
      g_assert_cmpint (server.status, ==, 0);
      expected = g_strdup_printf (
          "%s  %s  %s  %s", g_strchomp (server.out), sign_in->username, "Larkfield Network", uri);
      g_assert_cmpstr (lines[i], ==, expected);
    }
  run (home, NULL, &desk, "app/tickets --digest --account=mara");
  g_assert_true (g_str_has_prefix (desk.out, lines[1]));
  g_assert_cmpuint (strlen (desk.out), ==, strlen (lines[1]) + 1);
}

/* The list of the one is explained by the other, in a file or through a pipe. */
static void
test_explain (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  g_autofree char *home = (seat_new (self, "ada"), share_computer (self));
  g_autofree char *file = g_build_filename (self->folder, "list", NULL);
  g_autofree char *options = g_strconcat ("--account=ada --explain=", file, NULL);
  g_autofree char *line = g_strconcat ("app/tickets --digest --explain=", file, NULL);
  g_autofree char *list = NULL;
  g_auto (Outcome) outcome = { 0 };
  g_autoptr (GError) error = NULL;

  run (home, NULL, &outcome, "app/tickets --digest --list");
  g_assert_cmpint (outcome.status, ==, 0);
  list = g_steal_pointer (&outcome.out);
  g_file_set_contents (file, list, -1, &error);
  g_assert_no_error (error);
  run_server (self, NULL, &outcome, options);
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_cmpstr (outcome.out, ==, "");
  run_server (self, list, &outcome, "--account=ada --explain=-");
  g_assert_cmpint (outcome.status, ==, 0);
  run_server (self, NULL, &outcome, "--account=ada --list");
  g_assert_cmpstr (outcome.out, ==, list);

  /* Somebody else's is another. */
  run_server (self, list, &outcome, "--account=mara --explain=-");
  g_assert_cmpint (outcome.status, ==, 1);
  g_assert_nonnull (strstr (outcome.out, "The first difference is the account "));
  g_assert_nonnull (strstr (outcome.out, "\nStandard input: not there\n"));
  run_server (self, NULL, &outcome, "--account=mara --list");
  g_file_set_contents (file, outcome.out, -1, &error);
  g_assert_no_error (error);
  run (home, NULL, &outcome, line);
  g_assert_cmpint (outcome.status, ==, 1);
  g_assert_nonnull (strstr (outcome.out, "\nHere: not there\n"));
  g_assert_cmpstr (outcome.err, ==, "");
  run (home, "nonsense\n", &outcome, "app/tickets --digest --explain=-");
  g_assert_cmpint (outcome.status, ==, 2);
  g_assert_nonnull (strstr (outcome.err, "Line 1 "));
  g_assert_cmpstr (outcome.out, ==, "");
}

/* What can't be told is said in a sentence. */
static void
test_refused (void)
{
  static const struct
  {
    const char *line, *said;
  } cases[] = {
    { "app/tickets --digest", "has not come to its end" },
    { "app/tickets --digest --list", "Say which account" },
    { "app/tickets --digest --explain=-", "Say which account" },
    { "app/tickets --digest --account=ada --explain=/nowhere", "/nowhere" },
    { "app/tickets --digest --account=ada --list --explain=-", "--list and --explain" },
    { "app/tickets --digest --account=nobody", "“nobody” is not signed in" },
    { "app/tickets --account=ada", "go with --digest" },
    { "app/tickets --list", "go with --digest" },
    { "app/tickets --explain=-", "go with --digest" },
  };
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  g_auto (Outcome) outcome = { 0 };
  g_autofree char *home = NULL;

  seat_new (self, "ada");
  seat_new_stopped (self, "bob");
  run (self->folder, NULL, &outcome, "app/tickets --digest");
  g_assert_cmpint (outcome.status, ==, 2);
  g_assert_nonnull (strstr (outcome.err, "Nobody is signed in"));
  home = share_computer (self);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      run (home, "", &outcome, cases[i].line);
      g_assert_cmpint (outcome.status, ==, 2);
      g_assert_nonnull (strstr (outcome.err, cases[i].said));
    }
  /* One that is not whole does not keep the others from being told. */
  run (home, NULL, &outcome, "app/tickets --digest");
  g_assert_nonnull (strstr (outcome.out, "  ada  "));
  g_assert_nonnull (strstr (outcome.err, "tickets: bob: "));
}

void
desk_add_program_tests (void)
{
  g_test_add_func ("/desk/digest/programs/hashes", test_hashes);
  g_test_add_func ("/desk/digest/programs/explain", test_explain);
  g_test_add_func ("/desk/digest/programs/refused", test_refused);
}
