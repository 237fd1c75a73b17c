/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which tickets a list shows, in order: keys from indexes, with the few that the outbox changes
 * merged in. */
#include "tkt-cache-hits.h"
#include "tkt-cache-private.h"
#include "tkt-cache-search.h"

/* How long the first rows may take to bring others along. */
#define FIRST_US 4000

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

typedef enum
{
  WALK,    /* tickets without them, in the order of an index */
  LOOK_UP, /* of these, the ones that are named in JSON */
  TOUCH,   /* tickets with them */
} Way;

static const char *const sources[] = {
  [WALK] = "ticket WHERE key NOT IN (" TOUCHED ")",
  [LOOK_UP] = "(SELECT value AS named FROM json_each (?10)) CROSS JOIN ticket ON key = named"
              " WHERE key NOT IN (" TOUCHED ")",
  [TOUCH] = "ticket WHERE key IN (" TOUCHED ")",
};

/* The tickets of one @status, or (TKT_SHOW_ALL) of any. */
static void
append_select (GString *sql, const TktCacheSearch *search, TktShowStatus status, Way way)
{
  const TktTicketFilter *filter = search->filter;

  g_string_append_printf (
      sql, "SELECT key, %s, number FROM %s", sort_column (filter->sort), sources[way]);
  if (way != TOUCH && status != TKT_SHOW_ALL)
    g_string_append_printf (sql, " AND status = %d", status == TKT_SHOW_CLOSED);
  if (way != TOUCH && filter->owner == TKT_SHOW_MINE)
    g_string_append (sql, " AND assignee_id = ?2");
  if (way != TOUCH && filter->owner == TKT_SHOW_UNASSIGNED)
    g_string_append (sql, " AND assignee_id IS NULL");
  if (filter->publisher_id != NULL)
    g_string_append (sql, " AND publisher_id = ?3");
  tkt_cache_search_append (search, sql);
}

/* The indexes of assignees and publishers are in order within a status: for both, two walks are
 * merged rather than all rows sorted. */
static gboolean
takes_two_walks (const TktCacheSearch *search, Way way)
{
  const TktTicketFilter *filter = search->filter;

  return way == WALK && filter->status == TKT_SHOW_ALL
         && (filter->owner != TKT_SHOW_EVERYONE || filter->publisher_id != NULL);
}

static char *
build_sql (const TktCacheSearch *search, Way way)
{
  GString *sql = g_string_new (NULL);

  if (takes_two_walks (search, way))
    {
      append_select (sql, search, TKT_SHOW_OPEN, way);
      g_string_append (sql, " UNION ALL ");
      append_select (sql, search, TKT_SHOW_CLOSED, way);
    }
  else
    append_select (sql, search, search->filter->status, way);
  /* To name the number twice would be sorted for. */
  if (way != TOUCH)
    g_string_append_printf (
        sql, " ORDER BY 2 DESC%s", search->filter->sort == TKT_SHOW_BY_NUMBER ? "" : ", 3 DESC");
  return g_string_free (sql, FALSE);
}

static TktStatement *
prepare_list (TktDb *db, const TktCacheSearch *search, Way way, GError **error)
{
  const TktTicketFilter *filter = search->filter;
  const gboolean mine = way != TOUCH && filter->owner == TKT_SHOW_MINE;
  g_autofree char *sql = build_sql (search, way);
  TktStatement *statement = tkt_db_prepare (db, sql, error);

  if (statement == NULL)
    return NULL;
  tkt_cache_search_bind (search, statement, !mine);
  if (mine)
    tkt_statement_bind_id (statement, 2, search->own_account_id);
  if (filter->publisher_id != NULL)
    tkt_statement_bind_id (statement, 3, filter->publisher_id);
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

/* What is asked, and what has been found so far. */
typedef struct
{
  TktDb *db;
  const TktListParams *params;
  TktCacheSearch *search;
  guint limit;     /* 0: all */
  gint64 until_us; /* with a limit: what comes before is worth having, too */

  TktCacheHits
      *few; /* (nullable): of tickets with the outbox: NULL where nothing is searched for */
  TktCacheHits *hits; /* likewise, of all others */
  GArray *special;    /* of Place: what the outbox changes, in order */
  GArray *keys;
} Listing;

static void
listing_clear (Listing *self)
{
  g_clear_pointer (&self->few, tkt_cache_hits_free);
  g_clear_pointer (&self->hits, tkt_cache_hits_free);
  g_clear_pointer (&self->search, tkt_cache_search_free);
  g_clear_pointer (&self->special, g_array_unref);
  g_clear_pointer (&self->keys, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Listing, listing_clear)

/* @hits: (nullable) */
static gboolean
has_words (TktCacheHits *hits, gint64 key, gboolean *has, GError **error)
{
  *has = TRUE;
  return hits == NULL || tkt_cache_hits_has (hits, key, has, error);
}

/* Cached tickets that the outbox changes, as they will be. */
static gboolean
add_touched (Listing *self, GError **error)
{
  g_autoptr (TktStatement) statement = prepare_list (self->db, self->search, TOUCH, error);
  gboolean has_row, has;

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
      if (!has_words (self->few, key, &has, error))
        return FALSE;
      row = has ? tkt_cache_load_ticket (self->db, (gpointer)self->params, key, &failed) : NULL;
      if (failed != NULL)
        {
          g_propagate_error (error, failed);
          return FALSE;
        }
      if (row != NULL)
        add_place (self->special, self->search, key, row->ticket);
      tkt_ticket_row_free (row);
    }
}

/* In its title or its message, like others. */
static gboolean
opening_has_words (Listing *self, const TktEntry *opening, gboolean *has, GError **error)
{
  *has = TRUE;
  return self->few == NULL
         || (tkt_cache_hits_has_text (self->few, opening->title, has, error)
             && (*has || tkt_cache_hits_has_text (self->few, opening->body, has, error)));
}

/* Tickets that are only in the outbox. */
static gboolean
add_new (Listing *self, GError **error)
{
  g_autoptr (GPtrArray) entries = tkt_outbox_list (self->db, error);

  if (entries == NULL)
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    {
      const TktEntry *entry = g_ptr_array_index (entries, i);
      TktTicketRow *row;
      gint64 cached;
      gboolean has;

      if (entry->kind != TKT_ENTRY_OPEN_TICKET)
        continue;
      if (!tkt_cache_query_number (
              self->db, "SELECT key FROM ticket WHERE id = ?", entry->ticket_id, &cached, error)
          || !opening_has_words (self, entry, &has, error))
        return FALSE;
      if (cached != 0 || !has)
        continue;
      row = tkt_cache_load_ticket (self->db, (gpointer)self->params, -entry->seq, error);
      if (row == NULL)
        return FALSE;
      if (tkt_cache_search_takes_opening (self->search, entry, row->ticket))
        add_place (self->special, self->search, -entry->seq, row->ticket);
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

/* What is shown first is soon followed by the rest. A list view that gets two hundred rows for two
 * hundred others has far less to do than one that gets sixty, and the rest in the next turn: so
 * those that are at hand come along. */
static gboolean
is_enough (Listing *self)
{
  return self->limit != 0 && self->keys->len >= self->limit
         && (g_get_monotonic_time () >= self->until_us
             || (self->hits != NULL && !tkt_cache_hits_are_near (self->hits)));
}

/* Takes the rows of @statement, and before each of them what of the outbox belongs there, until
 * there are enough. @named: it is not worth to go on: the few that may have the words are these. */
static gboolean
take_rows (Listing *self, TktStatement *statement, char **named, GError **error)
{
  gboolean has_row = TRUE, has;
  guint next = 0;

  while (has_row && !is_enough (self))
    {
      Place place = { 0, G_MININT64, G_MININT64 };

      if (!tkt_statement_step (statement, &has_row, error))
        return FALSE;
      if (has_row)
        {
          place = (Place){ tkt_statement_get_int (statement, 0),
                           tkt_statement_get_int (statement, 1),
                           tkt_statement_get_int (statement, 2) };
          if (!has_words (self->hits, place.key, &has, error))
            return FALSE;
          if (named != NULL && self->hits != NULL
              && (*named = tkt_cache_hits_list_few (self->hits)) != NULL)
            return TRUE;
          if (!has)
            continue;
        }
      while (next < self->special->len
             && compare_places (&g_array_index (self->special, Place, next), &place) <= 0)
        g_array_append_val (self->keys, g_array_index (self->special, Place, next++).key);
      if (has_row)
        g_array_append_val (self->keys, place.key);
    }
  return TRUE;
}

static gboolean
list (Listing *self, GError **error)
{
  g_autoptr (TktStatement) walk = prepare_list (self->db, self->search, WALK, error);
  g_autoptr (TktStatement) look_up = NULL;
  g_autofree char *named = NULL;

  if (walk == NULL || !take_rows (self, walk, &named, error))
    return FALSE;
  if (named == NULL)
    return TRUE;
  g_array_set_size (self->keys, 0);
  look_up = prepare_list (self->db, self->search, LOOK_UP, error);
  if (look_up == NULL)
    return FALSE;
  tkt_statement_bind_text (look_up, 10, named);
  return take_rows (self, look_up, NULL, error);
}

GArray *
tkt_cache_query_tickets (TktDb *db, gpointer data, guint limit, GError **error)
{
  g_auto (Listing) self = {
    .db = db, .params = data, .limit = limit, .until_us = g_get_monotonic_time () + FIRST_US
  };

  self.special = g_array_new (FALSE, FALSE, sizeof (Place));
  self.keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  self.search = tkt_cache_search_new (db, self.params, error);
  if (self.search == NULL)
    return NULL;
  /* What can't be understood finds nothing; the list says why. */
  if (self.search->query->fault != TKT_SEARCH_FINE)
    return g_steal_pointer (&self.keys);
  if (tkt_cache_search_has_match (self.search))
    {
      self.few = tkt_cache_hits_new (db, self.search, TKT_HITS_FEW, error);
      self.hits
          = tkt_cache_hits_new (db, self.search, limit != 0 ? TKT_HITS_FIRST : TKT_HITS_ALL, error);
      if (self.few == NULL || self.hits == NULL)
        return NULL;
    }
  if (!add_touched (&self, error) || !add_new (&self, error))
    return NULL;
  g_array_sort (self.special, compare_places);
  if (!list (&self, error))
    return NULL;
  return g_steal_pointer (&self.keys);
}
