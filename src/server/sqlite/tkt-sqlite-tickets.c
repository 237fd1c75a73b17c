/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tickets and their lists: for each list the SQL that walks the one index which has its order. */
#include "tkt-sqlite-private.h"

/* A search that finds at most so many tickets looks them up and sorts them; one that finds more
 * walks the list's own index and meets enough of them soon. */
#define FEW_TICKETS 1000

/* What a list is read by. Columns that the chosen way has no use for are written with a + before
 * them, so that SQLite does not choose another. */
typedef enum
{
  BY_ORGANIZATION,
  BY_ASSIGNEE,
  BY_PUBLISHER,
  BY_NUMBER,
  BY_MATCHES,
} Way;

static const char *const sort_columns[] = {
  [TKT_SORT_ACTIVITY] = "last_message_at",
  [TKT_SORT_OPENED] = "opened_at",
  [TKT_SORT_NUMBER] = "number",
};

static TktTicket *
get_ticket (TktStoreTx *tx, const char *organization_id, const char *id, GError **error)
{
  return tkt_sqlite_get_by_id (tx, &tkt_sqlite_ticket, organization_id, id, error);
}

static gboolean
put_title (TktStoreTx *tx, const TktTicket *old, const TktTicket *row, GError **error)
{
  gint64 key = tkt_sqlite_get_number (
      tkt_sqlite_prepare (tx, "SELECT key FROM ticket WHERE id = ?", error, "i", row->id),
      0,
      error);

  if (key < 0)
    return FALSE;

  return (old == NULL || tkt_sqlite_unindex_text (tx, TKT_SQLITE_SEARCH, key, 0, old->title, error))
         && tkt_sqlite_index_text (tx, TKT_SQLITE_SEARCH, key, 0, row->title, error);
}

static gboolean
put_ticket (TktStoreTx *tx, const char *organization_id, const TktTicket *row, GError **error)
{
  g_autoptr (TktTicket) old = NULL;

  if (!tkt_sqlite_put (tx, &tkt_sqlite_ticket, organization_id, row, (gpointer *)&old, error))
    return FALSE;
  if ((old == NULL || !g_str_equal (old->title, row->title)) && !put_title (tx, old, row, error))
    return FALSE;
  if (old != NULL && old->number == row->number)
    return TRUE;

  return tkt_sqlite_run (
      tkt_sqlite_prepare (tx,
                          "UPDATE counter SET ticket_number = max (ticket_number, ?)"
                          " WHERE organization_id = ?",
                          error,
                          "ni",
                          row->number,
                          organization_id),
      error);
}

/* The keys of the tickets that the words in @parameter find: from each index that is searched,
 * between @prefix and @suffix. */
static char *
build_matches (const TktTicketQuery *query,
               const char *prefix,
               const char *between,
               const char *parameter,
               const char *suffix)
{
  static const char *const indexes[] = { TKT_SQLITE_SEARCH, TKT_SQLITE_NOTE_SEARCH };
  GString *sql = g_string_new (NULL);

  for (guint i = 0; i < (query->in_notes ? 2 : 1); i++)
    g_string_append_printf (sql,
                            "%s%s rowid >> " TKT_SQLITE_POSITION_BITS
                            " FROM %s WHERE %s MATCH %s%s",
                            i > 0 ? between : "",
                            prefix,
                            indexes[i],
                            indexes[i],
                            parameter,
                            suffix);

  return g_string_free (sql, FALSE);
}

static gboolean
choose_way (TktStoreTx *tx, const TktTicketQuery *query, Way *way, GError **error)
{
  *way = query->number != 0                                ? BY_NUMBER
         : query->publisher_id != NULL                     ? BY_PUBLISHER
         : query->assignee_id != NULL || query->unassigned ? BY_ASSIGNEE
                                                           : BY_ORGANIZATION;

  if (query->match != NULL && *way != BY_NUMBER)
    {
      /* Whatever has them in both indexes counts twice. */
      g_autofree char *counts = build_matches (
          query, "(SELECT count (*) FROM (SELECT DISTINCT", " + ", "?1", " LIMIT ?2))");
      g_autofree char *sql = g_strconcat ("SELECT ", counts, NULL);
      gint64 n_tickets = tkt_sqlite_get_number (
          tkt_sqlite_prepare (tx, sql, error, "tn", query->match, (gint64)FEW_TICKETS + 1),
          0,
          error);

      if (n_tickets < 0)
        return FALSE;
      if (n_tickets <= FEW_TICKETS)
        *way = BY_MATCHES;
    }

  return TRUE;
}

/* One walk: the tickets of one @status, or (-1) of any. */
static void
append_walk (GString *sql, const TktTicketQuery *query, Way way, int status)
{
  const char *key = sort_columns[query->sort];
  const char *beyond = query->oldest_first ? ">" : "<";

  g_string_append_printf (sql,
                          "SELECT %s FROM ticket WHERE %sorganization_id = ?1",
                          tkt_row_columns (tkt_sqlite_ticket.shape, NULL),
                          way == BY_PUBLISHER || way == BY_MATCHES ? "+" : "");
  if (query->publisher_id != NULL)
    g_string_append_printf (sql, " AND %spublisher_id = ?2", way == BY_PUBLISHER ? "" : "+");
  if (query->assignee_id != NULL || query->unassigned)
    g_string_append_printf (sql, " AND %sassignee_id IS ?3", way == BY_ASSIGNEE ? "" : "+");
  if (status >= 0)
    g_string_append_printf (
        sql, " AND %sstatus = %d", way == BY_NUMBER || way == BY_MATCHES ? "+" : "", status);
  if (query->match != NULL)
    {
      g_autofree char *keys = build_matches (query, "SELECT", " UNION ALL ", "?4", "");

      g_string_append_printf (sql, " AND %skey IN (%s)", way == BY_MATCHES ? "" : "+", keys);
    }
  if (way == BY_NUMBER)
    g_string_append (sql, " AND number = ?7");
  if (query->after_number != 0 && query->sort == TKT_SORT_NUMBER)
    g_string_append_printf (sql, " AND number %s ?6", beyond);
  else if (query->after_number != 0)
    g_string_append_printf (sql, " AND (%s, number) %s (?5, ?6)", key, beyond);
}

static TktStatement *
prepare_list (TktStoreTx *tx,
              const char *organization_id,
              const TktTicketQuery *query,
              GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  const char *direction = query->oldest_first ? "ASC" : "DESC";
  gboolean writes = ((TktSqliteTx *)tx)->incarnation != NULL;
  Way way;

  if (query->match != NULL && writes && !tkt_sqlite_settle_texts (((TktSqliteTx *)tx)->db, error))
    return NULL;
  if (!choose_way (tx, query, &way, error))
    return NULL;

  if (query->status >= 0 || way == BY_NUMBER || way == BY_MATCHES)
    append_walk (sql, query, way, query->status);
  else
    {
      append_walk (sql, query, way, TKT_TICKET_OPEN);
      g_string_append (sql, " UNION ALL ");
      append_walk (sql, query, way, TKT_TICKET_CLOSED);
    }
  g_string_append_printf (sql, " ORDER BY %s %s", sort_columns[query->sort], direction);
  if (query->sort != TKT_SORT_NUMBER)
    g_string_append_printf (sql, ", number %s", direction);
  g_string_append (sql, " LIMIT ?8");

  return tkt_sqlite_prepare (tx,
                             sql->str,
                             error,
                             "iiitnnnn",
                             organization_id,
                             query->publisher_id,
                             query->unassigned ? NULL : query->assignee_id,
                             query->match,
                             query->after_key,
                             query->after_number,
                             query->number,
                             (gint64)query->limit);
}

static GPtrArray *
list_tickets (TktStoreTx *tx,
              const char *organization_id,
              const TktTicketQuery *query,
              GError **error)
{
  return tkt_sqlite_get_rows (
      &tkt_sqlite_ticket, prepare_list (tx, organization_id, query, error), error);
}

static guint
write_tickets (TktStoreTx *tx,
               const char *organization_id,
               const TktTicketQuery *query,
               GString *out,
               gint64 *last_key,
               gint64 *last_number,
               GError **error)
{
  const char *const columns[] = { sort_columns[query->sort], "number", NULL };
  gint64 *const places[] = { last_key, last_number };

  return tkt_sqlite_write_rows (&tkt_sqlite_ticket,
                                prepare_list (tx, organization_id, query, error),
                                out,
                                columns,
                                places,
                                error);
}

void
tkt_sqlite_fill_in_tickets (TktStoreClass *klass)
{
  klass->get_ticket = get_ticket;
  klass->put_ticket = put_ticket;
  klass->list_tickets = list_tickets;
  klass->write_tickets = write_tickets;
}
