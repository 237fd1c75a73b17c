/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A database with tickets, and an operator who keeps it. */
#include "keep-fixture.h"

#include <sqlite3.h>
#include <string.h>

static GBytes *made;

Cli *
keep_new (void)
{
  Cli *self = cli_new ();
  g_autoptr (GError) error = NULL;

  if (made == NULL)
    {
      char *bytes;
      gsize size;

      cli_assert (self, CLI_DONE, "generate --tickets=60 --seed=7 --organization=lark");
      g_file_get_contents (self->database, &bytes, &size, &error);
      g_assert_no_error (error);
      made = g_bytes_new_take (bytes, size);
      return self;
    }
  g_file_set_contents_full (self->database,
                            g_bytes_get_data (made, NULL),
                            g_bytes_get_size (made),
                            G_FILE_SET_CONTENTS_NONE,
                            0600,
                            &error);
  g_assert_no_error (error);

  return self;
}

static sqlite3 *
open_file (const char *path)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 10000);

  return db;
}

void
keep_run_sql (const char *path, const char *sql)
{
  sqlite3 *db = open_file (path);
  g_autofree char *whole = g_strconcat ("PRAGMA ignore_check_constraints = ON;", sql, NULL);

  if (sqlite3_exec (db, whole, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
  sqlite3_close (db);
}

char *
keep_ask_sql (const char *path, const char *sql)
{
  sqlite3 *db = open_file (path);
  sqlite3_stmt *statement = NULL;
  char *answer = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
  if (sqlite3_step (statement) == SQLITE_ROW)
    answer = g_strdup ((const char *)sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  sqlite3_close (db);

  return answer;
}

char *
keep_path (Cli *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

GBytes *
keep_read (Cli *self, const char *name)
{
  g_autofree char *path = keep_path (self, name);
  char *bytes;
  gsize size;

  return g_file_get_contents (path, &bytes, &size, NULL) ? g_bytes_new_take (bytes, size) : NULL;
}

gboolean
keep_file_contains (const char *path, const char *needle)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_file_get_contents (path, &bytes, &size, &error);
  g_assert_no_error (error);

  return memmem (bytes, size, needle, strlen (needle)) != NULL;
}

void
keep_assert_whole (Cli *self, const char *path)
{
  g_autofree char *line = g_strdup_printf ("verify -d '%s'", path);

  cli_run (self, line);
  g_assert_cmpstr (self->err, ==, "");
  g_assert_nonnull (strstr (self->out, " is whole: "));
  g_assert_cmpint (self->status, ==, CLI_DONE);
}

char *
keep_digest (Cli *self, const char *path)
{
  g_autofree char *line
      = g_strdup_printf ("digest --account=admin --organization=lark -d '%s'", path);

  g_assert_cmpint (cli_run (self, line), ==, CLI_DONE);

  return g_strdup (self->out);
}

guint
keep_count_files (const char *folder, const char *part)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += strstr (name, part) != NULL;

  return n;
}

void
keep_set_version (const char *path, int version)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA user_version = %d", version);

  keep_run_sql (path, sql);
}
