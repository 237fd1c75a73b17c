/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that people look for: SQLite's FTS5 understands whatever is made of them. */
#include <sqlite3.h>

#include "fuzz-target.h"
#include "tkt-search-query.h"
#include "tkt-search.h"

static sqlite3_stmt *
prepare (void)
{
  sqlite3 *db;
  sqlite3_stmt *statement;

  if (sqlite3_open (":memory:", &db) != SQLITE_OK
      || sqlite3_exec (db,
                       "CREATE VIRTUAL TABLE t USING fts5 (x); INSERT INTO t VALUES ('payout')",
                       NULL,
                       NULL,
                       NULL)
             != SQLITE_OK
      || sqlite3_prepare_v2 (db, "SELECT * FROM t WHERE t MATCH ?", -1, &statement, NULL)
             != SQLITE_OK)
    g_error ("FTS5: %s", sqlite3_errmsg (db));
  return statement;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static sqlite3_stmt *statement = NULL;
  g_autofree char *words = g_strndup ((const char *)data, size);
  g_autofree char *match = NULL;
  g_autofree char *indexed = NULL;
  g_autoptr (TktSearchQuery) query = NULL;
  int result;

  /* A query and a text are valid UTF-8 before they come here. */
  if (!g_utf8_validate (words, -1, NULL))
    return 0;
  if (statement == NULL)
    statement = prepare ();
  tkt_search_ticket_number (words);
  query = tkt_search_query_new_here (words);
  indexed = tkt_search_index_text (words);
  match = tkt_search_to_match (words);
  if (match == NULL)
    return 0;
  sqlite3_bind_text (statement, 1, match, -1, SQLITE_STATIC);
  result = sqlite3_step (statement);
  if (result != SQLITE_ROW && result != SQLITE_DONE)
    g_error ("%s: %s", match, sqlite3_errmsg (sqlite3_db_handle (statement)));
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return 0;
}
