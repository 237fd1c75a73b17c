/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes. */
#include "tkt-cursor.h"
#include "tkt-handlers.h"

gboolean
tkt_handle_list_notes (TktCall *call, TktStoreTx *tx, GError **error)
{
  const char *text = tkt_call_get_param (call, "cursor");
  guint limit = tkt_call_get_limit (call, TKT_CALL_LIST_MAX, error);
  TktCursor cursor = { .kind = 'n' };
  g_autoptr (TktTicket) ticket = NULL;
  GString *items;
  guint n;

  if (limit == 0)
    return FALSE;
  ticket = tkt_service_get_ticket_with_notes (tx, call->actor, call->id, error);
  if (ticket == NULL || (text != NULL && !tkt_cursor_from_text (text, 'n', &cursor, error)))
    return FALSE;
  items = g_string_sized_new (4096);
  n = tkt_store_write_notes (tx,
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
tkt_handle_post_note (TktCall *call, TktStoreTx *tx, GError **error)
{
  gboolean repeated;
  g_autoptr (TktNote) note
      = tkt_service_write_note (tx, call->actor, call->id, call->body, &repeated, error);

  return note != NULL
         && tkt_call_answer_row (call, repeated ? 200 : 201, &tkt_note_shape, note, note->revision);
}

gboolean
tkt_handle_delete_note (TktCall *call, TktStoreTx *tx, GError **error)
{
  g_autoptr (TktNote) note = tkt_service_delete_note (tx, call->actor, call->id, error);

  return note != NULL && tkt_call_answer_row (call, 200, &tkt_note_shape, note, note->revision);
}
