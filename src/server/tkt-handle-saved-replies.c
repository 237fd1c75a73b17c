/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved replies. */
#include "tkt-cursor.h"
#include "tkt-handlers.h"

/* A cursor's word is the folded name, its first number whether that one was shared. */
gboolean
tkt_handle_list_saved_replies (TktCall *call, TktStoreTx *tx, GError **error)
{
  const char *text = tkt_call_get_param (call, "cursor");
  TktSavedReplyQuery query = { .limit = tkt_call_get_limit (call, TKT_CALL_LIST_MAX, error) };
  TktCursor cursor = { .kind = 'r' };
  g_autoptr (GPtrArray) replies = NULL;
  GString *items;

  if (query.limit == 0
      || (text != NULL && !tkt_cursor_from_text (text, cursor.kind, &cursor, error)))
    return FALSE;
  query.after_name = text != NULL ? cursor.word : NULL;
  query.after_shared = cursor.numbers[0] != 0;
  replies = tkt_service_list_saved_replies (tx, call->actor, &query, error);
  if (replies == NULL)
    return FALSE;

  items = g_string_new ("[");
  for (guint i = 0; i < replies->len; i++)
    {
      if (i > 0)
        g_string_append_c (items, ',');
      tkt_shape_write (&tkt_saved_reply_shape, g_ptr_array_index (replies, i), items);
    }
  g_string_append_c (items, ']');
  if (replies->len == query.limit)
    {
      const TktSavedReply *last = g_ptr_array_index (replies, replies->len - 1);
      g_autofree char *folded = tkt_text_fold_name (last->name);

      g_strlcpy (cursor.word, folded, sizeof cursor.word);
      cursor.numbers[0] = last->owner_id == NULL;
    }
  return tkt_call_answer_list (
      call, items, replies->len == query.limit ? tkt_cursor_to_text (&cursor) : NULL);
}

static gboolean
answer_saved_reply (TktCall *call, guint status, TktSavedReply *reply_taken)
{
  g_autoptr (TktSavedReply) reply = reply_taken;

  return reply != NULL
         && tkt_call_answer_row (call, status, &tkt_saved_reply_shape, reply, reply->revision);
}

gboolean
tkt_handle_post_saved_reply (TktCall *call, TktStoreTx *tx, GError **error)
{
  gboolean repeated = FALSE;
  TktSavedReply *reply
      = tkt_service_create_saved_reply (tx, call->actor, call->body, &repeated, error);

  return answer_saved_reply (call, repeated ? 200 : 201, reply);
}

gboolean
tkt_handle_patch_saved_reply (TktCall *call, TktStoreTx *tx, GError **error)
{
  return answer_saved_reply (
      call,
      200,
      tkt_service_patch_saved_reply (tx, call->actor, call->id, call->body, call->if_match, error));
}

gboolean
tkt_handle_delete_saved_reply (TktCall *call, TktStoreTx *tx, GError **error)
{
  return answer_saved_reply (
      call, 200, tkt_service_delete_saved_reply (tx, call->actor, call->id, error));
}
