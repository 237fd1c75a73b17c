/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the history as CSV (RFC 4180), for spreadsheets. */
#include "tkt-history.h"
#include "tkt-time.h"

#define HEADER                                                                                     \
  "ticket,title,status,publisher,assignee,opened_at,closed_at,closed_by,position,author,name,"     \
  "role,written_at,sent_at,state,body,attachments,deleted_at,deleted_by,"                          \
  "kind\r\n"

typedef struct
{
  const TktHistoryPlace *place;
  GString *text;
} Writer;

static void
free_writer (gpointer writer)
{
  Writer *self = writer;

  g_string_free (self->text, TRUE);
  g_free (self);
}

static gpointer
open_writer (const TktHistoryPlace *place, GError **error)
{
  Writer *self = g_new0 (Writer, 1);

  self->place = place;
  self->text = g_string_new (HEADER);
  if (tkt_history_flush (self->place, self->text, error))
    return self;
  free_writer (self);
  return NULL;
}

/* What a spreadsheet would take for a formula, or skip to find one. OWASP, "CSV Injection"; the
 * wide forms are what some take for the narrow ones. */
static gboolean
is_formula (const char *text)
{
  switch (g_utf8_get_char_validated (text, -1))
    {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r':
    case '\n':
    case 0xff1d:
    case 0xff0b:
    case 0xff0d:
    case 0xff20:
      return TRUE;
    default:
      return FALSE;
    }
}

/* @text: (nullable): nothing. */
static void
append_text (Writer *self, const char *text)
{
  g_string_append (self->text, "\"");
  if (text != NULL && is_formula (text))
    g_string_append_c (self->text, '\'');
  for (const char *p = text != NULL ? text : ""; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (self->text, '"');
      g_string_append_c (self->text, *p);
    }
  g_string_append (self->text, "\",");
}

/* 0: nothing. */
static void
append_number (Writer *self, gint64 number)
{
  if (number != 0)
    g_string_append_printf (self->text, "%" G_GINT64_FORMAT, number);
  g_string_append_c (self->text, ',');
}

/* 0: none. */
static void
append_time (Writer *self, gint64 time)
{
  char text[TKT_TIME_LENGTH + 1];

  if (time != 0)
    {
      tkt_time_write (time, text);
      g_string_append (self->text, text);
    }
  g_string_append_c (self->text, ',');
}

static const char *
state_word (const TktMessageRow *row)
{
  if (row->delivery == TKT_DELIVERY_REFUSED)
    return "refused";
  return row->delivery != TKT_DELIVERY_DELIVERED || row->deleting ? "waiting" : "delivered";
}

static void
append_ticket (Writer *self, const TktHistoryTicket *ticket)
{
  const TktTicketRow *row = ticket->row;

  append_number (self, row->ticket->number);
  append_text (self, row->ticket->title);
  append_text (self, tkt_enum_to_word (&tkt_ticket_status_enum, row->ticket->status));
  append_text (self, ticket->publisher_name);
  append_text (self, row->assignee_name);
  append_time (self, row->ticket->opened_at);
  append_time (self, row->ticket->closed_at);
  append_text (self, row->closed_by_name);
}

static void
append_attachments (Writer *self, const GPtrArray *attachments)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < attachments->len; i++)
    {
      const TktAttachment *attachment = g_ptr_array_index (attachments, i);

      g_string_append_printf (names, "%s%s", i > 0 ? "; " : "", attachment->name);
    }
  append_text (self, names->str);
}

static gboolean
write_message (gpointer writer,
               const TktHistoryTicket *ticket,
               const TktHistoryMessage *source,
               GError **error)
{
  Writer *self = writer;
  const TktMessage *message = source->row->message;

  append_ticket (self, ticket);
  append_number (self, message->position);
  append_text (self, message->author_username);
  append_text (self, message->author_name);
  append_text (self, tkt_enum_to_word (&tkt_role_enum, message->author_role));
  append_time (self, message->written_at);
  append_time (self, message->sent_at);
  append_text (self, state_word (source->row));
  append_text (self, message->body);
  append_attachments (self, message->attachments);
  append_time (self, message->deleted_at);
  append_text (self, source->deleted_by);
  append_text (self, source->row->note ? "note" : "message");
  g_string_truncate (self->text, self->text->len - 1);
  g_string_append (self->text, "\r\n");
  return tkt_history_flush (self->place, self->text, error);
}

const TktHistoryFormat tkt_history_csv
    = { .open = open_writer, .write_message = write_message, .free = free_writer };
