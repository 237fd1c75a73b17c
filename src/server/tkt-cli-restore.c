/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets-server restore. */
#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "tkt-cli-copy.h"

/* Bytes beside a database are part of it, and are not in FILE. */
static gboolean
check_alone (const char *path, GError **error)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  GStatBuf info;

  if (g_stat (wal, &info) != 0 || info.st_size == 0)
    return TRUE;
  g_set_error (error,
               G_OPTION_ERROR,
               G_OPTION_ERROR_BAD_VALUE,
               _ ("%s is no backup but a database that is open, or was when its server was killed: "
                  "“tickets-server backup” makes a backup of it."),
               path);

  return FALSE;
}

static GInputStream *
open_backup (const char *path, GError **error)
{
  g_autoptr (GFile) file = NULL;

  if (g_str_equal (path, "-"))
    return g_unix_input_stream_new (STDIN_FILENO, FALSE);
  if (!check_alone (path, error))
    return NULL;
  file = g_file_new_for_path (path);

  return G_INPUT_STREAM (g_file_read (file, NULL, error));
}

static gboolean
run (TktCli *cli, const TktSqliteRestoreOptions *options, GError **error)
{
  const char *path = cli->arguments[0];
  g_auto (TktSqliteCopy) copy = { 0 };
  g_autoptr (GInputStream) in = open_backup (path, error);
  g_autofree char *count = NULL;
  g_autoptr (GError) failed = NULL;

  if (in == NULL)
    return FALSE;
  if (!tkt_sqlite_restore (
          in, cli->config->database, options, tkt_cli_copy_tell_finding, NULL, &copy, &failed))
    {
      g_set_error (error,
                   failed->domain,
                   failed->code,
                   /* Translators: the name of a file, and sentences that say why. */
                   _ ("%s was not put back. %s"),
                   path,
                   failed->message);
      return FALSE;
    }
  tkt_cli_copy_tell_advice (&copy);
  count = tkt_cli_count (copy.verdict.n_tickets, copy.verdict.n_messages);
  /* Translators: "12 tickets with 120 messages". */
  g_print (_ ("Put back %s.\n"), count);
  if (copy.before != NULL)
    g_print (_ ("What was there before is in %s. Remove it when you no longer need it: what people "
                "delete from now on stays in it.\n"),
             copy.before);

  return TRUE;
}

TktCliStatus
tkt_cli_run_restore (int argc, char **argv)
{
  TktSqliteRestoreOptions options = { 0 };
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  const TktCliSyntax syntax = {
    "restore",
    N_ ("FILE"),
    1,
    1,
    N_ ("Puts a backup back."),
    N_ ("FILE is what “backup” has made; - is standard input. The server must be stopped. The copy "
        "is brought up to\ndate, looked at as “verify” does, and takes its place when it is whole "
        "and on the disk; a damaged one does\nnot. Desks begin anew with it, and keep what they "
        "have not delivered yet. What was deleted after the\nbackup was made is there again."),
  };
  const GOptionEntry entries[] = {
    { "replace",
      0,
      0,
      G_OPTION_ARG_NONE,
      &options.replace,
      N_ ("Let it take the database’s place, which is kept as DATABASE.before-restore-TIME"),
      NULL },
    { "end-sessions",
      0,
      0,
      G_OPTION_ARG_NONE,
      &options.end_sessions,
      N_ ("Let everybody sign in again: who was signed in when the backup was made is otherwise"
          " signed in again"),
      NULL },
    G_OPTION_ENTRY_NULL,
  };

  cli = tkt_cli_parse (&syntax, entries, argc, argv, &error);
  if (cli != NULL)
    run (cli, &options, &error);

  return tkt_cli_end (syntax.name, error);
}
