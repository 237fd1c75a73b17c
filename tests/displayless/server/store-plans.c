/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Store suite: SQLite's own plan of every statement the cases run: none reads a table from end to
 * end. */
#include "store-fixture.h"

#include <string.h>

#include "test-plans.h"

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
  /* A digest is of everything, in order of id: a publisher's few rows and the few saved replies are
   * sorted for it, the staff's others are walked in that order. */
  if (g_str_has_suffix (sql, " ORDER BY id LIMIT ?4"))
    return g_str_has_prefix (step, "SCAN") || strstr (sql, "publisher_id = ?3") != NULL
           || strstr (sql, "FROM saved_reply") != NULL;
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

static gboolean
is_query (const char *sql)
{
  return (g_str_has_prefix (sql, "SELECT") || g_str_has_prefix (sql, "UPDATE")
          || g_str_has_prefix (sql, "DELETE") || g_str_has_prefix (sql, "INSERT"))
         /* Neither the schema, what a step changes once and for all, FTS5's own tables, nor what is
          * gathered in memory, of which all is read. */
         && strstr (sql, "sqlite_schema") == NULL && strstr (sql, "randomblob") == NULL
         && strstr (sql, "'main'.'search_") == NULL && strstr (sql, "'main'.'note_search_") == NULL
         && strstr (sql, "temp.gathered_") == NULL;
}

void
store_plans_test (const StoreKind *kind)
{
  g_autoptr (StoreFixture) f = store_fixture_new (kind);
  g_autofree char *path = g_build_filename (f->folder, "tickets.db", NULL);
  g_autoptr (GHashTable) ran = NULL;
  GHashTableIter iter;
  const char *sql;
  sqlite3 *db;
  guint n_bad = 0;
  guint n_queries = 0;

  test_plans_begin ();
  run_cases (kind, store_row_cases, n_store_row_cases);
  run_cases (kind, store_list_cases, n_store_list_cases);
  run_cases (kind, store_feed_cases, n_store_feed_cases);
  run_cases (kind, store_note_cases, n_store_note_cases);
  run_cases (kind, store_audit_cases, 1);
  run_cases (kind, store_saved_reply_cases, n_store_saved_reply_cases);
  ran = test_plans_end ();

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_hash_table_iter_init (&iter, ran);
  while (g_hash_table_iter_next (&iter, (gpointer *)&sql, NULL))
    if (is_query (sql))
      {
        n_bad += test_plans_count_walks (db, sql, is_bounded);
        n_queries++;
      }
  sqlite3_close (db);
  g_test_message ("%u statements", n_queries);
  g_assert_cmpuint (n_queries, >, 200);
  g_assert_cmpuint (n_bad, ==, 0);
}
