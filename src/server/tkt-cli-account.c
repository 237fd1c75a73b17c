/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets-server account add, passwd, disable and list. */
#include <glib/gi18n-lib.h>

#include "tkt-cli-password.h"
#include "tkt-cli.h"
#include "tkt-password.h"
#include "tkt-problem.h"

typedef struct
{
  TktCli *cli;
  TktNewAccount request; /* of add */
  TktAccountPatch patch; /* of the others */
  char *publisher;       /* number or name, or NULL */
  char *hash;
} Job;

/* Gets a password and hashes it. */
static char *
make_hash (const TktCliPassword *password, const char *username, char **text, GError **error)
{
  *text = tkt_cli_password_get (password, username, error);

  return *text != NULL ? tkt_password_hash (*text, TKT_PASSWORD_STRONG, error) : NULL;
}

static gpointer
run_add (TktStoreTx *tx, gpointer data, GError **error)
{
  Job *self = data;
  g_autoptr (TktActor) actor = tkt_cli_load_operator (self->cli, tx, error);
  g_autoptr (TktPublisher) publisher = NULL;
  g_autoptr (TktAccount) account = NULL;

  if (actor == NULL)
    return NULL;
  if (self->publisher != NULL)
    {
      publisher = tkt_cli_find_publisher (tx, actor, self->publisher, error);
      if (publisher == NULL)
        return NULL;
      self->request.publisher_id = publisher->id;
    }
  account = tkt_service_create_account (tx, actor, &self->request, self->hash, NULL, error);
  self->request.publisher_id = NULL;

  return GINT_TO_POINTER (account != NULL);
}

static gboolean
read_role (const char *word, const char *publisher, TktRole *role, GError **error)
{
  int value = publisher != NULL ? TKT_ROLE_PUBLISHER : TKT_ROLE_ACCOUNT_MANAGER;

  if (word != NULL && !tkt_enum_from_word (&tkt_role_enum, word, &value))
    g_set_error_literal (error,
                         G_OPTION_ERROR,
                         G_OPTION_ERROR_BAD_VALUE,
                         _ ("--role has to be publisher, account-manager or admin."));
  else if (value == TKT_ROLE_PUBLISHER && publisher == NULL)
    g_set_error_literal (error,
                         G_OPTION_ERROR,
                         G_OPTION_ERROR_BAD_VALUE,
                         _ ("Say with --publisher to which publisher the account belongs."));
  else if (value != TKT_ROLE_PUBLISHER && publisher != NULL)
    g_set_error_literal (error,
                         G_OPTION_ERROR,
                         G_OPTION_ERROR_BAD_VALUE,
                         _ ("Staff belong to no publisher: leave --publisher or --role out."));
  else
    {
      *role = value;
      return TRUE;
    }

  return FALSE;
}

static TktCliStatus
add (int argc, char **argv)
{
  g_auto (TktCliPassword) password = TKT_CLI_PASSWORD_INIT;
  Job self = { 0 };
  g_autofree char *name = NULL;
  g_autofree char *role = NULL;
  g_autofree char *publisher = NULL;
  g_autofree char *username = NULL;
  g_autofree char *display_name = NULL;
  g_autofree char *text = NULL;
  g_autofree char *hash = NULL;
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  const TktCliSyntax syntax = {
    "account add",
    N_ ("USERNAME"),
    1,
    1,
    N_ ("Adds a person who signs in."),
    N_ ("An account manager, unless --publisher or --role says otherwise.\nThe password is asked "
        "for on"
        " the terminal unless an option says otherwise."),
  };
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_ ("The name (the username)"), N_ ("NAME") },
    { "role",
      0,
      0,
      G_OPTION_ARG_STRING,
      &role,
      N_ ("publisher, account-manager or admin"),
      N_ ("ROLE") },
    { "publisher",
      0,
      0,
      G_OPTION_ARG_STRING,
      &publisher,
      N_ ("An account of this publisher: its number or name"),
      N_ ("PUBLISHER") },
    TKT_CLI_PASSWORD_ENTRIES (password),
    G_OPTION_ENTRY_NULL,
  };

  self.cli = cli = tkt_cli_parse (&syntax, entries, argc, argv, &error);
  if (cli != NULL)
    username = tkt_cli_clean (TKT_TEXT_USERNAME, "USERNAME", cli->arguments[0], &error);
  if (username != NULL)
    display_name = tkt_cli_clean (TKT_TEXT_NAME, "--name", name != NULL ? name : username, &error);
  if (display_name != NULL && read_role (role, publisher, &self.request.role, &error))
    hash = make_hash (&password, username, &text, &error);
  if (hash != NULL && tkt_cli_open_store (cli, FALSE, &error))
    {
      self.publisher = publisher;
      self.hash = hash;
      self.request.username = username;
      self.request.display_name = display_name;
      if (tkt_store_write_sync (cli->store, run_add, &self, &error) != NULL)
        tkt_cli_password_tell (&password, username, text);
    }

  return tkt_cli_end (syntax.name, error);
}

/* Changes the account that the command line names first. */
static gpointer
run_patch (TktStoreTx *tx, gpointer data, GError **error)
{
  Job *self = data;
  g_autoptr (TktActor) actor = tkt_cli_load_operator (self->cli, tx, error);
  g_autoptr (TktAccount) account = NULL;
  g_autoptr (TktAccount) changed = NULL;

  if (actor == NULL)
    return NULL;
  account = tkt_cli_find_account (tx, actor, self->cli->arguments[0], error);
  if (account == NULL)
    return NULL;
  changed = tkt_service_patch_account (tx, actor, account->id, &self->patch, self->hash, -1, error);

  return GINT_TO_POINTER (changed != NULL);
}

static TktCliStatus
passwd (int argc, char **argv)
{
  g_auto (TktCliPassword) password = TKT_CLI_PASSWORD_INIT;
  Job self = { 0 };
  g_autofree char *text = NULL;
  g_autofree char *hash = NULL;
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  const TktCliSyntax syntax = {
    "account passwd",
    N_ ("USERNAME"),
    1,
    1,
    N_ ("Gives somebody another password, and ends their sessions."),
    N_ ("The password is asked for on the terminal unless an option says otherwise."),
  };
  const GOptionEntry entries[] = { TKT_CLI_PASSWORD_ENTRIES (password), G_OPTION_ENTRY_NULL };

  self.cli = cli = tkt_cli_parse (&syntax, entries, argc, argv, &error);
  if (cli != NULL)
    self.hash = hash = make_hash (&password, cli->arguments[0], &text, &error);
  if (hash != NULL && tkt_cli_open_store (cli, FALSE, &error)
      && tkt_store_write_sync (cli->store, run_patch, &self, &error) != NULL)
    tkt_cli_password_tell (&password, cli->arguments[0], text);

  return tkt_cli_end (syntax.name, error);
}

static TktCliStatus
disable (int argc, char **argv)
{
  Job self = { .patch = { .disabled_given = TRUE } };
  gboolean undo = FALSE;
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  const TktCliSyntax syntax = {
    "account disable",
    N_ ("USERNAME"),
    1,
    1,
    N_ ("Keeps somebody from signing in, and ends their sessions."),
    N_ ("What they wrote stays, with their name below it."),
  };
  const GOptionEntry entries[] = {
    { "undo", 0, 0, G_OPTION_ARG_NONE, &undo, N_ ("Let them sign in again"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  self.cli = cli = tkt_cli_parse (&syntax, entries, argc, argv, &error);
  self.patch.disabled = !undo;
  if (cli != NULL && tkt_cli_open_store (cli, FALSE, &error))
    tkt_store_write_sync (cli->store, run_patch, &self, &error);

  return tkt_cli_end (syntax.name, error);
}

static gboolean
print_account (TktStoreTx *tx, const TktActor *actor, const TktAccount *account, GError **error)
{
  g_autoptr (TktPublisher) publisher = NULL;
  g_autofree char *number = NULL;
  GError *failed = NULL;

  if (account->publisher_id != NULL)
    publisher
        = tkt_store_get_publisher (tx, actor->organization->id, account->publisher_id, &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return FALSE;
    }

  if (publisher != NULL)
    number = g_strdup_printf ("%" G_GINT64_FORMAT, publisher->number);
  g_print ("%s\t%s\t%s\t%s\t%s\n",
           account->username,
           tkt_enum_to_word (&tkt_role_enum, account->role),
           number != NULL ? number : "-",
           account->disabled ? "disabled" : "enabled",
           account->display_name);

  return TRUE;
}

static gpointer
run_list (TktStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (TktActor) actor = tkt_cli_load_operator (data, tx, error);
  g_autoptr (GPtrArray) accounts = NULL;

  if (actor != NULL)
    accounts = tkt_store_list_accounts (tx, actor->organization->id, error);
  if (accounts == NULL)
    return NULL;
  for (guint i = 0; i < accounts->len; i++)
    if (!print_account (tx, actor, g_ptr_array_index (accounts, i), error))
      return NULL;

  return GINT_TO_POINTER (TRUE);
}

static TktCliStatus
list (int argc, char **argv)
{
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  const TktCliSyntax syntax = {
    "account list",
    NULL,
    0,
    0,
    N_ ("Lists the people of an organization."),
    N_ ("One a line, with tabs between: username; role; publisher’s number or -; enabled or"
        " disabled; name."),
  };

  cli = tkt_cli_parse (&syntax, NULL, argc, argv, &error);
  if (cli != NULL && tkt_cli_open_store (cli, FALSE, &error))
    tkt_store_read (cli->store, run_list, cli, &error);

  return tkt_cli_end (syntax.name, error);
}

const TktCliCommand tkt_cli_account_commands[] = {
  { "add", N_ ("Add a person who signs in"), add },
  { "passwd", N_ ("Give somebody another password"), passwd },
  { "disable", N_ ("Keep somebody from signing in"), disable },
  { "list", N_ ("List them"), list },
  { NULL },
};
