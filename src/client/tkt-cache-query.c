/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows a list shows, in order: keys from indexes, with the few rows that the outbox changes
 * merged in. */
#include "tkt-cache-private.h"

#include <string.h>

#include "tkt-row.h"
#include "tkt-search.h"

/* A key with what it is sorted by. */
typedef struct
{
  gint64 key;
  gint64 sort;
  gint64 number;
} Place;

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

static const char *
sort_column (TktShowSort sort)
{
  switch (sort)
    {
    case TKT_SHOW_BY_ACTIVITY:
      return "last_message_at";
    case TKT_SHOW_BY_OPENED:
      return "opened_at";
    case TKT_SHOW_BY_NUMBER:
      return "number";
    }
  g_return_val_if_reached (NULL);
}

static gint64
sort_value (TktShowSort sort, const TktTicket *ticket)
{
  switch (sort)
    {
    case TKT_SHOW_BY_ACTIVITY:
      return ticket->last_message_at;
    case TKT_SHOW_BY_OPENED:
      return ticket->opened_at;
    case TKT_SHOW_BY_NUMBER:
      return ticket->number;
    }
  g_return_val_if_reached (0);
}

/* Tickets that have something in the outbox: what the cache says of them is not what is shown. */
#define TOUCHED                                                                                    \
  "SELECT t.key FROM ticket t WHERE t.id IN"                                                       \
  " (SELECT e.ticket_id FROM outbox.entry e WHERE e.state <> 2 AND e.kind <> 5)"

/* The words' condition; ?1 is the match. Each word must stand in the title, or all in one message.
 */
#define WORDS                                                                                      \
  "(key IN (SELECT rowid FROM ticket_words WHERE ticket_words MATCH ?1)"                           \
  " OR id IN (SELECT m.ticket_id FROM message m WHERE m.key IN"                                    \
  " (SELECT rowid FROM message_words WHERE message_words MATCH ?1)))"

/* One walk: the tickets of one @status, or (TKT_SHOW_ALL) of any. */
static void
append_walk (GString *sql,
             const TktTicketFilter *filter,
             TktShowStatus status,
             gboolean words,
             gint64 number,
             gboolean untouched)
{
  g_string_append_printf (sql,
                          "SELECT key, %s, number FROM ticket WHERE key %sIN (" TOUCHED ")",
                          sort_column (filter->sort),
                          untouched ? "NOT " : "");
  if (untouched && status != TKT_SHOW_ALL)
    g_string_append_printf (sql, " AND status = %d", status == TKT_SHOW_CLOSED);
  if (untouched && filter->owner == TKT_SHOW_MINE)
    g_string_append (sql, " AND assignee_id = ?2");
  if (untouched && filter->owner == TKT_SHOW_UNASSIGNED)
    g_string_append (sql, " AND assignee_id IS NULL");
  if (filter->publisher_id != NULL)
    g_string_append (sql, " AND publisher_id = ?3");
  if (number > 0)
    g_string_append (sql, " AND number = ?4");
  else if (words)
    g_string_append (sql, " AND " WORDS);
}

/* The indexes of assignees and publishers are in order within a status: for both, two walks are
 * merged rather than all rows sorted. Words would be looked for twice. */
static gboolean
takes_two_walks (const TktTicketFilter *filter, gboolean words, gboolean untouched)
{
  return untouched && !words && filter->status == TKT_SHOW_ALL
         && (filter->owner != TKT_SHOW_EVERYONE || filter->publisher_id != NULL);
}

static char *
build_sql (const TktTicketFilter *filter, gboolean words, gint64 number, gboolean untouched)
{
  GString *sql = g_string_new (NULL);

  if (takes_two_walks (filter, words, untouched))
    {
      append_walk (sql, filter, TKT_SHOW_OPEN, words, number, untouched);
      g_string_append (sql, " UNION ALL ");
      append_walk (sql, filter, TKT_SHOW_CLOSED, words, number, untouched);
    }
  else
    append_walk (sql, filter, filter->status, words, number, untouched);
  /* To name the number twice would be sorted for. */
  if (untouched)
    g_string_append_printf (
        sql, " ORDER BY 2 DESC%s LIMIT ?5", filter->sort == TKT_SHOW_BY_NUMBER ? "" : ", 3 DESC");
  return g_string_free (sql, FALSE);
}

static TktStatement *
prepare_list (TktDb *db,
              const TktListParams *params,
              gboolean untouched,
              guint limit,
              GError **error)
{
  const TktTicketFilter *filter = params->filter;
  const char *typed = filter->words != NULL ? filter->words : "";
  g_autofree char *match = tkt_search_to_match (typed);
  gint64 number = tkt_search_ticket_number (typed);
  g_autofree char *sql = build_sql (filter, match != NULL, number, untouched);
  TktStatement *statement = tkt_db_prepare (db, sql, error);

  if (statement == NULL)
    return NULL;
  if (match != NULL && number == 0)
    tkt_statement_bind_text (statement, 1, match);
  if (untouched && filter->owner == TKT_SHOW_MINE)
    tkt_statement_bind_id (statement, 2, params->own_account_id);
  if (filter->publisher_id != NULL)
    tkt_statement_bind_id (statement, 3, filter->publisher_id);
  if (number > 0)
    tkt_statement_bind_int (statement, 4, number);
  if (untouched)
    tkt_statement_bind_int (statement, 5, limit != 0 ? (gint64)limit : -1);
  return statement;
}

static gboolean
passes (const TktListParams *params, const TktTicket *ticket)
{
  const TktTicketFilter *filter = params->filter;

  if (filter->status != TKT_SHOW_ALL
      && (filter->status == TKT_SHOW_CLOSED) != (ticket->status == TKT_TICKET_CLOSED))
    return FALSE;
  if (filter->owner == TKT_SHOW_MINE
      && g_strcmp0 (ticket->assignee_id, params->own_account_id) != 0)
    return FALSE;
  if (filter->owner == TKT_SHOW_UNASSIGNED && ticket->assignee_id != NULL)
    return FALSE;
  return filter->publisher_id == NULL
         || g_strcmp0 (filter->publisher_id, ticket->publisher_id) == 0;
}

static void
add_place (GArray *places, const TktListParams *params, gint64 key, const TktTicket *ticket)
{
  Place place = { key, sort_value (params->filter->sort, ticket), ticket->number };

  /* What has no number yet is the newest. */
  if (ticket->number == 0)
    place.number = G_MAXINT64;
  if (ticket->number == 0 && params->filter->sort == TKT_SHOW_BY_NUMBER)
    place.sort = G_MAXINT64;
  if (passes (params, ticket))
    g_array_append_val (places, place);
}

/* Cached tickets that the outbox changes, as they will be. */
static gboolean
add_touched (TktDb *db, const TktListParams *params, GArray *places, GError **error)
{
  g_autoptr (TktStatement) statement = prepare_list (db, params, FALSE, 0, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  for (;;)
    {
      TktTicketRow *row;
      GError *failed = NULL;
      gint64 key;

      if (!tkt_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      key = tkt_statement_get_int (statement, 0);
      row = tkt_cache_load_ticket (db, (gpointer)params, key, &failed);
      if (failed != NULL)
        {
          g_propagate_error (error, failed);
          return FALSE;
        }
      if (row != NULL)
        add_place (places, params, key, row->ticket);
      tkt_ticket_row_free (row);
    }
}

static gboolean
has_words (const char *title, const char *body, const char *words)
{
  g_autofree char *text = g_strconcat (title, "\n", body, NULL);

  return g_str_match_string (words, text, TRUE);
}

/* Tickets that are only in the outbox. */
static gboolean
add_new (TktDb *db, const TktListParams *params, GArray *places, GError **error)
{
  const char *words = params->filter->words;
  g_autoptr (GPtrArray) entries = NULL;

  /* They have no numbers yet. */
  if (words != NULL && tkt_search_ticket_number (words) > 0)
    return TRUE;
  entries = tkt_outbox_list (db, error);
  if (entries == NULL)
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    {
      const TktEntry *entry = g_ptr_array_index (entries, i);
      TktTicketRow *row;
      gint64 cached;

      if (entry->kind != TKT_ENTRY_OPEN_TICKET
          || (words != NULL && *words != '\0' && !has_words (entry->title, entry->body, words)))
        continue;
      if (!tkt_cache_query_number (
              db, "SELECT key FROM ticket WHERE id = ?", entry->ticket_id, &cached, error))
        return FALSE;
      if (cached != 0)
        continue;
      row = tkt_cache_load_ticket (db, (gpointer)params, -entry->seq, error);
      if (row == NULL)
        return FALSE;
      add_place (places, params, -entry->seq, row->ticket);
      tkt_ticket_row_free (row);
    }
  return TRUE;
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *x = a, *y = b;

  if (x->sort != y->sort)
    return x->sort > y->sort ? -1 : 1;
  return x->number > y->number ? -1 : x->number < y->number;
}

GArray *
tkt_cache_query_tickets (TktDb *db, gpointer data, guint limit, GError **error)
{
  const TktListParams *params = data;
  g_autoptr (GArray) special = g_array_new (FALSE, FALSE, sizeof (Place));
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TktStatement) statement = NULL;
  gboolean has_row = TRUE;
  guint next = 0;

  if (!add_touched (db, params, special, error) || !add_new (db, params, special, error))
    return NULL;
  g_array_sort (special, compare_places);

  statement = prepare_list (db, params, TRUE, limit, error);
  if (statement == NULL)
    return NULL;
  while (has_row)
    {
      Place place = { 0, G_MININT64, G_MININT64 };

      if (!tkt_statement_step (statement, &has_row, error))
        return NULL;
      if (has_row)
        place = (Place){ tkt_statement_get_int (statement, 0),
                         tkt_statement_get_int (statement, 1),
                         tkt_statement_get_int (statement, 2) };
      while (next < special->len
             && compare_places (&g_array_index (special, Place, next), &place) <= 0)
        g_array_append_val (keys, g_array_index (special, Place, next++).key);
      if (has_row)
        g_array_append_val (keys, place.key);
    }
  if (limit != 0 && keys->len > limit)
    g_array_set_size (keys, limit);
  return g_steal_pointer (&keys);
}

/* The first column of all rows as keys. */
static gboolean
append_keys (TktStatement *statement, GArray *keys, GError **error)
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
  return append_keys (statement, keys, error);
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
