/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of keys, with the names beside them and the outbox laid over. */
#include "tkt-cache-private.h"
#include "tkt-row.h"

/* The shaped row of the table and condition @where, whose parameter is @id or @key, if it has one;
 * NULL without an error when there is none. */
gpointer
tkt_cache_load_row (TktDb *db,
                    const TktShape *shape,
                    const char *where,
                    gint64 key,
                    const char *id,
                    GError **error)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT %s FROM %s", tkt_row_columns (shape, NULL), where);
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  if (id != NULL)
    tkt_statement_bind_id (statement, 1, id);
  else if (key != 0)
    tkt_statement_bind_int (statement, 1, key);
  if (!tkt_statement_step (statement, &has_row, error) || !has_row)
    return NULL;
  return tkt_row_read (shape, statement, 0);
}

TktEntry *
tkt_cache_load_entry (TktDb *db, gint64 seq, GError **error)
{
  return tkt_cache_load_row (db, &tkt_entry_shape, "outbox.entry WHERE seq = ?", seq, NULL, error);
}

GPtrArray *
tkt_cache_list_entries (TktDb *db, const char *ticket_id, GError **error)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT %s FROM outbox.entry WHERE ticket_id = ? ORDER BY kind <> 0, seq",
                         tkt_row_columns (&tkt_entry_shape, NULL));
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_entry_free);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  tkt_statement_bind_id (statement, 1, ticket_id);
  for (;;)
    {
      if (!tkt_statement_step (statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&entries);
      g_ptr_array_add (entries, tkt_row_read (&tkt_entry_shape, statement, 0));
    }
}

TktTicket *
tkt_cache_ticket_of_entry (const TktEntry *entry, const char *own_account_id)
{
  TktTicket *ticket = tkt_ticket_new ();

  ticket->id = g_strdup (entry->ticket_id);
  ticket->title = g_strdup (entry->title);
  ticket->publisher_id = g_strdup (entry->publisher_id);
  ticket->opened_by = g_strdup (own_account_id);
  ticket->opened_at = ticket->last_message_at = ticket->updated_at = entry->written_at;
  return ticket;
}

void
tkt_cache_overlay_ticket (TktTicket *ticket, const GPtrArray *entries, const char *own_account_id)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const TktEntry *entry = g_ptr_array_index (entries, i);

      if (entry->state == TKT_ENTRY_REFUSED)
        continue;
      if (entry->kind == TKT_ENTRY_CLOSE && ticket->status == TKT_TICKET_OPEN)
        {
          ticket->status = TKT_TICKET_CLOSED;
          ticket->closed_at = entry->written_at;
          ticket->closed_by = g_strdup (own_account_id);
        }
      else if (entry->kind == TKT_ENTRY_REPLY)
        {
          ticket->reply_count++;
          ticket->last_message_at = MAX (ticket->last_message_at, entry->written_at);
        }
      else if (entry->kind == TKT_ENTRY_REASSIGN)
        {
          g_free (ticket->assignee_id);
          ticket->assignee_id = g_strdup (entry->assignee_id);
        }
    }
}

char *
tkt_cache_load_name (TktDb *db, const char *account_id, const char *ticket_id, GError **error)
{
  GError *failed = NULL;
  g_autoptr (TktStatement) statement = NULL;
  char *name;
  gboolean has_row;

  if (account_id == NULL)
    return NULL;
  name = tkt_cache_query_text (
      db, "SELECT display_name FROM account WHERE id = ?", account_id, &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return NULL;
    }
  if (name != NULL || ticket_id == NULL)
    return name;
  statement = tkt_db_prepare (
      db, "SELECT author_name FROM message WHERE ticket_id = ? AND author_id = ? LIMIT 1", error);
  if (statement == NULL)
    return NULL;
  tkt_statement_bind_id (statement, 1, ticket_id);
  tkt_statement_bind_id (statement, 2, account_id);
  if (!tkt_statement_step (statement, &has_row, error) || !has_row)
    return NULL;
  return g_strdup (tkt_statement_get_text (statement, 0));
}

/* Who wrote last, and what this account has not read. */
static gboolean
load_reading (TktDb *db, TktTicketRow *row, const char *own_account_id, GError **error)
{
  g_autoptr (TktStatement) statement
      = tkt_db_prepare (db,
                        "SELECT position, author_name FROM message WHERE ticket_id = ? ORDER BY "
                        "position DESC LIMIT 1",
                        error);
  g_autoptr (TktStatement) unread = NULL;
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_id (statement, 1, row->ticket->id);
  if (!tkt_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    {
      row->last_position = tkt_statement_get_int (statement, 0);
      g_free (row->last_author);
      row->last_author = g_strdup (tkt_statement_get_text (statement, 1));
    }

  unread = tkt_db_prepare (db,
                           "SELECT 1 FROM message WHERE ticket_id = ? AND position > ?"
                           " AND author_id <> ? AND deleted_at IS NULL LIMIT 1",
                           error);
  if (unread == NULL)
    return FALSE;
  tkt_statement_bind_id (unread, 1, row->ticket->id);
  tkt_statement_bind_int (unread, 2, row->read_position);
  tkt_statement_bind_id (unread, 3, own_account_id);
  return tkt_statement_step (unread, &row->unread, error);
}

/* To the publisher's own people its name says nothing. */
static gboolean
load_publisher_name (TktDb *db, TktTicketRow *row, const char *own_account_id, GError **error)
{
  g_autoptr (TktStatement) statement
      = tkt_db_prepare (db,
                        "SELECT name FROM publisher WHERE id = ?"
                        " AND id IS NOT (SELECT publisher_id FROM account WHERE id = ?)",
                        error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  if (row->ticket->publisher_id != NULL)
    tkt_statement_bind_id (statement, 1, row->ticket->publisher_id);
  tkt_statement_bind_id (statement, 2, own_account_id);
  if (!tkt_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    row->publisher_name = g_strdup (tkt_statement_get_text (statement, 0));
  return TRUE;
}

static gboolean
load_names (TktDb *db, TktTicketRow *row, GError **error)
{
  const TktTicket *ticket = row->ticket;
  GError *failed = NULL;

  row->assignee_name = tkt_cache_load_name (db, ticket->assignee_id, NULL, &failed);
  if (failed == NULL)
    row->opened_by_name = tkt_cache_load_name (db, ticket->opened_by, ticket->id, &failed);
  if (failed == NULL)
    row->closed_by_name = tkt_cache_load_name (db, ticket->closed_by, ticket->id, &failed);
  if (failed != NULL)
    g_propagate_error (error, failed);
  return failed == NULL;
}

/* @open: the server's ticket is. */
static void
count_entries (TktTicketRow *row, const GPtrArray *entries, gboolean open)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const TktEntry *entry = g_ptr_array_index (entries, i);

      if (entry->kind == TKT_ENTRY_MARK_READ)
        row->read_position = MAX (row->read_position, entry->position);
      else
        row->n_waiting++;
      row->refused |= entry->state == TKT_ENTRY_REFUSED;
      if (open && entry->kind == TKT_ENTRY_CLOSE && entry->state != TKT_ENTRY_REFUSED)
        row->closing = tkt_delivery_of_entry (entry);
    }
}

/* What only the server knows of a ticket that waits to be opened: as far as it can be told, a
 * publisher's account opens tickets of its own publisher. */
static TktTicket *
load_new_ticket (TktDb *db, const TktListParams *params, gint64 seq, GError **error)
{
  g_autoptr (TktEntry) entry = tkt_cache_load_entry (db, seq, error);
  g_autoptr (TktAccount) own = NULL;
  GError *failed = NULL;
  TktTicket *ticket;

  if (entry == NULL)
    return NULL;
  own = tkt_cache_load_row (
      db, &tkt_account_shape, "account WHERE id = ?", 0, params->own_account_id, &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return NULL;
    }
  ticket = tkt_cache_ticket_of_entry (entry, params->own_account_id);
  if (ticket->publisher_id == NULL && own != NULL)
    ticket->publisher_id = g_strdup (own->publisher_id);
  return ticket;
}

gpointer
tkt_cache_load_ticket (TktDb *db, gpointer data, gint64 key, GError **error)
{
  const TktListParams *params = data;
  g_autoptr (TktTicketRow) row = g_new0 (TktTicketRow, 1);
  g_autoptr (GPtrArray) entries = NULL;
  gboolean open;
  gint64 draft;

  if (key > 0)
    row->ticket
        = tkt_cache_load_row (db, &tkt_ticket_shape, "ticket WHERE key = ?", key, NULL, error);
  else
    row->ticket = load_new_ticket (db, params, -key, error);
  if (row->ticket == NULL)
    return NULL;
  entries = tkt_cache_list_entries (db, row->ticket->id, error);
  if (entries == NULL
      || !tkt_cache_query_number (db,
                                  "SELECT position FROM read_mark WHERE ticket_id = ?",
                                  row->ticket->id,
                                  &row->read_position,
                                  error)
      || !tkt_cache_query_number (db,
                                  "SELECT 1 FROM outbox.draft WHERE ifnull (ticket_id, x'') = ?",
                                  row->ticket->id,
                                  &draft,
                                  error))
    return NULL;
  row->draft = draft != 0;
  open = row->ticket->status == TKT_TICKET_OPEN;
  tkt_cache_overlay_ticket (row->ticket, entries, params->own_account_id);
  count_entries (row, entries, open);
  if (!load_publisher_name (db, row, params->own_account_id, error) || !load_names (db, row, error)
      || !load_reading (db, row, params->own_account_id, error))
    return NULL;
  if (row->last_author == NULL && key < 0)
    row->last_author = g_strdup (row->opened_by_name);
  return g_steal_pointer (&row);
}

gpointer
tkt_cache_load_account (TktDb *db, gpointer data, gint64 key, GError **error)
{
  g_autoptr (TktAccountRow) row = g_new0 (TktAccountRow, 1);
  GError *failed = NULL;

  row->account
      = tkt_cache_load_row (db, &tkt_account_shape, "account WHERE key = ?", key, NULL, error);
  if (row->account == NULL)
    return NULL;
  if (row->account->publisher_id != NULL)
    row->publisher_name = tkt_cache_query_text (
        db, "SELECT name FROM publisher WHERE id = ?", row->account->publisher_id, &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return NULL;
    }
  return g_steal_pointer (&row);
}
