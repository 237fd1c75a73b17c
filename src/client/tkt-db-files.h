/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A database as files: SQLite keeps up to three of them, which must not be parted. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Nobody has the database open. What is not there is left out; either may be repeated after it was
 * cut short. Errors: %G_FILE_ERROR. On a worker. */
gboolean tkt_db_files_move (const char *folder, const char *from, const char *to, GError **error);
gboolean tkt_db_files_remove (const char *folder, const char *name, GError **error);

/* With what was set aside or kept of it: every file whose name begins with @name. */
gboolean tkt_db_files_remove_all (const char *folder, const char *name, GError **error);

/* One file, by its whole path. */
gboolean tkt_db_file_remove (const char *path, GError **error);

G_END_DECLS
