/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeping a database: copies of it, putting one back, making it small again. Each says what it has
 * found in the copy as tkt_sqlite_verify() does; a damaged one is %TKT_DB_ERROR_DAMAGED and goes
 * nowhere, one that breaks rules goes where it should as it is. For programs without a main loop:
 * all of it waits. */
#pragma once

#include "tkt-sqlite-verify.h"

G_BEGIN_DECLS

/* What a copy has come to. */
typedef struct
{
  TktVerdictOnFile verdict;
  gint64 n_bytes;
  char *before; /* restore: where the database that was there is now, or NULL */
} TktSqliteCopy;

void tkt_sqlite_copy_clear (TktSqliteCopy *copy);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TktSqliteCopy, tkt_sqlite_copy_clear)

/**
 * tkt_sqlite_backup:
 * @path: may be served, and written to, meanwhile
 * @target: (nullable): the file to make; NULL: @out takes the bytes, and the copy stands beside the
 *   database while it is made
 * @replace: the file may be there already
 *
 * What stands in the database at one moment, in one file that needs no other. Nothing of what was
 * deleted before that moment is in it (rule 13). The name is that of the whole copy or of what was
 * there before, at each moment.
 */
gboolean tkt_sqlite_backup (const char *path,
                            const char *target,
                            GOutputStream *out,
                            gboolean replace,
                            TktFindingFunc func,
                            gpointer data,
                            TktSqliteCopy *copy,
                            GError **error);

typedef struct
{
  gboolean replace;      /* the database may be there: it is kept under another name */
  gboolean end_sessions; /* everybody signs in again */
} TktSqliteRestoreOptions;

/**
 * tkt_sqlite_restore:
 * @in: the bytes of a backup
 * @path: the database to make
 *
 * Brings an older version up to date. What was counted after the backup was made is counted again,
 * by other changes: no cursor that was given before is good for it, and every desk begins anew.
 * %TKT_DB_ERROR_BUSY while anybody has the database open.
 */
gboolean tkt_sqlite_restore (GInputStream *in,
                             const char *path,
                             const TktSqliteRestoreOptions *options,
                             TktFindingFunc func,
                             gpointer data,
                             TktSqliteCopy *copy,
                             GError **error);

/**
 * tkt_sqlite_vacuum:
 * @search: make the search index anew as well
 *
 * Gives the room of what was deleted back to the disk. Needs as much room meanwhile as the database
 * takes; killed, it has not begun. %TKT_DB_ERROR_BUSY while anybody has the database open.
 */
gboolean tkt_sqlite_vacuum (const char *path, gboolean search, GError **error);

G_END_DECLS
