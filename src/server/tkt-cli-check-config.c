/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets-server check-config. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "tkt-cli.h"
#include "tkt-tls.h"

/* As the one who runs this: say so where it is not the one who serves. */
static gboolean
check_access (const char *path, int mode, GError **error)
{
  int reason;

  if (faccessat (AT_FDCWD, path, mode, AT_EACCESS) == 0)
    return TRUE;
  reason = errno;
  g_set_error (error,
               G_IO_ERROR,
               g_io_error_from_errno (reason),
               _ ("%s can't be used: %s"),
               path,
               g_strerror (reason));
  return FALSE;
}

/* SQLite makes files beside its own. */
static gboolean
check_database (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return check_access (folder, R_OK | W_OK | X_OK, error)
         && (!g_file_test (path, G_FILE_TEST_EXISTS) || check_access (path, R_OK | W_OK, error));
}

static gboolean
check_tls (const TktConfig *config, GError **error)
{
  g_autoptr (TktTls) tls = NULL;
  g_autoptr (GDateTime) end = NULL;
  g_autofree char *day = NULL;

  if (config->certificate == NULL)
    return TRUE;
  tls = tkt_tls_new (config->certificate, config->private_key, error);
  if (tls == NULL)
    return FALSE;
  if (tkt_tls_get_expiry (tls) * G_USEC_PER_SEC > g_get_real_time ())
    return TRUE;
  end = g_date_time_new_from_unix_utc (tkt_tls_get_expiry (tls));
  day = g_date_time_format (end, "%Y-%m-%d");
  g_set_error (error,
               G_TLS_ERROR,
               G_TLS_ERROR_BAD_CERTIFICATE,
               /* Translators: the name of a certificate's file, and a day. */
               _ ("%s ended on %s. Get a new certificate"),
               config->certificate,
               day);
  return FALSE;
}

TktCliStatus
tkt_cli_run_check_config (int argc, char **argv)
{
  gboolean show = FALSE;
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  const TktCliSyntax syntax = {
    "check-config",
    NULL,
    0,
    0,
    N_ ("Says whether “tickets-server serve” could begin with this configuration."),
    N_ ("Looks at the certificate, its key and the folder of the database, too, with the rights of"
        " whoever runs it."),
    .configures = TRUE,
  };
  const GOptionEntry entries[] = {
    { "show", 0, 0, G_OPTION_ARG_NONE, &show, N_ ("Print what is in effect, as a file"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  cli = tkt_cli_parse (&syntax, entries, argc, argv, &error);
  if (cli != NULL && show)
    {
      g_autofree char *text = tkt_config_to_text (cli->config);

      g_print ("%s", text);
    }
  if (cli != NULL && tkt_config_check (cli->config, &error)
      && check_database (cli->config->database, &error) && check_tls (cli->config, &error) && !show)
    g_print (_ ("The configuration is right.\n"));

  return tkt_cli_end (syntax.name, error);
}
