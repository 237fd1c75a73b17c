/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages, their erasure, and read marks. */
#include "tkt-sqlite-private.h"

#include <glib/gi18n-lib.h>

#include "tkt-problem.h"

static TktMessage *
get_message (TktStoreTx *tx, const char *organization_id, const char *id, GError **error)
{
  return tkt_sqlite_get_by_id (tx, &tkt_sqlite_message, organization_id, id, error);
}

gint64
tkt_sqlite_get_ticket_key (TktStoreTx *tx,
                           const char *organization_id,
                           const char *ticket_id,
                           char **publisher_id,
                           GError **error)
{
  g_autoptr (TktStatement) statement = tkt_sqlite_prepare (
      tx,
      "SELECT key, publisher_id FROM ticket WHERE id = ? AND +organization_id = ?",
      error,
      "ii",
      ticket_id,
      organization_id);
  gboolean has_row;

  if (statement == NULL || !tkt_statement_step (statement, &has_row, error))
    return -1;
  if (!has_row)
    return 0;
  if (publisher_id != NULL)
    *publisher_id = tkt_statement_dup_id (statement, 1);

  return tkt_statement_get_int (statement, 0);
}

static gboolean
insert_row (TktStoreTx *tx,
            const char *organization_id,
            const char *publisher_id,
            const TktMessage *row,
            GError **error)
{
  g_autoptr (TktStatement) statement = tkt_sqlite_prepare (
      tx,
      tkt_row_insert_sql (
          tkt_sqlite_message.shape, tkt_sqlite_message.table, "organization_id, publisher_id"),
      error,
      "");
  g_autoptr (GError) failed = NULL;
  int next;

  if (statement == NULL)
    return FALSE;
  next = tkt_row_bind (tkt_sqlite_message.shape, statement, 1, row);
  tkt_statement_bind_id (statement, next, organization_id);
  tkt_statement_bind_id (statement, next + 1, publisher_id);
  if (tkt_statement_run (statement, &failed))
    return TRUE;

  /* The one thing that may be wrong with it, whichever organization's the other is. */
  if (g_error_matches (failed, TKT_DB_ERROR, TKT_DB_ERROR_CONSTRAINT)
      && tkt_sqlite_has_id (tx, &tkt_sqlite_message, row->id, NULL) > 0)
    tkt_problem_set (error, TKT_PROBLEM_ID_TAKEN, _ ("This id is taken already"));
  else
    g_propagate_error (error, g_steal_pointer (&failed));

  return FALSE;
}

static gboolean
insert_message (TktStoreTx *tx, const char *organization_id, const TktMessage *row, GError **error)
{
  g_autofree char *publisher_id = NULL;
  gint64 key;

  key = tkt_sqlite_get_ticket_key (tx, organization_id, row->ticket_id, &publisher_id, error);
  if (key < 0)
    return FALSE;
  if (key == 0)
    {
      tkt_problem_set (error, TKT_PROBLEM_NOT_FOUND, _ ("There is no such ticket"));
      return FALSE;
    }

  return insert_row (tx, organization_id, publisher_id, row, error)
         && (tkt_message_is_tombstone (row)
             || tkt_sqlite_index_text (
                 tx, TKT_SQLITE_SEARCH, key, row->position, row->body, error));
}

static gboolean
erase_message (TktStoreTx *tx,
               const char *organization_id,
               const TktMessage *tombstone,
               GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (TktMessage) old = get_message (tx, organization_id, tombstone->id, &failure);
  gint64 key;

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (old == NULL)
    {
      tkt_problem_set (error, TKT_PROBLEM_NOT_FOUND, _ ("There is no such message"));
      return FALSE;
    }
  if (tkt_message_is_tombstone (old))
    return TRUE;

  key = tkt_sqlite_get_ticket_key (tx, organization_id, old->ticket_id, NULL, error);
  return key > 0
         && tkt_sqlite_unindex_text (tx, TKT_SQLITE_SEARCH, key, old->position, old->body, error)
         && tkt_sqlite_update (tx, &tkt_sqlite_message, old, tombstone, error)
         && tkt_sqlite_erase_attachments (tx, old->id, error)
         && tkt_sqlite_note_erasure (tx, error);
}

static gint64
get_last_position (TktStoreTx *tx, const char *ticket_id, GError **error)
{
  return tkt_sqlite_get_number (
      tkt_sqlite_prepare (tx,
                          "SELECT position FROM message WHERE ticket_id = ?"
                          " ORDER BY position DESC LIMIT 1",
                          error,
                          "i",
                          ticket_id),
      0,
      error);
}

static TktStatement *
prepare_list (TktStoreTx *tx,
              const char *organization_id,
              const char *ticket_id,
              gint64 after_position,
              guint limit,
              GError **error)
{
  return tkt_sqlite_select (tx,
                            &tkt_sqlite_message,
                            "ticket_id = ? AND position > ? AND +organization_id = ?"
                            " ORDER BY position LIMIT ?",
                            error,
                            "inin",
                            ticket_id,
                            after_position,
                            organization_id,
                            (gint64)limit);
}

static GPtrArray *
list_messages (TktStoreTx *tx,
               const char *organization_id,
               const char *ticket_id,
               gint64 after_position,
               guint limit,
               GError **error)
{
  return tkt_sqlite_get_rows (
      &tkt_sqlite_message,
      prepare_list (tx, organization_id, ticket_id, after_position, limit, error),
      error);
}

static guint
write_messages (TktStoreTx *tx,
                const char *organization_id,
                const char *ticket_id,
                gint64 after_position,
                guint limit,
                GString *out,
                gint64 *last_position,
                GError **error)
{
  static const char *const columns[] = { "position", NULL };

  return tkt_sqlite_write_rows (
      &tkt_sqlite_message,
      prepare_list (tx, organization_id, ticket_id, after_position, limit, error),
      out,
      columns,
      &last_position,
      error);
}

static TktReadMark *
get_read_mark (TktStoreTx *tx, const char *account_id, const char *ticket_id, GError **error)
{
  return tkt_sqlite_get_row (&tkt_sqlite_read_mark,
                             tkt_sqlite_select (tx,
                                                &tkt_sqlite_read_mark,
                                                "account_id = ? AND ticket_id = ?",
                                                error,
                                                "ii",
                                                account_id,
                                                ticket_id),
                             error);
}

static gboolean
put_read_mark (TktStoreTx *tx,
               const char *organization_id,
               const char *account_id,
               const TktReadMark *row,
               GError **error)
{
  return tkt_sqlite_run (
      tkt_sqlite_prepare (
          tx,
          "INSERT INTO read_mark (organization_id, account_id, ticket_id, position, revision)"
          " VALUES (?, ?, ?, ?, ?) ON CONFLICT (account_id, ticket_id)"
          " DO UPDATE SET position = excluded.position, revision = excluded.revision",
          error,
          "iiinn",
          organization_id,
          account_id,
          row->ticket_id,
          row->position,
          row->revision),
      error);
}

void
tkt_sqlite_fill_in_messages (TktStoreClass *klass)
{
  klass->get_message = get_message;
  klass->insert_message = insert_message;
  klass->erase_message = erase_message;
  klass->get_last_position = get_last_position;
  klass->list_messages = list_messages;
  klass->write_messages = write_messages;
  klass->get_read_mark = get_read_mark;
  klass->put_read_mark = put_read_mark;
}
