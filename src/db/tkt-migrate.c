/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bringing a database forward, step by step; a stranger's is left as it is. */
#include <glib/gi18n-lib.h>

#include "tkt-db-private.h"
#include "tkt-statement.h"

static gboolean
get_pragma (TktDb *db, const char *schema, const char *name, gint64 *value, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA %s.%s", schema, name);
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);
  gboolean has_row;

  if (statement == NULL || !tkt_statement_step (statement, &has_row, error))
    return FALSE;
  *value = tkt_statement_get_int (statement, 0);
  return TRUE;
}

gboolean
tkt_db_check_identity (TktDb *db,
                       const char *schema,
                       guint32 application_id,
                       guint n_steps,
                       gint64 *version,
                       GError **error)
{
  const char *path = sqlite3_db_filename (tkt_db_get_handle (db), schema);
  gint64 found_id, n_changes;

  /* schema_version counts the changes of the schema: 0 in a file that never had a table. */
  if (!get_pragma (db, schema, "application_id", &found_id, error)
      || !get_pragma (db, schema, "user_version", version, error)
      || !get_pragma (db, schema, "schema_version", &n_changes, error))
    return FALSE;
  if ((guint32)found_id != application_id && (found_id != 0 || *version != 0 || n_changes != 0))
    {
      g_set_error (error,
                   TKT_DB_ERROR,
                   TKT_DB_ERROR_FOREIGN,
                   _ ("%s is a database of another program"),
                   path);
      return FALSE;
    }
  if (*version < 0 || *version > n_steps)
    {
      g_set_error (error,
                   TKT_DB_ERROR,
                   TKT_DB_ERROR_NEWER,
                   _ ("%s was written by a newer version of this program. Update the program to "
                      "open it."),
                   path);
      return FALSE;
    }
  return TRUE;
}

static gboolean
run_step (TktDb *db,
          const char *schema,
          guint32 application_id,
          gint64 step,
          const char *sql,
          GError **error)
{
  g_autofree char *mark = g_strdup_printf (
      "PRAGMA %s.application_id = %d; PRAGMA %s.user_version = %" G_GINT64_FORMAT ";",
      schema,
      (gint32)application_id,
      schema,
      step + 1);
  gint64 version;

  if (!tkt_db_begin_immediate (db, error))
    return FALSE;
  /* Another process may have brought it forward while we waited for the lock. */
  if (get_pragma (db, schema, "user_version", &version, error)
      && (version > step || (tkt_db_exec (db, sql, error) && tkt_db_exec (db, mark, error)))
      && tkt_db_commit (db, error))
    return TRUE;
  tkt_db_rollback (db);
  return FALSE;
}

gboolean
tkt_db_migrate (TktDb *db,
                const char *schema,
                guint32 application_id,
                const char *const *steps,
                guint n_steps,
                GError **error)
{
  g_autofree char *wal = g_strdup_printf ("PRAGMA %s.journal_mode = WAL", schema);
  gint64 version;

  if (!tkt_db_check_identity (db, schema, application_id, n_steps, &version, error))
    return FALSE;
  if (sqlite3_db_readonly (tkt_db_get_handle (db), schema) == 0 && !tkt_db_exec (db, wal, error))
    return FALSE;
  for (; version < n_steps; version++)
    if (!run_step (db, schema, application_id, version, steps[version], error))
      return FALSE;
  return TRUE;
}
