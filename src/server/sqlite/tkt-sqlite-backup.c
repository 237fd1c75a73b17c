/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A copy of a database that is in use. */
#include <glib/gi18n-lib.h>
#include <sys/stat.h>

#include "tkt-sqlite-private.h"
#include "tkt-sqlite-settle.h"

/* SQLite copies rows, not pages: what was deleted and is not overwritten yet stays behind. It sees
 * one moment, and keeps nobody from writing. */
static gboolean
copy_rows (const char *path, const char *copy, GError **error)
{
  g_autoptr (TktDb) db = tkt_sqlite_open_to_read (path, error);
  g_autoptr (TktStatement) statement = NULL;
  gint64 version;

  if (db == NULL
      || !tkt_db_check_identity (
          db, "main", tkt_sqlite_application_id, tkt_sqlite_n_steps, &version, error))
    return FALSE;
  statement = tkt_db_prepare (db, "VACUUM INTO ?", error);
  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_text (statement, 1, copy);

  return tkt_statement_run (statement, error);
}

static gboolean
is_same_file (const char *a, const char *b)
{
  struct stat of_a, of_b;

  return stat (a, &of_a) == 0 && stat (b, &of_b) == 0 && of_a.st_dev == of_b.st_dev
         && of_a.st_ino == of_b.st_ino;
}

static gboolean
check_target (const char *path, const char *target, gboolean replace, GError **error)
{
  if (is_same_file (path, target))
    g_set_error (error,
                 G_IO_ERROR,
                 G_IO_ERROR_EXISTS,
                 _ ("%s is the database itself. Give the backup another name."),
                 target);
  else if (!replace && g_file_test (target, G_FILE_TEST_EXISTS))
    g_set_error (error,
                 G_IO_ERROR,
                 G_IO_ERROR_EXISTS,
                 _ ("%s is there already. Give the backup another name, or say --replace."),
                 target);
  else
    return TRUE;

  return FALSE;
}

gboolean
tkt_sqlite_backup (const char *path,
                   const char *target,
                   GOutputStream *out,
                   gboolean replace,
                   TktFindingFunc func,
                   gpointer data,
                   TktSqliteCopy *copy,
                   GError **error)
{
  g_autofree char *beside = g_strconcat (path, ".backup", NULL);
  g_autoptr (TktSqlitePart) part = NULL;

  if (target != NULL && !check_target (path, target, replace, error))
    return FALSE;
  part = tkt_sqlite_part_new (target != NULL ? target : beside, error);
  if (part == NULL || !copy_rows (path, tkt_sqlite_part_get_path (part), error)
      || !tkt_sqlite_settle (part, NULL, NULL, func, data, copy, error))
    return FALSE;

  return target != NULL ? tkt_sqlite_part_publish (part, replace, error)
                        : tkt_sqlite_part_write_to (part, out, error);
}
