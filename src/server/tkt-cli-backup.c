/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets-server backup. */
#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <signal.h>
#include <unistd.h>

#include "tkt-cli-copy.h"
#include "tkt-json.h"

typedef struct
{
  TktCli *cli;
  gboolean replace;
  gboolean json;
  const char *target; /* NULL: standard output */
} Backup;

static void
print_json (const Backup *self, const TktSqliteCopy *copy)
{
  g_autoptr (GString) line = g_string_new ("{\"file\":");
  const guint64 n_findings = tkt_verdict_on_file_count (&copy->verdict);

  if (self->target != NULL)
    tkt_json_append_string (line, self->target);
  else
    g_string_append (line, "null");
  g_string_append_printf (line,
                          ",\"bytes\":%" PRId64 ",\"tickets\":%" PRIu64 ",\"messages\":%" PRIu64
                          ",\"findings\":%" PRIu64 "}\n",
                          copy->n_bytes,
                          copy->verdict.n_tickets,
                          copy->verdict.n_messages,
                          n_findings);
  if (self->target != NULL)
    g_print ("%s", line->str);
  else
    g_printerr ("%s", line->str);
}

static void
print_words (const Backup *self, const TktSqliteCopy *copy)
{
  g_autofree char *size = g_format_size (copy->n_bytes);
  g_autofree char *count = tkt_cli_count (copy->verdict.n_tickets, copy->verdict.n_messages);
  g_autofree char *line = g_strdup_printf (_ ("Backed up %s (%s).\n"), count, size);

  if (self->target != NULL)
    g_print ("%s", line);
  else
    g_printerr ("%s", line);
}

static gboolean
run (Backup *self, GError **error)
{
  g_auto (TktSqliteCopy) copy = { 0 };
  g_autoptr (GOutputStream) out = NULL;

  if (self->target == NULL && isatty (STDOUT_FILENO))
    {
      g_set_error_literal (error,
                           G_OPTION_ERROR,
                           G_OPTION_ERROR_BAD_VALUE,
                           _ ("A backup is not for a terminal: name a file, or a program behind "
                              "“|”."));
      return FALSE;
    }
  out = g_unix_output_stream_new (STDOUT_FILENO, FALSE);
  /* Whoever stops reading is told of as an error, after which the copy is removed. */
  signal (SIGPIPE, SIG_IGN);
  if (!tkt_sqlite_backup (self->cli->config->database,
                          self->target,
                          out,
                          self->replace,
                          tkt_cli_copy_tell_finding,
                          NULL,
                          &copy,
                          error))
    return FALSE;
  tkt_cli_copy_tell_advice (&copy);
  if (self->json)
    print_json (self, &copy);
  else
    print_words (self, &copy);

  return TRUE;
}

TktCliStatus
tkt_cli_run_backup (int argc, char **argv)
{
  Backup self = { 0 };
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  const TktCliSyntax syntax = {
    "backup",
    N_ ("FILE"),
    1,
    1,
    N_ ("Copies the whole database into one file."),
    N_ ("It may run beside a server, which goes on writing: the copy is of the moment when it "
        "began. It is looked\nat as “verify” does, and gets its name when it is whole and on the "
        "disk. Nothing of what was deleted before\nis in it. FILE - is standard output; until "
        "that has been written, the copy takes as much room beside the\ndatabase. "
        "All organizations are in it."),
  };
  const GOptionEntry entries[] = {
    { "replace",
      0,
      0,
      G_OPTION_ARG_NONE,
      &self.replace,
      N_ ("Let the backup take the place of FILE"),
      NULL },
    { "json",
      0,
      0,
      G_OPTION_ARG_NONE,
      &self.json,
      N_ ("Say what was done as a line of JSON"),
      NULL },
    G_OPTION_ENTRY_NULL,
  };

  self.cli = cli = tkt_cli_parse (&syntax, entries, argc, argv, &error);
  if (cli != NULL)
    {
      self.target = g_str_equal (cli->arguments[0], "-") ? NULL : cli->arguments[0];
      run (&self, &error);
    }

  return tkt_cli_end (syntax.name, error);
}
