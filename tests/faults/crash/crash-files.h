/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a desk or a server, looked at from outside. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The databases of @folder (its "*.db") must pass SQLite's own check; nothing else has them open.
 */
void crash_files_assert_whole (const char *folder);

/* The bytes of all files of @folder, by name. (transfer full) (element-type utf8 GBytes) */
GHashTable *crash_files_read (const char *folder);
/* What is in one is in the other; but for SQLite's shared memory, which each start makes anew. */
gboolean crash_files_equal (GHashTable *a, GHashTable *b);
/* The folder, which is made, has these files then and no others. */
void crash_files_write (GHashTable *files, const char *folder);

G_END_DECLS
