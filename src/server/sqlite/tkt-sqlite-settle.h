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
 * Brings the copy up to date, ends what there was left to erase, makes one file of it that needs no
 * other, and looks at all of it.
 */
gboolean tkt_sqlite_settle (TktSqlitePart *part,
                            TktStoreFunc change,
                            gpointer change_data,
                            TktFindingFunc func,
                            gpointer data,
                            TktSqliteCopy *copy,
                            GError **error);

/* Opens it as a server does, which migrates it and ends what there was left to erase; does @change,
 * if any; and closes it again. */
gboolean tkt_sqlite_bring_up_to_date (const char *path,
                                      TktStoreFunc change,
                                      gpointer change_data,
                                      GError **error);

G_END_DECLS
