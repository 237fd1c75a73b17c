/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who writes a database: many processes together, or one that puts another file in its place. */
#pragma once

#include "tkt-db.h"

G_BEGIN_DECLS

/* SQLite's own locks are of the file, so that they can't tell a file from the one that takes its
 * name. These are of the name: they are held on the file NAME-lock beside it, which stays, and end
 * with the process. */
typedef struct _TktDbLock TktDbLock;

#define TKT_DB_LOCK_SUFFIX "-lock"

/**
 * tkt_db_lock_new:
 * @alone: nobody else may have it, in this process or another
 *
 * Does not wait.
 *
 * Returns: (transfer full) (nullable): NULL with %TKT_DB_ERROR_BUSY where others have it
 */
TktDbLock *tkt_db_lock_new (const char *path, gboolean alone, GError **error);
void tkt_db_lock_free (TktDbLock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktDbLock, tkt_db_lock_free)

G_END_DECLS
