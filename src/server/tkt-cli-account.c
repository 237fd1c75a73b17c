/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets-server account add, invite, passwd, set, disable and list. */
#include <glib/gi18n-lib.h>

#include "tkt-cli-password.h"
#include "tkt-cli.h"
#include "tkt-invitation-code.h"
#include "tkt-password.h"
#include "tkt-problem.h"

typedef struct
{
  TktCli *cli;
  TktNewAccount request; /* of add */
  TktAccountPatch patch; /* of the others */
  char *publisher;       /* number or name, or NULL */
  char *text;            /* of the password, or NULL */
  char *hash;            /* of the password, or NULL */
  char *code;            /* of an invitation, or NULL */
  gint64 expires_at;     /* of the invitation */
} Job;

static void
job_clear (Job *self)
{
  g_free (self->text);
  g_free (self->hash);
  g_free (self->code);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

/* Gives @account the job's code, if it has one. */
static gboolean
invite_to (Job *self,
           TktStoreTx *tx,
           const TktActor *actor,
           const TktAccount *account,
           GError **error)
{
  guint8 hash[TKT_INVITATION_HASH_SIZE];
  g_autoptr (TktAccount) invited = NULL;

  if (self->code == NULL)
    return TRUE;
  tkt_invitation_code_hash (self->code, hash);
  invited = tkt_service_invite (tx, actor, account->id, hash, &self->expires_at, error);

  return invited != NULL;
}

static void
tell_code (const Job *self, const char *username)
{
  g_autofree char *until = tkt_time_to_text (self->expires_at);

  /* Translators: a username, a time, a code. */
  g_print (_ ("Invitation code of %s, good until %s: %s\n"), username, until, self->code);
}

/* How the account's person will come in: by a code, or a password that is got and hashed. */
static gboolean
choose_secret (Job *self,
               gboolean invite,
               const TktCliPassword *password,
               const char *username,
               GError **error)
{
  if (invite && tkt_cli_password_is_given (password))
    g_set_error_literal (
        error,
        G_OPTION_ERROR,
        G_OPTION_ERROR_BAD_VALUE,
        _ ("With --invite the person chooses the password: leave the password option out."));
  else if (invite)
    self->code = tkt_invitation_code_new ();
  else
    {
      self->text = tkt_cli_password_get (password, username, error);
      if (self->text != NULL)
        self->hash = tkt_password_hash (self->text, TKT_PASSWORD_STRONG, error);
    }

  return self->code != NULL || self->hash != NULL;
}

static void
tell_secret (const Job *self, const TktCliPassword *password, const char *username)
{
  if (self->code != NULL)
    tell_code (self, username);
  else
    tkt_cli_password_tell (password, username, self->text);
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

  return GINT_TO_POINTER (account != NULL && invite_to (self, tx, actor, account, error));
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
  g_auto (Job) self = { 0 };
  g_autofree char *name = NULL;
  g_autofree char *role = NULL;
  g_autofree char *publisher = NULL;
  g_autofree char *username = NULL;
  g_autofree char *display_name = NULL;
  gboolean invite = FALSE;
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
    { "invite",
      0,
      0,
      G_OPTION_ARG_NONE,
      &invite,
      N_ ("Print an invitation code, by which they choose their own password"),
      NULL },
    TKT_CLI_PASSWORD_ENTRIES (password),
    G_OPTION_ENTRY_NULL,
  };

  self.cli = cli = tkt_cli_parse (&syntax, entries, argc, argv, &error);
  if (cli != NULL)
    username = tkt_cli_clean (TKT_TEXT_USERNAME, _ ("USERNAME"), cli->arguments[0], &error);
  if (username != NULL)
    display_name = tkt_cli_clean (TKT_TEXT_NAME, "--name", name != NULL ? name : username, &error);
  if (display_name != NULL && read_role (role, publisher, &self.request.role, &error)
      && choose_secret (&self, invite, &password, username, &error)
      && tkt_cli_open_store (cli, FALSE, &error))
    {
      self.publisher = publisher;
      self.request.username = username;
      self.request.display_name = display_name;
      if (tkt_store_write_sync (cli->store, run_add, &self, &error) != NULL)
        tell_secret (&self, &password, username);
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
  g_auto (Job) self = { 0 };
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
  if (cli != NULL && choose_secret (&self, FALSE, &password, cli->arguments[0], &error)
      && tkt_cli_open_store (cli, FALSE, &error)
      && tkt_store_write_sync (cli->store, run_patch, &self, &error) != NULL)
    tell_secret (&self, &password, cli->arguments[0]);

  return tkt_cli_end (syntax.name, error);
}

static TktCliStatus
disable (int argc, char **argv)
{
  g_auto (Job) self = { .patch = { .disabled_given = TRUE } };
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

static gpointer
run_invite (TktStoreTx *tx, gpointer data, GError **error)
{
  Job *self = data;
  g_autoptr (TktActor) actor = tkt_cli_load_operator (self->cli, tx, error);
  g_autoptr (TktAccount) account = NULL;

  if (actor != NULL)
    account = tkt_cli_find_account (tx, actor, self->cli->arguments[0], error);

  return GINT_TO_POINTER (account != NULL && invite_to (self, tx, actor, account, error));
}

static TktCliStatus
invite (int argc, char **argv)
{
  g_auto (Job) self = { 0 };
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  const TktCliSyntax syntax = {
    "account invite",
    N_ ("USERNAME"),
    1,
    1,
    N_ ("Prints a code by which somebody chooses a new password."),
    N_ ("It takes the place of their password and of a code before, and ends their sessions.\nIt is"
        " good for seven days, and once."),
  };

  self.cli = cli = tkt_cli_parse (&syntax, NULL, argc, argv, &error);
  self.code = tkt_invitation_code_new ();
  if (cli != NULL && tkt_cli_open_store (cli, FALSE, &error)
      && tkt_store_write_sync (cli->store, run_invite, &self, &error) != NULL)
    tell_code (&self, cli->arguments[0]);

  return tkt_cli_end (syntax.name, error);
}

/* Another role or publisher; staff have none, a publisher's account needs one. */
static gpointer
run_set (TktStoreTx *tx, gpointer data, GError **error)
{
  Job *self = data;
  g_autoptr (TktActor) actor = tkt_cli_load_operator (self->cli, tx, error);
  g_autoptr (TktPublisher) publisher = NULL;
  gpointer done;

  if (actor == NULL)
    return NULL;
  if (self->publisher != NULL)
    {
      publisher = tkt_cli_find_publisher (tx, actor, self->publisher, error);
      if (publisher == NULL)
        return NULL;
      self->patch.publisher_id = publisher->id;
      self->patch.publisher_given = TRUE;
    }
  done = run_patch (tx, self, error);
  self->patch.publisher_id = NULL;

  return done;
}

static TktCliStatus
set (int argc, char **argv)
{
  g_auto (Job) self = { 0 };
  g_autofree char *name = NULL;
  g_autofree char *clean = NULL;
  g_autofree char *role = NULL;
  g_autofree char *publisher = NULL;
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  const TktCliSyntax syntax = {
    "account set",
    N_ ("USERNAME"),
    1,
    1,
    N_ ("Changes somebody’s name, role or publisher."),
    N_ ("Another role ends their sessions."),
  };
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_ ("The name"), N_ ("NAME") },
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
    G_OPTION_ENTRY_NULL,
  };

  self.cli = cli = tkt_cli_parse (&syntax, entries, argc, argv, &error);
  if (cli != NULL && name == NULL && role == NULL && publisher == NULL)
    g_set_error_literal (&error,
                         G_OPTION_ERROR,
                         G_OPTION_ERROR_BAD_VALUE,
                         _ ("Say what to set: --name, --role or --publisher."));
  if (error == NULL && name != NULL)
    self.patch.display_name = clean = tkt_cli_clean (TKT_TEXT_NAME, "--name", name, &error);
  self.patch.role_given = role != NULL || publisher != NULL;
  if (error == NULL && self.patch.role_given)
    read_role (role, publisher, &self.patch.role, &error);
  self.publisher = publisher;
  if (error == NULL && tkt_cli_open_store (cli, FALSE, &error))
    tkt_store_write_sync (cli->store, run_set, &self, &error);

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
  { "invite", N_ ("Let somebody choose a new password"), invite },
  { "passwd", N_ ("Give somebody another password"), passwd },
  { "set", N_ ("Change somebody’s name, role or publisher"), set },
  { "disable", N_ ("Keep somebody from signing in"), disable },
  { "list", N_ ("List them"), list },
  { NULL },
};
