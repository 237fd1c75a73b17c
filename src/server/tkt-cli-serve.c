/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets-server serve. */
#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <sys/resource.h>

#include "tkt-cli.h"
#include "tkt-server.h"

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

/* (transfer full) (nullable): of all roles, in their order. */
static GPtrArray *
open_all_endpoints (const TktConfig *config, GError **error)
{
  g_autoptr (GPtrArray) endpoints
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_endpoint_free);

  for (guint role = TKT_ENDPOINT_HTTP; role <= TKT_ENDPOINT_HTTPS; role++)
    if (!open_endpoints (config, role, endpoints, error))
      return NULL;
  return g_steal_pointer (&endpoints);
}

static gboolean
on_reload (gpointer user_data)
{
  TktTls *tls = user_data;
  g_autoptr (GError) error = NULL;

  if (tls == NULL)
    g_message ("There is no certificate to read again");
  else if (tkt_tls_reload (tls, &error))
    g_message ("The certificate has been read again");
  else
    g_warning ("The certificate stays the old one: %s", error->message);
  return G_SOURCE_CONTINUE;
}

static void
tell_endpoints (const char *database, const GPtrArray *endpoints)
{
  for (guint i = 0; i < endpoints->len; i++)
    {
      g_autofree char *uri = tkt_endpoint_get_uri (g_ptr_array_index (endpoints, i));

      g_print (_ ("Serving %s at %s\n"), database, uri);
    }
}

/* Until SIGTERM or SIGINT; what is under way then is finished. */
static gboolean
serve (TktCli *cli, TktServerOptions *options, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GPtrArray) endpoints = open_all_endpoints (cli->config, error);
  g_autoptr (TktServer) server = NULL;
  guint signals[3];

  if (endpoints == NULL)
    return FALSE;
  options->endpoints = endpoints;
  server = tkt_server_new (cli->store, options, error);
  if (server == NULL)
    return FALSE;

  signals[0] = g_unix_signal_add (SIGTERM, on_end, loop);
  signals[1] = g_unix_signal_add (SIGINT, on_end, loop);
  signals[2] = g_unix_signal_add (SIGHUP, on_reload, options->tls);
  tell_endpoints (cli->config->database, endpoints);
  /* Only the server's own are left, which close with it. */
  g_clear_pointer (&endpoints, g_ptr_array_unref);
  g_main_loop_run (loop);
  g_print (_ ("Stopping\n"));
  tkt_server_stop (server);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_source_remove (signals[i]);

  return TRUE;
}

static gboolean
configure (const TktConfig *config, TktServerOptions *options, GError **error)
{
  if (!tkt_config_check (config, error))
    return FALSE;
  options->lanes = config->threads;
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

  cli = tkt_cli_parse (&syntax, NULL, argc, argv, &error);
  if (cli != NULL && configure (cli->config, &options, &error))
    {
      raise_file_limit ();
      if (tkt_cli_open_store (cli, FALSE, &error))
        serve (cli, &options, &error);
    }
  g_clear_pointer (&options.tls, tkt_tls_unref);

  return tkt_cli_end (syntax.name, error);
}
