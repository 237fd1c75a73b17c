/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Damaged database files. */
#include "test-damage.h"

#include <sqlite3.h>
#include <string.h>

static sqlite3 *
open_file (const char *path)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 10000);
  return db;
}

static gint64
read_number (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  gint64 number;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  number = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return number;
}

void
test_damage_page (const char *path, const char *what)
{
  sqlite3 *db = open_file (path);
  g_autofree char *find
      = g_strdup_printf ("SELECT rootpage FROM sqlite_schema WHERE name = '%s'", what);
  gsize page = read_number (db, find) - 1;
  gsize page_size = read_number (db, "PRAGMA page_size");
  g_autofree char *bytes = NULL;
  gsize size;

  sqlite3_close (db);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_cmpuint (size, >=, (page + 1) * page_size);
  memset (bytes + page * page_size, 0, page_size);
  g_assert_true (g_file_set_contents (path, bytes, size, NULL));
}

void
test_damage_schema (const char *path, const char *what)
{
  sqlite3 *db = open_file (path);
  gint64 version = read_number (db, "PRAGMA schema_version");
  /* Another version makes those who have the file open read it again. */
  g_autofree char *sql
      = g_strdup_printf ("BEGIN IMMEDIATE; PRAGMA writable_schema = ON;"
                         "UPDATE sqlite_schema SET rootpage = 999999 WHERE name = '%s';"
                         "PRAGMA schema_version = %" G_GINT64_FORMAT "; COMMIT",
                         what,
                         version + 1);

  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}
