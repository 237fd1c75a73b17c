/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets-server: the table of its subcommands. */
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <sodium.h>

#include "tkt-cli.h"

static TktCliStatus
run_account (int argc, char **argv)
{
  return tkt_cli_dispatch (tkt_cli_account_commands, "tickets-server account", argc, argv);
}

static TktCliStatus
run_publisher (int argc, char **argv)
{
  return tkt_cli_dispatch (tkt_cli_publisher_commands, "tickets-server publisher", argc, argv);
}

static TktCliStatus
run_organization (int argc, char **argv)
{
  return tkt_cli_dispatch (
      tkt_cli_organization_commands, "tickets-server organization", argc, argv);
}

static const TktCliCommand commands[] = {
  { "init", N_ ("Make a database with an organization and its first admin"), tkt_cli_run_init },
  { "serve", N_ ("Serve desks"), tkt_cli_run_serve },
  { "check-config", N_ ("Say whether the configuration is right"), tkt_cli_run_check_config },
  { "account", N_ ("Add and invite people, change, disable and list them"), run_account },
  { "publisher", N_ ("Add publishers, change, assign and list them"), run_publisher },
  { "organization", N_ ("Change and list organizations"), run_organization },
  { "import", N_ ("Take tickets with their history from a file"), tkt_cli_run_import },
  { "export", N_ ("Write all tickets with their history"), tkt_cli_run_export },
  { "audit", N_ ("Tell who did what, and when"), tkt_cli_run_audit },
  { "digest", N_ ("Compare what an account may see with its desk"), tkt_cli_run_digest },
  { "backup", N_ ("Copy the whole database into one file"), tkt_cli_run_backup },
  { "restore", N_ ("Put a backup back"), tkt_cli_run_restore },
  { "vacuum", N_ ("Give the room of what was deleted back to the disk"), tkt_cli_run_vacuum },
  { "verify", N_ ("Say whether the database is whole and keeps the rules"), tkt_cli_run_verify },
  { "doctor", N_ ("Say what is wrong around the database, and what to do"), tkt_cli_run_doctor },
  { "generate", N_ ("Make an organization to measure with"), tkt_cli_run_generate },
  { NULL },
};

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, TKT_LOCALE_FOLDER);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  if (sodium_init () < 0)
    {
      g_printerr (_ ("tickets-server: There are no random numbers to be had.\n"));
      return TKT_CLI_FAILED;
    }

  return tkt_cli_dispatch (commands, "tickets-server", argc, argv);
}
