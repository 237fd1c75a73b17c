/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The change feed: for each kind of row and each view the index that has its revisions in order. */
#include "tkt-sqlite-private.h"

#define ORGANIZATION "?1"
#define ACCOUNT "?2"
#define PUBLISHER "?3"

/* The conditions of what a view shows; where there are two, their rows are merged. */
typedef struct
{
  const TktSqliteTable *table;
  const char *staff[2];
  const char *publisher[2]; /* none: its accounts see nothing of the kind */
} Kind;

static const Kind kinds[TKT_N_CHANGE_KINDS] = {
  [TKT_CHANGE_ORGANIZATION]
  = { &tkt_sqlite_organization, { "id = " ORGANIZATION }, { "id = " ORGANIZATION } },
  [TKT_CHANGE_ACCOUNT] = { &tkt_sqlite_account,
                           { "organization_id = " ORGANIZATION },
                           { "organization_id = " ORGANIZATION " AND publisher_id IS NULL",
                             "organization_id = " ORGANIZATION " AND publisher_id = " PUBLISHER } },
  [TKT_CHANGE_PUBLISHER] = { &tkt_sqlite_publisher,
                             { "organization_id = " ORGANIZATION },
                             { "+organization_id = " ORGANIZATION " AND id = " PUBLISHER } },
  [TKT_CHANGE_SAVED_REPLY] = { &tkt_sqlite_saved_reply,
                               { "organization_id = " ORGANIZATION " AND owner_id IS NULL",
                                 "+organization_id = " ORGANIZATION " AND owner_id = " ACCOUNT } },
  [TKT_CHANGE_TICKET] = { &tkt_sqlite_ticket,
                          { "organization_id = " ORGANIZATION },
                          { "+organization_id = " ORGANIZATION " AND publisher_id = " PUBLISHER } },
  [TKT_CHANGE_MESSAGE]
  = { &tkt_sqlite_message,
      { "organization_id = " ORGANIZATION },
      { "+organization_id = " ORGANIZATION " AND publisher_id = " PUBLISHER } },
  [TKT_CHANGE_NOTE] = { &tkt_sqlite_note, { "organization_id = " ORGANIZATION } },
  [TKT_CHANGE_READ_MARK] = { &tkt_sqlite_read_mark,
                             { "+organization_id = " ORGANIZATION " AND account_id = " ACCOUNT },
                             { "+organization_id = " ORGANIZATION " AND account_id = " ACCOUNT } },
};

/* The conditions of @view's side; the first is NULL where it shows nothing of the kind. */
static const char *const *
conditions_of (TktChangeKind kind, gboolean staff)
{
  return staff ? kinds[kind].staff : kinds[kind].publisher;
}

static void
append_walk (GString *sql, const TktSqliteTable *table, const char *condition, gboolean descending)
{
  g_string_append_printf (sql,
                          "SELECT %s FROM %s WHERE %s AND revision %s",
                          tkt_row_columns (table->shape, NULL),
                          table->table,
                          condition,
                          descending ? "< ?4 AND revision > ?5" : "> ?4 AND revision <= ?5");
}

static GPtrArray *
list_changed (TktStoreTx *tx,
              const TktView *view,
              TktChangeKind kind,
              gint64 after,
              gint64 until,
              gboolean descending,
              guint limit,
              GError **error)
{
  const Kind *shown = &kinds[kind];
  const char *const *conditions = conditions_of (kind, view->publisher_id == NULL);
  g_autoptr (GString) sql = g_string_new (NULL);

  if (conditions[0] == NULL)
    return g_ptr_array_new_with_free_func (shown->table->free);
  append_walk (sql, shown->table, conditions[0], descending);
  if (conditions[1] != NULL)
    {
      g_string_append (sql, " UNION ALL ");
      append_walk (sql, shown->table, conditions[1], descending);
    }
  g_string_append_printf (sql, " ORDER BY revision %s LIMIT ?6", descending ? "DESC" : "ASC");

  return tkt_sqlite_get_rows (shown->table,
                              tkt_sqlite_prepare (tx,
                                                  sql->str,
                                                  error,
                                                  "iiinnn",
                                                  view->organization_id,
                                                  view->account_id,
                                                  view->publisher_id,
                                                  after,
                                                  until,
                                                  (gint64)limit),
                              error);
}

/* A view's rows in order of id. Where one condition says it all, the + keeps SQLite from the index
 * of revisions, whose rows it would have to sort, and makes it walk that of ids; two are merged.
 */
static char *
build_shown (const TktSqliteTable *table, const char *a, const char *b)
{
  const char *columns = tkt_row_columns (table->shape, NULL);
  GString *sql = g_string_new (NULL);

  g_string_printf (
      sql, "SELECT %s FROM %s WHERE %s%s", columns, table->table, b == NULL ? "+" : "", a);
  if (b != NULL)
    g_string_append_printf (sql, " UNION ALL SELECT %s FROM %s WHERE %s", columns, table->table, b);
  /* A statement has the parameters up to the highest that it names: the limit is for that. */
  g_string_append_printf (sql, " ORDER BY %s LIMIT ?4", table->shape->members[0].name);

  return g_string_free (sql, FALSE);
}

static gboolean
foreach_shown (TktStoreTx *tx,
               const TktView *view,
               TktChangeKind kind,
               TktStoreRowFunc func,
               gpointer data,
               GError **error)
{
  const Kind *shown = &kinds[kind];
  const char *const *conditions = conditions_of (kind, view->publisher_id == NULL);
  g_autofree char *sql = NULL;
  g_autoptr (TktStatement) statement = NULL;
  gboolean has_row;

  if (conditions[0] == NULL)
    return TRUE;
  sql = build_shown (shown->table, conditions[0], conditions[1]);
  statement = tkt_sqlite_prepare (tx,
                                  sql,
                                  error,
                                  "iiin",
                                  view->organization_id,
                                  view->account_id,
                                  view->publisher_id,
                                  (gint64)-1);
  if (statement == NULL)
    return FALSE;
  while (tkt_statement_step (statement, &has_row, error))
    {
      gpointer row;
      gboolean taken;

      if (!has_row)
        return TRUE;
      row = tkt_row_read (shown->table->shape, statement, 0);
      taken = func (row, data, error);
      shown->table->free (row);
      if (!taken)
        return FALSE;
    }

  return FALSE;
}

static void
append_newest (GString *sql, const TktSqliteTable *table, const char *condition)
{
  g_string_append_printf (sql,
                          "%s(SELECT coalesce (max (revision), 0) FROM %s WHERE %s)",
                          sql->len > 0 ? ", " : "",
                          table->table,
                          condition);
}

static char *
build_newest (gboolean staff)
{
  g_autoptr (GString) newest = g_string_new (NULL);

  for (guint kind = 0; kind < TKT_N_CHANGE_KINDS; kind++)
    for (guint i = 0; i < 2 && conditions_of (kind, staff)[i] != NULL; i++)
      append_newest (newest, kinds[kind].table, conditions_of (kind, staff)[i]);
  return g_strdup_printf ("SELECT max (%s)", newest->str);
}

static gint64
get_newest_revision (TktStoreTx *tx, const TktView *view, GError **error)
{
  /* Made once: after a commit each event stream asks. */
  static char *sql[2];
  gboolean staff = view->publisher_id == NULL;

  if (g_once_init_enter (&sql[staff]))
    g_once_init_leave (&sql[staff], build_newest (staff));

  return tkt_sqlite_get_number (tkt_sqlite_prepare (tx,
                                                    sql[staff],
                                                    error,
                                                    staff ? "ii" : "iii",
                                                    view->organization_id,
                                                    view->account_id,
                                                    view->publisher_id),
                                0,
                                error);
}

void
tkt_sqlite_fill_in_changes (TktStoreClass *klass)
{
  klass->list_changed = list_changed;
  klass->foreach_shown = foreach_shown;
  klass->get_newest_revision = get_newest_revision;
}
