/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of a conversation: messages, the notes between them, and what the outbox will add. */
#include "tkt-cache-private.h"
#include "tkt-row.h"
#include "tkt-time.h"

static gboolean
same_day (gint64 a, gint64 b)
{
  g_autoptr (GDateTime) first = g_date_time_new_from_unix_local (a / TKT_SECOND);
  g_autoptr (GDateTime) second = g_date_time_new_from_unix_local (b / TKT_SECOND);

  return g_date_time_get_day_of_year (first) == g_date_time_get_day_of_year (second)
         && g_date_time_get_year (first) == g_date_time_get_year (second);
}

/* Where a row of the cache stands: behind the message at @after, and among the notes there behind
 * those before @place. */
typedef struct
{
  gint64 after;
  gint64 place;
} Standing;

/* The time of what stands above a row of the cache, or (@outbox_seq) of the outbox; 0: it is the
 * first. */
static gboolean
load_time_before (TktDb *db,
                  const TktMessageRow *row,
                  const Standing *standing,
                  gint64 *time,
                  GError **error)
{
  gboolean delivered = row->outbox_seq == 0;
  g_autoptr (TktStatement) statement = tkt_db_prepare (
      db,
      delivered ? "SELECT max (time) FROM (SELECT * FROM (SELECT sent_at AS time FROM message"
                  "  WHERE ticket_id = ?1 AND position <= ?2 ORDER BY position DESC LIMIT 1)"
                  " UNION ALL SELECT * FROM (SELECT sent_at FROM note"
                  "  WHERE ticket_id = ?1 AND after <= ?2 AND place < ?3"
                  "  ORDER BY place DESC LIMIT 1))"
                : "SELECT max (time) FROM (SELECT max (sent_at) AS time FROM message"
                  "  WHERE ticket_id = ?1"
                  " UNION ALL SELECT max (sent_at) FROM note WHERE ticket_id = ?1"
                  " UNION ALL SELECT max (written_at) FROM outbox.entry"
                  "  WHERE ticket_id = ?1 AND kind IN (0, 1, 7) AND seq < ?2)",
      error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_id (statement, 1, row->message->ticket_id);
  tkt_statement_bind_int (statement, 2, delivered ? standing->after : row->outbox_seq);
  if (delivered)
    tkt_statement_bind_int (statement, 3, standing->place);
  if (!tkt_statement_step (statement, &has_row, error))
    return FALSE;
  *time = tkt_statement_get_int (statement, 0);
  return TRUE;
}

/* Is @position the first that somebody else wrote after the mark? */
static gboolean
load_first_unread (TktDb *db, const TktListParams *params, TktMessageRow *row, GError **error)
{
  g_autoptr (TktStatement) statement = NULL;
  gboolean has_row;

  /* A note has no position, and nobody has read or not read it. */
  if (row->note || row->own || params->unread_from < 0
      || row->message->position <= params->unread_from)
    return TRUE;
  statement
      = tkt_db_prepare (db,
                        "SELECT position FROM message WHERE ticket_id = ? AND position > ?"
                        " AND author_id <> ? AND deleted_at IS NULL ORDER BY position LIMIT 1",
                        error);
  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_id (statement, 1, row->message->ticket_id);
  tkt_statement_bind_int (statement, 2, params->unread_from);
  tkt_statement_bind_id (statement, 3, params->own_account_id);
  if (!tkt_statement_step (statement, &has_row, error))
    return FALSE;
  row->first_unread = has_row && tkt_statement_get_int (statement, 0) == row->message->position;
  return TRUE;
}

static gboolean
load_deletion (TktDb *db, TktMessageRow *row, GError **error)
{
  gint64 seq;

  if (!tkt_cache_query_number (
          db,
          "SELECT seq FROM outbox.entry WHERE kind IN (3, 8) AND state <> 2 AND message_id = ?",
          row->message->id,
          &seq,
          error))
    return FALSE;
  row->deleting = seq != 0;
  if (row->message->deleted_by != NULL)
    {
      GError *failed = NULL;

      row->deleted_by_name
          = tkt_cache_load_name (db, row->message->deleted_by, row->message->ticket_id, &failed);
      if (failed != NULL)
        {
          g_propagate_error (error, failed);
          return FALSE;
        }
    }
  return TRUE;
}

/* A message as its entry in the outbox will send it. */
static TktMessageRow *
row_of_entry (TktDb *db, const TktListParams *params, const TktEntry *entry, GError **error)
{
  g_autoptr (TktMessageRow) row = g_new0 (TktMessageRow, 1);
  g_autoptr (TktAccount) own = tkt_cache_load_row (
      db, &tkt_account_shape, "account WHERE id = ?", 0, params->own_account_id, error);

  if (own == NULL)
    return NULL;
  row->message = tkt_message_new ();
  row->message->id = g_strdup (entry->message_id);
  row->message->ticket_id = g_strdup (entry->ticket_id);
  row->message->author_id = g_strdup (own->id);
  row->message->author_username = g_strdup (own->username);
  row->message->author_name = g_strdup (own->display_name);
  row->message->author_role = own->role;
  row->message->body = g_strdup (entry->body);
  tkt_attachments_free (row->message->attachments);
  row->message->attachments = tkt_attachments_copy (entry->attachments);
  row->message->written_at = entry->written_at;
  row->outbox_seq = entry->seq;
  row->refusal = g_strdup (entry->detail);
  row->delivery = tkt_delivery_of_entry (entry);
  row->opening = entry->kind == TKT_ENTRY_OPEN_TICKET;
  row->note = entry->kind == TKT_ENTRY_WRITE_NOTE;
  return g_steal_pointer (&row);
}

static gboolean
load_message (TktDb *db, TktMessageRow *row, gint64 key, Standing *standing, GError **error)
{
  row->message
      = tkt_cache_load_row (db, &tkt_message_shape, "message WHERE key = ?", key, NULL, error);
  if (row->message == NULL)
    return FALSE;
  *standing = (Standing){ row->message->position - 1, G_MAXINT64 };
  return TRUE;
}

/* To a conversation a note is a message without a position. */
static gboolean
load_note (TktDb *db, TktMessageRow *row, gint64 key, Standing *standing, GError **error)
{
  g_autoptr (TktNote) note
      = tkt_cache_load_row (db, &tkt_note_shape, "note WHERE key = ?", key, NULL, error);
  TktMessage *message;

  if (note == NULL)
    return FALSE;
  *standing = (Standing){ note->after, note->place };
  row->note = TRUE;
  row->message = message = tkt_message_new ();
  message->id = g_steal_pointer (&note->id);
  message->ticket_id = g_steal_pointer (&note->ticket_id);
  message->author_id = g_steal_pointer (&note->author_id);
  message->author_username = g_steal_pointer (&note->author_username);
  message->author_name = g_steal_pointer (&note->author_name);
  message->author_role = note->author_role;
  message->body = g_steal_pointer (&note->body);
  message->written_at = note->written_at;
  message->sent_at = note->sent_at;
  message->deleted_by = g_steal_pointer (&note->deleted_by);
  message->deleted_at = note->deleted_at;
  message->revision = note->revision;
  return TRUE;
}

gpointer
tkt_cache_load_message (TktDb *db, gpointer data, gint64 key, GError **error)
{
  const TktListParams *params = data;
  g_autoptr (TktMessageRow) row = NULL;
  Standing standing = { 0 };
  gint64 time, before;

  if (key > 0)
    {
      row = g_new0 (TktMessageRow, 1);
      if (!(key > TKT_CACHE_NOTE_KEYS
                ? load_note (db, row, key - TKT_CACHE_NOTE_KEYS, &standing, error)
                : load_message (db, row, key, &standing, error))
          || !load_deletion (db, row, error))
        return NULL;
    }
  else
    {
      g_autoptr (TktEntry) entry = tkt_cache_load_entry (db, -key, error);

      row = entry != NULL ? row_of_entry (db, params, entry, error) : NULL;
      if (row == NULL)
        return NULL;
    }

  row->own = g_strcmp0 (row->message->author_id, params->own_account_id) == 0;
  row->opening |= row->message->position == 1;
  time = row->message->sent_at != 0 ? row->message->sent_at : row->message->written_at;
  if (!load_time_before (db, row, &standing, &before, error)
      || !load_first_unread (db, params, row, error))
    return NULL;
  row->first_of_day = before == 0 || !same_day (before, time);
  return g_steal_pointer (&row);
}
