/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the history as JSON Lines that an import takes. */
#include <string.h>

#include "tkt-exchange.h"
#include "tkt-files-private.h"
#include "tkt-history.h"

/* A thread, or a message's files, may be long: a line is written in pieces, each ended where the
 * next one goes on. Notes stand behind all messages, and are kept until then. */
#define END_OF_TICKET "]}"
#define END_OF_MESSAGE "}"

typedef struct
{
  const TktHistoryPlace *place;
  GString *text;
  GString *notes;   /* of this ticket, so far */
  guint n_messages; /* likewise */
} Writer;

static gpointer
open_writer (const TktHistoryPlace *place, GError **error)
{
  Writer *self = g_new0 (Writer, 1);

  self->place = place;
  self->text = g_string_new (NULL);
  self->notes = g_string_new (NULL);
  return self;
}

static void
free_writer (gpointer writer)
{
  Writer *self = writer;

  g_string_free (self->text, TRUE);
  g_string_free (self->notes, TRUE);
  g_free (self);
}

/* Takes the @end that a shape has written off again. */
static void
reopen (Writer *self, const char *end)
{
  g_assert (g_str_has_suffix (self->text->str, end));
  g_string_truncate (self->text, self->text->len - strlen (end));
}

static gboolean
begin_ticket (gpointer writer, const TktHistoryTicket *ticket, GError **error)
{
  Writer *self = writer;

  /* A thread that has not been fetched is no ticket that an import would take. */
  self->n_messages = 0;
  g_string_truncate (self->notes, 0);
  return TRUE;
}

static void
append_ticket (Writer *self, const TktHistoryTicket *source)
{
  g_autoptr (TktExchangeTicket) ticket = tkt_exchange_ticket_new ();

  ticket->id = g_strdup (source->delivered->id);
  ticket->number = source->delivered->number;
  ticket->publisher = g_strdup (source->publisher_name);
  ticket->title = g_strdup (source->delivered->title);
  ticket->status = source->delivered->status;
  ticket->assignee = g_strdup (source->assignee);
  ticket->opened_at = source->delivered->opened_at;
  ticket->closed_at = source->delivered->closed_at;
  ticket->closed_by = g_strdup (source->closed_by);
  tkt_shape_write (&tkt_exchange_ticket_shape, ticket, self->text);
  reopen (self, END_OF_TICKET);
}

static void
append_message (Writer *self, const TktHistoryMessage *source)
{
  const TktMessage *message = source->row->message;
  g_autoptr (TktExchangeMessage) exchange = tkt_exchange_message_new ();

  exchange->id = g_strdup (message->id);
  exchange->author = g_strdup (message->author_username);
  exchange->name = g_strdup (message->author_name);
  exchange->role = message->author_role;
  exchange->written_at = message->written_at;
  exchange->sent_at = message->sent_at;
  exchange->body = g_strdup (message->body);
  exchange->deleted_at = message->deleted_at;
  exchange->deleted_by = g_strdup (source->deleted_by);
  tkt_shape_write (&tkt_exchange_message_shape, exchange, self->text);
}

/* It stands behind the messages that have been written. */
static void
append_note (Writer *self, const TktHistoryMessage *source)
{
  const TktMessage *note = source->row->message;
  g_autoptr (TktExchangeNote) exchange = tkt_exchange_note_new ();

  exchange->id = g_strdup (note->id);
  exchange->after = self->n_messages;
  exchange->author = g_strdup (note->author_username);
  exchange->name = g_strdup (note->author_name);
  exchange->role = note->author_role;
  exchange->written_at = note->written_at;
  exchange->sent_at = note->sent_at;
  exchange->body = g_strdup (note->body);
  exchange->deleted_at = note->deleted_at;
  exchange->deleted_by = g_strdup (source->deleted_by);
  g_string_append (self->notes, self->notes->len > 0 ? "," : "],\"notes\":[");
  tkt_shape_write (&tkt_exchange_note_shape, exchange, self->notes);
}

/* FALSE: it is not on this computer. */
static gboolean
append_attachment (Writer *self, const TktAttachment *source)
{
  const char *const places[] = { TKT_FILES_SEEN, TKT_FILES_OWN };
  g_autofree char *bytes = NULL;
  g_autoptr (TktExchangeAttachment) attachment = tkt_exchange_attachment_new ();
  gsize size;

  for (guint i = 0; i < G_N_ELEMENTS (places) && bytes == NULL; i++)
    {
      g_autofree char *path = g_build_filename (self->place->folder, places[i], source->id, NULL);

      if (g_file_get_contents (path, &bytes, &size, NULL) && (gint64)size != source->size)
        g_clear_pointer (&bytes, g_free);
    }
  if (bytes == NULL)
    return FALSE;
  attachment->id = g_strdup (source->id);
  attachment->name = g_strdup (source->name);
  attachment->data = g_base64_encode ((const guchar *)bytes, size);
  tkt_shape_write (&tkt_exchange_attachment_shape, attachment, self->text);
  return TRUE;
}

static gboolean
write_attachments (Writer *self, const GPtrArray *attachments, GError **error)
{
  guint n_written = 0;

  reopen (self, END_OF_MESSAGE);
  for (guint i = 0; i < attachments->len; i++)
    {
      gsize before = self->text->len;

      g_string_append (self->text, n_written == 0 ? ",\"attachments\":[" : ",");
      if (append_attachment (self, g_ptr_array_index (attachments, i)))
        n_written++;
      else
        {
          g_string_truncate (self->text, before);
          self->place->figures->n_files++;
        }
      if (!tkt_history_flush (self->place, self->text, error))
        return FALSE;
    }
  g_string_append (self->text, n_written > 0 ? "]" END_OF_MESSAGE : END_OF_MESSAGE);
  return TRUE;
}

static gboolean
write_message (gpointer writer,
               const TktHistoryTicket *ticket,
               const TktHistoryMessage *message,
               GError **error)
{
  Writer *self = writer;

  if (message->row->note)
    {
      /* Without the messages that it stands behind an import would not take it. */
      if (self->n_messages > 0)
        append_note (self, message);
      return TRUE;
    }
  if (self->n_messages++ == 0)
    append_ticket (self, ticket);
  else
    g_string_append_c (self->text, ',');
  append_message (self, message);
  return write_attachments (self, message->row->message->attachments, error)
         && tkt_history_flush (self->place, self->text, error);
}

static gboolean
end_ticket (gpointer writer, const TktHistoryTicket *ticket, GError **error)
{
  Writer *self = writer;

  if (self->n_messages > 0)
    g_string_append_printf (self->text, "%s" END_OF_TICKET "\n", self->notes->str);
  return tkt_history_flush (self->place, self->text, error);
}

const TktHistoryFormat tkt_history_jsonl = { .delivered_only = TRUE,
                                             .open = open_writer,
                                             .begin_ticket = begin_ticket,
                                             .write_message = write_message,
                                             .end_ticket = end_ticket,
                                             .free = free_writer };
