/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Publishers, and their list with the number of open tickets (rule 15). */
#include "tkt-sqlite-private.h"

static TktPublisher *
get_publisher (TktStoreTx *tx, const char *organization_id, const char *id, GError **error)
{
  return tkt_sqlite_get_row (&tkt_sqlite_publisher,
                             tkt_sqlite_select (tx,
                                                &tkt_sqlite_publisher,
                                                "id = ? AND organization_id = ?",
                                                error,
                                                "ii",
                                                id,
                                                organization_id),
                             error);
}

static TktPublisher *
get_publisher_by_number (TktStoreTx *tx, const char *organization_id, gint64 number, GError **error)
{
  return tkt_sqlite_get_row (&tkt_sqlite_publisher,
                             tkt_sqlite_select (tx,
                                                &tkt_sqlite_publisher,
                                                "organization_id = ? AND number = ?",
                                                error,
                                                "in",
                                                organization_id,
                                                number),
                             error);
}

static TktPublisher *
get_publisher_by_name (TktStoreTx *tx,
                       const char *organization_id,
                       const char *name,
                       GError **error)
{
  return tkt_sqlite_get_row (
      &tkt_sqlite_publisher,
      tkt_sqlite_select (tx,
                         &tkt_sqlite_publisher,
                         "organization_id = ? AND name = ? ORDER BY number LIMIT 1",
                         error,
                         "it",
                         organization_id,
                         name),
      error);
}

/* The number that @words are, with or without a "#"; 0 where they are none. */
static gint64
read_number (const char *words)
{
  g_autofree char *digits = g_strstrip (g_strdup (words[0] == '#' ? words + 1 : words));
  guint64 number;

  return g_ascii_string_to_unsigned (digits, 10, 1, G_MAXINT64, &number, NULL) ? (gint64)number : 0;
}

static TktStatement *
prepare_list (TktStoreTx *tx,
              const char *organization_id,
              const TktPublisherQuery *query,
              GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  g_autofree char *folded = query->words != NULL ? tkt_text_fold_name (query->words) : NULL;

  g_string_append_printf (sql,
                          "%s, (SELECT count (*) FROM ticket WHERE publisher_id = publisher.id"
                          " AND status = %d) FROM publisher"
                          " WHERE organization_id = ?1 AND number > ?2",
                          tkt_row_columns (tkt_sqlite_publisher.shape, NULL),
                          TKT_TICKET_OPEN);
  if (query->status >= 0)
    g_string_append (sql, " AND status = ?3");
  if (query->account_manager_id != NULL)
    g_string_append (sql, " AND account_manager_id = ?4");
  if (query->words != NULL)
    g_string_append (sql, " AND (instr (folded_name, ?5) > 0 OR +number = ?6)");
  g_string_append (sql, " ORDER BY number LIMIT ?7");

  return tkt_sqlite_prepare (tx,
                             sql->str,
                             error,
                             "innitnn",
                             organization_id,
                             query->after_number,
                             (gint64)query->status,
                             query->account_manager_id,
                             folded,
                             query->words != NULL ? read_number (query->words) : (gint64)0,
                             (gint64)query->limit);
}

static GPtrArray *
list_publishers (TktStoreTx *tx,
                 const char *organization_id,
                 const TktPublisherQuery *query,
                 GError **error)
{
  g_autoptr (GPtrArray) rows
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_listed_publisher_free);
  g_autoptr (TktStatement) statement = prepare_list (tx, organization_id, query, error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;

  while (TRUE)
    {
      TktListedPublisher *listed;
      TktPublisher *publisher;

      if (!tkt_statement_step (statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&rows);

      listed = tkt_listed_publisher_new ();
      publisher = tkt_row_read (tkt_sqlite_publisher.shape, statement, 0);
      listed->publisher = *publisher;
      g_free (publisher);
      listed->open_tickets
          = tkt_statement_get_int (statement, tkt_row_n_columns (tkt_sqlite_publisher.shape));
      g_ptr_array_add (rows, listed);
    }
}

static gboolean
put_publisher (TktStoreTx *tx, const char *organization_id, const TktPublisher *row, GError **error)
{
  g_autoptr (TktPublisher) old = NULL;
  g_autofree char *folded = NULL;

  if (!tkt_sqlite_put (tx, &tkt_sqlite_publisher, organization_id, row, (gpointer *)&old, error))
    return FALSE;
  if (old != NULL && g_str_equal (old->name, row->name) && old->number == row->number)
    return TRUE;

  folded = tkt_text_fold_name (row->name);
  return tkt_sqlite_run (tkt_sqlite_prepare (tx,
                                             "UPDATE publisher SET folded_name = ? WHERE id = ?",
                                             error,
                                             "ti",
                                             folded,
                                             row->id),
                         error)
         && tkt_sqlite_run (
             tkt_sqlite_prepare (tx,
                                 "UPDATE counter SET publisher_number = max (publisher_number, ?)"
                                 " WHERE organization_id = ?",
                                 error,
                                 "ni",
                                 row->number,
                                 organization_id),
             error);
}

void
tkt_sqlite_fill_in_publishers (TktStoreClass *klass)
{
  klass->get_publisher = get_publisher;
  klass->get_publisher_by_number = get_publisher_by_number;
  klass->get_publisher_by_name = get_publisher_by_name;
  klass->list_publishers = list_publishers;
  klass->put_publisher = put_publisher;
}
