/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets-server publisher add, set, assign and list. */
#include <glib/gi18n-lib.h>

#include "tkt-cli.h"
#include "tkt-problem.h"

#define PAGE 200

typedef struct
{
  TktCli *cli;
  TktNewPublisher request;
  char *manager; /* username, or NULL */
} Add;

/* The id of the account manager of that name; NULL with @error set. */
static char *
find_manager (TktStoreTx *tx, const TktActor *actor, const char *username, GError **error)
{
  g_autoptr (TktAccount) account = tkt_cli_find_account (tx, actor, username, error);

  return account != NULL ? g_strdup (account->id) : NULL;
}

static gpointer
run_add (TktStoreTx *tx, gpointer data, GError **error)
{
  Add *self = data;
  g_autoptr (TktActor) actor = tkt_cli_load_operator (self->cli, tx, error);
  g_autofree char *manager_id = NULL;
  g_autoptr (TktPublisher) publisher = NULL;

  if (actor == NULL)
    return NULL;
  if (self->manager != NULL)
    {
      manager_id = find_manager (tx, actor, self->manager, error);
      if (manager_id == NULL)
        return NULL;
    }

  self->request.account_manager_id = manager_id;
  publisher = tkt_service_create_publisher (tx, actor, &self->request, NULL, error);
  self->request.account_manager_id = NULL;
  if (publisher == NULL)
    return NULL;
  self->request.number = publisher->number;

  return GINT_TO_POINTER (TRUE);
}

static gboolean
read_status (const char *word, TktPublisherStatus *status, gboolean *given, GError **error)
{
  int value;

  *given = word != NULL;
  if (word == NULL)
    return TRUE;
  if (!tkt_enum_from_word (&tkt_publisher_status_enum, word, &value))
    {
      g_set_error_literal (error,
                           G_OPTION_ERROR,
                           G_OPTION_ERROR_BAD_VALUE,
                           _ ("--status has to be active, pending, paused or blocked."));
      return FALSE;
    }
  *status = value;

  return TRUE;
}

/* 0 is a number that was not given. */
static gboolean
check_number (gint64 number, GError **error)
{
  if (number >= 0 && number <= G_MAXINT32)
    return TRUE;
  g_set_error_literal (
      error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--number has to be 1 or more."));

  return FALSE;
}

static TktCliStatus
add (int argc, char **argv)
{
  Add self = { 0 };
  g_autofree char *name = NULL;
  g_autofree char *manager = NULL;
  g_autofree char *status = NULL;
  gint64 number = 0;
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  const TktCliSyntax syntax
      = { "publisher add", N_ ("NAME"), 1, 1, N_ ("Adds a publisher."), N_ ("Prints its number.") };
  const GOptionEntry entries[] = {
    { "number",
      0,
      0,
      G_OPTION_ARG_INT64,
      &number,
      N_ ("The number people quote (the next free one)"),
      N_ ("N") },
    { "manager",
      0,
      0,
      G_OPTION_ARG_STRING,
      &manager,
      N_ ("Its account manager (nobody)"),
      N_ ("USERNAME") },
    { "status",
      0,
      0,
      G_OPTION_ARG_STRING,
      &status,
      N_ ("active, pending, paused or blocked (active)"),
      N_ ("STATUS") },
    G_OPTION_ENTRY_NULL,
  };

  self.cli = cli = tkt_cli_parse (&syntax, entries, argc, argv, &error);
  if (cli != NULL)
    name = tkt_cli_clean (TKT_TEXT_NAME, _ ("NAME"), cli->arguments[0], &error);
  if (name != NULL && check_number (number, &error)
      && read_status (status, &self.request.status, &self.request.status_given, &error)
      && tkt_cli_open_store (cli, FALSE, &error))
    {
      self.manager = manager;
      self.request.name = name;
      self.request.number = number;
      if (tkt_store_write_sync (cli->store, run_add, &self, &error) != NULL)
        g_print ("%" G_GINT64_FORMAT "\n", self.request.number);
    }

  return tkt_cli_end (syntax.name, error);
}

typedef struct
{
  TktCli *cli;
  TktPublisherPatch request;
} Set;

static gpointer
run_set (TktStoreTx *tx, gpointer data, GError **error)
{
  Set *self = data;
  g_autoptr (TktActor) actor = tkt_cli_load_operator (self->cli, tx, error);
  g_autoptr (TktPublisher) publisher = NULL;
  g_autoptr (TktPublisher) changed = NULL;

  if (actor != NULL)
    publisher = tkt_cli_find_publisher (tx, actor, self->cli->arguments[0], error);
  if (publisher == NULL)
    return NULL;
  changed = tkt_service_patch_publisher (tx, actor, publisher->id, &self->request, -1, error);

  return GINT_TO_POINTER (changed != NULL);
}

static TktCliStatus
set (int argc, char **argv)
{
  Set self = { 0 };
  g_autofree char *name = NULL;
  g_autofree char *clean = NULL;
  g_autofree char *status = NULL;
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  const TktCliSyntax syntax = {
    "publisher set",
    N_ ("PUBLISHER"),
    1,
    1,
    N_ ("Changes a publisher’s name, number or status."),
    N_ ("PUBLISHER is its number or name."),
  };
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_ ("Its name"), N_ ("NAME") },
    { "number",
      0,
      0,
      G_OPTION_ARG_INT64,
      &self.request.number,
      N_ ("The number people quote"),
      N_ ("N") },
    { "status",
      0,
      0,
      G_OPTION_ARG_STRING,
      &status,
      N_ ("active, pending, paused or blocked"),
      N_ ("STATUS") },
    G_OPTION_ENTRY_NULL,
  };

  self.cli = cli = tkt_cli_parse (&syntax, entries, argc, argv, &error);
  if (cli != NULL && name == NULL && status == NULL && self.request.number == 0)
    g_set_error_literal (&error,
                         G_OPTION_ERROR,
                         G_OPTION_ERROR_BAD_VALUE,
                         _ ("Say what to set: --name, --number or --status."));
  if (error == NULL && name != NULL)
    self.request.name = clean = tkt_cli_clean (TKT_TEXT_NAME, "--name", name, &error);
  if (error == NULL && check_number (self.request.number, &error)
      && read_status (status, &self.request.status, &self.request.status_given, &error)
      && tkt_cli_open_store (cli, FALSE, &error))
    tkt_store_write_sync (cli->store, run_set, &self, &error);

  return tkt_cli_end (syntax.name, error);
}

static gpointer
run_assign (TktStoreTx *tx, gpointer data, GError **error)
{
  TktCli *cli = data;
  g_autoptr (TktActor) actor = tkt_cli_load_operator (cli, tx, error);
  g_autoptr (TktPublisher) publisher = NULL;
  g_autoptr (TktPublisher) changed = NULL;
  g_autofree char *manager_id = NULL;
  TktPublisherPatch request = { .account_manager_given = TRUE };

  if (actor == NULL)
    return NULL;
  publisher = tkt_cli_find_publisher (tx, actor, cli->arguments[0], error);
  if (publisher == NULL)
    return NULL;
  if (cli->arguments[1] != NULL)
    {
      request.account_manager_id = manager_id = find_manager (tx, actor, cli->arguments[1], error);
      if (manager_id == NULL)
        return NULL;
    }
  changed = tkt_service_patch_publisher (tx, actor, publisher->id, &request, -1, error);

  return GINT_TO_POINTER (changed != NULL);
}

static TktCliStatus
assign (int argc, char **argv)
{
  gboolean nobody = FALSE;
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  const TktCliSyntax syntax = {
    "publisher assign",
    N_ ("PUBLISHER [USERNAME]"),
    1,
    2,
    N_ ("Gives a publisher another account manager."),
    N_ ("PUBLISHER is its number or name. Its open tickets move to the new account manager."),
  };
  const GOptionEntry entries[] = {
    { "nobody", 0, 0, G_OPTION_ARG_NONE, &nobody, N_ ("Leave it without one"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  cli = tkt_cli_parse (&syntax, entries, argc, argv, &error);
  if (cli != NULL && nobody == (cli->arguments[1] != NULL))
    g_set_error_literal (&error,
                         G_OPTION_ERROR,
                         G_OPTION_ERROR_BAD_VALUE,
                         _ ("Say either the USERNAME of the account manager, or --nobody."));
  if (error == NULL && tkt_cli_open_store (cli, FALSE, &error))
    tkt_store_write_sync (cli->store, run_assign, cli, &error);

  return tkt_cli_end (syntax.name, error);
}

static gboolean
print_publisher (TktStoreTx *tx,
                 const TktActor *actor,
                 const TktListedPublisher *listed,
                 GError **error)
{
  const TktPublisher *publisher = &listed->publisher;
  g_autoptr (TktAccount) manager = NULL;
  GError *failed = NULL;

  if (publisher->account_manager_id != NULL)
    manager = tkt_store_get_account (
        tx, actor->organization->id, publisher->account_manager_id, &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return FALSE;
    }

  g_print ("%" G_GINT64_FORMAT "\t%s\t%s\t%" G_GINT64_FORMAT "\t%s\n",
           publisher->number,
           tkt_enum_to_word (&tkt_publisher_status_enum, publisher->status),
           manager != NULL ? manager->username : "-",
           listed->open_tickets,
           publisher->name);

  return TRUE;
}

static gpointer
run_list (TktStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (TktActor) actor = tkt_cli_load_operator (data, tx, error);
  TktPublisherQuery query = { .status = -1, .limit = PAGE };

  while (actor != NULL)
    {
      g_autoptr (GPtrArray) page
          = tkt_store_list_publishers (tx, actor->organization->id, &query, error);

      if (page == NULL)
        return NULL;
      if (page->len == 0)
        return GINT_TO_POINTER (TRUE);
      for (guint i = 0; i < page->len; i++)
        {
          const TktListedPublisher *listed = g_ptr_array_index (page, i);

          if (!print_publisher (tx, actor, listed, error))
            return NULL;
          query.after_number = listed->publisher.number;
        }
    }

  return NULL;
}

static TktCliStatus
list (int argc, char **argv)
{
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  const TktCliSyntax syntax = {
    "publisher list",
    NULL,
    0,
    0,
    N_ ("Lists the publishers of an organization."),
    N_ ("One a line, with tabs between: number; status; account manager’s username or -; open"
        " tickets; name."),
  };

  cli = tkt_cli_parse (&syntax, NULL, argc, argv, &error);
  if (cli != NULL && tkt_cli_open_store (cli, FALSE, &error))
    tkt_store_read (cli->store, run_list, cli, &error);

  return tkt_cli_end (syntax.name, error);
}

const TktCliCommand tkt_cli_publisher_commands[] = {
  { "add", N_ ("Add a publisher"), add },
  { "set", N_ ("Change its name, number or status"), set },
  { "assign", N_ ("Give it another account manager"), assign },
  { "list", N_ ("List them with their open tickets"), list },
  { NULL },
};
