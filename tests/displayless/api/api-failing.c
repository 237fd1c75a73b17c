/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When the database fails: 500 and 503 say so, and nothing of what is inside. */
#include "api-process.h"

#include <signal.h>
#include <sqlite3.h>
#include <string.h>

/* Does something to the database behind the server's back, as soon as that lets it: a server that
 * has just begun may be at work in it. */
static void
meddle (sqlite3 *db, const char *sql)
{
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

static sqlite3 *
open_database (Api *api)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (api->server->database, &db), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 10000);

  return db;
}

/* A table that is gone is the server's trouble: the client learns no name and no SQL of it. */
static void
test_internal (void)
{
  static const char *const inner[] = { "read_mark", "no such", "SQL", "table", "tickets.db" };
  g_autoptr (Api) api = api_new ();
  g_autoptr (TestProcess) process = NULL;
  const char *ticket = api_open (api, "ada", "Failing");
  sqlite3 *db;
  ApiAnswer *answer;

  api_token (api, "mara");
  test_server_stop (api->server);
  process = api_process_new (api);
  db = open_database (api);
  meddle (db, "ALTER TABLE read_mark RENAME TO hidden");
  answer = api_expect (
      api, "500 internal", "mara", "{'position':1}", "PUT /v1/tickets/%s/read", ticket);
  for (guint i = 0; i < G_N_ELEMENTS (inner); i++)
    g_assert_null (strstr (answer->text, inner[i]));
  g_assert_nonnull (strstr (api_string (answer, "detail"),
                            soup_message_headers_get_one (answer->headers, "X-Request-Id")));
  /* What does not need it goes on, and all does when it is back. */
  api_expect (api, "200", "mara", NULL, "GET /v1/tickets/%s", ticket);
  meddle (db, "ALTER TABLE hidden RENAME TO read_mark");
  sqlite3_close (db);
  api_expect (api, "200", "mara", "{'position':1}", "PUT /v1/tickets/%s/read", ticket);
  g_assert_cmpint (test_process_end (process, SIGTERM), ==, 0);
}

/* Somebody else holds the database: 503 for writes, with when to come again; reads go on. */
static void
test_unavailable (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (TestProcess) process = NULL;
  const char *ticket = api_open (api, "ada", "Failing");
  const char *reply = api_text (api, "{'id':'%s','body':'B'}", api_new_id (api));
  sqlite3 *db;

  test_server_stop (api->server);
  process = api_process_new (api);
  /* Whatever a server writes when it begins is written then: what waits for the database behind
   * another write waits twice. */
  api_reply (api, "ada", ticket, "Before");
  db = open_database (api);
  meddle (db, "BEGIN IMMEDIATE");
  api_expect (api, "503 unavailable", "ada", reply, "POST /v1/tickets/%s/messages", ticket);
  api_expect (api, "200", "ada", NULL, "GET /v1/tickets/%s/messages", ticket);
  meddle (db, "ROLLBACK");
  sqlite3_close (db);
  api_expect (api, "201", "ada", reply, "POST /v1/tickets/%s/messages", ticket);
}

void
api_add_failing_tests (void)
{
  g_test_add_func ("/api/failing/internal", test_internal);
  g_test_add_func ("/api/failing/unavailable", test_unavailable);
}
