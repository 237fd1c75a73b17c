/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQLite's own plan of every statement that ran: does it read a table from end to end? */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* From here to test_plans_end(), every connection that is opened tells its statements. */
void test_plans_begin (void);
/* (transfer full) (element-type utf8): a set of the SQL that ran, each once. */
GHashTable *test_plans_end (void);

/* Whether @step of a plan is cheap although it looks like a walk through everything. */
typedef gboolean (*TestPlanFunc) (const char *sql, const char *step);

/* How many steps of @sql's plan walk or sort a table that @is_bounded does not excuse; each is
 * printed. */
guint test_plans_count_walks (sqlite3 *db, const char *sql, TestPlanFunc is_bounded);

G_END_DECLS
