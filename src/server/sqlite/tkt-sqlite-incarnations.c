/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Incarnations: which lives an organization's revisions were counted in. */
#include "tkt-sqlite-private.h"

#include "tkt-uuid.h"

gboolean
tkt_sqlite_begin_incarnation (TktStoreTx *tx, const char *organization_id, GError **error)
{
  const char *own = ((TktSqliteTx *)tx)->incarnation;

  /* It stands there already where another process has written since. One that has counted nothing
   * gives its place away. */
  return tkt_sqlite_run (
             tkt_sqlite_prepare (tx,
                                 "INSERT INTO incarnation (organization_id, first_revision, id)"
                                 " SELECT organization_id, revision + 1, ?2 FROM counter"
                                 "  WHERE organization_id = ?1"
                                 " ON CONFLICT (organization_id, id) DO NOTHING"
                                 " ON CONFLICT (organization_id, first_revision)"
                                 "  DO UPDATE SET id = excluded.id",
                                 error,
                                 "ii",
                                 organization_id,
                                 own),
             error)
         && tkt_sqlite_run (
             tkt_sqlite_prepare (tx,
                                 "UPDATE counter SET writer = ?2 WHERE organization_id = ?1",
                                 error,
                                 "ii",
                                 organization_id,
                                 own),
             error);
}

gboolean
tkt_sqlite_forget_incarnations (TktStoreTx *tx, GError **error)
{
  g_autofree char *id = tkt_uuid_new ();

  return tkt_sqlite_run (tkt_sqlite_prepare (tx, "DELETE FROM incarnation", error, ""), error)
         && tkt_sqlite_run (
             tkt_sqlite_prepare (tx,
                                 "INSERT INTO incarnation (organization_id, first_revision, id)"
                                 " SELECT organization_id, 0, ? FROM counter",
                                 error,
                                 "i",
                                 id),
             error);
}

static char *
get_incarnation (TktStoreTx *tx, const char *organization_id, gint64 revision, GError **error)
{
  g_autoptr (TktStatement) statement
      = tkt_sqlite_prepare (tx,
                            "SELECT id FROM incarnation WHERE organization_id = ?"
                            " AND first_revision <= ? ORDER BY first_revision DESC LIMIT 1",
                            error,
                            "in",
                            organization_id,
                            revision);
  gboolean has_row;

  if (statement == NULL || !tkt_statement_step (statement, &has_row, error) || !has_row)
    return NULL;

  return tkt_statement_dup_id (statement, 0);
}

static gint64
get_incarnation_end (TktStoreTx *tx, const char *organization_id, const char *id, GError **error)
{
  return tkt_sqlite_get_number (
      tkt_sqlite_prepare (tx,
                          "SELECT coalesce ("
                          " (SELECT min (later.first_revision) - 1 FROM incarnation AS later"
                          "   WHERE later.organization_id = ?1"
                          "     AND later.first_revision > this.first_revision),"
                          " (SELECT revision FROM counter WHERE organization_id = ?1))"
                          " FROM incarnation AS this WHERE this.organization_id = ?1"
                          " AND this.id = ?2",
                          error,
                          "ii",
                          organization_id,
                          id),
      0,
      error);
}

void
tkt_sqlite_fill_in_incarnations (TktStoreClass *klass)
{
  klass->get_incarnation = get_incarnation;
  klass->get_incarnation_end = get_incarnation_end;
}
