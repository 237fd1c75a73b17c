/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A connection to one SQLite database. */
#include "tkt-db.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "tkt-db-private.h"
#include "tkt-db-vfs.h"
#include "tkt-statement.h"

/* How long a lock of another process is waited for, in milliseconds. */
#define BUSY_TIMEOUT 10000

/* Idle copies of one statement that are kept; more than two at a time are rare. */
#define IDLE_COPIES 4

struct _TktDb
{
  sqlite3 *handle;
  char *path;
  TktDbFlags flags;
  GHashTable *idle; /* SQL → TktDbIdle */
  guint64 n_writing;
  TktDbCommitFunc before_commit; /* or NULL */
};

G_DEFINE_QUARK (tkt - db - error - quark, tkt_db_error)

sqlite3 *
tkt_db_get_handle (TktDb *db)
{
  return db->handle;
}

static TktDbError
code_of_errno (int reason)
{
  switch (reason)
    {
    case ENOSPC:
    case EDQUOT:
      return TKT_DB_ERROR_FULL;
    case EROFS:
    case EACCES:
    case EPERM:
      return TKT_DB_ERROR_READ_ONLY;
    case ENOENT:
      return TKT_DB_ERROR_MISSING;
    default:
      return TKT_DB_ERROR_FAILED;
    }
}

/* Why a file of the database could not be read or written. SQLite 3.40 does not ask when it is the
 * sync of a commit that fails: sqlite3_system_errno() is then 0, or an older failure's. The files
 * themselves know: the write-ahead log, which is what a commit syncs, or the database. */
static int
errno_of (sqlite3 *handle)
{
  sqlite3_file *log = NULL;
  int reason = 0;

  if (sqlite3_extended_errcode (handle) != SQLITE_IOERR_FSYNC)
    return sqlite3_system_errno (handle);
  if (sqlite3_file_control (handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) == SQLITE_OK
      && log != NULL && log->pMethods != NULL)
    log->pMethods->xFileControl (log, SQLITE_FCNTL_LAST_ERRNO, &reason);
  if (reason == 0)
    sqlite3_file_control (handle, "main", SQLITE_FCNTL_LAST_ERRNO, &reason);
  return reason;
}

static TktDbError
code_of (sqlite3 *handle)
{
  switch (sqlite3_errcode (handle) & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return TKT_DB_ERROR_BUSY;
    case SQLITE_FULL:
      return TKT_DB_ERROR_FULL;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return TKT_DB_ERROR_READ_ONLY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return TKT_DB_ERROR_DAMAGED;
    case SQLITE_CONSTRAINT:
      return TKT_DB_ERROR_CONSTRAINT;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return code_of_errno (errno_of (handle));
    default:
      return TKT_DB_ERROR_FAILED;
    }
}

void
tkt_db_set_error_from_errno (const char *path, int reason, GError **error)
{
  /* What is missing is its folder. */
  g_set_error (error,
               TKT_DB_ERROR,
               reason == ENOENT ? TKT_DB_ERROR_FAILED : code_of_errno (reason),
               _ ("%s can't be made: %s"),
               path,
               g_strerror (reason));
}

/* SQL is long and what is wrong with it stands at its beginning. */
#define WHAT_MAX 120

void
tkt_db_set_error (TktDb *db, const char *what, GError **error)
{
  if (sqlite3_errcode (db->handle) == SQLITE_INTERRUPT)
    g_set_error (
        error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s: %s", db->path, sqlite3_errmsg (db->handle));
  else
    g_set_error (error,
                 TKT_DB_ERROR,
                 code_of (db->handle),
                 "%s: %s (%.*s%s)",
                 db->path,
                 sqlite3_errmsg (db->handle),
                 WHAT_MAX,
                 what,
                 strlen (what) > WHAT_MAX ? "…" : "");
}

void
tkt_db_note_writing (TktDb *db)
{
  db->n_writing++;
}

guint64
tkt_db_get_n_writing (TktDb *db)
{
  return db->n_writing;
}

static void
free_statements (gpointer data)
{
  TktDbIdle *idle = data;

  for (guint i = 0; i < idle->len; i++)
    sqlite3_finalize (g_ptr_array_index (idle, i));
  g_ptr_array_unref (idle);
}

/* Statements are long and many run in each transaction: eight bytes at a time, instead of
 * g_str_hash()'s one. */
static guint
hash_sql (gconstpointer sql)
{
  const char *text = sql;
  gsize length = strlen (text);
  guint64 hash = length;
  guint64 word;

  for (; length >= sizeof word; length -= sizeof word, text += sizeof word)
    {
      memcpy (&word, text, sizeof word);
      hash = (hash ^ word) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      hash ^= hash >> 32;
    }
  word = 0;
  memcpy (&word, text, length);
  hash = (hash ^ word) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return hash >> 32;
}

TktDbIdle *
tkt_db_get_idle (TktDb *db, const char *sql)
{
  TktDbIdle *idle = g_hash_table_lookup (db->idle, sql);

  if (idle == NULL)
    {
      idle = g_ptr_array_new ();
      g_hash_table_insert (db->idle, g_strdup (sql), idle);
    }
  return idle;
}

sqlite3_stmt *
tkt_db_idle_take (TktDbIdle *idle)
{
  return idle->len > 0 ? g_ptr_array_steal_index_fast (idle, idle->len - 1) : NULL;
}

void
tkt_db_idle_give (TktDbIdle *idle, sqlite3_stmt *statement)
{
  if (idle->len < IDLE_COPIES)
    g_ptr_array_add (idle, statement);
  else
    sqlite3_finalize (statement);
}

/* A file that SQLite makes has the umask's rights; what people wrote is theirs alone. One that is
 * there is never opened here: closing it again would take away the locks that other connections of
 * this process hold (fcntl(2), "Record locks"). */
static gboolean
make_private (const char *path, GError **error)
{
  int fd = open (path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  int reason = errno;

  if (fd >= 0)
    {
      close (fd);
      return TRUE;
    }
  if (reason == EEXIST)
    return TRUE;
  tkt_db_set_error_from_errno (path, reason, error);
  return FALSE;
}

static gboolean
configure (TktDb *db, TktDbFlags flags, GError **error)
{
  /* No mmap: an error of the disk, or somebody who cuts the file, would end the program with
   * SIGBUS. */
  static const char *const pragmas = "PRAGMA mmap_size = 0;"
                                     "PRAGMA foreign_keys = ON;"
                                     "PRAGMA trusted_schema = OFF;"
                                     "PRAGMA cell_size_check = ON;"
                                     "PRAGMA cache_size = -8000;"
                                     "PRAGMA journal_size_limit = 16777216;"
                                     /* Rule 13: what is deleted is overwritten. */
                                     "PRAGMA secure_delete = ON;";
  /* In a transaction of many savepoints, what to undo each with would be written to a temporary
   * file. */
  const char *synchronous = flags & TKT_DB_DURABLE
                                ? "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY"
                                : "PRAGMA synchronous = NORMAL";

  sqlite3_extended_result_codes (db->handle, 1);
  sqlite3_busy_timeout (db->handle, BUSY_TIMEOUT);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  if (sqlite3_exec (db->handle, pragmas, NULL, NULL, NULL) == SQLITE_OK
      && sqlite3_exec (db->handle, synchronous, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  tkt_db_set_error (db, "opening", error);
  return FALSE;
}

TktDb *
tkt_db_open (const char *path, TktDbFlags flags, GError **error)
{
  g_autoptr (TktDb) db = g_new0 (TktDb, 1);
  int open_flags = flags & TKT_DB_WRITE ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;

  db->path = g_strdup (path);
  db->idle = g_hash_table_new_full (hash_sql, g_str_equal, g_free, free_statements);
  if ((flags & TKT_DB_CREATE) && !make_private (path, error))
    return NULL;
  tkt_db_vfs_register ();
  if (sqlite3_open_v2 (path, &db->handle, open_flags | SQLITE_OPEN_NOMUTEX, TKT_DB_VFS)
      != SQLITE_OK)
    {
      tkt_db_set_error (db, "opening", error);
      return NULL;
    }
  /* SQLite silently opens for reading what it can't open for writing. */
  if ((flags & TKT_DB_WRITE) && sqlite3_db_readonly (db->handle, "main") == 1)
    {
      g_set_error (error, TKT_DB_ERROR, TKT_DB_ERROR_READ_ONLY, _ ("%s can't be written"), path);
      return NULL;
    }
  if (!configure (db, flags, error))
    return NULL;
  db->flags = flags;
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
  tkt_db_note_writing (db);
  if (sqlite3_exec (db->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  tkt_db_set_error (db, sql, error);
  return FALSE;
}

gboolean
tkt_db_attach (TktDb *db, const char *path, const char *schema, GError **error)
{
  g_autoptr (TktStatement) statement = NULL;

  if ((db->flags & TKT_DB_CREATE) && !make_private (path, error))
    return FALSE;
  statement = tkt_db_prepare (db, "ATTACH ? AS ?", error);
  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_text (statement, 1, path);
  tkt_statement_bind_text (statement, 2, schema);
  return tkt_statement_run (statement, error);
}

/* Compiled once: these run around each write. */
static gboolean
run (TktDb *db, const char *sql, GError **error)
{
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);

  return statement != NULL && tkt_statement_run (statement, error);
}

gboolean
tkt_db_begin (TktDb *db, GError **error)
{
  return run (db, "BEGIN", error);
}

gboolean
tkt_db_begin_immediate (TktDb *db, GError **error)
{
  return run (db, "BEGIN IMMEDIATE", error);
}

void
tkt_db_set_before_commit (TktDb *db, TktDbCommitFunc func)
{
  db->before_commit = func;
}

gboolean
tkt_db_commit (TktDb *db, GError **error)
{
  return (db->before_commit == NULL || db->before_commit (db, error)) && run (db, "COMMIT", error);
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
  return run (db, "SAVEPOINT work", error);
}

gboolean
tkt_db_release (TktDb *db, GError **error)
{
  return run (db, "RELEASE work", error);
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

static void
call_text_function (sqlite3_context *context, int n, sqlite3_value **values)
{
  TktDbTextFunc func = sqlite3_user_data (context);
  const char *text = (const char *)sqlite3_value_text (values[0]);

  if (text != NULL)
    sqlite3_result_text (context, func (text), -1, g_free);
}

gboolean
tkt_db_add_text_function (TktDb *db, const char *name, TktDbTextFunc func, GError **error)
{
  if (sqlite3_create_function (db->handle,
                               name,
                               1,
                               SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                               func,
                               call_text_function,
                               NULL,
                               NULL)
      == SQLITE_OK)
    return TRUE;
  tkt_db_set_error (db, name, error);
  return FALSE;
}

/* Some ten microseconds' worth. */
#define STEPS_BETWEEN 2000

void
tkt_db_set_stop (TktDb *db, TktDbStopFunc func, gpointer data)
{
  sqlite3_progress_handler (db->handle, STEPS_BETWEEN, func, data);
}

void
tkt_db_forget_pages (TktDb *db)
{
  sqlite3_db_release_memory (db->handle);
}

gboolean
tkt_db_is_wal_empty (TktDb *db, gboolean *empty, GError **error)
{
  int n_pages = 0;

  /* The one that waits for nobody: copying what it finds does no harm. */
  if (sqlite3_wal_checkpoint_v2 (db->handle, "main", SQLITE_CHECKPOINT_PASSIVE, &n_pages, NULL)
      != SQLITE_OK)
    {
      tkt_db_set_error (db, "looking at the WAL", error);
      return FALSE;
    }
  *empty = n_pages == 0;
  return TRUE;
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
