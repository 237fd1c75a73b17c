/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo's tickets on a server that is a program of its own, so that it can be stopped. */
#include "test-network.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

static void
run (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) program
      = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);

  g_assert_no_error (error);
  g_subprocess_wait_check (program, NULL, &error);
  g_assert_no_error (error);
}

static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

/* Its first line says where it listens. */
static char *
read_uri (GSubprocess *server)
{
  g_autoptr (GDataInputStream) lines
      = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server));
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  const char *uri = line != NULL ? strstr (line, "http://") : NULL;

  g_assert_no_error (error);
  g_assert_nonnull (uri);
  return g_strndup (uri, strcspn (uri, " \n"));
}

static void
serve (Network *self, const char *port)
{
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  self->server = g_subprocess_launcher_spawn (
      launcher, &error, self->program, "serve", "-d", self->database, "-p", port, NULL);
  g_assert_no_error (error);
  g_free (self->uri);
  self->uri = read_uri (self->server);
}

Network *
network_new (const char *server, const char *tickets)
{
  Network *self = g_new0 (Network, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *password = NULL;

  self->folder = test_folder_new ();
  self->program = g_strdup (server);
  self->database = g_build_filename (self->folder, "tickets.db", NULL);
  password = g_build_filename (self->folder, "password", NULL);
  g_file_set_contents (password, NETWORK_PASSWORD "\n", -1, &error);
  g_assert_no_error (error);

  run ((const char *const[]){ server,
                              "init",
                              "-d",
                              self->database,
                              "-O",
                              "larkfield",
                              "--name",
                              "Larkfield Partner Network",
                              "--admin",
                              NETWORK_ADMIN,
                              "--admin-name",
                              "Helena Brandt",
                              "--password-file",
                              password,
                              NULL });
  network_set_support (self, TRUE);
  run ((const char *const[]){ server, "import", "-d", self->database, tickets, NULL });
  serve (self, "0");
  return self;
}

void
network_set_support (Network *self, gboolean enabled)
{
  run ((const char *const[]){ self->program,
                              "organization",
                              "set",
                              "-d",
                              self->database,
                              "--support-tickets",
                              enabled ? "on" : "off",
                              NULL });
}

void
network_start (Network *self)
{
  serve (self, strrchr (self->uri, ':') + 1);
}

void
network_stop (Network *self)
{
  if (self->server == NULL)
    return;
  g_subprocess_force_exit (self->server);
  g_subprocess_wait (self->server, NULL, NULL);
  g_clear_object (&self->server);
}

void
network_free (Network *self)
{
  network_stop (self);
  test_folder_free (self->folder);
  g_free (self->program);
  g_free (self->database);
  g_free (self->uri);
  g_free (self);
}
