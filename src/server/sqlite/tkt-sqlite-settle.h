/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What backup and restore do with a database before it goes its way. */
#pragma once

#include "tkt-sqlite-keep.h"
#include "tkt-sqlite-part.h"
#include "tkt-store.h"

G_BEGIN_DECLS

/**
 * tkt_sqlite_settle:
 * @change: (nullable): a write to do in it
 *
 * Brings the copy up to date, ends what there was left to erase, and looks at all of it. It stays
 * one file that needs no other.
 */
gboolean tkt_sqlite_settle (TktSqlitePart *part,
                            TktStoreFunc change,
                            gpointer change_data,
                            TktFindingFunc func,
                            gpointer data,
                            TktSqliteCopy *copy,
                            GError **error);

/* Opens a database as a server does, which migrates it and ends what there was left to erase, and
 * closes it again. */
gboolean tkt_sqlite_bring_up_to_date (const char *path, GError **error);

G_END_DECLS
