/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A connection to one SQLite database, used by one thread at a time. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TKT_DB_ERROR (tkt_db_error_quark ())
GQuark tkt_db_error_quark (void);

typedef enum
{
  TKT_DB_ERROR_FAILED,     /* anything SQLite says that has no name below */
  TKT_DB_ERROR_BUSY,       /* another process holds the lock longer than we wait (10 s) */
  TKT_DB_ERROR_FULL,       /* no room on the disk */
  TKT_DB_ERROR_READ_ONLY,  /* the file or its disk can't be written */
  TKT_DB_ERROR_DAMAGED,    /* not a database, or a broken one */
  TKT_DB_ERROR_CONSTRAINT, /* a UNIQUE, NOT NULL or FOREIGN KEY was violated */
  TKT_DB_ERROR_NEWER,      /* written by a newer program than this one */
  TKT_DB_ERROR_FOREIGN,    /* a database, but not one of ours */
  TKT_DB_ERROR_MISSING,    /* there is no such file, and TKT_DB_CREATE was not asked for */
} TktDbError;

typedef enum
{
  TKT_DB_READ = 0,         /* read only */
  TKT_DB_WRITE = 1 << 0,   /* secure_delete, foreign keys; WAL from tkt_db_migrate() on */
  TKT_DB_CREATE = 1 << 1,  /* with TKT_DB_WRITE: make it (mode 0600) where it is missing */
  TKT_DB_DURABLE = 1 << 2, /* synchronous=FULL: a commit is on the disk; else NORMAL */
} TktDbFlags;

typedef struct _TktDb TktDb;

TktDb *tkt_db_open (const char *path, TktDbFlags flags, GError **error);
void tkt_db_close (TktDb *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktDb, tkt_db_close)

/* The message of every error says what was tried, on which file, and SQLite's reason. */
gboolean tkt_db_exec (TktDb *db, const char *sql, GError **error);

/* Makes another database file visible as @schema; opened (and made) with this connection's rights.
 */
gboolean tkt_db_attach (TktDb *db, const char *path, const char *schema, GError **error);

gboolean tkt_db_begin (TktDb *db, GError **error);           /* BEGIN: a snapshot for reading */
gboolean tkt_db_begin_immediate (TktDb *db, GError **error); /* takes the write lock */
gboolean tkt_db_commit (TktDb *db, GError **error);
void tkt_db_rollback (TktDb *db); /* harmless without a transaction */
/* Calls @func within each transaction before it is committed; where it fails, the commit has. */
typedef gboolean (*TktDbCommitFunc) (TktDb *db, GError **error);
void tkt_db_set_before_commit (TktDb *db, TktDbCommitFunc func);

gboolean tkt_db_savepoint (TktDb *db, GError **error);
gboolean tkt_db_release (TktDb *db, GError **error);
void tkt_db_rollback_to (TktDb *db);

/* FALSE also after SQLite has rolled back by itself, as it does when the disk is full. */
gboolean tkt_db_in_transaction (TktDb *db);

gint64 tkt_db_get_last_rowid (TktDb *db);
gint64 tkt_db_get_n_changed (TktDb *db); /* rows of the last INSERT, UPDATE or DELETE */

/* @func: (transfer full): of one text another, the same each time. SQL calls it by @name. */
typedef char *(*TktDbTextFunc) (const char *text);
gboolean tkt_db_add_text_function (TktDb *db, const char *name, TktDbTextFunc func, GError **error);
/* Grows with each statement that may write, whether or not it then does. */
guint64 tkt_db_get_n_writing (TktDb *db);

/* While a statement runs on this connection, @func is asked every some thousand steps of SQLite's,
 * on the same thread; where it says TRUE, the statement ends with %G_IO_ERROR_CANCELLED. NULL: no
 * more. */
typedef gboolean (*TktDbStopFunc) (gpointer data);
void tkt_db_set_stop (TktDb *db, TktDbStopFunc func, gpointer data);

/* Gives up the pages in memory that no statement is at: what left the files is in them still, and
 * would come back with the next write to one (tkt-db-vfs.h). */
void tkt_db_forget_pages (TktDb *db);

/* Whether nothing was written to the main database since its WAL was emptied; %TKT_DB_ERROR_BUSY
 * where another one is emptying it. Outside a transaction that has read. */
gboolean tkt_db_is_wal_empty (TktDb *db, gboolean *empty, GError **error);

/* Copies the WAL into the file and cuts it to nothing, so that erased bytes are nowhere;
 * %TKT_DB_ERROR_BUSY where a reader keeps it from that. Outside a transaction. */
gboolean tkt_db_checkpoint (TktDb *db, GError **error);

/**
 * tkt_db_migrate:
 * @schema: "main" or an attached name
 * @application_id: what marks a database as this kind of ours (PRAGMA application_id)
 * @steps: SQL scripts; step n brings a database of version n to n + 1
 *
 * Each step is one transaction with its version number, so that a kill in the middle leaves the
 * older version whole. A version above @n_steps is %TKT_DB_ERROR_NEWER and nothing is touched.
 */
gboolean tkt_db_migrate (TktDb *db,
                         const char *schema,
                         guint32 application_id,
                         const char *const *steps,
                         guint n_steps,
                         GError **error);

/* FALSE for a database that is not ours to touch, with the errors of tkt_db_migrate(). @version is
 * what it has come to; 0: it has no tables yet. */
gboolean tkt_db_check_identity (TktDb *db,
                                const char *schema,
                                guint32 application_id,
                                guint n_steps,
                                gint64 *version,
                                GError **error);

G_END_DECLS
