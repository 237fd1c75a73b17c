/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets-server vacuum. */
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "tkt-cli.h"
#include "tkt-sqlite-keep.h"

static gboolean
get_size (const char *path, goffset *size, GError **error)
{
  GStatBuf info;

  if (g_stat (path, &info) != 0)
    {
      g_set_error (
          error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path, g_strerror (errno));
      return FALSE;
    }
  *size = info.st_size;

  return TRUE;
}

static gboolean
run (TktCli *cli, gboolean search, GError **error)
{
  g_autofree char *size_before = NULL;
  g_autofree char *size_after = NULL;
  goffset before, after;

  if (!get_size (cli->config->database, &before, error)
      || !tkt_sqlite_vacuum (cli->config->database, search, error)
      || !get_size (cli->config->database, &after, error))
    return FALSE;
  size_before = g_format_size (before);
  size_after = g_format_size (after);
  /* Translators: the name of a file, and two amounts of bytes such as "12.5 kB". */
  g_print (_ ("%s took %s and takes %s now.\n"), cli->config->database, size_before, size_after);

  return TRUE;
}

TktCliStatus
tkt_cli_run_vacuum (int argc, char **argv)
{
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  gboolean search = FALSE;
  const TktCliSyntax syntax = {
    "vacuum",
    NULL,
    0,
    0,
    N_ ("Gives the room of what was deleted back to the disk."),
    N_ ("The server must be stopped. It takes as much room meanwhile as the database does, here "
        "and in /var/tmp\n(or TMPDIR). Killed, it has changed nothing."),
  };
  const GOptionEntry entries[] = {
    { "search", 0, 0, G_OPTION_ARG_NONE, &search, N_ ("Make the search index anew as well"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  cli = tkt_cli_parse (&syntax, entries, argc, argv, &error);
  if (cli != NULL)
    run (cli, search, &error);

  return tkt_cli_end (syntax.name, error);
}
