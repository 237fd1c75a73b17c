/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The full-text indexes, told of every text by its place; SQLite FTS5, section 4.4.3
 * ("contentless").
 */
#include "tkt-sqlite-private.h"

#include "tkt-search.h"

#define PLACE "(? << " TKT_SQLITE_POSITION_BITS ") + ?"

gboolean
tkt_sqlite_index_text (TktStoreTx *tx,
                       const char *index,
                       gint64 ticket_key,
                       gint64 position,
                       const char *text,
                       GError **error)
{
  g_autofree char *indexed = tkt_search_index_text (text);
  g_autofree char *sql
      = g_strdup_printf ("INSERT INTO %s (rowid, text) VALUES (" PLACE ", ?)", index);

  return tkt_sqlite_run (tkt_sqlite_prepare (tx, sql, error, "nnt", ticket_key, position, indexed),
                         error);
}

/* FTS5 keeps no text here, so that it must be told what it once took in. */
gboolean
tkt_sqlite_unindex_text (TktStoreTx *tx,
                         const char *index,
                         gint64 ticket_key,
                         gint64 position,
                         const char *text,
                         GError **error)
{
  g_autofree char *indexed = tkt_search_index_text (text);
  g_autofree char *sql = g_strdup_printf (
      "INSERT INTO %s (%s, rowid, text) VALUES ('delete', " PLACE ", ?)", index, index);

  return tkt_sqlite_run (tkt_sqlite_prepare (tx, sql, error, "nnt", ticket_key, position, indexed),
                         error);
}

gboolean
tkt_sqlite_note_erasure (TktStoreTx *tx, GError **error)
{
  ((TktSqliteTx *)tx)->erased = TRUE;

  return tkt_sqlite_run (
      tkt_sqlite_prepare (tx, "UPDATE meta SET erased = erased + 1 WHERE only = 1", error, ""),
      error);
}
