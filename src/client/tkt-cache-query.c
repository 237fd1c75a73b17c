/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows a list shows, in order; those of tickets and publishers are
 * in tkt-cache-tickets.c and tkt-cache-publishers.c. */
#include "tkt-cache-private.h"

void
tkt_list_params_clear (gpointer data)
{
  TktListParams *params = data;

  g_free (params->own_account_id);
  g_clear_pointer (&params->filter, tkt_ticket_filter_free);
  g_free (params->ticket_id);
  g_clear_pointer (&params->publishers, tkt_publisher_filter_free);
  g_free (params->words);
  g_free (params->publisher_id);
}

gboolean
tkt_cache_append_keys (TktStatement *statement, GArray *keys, GError **error)
{
  gboolean has_row;

  for (;;)
    {
      gint64 key;

      if (!tkt_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      key = tkt_statement_get_int (statement, 0);
      g_array_append_val (keys, key);
    }
}

gboolean
tkt_cache_query_keys (TktDb *db, const char *sql, const char *id, GArray *keys, GError **error)
{
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);

  if (statement == NULL)
    return FALSE;
  if (id != NULL)
    tkt_statement_bind_id (statement, 1, id);
  return tkt_cache_append_keys (statement, keys, error);
}

GArray *
tkt_cache_query_ticket (TktDb *db, gpointer data, guint limit, GError **error)
{
  const TktListParams *params = data;
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!tkt_cache_query_keys (
          db, "SELECT key FROM ticket WHERE id = ?", params->ticket_id, keys, error))
    return NULL;
  if (keys->len == 0
      && !tkt_cache_query_keys (db,
                                "SELECT -seq FROM outbox.entry WHERE ticket_id = ? AND kind = 0",
                                params->ticket_id,
                                keys,
                                error))
    return NULL;
  return g_steal_pointer (&keys);
}

GArray *
tkt_cache_query_messages (TktDb *db, gpointer data, guint limit, GError **error)
{
  TktListParams *params = data;
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  /* The "New" line stays where it was when the thread was opened, though reading moves the mark. */
  if (params->unread_from < 0
      && !tkt_cache_query_number (
          db,
          "SELECT max (coalesce ((SELECT position FROM read_mark WHERE ticket_id = ?1), 0),"
          " coalesce ((SELECT max (position) FROM outbox.entry WHERE ticket_id = ?1 AND kind = 5), "
          "0))",
          params->ticket_id,
          &params->unread_from,
          error))
    return NULL;
  /* An opening comes first, though it may have come back behind its replies (tkt-cache-lost.h). */
  if (!tkt_cache_query_keys (db,
                             "SELECT key FROM (SELECT key, position, 0 AS place FROM message"
                             "  WHERE ticket_id = ?1 UNION ALL"
                             "  SELECT " TKT_CACHE_NOTE_KEY ", after, place FROM note"
                             "  WHERE ticket_id = ?1) ORDER BY position, place",
                             params->ticket_id,
                             keys,
                             error)
      || !tkt_cache_query_keys (
          db,
          "SELECT -seq FROM outbox.entry e WHERE ticket_id = ? AND kind IN (0, 1, 7)"
          " AND NOT EXISTS (SELECT 1 FROM message m WHERE m.id = e.message_id)"
          " AND NOT EXISTS (SELECT 1 FROM note n WHERE n.id = e.message_id)"
          " ORDER BY kind <> 0, seq",
          params->ticket_id,
          keys,
          error))
    return NULL;
  return g_steal_pointer (&keys);
}

GArray *
tkt_cache_query_staff (TktDb *db, gpointer data, guint limit, GError **error)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  return tkt_cache_query_keys (
             db,
             "SELECT key FROM account WHERE role <> 0 AND NOT disabled ORDER BY display_name",
             NULL,
             keys,
             error)
             ? g_steal_pointer (&keys)
             : NULL;
}
