/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets-server generate. */
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <unistd.h>

#include "tkt-cli-password.h"
#include "tkt-cli.h"
#include "tkt-generate.h"
#include "tkt-password.h"
#include "tkt-time.h"

/* When the last thing happened unless --until says another time. Not today: the same seed gives the
 * same data. */
#define DEFAULT_UNTIL "2026-11-01T00:00:00Z"

#define MOST_TICKETS 10000000

static void
show_progress (guint64 n_messages, gpointer user_data)
{
  if (isatty (STDERR_FILENO))
    {
      g_printerr ("\r");
      g_printerr (
          g_dngettext (
              GETTEXT_PACKAGE, "%" PRIu64 " message …", "%" PRIu64 " messages …", n_messages),
          n_messages);
    }
}

static gboolean
check_number (const char *option, int value, int most, GError **error)
{
  if (value >= 1 && value <= most)
    return TRUE;

  g_set_error (error,
               G_OPTION_ERROR,
               G_OPTION_ERROR_BAD_VALUE,
               _ ("%s has to be a number from 1 to %d."),
               option,
               most);

  return FALSE;
}

static gboolean
read_options (TktGenerateOptions *options,
              int n_tickets,
              int n_messages,
              const char *until,
              GError **error)
{
  g_autofree char *slug = tkt_cli_clean (TKT_TEXT_SLUG, "--organization", options->slug, error);

  if (slug == NULL || !check_number ("--tickets", n_tickets, MOST_TICKETS, error)
      || !check_number ("--messages", n_messages, 1000, error))
    return FALSE;
  if (!tkt_time_parse (until, &options->until) || options->until < 3 * 365 * TKT_DAY)
    g_set_error_literal (error,
                         G_OPTION_ERROR,
                         G_OPTION_ERROR_BAD_VALUE,
                         _ ("--until has to be a time as in 2026-11-01T00:00:00Z."));
  else
    {
      options->n_tickets = n_tickets;
      options->n_messages = n_messages;
      return TRUE;
    }

  return FALSE;
}

static gboolean
run (TktCli *cli, TktGenerateOptions *options, const TktCliPassword *password, GError **error)
{
  g_autofree char *hash = NULL;
  g_autofree char *count = NULL;
  TktGenerated made;

  if (password->file != NULL)
    {
      g_autofree char *text = tkt_cli_password_get (password, NULL, error);

      hash = text != NULL ? tkt_password_hash (text, TKT_PASSWORD_STRONG, error) : NULL;
      if (hash == NULL)
        return FALSE;
      options->password_hash = hash;
    }
  if (!tkt_cli_open_store (cli, TRUE, error)
      || !tkt_generate (cli->store, options, show_progress, NULL, &made, error))
    return FALSE;

  if (isatty (STDERR_FILENO))
    g_printerr ("\r");
  count = tkt_cli_count (options->n_tickets, made.n_messages);
  /* Translators: "12 tickets with 120 messages". */
  g_print (_ ("Generated %s.\n"), count);
  /* Translators: the words are usernames: leave "admin", "manager" and "partner" as they are. */
  g_print (g_dngettext (GETTEXT_PACKAGE,
                        "People: admin; manager1 to manager%u; partner1 to partner%u, for %u "
                        "publisher.\n",
                        "People: admin; manager1 to manager%u; partner1 to partner%u, for %u "
                        "publishers.\n",
                        made.n_publishers),
           made.n_managers,
           made.n_partners,
           made.n_publishers);

  return TRUE;
}

TktCliStatus
tkt_cli_run_generate (int argc, char **argv)
{
  g_auto (TktCliPassword) password = TKT_CLI_PASSWORD_INIT;
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *until = NULL;
  g_autofree char *until_help
      /* Translators: a time, which it is unless said. */
      = g_strdup_printf (_ ("When the last thing happened (%s)"), DEFAULT_UNTIL);
  int n_tickets = 0;
  int n_messages = 10;
  int seed = 1;
  const TktCliSyntax syntax = {
    "generate",
    NULL,
    0,
    0,
    N_ ("Makes an organization with made-up tickets, for measuring and trying out."),
    N_ ("It is called “generated” unless --organization says another name, and is the same each "
        "time"
        "\nfor the same seed. The database is made where it is missing."),
  };
  const GOptionEntry entries[] = {
    { "tickets", 'n', 0, G_OPTION_ARG_INT, &n_tickets, N_ ("How many tickets"), N_ ("N") },
    { "seed", 's', 0, G_OPTION_ARG_INT, &seed, N_ ("What to make them from (1)"), N_ ("S") },
    { "messages",
      'm',
      0,
      G_OPTION_ARG_INT,
      &n_messages,
      N_ ("Messages of a ticket, on average (10)"),
      N_ ("N") },
    { "until", 0, 0, G_OPTION_ARG_STRING, &until, until_help, N_ ("TIME") },
    TKT_CLI_PASSWORD_FILE_ENTRY (password),
    G_OPTION_ENTRY_NULL,
  };
  TktGenerateOptions options = { 0 };

  cli = tkt_cli_parse (&syntax, entries, argc, argv, &error);
  if (cli != NULL)
    {
      options.slug = cli->organization != NULL ? cli->organization : "generated";
      options.seed = seed;
      if (read_options (
              &options, n_tickets, n_messages, until != NULL ? until : DEFAULT_UNTIL, &error))
        run (cli, &options, &password, &error);
    }

  return tkt_cli_end (syntax.name, error);
}
