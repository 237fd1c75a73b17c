/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes an organization's tickets with their history, in the form that import takes. */
#include "tkt-export.h"

#include "tkt-exchange.h"
#include "tkt-store-calls.h"

#define PAGE 200

typedef struct
{
  TktStoreTx *tx;
  const char *organization_id;
  GHashTable *usernames;  /* account id → username */
  GHashTable *publishers; /* id → name */
} Export;

static gboolean
load_names (Export *self, GError **error)
{
  g_autoptr (GPtrArray) accounts = tkt_store_list_accounts (self->tx, self->organization_id, error);
  TktPublisherQuery query = { .status = -1, .limit = PAGE };

  if (accounts == NULL)
    return FALSE;
  for (guint i = 0; i < accounts->len; i++)
    {
      TktAccount *account = g_ptr_array_index (accounts, i);

      g_hash_table_insert (self->usernames, g_strdup (account->id), g_strdup (account->username));
    }

  while (TRUE)
    {
      g_autoptr (GPtrArray) page
          = tkt_store_list_publishers (self->tx, self->organization_id, &query, error);

      if (page == NULL)
        return FALSE;
      if (page->len == 0)
        return TRUE;
      for (guint i = 0; i < page->len; i++)
        {
          TktListedPublisher *listed = g_ptr_array_index (page, i);

          g_hash_table_insert (
              self->publishers, g_strdup (listed->publisher.id), g_strdup (listed->publisher.name));
          query.after_number = listed->publisher.number;
        }
    }
}

static char *
dup_username (Export *self, const char *id)
{
  return id != NULL ? g_strdup (g_hash_table_lookup (self->usernames, id)) : NULL;
}

static TktExchangeAttachment *
make_attachment (Export *self, const TktAttachment *source, GError **error)
{
  g_autoptr (TktExchangeAttachment) attachment = tkt_exchange_attachment_new ();
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  while (bytes->len < source->size)
    {
      g_autoptr (GBytes) piece
          = tkt_store_read_upload (self->tx, self->organization_id, source->id, bytes->len, error);

      if (piece == NULL)
        return NULL;
      g_byte_array_append (bytes, g_bytes_get_data (piece, NULL), g_bytes_get_size (piece));
    }
  attachment->id = g_strdup (source->id);
  attachment->name = g_strdup (source->name);
  attachment->data = g_base64_encode (bytes->data, bytes->len);

  return g_steal_pointer (&attachment);
}

static TktExchangeMessage *
make_message (Export *self, const TktMessage *source, GError **error)
{
  g_autoptr (TktExchangeMessage) message = tkt_exchange_message_new ();

  message->id = g_strdup (source->id);
  message->author = g_strdup (source->author_username);
  message->name = g_strdup (source->author_name);
  message->role = source->author_role;
  message->written_at = source->written_at;
  message->sent_at = source->sent_at;
  message->body = g_strdup (source->body);
  message->deleted_at = source->deleted_at;
  message->deleted_by = dup_username (self, source->deleted_by);
  for (guint i = 0; i < source->attachments->len; i++)
    {
      TktExchangeAttachment *attachment
          = make_attachment (self, g_ptr_array_index (source->attachments, i), error);

      if (attachment == NULL)
        return NULL;
      g_ptr_array_add (message->attachments, attachment);
    }

  return g_steal_pointer (&message);
}

static TktExchangeNote *
make_note (Export *self, const TktNote *source)
{
  TktExchangeNote *note = tkt_exchange_note_new ();

  note->id = g_strdup (source->id);
  note->after = source->after;
  note->author = g_strdup (source->author_username);
  note->name = g_strdup (source->author_name);
  note->role = source->author_role;
  note->written_at = source->written_at;
  note->sent_at = source->sent_at;
  note->body = g_strdup (source->body);
  note->deleted_at = source->deleted_at;
  note->deleted_by = dup_username (self, source->deleted_by);

  return note;
}

static gboolean
add_notes (Export *self, const char *ticket_id, TktExchangeTicket *ticket, GError **error)
{
  gint64 after = 0;

  while (TRUE)
    {
      g_autoptr (GPtrArray) page
          = tkt_store_list_notes (self->tx, self->organization_id, ticket_id, after, PAGE, error);

      if (page == NULL)
        return FALSE;
      if (page->len == 0)
        return TRUE;
      for (guint i = 0; i < page->len; i++)
        {
          const TktNote *note = g_ptr_array_index (page, i);

          g_ptr_array_add (ticket->notes, make_note (self, note));
          after = note->place;
        }
    }
}

static TktExchangeTicket *
make_ticket (Export *self, const TktTicket *source)
{
  TktExchangeTicket *ticket = tkt_exchange_ticket_new ();

  ticket->id = g_strdup (source->id);
  ticket->number = source->number;
  ticket->publisher = g_strdup (g_hash_table_lookup (self->publishers, source->publisher_id));
  ticket->title = g_strdup (source->title);
  ticket->status = source->status;
  ticket->assignee = dup_username (self, source->assignee_id);
  ticket->opened_at = source->opened_at;
  ticket->closed_at = source->closed_at;
  ticket->closed_by = dup_username (self, source->closed_by);

  return ticket;
}

static gboolean
write_ticket (Export *self, const TktTicket *source, GOutputStream *out, GError **error)
{
  g_autoptr (TktExchangeTicket) ticket = make_ticket (self, source);
  g_autoptr (GString) line = g_string_new (NULL);
  gint64 after = 0;

  while (TRUE)
    {
      g_autoptr (GPtrArray) page = tkt_store_list_messages (
          self->tx, self->organization_id, source->id, after, PAGE, error);

      if (page == NULL)
        return FALSE;
      if (page->len == 0)
        break;
      for (guint i = 0; i < page->len; i++)
        {
          const TktMessage *message = g_ptr_array_index (page, i);

          TktExchangeMessage *made = make_message (self, message, error);

          if (made == NULL)
            return FALSE;
          g_ptr_array_add (ticket->messages, made);
          after = message->position;
        }
    }

  if (!add_notes (self, source->id, ticket, error))
    return FALSE;
  tkt_shape_write (&tkt_exchange_ticket_shape, ticket, line);
  g_string_append_c (line, '\n');

  return g_output_stream_write_all (out, line->str, line->len, NULL, NULL, error);
}

static gboolean
write_tickets (Export *self, GOutputStream *out, guint64 *n_tickets, GError **error)
{
  TktTicketQuery query
      = { .status = -1, .sort = TKT_SORT_NUMBER, .oldest_first = TRUE, .limit = PAGE };

  while (TRUE)
    {
      g_autoptr (GPtrArray) page
          = tkt_store_list_tickets (self->tx, self->organization_id, &query, error);

      if (page == NULL)
        return FALSE;
      if (page->len == 0)
        return TRUE;
      for (guint i = 0; i < page->len; i++)
        {
          const TktTicket *ticket = g_ptr_array_index (page, i);

          if (!write_ticket (self, ticket, out, error))
            return FALSE;
          query.after_number = ticket->number;
          (*n_tickets)++;
        }
    }
}

gboolean
tkt_export (TktStoreTx *tx,
            const char *organization_id,
            GOutputStream *out,
            guint64 *n_tickets,
            GError **error)
{
  Export self = { tx, organization_id };
  gboolean done;

  self.usernames = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self.publishers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  *n_tickets = 0;
  done = load_names (&self, error) && write_tickets (&self, out, n_tickets, error);
  g_hash_table_unref (self.usernames);
  g_hash_table_unref (self.publishers);

  return done;
}
