/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Store suite: SQLite's own plan of every statement the cases run: none reads a table from end to
 * end. */
#include "store-fixture.h"

#include <sqlite3.h>

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

/* Every connection that is opened from now on tells its statements. */
static int
on_open (sqlite3 *db, char **message, const struct sqlite3_api_routines *api)
{
  return sqlite3_trace_v2 (db, SQLITE_TRACE_STMT, on_statement, NULL);
}

static void
run_cases (const StoreKind *kind, const StoreCase *cases, guint n_cases)
{
  for (guint i = 0; i < n_cases; i++)
    {
      g_autoptr (StoreFixture) f = store_fixture_new (kind);

      store_fixture_write (f, cases[i].func);
    }
}

/* What a plan may say although it looks like a walk through everything. */
static gboolean
is_bounded (const char *sql, const char *step)
{
  /* A digest is of everything, in order of id: a publisher's few rows are sorted for it, the
   * staff's are walked in that order. */
  if (g_str_has_suffix (sql, " ORDER BY id LIMIT ?4"))
    return g_str_has_prefix (step, "SCAN") || strstr (sql, "publisher_id = ?3") != NULL;
  /* FTS5 walks the matches alone. */
  if (strstr (step, "VIRTUAL TABLE INDEX") != NULL)
    return strstr (sql, "MATCH") != NULL;
  /* There are few organizations, and of subqueries no more rows than their LIMIT. */
  if (g_str_equal (step, "SCAN CONSTANT ROW") || g_str_has_prefix (step, "SCAN organization")
      || g_str_has_prefix (step, "SCAN counter") || g_str_has_prefix (step, "SCAN meta")
      || g_str_has_prefix (step, "SCAN (subquery"))
    return TRUE;
  /* DISTINCT and ORDER BY over the few tickets that a search found. */
  if (g_str_has_prefix (step, "USE TEMP B-TREE"))
    return strstr (sql, "SELECT DISTINCT rowid") != NULL || strstr (sql, " AND key IN (") != NULL;

  return FALSE;
}

static guint
explain (sqlite3 *db, const char *sql)
{
  g_autofree char *explained = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  sqlite3_stmt *statement = NULL;
  guint n_bad = 0;

  if (sqlite3_prepare_v2 (db, explained, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      const char *step = (const char *)sqlite3_column_text (statement, 3);

      if ((g_str_has_prefix (step, "SCAN") || g_str_has_prefix (step, "USE TEMP B-TREE"))
          && !is_bounded (sql, step))
        {
          g_test_message ("%s: %s", step, sql);
          n_bad++;
        }
    }
  sqlite3_finalize (statement);

  return n_bad;
}

static gboolean
is_query (const char *sql)
{
  return (g_str_has_prefix (sql, "SELECT") || g_str_has_prefix (sql, "UPDATE")
          || g_str_has_prefix (sql, "DELETE") || g_str_has_prefix (sql, "INSERT"))
         /* Neither the schema nor FTS5's own tables. */
         && strstr (sql, "sqlite_schema") == NULL && strstr (sql, "'main'.'search_") == NULL;
}

void
store_plans_test (const StoreKind *kind)
{
  g_autoptr (StoreFixture) f = store_fixture_new (kind);
  g_autofree char *path = g_build_filename (f->folder, "tickets.db", NULL);
  g_autoptr (GHashTable) collected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  const char *sql;
  sqlite3 *db;
  guint n_bad = 0;
  guint n_queries = 0;

  statements = collected;
  sqlite3_auto_extension ((void (*) (void))on_open);
  run_cases (kind, store_row_cases, n_store_row_cases);
  run_cases (kind, store_list_cases, n_store_list_cases);
  run_cases (kind, store_feed_cases, n_store_feed_cases);
  sqlite3_cancel_auto_extension ((void (*) (void))on_open);
  statements = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_hash_table_iter_init (&iter, collected);
  while (g_hash_table_iter_next (&iter, (gpointer *)&sql, NULL))
    if (is_query (sql))
      {
        n_bad += explain (db, sql);
        n_queries++;
      }
  sqlite3_close (db);
  g_test_message ("%u statements", n_queries);
  g_assert_cmpuint (n_queries, >, 200);
  g_assert_cmpuint (n_bad, ==, 0);
}
