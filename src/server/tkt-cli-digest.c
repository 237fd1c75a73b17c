/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets-server digest: whether server and desk agree, and where not. */
#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "tkt-cli.h"
#include "tkt-digest-list.h"

typedef struct
{
  TktCli *cli;
  char *account;
  gboolean list; /* one of the two at most */
  char *other;   /* the file to compare with */
  TktDigest *digest;
} Job;

static gpointer
run_digest (TktStoreTx *tx, gpointer data, GError **error)
{
  Job *self = data;
  g_autoptr (TktActor) actor = tkt_cli_load_operator (self->cli, tx, error);
  g_autoptr (TktAccount) account = NULL;

  if (actor != NULL)
    account = tkt_cli_find_account (tx, actor, self->account, error);

  return GINT_TO_POINTER (
      account != NULL
      && tkt_service_digest (tx, actor->organization, account, self->digest, error));
}

/* As one moment shows it: a server that runs does not disturb it. */
static gboolean
fill (TktDigest *digest, gpointer data, GError **error)
{
  Job *self = data;

  self->digest = digest;
  return tkt_store_read (self->cli->store, run_digest, self, error) != NULL;
}

static gboolean
print_hash (Job *self, GError **error)
{
  g_autoptr (TktDigest) digest = tkt_digest_new (NULL, NULL);

  if (!fill (digest, self, error))
    return FALSE;
  g_print ("%s\n", tkt_digest_get_hash (digest));

  return TRUE;
}

/* @differs: (out): it was not the same, and the first difference was printed. */
static gboolean
explain (Job *self, gboolean *differs, GError **error)
{
  gboolean standard = g_str_equal (self->other, "-");
  g_autoptr (GInputStream) list = NULL;
  g_autofree char *difference = NULL;

  if (standard)
    list = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  else
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (self->other);

      list = G_INPUT_STREAM (g_file_read (file, NULL, error));
    }
  if (list == NULL
      || !tkt_digest_explain (
          fill, self, list, standard ? _ ("Standard input") : self->other, &difference, error))
    return FALSE;
  *differs = difference != NULL;
  if (difference != NULL)
    g_print ("%s\n", difference);

  return TRUE;
}

static gboolean
check_options (const Job *self, GError **error)
{
  if (self->account != NULL && !(self->list && self->other != NULL))
    return TRUE;
  g_set_error_literal (error,
                       G_OPTION_ERROR,
                       G_OPTION_ERROR_BAD_VALUE,
                       self->account == NULL ? _ ("Say with --account whose view it is.")
                                             : _ ("--list and --explain don’t go together."));

  return FALSE;
}

static gboolean
run (Job *self, gboolean *differs, GError **error)
{
  if (!check_options (self, error) || !tkt_cli_open_store (self->cli, FALSE, error))
    return FALSE;
  if (self->other != NULL)
    return explain (self, differs, error);
  if (self->list)
    {
      g_autoptr (GOutputStream) out = g_unix_output_stream_new (STDOUT_FILENO, FALSE);

      return tkt_digest_list (fill, self, out, error);
    }

  return print_hash (self, error);
}

TktCliStatus
tkt_cli_run_digest (int argc, char **argv)
{
  Job self = { 0 };
  gboolean differs = FALSE;
  g_autofree char *account = NULL;
  g_autofree char *other = NULL;
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  const TktCliSyntax syntax = {
    "digest",
    NULL,
    0,
    0,
    N_ ("Prints one hash over everything that an account may see."),
    N_ ("“tickets --digest” at the account’s desk prints the same hash exactly when the two agree;"
        "\nwhere they don’t, --explain with what the other side’s --list has written tells the"
        " first difference,\nand exits with 1. It may run beside a server."),
  };
  const GOptionEntry entries[] = {
    { "account", 'a', 0, G_OPTION_ARG_STRING, &account, N_ ("Whose view"), N_ ("USERNAME") },
    { "list",
      0,
      0,
      G_OPTION_ARG_NONE,
      &self.list,
      N_ ("Print a line for each row instead: kind, id, revision, hash"),
      NULL },
    { "explain",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &other,
      N_ ("Compare with a list from the desk; - is standard input"),
      N_ ("FILE") },
    G_OPTION_ENTRY_NULL,
  };

  self.cli = cli = tkt_cli_parse (&syntax, entries, argc, argv, &error);
  self.account = account;
  self.other = other;
  if (cli != NULL && run (&self, &differs, &error) && differs)
    return TKT_CLI_FAILED;

  return tkt_cli_end (syntax.name, error);
}
