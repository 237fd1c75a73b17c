/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shaped structs (tkt-shape.h) as SQL rows whose columns carry the members' names. */
#pragma once

#include "tkt-shape.h"
#include "tkt-statement.h"

G_BEGIN_DECLS

/* Whether @member has a column: all have one but OBJECT. An ARRAY's holds JSON, NULL where it is
 * empty. */
gboolean tkt_row_is_column (const TktMember *member);

/**
 * tkt_row_columns:
 * @prefix: (nullable): "ticket." to name the table
 *
 * Returns: (transfer none): the column list of @shape, "id, number, title, …", without OBJECT
 *   members; kept for the life of the program
 */
const char *tkt_row_columns (const TktShape *shape, const char *prefix);

/* How many columns that are. */
guint tkt_row_n_columns (const TktShape *shape);

/* "INSERT INTO @table (columns…, extra…) VALUES (?, …)" ; @extra is NULL or "a, b"; kept for the
 * life of the program. */
const char *tkt_row_insert_sql (const TktShape *shape, const char *table, const char *extra);

/* The struct at the statement's current row, from column @first on. */
gpointer tkt_row_read (const TktShape *shape, TktStatement *statement, int first);

/* Whether each column from @first on holds what its member can be, so that tkt_row_read() makes up
 * nothing: for rows of files that are damaged. Integers of either sign are taken. */
gboolean tkt_row_is_sound (const TktShape *shape, TktStatement *statement, int first);

/* Binds the members to parameters @first, @first + 1, … in column order; returns the next
 * parameter. */
int tkt_row_bind (const TktShape *shape, TktStatement *statement, int first, gconstpointer value);

/* Appends the current row as JSON straight from its columns: what tkt_shape_write (tkt_row_read ())
 * would append, without the struct in between. */
void tkt_row_write_json (const TktShape *shape, TktStatement *statement, int first, GString *out);

G_END_DECLS
