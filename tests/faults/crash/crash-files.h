/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a desk or a server, looked at from outside. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The databases of @folder (its "*.db") must pass SQLite's own check; nothing else has them open.
 */
void crash_files_assert_whole (const char *folder);

/* All files of the folder @from, and nothing else, into the folder @to, which is made. */
void crash_files_copy (const char *from, const char *to);

G_END_DECLS
