/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit trail, for admins. */
#include <glib/gi18n-lib.h>

#include "tkt-cursor.h"
#include "tkt-handlers.h"
#include "tkt-time.h"

static gboolean
read_time (TktCall *call, const char *name, gint64 *time, GError **error)
{
  const char *text = tkt_call_get_param (call, name);

  if (text == NULL || tkt_time_parse (text, time))
    return TRUE;
  tkt_call_set_bad_param (error, name, _ ("a time like 2026-11-23T10:15:30Z is expected"));
  return FALSE;
}

static gboolean
read_query (TktCall *call, TktAuditQuery *query, GError **error)
{
  const char *account = tkt_call_get_param (call, "account");
  const char *text = tkt_call_get_param (call, "cursor");
  TktCursor cursor;

  query->account_given = account != NULL;
  query->limit = tkt_call_get_limit (call, TKT_CALL_LIST_MAX, error);
  if (query->limit == 0
      || !tkt_call_read_word (call, "kind", &tkt_audit_kind_enum, &query->kind, error)
      || (g_strcmp0 (account, "none") != 0
          && !tkt_call_read_id (call, "account", &query->account_id, error))
      || !read_time (call, "since", &query->since, error)
      || !read_time (call, "until", &query->before_at, error)
      || (text != NULL && !tkt_cursor_from_text (text, 'a', &cursor, error)))
    return FALSE;
  if (text != NULL)
    {
      query->before_at = cursor.numbers[0];
      query->before_number = cursor.numbers[1];
    }
  return TRUE;
}

gboolean
tkt_handle_list_audit (TktCall *call, TktStoreTx *tx, GError **error)
{
  TktAuditQuery query = TKT_AUDIT_QUERY_INIT;
  TktCursor cursor = { .kind = 'a' };
  g_autoptr (GPtrArray) entries = NULL;
  GString *items;

  if (!read_query (call, &query, error))
    return FALSE;
  entries = tkt_service_list_audit (tx, call->actor, &query, error);
  if (entries == NULL)
    return FALSE;

  items = g_string_new ("[");
  for (guint i = 0; i < entries->len; i++)
    {
      const TktListedAuditEntry *listed = g_ptr_array_index (entries, i);

      if (i > 0)
        g_string_append_c (items, ',');
      tkt_shape_write (&tkt_listed_audit_entry_shape, listed, items);
      cursor.numbers[0] = listed->entry.at;
      cursor.numbers[1] = listed->entry.number;
    }
  g_string_append_c (items, ']');
  return tkt_call_answer_list (
      call, items, entries->len == query.limit ? tkt_cursor_to_text (&cursor) : NULL);
}
