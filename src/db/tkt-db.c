/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A connection to one SQLite database. */
#include "tkt-db.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tkt-db-private.h"

/* How long a lock of another process is waited for, in milliseconds. */
#define BUSY_TIMEOUT 10000

/* Idle copies of one statement that are kept; more than two at a time are rare. */
#define IDLE_COPIES 4

struct _TktDb
{
  sqlite3 *handle;
  char *path;
  GHashTable *idle; /* SQL → GPtrArray of sqlite3_stmt */
};

G_DEFINE_QUARK (tkt-db-error-quark, tkt_db_error)

sqlite3 *
tkt_db_get_handle (TktDb *db)
{
  return db->handle;
}

static TktDbError
code_of (sqlite3 *handle, int extended)
{
  switch (extended & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return TKT_DB_ERROR_BUSY;
    case SQLITE_FULL:
      return TKT_DB_ERROR_FULL;
    case SQLITE_READONLY:
      return TKT_DB_ERROR_READ_ONLY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return TKT_DB_ERROR_DAMAGED;
    case SQLITE_CONSTRAINT:
      return TKT_DB_ERROR_CONSTRAINT;
    case SQLITE_IOERR:
      return sqlite3_system_errno (handle) == ENOSPC ? TKT_DB_ERROR_FULL : TKT_DB_ERROR_FAILED;
    default:
      return TKT_DB_ERROR_FAILED;
    }
}

void
tkt_db_set_error (TktDb *db, const char *what, GError **error)
{
  g_set_error (error, TKT_DB_ERROR, code_of (db->handle, sqlite3_extended_errcode (db->handle)),
               "%s: %s (%s)", db->path, sqlite3_errmsg (db->handle), what);
}

static void
free_statements (gpointer data)
{
  GPtrArray *statements = data;

  for (guint i = 0; i < statements->len; i++)
    sqlite3_finalize (g_ptr_array_index (statements, i));
  g_ptr_array_unref (statements);
}

sqlite3_stmt *
tkt_db_borrow (TktDb *db, const char *sql)
{
  GPtrArray *statements = g_hash_table_lookup (db->idle, sql);

  return statements != NULL && statements->len > 0
             ? g_ptr_array_steal_index_fast (statements, statements->len - 1)
             : NULL;
}

void
tkt_db_give_back (TktDb *db, sqlite3_stmt *statement)
{
  const char *sql = sqlite3_sql (statement);
  GPtrArray *statements = g_hash_table_lookup (db->idle, sql);

  if (statements == NULL)
    {
      statements = g_ptr_array_new ();
      g_hash_table_insert (db->idle, g_strdup (sql), statements);
    }
  if (statements->len < IDLE_COPIES)
    g_ptr_array_add (statements, statement);
  else
    sqlite3_finalize (statement);
}

/* A file that SQLite makes has the umask's rights; what people wrote is theirs alone. */
static gboolean
make_private (const char *path, GError **error)
{
  int fd = open (path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      int reason = errno;

      g_set_error (error, TKT_DB_ERROR,
                   reason == ENOSPC                     ? TKT_DB_ERROR_FULL
                   : reason == EROFS || reason == EACCES ? TKT_DB_ERROR_READ_ONLY
                                                         : TKT_DB_ERROR_FAILED,
                   _ ("%s can't be made: %s"), path, g_strerror (reason));
      return FALSE;
    }
  close (fd);
  return TRUE;
}

static gboolean
configure (TktDb *db, TktDbFlags flags, GError **error)
{
  sqlite3_extended_result_codes (db->handle, 1);
  sqlite3_busy_timeout (db->handle, BUSY_TIMEOUT);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  if (!tkt_db_exec (db,
                    "PRAGMA foreign_keys = ON;"
                    "PRAGMA trusted_schema = OFF;"
                    "PRAGMA cell_size_check = ON;"
                    "PRAGMA temp_store = MEMORY;"
                    "PRAGMA cache_size = -8000;"
                    /* Rule 13: what is deleted is overwritten, not only forgotten. */
                    "PRAGMA secure_delete = ON;",
                    error))
    return FALSE;
  return tkt_db_exec (db, flags & TKT_DB_DURABLE ? "PRAGMA synchronous = FULL;"
                                                 : "PRAGMA synchronous = NORMAL;",
                      error);
}

TktDb *
tkt_db_open (const char *path, TktDbFlags flags, GError **error)
{
  g_autoptr (TktDb) db = g_new0 (TktDb, 1);
  int open_flags = flags & TKT_DB_WRITE ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;

  db->path = g_strdup (path);
  db->idle = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_statements);
  if (flags & TKT_DB_CREATE)
    {
      if (!make_private (path, error))
        return NULL;
    }
  else if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, TKT_DB_ERROR, TKT_DB_ERROR_MISSING, _ ("There is no database at %s"), path);
      return NULL;
    }
  if (sqlite3_open_v2 (path, &db->handle, open_flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    {
      tkt_db_set_error (db, "opening", error);
      return NULL;
    }
  if (!configure (db, flags, error))
    return NULL;
  return g_steal_pointer (&db);
}

void
tkt_db_close (TktDb *db)
{
  if (db == NULL)
    return;
  g_hash_table_unref (db->idle);
  if (sqlite3_close (db->handle) != SQLITE_OK)
    g_critical ("%s was closed with statements still on loan", db->path);
  g_free (db->path);
  g_free (db);
}

gboolean
tkt_db_exec (TktDb *db, const char *sql, GError **error)
{
  if (sqlite3_exec (db->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  tkt_db_set_error (db, sql, error);
  return FALSE;
}

gboolean
tkt_db_attach (TktDb *db, const char *path, const char *schema, GError **error)
{
  sqlite3_stmt *statement;
  gboolean ok;

  if (!sqlite3_db_readonly (db->handle, "main") && !make_private (path, error))
    return FALSE;
  ok = sqlite3_prepare_v2 (db->handle, "ATTACH ? AS ?", -1, &statement, NULL) == SQLITE_OK;
  if (ok)
    {
      sqlite3_bind_text (statement, 1, path, -1, SQLITE_TRANSIENT);
      sqlite3_bind_text (statement, 2, schema, -1, SQLITE_TRANSIENT);
      ok = sqlite3_step (statement) == SQLITE_DONE;
    }
  if (!ok)
    tkt_db_set_error (db, path, error);
  sqlite3_finalize (statement);
  return ok;
}

gboolean
tkt_db_begin (TktDb *db, GError **error)
{
  return tkt_db_exec (db, "BEGIN", error);
}

gboolean
tkt_db_begin_immediate (TktDb *db, GError **error)
{
  return tkt_db_exec (db, "BEGIN IMMEDIATE", error);
}

gboolean
tkt_db_commit (TktDb *db, GError **error)
{
  return tkt_db_exec (db, "COMMIT", error);
}

void
tkt_db_rollback (TktDb *db)
{
  if (!sqlite3_get_autocommit (db->handle))
    sqlite3_exec (db->handle, "ROLLBACK", NULL, NULL, NULL);
}

gboolean
tkt_db_savepoint (TktDb *db, GError **error)
{
  return tkt_db_exec (db, "SAVEPOINT work", error);
}

gboolean
tkt_db_release (TktDb *db, GError **error)
{
  return tkt_db_exec (db, "RELEASE work", error);
}

void
tkt_db_rollback_to (TktDb *db)
{
  if (!sqlite3_get_autocommit (db->handle))
    sqlite3_exec (db->handle, "ROLLBACK TO work; RELEASE work", NULL, NULL, NULL);
}

gboolean
tkt_db_in_transaction (TktDb *db)
{
  return !sqlite3_get_autocommit (db->handle);
}

gint64
tkt_db_get_last_rowid (TktDb *db)
{
  return sqlite3_last_insert_rowid (db->handle);
}

gint64
tkt_db_get_n_changed (TktDb *db)
{
  return sqlite3_changes64 (db->handle);
}

void
tkt_db_interrupt (TktDb *db)
{
  sqlite3_interrupt (db->handle);
}

gboolean
tkt_db_checkpoint (TktDb *db, GError **error)
{
  /* Not the PRAGMA, which calls it a success where a reader kept the WAL from being cut. */
  if (sqlite3_wal_checkpoint_v2 (db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL)
      == SQLITE_OK)
    return TRUE;
  tkt_db_set_error (db, "emptying the WAL", error);
  return FALSE;
}

static gboolean
get_pragma (TktDb *db, const char *schema, const char *name, gint64 *value, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA %s.%s", schema, name);
  sqlite3_stmt *statement = NULL;
  gboolean ok = sqlite3_prepare_v2 (db->handle, sql, -1, &statement, NULL) == SQLITE_OK
                && sqlite3_step (statement) == SQLITE_ROW;

  if (ok)
    *value = sqlite3_column_int64 (statement, 0);
  else
    tkt_db_set_error (db, sql, error);
  sqlite3_finalize (statement);
  return ok;
}

static gboolean
has_tables (TktDb *db, const char *schema, gboolean *any, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s.sqlite_schema", schema);
  sqlite3_stmt *statement = NULL;
  gboolean ok = sqlite3_prepare_v2 (db->handle, sql, -1, &statement, NULL) == SQLITE_OK
                && sqlite3_step (statement) == SQLITE_ROW;

  if (ok)
    *any = sqlite3_column_int64 (statement, 0) > 0;
  else
    tkt_db_set_error (db, sql, error);
  sqlite3_finalize (statement);
  return ok;
}

static gboolean
check_identity (TktDb *db, const char *schema, guint32 application_id, guint n_steps, gint64 *version, GError **error)
{
  gint64 found_id;
  gboolean any;

  if (!get_pragma (db, schema, "application_id", &found_id, error)
      || !get_pragma (db, schema, "user_version", version, error)
      || !has_tables (db, schema, &any, error))
    return FALSE;
  if (any && (guint32) found_id != application_id)
    {
      g_set_error (error, TKT_DB_ERROR, TKT_DB_ERROR_FOREIGN,
                   _ ("%s is a database of another program"), db->path);
      return FALSE;
    }
  if (*version > n_steps)
    {
      g_set_error (error, TKT_DB_ERROR, TKT_DB_ERROR_NEWER,
                   _ ("%s was written by a newer version of this program. Update the program to open it."),
                   db->path);
      return FALSE;
    }
  return TRUE;
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

  if (!check_identity (db, schema, application_id, n_steps, &version, error))
    return FALSE;
  if (!sqlite3_db_readonly (db->handle, schema) && !tkt_db_exec (db, wal, error))
    return FALSE;
  for (gint64 step = version; step < n_steps; step++)
    {
      g_autofree char *mark = g_strdup_printf (
          "PRAGMA %s.application_id = %u; PRAGMA %s.user_version = %" G_GINT64_FORMAT ";", schema,
          application_id, schema, step + 1);
      gint64 now;

      if (!tkt_db_begin_immediate (db, error))
        return FALSE;
      /* Another process may have brought it forward while we waited for the lock. */
      if (!get_pragma (db, schema, "user_version", &now, error)
          || (now == step
              && (!tkt_db_exec (db, steps[step], error) || !tkt_db_exec (db, mark, error)))
          || !tkt_db_commit (db, error))
        {
          tkt_db_rollback (db);
          return FALSE;
        }
    }
  return TRUE;
}
