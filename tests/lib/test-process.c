/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program of ours as a process: what it says, line by line, and its end. */
#include "test-process.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

/* In the child. */
static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

TestProcess *
test_process_launch (GSubprocessLauncher *launcher_taken, const char *const *argv)
{
  TestProcess *self = g_new0 (TestProcess, 1);
  g_autoptr (GSubprocessLauncher) launcher = launcher_taken;
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);
  self->process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  self->out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  return self;
}

TestProcess *
test_process_new (const char *const *argv)
{
  return test_process_launch (g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE), argv);
}

char *
test_process_read_line (TestProcess *self)
{
  g_autoptr (GError) error = NULL;
  char *line = g_data_input_stream_read_line (self->out, NULL, NULL, &error);

  g_assert_no_error (error);
  return line;
}

int
test_process_end (TestProcess *self, int number)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_send_signal (self->process, number);
  g_subprocess_wait (self->process, NULL, &error);
  g_assert_no_error (error);
  if (g_subprocess_get_if_exited (self->process))
    return g_subprocess_get_exit_status (self->process);
  g_assert_cmpint (g_subprocess_get_term_sig (self->process), ==, number);
  return -1;
}

void
test_process_free (TestProcess *self)
{
  if (g_subprocess_get_identifier (self->process) != NULL)
    test_process_end (self, SIGKILL);
  g_object_unref (self->out);
  g_object_unref (self->process);
  g_free (self);
}

TestProcess *
test_process_new_server (const char *database, guint16 *port)
{
  g_autofree char *program
      = g_test_build_filename (G_TEST_BUILT, "src", "server", "tickets-server", NULL);
  g_autofree char *over = g_strdup_printf ("--database=%s", database);
  g_autofree char *at = g_strdup_printf ("--port=%u", *port);
  /* Nothing that this machine is configured with. */
  const char *const argv[] = { program, "serve",       "--config=/dev/null", over,
                               at,      "--threads=2", "--log-requests=no",  NULL };
  TestProcess *self = test_process_new (argv);
  g_autofree char *line = test_process_read_line (self);

  /* Its first line ends with the address it serves at. */
  g_assert_nonnull (line);
  *port = g_ascii_strtoull (strrchr (line, ':') + 1, NULL, 10);
  g_assert_cmpuint (*port, !=, 0);
  return self;
}
