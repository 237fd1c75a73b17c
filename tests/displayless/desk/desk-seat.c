/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person at a desk does and sees, each as one call. */
#include "desk-fixture.h"

#include "tkt-desk-private.h"

static char *
finish (Seat *self, GAsyncResult **result, GError **error)
{
  g_autoptr (GError) failed = NULL;
  char *id;

  test_await (*result != NULL);
  id = tkt_desk_finish (self->desk, *result, &failed);
  g_assert_true ((id == NULL) == (failed != NULL));
  if (error == NULL)
    g_assert_no_error (failed);
  else
    *error = g_steal_pointer (&failed);
  return id;
}

/* Ends what is about something whose id is known already. */
static void
finish_known (Seat *self, GAsyncResult **result, const char *expected, GError **error)
{
  g_autofree char *id = finish (self, result, error);

  if (id != NULL)
    g_assert_cmpstr (id, ==, expected);
}

char *
seat_open_ticket (Seat *self,
                  const char *publisher_id,
                  const char *title,
                  const char *body,
                  GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tkt_desk_open_ticket_async (
      self->desk, publisher_id, title, body, NULL, test_keep_result, (gpointer)&result);
  return finish (self, &result, error);
}

char *
seat_reply (Seat *self, const char *ticket_id, const char *body, GError **error)
{
  g_autoptr (TktTicketRow) row = seat_get_ticket (self, ticket_id);
  g_autoptr (GAsyncResult) result = NULL;

  tkt_desk_reply_async (self->desk, row->ticket, body, NULL, test_keep_result, (gpointer)&result);
  return finish (self, &result, error);
}

char *
seat_write_note (Seat *self, const char *ticket_id, const char *body, GError **error)
{
  g_autoptr (TktTicketRow) row = seat_get_ticket (self, ticket_id);
  g_autoptr (GAsyncResult) result = NULL;

  tkt_desk_write_note_async (self->desk, row->ticket, body, test_keep_result, (gpointer)&result);
  return finish (self, &result, error);
}

char *
seat_save_reply (Seat *self, const char *name, const char *body, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tkt_desk_add_saved_reply_async (
      self->desk, name, body, FALSE, test_keep_result, (gpointer)&result);
  return finish (self, &result, error);
}

void
seat_close_ticket (Seat *self, const char *ticket_id, GError **error)
{
  g_autoptr (TktTicketRow) row = seat_get_ticket (self, ticket_id);
  g_autoptr (GAsyncResult) result = NULL;

  tkt_desk_close_ticket_async (self->desk, row->ticket, test_keep_result, (gpointer)&result);
  finish_known (self, &result, ticket_id, error);
}

void
seat_reassign (Seat *self, const char *ticket_id, const char *assignee_id, GError **error)
{
  g_autoptr (TktTicketRow) row = seat_get_ticket (self, ticket_id);
  g_autoptr (GAsyncResult) result = NULL;

  tkt_desk_reassign_async (
      self->desk, row->ticket, assignee_id, test_keep_result, (gpointer)&result);
  finish_known (self, &result, ticket_id, error);
}

void
seat_delete_message (Seat *self, const char *ticket_id, const char *message_id, GError **error)
{
  g_autoptr (TktTicketRow) ticket = seat_get_ticket (self, ticket_id);
  g_autoptr (GPtrArray) messages = seat_list_messages (self, ticket_id);
  const TktMessage *message = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  for (guint i = 0; i < messages->len; i++)
    {
      const TktMessageRow *row = g_ptr_array_index (messages, i);

      if (g_str_equal (row->message->id, message_id))
        message = row->message;
    }
  g_assert_nonnull (message);
  tkt_desk_delete_message_async (
      self->desk, ticket->ticket, message, test_keep_result, (gpointer)&result);
  finish_known (self, &result, message_id, error);
}

void
seat_mark_read (Seat *self, const char *ticket_id, gint64 position)
{
  g_autoptr (TktTicketRow) row = seat_get_ticket (self, ticket_id);
  g_autoptr (GAsyncResult) result = NULL;

  tkt_desk_mark_read_async (self->desk, row->ticket, position, test_keep_result, (gpointer)&result);
  finish_known (self, &result, ticket_id, NULL);
}

void
seat_set_support (Seat *self, gboolean enabled, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tkt_desk_set_support_tickets_async (self->desk, enabled, test_keep_result, (gpointer)&result);
  finish_known (self, &result, self->sign_in->account_id, error);
}

void
seat_retry (Seat *self, gint64 outbox_seq)
{
  g_autoptr (GAsyncResult) result = NULL;

  tkt_desk_retry_entry_async (self->desk, outbox_seq, test_keep_result, (gpointer)&result);
  finish_known (self, &result, self->sign_in->account_id, NULL);
}

void
seat_discard (Seat *self, gint64 outbox_seq)
{
  g_autoptr (GAsyncResult) result = NULL;

  tkt_desk_take_back_async (
      self->desk, outbox_seq, TKT_TAKE_BACK_DISCARD, test_keep_result, (gpointer)&result);
  finish_known (self, &result, self->sign_in->account_id, NULL);
}

/* A model asks up to twice, for its first rows and for all of them: whoever asks the same reader
 * afterwards is answered after that. */
static void
await_reader (Seat *self)
{
  for (int i = 0; i < 4; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (TktCacheState) state = NULL;
      g_autoptr (GError) error = NULL;

      tkt_cache_get_state_async (self->desk->cache, NULL, test_keep_result, (gpointer)&result);
      test_await (result != NULL);
      state = tkt_cache_get_state_finish (self->desk->cache, result, &error);
      g_assert_no_error (error);
    }
}

/* (element-type of the model's rows, by @type) */
static GPtrArray *
read_model (Seat *self, TktRowModel *model_taken, GType type, GDestroyNotify row_free)
{
  g_autoptr (TktRowModel) model = model_taken;
  GPtrArray *rows = g_ptr_array_new_with_free_func (row_free);

  await_reader (self);
  g_assert_false (tkt_row_model_get_loading (model));
  g_assert_cmpstr (tkt_row_model_get_problem (model), ==, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      g_autoptr (TktRowItem) item = g_list_model_get_item (G_LIST_MODEL (model), i);

      test_await (tkt_row_item_get_row (item) != NULL);
      g_ptr_array_add (rows, g_boxed_copy (type, tkt_row_item_get_row (item)));
    }
  return rows;
}

TktTicketRow *
seat_get_ticket (Seat *self, const char *ticket_id)
{
  g_autoptr (GPtrArray) rows = read_model (self,
                                           tkt_desk_watch_ticket (self->desk, ticket_id),
                                           tkt_ticket_row_get_type (),
                                           (GDestroyNotify)tkt_ticket_row_free);

  return rows->len > 0 ? tkt_ticket_row_copy (g_ptr_array_index (rows, 0)) : NULL;
}

GPtrArray *
seat_list_tickets (Seat *self, const TktTicketFilter *filter)
{
  return read_model (self,
                     tkt_desk_list_tickets (self->desk, filter),
                     tkt_ticket_row_get_type (),
                     (GDestroyNotify)tkt_ticket_row_free);
}

GPtrArray *
seat_list_messages (Seat *self, const char *ticket_id)
{
  return read_model (self,
                     tkt_desk_list_messages (self->desk, ticket_id),
                     tkt_message_row_get_type (),
                     (GDestroyNotify)tkt_message_row_free);
}

GPtrArray *
seat_list_publishers (Seat *self)
{
  return read_model (self,
                     tkt_desk_list_publishers (self->desk, NULL),
                     tkt_publisher_row_get_type (),
                     (GDestroyNotify)tkt_publisher_row_free);
}

GPtrArray *
seat_list_staff (Seat *self)
{
  return read_model (self,
                     tkt_desk_list_staff (self->desk),
                     tkt_account_row_get_type (),
                     (GDestroyNotify)tkt_account_row_free);
}

GPtrArray *
seat_list_saved_replies (Seat *self, const char *words)
{
  return read_model (self,
                     tkt_desk_list_saved_replies (self->desk, words),
                     tkt_saved_reply_row_get_type (),
                     (GDestroyNotify)tkt_saved_reply_row_free);
}

char *
seat_show_tickets (Seat *self, const TktTicketFilter *filter)
{
  g_autoptr (GPtrArray) rows = seat_list_tickets (self, filter);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const TktTicketRow *row = g_ptr_array_index (rows, i);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", row->ticket->title);
    }
  return g_string_free (text, FALSE);
}

char *
seat_show_messages (Seat *self, const char *ticket_id)
{
  /* Sending is a moment of waiting that may be over before it is looked at. */
  static const char *const deliveries[]
      = { "", " [waiting]", " [waiting]", " [refused]", " [held]" };
  g_autoptr (GPtrArray) rows = seat_list_messages (self, ticket_id);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const TktMessageRow *row = g_ptr_array_index (rows, i);

      g_string_append_printf (text,
                              "%s%s: %s%s",
                              i > 0 ? " | " : "",
                              row->message->author_username,
                              row->deleting || tkt_message_is_tombstone (row->message)
                                  ? "(deleted)"
                                  : row->message->body,
                              deliveries[row->delivery]);
    }
  return g_string_free (text, FALSE);
}
