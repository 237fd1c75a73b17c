/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQLite's own plan of every statement that ran. */
#include "test-plans.h"

static GMutex lock;
static GHashTable *statements; /* (locked) the SQL of all that ran while it stands */

static int
on_statement (unsigned int type, void *context, void *statement, void *expanded)
{
  g_mutex_lock (&lock);
  if (statements != NULL)
    g_hash_table_add (statements, g_strdup (sqlite3_sql (statement)));
  g_mutex_unlock (&lock);

  return 0;
}

static int
on_open (sqlite3 *db, char **message, const struct sqlite3_api_routines *api)
{
  return sqlite3_trace_v2 (db, SQLITE_TRACE_STMT, on_statement, NULL);
}

void
test_plans_begin (void)
{
  g_assert_null (statements);
  statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  sqlite3_auto_extension ((void (*) (void))on_open);
}

GHashTable *
test_plans_end (void)
{
  GHashTable *ran;

  sqlite3_cancel_auto_extension ((void (*) (void))on_open);
  g_mutex_lock (&lock);
  ran = g_steal_pointer (&statements);
  g_mutex_unlock (&lock);

  return ran;
}

guint
test_plans_count_walks (sqlite3 *db, const char *sql, TestPlanFunc is_bounded)
{
  g_autofree char *explained = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  sqlite3_stmt *statement = NULL;
  guint n_walks = 0;

  if (sqlite3_prepare_v2 (db, explained, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      const char *step = (const char *)sqlite3_column_text (statement, 3);

      if ((g_str_has_prefix (step, "SCAN") || g_str_has_prefix (step, "USE TEMP B-TREE"))
          && !is_bounded (sql, step))
        {
          g_test_message ("%s: %s", step, sql);
          n_walks++;
        }
    }
  sqlite3_finalize (statement);

  return n_walks;
}
