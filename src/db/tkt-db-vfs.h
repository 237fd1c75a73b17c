/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way of a database's pages to the disk: nothing that was deleted goes along. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TKT_DB_VFS:
 *
 * The name under which tkt_db_vfs_register() makes it known to SQLite.
 *
 * "PRAGMA secure_delete" overwrites what is deleted where it stands. But where SQLite balances a
 * tree it moves rows to other pages, and the old copies stay in the middle of the page they left,
 * between its list of rows and its first row, where nobody looks: a row that is deleted later may
 * have left its text there. This is the system's own VFS, only that the gap of each page of a tree
 * ("Database File Format", section 1.6) is empty when it is written into the database. The
 * write-ahead log has pages as they are in memory; a checkpoint that empties it ends that.
 */
#define TKT_DB_VFS "tickets"

/* Once or more; from any thread. Aborts where SQLite has no VFS at all. */
void tkt_db_vfs_register (void);

/* Empties the gap of a page of @size bytes, @first where it is the database's first. FALSE: it is
 * no page of a tree, or has nothing there. */
gboolean tkt_db_vfs_clear_gap (guint8 *page, gsize size, gboolean first);

G_END_DECLS
