/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets-server organization set and list. */
#include <glib/gi18n-lib.h>

#include "tkt-cli.h"
#include "tkt-problem.h"

typedef struct
{
  TktCli *cli;
  char *name;    /* --name, cleaned; or NULL */
  char *support; /* --support-tickets */
} Set;

static gpointer
run_set (TktStoreTx *tx, gpointer data, GError **error)
{
  Set *self = data;
  g_autoptr (TktActor) actor = tkt_cli_load_operator (self->cli, tx, error);
  g_autoptr (TktOrganization) organization = NULL;
  const TktOrganizationPatch request = {
    .name = self->name,
    .support_tickets_enabled = g_strcmp0 (self->support, "on") == 0,
    .support_tickets_given = self->support != NULL,
  };

  if (actor == NULL)
    return NULL;
  organization = tkt_service_patch_organization (tx, actor, &request, -1, error);

  return GINT_TO_POINTER (organization != NULL);
}

static gboolean
check_set (Set *self, const char *name, GError **error)
{
  if (name != NULL)
    {
      self->name = tkt_cli_clean (TKT_TEXT_NAME, "--name", name, error);
      if (self->name == NULL)
        return FALSE;
    }
  if (name == NULL && self->support == NULL)
    g_set_error_literal (error,
                         G_OPTION_ERROR,
                         G_OPTION_ERROR_BAD_VALUE,
                         _ ("Say what to set: --name or --support-tickets."));
  else if (self->support != NULL && !g_str_equal (self->support, "on")
           && !g_str_equal (self->support, "off"))
    g_set_error_literal (error,
                         G_OPTION_ERROR,
                         G_OPTION_ERROR_BAD_VALUE,
                         _ ("--support-tickets has to be on or off."));
  else
    return TRUE;

  return FALSE;
}

static TktCliStatus
set (int argc, char **argv)
{
  Set self = { 0 };
  g_autofree char *name = NULL;
  g_autofree char *support = NULL;
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  const TktCliSyntax syntax
      = { "organization set", NULL, 0, 0, N_ ("Changes an organization’s settings."), NULL };
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_ ("Its name"), N_ ("NAME") },
    { "support-tickets",
      0,
      0,
      G_OPTION_ARG_STRING,
      &support,
      N_ ("Whether publishers have support tickets; nothing is deleted by turning them off"),
      N_ ("on|off") },
    G_OPTION_ENTRY_NULL,
  };

  self.cli = cli = tkt_cli_parse (&syntax, entries, argc, argv, &error);
  self.support = support;
  if (cli != NULL && check_set (&self, name, &error) && tkt_cli_open_store (cli, FALSE, &error))
    tkt_store_write_sync (cli->store, run_set, &self, &error);
  g_free (self.name);

  return tkt_cli_end (syntax.name, error);
}

static gpointer
run_list (TktStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) all = tkt_store_list_organizations (tx, error);

  if (all == NULL)
    return NULL;
  for (guint i = 0; i < all->len; i++)
    {
      const TktOrganization *organization = g_ptr_array_index (all, i);

      g_print ("%s\t%s\t%s\n",
               organization->slug,
               organization->support_tickets_enabled ? "on" : "off",
               organization->name);
    }

  return GINT_TO_POINTER (TRUE);
}

static TktCliStatus
list (int argc, char **argv)
{
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  const TktCliSyntax syntax = {
    "organization list",
    NULL,
    0,
    0,
    N_ ("Lists the organizations of the database."),
    N_ ("One a line, with tabs between: short name; support tickets on or off; name."),
  };

  cli = tkt_cli_parse (&syntax, NULL, argc, argv, &error);
  if (cli != NULL && tkt_cli_open_store (cli, FALSE, &error))
    tkt_store_read (cli->store, run_list, NULL, &error);

  return tkt_cli_end (syntax.name, error);
}

const TktCliCommand tkt_cli_organization_commands[] = {
  { "set", N_ ("Change its name, turn support tickets on or off"), set },
  { "list", N_ ("List the organizations of the database"), list },
  { NULL },
};
