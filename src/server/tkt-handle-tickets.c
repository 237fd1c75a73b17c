/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tickets, their messages and read marks. */
#include <glib/gi18n-lib.h>

#include "tkt-cursor.h"
#include "tkt-handlers.h"
#include "tkt-search.h"

static const char *const status_words[] = { "open", "closed", "all", NULL };
static const char *const sort_words[] = { "activity", "opened", "number", NULL };
static const TktEnum status_enum = { status_words };
static const TktEnum sort_enum = { sort_words };

static gboolean
read_assignee (TktCall *call, TktTicketQuery *query, GError **error)
{
  const char *text = tkt_call_get_param (call, "assignee");

  if (g_strcmp0 (text, "me") == 0)
    query->assignee_id = call->actor->account->id;
  else if (g_strcmp0 (text, "none") == 0)
    query->unassigned = TRUE;
  else
    return tkt_call_read_id (call, "assignee", &query->assignee_id, error);
  return TRUE;
}

static gboolean
read_cursor (TktCall *call, TktTicketQuery *query, GError **error)
{
  const char *text = tkt_call_get_param (call, "cursor");
  TktCursor cursor;

  if (text == NULL)
    return TRUE;
  if (!tkt_cursor_from_text (text, 't', &cursor, error))
    return FALSE;
  if (cursor.numbers[0] != query->sort || cursor.numbers[2] <= 0)
    {
      tkt_call_set_bad_param (error, "cursor", _ ("it belongs to a list in another order"));
      return FALSE;
    }
  query->after_key = cursor.numbers[1];
  query->after_number = cursor.numbers[2];
  return TRUE;
}

/* @match is kept by the caller. FALSE with a problem; @empty: no ticket can match. */
static gboolean
read_words (TktCall *call, TktTicketQuery *query, char **match, gboolean *empty, GError **error)
{
  const char *words = tkt_call_get_param (call, "q");

  *empty = FALSE;
  if (words == NULL)
    return TRUE;
  query->number = tkt_search_ticket_number (words);
  if (query->number != 0)
    return TRUE;
  query->match = *match = tkt_search_to_match (words);
  *empty = query->match == NULL && *words != '\0';
  return TRUE;
}

gboolean
tkt_handle_list_tickets (TktCall *call, TktStoreTx *tx, GError **error)
{
  const TktActor *actor = call->actor;
  TktTicketQuery query = { 0 };
  TktCursor cursor = { .kind = 't' };
  g_autofree char *match = NULL;
  GString *items;
  gboolean empty;
  int status = 0, sort = 0;
  guint n = 0;

  /* Rule 14: open ones unless asked otherwise. */
  if (!tkt_service_check (actor, TKT_ACTION_SEE, error)
      || !tkt_call_read_word (call, "status", &status_enum, &status, error)
      || !tkt_call_read_word (call, "sort", &sort_enum, &sort, error)
      || !read_assignee (call, &query, error)
      || !tkt_call_read_id (call, "publisher", &query.publisher_id, error)
      || !read_words (call, &query, &match, &empty, error))
    return FALSE;
  query.status = status == 2 ? -1 : status;
  query.in_notes = tkt_service_check (actor, TKT_ACTION_SEE_NOTES, NULL);
  query.sort = sort;
  query.limit = tkt_call_get_limit (call, TKT_CALL_LIST_MAX, error);
  if (query.limit == 0 || !read_cursor (call, &query, error))
    return FALSE;
  /* Rule 9: a publisher's account asks for its own publisher, whatever it asked for. */
  if (actor->account->publisher_id != NULL)
    {
      empty |= query.publisher_id != NULL
               && !g_str_equal (query.publisher_id, actor->account->publisher_id);
      query.publisher_id = actor->account->publisher_id;
    }

  items = g_string_sized_new (16384);
  if (empty)
    g_string_append (items, "[]");
  else
    n = tkt_store_write_tickets (
        tx, actor->organization->id, &query, items, &cursor.numbers[1], &cursor.numbers[2], error);
  if (n == G_MAXUINT)
    {
      g_string_free (items, TRUE);
      return FALSE;
    }
  cursor.numbers[0] = query.sort;
  return tkt_call_answer_list (call, items, n == query.limit ? tkt_cursor_to_text (&cursor) : NULL);
}

gboolean
tkt_handle_post_ticket (TktCall *call, TktStoreTx *tx, GError **error)
{
  gboolean repeated;
  g_autoptr (TktOpenedTicket) opened
      = tkt_service_open_ticket (tx, call->actor, call->body, &repeated, error);

  return opened != NULL
         && tkt_call_answer_row (call, repeated ? 200 : 201, &tkt_opened_ticket_shape, opened, 0);
}

static gboolean
answer_ticket (TktCall *call, TktTicket *ticket_taken)
{
  g_autoptr (TktTicket) ticket = ticket_taken;

  return ticket != NULL
         && tkt_call_answer_row (call, 200, &tkt_ticket_shape, ticket, ticket->revision);
}

gboolean
tkt_handle_get_ticket (TktCall *call, TktStoreTx *tx, GError **error)
{
  return answer_ticket (call, tkt_service_get_ticket (tx, call->actor, call->id, error));
}

gboolean
tkt_handle_patch_ticket (TktCall *call, TktStoreTx *tx, GError **error)
{
  return answer_ticket (
      call,
      tkt_service_patch_ticket (tx, call->actor, call->id, call->body, call->if_match, error));
}

gboolean
tkt_handle_put_read_mark (TktCall *call, TktStoreTx *tx, GError **error)
{
  g_autoptr (TktReadMark) mark
      = tkt_service_mark_read (tx, call->actor, call->id, call->body, error);

  return mark != NULL
         && tkt_call_answer_row (call, 200, &tkt_read_mark_shape, mark, mark->revision);
}

gboolean
tkt_handle_list_messages (TktCall *call, TktStoreTx *tx, GError **error)
{
  const char *text = tkt_call_get_param (call, "cursor");
  guint limit = tkt_call_get_limit (call, TKT_CALL_LIST_MAX, error);
  TktCursor cursor = { .kind = 'm' };
  g_autoptr (TktTicket) ticket = NULL;
  GString *items;
  guint n;

  if (limit == 0)
    return FALSE;
  ticket = tkt_service_get_ticket (tx, call->actor, call->id, error);
  if (ticket == NULL || (text != NULL && !tkt_cursor_from_text (text, 'm', &cursor, error)))
    return FALSE;
  items = g_string_sized_new (16384);
  n = tkt_store_write_messages (tx,
                                call->actor->organization->id,
                                ticket->id,
                                cursor.numbers[0],
                                limit,
                                items,
                                &cursor.numbers[0],
                                error);
  if (n == G_MAXUINT)
    {
      g_string_free (items, TRUE);
      return FALSE;
    }
  return tkt_call_answer_list (call, items, n == limit ? tkt_cursor_to_text (&cursor) : NULL);
}

gboolean
tkt_handle_post_message (TktCall *call, TktStoreTx *tx, GError **error)
{
  gboolean repeated;
  g_autoptr (TktMessage) message
      = tkt_service_reply (tx, call->actor, call->id, call->body, &repeated, error);

  return message != NULL
         && tkt_call_answer_row (
             call, repeated ? 200 : 201, &tkt_message_shape, message, message->revision);
}

gboolean
tkt_handle_delete_message (TktCall *call, TktStoreTx *tx, GError **error)
{
  g_autoptr (TktMessage) message = tkt_service_delete_message (tx, call->actor, call->id, error);

  return message != NULL
         && tkt_call_answer_row (call, 200, &tkt_message_shape, message, message->revision);
}

gboolean
tkt_handle_list_publishers (TktCall *call, TktStoreTx *tx, GError **error)
{
  const char *text = tkt_call_get_param (call, "cursor");
  TktPublisherQuery query = { .status = -1, .words = tkt_call_get_param (call, "q") };
  TktCursor cursor = { .kind = 'p' };
  g_autoptr (GPtrArray) publishers = NULL;
  GString *items;
  gboolean full;

  query.limit = tkt_call_get_limit (call, TKT_CALL_LIST_MAX, error);
  if (query.limit == 0
      || !tkt_call_read_word (call, "status", &tkt_publisher_status_enum, &query.status, error)
      || !tkt_call_read_id (call, "manager", &query.account_manager_id, error)
      || (text != NULL && !tkt_cursor_from_text (text, 'p', &cursor, error)))
    return FALSE;
  query.after_number = cursor.numbers[0];
  publishers = tkt_store_list_publishers (tx, call->actor->organization->id, &query, error);
  if (publishers == NULL)
    return FALSE;

  items = g_string_new ("[");
  for (guint i = 0; i < publishers->len; i++)
    {
      const TktListedPublisher *listed = g_ptr_array_index (publishers, i);

      if (i > 0)
        g_string_append_c (items, ',');
      tkt_shape_write (&tkt_listed_publisher_shape, listed, items);
      cursor.numbers[0] = listed->publisher.number;
    }
  g_string_append_c (items, ']');
  full = publishers->len == query.limit;
  return tkt_call_answer_list (call, items, full ? tkt_cursor_to_text (&cursor) : NULL);
}
