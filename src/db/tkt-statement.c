/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A prepared statement, borrowed from its connection's cache. */
#include "tkt-statement.h"

#include "tkt-db-private.h"
#include "tkt-uuid.h"

struct _TktStatement
{
  TktDb *db;
  TktDbIdle *idle; /* where it comes from */
  sqlite3_stmt *handle;
};

TktStatement *
tkt_db_prepare (TktDb *db, const char *sql, GError **error)
{
  TktDbIdle *idle = tkt_db_get_idle (db, sql);
  sqlite3_stmt *handle = tkt_db_idle_take (idle);
  TktStatement *statement;

  if (handle == NULL)
    {
      const char *rest;

      if (sqlite3_prepare_v3 (
              tkt_db_get_handle (db), sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, &rest)
          != SQLITE_OK)
        {
          tkt_db_set_error (db, sql, error);
          return NULL;
        }
      /* A second statement would silently never run. */
      g_warn_if_fail (*rest == '\0');
    }
  statement = g_new (TktStatement, 1);
  statement->db = db;
  statement->idle = idle;
  statement->handle = handle;
  return statement;
}

void
tkt_statement_free (TktStatement *statement)
{
  if (statement == NULL)
    return;
  sqlite3_reset (statement->handle);
  sqlite3_clear_bindings (statement->handle);
  tkt_db_idle_give (statement->idle, statement->handle);
  g_free (statement);
}

/* Binding fails only for a parameter that the SQL does not have: a mistake of the caller. */
#define CHECKED(call)                                                                              \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if ((call) != SQLITE_OK)                                                                       \
      g_critical ("%s: %s",                                                                        \
                  sqlite3_sql (statement->handle),                                                 \
                  sqlite3_errmsg (tkt_db_get_handle (statement->db)));                             \
  }                                                                                                \
  G_STMT_END

void
tkt_statement_bind_int (TktStatement *statement, int index, gint64 value)
{
  CHECKED (sqlite3_bind_int64 (statement->handle, index, value));
}

void
tkt_statement_bind_text (TktStatement *statement, int index, const char *text)
{
  CHECKED (sqlite3_bind_text (statement->handle, index, text, -1, SQLITE_TRANSIENT));
}

void
tkt_statement_bind_id (TktStatement *statement, int index, const char *uuid)
{
  guint8 bytes[TKT_UUID_BYTES];

  if (uuid == NULL)
    {
      tkt_statement_bind_null (statement, index);
      return;
    }
  if (!tkt_uuid_to_bytes (uuid, bytes))
    g_return_if_reached ();
  tkt_statement_bind_blob (statement, index, bytes, sizeof bytes);
}

void
tkt_statement_bind_blob (TktStatement *statement, int index, const void *data, gsize size)
{
  CHECKED (sqlite3_bind_blob64 (statement->handle, index, data, size, SQLITE_TRANSIENT));
}

void
tkt_statement_bind_null (TktStatement *statement, int index)
{
  CHECKED (sqlite3_bind_null (statement->handle, index));
}

gboolean
tkt_statement_step (TktStatement *statement, gboolean *has_row, GError **error)
{
  int result;

  if (!sqlite3_stmt_readonly (statement->handle))
    tkt_db_note_writing (statement->db);
  result = sqlite3_step (statement->handle);
  if (result != SQLITE_ROW && result != SQLITE_DONE)
    {
      tkt_db_set_error (statement->db, sqlite3_sql (statement->handle), error);
      return FALSE;
    }
  *has_row = result == SQLITE_ROW;
  return TRUE;
}

gboolean
tkt_statement_run (TktStatement *statement, GError **error)
{
  gboolean has_row = TRUE;

  while (has_row)
    if (!tkt_statement_step (statement, &has_row, error))
      return FALSE;
  return TRUE;
}

gboolean
tkt_statement_is_null (TktStatement *statement, int column)
{
  return sqlite3_column_type (statement->handle, column) == SQLITE_NULL;
}

gboolean
tkt_statement_is_int (TktStatement *statement, int column)
{
  return sqlite3_column_type (statement->handle, column) == SQLITE_INTEGER;
}

gboolean
tkt_statement_is_text (TktStatement *statement, int column)
{
  return sqlite3_column_type (statement->handle, column) == SQLITE_TEXT;
}

gboolean
tkt_statement_is_blob (TktStatement *statement, int column)
{
  return sqlite3_column_type (statement->handle, column) == SQLITE_BLOB;
}

gint64
tkt_statement_get_int (TktStatement *statement, int column)
{
  return sqlite3_column_int64 (statement->handle, column);
}

const char *
tkt_statement_get_text (TktStatement *statement, int column)
{
  return (const char *)sqlite3_column_text (statement->handle, column);
}

char *
tkt_statement_dup_id (TktStatement *statement, int column)
{
  gsize size;
  const void *bytes = tkt_statement_get_blob (statement, column, &size);
  char *text;

  if (bytes == NULL || size != TKT_UUID_BYTES)
    return NULL;
  text = g_malloc (TKT_UUID_LENGTH + 1);
  tkt_uuid_write (bytes, text);
  return text;
}

const void *
tkt_statement_get_blob (TktStatement *statement, int column, gsize *size)
{
  const void *bytes = sqlite3_column_blob (statement->handle, column);

  *size = sqlite3_column_bytes (statement->handle, column);
  return bytes;
}

void
tkt_statement_reset (TktStatement *statement)
{
  sqlite3_reset (statement->handle);
}
