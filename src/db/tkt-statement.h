/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A prepared statement, borrowed from its connection's cache. */
#pragma once

#include "tkt-db.h"

G_BEGIN_DECLS

typedef struct _TktStatement TktStatement;

/**
 * tkt_db_prepare:
 *
 * Compiles @sql once a connection and lends it out again afterwards. Freeing
 * resets it and gives it back; the same SQL may be borrowed twice at a time. Parameters are only
 * ever bound, never pasted into @sql.
 */
TktStatement *tkt_db_prepare (TktDb *db, const char *sql, GError **error);
void tkt_statement_free (TktStatement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktStatement, tkt_statement_free)

/* Parameters count from 1. What is bound is copied. A NULL text or id binds SQL NULL. */
void tkt_statement_bind_int (TktStatement *statement, int index, gint64 value);
void tkt_statement_bind_text (TktStatement *statement, int index, const char *text);
void tkt_statement_bind_id (TktStatement *statement, int index, const char *uuid);
void tkt_statement_bind_blob (TktStatement *statement, int index, const void *data, gsize size);
void tkt_statement_bind_null (TktStatement *statement, int index);

/* @has_row says whether there is a row to read. FALSE only with @error set. */
gboolean tkt_statement_step (TktStatement *statement, gboolean *has_row, GError **error);

/* Steps a statement that gives no rows, to its end. */
gboolean tkt_statement_run (TktStatement *statement, GError **error);

/* Columns count from 0. */
gboolean tkt_statement_is_null (TktStatement *statement, int column);
gboolean tkt_statement_is_int (TktStatement *statement, int column); /* as stored, ... */
gboolean tkt_statement_is_text (TktStatement *statement, int column);
gboolean tkt_statement_is_blob (TktStatement *statement, int column);
gint64 tkt_statement_get_int (TktStatement *statement, int column); /* ... or converted */
const char *
tkt_statement_get_text (TktStatement *statement, int column);     /* valid until the next step */
char *tkt_statement_dup_id (TktStatement *statement, int column); /* NULL for SQL NULL */
const void *tkt_statement_get_blob (TktStatement *statement, int column, gsize *size);

/* To run the same statement again with other values. */
void tkt_statement_reset (TktStatement *statement);

G_END_DECLS
