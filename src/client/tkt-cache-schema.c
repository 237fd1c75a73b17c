/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cache's tables, and small values beside them. */
#include "tkt-cache-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "tkt-db-files.h"
#include "tkt-outbox-rescue.h"
#include "tkt-search.h"

#define APPLICATION_ID 0x544b5443 /* "TKTC" */

/* Columns carry the names of the shapes' members. `generation` tells rows that a new snapshot
 * brought from those that it has not (yet). Text indexes are contentless: the text is in the tables
 * once. */
static const char *const steps[] = {
  "CREATE TABLE value (name TEXT PRIMARY KEY, value) WITHOUT ROWID;"
  "CREATE TABLE organization ("
  "  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, slug TEXT NOT NULL, name TEXT NOT NULL,"
  "  support_tickets_enabled INTEGER NOT NULL, revision INTEGER NOT NULL, generation INTEGER NOT "
  "NULL);"
  "CREATE TABLE account ("
  "  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, username TEXT NOT NULL,"
  "  display_name TEXT NOT NULL, role INTEGER NOT NULL, publisher_id BLOB,"
  "  disabled INTEGER NOT NULL, revision INTEGER NOT NULL, generation INTEGER NOT NULL);"
  "CREATE TABLE publisher ("
  "  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, number INTEGER NOT NULL, name TEXT NOT NULL,"
  "  status INTEGER NOT NULL, account_manager_id BLOB, revision INTEGER NOT NULL,"
  "  generation INTEGER NOT NULL);"
  "CREATE INDEX publisher_by_number ON publisher (number);"
  "CREATE TABLE ticket ("
  "  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, number INTEGER NOT NULL, title TEXT NOT "
  "NULL,"
  "  status INTEGER NOT NULL, publisher_id BLOB NOT NULL, assignee_id BLOB,"
  "  opened_by BLOB NOT NULL, opened_at INTEGER NOT NULL, closed_by BLOB, closed_at INTEGER,"
  "  reply_count INTEGER NOT NULL, last_message_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,"
  "  revision INTEGER NOT NULL, generation INTEGER NOT NULL);"
  "CREATE INDEX ticket_by_activity ON ticket (last_message_at, number);"
  "CREATE INDEX ticket_by_opened ON ticket (opened_at, number);"
  "CREATE INDEX ticket_by_number ON ticket (number);"
  "CREATE INDEX ticket_by_status ON ticket (status, last_message_at, number);"
  "CREATE INDEX ticket_by_assignee ON ticket (assignee_id, status, last_message_at, number);"
  "CREATE INDEX ticket_by_publisher ON ticket (publisher_id, status, last_message_at, number);"
  "CREATE TABLE message ("
  "  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, ticket_id BLOB NOT NULL,"
  "  position INTEGER NOT NULL, author_id BLOB NOT NULL, author_username TEXT NOT NULL,"
  "  author_name TEXT NOT NULL, author_role INTEGER NOT NULL, body TEXT NOT NULL,"
  "  written_at INTEGER, sent_at INTEGER NOT NULL, deleted_by BLOB, deleted_at INTEGER,"
  "  revision INTEGER NOT NULL, generation INTEGER NOT NULL);"
  "CREATE INDEX message_by_ticket ON message (ticket_id, position);"
  "CREATE TABLE read_mark ("
  "  key INTEGER PRIMARY KEY, ticket_id BLOB NOT NULL UNIQUE, position INTEGER NOT NULL,"
  "  revision INTEGER NOT NULL, generation INTEGER NOT NULL);"
  "CREATE VIRTUAL TABLE ticket_words USING fts5 ("
  "  text, content = '', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');"
  "CREATE VIRTUAL TABLE message_words USING fts5 ("
  "  text, content = '', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');",

  "ALTER TABLE message ADD COLUMN attachments TEXT;"
  "CREATE INDEX message_with_attachments ON message (key) WHERE attachments IS NOT NULL;",

  /* The feed has passed those that are older than its cursor here: it begins anew. */
  "CREATE TABLE saved_reply ("
  "  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, name TEXT NOT NULL, body TEXT NOT NULL,"
  "  owner_id BLOB, deleted INTEGER NOT NULL, revision INTEGER NOT NULL,"
  "  generation INTEGER NOT NULL);"
  "UPDATE value SET value = 0 WHERE name = 'complete';"
  "INSERT OR REPLACE INTO value (name, value) SELECT '" TKT_CACHE_GENERATION "', 1 + coalesce ("
  "  (SELECT value FROM value WHERE name = '" TKT_CACHE_GENERATION "'), 0)"
  "  FROM value WHERE name = 'cursor';"
  "DELETE FROM value WHERE name = 'cursor';",

  /* Notes that were written before came in pages that an older desk has passed over: a new snapshot
   * brings them. */
  "CREATE TABLE note ("
  "  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, ticket_id BLOB NOT NULL,"
  "  after INTEGER NOT NULL, place INTEGER NOT NULL, author_id BLOB NOT NULL,"
  "  author_username TEXT NOT NULL, author_name TEXT NOT NULL, author_role INTEGER NOT NULL,"
  "  body TEXT NOT NULL, written_at INTEGER, sent_at INTEGER NOT NULL, deleted_by BLOB,"
  "  deleted_at INTEGER, revision INTEGER NOT NULL, generation INTEGER NOT NULL);"
  "CREATE INDEX note_by_ticket ON note (ticket_id, place);"
  "CREATE VIRTUAL TABLE note_words USING fts5 ("
  "  text, content = '', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');"
  "INSERT INTO value (name, value) SELECT 'generation', 1 FROM value WHERE name = 'cursor'"
  "  ON CONFLICT (name) DO UPDATE SET value = value + 1;"
  "DELETE FROM value WHERE name IN ('cursor', 'complete');",

  /* Messages are indexed anew, by their tickets (tkt-cache-index.h). */
  "CREATE TABLE thread (key INTEGER PRIMARY KEY, ticket_id BLOB NOT NULL UNIQUE);"
  "INSERT INTO thread (key, ticket_id) SELECT key, id FROM ticket;"
  "INSERT OR IGNORE INTO thread (ticket_id) SELECT ticket_id FROM message;"
  "DROP TABLE message_words;"
  "CREATE VIRTUAL TABLE message_words USING fts5 ("
  "  text, content = '', tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');"
  "INSERT INTO message_words (rowid, text)"
  "  SELECT (t.key << " G_STRINGIFY (
      TKT_CACHE_POSITION_BITS) ") + m.position, index_text (m.body)"
                               "  FROM message m JOIN thread t ON t.ticket_id = m.ticket_id WHERE "
                               "m.body <> '' ORDER BY 1;",
};

static gboolean
make_folder (const char *folder, GError **error)
{
  int reason;

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;
  reason = errno;
  g_set_error (error,
               G_FILE_ERROR,
               g_file_error_from_errno (reason),
               _ ("The folder %s can't be made: %s"),
               folder,
               g_strerror (reason));
  return FALSE;
}

static TktDb *
open_cache (const char *path, TktDbFlags flags, GError **error)
{
  g_autoptr (TktDb) db = tkt_db_open (path, flags, error);

  if (db == NULL || !tkt_db_add_text_function (db, "index_text", tkt_search_index_text, error)
      || !tkt_db_migrate (db, "main", APPLICATION_ID, steps, G_N_ELEMENTS (steps), error))
    return NULL;
  return g_steal_pointer (&db);
}

/* Everything in the cache is on the server, too. */
static gboolean
may_set_aside (const GError *error)
{
  return g_error_matches (error, TKT_DB_ERROR, TKT_DB_ERROR_DAMAGED)
         || g_error_matches (error, TKT_DB_ERROR, TKT_DB_ERROR_NEWER)
         || g_error_matches (error, TKT_DB_ERROR, TKT_DB_ERROR_FOREIGN);
}

gboolean
tkt_cache_set_aside (const char *folder, GError **error)
{
  return tkt_db_files_move (folder, "cache.db", "cache.db.set-aside", error);
}

static gboolean
attach_outbox (TktDb *db, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "outbox.db", NULL);

  return tkt_db_attach (db, path, TKT_OUTBOX_SCHEMA, error) && tkt_outbox_migrate (db, error);
}

TktDb *
tkt_cache_open_writer (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "cache.db", NULL);
  const TktDbFlags flags = TKT_DB_WRITE | TKT_DB_CREATE;
  g_autoptr (TktDb) db = NULL;
  g_autoptr (GError) failed = NULL;

  if (!make_folder (folder, error))
    return NULL;
  db = open_cache (path, flags, &failed);
  if (db == NULL && may_set_aside (failed))
    {
      g_message ("The cache is fetched anew: %s", failed->message);
      if (!tkt_cache_set_aside (folder, error))
        return NULL;
      db = open_cache (path, flags, error);
    }
  else if (db == NULL)
    g_propagate_error (error, g_steal_pointer (&failed));
  if (db == NULL || !tkt_outbox_rescue (db, folder, error) || !attach_outbox (db, folder, error))
    return NULL;
  return g_steal_pointer (&db);
}

TktDb *
tkt_cache_open_reader (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "cache.db", NULL);
  g_autoptr (TktDb) db = open_cache (path, TKT_DB_WRITE, error);

  /* It writes nothing, but it empties the WAL (tkt-cache-eraser.c), which a read-only connection
   * could not. */
  if (db == NULL || !attach_outbox (db, folder, error)
      || !tkt_db_exec (db, "PRAGMA query_only = ON", error))
    return NULL;
  return g_steal_pointer (&db);
}

TktDb *
tkt_cache_open_snapshot (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "cache.db", NULL);

  return open_cache (path, TKT_DB_READ, error);
}

TktDb *
tkt_cache_open_beside (const char *folder, GError **error)
{
  g_autoptr (TktDb) db = tkt_cache_open_snapshot (folder, error);

  if (db == NULL || !attach_outbox (db, folder, error))
    return NULL;
  return g_steal_pointer (&db);
}

char *
tkt_cache_query_text (TktDb *db, const char *sql, const char *id, GError **error)
{
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  if (id != NULL)
    tkt_statement_bind_id (statement, 1, id);
  if (!tkt_statement_step (statement, &has_row, error) || !has_row)
    return NULL;
  return g_strdup (tkt_statement_get_text (statement, 0));
}

gboolean
tkt_cache_query_number (TktDb *db, const char *sql, const char *id, gint64 *value, GError **error)
{
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);
  gboolean has_row;

  *value = 0;
  if (statement == NULL)
    return FALSE;
  if (id != NULL)
    tkt_statement_bind_id (statement, 1, id);
  if (!tkt_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    *value = tkt_statement_get_int (statement, 0);
  return TRUE;
}

char *
tkt_cache_get_value (TktDb *db, const char *name, GError **error)
{
  g_autoptr (TktStatement) statement
      = tkt_db_prepare (db, "SELECT value FROM value WHERE name = ?", error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  tkt_statement_bind_text (statement, 1, name);
  if (!tkt_statement_step (statement, &has_row, error) || !has_row)
    return NULL;
  return g_strdup (tkt_statement_get_text (statement, 0));
}

static TktStatement *
prepare_set (TktDb *db, const char *name, GError **error)
{
  TktStatement *statement
      = tkt_db_prepare (db, "INSERT OR REPLACE INTO value (name, value) VALUES (?, ?)", error);

  if (statement != NULL)
    tkt_statement_bind_text (statement, 1, name);
  return statement;
}

gboolean
tkt_cache_set_value (TktDb *db, const char *name, const char *value, GError **error)
{
  g_autoptr (TktStatement) statement = prepare_set (db, name, error);

  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_text (statement, 2, value);
  return tkt_statement_run (statement, error);
}

gboolean
tkt_cache_get_number (TktDb *db, const char *name, gint64 *number, GError **error)
{
  g_autoptr (TktStatement) statement
      = tkt_db_prepare (db, "SELECT value FROM value WHERE name = ?", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_text (statement, 1, name);
  if (!tkt_statement_step (statement, &has_row, error))
    return FALSE;
  *number = has_row ? tkt_statement_get_int (statement, 0) : 0;
  return TRUE;
}

gboolean
tkt_cache_set_number (TktDb *db, const char *name, gint64 number, GError **error)
{
  g_autoptr (TktStatement) statement = prepare_set (db, name, error);

  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_int (statement, 2, number);
  return tkt_statement_run (statement, error);
}
