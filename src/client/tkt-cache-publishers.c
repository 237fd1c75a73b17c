/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Publishers, as the overview and the red dots show them. */
#include <string.h>

#include "tkt-cache-private.h"
#include "tkt-client-rows.h"

/* Rule 15: cached open tickets, less those that a waiting closing will close, and those that wait
 * to be opened; @ticket and @entry narrow both to a publisher's. */
#define OPEN_TICKETS(ticket, entry)                                                                \
  "((SELECT count(*) FROM ticket WHERE " ticket " status = 0)"                                     \
  " - (SELECT count(*) FROM ticket WHERE " ticket " status = 0 AND id IN"                          \
  "    (SELECT ticket_id FROM outbox.entry WHERE kind = 2 AND state <> 2))"                        \
  " + (SELECT count(*) FROM outbox.entry e WHERE " entry " kind = 0 AND state <> 2"                \
  "    AND NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = e.ticket_id)"                           \
  "    AND NOT EXISTS (SELECT 1 FROM outbox.entry c WHERE c.ticket_id = e.ticket_id"               \
  "      AND c.kind = 2 AND c.state <> 2)))"
#define OPEN_TICKETS_OF(id)                                                                        \
  OPEN_TICKETS ("publisher_id = " id " AND", "e.publisher_id = " id " AND")

/* Of its last message; one look into the index for each status. */
#define LAST_ACTIVITY_OF(id)                                                                       \
  "max ((SELECT coalesce (max (last_message_at), 0) FROM ticket"                                   \
  "       WHERE publisher_id = " id " AND status = 0),"                                            \
  "     (SELECT coalesce (max (last_message_at), 0) FROM ticket"                                   \
  "       WHERE publisher_id = " id " AND status = 1))"

gint64
tkt_cache_count_open (TktDb *db, const char *publisher_id, GError **error)
{
  const char *sql
      = publisher_id != NULL ? "SELECT " OPEN_TICKETS_OF ("?1") : "SELECT " OPEN_TICKETS ("", "");
  gint64 count;

  return tkt_cache_query_number (db, sql, publisher_id, &count, error) ? count : -1;
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

gpointer
tkt_cache_load_publisher (TktDb *db, gpointer data, gint64 key, GError **error)
{
  g_autoptr (TktPublisherRow) row = g_new0 (TktPublisherRow, 1);
  GError *failed = NULL;

  row->publisher
      = tkt_cache_load_row (db, &tkt_publisher_shape, "publisher WHERE key = ?", key, NULL, error);
  if (row->publisher == NULL)
    return NULL;
  if (row->publisher->account_manager_id != NULL)
    row->account_manager_name
        = tkt_cache_query_text (db,
                                "SELECT display_name FROM account WHERE id = ?",
                                row->publisher->account_manager_id,
                                &failed);
  if (failed == NULL)
    row->open_tickets = tkt_cache_count_open (db, row->publisher->id, &failed);
  if (failed == NULL)
    tkt_cache_query_number (
        db, "SELECT " LAST_ACTIVITY_OF ("?1"), row->publisher->id, &row->last_activity, &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return NULL;
    }
  return g_steal_pointer (&row);
}

/* What it is sorted by: an amount, then a text, then the number. */
typedef struct
{
  gint64 key;
  gint64 number;
  gint64 amount;
  char *text;
} Found;

static void
found_clear (gpointer data)
{
  g_free (((Found *)data)->text);
}

static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  const Found *first = a, *second = b;
  const TktPublisherFilter *filter = data;
  int order = (first->amount > second->amount) - (first->amount < second->amount);

  if (order == 0)
    order = g_strcmp0 (first->text, second->text);
  if (order == 0)
    return (first->number > second->number) - (first->number < second->number);
  return filter->reversed ? -order : order;
}

/* The third column: the smaller, the further up. */
static const char *
sql_for (TktPublisherSort sort)
{
#define SELECT_WITH(amount)                                                                        \
  "SELECT p.key, p.number, " amount ", p.name, a.display_name FROM publisher p"                    \
  " LEFT JOIN account a ON a.id = p.account_manager_id"                                            \
  " WHERE (?1 < 0 OR p.status = ?1)"                                                               \
  " AND (?2 = 0 OR p.account_manager_id IS ?3)"
  static const char *const sql[] = {
    [TKT_SORT_BY_NUMBER] = SELECT_WITH ("p.number"),
    [TKT_SORT_BY_NAME] = SELECT_WITH ("0"),
    [TKT_SORT_BY_STATUS] = SELECT_WITH ("p.status"),
    [TKT_SORT_BY_ACCOUNT_MANAGER] = SELECT_WITH ("p.account_manager_id IS NULL"),
    [TKT_SORT_BY_OPEN_TICKETS] = SELECT_WITH ("-" OPEN_TICKETS_OF ("p.id")),
    [TKT_SORT_BY_ACTIVITY] = SELECT_WITH ("-" LAST_ACTIVITY_OF ("p.id")),
  };
#undef SELECT_WITH

  return sql[sort];
}

/* As this person's language orders them. */
static char *
collation_key (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text != NULL ? text : "", -1);

  return g_utf8_collate_key (folded, -1);
}

/* @words: case-folded. */
static void
add_found (GArray *all, TktStatement *statement, TktPublisherSort sort, const char *words)
{
  g_autofree char *name = g_utf8_casefold (tkt_statement_get_text (statement, 3), -1);
  g_autofree char *number
      = g_strdup_printf ("%" G_GINT64_FORMAT, tkt_statement_get_int (statement, 1));
  Found found = { .key = tkt_statement_get_int (statement, 0),
                  .number = tkt_statement_get_int (statement, 1),
                  .amount = tkt_statement_get_int (statement, 2) };

  if (strstr (name, words) == NULL && !g_str_has_prefix (number, words))
    return;
  if (sort == TKT_SORT_BY_NAME)
    found.text = collation_key (tkt_statement_get_text (statement, 3));
  else if (sort == TKT_SORT_BY_ACCOUNT_MANAGER && found.amount == 0)
    found.text = collation_key (tkt_statement_get_text (statement, 4));
  g_array_append_val (all, found);
}

static TktStatement *
prepare (TktDb *db, const TktPublisherFilter *filter, GError **error)
{
  const char *manager = filter->account_manager_id;
  TktStatement *statement = tkt_db_prepare (db, sql_for (filter->sort), error);

  if (statement == NULL)
    return NULL;
  tkt_statement_bind_int (statement, 1, filter->status);
  tkt_statement_bind_int (statement, 2, manager != NULL);
  if (manager != NULL && *manager != '\0')
    tkt_statement_bind_id (statement, 3, manager);
  return statement;
}

GArray *
tkt_cache_query_publishers (TktDb *db, gpointer data, guint limit, GError **error)
{
  const TktPublisherFilter *filter = ((const TktListParams *)data)->publishers;
  g_autofree char *words = g_utf8_casefold (filter->words != NULL ? filter->words : "", -1);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Found));
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TktStatement) statement = prepare (db, filter, error);
  gboolean has_row = statement != NULL;

  g_array_set_clear_func (all, found_clear);
  g_strstrip (words);
  while (has_row)
    {
      if (!tkt_statement_step (statement, &has_row, error))
        return NULL;
      if (has_row)
        add_found (all, statement, filter->sort, words);
    }
  if (statement == NULL)
    return NULL;
  g_array_sort_with_data (all, compare, (gpointer)filter);
  for (guint i = 0; i < all->len; i++)
    g_array_append_val (keys, g_array_index (all, Found, i).key);
  return g_steal_pointer (&keys);
}
