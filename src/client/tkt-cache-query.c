/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows a list shows, in order; that of tickets is in tkt-cache-tickets.c. */
#include "tkt-cache-private.h"

#include <string.h>

void
tkt_list_params_clear (gpointer data)
{
  TktListParams *params = data;

  g_free (params->own_account_id);
  g_clear_pointer (&params->filter, tkt_ticket_filter_free);
  g_free (params->ticket_id);
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
                             "SELECT key FROM message WHERE ticket_id = ? ORDER BY position",
                             params->ticket_id,
                             keys,
                             error)
      || !tkt_cache_query_keys (
          db,
          "SELECT -seq FROM outbox.entry e WHERE ticket_id = ? AND kind IN (0, 1)"
          " AND NOT EXISTS (SELECT 1 FROM message m WHERE m.id = e.message_id)"
          " ORDER BY kind <> 0, seq",
          params->ticket_id,
          keys,
          error))
    return NULL;
  return g_steal_pointer (&keys);
}

GArray *
tkt_cache_query_publishers (TktDb *db, gpointer data, guint limit, GError **error)
{
  const TktListParams *params = data;
  const char *words = params->words != NULL ? params->words : "";
  g_autofree char *trimmed = g_strstrip (g_utf8_casefold (words, -1));
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TktStatement) statement
      = tkt_db_prepare (db, "SELECT key, name, number FROM publisher ORDER BY number", error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  for (;;)
    {
      g_autofree char *name = NULL, *number = NULL;
      gint64 key;

      if (!tkt_statement_step (statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&keys);
      key = tkt_statement_get_int (statement, 0);
      name = g_utf8_casefold (tkt_statement_get_text (statement, 1), -1);
      number = g_strdup (tkt_statement_get_text (statement, 2));
      if (strstr (name, trimmed) != NULL || g_str_has_prefix (number, trimmed))
        g_array_append_val (keys, key);
    }
}

GArray *
tkt_cache_query_publisher (TktDb *db, gpointer data, guint limit, GError **error)
{
  const TktListParams *params = data;
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  return tkt_cache_query_keys (
             db, "SELECT key FROM publisher WHERE id = ?", params->publisher_id, keys, error)
             ? g_steal_pointer (&keys)
             : NULL;
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

/* Rule 15: cached open tickets, less those that a waiting closing will close, and those that wait
 * to be opened. */
gint64
tkt_cache_count_open (TktDb *db, const char *publisher_id, GError **error)
{
  const char *sql
      = publisher_id != NULL
            ? "SELECT (SELECT count(*) FROM ticket WHERE publisher_id = ?1 AND status = 0)"
              " - (SELECT count(*) FROM ticket WHERE publisher_id = ?1 AND status = 0 AND id IN"
              "    (SELECT ticket_id FROM outbox.entry WHERE kind = 2 AND state <> 2))"
              " + (SELECT count(*) FROM outbox.entry e WHERE publisher_id = ?1 AND kind = 0 AND "
              "state <> 2"
              "    AND NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = e.ticket_id)"
              "    AND NOT EXISTS (SELECT 1 FROM outbox.entry c WHERE c.ticket_id = e.ticket_id "
              "AND c.kind = 2"
              "      AND c.state <> 2))"
            : "SELECT (SELECT count(*) FROM ticket WHERE status = 0)"
              " - (SELECT count(*) FROM ticket WHERE status = 0 AND id IN"
              "    (SELECT ticket_id FROM outbox.entry WHERE kind = 2 AND state <> 2))"
              " + (SELECT count(*) FROM outbox.entry e WHERE kind = 0 AND state <> 2"
              "    AND NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = e.ticket_id)"
              "    AND NOT EXISTS (SELECT 1 FROM outbox.entry c WHERE c.ticket_id = e.ticket_id "
              "AND c.kind = 2"
              "      AND c.state <> 2))";
  gint64 count;

  return tkt_cache_query_number (db, sql, publisher_id, &count, error) ? count : -1;
}
