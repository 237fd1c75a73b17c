/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the history from the cache and the outbox, ticket after ticket. */
#include "tkt-cache-private.h"
#include "tkt-history-private.h"

typedef struct
{
  TktDb *db;
  TktListParams params;
  const TktHistoryFormat *format;
  gpointer writer;
  TktHistoryFigures *figures;
  TktHistoryStep step;
  gpointer step_data;
  gboolean notes;
  guint done;
  guint total;
} Reading;

TktHistoryChoice *
tkt_history_choice_new_filter (const TktTicketFilter *filter)
{
  TktHistoryChoice *choice = g_new0 (TktHistoryChoice, 1);

  choice->filter = tkt_ticket_filter_copy (filter);
  return choice;
}

TktHistoryChoice *
tkt_history_choice_new_pick (TktRowPick *pick_taken)
{
  TktHistoryChoice *choice = g_new0 (TktHistoryChoice, 1);

  choice->pick = pick_taken;
  return choice;
}

TktHistoryChoice *
tkt_history_choice_new_ticket (const char *ticket_id)
{
  TktHistoryChoice *choice = g_new0 (TktHistoryChoice, 1);

  choice->ticket_id = g_strdup (ticket_id);
  return choice;
}

void
tkt_history_choice_free (TktHistoryChoice *choice)
{
  g_clear_pointer (&choice->filter, tkt_ticket_filter_free);
  g_clear_pointer (&choice->pick, tkt_row_pick_free);
  g_free (choice->ticket_id);
  g_free (choice);
}

TktHistoryTicket *
tkt_history_ticket_copy (const TktHistoryTicket *ticket)
{
  TktHistoryTicket *copy = g_new0 (TktHistoryTicket, 1);

  copy->row = tkt_ticket_row_copy (ticket->row);
  copy->delivered = ticket->delivered != NULL ? tkt_ticket_copy (ticket->delivered) : NULL;
  copy->publisher_name = g_strdup (ticket->publisher_name);
  copy->assignee = g_strdup (ticket->assignee);
  copy->closed_by = g_strdup (ticket->closed_by);
  return copy;
}

void
tkt_history_ticket_free (TktHistoryTicket *ticket)
{
  g_clear_pointer (&ticket->row, tkt_ticket_row_free);
  tkt_ticket_free (ticket->delivered);
  g_free (ticket->publisher_name);
  g_free (ticket->assignee);
  g_free (ticket->closed_by);
  g_free (ticket);
}

TktHistoryMessage *
tkt_history_message_copy (const TktHistoryMessage *message)
{
  TktHistoryMessage *copy = g_new0 (TktHistoryMessage, 1);

  copy->row = tkt_message_row_copy (message->row);
  copy->deleted_by = g_strdup (message->deleted_by);
  return copy;
}

void
tkt_history_message_free (TktHistoryMessage *message)
{
  g_clear_pointer (&message->row, tkt_message_row_free);
  g_free (message->deleted_by);
  g_free (message);
}

void
tkt_history_thread_free (TktHistoryThread *thread)
{
  g_clear_pointer (&thread->ticket, tkt_history_ticket_free);
  g_ptr_array_unref (thread->messages);
  g_free (thread);
}

/* What is left out may have been the first of its day, which the next one is then: @begins. */
static gboolean
is_wanted (TktMessageRow *row, gboolean notes, gboolean *begins)
{
  row->first_of_day |= *begins;
  *begins = row->note && !notes && row->first_of_day;
  return !row->note || notes;
}

TktHistoryThread *
tkt_history_thread_copy_without_notes (const TktHistoryThread *thread)
{
  TktHistoryThread *copy = g_new0 (TktHistoryThread, 1);
  gboolean begins = FALSE;

  copy->ticket = tkt_history_ticket_copy (thread->ticket);
  copy->messages = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_history_message_free);
  for (guint i = 0; i < thread->messages->len; i++)
    {
      g_autoptr (TktHistoryMessage) message
          = tkt_history_message_copy (g_ptr_array_index (thread->messages, i));

      if (is_wanted (message->row, FALSE, &begins))
        g_ptr_array_add (copy->messages, g_steal_pointer (&message));
    }
  return copy;
}

gboolean
tkt_history_flush (const TktHistoryPlace *place, GString *text, GError **error)
{
  const gboolean good = g_output_stream_write_all (
      place->out, text->str, text->len, NULL, place->cancellable, error);

  g_string_truncate (text, 0);
  return good;
}

TktDb *
tkt_history_open (const char *folder, GError **error)
{
  g_autoptr (TktDb) db = tkt_cache_open_reader (folder, error);

  if (db == NULL || !tkt_db_exec (db, "PRAGMA cache_size = -1000", error))
    return NULL;
  return g_steal_pointer (&db);
}

/* Of an account that is not known here any more: what it wrote under in the ticket, or else its id,
 * which is a username, too. */
static gboolean
load_username (TktDb *db,
               const char *account_id,
               const char *ticket_id,
               char **username,
               GError **error)
{
  g_autoptr (TktStatement) statement = NULL;
  gboolean has_row;

  if (account_id == NULL)
    return TRUE;
  statement = tkt_db_prepare (db,
                              "SELECT username FROM account WHERE id = ?1 UNION ALL"
                              " SELECT author_username FROM message"
                              "  WHERE ticket_id = ?2 AND author_id = ?1 LIMIT 1",
                              error);
  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_id (statement, 1, account_id);
  tkt_statement_bind_id (statement, 2, ticket_id);
  if (!tkt_statement_step (statement, &has_row, error))
    return FALSE;
  *username = g_strdup (has_row ? tkt_statement_get_text (statement, 0) : account_id);
  return TRUE;
}

/* FALSE with an error; @ticket is NULL where it is gone. */
static gboolean
load_ticket (Reading *self, gint64 key, TktHistoryTicket **ticket, GError **error)
{
  g_autoptr (TktHistoryTicket) loaded = g_new0 (TktHistoryTicket, 1);
  const char *id;
  GError *failed = NULL;

  *ticket = NULL;
  loaded->row = tkt_cache_load_ticket (self->db, &self->params, key, &failed);
  if (failed == NULL && key > 0)
    loaded->delivered = tkt_cache_load_row (
        self->db, &tkt_ticket_shape, "ticket WHERE key = ?", key, NULL, &failed);
  if (failed == NULL && loaded->row != NULL && loaded->row->ticket->publisher_id != NULL)
    loaded->publisher_name = tkt_cache_query_text (self->db,
                                                   "SELECT name FROM publisher WHERE id = ?",
                                                   loaded->row->ticket->publisher_id,
                                                   &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return FALSE;
    }
  if (loaded->row == NULL)
    return TRUE;
  id = loaded->row->ticket->id;
  if (loaded->delivered != NULL
      && (!load_username (self->db, loaded->delivered->assignee_id, id, &loaded->assignee, error)
          || !load_username (
              self->db, loaded->delivered->closed_by, id, &loaded->closed_by, error)))
    return FALSE;
  *ticket = g_steal_pointer (&loaded);
  return TRUE;
}

/* What the outbox will delete is as good as deleted. */
static gboolean
make_tombstone (Reading *self, TktMessageRow *row, GError **error)
{
  TktMessage *message = row->message;
  g_autoptr (TktAccount) own = NULL;

  if (!row->deleting || tkt_message_is_tombstone (message))
    return TRUE;
  own = tkt_cache_load_row (
      self->db, &tkt_account_shape, "account WHERE id = ?", 0, self->params.own_account_id, error);
  if (own == NULL
      || !tkt_cache_query_number (self->db,
                                  "SELECT written_at FROM outbox.entry"
                                  " WHERE kind IN (3, 8) AND state <> 2 AND message_id = ?",
                                  message->id,
                                  &message->deleted_at,
                                  error))
    return FALSE;
  g_free (message->body);
  message->body = g_strdup ("");
  tkt_attachments_free (message->attachments);
  message->attachments = tkt_attachments_copy (NULL);
  message->deleted_by = g_strdup (own->id);
  row->deleted_by_name = g_strdup (own->display_name);
  return TRUE;
}

static gboolean
load_message (Reading *self, gint64 key, TktHistoryMessage **message, GError **error)
{
  g_autoptr (TktHistoryMessage) loaded = g_new0 (TktHistoryMessage, 1);
  GError *failed = NULL;

  *message = NULL;
  loaded->row = tkt_cache_load_message (self->db, &self->params, key, &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return FALSE;
    }
  if (loaded->row == NULL)
    return TRUE;
  if (!make_tombstone (self, loaded->row, error)
      || !load_username (self->db,
                         loaded->row->message->deleted_by,
                         loaded->row->message->ticket_id,
                         &loaded->deleted_by,
                         error))
    return FALSE;
  *message = g_steal_pointer (&loaded);
  return TRUE;
}

static gboolean
hand_out_messages (Reading *self, const TktHistoryTicket *ticket, GError **error)
{
  g_autoptr (GArray) keys = tkt_cache_query_messages (self->db, &self->params, 0, error);
  gboolean begins = FALSE;

  if (keys == NULL)
    return FALSE;
  for (guint i = 0; i < keys->len; i++)
    {
      g_autoptr (TktHistoryMessage) message = NULL;

      if (!self->step (self->step_data, self->done, self->total, error)
          || !load_message (self, g_array_index (keys, gint64, i), &message, error))
        return FALSE;
      if (message == NULL || !is_wanted (message->row, self->notes, &begins))
        continue;
      if (self->format->delivered_only && message->row->delivery != TKT_DELIVERY_DELIVERED)
        self->figures->n_waiting++;
      else if (!self->format->write_message (self->writer, ticket, message, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
hand_out (Reading *self, gint64 key, GError **error)
{
  const TktHistoryFormat *format = self->format;
  g_autoptr (TktHistoryTicket) ticket = NULL;

  if (!load_ticket (self, key, &ticket, error))
    return FALSE;
  if (ticket == NULL)
    return TRUE;
  if (format->delivered_only && ticket->delivered == NULL)
    {
      self->figures->n_waiting++;
      return TRUE;
    }
  g_free (self->params.ticket_id);
  self->params.ticket_id = g_strdup (ticket->row->ticket->id);
  if ((format->begin_ticket != NULL && !format->begin_ticket (self->writer, ticket, error))
      || !hand_out_messages (self, ticket, error)
      || (format->end_ticket != NULL && !format->end_ticket (self->writer, ticket, error)))
    return FALSE;
  self->figures->n_tickets++;
  return TRUE;
}

/* @key: 0: of the ticket @id, wherever it is now, or (NULL) of one that has gone. */
static gboolean
hand_out_snapshot (Reading *self, gint64 key, const char *id, GError **error)
{
  gboolean good = TRUE;

  if (!self->step (self->step_data, self->done, self->total, error)
      || !tkt_db_begin (self->db, error))
    return FALSE;
  if (key == 0 && id != NULL)
    {
      g_autoptr (GArray) keys = NULL;

      g_free (self->params.ticket_id);
      self->params.ticket_id = g_strdup (id);
      keys = tkt_cache_query_ticket (self->db, &self->params, 0, error);
      good = keys != NULL;
      if (good && keys->len > 0)
        key = g_array_index (keys, gint64, 0);
    }
  good = good && (key == 0 || hand_out (self, key, error));
  tkt_db_rollback (self->db);
  self->done++;
  return good;
}

/* Keys of the outbox end with their delivery, so of those tickets the ids are kept. One that has
 * been delivered since it was picked is not known by its key any more. */
static gboolean
keep_ids (Reading *self, GArray *keys, GHashTable *ids, GError **error)
{
  for (guint i = 0; i < keys->len; i++)
    {
      gint64 *key = &g_array_index (keys, gint64, i);
      g_autoptr (TktEntry) entry = NULL;
      GError *failed = NULL;

      if (*key > 0)
        continue;
      entry = tkt_cache_load_entry (self->db, -*key, &failed);
      if (failed != NULL)
        {
          g_propagate_error (error, failed);
          return FALSE;
        }
      if (entry != NULL)
        g_hash_table_insert (ids, GUINT_TO_POINTER (i), g_strdup (entry->ticket_id));
      *key = 0;
    }
  return TRUE;
}

/* (element-type gint64): the keys of what was chosen, 0 for those in @ids: the ids, by place. */
static GArray *
list_tickets (Reading *self, const TktHistoryChoice *choice, GHashTable *ids, GError **error)
{
  g_autoptr (GArray) keys = NULL;
  gint64 complete;

  if (choice->ticket_id != NULL)
    {
      gint64 none = 0;

      keys = g_array_new (FALSE, FALSE, sizeof none);
      g_array_append_val (keys, none);
      g_hash_table_insert (ids, GUINT_TO_POINTER (0), g_strdup (choice->ticket_id));
      return g_steal_pointer (&keys);
    }
  if (choice->pick != NULL)
    keys = tkt_row_pick_list_keys (choice->pick);
  else if (tkt_cache_get_number (self->db, "complete", &complete, error))
    {
      self->figures->partial = !complete;
      keys = tkt_cache_query_tickets (self->db, &self->params, 0, error);
    }
  if (keys == NULL || !keep_ids (self, keys, ids, error))
    return NULL;
  return g_steal_pointer (&keys);
}

static gboolean
read_choice (Reading *self, const TktHistoryChoice *choice, GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autoptr (GArray) keys = NULL;

  if (!tkt_db_begin (self->db, error))
    return FALSE;
  keys = list_tickets (self, choice, ids, error);
  tkt_db_rollback (self->db);
  if (keys == NULL)
    return FALSE;
  self->total = keys->len;
  for (guint i = 0; i < keys->len; i++)
    if (!hand_out_snapshot (self,
                            g_array_index (keys, gint64, i),
                            g_hash_table_lookup (ids, GUINT_TO_POINTER (i)),
                            error))
      return FALSE;
  return TRUE;
}

gboolean
tkt_history_read (TktDb *db,
                  const char *own_account_id,
                  const TktHistoryChoice *choice,
                  const TktHistoryFormat *format,
                  gpointer writer,
                  TktHistoryFigures *figures,
                  TktHistoryStep step,
                  gpointer step_data,
                  GError **error)
{
  Reading self = { .db = db,
                   .format = format,
                   .writer = writer,
                   .figures = figures,
                   .step = step,
                   .step_data = step_data,
                   .notes = choice->notes };
  gboolean good;

  self.params.own_account_id = g_strdup (own_account_id);
  if (choice->filter != NULL)
    self.params.filter = tkt_ticket_filter_copy (choice->filter);
  good = read_choice (&self, choice, error);
  /* The last step says that all is done. */
  good = good && step (step_data, self.done, self.total, error);
  tkt_list_params_clear (&self.params);
  return good;
}
