/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What connection and statement share. */
#pragma once

#include <sqlite3.h>

#include "tkt-db.h"

G_BEGIN_DECLS

sqlite3 *tkt_db_get_handle (TktDb *db);

/* The idle copies of the prepared statement @sql: one is taken out and given back. */
typedef GPtrArray TktDbIdle; /* of sqlite3_stmt */
TktDbIdle *tkt_db_get_idle (TktDb *db, const char *sql);
sqlite3_stmt *tkt_db_idle_take (TktDbIdle *idle); /* or NULL */
void tkt_db_idle_give (TktDbIdle *idle, sqlite3_stmt *statement);

/* Before a statement runs that may write. */
void tkt_db_note_writing (TktDb *db);

/* An error from what SQLite says last; @what is what was tried. */
void tkt_db_set_error (TktDb *db, const char *what, GError **error);

/* An error from what the system says (an errno) of a file that had to be made. */
void tkt_db_set_error_from_errno (const char *path, int reason, GError **error);

G_END_DECLS
