/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit trail. */
#include "tkt-sqlite-private.h"

static gboolean
add_audit (TktStoreTx *tx, const char *organization_id, const TktAuditEntry *row, GError **error)
{
  TktAuditEntry entry = *row;

  entry.number = tkt_sqlite_get_number (
      tkt_sqlite_prepare (tx,
                          "SELECT 1 + coalesce (max (number), 0) FROM audit"
                          " WHERE organization_id = ?",
                          error,
                          "i",
                          organization_id),
      1,
      error);

  return entry.number > 0
         && tkt_sqlite_insert (tx, &tkt_sqlite_audit, organization_id, &entry, error);
}

static GPtrArray *
list_audit (TktStoreTx *tx, const char *organization_id, const TktAuditQuery *query, GError **error)
{
  g_autofree char *condition = g_strconcat ("organization_id = ?1",
                                            query->account_given ? " AND account_id IS ?2" : "",
                                            query->kind >= 0 ? " AND kind = ?3" : "",
                                            " AND (at, number) < (?4, ?5) AND at >= ?6"
                                            " ORDER BY at DESC, number DESC LIMIT ?7",
                                            NULL);

  return tkt_sqlite_get_rows (&tkt_sqlite_audit,
                              tkt_sqlite_select (tx,
                                                 &tkt_sqlite_audit,
                                                 condition,
                                                 error,
                                                 "iinnnnn",
                                                 organization_id,
                                                 query->account_id,
                                                 (gint64)query->kind,
                                                 query->before_at,
                                                 query->before_number,
                                                 query->since,
                                                 (gint64)query->limit),
                              error);
}

void
tkt_sqlite_fill_in_audit (TktStoreClass *klass)
{
  klass->add_audit = add_audit;
  klass->list_audit = list_audit;
}
