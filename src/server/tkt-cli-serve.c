/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets-server serve. */
#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <sys/resource.h>

#include "tkt-cli.h"
#include "tkt-server.h"
#include "tkt-supervisor.h"
#include "tkt-time.h"

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

static gboolean
open_endpoints (const TktConfig *config, TktEndpointRole role, GPtrArray *endpoints, GError **error)
{
  g_autoptr (GPtrArray) addresses = tkt_config_get_addresses (config, role);

  for (guint i = 0; i < addresses->len; i++)
    {
      TktEndpoint *endpoint = tkt_endpoint_open (role, g_ptr_array_index (addresses, i), error);

      if (endpoint == NULL)
        return FALSE;
      g_ptr_array_add (endpoints, endpoint);
    }
  return TRUE;
}

static gboolean
has_role (const GPtrArray *endpoints, TktEndpointRole role)
{
  for (guint i = 0; i < endpoints->len; i++)
    if (((TktEndpoint *)g_ptr_array_index (endpoints, i))->role == role)
      return TRUE;
  return FALSE;
}

/* A socket's unit is written by somebody else than the configuration. */
static gboolean
check_endpoint (const TktConfig *config, const TktEndpoint *endpoint, GError **error)
{
  g_autoptr (GInetSocketAddress) address = tkt_endpoint_get_address (endpoint);

  if (endpoint->role != TKT_ENDPOINT_HTTPS || config->certificate != NULL)
    return tkt_endpoint_check_reach (endpoint->role, address, config->insecure_listen, error);
  g_set_error_literal (error,
                       TKT_CONFIG_ERROR,
                       TKT_CONFIG_ERROR_VALUE,
                       _ ("The service manager handed over a socket for https, which needs a"
                          " certificate and a private-key"));
  return FALSE;
}

/* What the service manager has handed over takes the place of listen and tls-listen. */
static gboolean
open_all_endpoints (const TktConfig *config, GPtrArray *endpoints, GError **error)
{
  for (guint i = 0; i < endpoints->len; i++)
    if (!check_endpoint (config, g_ptr_array_index (endpoints, i), error))
      return FALSE;
  if (!has_role (endpoints, TKT_ENDPOINT_HTTP) && !has_role (endpoints, TKT_ENDPOINT_HTTPS)
      && (!open_endpoints (config, TKT_ENDPOINT_HTTP, endpoints, error)
          || !open_endpoints (config, TKT_ENDPOINT_HTTPS, endpoints, error)))
    return FALSE;
  return has_role (endpoints, TKT_ENDPOINT_METRICS)
         || open_endpoints (config, TKT_ENDPOINT_METRICS, endpoints, error);
}

/* What runs while the server does. */
typedef struct
{
  GMainLoop *loop;
  TktServer *server;
  TktTls *tls; /* or NULL */
  guint sources[4];
  gboolean asked; /* the server is being checked for the watchdog */
} Run;

static gboolean
on_end (gpointer user_data)
{
  Run *run = user_data;

  g_main_loop_quit (run->loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_reload (gpointer user_data)
{
  Run *run = user_data;
  g_autofree char *reloading
      = g_strdup_printf ("RELOADING=1\nMONOTONIC_USEC=%" G_GINT64_FORMAT, g_get_monotonic_time ());
  g_autoptr (GError) error = NULL;

  tkt_supervisor_tell (reloading);
  if (run->tls == NULL)
    g_message ("There is no certificate to read again");
  else if (tkt_tls_reload (run->tls, &error))
    g_message ("The certificate has been read again");
  else
    g_warning ("The certificate stays the old one: %s", error->message);
  tkt_supervisor_tell ("READY=1");
  return G_SOURCE_CONTINUE;
}

static void
on_checked (GObject *server, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;

  run->asked = FALSE;
  if (tkt_server_check_finish (TKT_SERVER (server), result, NULL))
    tkt_supervisor_tell ("WATCHDOG=1");
}

/* A thread that hangs leaves the question open, and the watchdog without an answer. */
static gboolean
on_watchdog (gpointer user_data)
{
  Run *run = user_data;

  if (!run->asked)
    tkt_server_check_async (run->server, on_checked, run);
  run->asked = TRUE;
  return G_SOURCE_CONTINUE;
}

static void
run_begin (Run *run)
{
  gint64 watchdog_us = tkt_supervisor_get_watchdog ();

  run->sources[0] = g_unix_signal_add (SIGTERM, on_end, run);
  run->sources[1] = g_unix_signal_add (SIGINT, on_end, run);
  run->sources[2] = g_unix_signal_add (SIGHUP, on_reload, run);
  if (watchdog_us > 0)
    run->sources[3] = g_timeout_add (MAX (watchdog_us / 3 / 1000, 1), on_watchdog, run);
}

static void
run_end (Run *run)
{
  for (guint i = 0; i < G_N_ELEMENTS (run->sources); i++)
    if (run->sources[i] != 0)
      g_source_remove (run->sources[i]);
  /* The lanes are gone, and the writer answers: so does the check. */
  while (run->asked)
    g_main_context_iteration (NULL, TRUE);
}

static void
tell_endpoints (const char *database, const GPtrArray *endpoints)
{
  for (guint i = 0; i < endpoints->len; i++)
    {
      const TktEndpoint *endpoint = g_ptr_array_index (endpoints, i);
      g_autofree char *uri = tkt_endpoint_get_uri (endpoint);

      if (endpoint->role == TKT_ENDPOINT_METRICS)
        g_print (_ ("Telling metrics at %s\n"), uri);
      else
        /* Translators: the name of a file, and an address on the network. */
        g_print (_ ("Serving %s at %s\n"), database, uri);
    }
}

/* Until SIGTERM or SIGINT; what is under way then is finished. */
static gboolean
serve (TktCli *cli, TktServerOptions *options, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (TktServer) server = NULL;
  Run run = { .loop = loop, .tls = options->tls };

  if (!open_all_endpoints (cli->config, options->endpoints, error))
    return FALSE;
  server = tkt_server_new (cli->store, options, error);
  if (server == NULL)
    return FALSE;

  run.server = server;
  run_begin (&run);
  tell_endpoints (cli->config->database, options->endpoints);
  /* Only the server's own are left, which close with it. */
  g_clear_pointer (&options->endpoints, g_ptr_array_unref);
  tkt_supervisor_tell ("READY=1");
  g_main_loop_run (loop);
  tkt_supervisor_tell ("STOPPING=1");
  g_print (_ ("Stopping\n"));
  tkt_server_stop (server);
  run_end (&run);

  return TRUE;
}

static gboolean
configure (const TktConfig *config, TktServerOptions *options, GError **error)
{
  if (!tkt_config_check (config, error))
    return FALSE;
  tkt_log_begin (config->log_level);
  options->log = config->log_requests;
  options->slow_us = config->slow_request * G_TIME_SPAN_MILLISECOND;
  options->lanes = config->threads;
  options->limits = &config->limits;
  options->session_life.idle = config->session_idle * TKT_DAY;
  options->session_life.whole = config->session_life * TKT_DAY;
  options->trusted_proxies = (const char *const *)config->trusted_proxies;
  options->strength = TKT_PASSWORD_STRONG;
  if (config->certificate == NULL)
    return TRUE;
  options->tls = tkt_tls_new (config->certificate, config->private_key, error);
  return options->tls != NULL;
}

TktCliStatus
tkt_cli_run_serve (int argc, char **argv)
{
  TktServerOptions options = { .tls = NULL };
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  const TktCliSyntax syntax = {
    "serve",
    NULL,
    0,
    0,
    N_ ("Serves desks until it is told to stop (SIGTERM, or Ctrl+C)."),
    N_ ("All organizations of the database are served. Each option but the last two is a key of the"
        " configuration,\ntoo, and beats it; “man tickets-server.conf” tells them at length. SIGHUP"
        " reads the certificate again."),
    .configures = TRUE,
  };

  options.endpoints = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_endpoint_free);
  cli = tkt_cli_parse (&syntax, NULL, argc, argv, &error);
  /* It changes the environment, which is for one thread alone: the store has others. */
  if (cli != NULL && configure (cli->config, &options, &error)
      && tkt_supervisor_take_endpoints (options.endpoints, &error))
    {
      raise_file_limit ();
      if (tkt_cli_open_store (cli, FALSE, &error))
        serve (cli, &options, &error);
    }
  g_clear_pointer (&options.endpoints, g_ptr_array_unref);
  g_clear_pointer (&options.tls, tkt_tls_unref);

  return tkt_cli_end (syntax.name, error);
}
