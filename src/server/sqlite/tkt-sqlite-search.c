/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The full-text indexes, told of every text by its place; SQLite FTS5, section 4.4.3
 * ("contentless").
 */
#include "tkt-sqlite-private.h"

#include <string.h>

#include "tkt-search.h"

/* FTS5 gathers words in memory while the rows that they are of come in ascending order. For one
 * that does not, and at each savepoint, it writes out what it has as a segment, which it later
 * merges with others: for a small text far more work than all the rest of its transaction. So texts
 * of many writes are gathered here first, and go into the index before the commit, in their order.
 * A table in memory has them: whatever undoes a write takes its texts along. */
#define GATHERED(index)                                                                            \
  "CREATE TEMP TABLE gathered_" index " (place INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT"

/* Then FTS5 would write out the words, too, which it counts at about so much more than the texts.
 */
#define GATHERED_MOST (256 * 1024)

#define PLACE "(? << " TKT_SQLITE_POSITION_BITS ") + ?"

static const char *const indexes[] = { TKT_SQLITE_SEARCH, TKT_SQLITE_NOTE_SEARCH };

static gboolean
have_gathered (TktDb *db, const char *index, gboolean *some, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT 1 FROM temp.gathered_%s LIMIT 1", index);
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);

  return statement != NULL && tkt_statement_step (statement, some, error);
}

static gboolean
run (TktDb *db, char *sql_taken, GError **error)
{
  g_autofree char *sql = sql_taken;
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);

  return statement != NULL && tkt_statement_run (statement, error);
}

gboolean
tkt_sqlite_settle_texts (TktDb *db, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (indexes); i++)
    {
      gboolean some;

      if (!have_gathered (db, indexes[i], &some, error))
        return FALSE;
      if (some
          && (!run (db,
                    g_strdup_printf ("INSERT INTO %s (rowid, text)"
                                     " SELECT place, text FROM temp.gathered_%s ORDER BY place",
                                     indexes[i],
                                     indexes[i]),
                    error)
              || !run (db, g_strdup_printf ("DELETE FROM temp.gathered_%s", indexes[i]), error)))
        return FALSE;
    }

  return TRUE;
}

gboolean
tkt_sqlite_gather_texts (TktDb *db, GError **error)
{
  tkt_db_set_before_commit (db, tkt_sqlite_settle_texts);

  return tkt_db_exec (
      db, GATHERED (TKT_SQLITE_SEARCH) ";" GATHERED (TKT_SQLITE_NOTE_SEARCH), error);
}

gboolean
tkt_sqlite_index_text (TktStoreTx *tx,
                       const char *index,
                       gint64 ticket_key,
                       gint64 position,
                       const char *text,
                       GError **error)
{
  TktSqliteTx *self = (TktSqliteTx *)tx;
  g_autofree char *indexed = tkt_search_index_text (text);
  g_autofree char *sql
      = g_strdup_printf ("INSERT INTO temp.gathered_%s (place, text) VALUES (" PLACE ", ?)", index);

  if (!tkt_sqlite_run (tkt_sqlite_prepare (tx, sql, error, "nnt", ticket_key, position, indexed),
                       error))
    return FALSE;
  self->gathered += strlen (indexed);
  if (self->gathered < GATHERED_MOST)
    return TRUE;
  self->gathered = 0;

  return tkt_sqlite_settle_texts (self->db, error);
}

/* FTS5 keeps no text here, so that it must be told what it once took in: the text itself may have
 * been gathered only just now. */
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

  return tkt_sqlite_settle_texts (((TktSqliteTx *)tx)->db, error)
         && tkt_sqlite_run (
             tkt_sqlite_prepare (tx, sql, error, "nnt", ticket_key, position, indexed), error);
}

gboolean
tkt_sqlite_note_erasure (TktStoreTx *tx, GError **error)
{
  ((TktSqliteTx *)tx)->erased = TRUE;

  return tkt_sqlite_run (
      tkt_sqlite_prepare (tx, "UPDATE meta SET erased = erased + 1 WHERE only = 1", error, ""),
      error);
}
