/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The storm: what people do to tickets. */
#include "storm.h"
#include "tkt-cache-private.h"

char *
storm_finish (Storm *self, StormDesk *desk, GAsyncResult **result)
{
  g_autoptr (GError) error = NULL;
  char *id;

  test_await (*result != NULL);
  id = tkt_desk_finish (desk->seat->desk, *result, &error);
  model_assert (self->model,
                id != NULL || (error->domain == TKT_PROBLEM && error->code != TKT_PROBLEM_INVALID),
                "%s could not be kept: %s",
                self->model->log->str,
                error != NULL ? error->message : "");
  g_clear_object (result);
  return id;
}

static TktListParams
params_of (StormDesk *desk, TktTicketFilter *filter, const TktTicket *ticket)
{
  return (TktListParams){ .own_account_id = desk->who->id,
                          .filter = filter,
                          .ticket_id = ticket != NULL ? ticket->id : NULL,
                          .unread_from = -1 };
}

/* Some row of a list of the cache's, with the outbox over it, or NULL. */
static gpointer
pick (Storm *self,
      StormDesk *desk,
      TktListParams *params,
      GArray *(*query) (TktDb *db, gpointer params, guint limit, GError **error),
      gpointer (*load) (TktDb *db, gpointer params, gint64 key, GError **error))
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) keys = NULL;
  gpointer row = NULL;

  /* One look at it, whatever the desk writes meanwhile. */
  tkt_db_begin (desk->db, &error);
  g_assert_no_error (error);
  keys = query (desk->db, params, 1000, &error);
  g_assert_no_error (error);
  if (keys->len > 0)
    row = load (
        desk->db, params, g_array_index (keys, gint64, storm_draw (self, keys->len)), &error);
  g_assert_no_error (error);
  tkt_db_rollback (desk->db);
  return row;
}

/* Mostly among the open ones, of which most is to be had. */
static TktTicketRow *
pick_ticket (Storm *self, StormDesk *desk)
{
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  TktListParams params = params_of (desk, filter, NULL);

  filter->status = storm_draw (self, 5) == 0 ? TKT_SHOW_ALL : TKT_SHOW_OPEN;
  return pick (self, desk, &params, tkt_cache_query_tickets, tkt_cache_load_ticket);
}

static TktMessageRow *
pick_message (Storm *self, StormDesk *desk, const TktTicket *ticket)
{
  TktListParams params = params_of (desk, NULL, ticket);

  return pick (self, desk, &params, tkt_cache_query_messages, tkt_cache_load_message);
}

static void
note (Storm *self, StormDesk *desk, const char *what, const char *about)
{
  model_note (self->model, "%s at %u: %s %s", desk->who->username, desk->number, what, about);
}

gboolean
storm_open (Storm *self, StormDesk *desk)
{
  const TestServer *server = self->fixture->server;
  const char *publisher_id = storm_draw (self, 2) ? server->acme : server->bravo;
  g_autofree char *title = g_strdup_printf ("title %u.", ++self->n_texts);
  g_autofree char *text = g_strdup_printf ("opening %u.", self->n_texts);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *id = NULL;
  ModelWord *word;

  note (self, desk, "open", title);
  tkt_desk_open_ticket_async (
      desk->seat->desk, publisher_id, title, text, NULL, test_keep_result, (gpointer)&result);
  id = storm_finish (self, desk, &result);
  if (id == NULL)
    return TRUE;
  word = model_add_word (self->model, desk->who, desk->number, id);
  word->title = g_steal_pointer (&title);
  word->text = g_steal_pointer (&text);
  word->publisher_id = g_strdup (desk->who->staff ? publisher_id : desk->who->publisher_id);
  return TRUE;
}

gboolean
storm_reply (Storm *self, StormDesk *desk)
{
  g_autoptr (TktTicketRow) row = pick_ticket (self, desk);
  g_autofree char *text = g_strdup_printf ("reply %u.", ++self->n_texts);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *id = NULL;
  ModelWord *word;

  if (row == NULL)
    return FALSE;
  note (self, desk, text, row->ticket->title);
  tkt_desk_reply_async (desk->seat->desk, row->ticket, text, NULL, test_keep_result, (gpointer)&result);
  id = storm_finish (self, desk, &result);
  if (id == NULL)
    return TRUE;
  word = model_add_word (self->model, desk->who, desk->number, row->ticket->id);
  word->message_id = g_steal_pointer (&id);
  word->text = g_steal_pointer (&text);
  return TRUE;
}

gboolean
storm_close (Storm *self, StormDesk *desk)
{
  g_autoptr (TktTicketRow) row = pick_ticket (self, desk);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *id = NULL;

  if (row == NULL)
    return FALSE;
  note (self, desk, "close", row->ticket->title);
  tkt_desk_close_ticket_async (desk->seat->desk, row->ticket, test_keep_result, (gpointer)&result);
  id = storm_finish (self, desk, &result);
  if (id != NULL && row->ticket->status == TKT_TICKET_OPEN)
    model_add_deed (self->model, MODEL_CLOSE, desk->who, id);
  return TRUE;
}

gboolean
storm_reassign (Storm *self, StormDesk *desk)
{
  static const char *const usernames[] = { "alma", "mara", "nils" };
  g_autoptr (TktTicketRow) row = pick_ticket (self, desk);
  g_autofree char *assignee_id = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *id = NULL;
  const guint whom = storm_draw (self, G_N_ELEMENTS (usernames) + 1);
  ModelDeed *deed;

  if (row == NULL || !desk->who->staff)
    return FALSE;
  if (whom < G_N_ELEMENTS (usernames))
    assignee_id = test_server_find_account (self->fixture->server, usernames[whom]);
  note (self, desk, "reassign", row->ticket->title);
  tkt_desk_reassign_async (
      desk->seat->desk, row->ticket, assignee_id, test_keep_result, (gpointer)&result);
  id = storm_finish (self, desk, &result);
  if (id == NULL)
    return TRUE;
  deed = model_add_deed (self->model, MODEL_REASSIGN, desk->who, id);
  deed->assignee_id = g_steal_pointer (&assignee_id);
  return TRUE;
}

gboolean
storm_delete (Storm *self, StormDesk *desk)
{
  g_autoptr (TktTicketRow) ticket = pick_ticket (self, desk);
  g_autoptr (TktMessageRow) row = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *id = NULL;

  if (ticket != NULL)
    row = pick_message (self, desk, ticket->ticket);
  if (row == NULL || row->delivery == TKT_DELIVERY_REFUSED || row->deleting)
    return FALSE;
  note (self, desk, "delete", row->message->body);
  tkt_desk_delete_message_async (
      desk->seat->desk, ticket->ticket, row->message, test_keep_result, (gpointer)&result);
  id = storm_finish (self, desk, &result);
  if (id != NULL && !tkt_message_is_tombstone (row->message))
    model_add_deed (self->model, MODEL_DELETE, desk->who, ticket->ticket->id)->message_id
        = g_steal_pointer (&id);
  return TRUE;
}

gboolean
storm_mark (Storm *self, StormDesk *desk)
{
  g_autoptr (TktTicketRow) row = pick_ticket (self, desk);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *id = NULL;
  gint64 position;

  if (row == NULL || row->last_position == 0)
    return FALSE;
  position = 1 + storm_draw (self, row->last_position);
  note (self, desk, "read", row->ticket->title);
  tkt_desk_mark_read_async (
      desk->seat->desk, row->ticket, position, test_keep_result, (gpointer)&result);
  id = storm_finish (self, desk, &result);
  if (id != NULL)
    model_add_deed (self->model, MODEL_MARK, desk->who, id)->position = position;
  return TRUE;
}

/* From now on nobody knows when it takes effect. */
gboolean
storm_set_support (Storm *self, StormDesk *desk)
{
  const gboolean enabled = storm_draw (self, 3) > 0;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *id = NULL;

  if (!g_str_equal (desk->who->username, "alma"))
    return FALSE;
  note (self, desk, enabled ? "turn on" : "turn off", "support tickets");
  tkt_desk_set_support_tickets_async (
      desk->seat->desk, enabled, test_keep_result, (gpointer)&result);
  id = storm_finish (self, desk, &result);
  if (id != NULL && !enabled)
    model_begin_cause (self->model, MODEL_OFF, NULL);
  return TRUE;
}
