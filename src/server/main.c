/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets-server: the table of its subcommands. */
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <sodium.h>

#include "tkt-cli.h"

static const TktCliCommand commands[] = {
  { "import", N_ ("Take tickets with their history from a file"), tkt_cli_run_import },
  { "export", N_ ("Write all tickets with their history"), tkt_cli_run_export },
  { "generate", N_ ("Make an organization to measure with"), tkt_cli_run_generate },
  { NULL },
};

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  textdomain (GETTEXT_PACKAGE);

  if (sodium_init () < 0)
    {
      g_printerr (_ ("tickets-server: There are no random numbers to be had.\n"));
      return TKT_CLI_FAILED;
    }

  return tkt_cli_dispatch (commands, "tickets-server", argc, argv);
}
