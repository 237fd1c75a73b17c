/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tickets-server verify. */
#include <glib/gi18n-lib.h>

#include "tkt-cli.h"
#include "tkt-sqlite-verify.h"

static void
print_finding (TktFindingKind kind, const char *finding, gpointer data)
{
  g_print ("%s\n", finding);
}

static void
print_verdict (const char *path, const TktVerdictOnFile *verdict)
{
  g_autofree char *count = tkt_cli_count (verdict->n_tickets, verdict->n_messages);

  for (guint kind = 0; kind < G_N_ELEMENTS (verdict->n_found); kind++)
    if (verdict->n_found[kind] > 0)
      g_print ("%s\n", tkt_finding_kind_get_advice (kind));
  if (tkt_verdict_on_file_count (verdict) > 0)
    return;
  if (verdict->file_only)
    g_print (_ ("%s is whole. An older version of this program wrote it, so that nothing but the "
                "file was looked at; the next “serve” brings it up to date.\n"),
             path);
  else
    /* Translators: the name of a file, and "12 tickets with 120 messages". */
    g_print (_ ("%s is whole: %s.\n"), path, count);
}

TktCliStatus
tkt_cli_run_verify (int argc, char **argv)
{
  g_autoptr (TktCli) cli = NULL;
  g_autoptr (GError) error = NULL;
  TktVerdictOnFile verdict = { 0 };
  const TktCliSyntax syntax = {
    "verify",
    NULL,
    0,
    0,
    N_ ("Says whether the database is whole and keeps the rules."),
    N_ ("It looks at the file itself, at every ticket, message and counter, and at the search "
        "index, and prints\na line for each finding and then what there is to do. It may run "
        "beside a server, and writes nothing.\nAll organizations are looked at. It exits with 1 "
        "where it has found something."),
  };

  cli = tkt_cli_parse (&syntax, NULL, argc, argv, &error);
  if (cli != NULL
      && tkt_sqlite_verify (cli->config->database, print_finding, NULL, &verdict, &error))
    {
      print_verdict (cli->config->database, &verdict);
      if (tkt_verdict_on_file_count (&verdict) > 0)
        return TKT_CLI_FAILED;
    }

  return tkt_cli_end (syntax.name, error);
}
