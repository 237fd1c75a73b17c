/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The floor of durable writes: SQLite alone, with the row of a message. */
#include "bench-commit.h"

#include <sqlite3.h>

#include "bench-figures.h"

#define ID_SIZE 16

struct _BenchCommit
{
  sqlite3 *db;
  sqlite3_stmt *insert;
  gint64 n_rows;
};

static void
check (BenchCommit *commit, int result)
{
  if (result != SQLITE_OK && result != SQLITE_DONE)
    g_error ("SQLite: %s", sqlite3_errmsg (commit->db));
}

static void
run (BenchCommit *commit, const char *sql)
{
  check (commit, sqlite3_exec (commit->db, sql, NULL, NULL, NULL));
}

/* As the store's schema and connection have them (tkt-sqlite-schema.c, tkt-db.c). */
BenchCommit *
bench_commit_new (const char *folder)
{
  BenchCommit *commit = g_new0 (BenchCommit, 1);
  g_autofree char *path = g_build_filename (folder, "commit.db", NULL);

  check (commit, sqlite3_open (path, &commit->db));
  run (commit,
       "PRAGMA journal_mode = WAL;"
       "PRAGMA synchronous = FULL;"
       "PRAGMA cache_size = -8000;"
       "CREATE TABLE message (organization_id, publisher_id, id UNIQUE, ticket_id, position,"
       " author_id, author_username, author_name, author_role, body, sent_at, revision,"
       " UNIQUE (ticket_id, position));"
       "CREATE INDEX message_revision ON message (organization_id, revision);"
       "CREATE INDEX message_publisher_revision ON message (publisher_id, revision);");
  check (commit,
         sqlite3_prepare_v2 (commit->db,
                             "INSERT INTO message VALUES"
                             " (?1, ?1, ?2, ?3, ?4, ?1, 'manager1', 'Mara Example', 1, ?5, ?4, ?4)",
                             -1,
                             &commit->insert,
                             NULL));
  return commit;
}

void
bench_commit_free (BenchCommit *commit)
{
  sqlite3_finalize (commit->insert);
  sqlite3_close (commit->db);
  g_free (commit);
}

static void
insert (BenchCommit *commit, const char *body)
{
  const char somebody[ID_SIZE] = "somebody";
  char id[ID_SIZE] = { 0 };
  char ticket[ID_SIZE] = { 0 };

  commit->n_rows++;
  *(gint64 *)id = GINT64_TO_BE (commit->n_rows);
  *(gint64 *)ticket = commit->n_rows % 50;
  sqlite3_bind_blob (commit->insert, 1, somebody, ID_SIZE, SQLITE_STATIC);
  sqlite3_bind_blob (commit->insert, 2, id, ID_SIZE, SQLITE_STATIC);
  sqlite3_bind_blob (commit->insert, 3, ticket, ID_SIZE, SQLITE_STATIC);
  sqlite3_bind_int64 (commit->insert, 4, commit->n_rows);
  sqlite3_bind_text (commit->insert, 5, body, -1, SQLITE_STATIC);
  check (commit, sqlite3_step (commit->insert));
  check (commit, sqlite3_reset (commit->insert));
}

double
bench_commit_run (BenchCommit *commit, guint batch, const char *body, double seconds)
{
  double begin = bench_now ();
  gint64 before = commit->n_rows;

  while (bench_now () < begin + seconds)
    {
      run (commit, "BEGIN IMMEDIATE");
      for (guint i = 0; i < batch; i++)
        insert (commit, body);
      run (commit, "COMMIT");
    }
  return (commit->n_rows - before) / (bench_now () - begin);
}
