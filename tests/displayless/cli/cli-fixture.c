/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A terminal at which tickets-server is run, in a folder of its own. */
#include "cli-fixture.h"

#include <unistd.h>

Cli *
cli_new (void)
{
  Cli *self = g_new0 (Cli, 1);

  self->folder = test_folder_new ();
  self->database = g_build_filename (self->folder, "tickets.db", NULL);

  return self;
}

Cli *
cli_new_with_database (void)
{
  Cli *self = cli_new ();

  cli_assert (self, CLI_DONE, "init --make-password");

  return self;
}

void
cli_free (Cli *self)
{
  test_folder_free (self->folder);
  g_free (self->database);
  g_free (self->out);
  g_free (self->err);
  g_free (self);
}

/* In the child: no terminal to ask at. */
static void
leave_terminal (gpointer data)
{
  setsid ();
}

int
cli_run_between (Cli *self, const char *line, const char *in, const char *out)
{
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "tickets-server", NULL);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDERR_PIPE | (out == NULL ? G_SUBPROCESS_FLAGS_STDOUT_PIPE : 0));
  g_autoptr (GString) filled = g_string_new (line);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;

  g_string_replace (filled, "$D", self->database, 0);
  g_string_replace (filled, "$F", self->folder, 0);
  g_strv_builder_add (builder, program);
  if (g_shell_parse_argv (filled->str, NULL, &words, NULL))
    g_strv_builder_addv (builder, (const char **)words);
  argv = g_strv_builder_end (builder);
  g_clear_pointer (&self->out, g_free);
  g_clear_pointer (&self->err, g_free);

  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);
  g_subprocess_launcher_set_cwd (launcher, self->folder);
  g_subprocess_launcher_set_child_setup (launcher, leave_terminal, NULL, NULL);
  if (in != NULL)
    g_subprocess_launcher_set_stdin_file_path (launcher, in);
  if (out != NULL)
    g_subprocess_launcher_set_stdout_file_path (launcher, out);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *)argv, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &self->out, &self->err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  self->status = g_subprocess_get_exit_status (process);
  g_test_message ("tickets-server %s: %d %s", line, self->status, self->err);

  return self->status;
}

int
cli_run (Cli *self, const char *line)
{
  return cli_run_between (self, line, NULL, NULL);
}

int
cli_run_on (Cli *self, const char *line)
{
  g_autofree char *whole = g_strconcat (line, " --database=$D", NULL);

  return cli_run (self, whole);
}

void
cli_write (Cli *self, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}
