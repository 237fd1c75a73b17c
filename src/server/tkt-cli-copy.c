/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What backup and restore say of a copy. */
#include "tkt-cli-copy.h"

void
tkt_cli_copy_tell_finding (TktFindingKind kind, const char *finding, gpointer data)
{
  g_printerr ("%s\n", finding);
}

void
tkt_cli_copy_tell_advice (const TktSqliteCopy *copy)
{
  for (guint kind = 0; kind < G_N_ELEMENTS (copy->verdict.n_found); kind++)
    if (copy->verdict.n_found[kind] > 0)
      g_printerr ("%s\n", tkt_finding_kind_get_advice (kind));
}
