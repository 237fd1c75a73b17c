/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the subcommands of tickets-server share. */
#include "tkt-cli.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "tkt-db.h"
#include "tkt-problem.h"
#include "tkt-sqlite-store.h"
#include "tkt-store-calls.h"

static void
print_commands (const TktCliCommand *commands, const char *program)
{
  g_print (_ ("Usage: %s COMMAND [OPTION…]\n\nCommands:\n"), program);
  for (const TktCliCommand *command = commands; command->name != NULL; command++)
    g_print ("  %-14s %s\n", command->name, _ (command->summary));
  g_print (_ ("\n“%s COMMAND --help” tells more of each.\n"), program);
}

TktCliStatus
tkt_cli_dispatch (const TktCliCommand *commands, const char *program, int argc, char **argv)
{
  if (argc > 1 && (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")))
    {
      print_commands (commands, program);
      return TKT_CLI_DONE;
    }

  for (const TktCliCommand *command = commands; argc > 1 && command->name != NULL; command++)
    if (g_str_equal (command->name, argv[1]))
      return command->run (argc - 1, argv + 1);

  if (argc > 1)
    g_printerr (_ ("%s: There is no command “%s”.\n"), program, argv[1]);
  else
    g_printerr (_ ("%s: Say what to do.\n"), program);
  g_printerr (_ ("“%s --help” lists the commands.\n"), program);

  return TKT_CLI_USAGE;
}

/* Into one group: the help shows them as one list. */
static GOptionContext *
make_context (const TktCliSyntax *syntax,
              const GOptionEntry *own,
              const GOptionEntry *common,
              TktConfig *config)
{
  GOptionContext *context
      = g_option_context_new (syntax->arguments != NULL ? _ (syntax->arguments) : NULL);
  GOptionGroup *group = tkt_config_get_options (config, syntax->configures);
  g_autofree char *description
      = g_strdup_printf ("%s%s%s",
                         syntax->details != NULL ? _ (syntax->details) : "",
                         syntax->details != NULL ? "\n\n" : "",
                         _ ("Exit status: 0 done; 1 failed (a disk, a lock, a damaged file); 2 the"
                            " command line or the\nconfiguration is wrong; 3 refused: it breaks a"
                            " rule, is there already, or names what is not there."));

  g_option_context_set_summary (context, _ (syntax->summary));
  g_option_context_set_description (context, description);
  if (own != NULL)
    g_option_group_add_entries (group, own);
  g_option_group_add_entries (group, common);
  g_option_context_set_main_group (context, group);

  return context;
}

static gboolean
check_arguments (const TktCliSyntax *syntax, guint n, GError **error)
{
  if (n >= syntax->least && n <= syntax->most)
    return TRUE;
  if (syntax->arguments == NULL)
    g_set_error_literal (
        error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("This takes no arguments."));
  else
    g_set_error (error,
                 G_OPTION_ERROR,
                 G_OPTION_ERROR_BAD_VALUE,
                 n < syntax->least ? _ ("Something is missing: %s")
                                   /* Translators: the arguments, such as "PUBLISHER [USERNAME]". */
                                   : _ ("There is too much: this takes %s."),
                 _ (syntax->arguments));
  return FALSE;
}

/* A command that was told where the database is needs no file to say so. */
static gboolean
load_config (TktCli *cli, const TktCliSyntax *syntax, const char *path, GError **error)
{
  return (path == NULL && !syntax->configures && cli->config->given != 0)
         || tkt_config_load (cli->config, path, error);
}

TktCli *
tkt_cli_parse (const TktCliSyntax *syntax,
               const GOptionEntry *entries,
               int argc,
               char **argv,
               GError **error)
{
  g_autoptr (TktCli) cli = g_new0 (TktCli, 1);
  g_auto (GStrv) arguments = g_new0 (char *, argc + 1);
  /* GOptionContext names the program in the help by argv[0] alone. */
  g_autofree char *program = g_strdup_printf ("tickets-server %s", syntax->name);
  g_autofree char *path = NULL;
  g_autofree char *config_help
      /* Translators: the name of a file. */
      = g_strdup_printf (_ ("The configuration (%s, where it is there)"), TKT_CONFIG_FILE);
  const GOptionEntry common[] = {
    { "organization",
      'O',
      0,
      G_OPTION_ARG_STRING,
      &cli->organization,
      N_ ("The short name of the organization, where the database has several"),
      N_ ("NAME") },
    { "config", 'c', 0, G_OPTION_ARG_FILENAME, &path, config_help, N_ ("FILE") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = NULL;

  cli->config = tkt_config_new ();
  cli->name = g_strdup (syntax->name);
  context = make_context (syntax, entries, common, cli->config);
  for (int i = 0; i < argc; i++)
    arguments[i] = g_strdup (i == 0 ? program : argv[i]);
  g_set_prgname (program);
  if (!g_option_context_parse_strv (context, &arguments, error)
      || !check_arguments (syntax, g_strv_length (arguments) - 1, error)
      || !load_config (cli, syntax, path, error))
    return NULL;
  cli->arguments = g_strdupv (arguments + 1);

  return g_steal_pointer (&cli);
}

void
tkt_cli_free (TktCli *cli)
{
  if (cli->store != NULL)
    tkt_store_stop (cli->store);
  g_clear_object (&cli->store);
  g_strfreev (cli->arguments);
  g_free (cli->organization);
  g_clear_pointer (&cli->config, tkt_config_free);
  g_free (cli->name);
  g_free (cli);
}

gboolean
tkt_cli_open_store (TktCli *cli, gboolean create, GError **error)
{
  cli->store = tkt_sqlite_store_new (cli->config->database, create, error);

  return cli->store != NULL;
}

static char *
list_slugs (GPtrArray *organizations)
{
  GString *slugs = g_string_new (NULL);

  for (guint i = 0; i < organizations->len; i++)
    tkt_text_list_append (slugs, ((TktOrganization *)g_ptr_array_index (organizations, i))->slug);

  return g_string_free (slugs, FALSE);
}

TktOrganization *
tkt_cli_find_organization (TktCli *cli, TktStoreTx *tx, GError **error)
{
  g_autoptr (GPtrArray) all = tkt_store_list_organizations (tx, error);
  g_autofree char *slugs = NULL;

  if (all == NULL)
    return NULL;
  if (cli->organization == NULL && all->len == 1)
    return tkt_organization_copy (g_ptr_array_index (all, 0));
  for (guint i = 0; i < all->len; i++)
    {
      const TktOrganization *organization = g_ptr_array_index (all, i);

      if (g_strcmp0 (organization->slug, cli->organization) == 0)
        return tkt_organization_copy (organization);
    }

  slugs = list_slugs (all);
  if (all->len == 0)
    tkt_problem_set (error,
                     TKT_PROBLEM_NOT_FOUND,
                     _ ("The database has no organization yet. “tickets-server init” makes one."));
  else if (cli->organization == NULL)
    g_set_error (error,
                 G_OPTION_ERROR,
                 G_OPTION_ERROR_BAD_VALUE,
                 _ ("The database has several organizations. Say which with --organization: %s"),
                 slugs);
  else
    tkt_problem_set (error,
                     TKT_PROBLEM_NOT_FOUND,
                     _ ("There is no organization “%s”. There are: %s"),
                     cli->organization,
                     slugs);

  return NULL;
}

TktActor *
tkt_cli_load_operator (TktCli *cli, TktStoreTx *tx, GError **error)
{
  g_autoptr (TktOrganization) organization = tkt_cli_find_organization (cli, tx, error);

  return organization != NULL ? tkt_actor_new_operator (organization) : NULL;
}

TktAccount *
tkt_cli_find_account (TktStoreTx *tx, const TktActor *actor, const char *username, GError **error)
{
  GError *failed = NULL;
  TktAccount *account
      = tkt_store_get_account_by_username (tx, actor->organization->id, username, &failed);

  if (failed != NULL)
    g_propagate_error (error, failed);
  else if (account == NULL)
    tkt_problem_set (error, TKT_PROBLEM_NOT_FOUND, _ ("There is no account “%s”."), username);

  return account;
}

TktPublisher *
tkt_cli_find_publisher (TktStoreTx *tx,
                        const TktActor *actor,
                        const char *publisher,
                        GError **error)
{
  const char *organization = actor->organization->id;
  GError *failed = NULL;
  TktPublisher *found = NULL;
  guint64 number;

  if (g_ascii_string_to_unsigned (publisher, 10, 1, G_MAXINT64, &number, NULL))
    found = tkt_store_get_publisher_by_number (tx, organization, number, &failed);
  if (found == NULL && failed == NULL)
    found = tkt_store_get_publisher_by_name (tx, organization, publisher, &failed);
  if (failed != NULL)
    g_propagate_error (error, failed);
  else if (found == NULL)
    tkt_problem_set (error,
                     TKT_PROBLEM_NOT_FOUND,
                     _ ("There is no publisher with the number or name “%s”."),
                     publisher);

  return found;
}

char *
tkt_cli_clean (TktTextKind kind, const char *option, const char *text, GError **error)
{
  g_autofree char *reason = NULL;
  char *clean = tkt_text_clean (kind, text, -1, &reason);

  if (clean == NULL)
    g_set_error (
        error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s “%s”: %s", option, text, reason);

  return clean;
}

char *
tkt_cli_describe (const GError *error)
{
  const GPtrArray *fields = error->domain == TKT_PROBLEM ? tkt_problem_get_fields (error) : NULL;
  GString *text;

  if (fields == NULL)
    return g_strdup (error->message);

  text = g_string_new (NULL);
  for (guint i = 0; i < fields->len; i++)
    {
      const TktFieldError *field = g_ptr_array_index (fields, i);

      g_string_append_printf (text, "%s%s: %s", i > 0 ? "; " : "", field->pointer, field->detail);
    }

  return g_string_free (text, FALSE);
}

char *
tkt_cli_count (guint64 n_tickets, guint64 n_messages)
{
  g_autofree char *tickets = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%" PRIu64 " ticket", "%" PRIu64 " tickets", n_tickets),
      n_tickets);
  g_autofree char *messages = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%" PRIu64 " message", "%" PRIu64 " messages", n_messages),
      n_messages);

  /* Translators: "1 ticket" and "2 messages". */
  return g_strdup_printf (C_ ("tickets and messages", "%s with %s"), tickets, messages);
}

TktCliStatus
tkt_cli_end (const char *name, const GError *error)
{
  g_autofree char *text = NULL;

  if (error == NULL)
    return TKT_CLI_DONE;

  text = tkt_cli_describe (error);
  g_printerr ("tickets-server %s: %s\n", name, text);
  if (error->domain == G_OPTION_ERROR)
    {
      g_printerr (_ ("“tickets-server %s --help” tells how it is used.\n"), name);
      return TKT_CLI_USAGE;
    }
  if (error->domain == TKT_CONFIG_ERROR)
    return TKT_CLI_USAGE;

  return error->domain == TKT_PROBLEM || g_error_matches (error, TKT_DB_ERROR, TKT_DB_ERROR_MISSING)
                 || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
                 || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS)
             ? TKT_CLI_REFUSED
             : TKT_CLI_FAILED;
}
