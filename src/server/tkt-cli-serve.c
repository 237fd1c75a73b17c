/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets-server serve. */
#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <sys/resource.h>

#include "tkt-cli.h"
#include "tkt-server.h"

#define DEFAULT_PORT 8080

static gboolean
on_end (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_CONTINUE;
}

/* Every desk holds a connection open. The usual limit is low for the sake of programs that call
 * select(2), which this one does not; where it can't be raised the listener waits for others to
 * hang up. */
static void
raise_file_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max)
    {
      limit.rlim_cur = limit.rlim_max;
      if (setrlimit (RLIMIT_NOFILE, &limit) != 0)
        g_info ("No more files can be open than before: %s", g_strerror (errno));
    }
}

/* Until SIGTERM or SIGINT; what is under way then is finished. */
static gboolean
serve (TktCli *cli, const TktServerOptions *options, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (TktServer) server = tkt_server_new (cli->store, options, error);
  guint terminate, interrupt;

  if (server == NULL)
    return FALSE;

  terminate = g_unix_signal_add (SIGTERM, on_end, loop);
  interrupt = g_unix_signal_add (SIGINT, on_end, loop);
  g_print (_ ("Serving %s at %s\n"), cli->database, tkt_server_get_uri (server));
  g_main_loop_run (loop);
  g_print (_ ("Stopping\n"));
  tkt_server_stop (server);
  g_source_remove (terminate);
  g_source_remove (interrupt);

  return TRUE;
}

TktCliStatus
tkt_cli_run_serve (int argc, char **argv)
{
  g_autofree char *address = NULL;
  int port = DEFAULT_PORT;
  int threads = 0;
  TktServerOptions options = { .strength = TKT_PASSWORD_STRONG };
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  const TktCliSyntax syntax = {
    "serve",
    NULL,
    0,
    0,
    N_ ("Serves desks until it is told to stop (SIGTERM, or Ctrl+C)."),
    N_ ("All organizations of the database are served. Beyond this computer put a reverse proxy "
        "with"
        " TLS in front."),
  };
  const GOptionEntry entries[] = {
    { "listen",
      'l',
      0,
      G_OPTION_ARG_STRING,
      &address,
      N_ ("The address to listen on (127.0.0.1)"),
      N_ ("ADDRESS") },
    { "port",
      'p',
      0,
      G_OPTION_ARG_INT,
      &port,
      N_ ("The port to listen on (8080); 0 is any free one"),
      N_ ("PORT") },
    { "threads",
      0,
      0,
      G_OPTION_ARG_INT,
      &threads,
      N_ ("Threads that serve (one for each processor)"),
      N_ ("N") },
    { "insecure-listen",
      0,
      0,
      G_OPTION_ARG_NONE,
      &options.insecure,
      N_ ("Listen beyond this computer though passwords and tickets are then sent in the clear"),
      NULL },
    G_OPTION_ENTRY_NULL,
  };

  cli = tkt_cli_parse (&syntax, entries, argc, argv, &error);
  if (cli != NULL && (port < 0 || port > G_MAXUINT16 || threads < 0 || threads > 1024))
    g_set_error_literal (&error,
                         G_OPTION_ERROR,
                         G_OPTION_ERROR_BAD_VALUE,
                         _ ("--port has to be from 0 to 65535, --threads from 0 to 1024."));
  options.address = address;
  options.port = port;
  options.lanes = threads;
  raise_file_limit ();
  if (error == NULL && tkt_cli_open_store (cli, FALSE, &error))
    serve (cli, &options, &error);

  return tkt_cli_end (syntax.name, error);
}
