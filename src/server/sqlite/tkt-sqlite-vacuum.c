/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making a database small again. */
#include <glib/gi18n-lib.h>

#include "tkt-db-lock.h"
#include "tkt-sqlite-private.h"
#include "tkt-sqlite-settle.h"

static gboolean
index_texts (TktStoreTx *tx, const char *index, const char *sql, GError **error)
{
  g_autoptr (TktStatement) statement = tkt_sqlite_prepare (tx, sql, error, "");
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  while (TRUE)
    {
      if (!tkt_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (!tkt_sqlite_index_text (tx,
                                  index,
                                  tkt_statement_get_int (statement, 0),
                                  tkt_statement_get_int (statement, 1),
                                  tkt_statement_get_text (statement, 2),
                                  error))
        return FALSE;
    }
}

static gboolean
index_anew (TktDb *db, GError **error)
{
  TktSqliteTx sqlite_tx = { .db = db };
  TktStoreTx *tx = &sqlite_tx.parent;

  if (!tkt_sqlite_gather_texts (db, error) || !tkt_db_begin_immediate (db, error))
    return FALSE;
  if (tkt_db_exec (db, "INSERT INTO search (search) VALUES ('delete-all')", error)
      && tkt_db_exec (db, "INSERT INTO note_search (note_search) VALUES ('delete-all')", error)
      && index_texts (tx, TKT_SQLITE_SEARCH, "SELECT key, 0, title FROM ticket", error)
      && index_texts (tx,
                      TKT_SQLITE_SEARCH,
                      "SELECT ticket.key, message.position, message.body"
                      " FROM message CROSS JOIN ticket ON ticket.id = message.ticket_id"
                      " WHERE message.deleted_at IS NULL",
                      error)
      && index_texts (tx,
                      TKT_SQLITE_NOTE_SEARCH,
                      "SELECT ticket.key, note.place, note.body"
                      " FROM note CROSS JOIN ticket ON ticket.id = note.ticket_id"
                      " WHERE note.deleted_at IS NULL",
                      error)
      && tkt_db_commit (db, error))
    return TRUE;
  tkt_db_rollback (db);

  return FALSE;
}

gboolean
tkt_sqlite_vacuum (const char *path, gboolean search, GError **error)
{
  g_autoptr (TktDbLock) alone = NULL;
  g_autoptr (TktDb) db = NULL;

  /* So that there is room to give back. The store in it has a lock of its own. */
  if (!tkt_sqlite_bring_up_to_date (path, error))
    return FALSE;
  alone = tkt_db_lock_new (path, TRUE, error);
  if (alone == NULL)
    return FALSE;
  /* Not TKT_DB_DURABLE, which would build the new file in memory: the checkpoint puts it on the
   * disk. */
  db = tkt_db_open (path, TKT_DB_WRITE, error);

  return db != NULL && (!search || index_anew (db, error)) && tkt_db_exec (db, "VACUUM", error)
         && tkt_db_checkpoint (db, error);
}
