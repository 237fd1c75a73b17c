/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets-server init. */
#include <glib/gi18n-lib.h>

#include "tkt-cli-password.h"
#include "tkt-cli.h"
#include "tkt-password.h"
#include "tkt-store-calls.h"

#define DEFAULT_SLUG "main"
#define DEFAULT_ADMIN "admin"

typedef struct
{
  char *slug;
  char *name;
  char *username;
  char *display_name;
  char *password;
  char *hash;
} Init;

static void
init_clear (Init *self)
{
  g_free (self->slug);
  g_free (self->name);
  g_free (self->username);
  g_free (self->display_name);
  g_free (self->password);
  g_free (self->hash);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Init, init_clear)

static void
clean (TktTextKind kind, const char *option, const char *fallback, char **text, GError **error)
{
  g_autofree char *given = g_steal_pointer (text);

  if (*error == NULL)
    *text = tkt_cli_clean (kind, option, given != NULL ? given : fallback, error);
}

static gboolean
clean_all (Init *self, const char *slug, GError **error)
{
  GError *bad = NULL;

  self->slug = g_strdup (slug);
  clean (TKT_TEXT_SLUG, "--organization", DEFAULT_SLUG, &self->slug, &bad);
  clean (TKT_TEXT_NAME, "--name", self->slug, &self->name, &bad);
  clean (TKT_TEXT_USERNAME, "--admin", DEFAULT_ADMIN, &self->username, &bad);
  clean (TKT_TEXT_NAME, "--admin-name", self->username, &self->display_name, &bad);
  if (bad == NULL)
    return TRUE;
  g_propagate_error (error, bad);

  return FALSE;
}

static gpointer
run_init (TktStoreTx *tx, gpointer data, GError **error)
{
  Init *self = data;
  g_autoptr (TktOrganization) organization
      = tkt_service_create_organization (tx, self->slug, self->name, error);
  g_autoptr (TktActor) actor = NULL;
  g_autoptr (TktAccount) admin = NULL;
  const TktNewAccount request = {
    .username = self->username,
    .display_name = self->display_name,
    .role = TKT_ROLE_ADMIN,
  };

  if (organization == NULL)
    return NULL;
  actor = tkt_actor_new_operator (organization);
  admin = tkt_service_create_account (tx, actor, &request, self->hash, NULL, error);

  return GINT_TO_POINTER (admin != NULL);
}

TktCliStatus
tkt_cli_run_init (int argc, char **argv)
{
  g_auto (TktCliPassword) password = TKT_CLI_PASSWORD_INIT;
  g_auto (Init) self = { 0 };
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *details = g_strdup_printf (
      _ ("The organization’s short name is “%s” unless --organization says another. In a database"
         " that is\nthere already it is made beside the others. Support tickets are off in a new"
         " organization:\n“tickets-server organization set --support-tickets on”, or the admin’s"
         " desk, turns them on.\nThe password is asked for on the terminal unless an option says"
         " otherwise."),
      DEFAULT_SLUG);
  g_autofree char *admin_help
      /* Translators: the username that it is unless said. */
      = g_strdup_printf (_ ("The admin’s username (%s)"), DEFAULT_ADMIN);
  const TktCliSyntax syntax = {
    "init", NULL, 0, 0, N_ ("Makes a database with an organization and its first admin."), details,
  };
  const GOptionEntry entries[] = {
    { "name",
      0,
      0,
      G_OPTION_ARG_STRING,
      &self.name,
      N_ ("The organization’s name (its short name unless said)"),
      N_ ("NAME") },
    { "admin", 0, 0, G_OPTION_ARG_STRING, &self.username, admin_help, N_ ("USERNAME") },
    { "admin-name",
      0,
      0,
      G_OPTION_ARG_STRING,
      &self.display_name,
      N_ ("The admin’s name (the username unless said)"),
      N_ ("NAME") },
    TKT_CLI_PASSWORD_ENTRIES (password),
    G_OPTION_ENTRY_NULL,
  };

  cli = tkt_cli_parse (&syntax, entries, argc, argv, &error);
  if (cli != NULL && clean_all (&self, cli->organization, &error))
    self.password = tkt_cli_password_get (&password, self.username, &error);
  if (self.password != NULL)
    self.hash = tkt_password_hash (self.password, TKT_PASSWORD_STRONG, &error);
  if (self.hash != NULL && tkt_cli_open_store (cli, TRUE, &error)
      && tkt_store_write_sync (cli->store, run_init, &self, &error) != NULL)
    {
      /* Translators: the name of a file, a short name, a username. */
      g_print (_ ("%s has the organization “%s” with the admin “%s”.\n"),
               cli->config->database,
               self.slug,
               self.username);
      tkt_cli_password_tell (&password, self.username, self.password);
    }

  return tkt_cli_end (syntax.name, error);
}
