/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The format of import and export. */
#include "tkt-exchange.h"

#include <glib/gi18n-lib.h>

#include "tkt-json.h"
#include "tkt-problem.h"
#include "tkt-rows.h"

#define AT(Type, name) G_STRUCT_OFFSET (Type, name)
#define OPTIONAL TKT_MEMBER_OPTIONAL
#define NULLABLE TKT_MEMBER_NULLABLE

static const TktMember attachment_members[] = {
  { "id", TKT_MEMBER_ID, AT (TktExchangeAttachment, id), OPTIONAL },
  { "name", TKT_MEMBER_TEXT, AT (TktExchangeAttachment, name), .text = TKT_TEXT_FILE_NAME },
  { "data", TKT_MEMBER_TEXT, AT (TktExchangeAttachment, data), .text = TKT_TEXT_BASE64 },
};
const TktShape tkt_exchange_attachment_shape
    = TKT_SHAPE (TktExchangeAttachment, "exchange_attachment", attachment_members);
TKT_DEFINE_SHAPED (TktExchangeAttachment, tkt_exchange_attachment)

static const TktMember message_members[] = {
  { "id", TKT_MEMBER_ID, AT (TktExchangeMessage, id), OPTIONAL },
  { "author", TKT_MEMBER_TEXT, AT (TktExchangeMessage, author), .text = TKT_TEXT_USERNAME },
  { "name", TKT_MEMBER_TEXT, AT (TktExchangeMessage, name), .text = TKT_TEXT_NAME },
  { "role", TKT_MEMBER_ENUM, AT (TktExchangeMessage, role), .set = &tkt_role_enum },
  { "written_at", TKT_MEMBER_TIME, AT (TktExchangeMessage, written_at), OPTIONAL | NULLABLE },
  { "sent_at", TKT_MEMBER_TIME, AT (TktExchangeMessage, sent_at) },
  { "body", TKT_MEMBER_TEXT, AT (TktExchangeMessage, body), OPTIONAL, .text = TKT_TEXT_MESSAGE },
  { "attachments",
    TKT_MEMBER_ARRAY,
    AT (TktExchangeMessage, attachments),
    OPTIONAL,
    .shape = &tkt_exchange_attachment_shape },
  { "deleted_at", TKT_MEMBER_TIME, AT (TktExchangeMessage, deleted_at), OPTIONAL | NULLABLE },
  { "deleted_by",
    TKT_MEMBER_TEXT,
    AT (TktExchangeMessage, deleted_by),
    OPTIONAL | NULLABLE,
    .text = TKT_TEXT_USERNAME },
};
const TktShape tkt_exchange_message_shape
    = TKT_SHAPE (TktExchangeMessage, "exchange_message", message_members);
TKT_DEFINE_SHAPED (TktExchangeMessage, tkt_exchange_message)

static const TktMember note_members[] = {
  { "id", TKT_MEMBER_ID, AT (TktExchangeNote, id), OPTIONAL },
  { "after", TKT_MEMBER_INTEGER, AT (TktExchangeNote, after), .least = 1, .most = G_MAXINT32 },
  { "author", TKT_MEMBER_TEXT, AT (TktExchangeNote, author), .text = TKT_TEXT_USERNAME },
  { "name", TKT_MEMBER_TEXT, AT (TktExchangeNote, name), .text = TKT_TEXT_NAME },
  { "role", TKT_MEMBER_ENUM, AT (TktExchangeNote, role), .set = &tkt_role_enum },
  { "written_at", TKT_MEMBER_TIME, AT (TktExchangeNote, written_at), OPTIONAL | NULLABLE },
  { "sent_at", TKT_MEMBER_TIME, AT (TktExchangeNote, sent_at) },
  { "body", TKT_MEMBER_TEXT, AT (TktExchangeNote, body), OPTIONAL, .text = TKT_TEXT_MESSAGE },
  { "deleted_at", TKT_MEMBER_TIME, AT (TktExchangeNote, deleted_at), OPTIONAL | NULLABLE },
  { "deleted_by",
    TKT_MEMBER_TEXT,
    AT (TktExchangeNote, deleted_by),
    OPTIONAL | NULLABLE,
    .text = TKT_TEXT_USERNAME },
};
const TktShape tkt_exchange_note_shape = TKT_SHAPE (TktExchangeNote, "exchange_note", note_members);
TKT_DEFINE_SHAPED (TktExchangeNote, tkt_exchange_note)

static const TktMember ticket_members[] = {
  { "id", TKT_MEMBER_ID, AT (TktExchangeTicket, id), OPTIONAL },
  { "number",
    TKT_MEMBER_INTEGER,
    AT (TktExchangeTicket, number),
    OPTIONAL,
    .least = 1,
    .most = 999999999 },
  { "publisher", TKT_MEMBER_TEXT, AT (TktExchangeTicket, publisher), .text = TKT_TEXT_NAME },
  { "title", TKT_MEMBER_TEXT, AT (TktExchangeTicket, title), .text = TKT_TEXT_TITLE },
  { "status", TKT_MEMBER_ENUM, AT (TktExchangeTicket, status), .set = &tkt_ticket_status_enum },
  { "assignee",
    TKT_MEMBER_TEXT,
    AT (TktExchangeTicket, assignee),
    OPTIONAL | NULLABLE,
    .text = TKT_TEXT_USERNAME },
  { "opened_at", TKT_MEMBER_TIME, AT (TktExchangeTicket, opened_at) },
  { "closed_at", TKT_MEMBER_TIME, AT (TktExchangeTicket, closed_at), NULLABLE },
  { "closed_by",
    TKT_MEMBER_TEXT,
    AT (TktExchangeTicket, closed_by),
    NULLABLE,
    .text = TKT_TEXT_USERNAME },
  { "messages",
    TKT_MEMBER_ARRAY,
    AT (TktExchangeTicket, messages),
    .shape = &tkt_exchange_message_shape },
  { "notes",
    TKT_MEMBER_ARRAY,
    AT (TktExchangeTicket, notes),
    OPTIONAL,
    .shape = &tkt_exchange_note_shape },
};
const TktShape tkt_exchange_ticket_shape
    = TKT_SHAPE (TktExchangeTicket, "exchange_ticket", ticket_members);
TKT_DEFINE_SHAPED (TktExchangeTicket, tkt_exchange_ticket)

/* A tombstone may say `"body": ""`, which is no text that a message could have. */
static void
drop_empty_bodies (JsonNode *root, const char *member)
{
  JsonObject *ticket = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonNode *messages = ticket != NULL ? json_object_get_member (ticket, member) : NULL;
  JsonArray *array;

  if (messages == NULL || !JSON_NODE_HOLDS_ARRAY (messages))
    return;

  array = json_node_get_array (messages);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      JsonObject *message
          = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
      JsonNode *body = message != NULL ? json_object_get_member (message, "body") : NULL;

      if (body != NULL && JSON_NODE_HOLDS_VALUE (body)
          && json_object_has_member (message, "deleted_at")
          && !json_object_get_null_member (message, "deleted_at")
          && g_strcmp0 (json_node_get_string (body), "") == 0)
        json_object_remove_member (message, "body");
    }
}

static void
add_wrong (GError **problem, const char *pointer, const char *detail)
{
  if (*problem == NULL)
    tkt_problem_set_invalid (problem, pointer, "%s", detail);
  else
    tkt_problem_add_field (*problem, pointer, detail);
}

/* @closed_at: 0: it is open. */
static void
check_message (const TktExchangeMessage *message, gint64 closed_at, guint index, GError **problem)
{
  g_autofree char *sent_at = g_strdup_printf ("/messages/%u/sent_at", index);
  g_autofree char *body = g_strdup_printf ("/messages/%u/body", index);
  g_autofree char *deleted_by = g_strdup_printf ("/messages/%u/deleted_by", index);
  g_autofree char *attachments = g_strdup_printf ("/messages/%u/attachments", index);

  if (message->attachments->len > TKT_ATTACHMENTS_MAX)
    add_wrong (problem, attachments, _ ("A message has at most ten attachments."));

  if (closed_at != 0 && message->sent_at > closed_at)
    add_wrong (problem, sent_at, _ ("This is after the ticket was closed."));
  if (tkt_exchange_message_is_tombstone (message))
    {
      if (message->body != NULL)
        add_wrong (problem, body, _ ("A deleted message has no text."));
      if (message->attachments->len > 0)
        add_wrong (problem, attachments, _ ("A deleted message has no attachments."));
      if (message->deleted_by == NULL)
        add_wrong (problem, deleted_by, _ ("This is missing: who deleted the message."));
    }
  else
    {
      if (message->body == NULL)
        add_wrong (problem, body, _ ("This is missing."));
      if (message->deleted_by != NULL)
        add_wrong (problem, deleted_by, _ ("This is only for a message that has deleted_at."));
    }
}

/* @before: the one that the note before stands behind. */
static void
check_note (const TktExchangeNote *note,
            gint64 before,
            guint n_messages,
            guint index,
            GError **problem)
{
  g_autofree char *after = g_strdup_printf ("/notes/%u/after", index);
  g_autofree char *role = g_strdup_printf ("/notes/%u/role", index);
  g_autofree char *body = g_strdup_printf ("/notes/%u/body", index);
  g_autofree char *deleted_by = g_strdup_printf ("/notes/%u/deleted_by", index);
  gboolean tombstone = tkt_exchange_note_is_tombstone (note);

  if (note->after > n_messages)
    add_wrong (problem, after, _ ("The ticket has no such message."));
  else if (note->after < before)
    add_wrong (problem, after, _ ("The note before stands behind a later message."));
  if (!tkt_role_is_staff (note->role))
    add_wrong (problem, role, _ ("Only the network's staff write notes."));
  if (tombstone && note->body != NULL)
    add_wrong (problem, body, _ ("A deleted note has no text."));
  if (!tombstone && note->body == NULL)
    add_wrong (problem, body, _ ("This is missing."));
  if (tombstone && note->deleted_by == NULL)
    add_wrong (problem, deleted_by, _ ("This is missing: who deleted the note."));
  if (!tombstone && note->deleted_by != NULL)
    add_wrong (problem, deleted_by, _ ("This is only for a note that has deleted_at."));
}

static void
check_notes (const TktExchangeTicket *ticket, GError **problem)
{
  gint64 before = 0;

  for (guint i = 0; i < ticket->notes->len; i++)
    {
      const TktExchangeNote *note = g_ptr_array_index (ticket->notes, i);

      check_note (note, before, ticket->messages->len, i, problem);
      before = note->after;
    }
}

static void
check_closing (const TktExchangeTicket *ticket, GError **problem)
{
  if (ticket->status == TKT_TICKET_OPEN)
    {
      if (ticket->closed_at != 0)
        add_wrong (problem, "/closed_at", _ ("An open ticket has no time of closing."));
      if (ticket->closed_by != NULL)
        add_wrong (problem, "/closed_by", _ ("Nobody closed an open ticket."));
    }
  else
    {
      if (ticket->closed_at == 0)
        add_wrong (problem, "/closed_at", _ ("A closed ticket needs the time of closing."));
      else if (ticket->closed_at < ticket->opened_at)
        add_wrong (problem, "/closed_at", _ ("This is before the ticket was opened."));
      if (ticket->closed_by == NULL)
        add_wrong (problem, "/closed_by", _ ("A closed ticket needs who closed it."));
    }
}

TktExchangeTicket *
tkt_exchange_ticket_read (const char *line, gsize length, GError **error)
{
  g_autoptr (JsonNode) root = tkt_json_parse (line, length, error);
  g_autoptr (TktExchangeTicket) ticket = NULL;
  GError *problem = NULL;

  if (root == NULL)
    return NULL;
  drop_empty_bodies (root, "messages");
  drop_empty_bodies (root, "notes");
  ticket = tkt_shape_read (&tkt_exchange_ticket_shape, root, NULL, TKT_READ_STRICT, error);
  if (ticket == NULL)
    return NULL;

  check_closing (ticket, &problem);
  if (ticket->messages->len == 0)
    add_wrong (&problem, "/messages", _ ("A ticket has at least the message that opens it."));
  for (guint i = 0; i < ticket->messages->len; i++)
    check_message (g_ptr_array_index (ticket->messages, i), ticket->closed_at, i, &problem);
  check_notes (ticket, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return NULL;
    }

  return g_steal_pointer (&ticket);
}
