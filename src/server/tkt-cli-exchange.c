/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets-server import and export. */
#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <unistd.h>

#include "tkt-cli.h"
#include "tkt-export.h"
#include "tkt-import.h"
#include "tkt-problem.h"
#include "tkt-store-calls.h"

/* So many bad lines are told of one by one. */
#define MOST_TOLD 20

typedef struct
{
  TktCli *cli;
  gboolean keep_going;
  char *rejects; /* path */

  GFileIOStream *spool; /* of standard input; closes its streams when it goes */
  GDataInputStream *lines;
  TktImporter *importer;      /* while the transaction lasts */
  TktExchangeTicket *ticket;  /* in hand */
  GOutputStream *rejects_out; /* opened for the first bad line */
  guint64 n_lines;
  guint64 n_bad;
  guint64 n_tickets;
  guint64 n_messages;
} Import;

static void
import_clear (Import *self)
{
  g_clear_object (&self->lines);
  g_clear_object (&self->spool);
  g_clear_object (&self->rejects_out);
  g_clear_pointer (&self->ticket, tkt_exchange_ticket_free);
  g_free (self->rejects);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

static gpointer
take_ticket (TktStoreTx *tx, gpointer data, GError **error)
{
  Import *self = data;

  return GINT_TO_POINTER (tkt_importer_take (self->importer, self->ticket, error));
}

static gboolean
reject_line (Import *self, const char *line, gsize length, GError **error)
{
  if (!self->keep_going)
    return TRUE;
  if (self->rejects_out == NULL)
    {
      g_autoptr (GFile) file = g_file_new_for_path (self->rejects);

      self->rejects_out = G_OUTPUT_STREAM (
          g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, error));
      if (self->rejects_out == NULL)
        return FALSE;
    }

  return g_output_stream_write_all (self->rejects_out, line, length, NULL, NULL, error)
         && g_output_stream_write_all (self->rejects_out, "\n", 1, NULL, NULL, error);
}

/* Says what is wrong with the line; anything else than its content ends the import. */
static gboolean
tell_bad_line (Import *self, const char *line, gsize length, GError *problem, GError **error)
{
  g_autofree char *text = NULL;

  if (problem->domain != TKT_PROBLEM)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }

  text = tkt_cli_describe (problem);
  g_error_free (problem);
  if (self->n_bad++ < MOST_TOLD)
    g_printerr (_ ("line %" PRIu64 ": %s\n"), self->n_lines, text);

  return reject_line (self, line, length, error);
}

static gboolean
take_line (Import *self, TktStoreTx *tx, const char *line, gsize length, GError **error)
{
  GError *problem = NULL;

  g_clear_pointer (&self->ticket, tkt_exchange_ticket_free);
  self->ticket = tkt_exchange_ticket_read (line, length, &problem);
  if (self->ticket == NULL)
    return tell_bad_line (self, line, length, problem, error);

  /* After a bad line the rest is only looked at, for nothing of the file will be taken. */
  if (self->n_bad > 0 && !self->keep_going)
    return TRUE;
  if (self->keep_going)
    tkt_store_attempt (tx, take_ticket, self, &problem);
  else
    take_ticket (tx, self, &problem);
  if (problem != NULL)
    return tell_bad_line (self, line, length, problem, error);

  self->n_tickets++;
  self->n_messages += self->ticket->messages->len;

  return TRUE;
}

static gboolean
take_lines (Import *self, TktStoreTx *tx, GError **error)
{
  g_autoptr (GError) failure = NULL;

  while (TRUE)
    {
      gsize length;
      g_autofree char *line = g_data_input_stream_read_line (self->lines, &length, NULL, &failure);

      if (line == NULL)
        break;
      self->n_lines++;
      if (length > 0 && !take_line (self, tx, line, length, error))
        return FALSE;
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  if (self->n_bad > MOST_TOLD)
    g_printerr (g_dngettext (GETTEXT_PACKAGE,
                             "… and %" PRIu64 " more line\n",
                             "… and %" PRIu64 " more lines\n",
                             self->n_bad - MOST_TOLD),
                self->n_bad - MOST_TOLD);
  if (self->n_bad > 0 && !self->keep_going)
    {
      tkt_problem_set (error, TKT_PROBLEM_INVALID, _ ("Nothing was imported."));
      return FALSE;
    }

  return self->rejects_out == NULL || g_output_stream_close (self->rejects_out, NULL, error);
}

static gpointer
run_import (TktStoreTx *tx, gpointer data, GError **error)
{
  Import *self = data;
  g_autoptr (TktOrganization) organization = tkt_cli_find_organization (self->cli, tx, error);
  g_autoptr (TktImporter) importer = NULL;
  g_autoptr (TktActor) operator= NULL;
  g_autofree char *number = NULL;

  if (organization == NULL)
    return NULL;
  importer = self->importer = tkt_importer_new (tx, organization->id);
  if (!take_lines (self, tx, error))
    return NULL;

  operator= tkt_actor_new_operator (organization);
  number = g_strdup_printf ("%" PRIu64, self->n_tickets);

  return GINT_TO_POINTER (tkt_service_note (
      tx, operator, & (TktDeed){ TKT_AUDIT_IMPORTED, .new_value = number }, error));
}

/* Standard input may come as slowly as somebody types: it is read to its end before the
 * transaction. */
static GInputStream *
spool_standard_input (Import *self, GError **error)
{
  g_autoptr (GInputStream) in = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GFile) file = g_file_new_tmp ("tickets-import-XXXXXX", &self->spool, error);

  if (file == NULL || !g_file_delete (file, NULL, error)
      || g_output_stream_splice (g_io_stream_get_output_stream (G_IO_STREAM (self->spool)),
                                 in,
                                 G_OUTPUT_STREAM_SPLICE_NONE,
                                 NULL,
                                 error)
             < 0
      || !g_seekable_seek (G_SEEKABLE (self->spool), 0, G_SEEK_SET, NULL, error))
    return NULL;

  return g_object_ref (g_io_stream_get_input_stream (G_IO_STREAM (self->spool)));
}

static gboolean
open_lines (Import *self, GError **error)
{
  const char *path = self->cli->arguments[0];
  gboolean standard = g_str_equal (path, "-");
  g_autoptr (GInputStream) in = NULL;

  if (self->keep_going && self->rejects == NULL)
    {
      if (standard)
        {
          g_set_error_literal (
              error,
              G_OPTION_ERROR,
              G_OPTION_ERROR_BAD_VALUE,
              _ ("From standard input, --keep-going needs --rejects FILE for the bad lines."));
          return FALSE;
        }
      self->rejects = g_strconcat (path, ".rejected", NULL);
    }

  if (standard)
    in = spool_standard_input (self, error);
  else
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);

      in = G_INPUT_STREAM (g_file_read (file, NULL, error));
    }
  if (in == NULL)
    return FALSE;
  self->lines = g_data_input_stream_new (in);

  return TRUE;
}

static void
report_import (Import *self)
{
  g_autofree char *count = tkt_cli_count (self->n_tickets, self->n_messages);

  /* Translators: "12 tickets with 120 messages". */
  g_print (_ ("Imported %s.\n"), count);
  if (self->n_bad > 0)
    {
      g_printerr (g_dngettext (GETTEXT_PACKAGE,
                               "%" PRIu64 " line was refused.\n",
                               "%" PRIu64 " lines were refused.\n",
                               self->n_bad),
                  self->n_bad);
      /* Translators: the name of a file. */
      g_printerr (_ ("What was refused is in %s.\n"), self->rejects);
    }
}

TktCliStatus
tkt_cli_run_import (int argc, char **argv)
{
  g_auto (Import) self = { 0 };
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  const TktCliSyntax syntax = {
    "import",
    N_ ("FILE"),
    1,
    1,
    N_ ("Takes tickets with their history into an organization."),
    N_ ("FILE has one ticket a line, as “tickets-server export” writes them; - is standard input."
        "\nPublishers and accounts that are not there yet are made; nobody can sign in with such an"
        "\naccount until it is given a password. Bad lines are told of by number, and then nothing"
        "\nof the file is taken."),
  };
  const GOptionEntry entries[] = {
    { "keep-going",
      'k',
      0,
      G_OPTION_ARG_NONE,
      &self.keep_going,
      N_ ("Take the good lines and write the bad ones to FILE.rejected"),
      NULL },
    { "rejects",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &self.rejects,
      N_ ("Write the bad lines here instead"),
      N_ ("FILE") },
    G_OPTION_ENTRY_NULL,
  };

  cli = tkt_cli_parse (&syntax, entries, argc, argv, &error);
  self.cli = cli;
  if (cli != NULL && open_lines (&self, &error) && tkt_cli_open_store (cli, FALSE, &error)
      && tkt_store_write_sync (cli->store, run_import, &self, &error) != NULL)
    report_import (&self);
  if (error == NULL && self.n_bad > 0)
    return TKT_CLI_REFUSED;

  return tkt_cli_end (syntax.name, error);
}

typedef struct
{
  TktCli *cli;
  char *output; /* path, or NULL: standard output */
  guint64 n_tickets;
} Export;

static gpointer
run_export (TktStoreTx *tx, gpointer data, GError **error)
{
  Export *self = data;
  g_autoptr (TktOrganization) organization = tkt_cli_find_organization (self->cli, tx, error);
  g_autoptr (GOutputStream) out = NULL;

  if (organization == NULL)
    return NULL;
  if (self->output == NULL)
    out = g_unix_output_stream_new (STDOUT_FILENO, FALSE);
  else
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (self->output);

      out = G_OUTPUT_STREAM (
          g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, error));
    }

  return GINT_TO_POINTER (out != NULL
                          && tkt_export (tx, organization->id, out, &self->n_tickets, error)
                          && g_output_stream_close (out, NULL, error));
}

TktCliStatus
tkt_cli_run_export (int argc, char **argv)
{
  Export self = { 0 };
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  const TktCliSyntax syntax = {
    "export",
    NULL,
    0,
    0,
    N_ ("Writes all tickets of an organization with their history, one a line."),
    N_ ("It may run beside a server: what it writes is what stood there when it began."),
  };
  const GOptionEntry entries[] = {
    { "output",
      'o',
      0,
      G_OPTION_ARG_FILENAME,
      &output,
      N_ ("Write to FILE, once it is complete, instead of to standard output"),
      N_ ("FILE") },
    G_OPTION_ENTRY_NULL,
  };

  cli = tkt_cli_parse (&syntax, entries, argc, argv, &error);
  self.cli = cli;
  self.output = output;
  if (cli != NULL && tkt_cli_open_store (cli, FALSE, &error)
      && tkt_store_read (cli->store, run_export, &self, &error) != NULL)
    g_printerr (g_dngettext (GETTEXT_PACKAGE,
                             "Exported %" PRIu64 " ticket.\n",
                             "Exported %" PRIu64 " tickets.\n",
                             self.n_tickets),
                self.n_tickets);

  return tkt_cli_end (syntax.name, error);
}
