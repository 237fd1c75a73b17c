/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which tickets a list shows, in order: keys from indexes, with the few that the outbox changes
 * merged in. */
#include "tkt-cache-private.h"
#include "tkt-cache-search.h"

/* A key with what it is sorted by. */
typedef struct
{
  gint64 key;
  gint64 sort;
  gint64 number;
} Place;

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

/* One walk: the tickets of one @status, or (TKT_SHOW_ALL) of any. */
static void
append_walk (GString *sql, const TktCacheSearch *search, TktShowStatus status, gboolean untouched)
{
  const TktTicketFilter *filter = search->filter;

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
  tkt_cache_search_append (search, sql);
}

/* The indexes of assignees and publishers are in order within a status: for both, two walks are
 * merged rather than all rows sorted. Words would be looked for twice. */
static gboolean
takes_two_walks (const TktCacheSearch *search, gboolean untouched)
{
  const TktTicketFilter *filter = search->filter;

  return untouched && !tkt_cache_search_has_match (search) && filter->status == TKT_SHOW_ALL
         && (filter->owner != TKT_SHOW_EVERYONE || filter->publisher_id != NULL);
}

static char *
build_sql (const TktCacheSearch *search, gboolean untouched)
{
  GString *sql = g_string_new (NULL);

  if (takes_two_walks (search, untouched))
    {
      append_walk (sql, search, TKT_SHOW_OPEN, untouched);
      g_string_append (sql, " UNION ALL ");
      append_walk (sql, search, TKT_SHOW_CLOSED, untouched);
    }
  else
    append_walk (sql, search, search->filter->status, untouched);
  /* To name the number twice would be sorted for. */
  if (untouched)
    g_string_append_printf (sql,
                            " ORDER BY 2 DESC%s LIMIT ?5",
                            search->filter->sort == TKT_SHOW_BY_NUMBER ? "" : ", 3 DESC");
  return g_string_free (sql, FALSE);
}

static TktStatement *
prepare_list (TktDb *db,
              const TktCacheSearch *search,
              gboolean untouched,
              guint limit,
              GError **error)
{
  const TktTicketFilter *filter = search->filter;
  const gboolean mine = untouched && filter->owner == TKT_SHOW_MINE;
  g_autofree char *sql = build_sql (search, untouched);
  TktStatement *statement = tkt_db_prepare (db, sql, error);

  if (statement == NULL)
    return NULL;
  tkt_cache_search_bind (search, statement, !mine);
  if (mine)
    tkt_statement_bind_id (statement, 2, search->own_account_id);
  if (filter->publisher_id != NULL)
    tkt_statement_bind_id (statement, 3, filter->publisher_id);
  if (untouched)
    tkt_statement_bind_int (statement, 5, limit != 0 ? (gint64)limit : -1);
  return statement;
}

static gboolean
passes (const TktCacheSearch *search, const TktTicket *ticket)
{
  const TktTicketFilter *filter = search->filter;

  if (filter->status != TKT_SHOW_ALL
      && (filter->status == TKT_SHOW_CLOSED) != (ticket->status == TKT_TICKET_CLOSED))
    return FALSE;
  if (filter->owner == TKT_SHOW_MINE
      && g_strcmp0 (ticket->assignee_id, search->own_account_id) != 0)
    return FALSE;
  if (filter->owner == TKT_SHOW_UNASSIGNED && ticket->assignee_id != NULL)
    return FALSE;
  return filter->publisher_id == NULL
         || g_strcmp0 (filter->publisher_id, ticket->publisher_id) == 0;
}

static void
add_place (GArray *places, const TktCacheSearch *search, gint64 key, const TktTicket *ticket)
{
  const TktShowSort sort = search->filter->sort;
  Place place = { key, sort_value (sort, ticket), ticket->number };

  /* What has no number yet is the newest. */
  if (ticket->number == 0)
    place.number = G_MAXINT64;
  if (ticket->number == 0 && sort == TKT_SHOW_BY_NUMBER)
    place.sort = G_MAXINT64;
  if (passes (search, ticket))
    g_array_append_val (places, place);
}

/* Cached tickets that the outbox changes, as they will be. */
static gboolean
add_touched (TktDb *db,
             const TktListParams *params,
             const TktCacheSearch *search,
             GArray *places,
             GError **error)
{
  g_autoptr (TktStatement) statement = prepare_list (db, search, FALSE, 0, error);
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
        add_place (places, search, key, row->ticket);
      tkt_ticket_row_free (row);
    }
}

/* Tickets that are only in the outbox. */
static gboolean
add_new (TktDb *db,
         const TktListParams *params,
         const TktCacheSearch *search,
         GArray *places,
         GError **error)
{
  g_autoptr (GPtrArray) entries = tkt_outbox_list (db, error);

  if (entries == NULL)
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    {
      const TktEntry *entry = g_ptr_array_index (entries, i);
      TktTicketRow *row;
      gint64 cached;

      if (entry->kind != TKT_ENTRY_OPEN_TICKET)
        continue;
      if (!tkt_cache_query_number (
              db, "SELECT key FROM ticket WHERE id = ?", entry->ticket_id, &cached, error))
        return FALSE;
      if (cached != 0)
        continue;
      row = tkt_cache_load_ticket (db, (gpointer)params, -entry->seq, error);
      if (row == NULL)
        return FALSE;
      if (tkt_cache_search_takes_opening (search, entry, row->ticket))
        add_place (places, search, -entry->seq, row->ticket);
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
  g_autoptr (TktCacheSearch) search = tkt_cache_search_new (db, params, error);
  g_autoptr (TktStatement) statement = NULL;
  gboolean has_row = TRUE;
  guint next = 0;

  if (search == NULL)
    return NULL;
  /* What can't be understood finds nothing; the list says why. */
  if (search->query->fault != TKT_SEARCH_FINE)
    return g_steal_pointer (&keys);
  if (!add_touched (db, params, search, special, error)
      || !add_new (db, params, search, special, error))
    return NULL;
  g_array_sort (special, compare_places);

  statement = prepare_list (db, search, TRUE, limit, error);
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
