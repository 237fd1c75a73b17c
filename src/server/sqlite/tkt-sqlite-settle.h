/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What backup and restore do with a copy before it gets its name. */
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

/* Makes one file of the database, without -wal and -shm; %TKT_DB_ERROR_BUSY where others have it
 * open. The next that writes it puts it as it was. */
gboolean tkt_sqlite_make_one_file (TktDb *db, GError **error);

G_END_DECLS
