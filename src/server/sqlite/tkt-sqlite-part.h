/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A database file in the making: it has no name until it is whole and on the disk. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _TktSqlitePart TktSqlitePart;

/**
 * tkt_sqlite_part_new:
 * @target: the name that it will have
 *
 * Makes an empty file on the disk of @target (mode 0600; root's belongs to the owner of @target),
 * which nobody else can open: what was deleted may be in it until it has been erased there, too,
 * and where the program is killed, it is gone.
 */
TktSqlitePart *tkt_sqlite_part_new (const char *target, GError **error);

/* The file is gone, unless it was published. */
void tkt_sqlite_part_free (TktSqlitePart *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktSqlitePart, tkt_sqlite_part_free)

/* Under which tkt_db_open() finds it (tkt-db-loan.h). */
const char *tkt_sqlite_part_get_path (TktSqlitePart *self);

/* Its bytes, from the beginning on, or all of them from @in. Nobody has it open as a database. */
gboolean tkt_sqlite_part_write_to (TktSqlitePart *self, GOutputStream *out, GError **error);
gboolean tkt_sqlite_part_read_from (TktSqlitePart *self, GInputStream *in, GError **error);

/* -1: failed. */
gint64 tkt_sqlite_part_get_size (TktSqlitePart *self, GError **error);

/**
 * tkt_sqlite_part_publish:
 * @replace: a file that has the name already is lost
 *
 * Puts the bytes on the disk, then gives the file its name, then puts the name on the disk: at any
 * moment the name is that of the whole new file or of what was there before. %G_IO_ERROR_EXISTS
 * where there is one and @replace is not set. Nobody has it open as a database.
 */
gboolean tkt_sqlite_part_publish (TktSqlitePart *self, gboolean replace, GError **error);

/* A %G_IO_ERROR that says what can't be done to @path for the reason @reason (an errno). */
void tkt_sqlite_set_file_error (GError **error, const char *path, int reason);

/* Puts the names in the folder of @path on the disk. */
gboolean tkt_sqlite_sync_folder (const char *path, GError **error);

G_END_DECLS
