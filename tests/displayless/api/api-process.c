/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program tickets-server as a process of its own, over the database of a fixture. */
#include "api-process.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

/* Its first line ends with the address it serves at. */
static guint16
read_port (GSubprocess *process)
{
  g_autoptr (GDataInputStream) out
      = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (out), FALSE);
  line = g_data_input_stream_read_line (out, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);

  return g_ascii_strtoull (strrchr (line, ':') + 1, NULL, 10);
}

/* In the child: it does not outlive a test that fails. */
static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

ApiProcess *
api_process_new (Api *api)
{
  ApiProcess *self = g_new0 (ApiProcess, 1);
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "tickets-server", NULL);
  g_autofree char *database = g_strdup_printf ("--database=%s", api->server->database);
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);
  self->process = g_subprocess_launcher_spawn (
      launcher, &error, program, "serve", database, "--port=0", "--threads=2", NULL);
  g_assert_no_error (error);
  self->port = read_port (self->process);
  g_assert_cmpuint (self->port, !=, 0);
  api->server->port = self->port;

  return self;
}

int
api_process_end (ApiProcess *self, int number)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_subprocess_send_signal (self->process, number);
  g_subprocess_wait (self->process, NULL, &error);
  g_assert_no_error (error);
  status = g_subprocess_get_if_exited (self->process) ? g_subprocess_get_exit_status (self->process)
                                                      : -1;
  if (status < 0)
    g_assert_cmpint (g_subprocess_get_term_sig (self->process), ==, number);
  g_clear_object (&self->process);

  return status;
}

void
api_process_free (ApiProcess *self)
{
  if (self->process != NULL)
    api_process_end (self, SIGKILL);
  g_free (self);
}
