/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Short ways to ask SQL for rows, and to put one. */
#include "tkt-sqlite-private.h"

#include <glib/gi18n-lib.h>

#include "tkt-problem.h"

static TktDb *
get_db (TktStoreTx *tx)
{
  return ((TktSqliteTx *)tx)->db;
}

static void
bind_hash (TktStatement *statement, int index, const guint8 *hash)
{
  if (hash == NULL)
    tkt_statement_bind_null (statement, index);
  else
    tkt_statement_bind_blob (statement, index, hash, TKT_SQLITE_HASH_SIZE);
}

static void
bind_bytes (TktStatement *statement, int index, GBytes *bytes)
{
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  tkt_statement_bind_blob (statement, index, data, size);
}

static TktStatement *
prepare_valist (TktStoreTx *tx, const char *sql, GError **error, const char *types, va_list values)
{
  TktStatement *statement = tkt_db_prepare (get_db (tx), sql, error);

  if (statement == NULL)
    return NULL;

  for (int i = 0; types[i] != '\0'; i++)
    switch (types[i])
      {
      case 'i':
        tkt_statement_bind_id (statement, i + 1, va_arg (values, const char *));
        break;
      case 't':
        tkt_statement_bind_text (statement, i + 1, va_arg (values, const char *));
        break;
      case 'n':
        tkt_statement_bind_int (statement, i + 1, va_arg (values, gint64));
        break;
      case 'h':
        bind_hash (statement, i + 1, va_arg (values, const guint8 *));
        break;
      case 'b':
        bind_bytes (statement, i + 1, va_arg (values, GBytes *));
        break;
      default:
        g_assert_not_reached ();
      }

  return statement;
}

TktStatement *
tkt_sqlite_prepare (TktStoreTx *tx, const char *sql, GError **error, const char *types, ...)
{
  TktStatement *statement;
  va_list values;

  va_start (values, types);
  statement = prepare_valist (tx, sql, error, types, values);
  va_end (values);

  return statement;
}

TktStatement *
tkt_sqlite_select (TktStoreTx *tx,
                   const TktSqliteTable *table,
                   const char *condition,
                   GError **error,
                   const char *types,
                   ...)
{
  g_autofree char *sql = g_strconcat ("SELECT ",
                                      tkt_row_columns (table->shape, NULL),
                                      " FROM ",
                                      table->table,
                                      " WHERE ",
                                      condition,
                                      NULL);
  TktStatement *statement;
  va_list values;

  va_start (values, types);
  statement = prepare_valist (tx, sql, error, types, values);
  va_end (values);

  return statement;
}

gpointer
tkt_sqlite_get_row (const TktSqliteTable *table, TktStatement *taken, GError **error)
{
  g_autoptr (TktStatement) statement = taken;
  gboolean has_row;

  if (statement == NULL || !tkt_statement_step (statement, &has_row, error) || !has_row)
    return NULL;

  return tkt_row_read (table->shape, statement, 0);
}

gpointer
tkt_sqlite_get_by_id (TktStoreTx *tx,
                      const TktSqliteTable *table,
                      const char *organization_id,
                      const char *id,
                      GError **error)
{
  TktStatement *statement = tkt_sqlite_select (
      tx, table, "id = ? AND +organization_id = ?", error, "ii", id, organization_id);

  return tkt_sqlite_get_row (table, statement, error);
}

GPtrArray *
tkt_sqlite_get_rows (const TktSqliteTable *table, TktStatement *taken, GError **error)
{
  g_autoptr (TktStatement) statement = taken;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (table->free);
  gboolean has_row;

  if (statement == NULL)
    return NULL;

  while (TRUE)
    {
      if (!tkt_statement_step (statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&rows);
      g_ptr_array_add (rows, tkt_row_read (table->shape, statement, 0));
    }
}

gboolean
tkt_sqlite_run (TktStatement *taken, GError **error)
{
  g_autoptr (TktStatement) statement = taken;

  return statement != NULL && tkt_statement_run (statement, error);
}

gint64
tkt_sqlite_get_number (TktStatement *taken, gint64 missing, GError **error)
{
  g_autoptr (TktStatement) statement = taken;
  gboolean has_row;

  if (statement == NULL || !tkt_statement_step (statement, &has_row, error))
    return -1;

  return has_row ? tkt_statement_get_int (statement, 0) : missing;
}

gint64
tkt_sqlite_has_id (TktStoreTx *tx, const TktSqliteTable *table, const char *id, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT 1 FROM %s WHERE id = ?", table->table);

  return tkt_sqlite_get_number (tkt_sqlite_prepare (tx, sql, error, "i", id), 0, error);
}

static int
find_column (const TktShape *shape, const char *name)
{
  int column = 0;

  for (guint i = 0; i < shape->n_members; i++)
    {
      if (g_str_equal (shape->members[i].name, name))
        return column;
      column += tkt_row_is_column (&shape->members[i]);
    }
  g_assert_not_reached ();
}

guint
tkt_sqlite_write_rows (const TktSqliteTable *table,
                       TktStatement *taken,
                       GString *out,
                       const char *const *columns,
                       gint64 *const *places,
                       GError **error)
{
  g_autoptr (TktStatement) statement = taken;
  guint n_rows = 0;
  gboolean has_row;

  if (statement == NULL)
    return G_MAXUINT;

  g_string_append_c (out, '[');
  while (TRUE)
    {
      if (!tkt_statement_step (statement, &has_row, error))
        return G_MAXUINT;
      if (!has_row)
        break;
      if (n_rows++ > 0)
        g_string_append_c (out, ',');
      tkt_row_write_json (table->shape, statement, 0, out);
      for (guint i = 0; columns[i] != NULL; i++)
        *places[i] = tkt_statement_get_int (statement, find_column (table->shape, columns[i]));
    }
  g_string_append_c (out, ']');

  return n_rows;
}

gboolean
tkt_sqlite_update (TktStoreTx *tx,
                   const TktSqliteTable *table,
                   gconstpointer old,
                   gconstpointer row,
                   GError **error)
{
  g_autofree TktMember *changed = g_new (TktMember, table->shape->n_members);
  TktShape change = { .name = table->shape->name, .size = table->shape->size, .members = changed };
  g_autoptr (GString) sql = g_string_new ("UPDATE ");
  g_autoptr (TktStatement) statement = NULL;
  int next;

  g_string_append_printf (sql, "%s SET ", table->table);
  for (guint i = 0; i < table->shape->n_members; i++)
    {
      const TktMember *member = &table->shape->members[i];
      const TktShape alone = { .name = member->name, .size = change.size, member, 1 };

      if (!tkt_row_is_column (member) || tkt_shape_equal (&alone, old, row))
        continue;
      g_string_append_printf (sql, "%s%s = ?", change.n_members > 0 ? ", " : "", member->name);
      changed[change.n_members++] = *member;
    }
  if (change.n_members == 0)
    return TRUE;

  g_string_append (sql, " WHERE id = ?");
  statement = tkt_db_prepare (get_db (tx), sql->str, error);
  if (statement == NULL)
    return FALSE;
  next = tkt_row_bind (&change, statement, 1, row);
  tkt_statement_bind_id (statement, next, G_STRUCT_MEMBER (const char *, old, 0));

  return tkt_statement_run (statement, error);
}

gboolean
tkt_sqlite_insert (TktStoreTx *tx,
                   const TktSqliteTable *table,
                   const char *organization_id,
                   gconstpointer row,
                   GError **error)
{
  const char *extra = table == &tkt_sqlite_organization ? NULL : "organization_id";
  g_autoptr (TktStatement) statement
      = tkt_db_prepare (get_db (tx), tkt_row_insert_sql (table->shape, table->table, extra), error);
  int next;

  if (statement == NULL)
    return FALSE;
  next = tkt_row_bind (table->shape, statement, 1, row);
  if (extra != NULL)
    tkt_statement_bind_id (statement, next, organization_id);

  return tkt_statement_run (statement, error);
}

gboolean
tkt_sqlite_put (TktStoreTx *tx,
                const TktSqliteTable *table,
                const char *organization_id,
                gconstpointer row,
                gpointer *old,
                GError **error)
{
  const char *id = G_STRUCT_MEMBER (const char *, row, 0);
  g_autofree char *sql
      = g_strdup_printf ("SELECT %s, %s FROM %s WHERE id = ?",
                         tkt_row_columns (table->shape, NULL),
                         table == &tkt_sqlite_organization ? "id" : "organization_id",
                         table->table);
  g_autoptr (TktStatement) statement = tkt_sqlite_prepare (tx, sql, error, "i", id);
  g_autofree char *owner = NULL;
  gpointer stored;
  gboolean has_row, done;

  if (old != NULL)
    *old = NULL;
  if (statement == NULL || !tkt_statement_step (statement, &has_row, error))
    return FALSE;
  if (!has_row)
    return tkt_sqlite_insert (tx, table, organization_id, row, error);

  owner = tkt_statement_dup_id (statement, tkt_row_n_columns (table->shape));
  if (!g_str_equal (owner, organization_id))
    {
      tkt_problem_set (error, TKT_PROBLEM_ID_TAKEN, _ ("This id is taken already"));
      return FALSE;
    }

  stored = tkt_row_read (table->shape, statement, 0);
  tkt_statement_reset (statement);
  done = tkt_sqlite_update (tx, table, stored, row, error);
  if (done && old != NULL)
    *old = g_steal_pointer (&stored);
  g_clear_pointer (&stored, table->free);

  return done;
}
