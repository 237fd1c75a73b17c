/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a desk or a server, looked at from outside. */
#include "crash-files.h"

#include <glib/gstdio.h>

#include "tkt-db.h"
#include "tkt-statement.h"

/* (transfer full) (element-type utf8): the paths of what is in it. */
static GPtrArray *
list (const char *folder)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  return paths;
}

static void
assert_whole (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TktDb) db = tkt_db_open (path, TKT_DB_WRITE, &error);
  g_autoptr (TktStatement) statement = NULL;
  gboolean has_row;

  g_assert_no_error (error);
  statement = tkt_db_prepare (db, "PRAGMA integrity_check", &error);
  g_assert_no_error (error);
  tkt_statement_step (statement, &has_row, &error);
  g_assert_no_error (error);
  g_assert_true (has_row);
  g_assert_cmpstr (tkt_statement_get_text (statement, 0), ==, "ok");
}

void
crash_files_assert_whole (const char *folder)
{
  g_autoptr (GPtrArray) paths = list (folder);

  for (guint i = 0; i < paths->len; i++)
    if (g_str_has_suffix (g_ptr_array_index (paths, i), ".db"))
      assert_whole (g_ptr_array_index (paths, i));
}

GHashTable *
crash_files_read (const char *folder)
{
  GHashTable *files
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  g_autoptr (GPtrArray) paths = list (folder);

  for (guint i = 0; i < paths->len; i++)
    {
      g_autoptr (GError) error = NULL;
      char *bytes;
      gsize size;

      g_file_get_contents (g_ptr_array_index (paths, i), &bytes, &size, &error);
      g_assert_no_error (error);
      g_hash_table_insert (files,
                           g_path_get_basename (g_ptr_array_index (paths, i)),
                           g_bytes_new_take (bytes, size));
    }
  return files;
}

gboolean
crash_files_equal (GHashTable *a, GHashTable *b)
{
  GHashTableIter iter;
  gpointer name, bytes;

  if (g_hash_table_size (a) != g_hash_table_size (b))
    return FALSE;
  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &name, &bytes))
    {
      GBytes *other = g_hash_table_lookup (b, name);

      if (other == NULL || (!g_str_has_suffix (name, "-shm") && !g_bytes_equal (bytes, other)))
        return FALSE;
    }
  return TRUE;
}

void
crash_files_write (GHashTable *files, const char *folder)
{
  g_autoptr (GPtrArray) before = list (folder);
  GHashTableIter iter;
  gpointer name, bytes;

  for (guint i = 0; i < before->len; i++)
    g_assert_cmpint (g_remove (g_ptr_array_index (before, i)), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_hash_table_iter_init (&iter, files);
  while (g_hash_table_iter_next (&iter, &name, &bytes))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GError) error = NULL;

      g_file_set_contents_full (path,
                                g_bytes_get_data (bytes, NULL),
                                g_bytes_get_size (bytes),
                                G_FILE_SET_CONTENTS_NONE,
                                0600,
                                &error);
      g_assert_no_error (error);
    }
}
