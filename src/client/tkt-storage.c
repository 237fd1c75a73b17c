/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an account takes on the disk, and how its cache is cleared. */
#include "tkt-storage.h"

#include "tkt-db-files.h"
#include "tkt-files-private.h"
#include "tkt-files.h"

static gint64 measure_folder (GFile *folder, gboolean deep, const char *prefix, GError **error);

static gint64
measure_child (GFile *folder, GFileInfo *info, gboolean deep, const char *prefix, GError **error)
{
  const char *name = g_file_info_get_name (info);
  g_autoptr (GFile) child = g_file_get_child (folder, name);

  if (prefix != NULL && !g_str_has_prefix (name, prefix))
    return 0;
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    return deep ? measure_folder (child, TRUE, NULL, error) : 0;
  return g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_STANDARD_ALLOCATED_SIZE);
}

/* What the files in it whose names begin with @prefix take; -1: failed. A folder that is not there
 * takes nothing, and nor does a file that goes meanwhile. */
static gint64
measure_folder (GFile *folder, gboolean deep, const char *prefix, GError **error)
{
  GError *failed = NULL;
  g_autoptr (GFileEnumerator) files = g_file_enumerate_children (
      folder,
      G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE
                                     "," G_FILE_ATTRIBUTE_STANDARD_ALLOCATED_SIZE,
      G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
      NULL,
      &failed);
  gint64 bytes = 0;

  if (g_error_matches (failed, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      g_error_free (failed);
      return 0;
    }
  while (failed == NULL && bytes >= 0)
    {
      GFileInfo *info;
      gint64 more;

      if (!g_file_enumerator_iterate (files, &info, NULL, NULL, &failed) || info == NULL)
        break;
      more = measure_child (folder, info, deep, prefix, &failed);
      bytes = more >= 0 ? bytes + more : -1;
    }
  if (failed == NULL)
    return bytes;
  g_propagate_error (error, failed);
  return -1;
}

/* The files of @folder that begin with @prefix, and the folder @files beside them. */
static gboolean
measure (const char *folder, const char *prefix, const char *name, gint64 *bytes, GError **error)
{
  g_autoptr (GFile) place = name != NULL ? g_file_new_build_filename (folder, name, NULL)
                                         : g_file_new_for_path (folder);
  gint64 more = measure_folder (place, name != NULL, prefix, error);

  if (more < 0)
    return FALSE;
  *bytes += more;
  return TRUE;
}

static void
run_measure (GTask *task, gpointer source, gpointer folder, GCancellable *cancellable)
{
  g_autofree TktStorage *storage = g_new0 (TktStorage, 1);
  GError *error = NULL;

  if (measure (folder, "cache.db", NULL, &storage->cache, &error)
      && measure (folder, NULL, TKT_FILES_SEEN, &storage->files, &error)
      && measure (folder, "outbox.db", NULL, &storage->own, &error)
      && measure (folder, NULL, TKT_FILES_OWN, &storage->own, &error))
    g_task_return_pointer (task, g_steal_pointer (&storage), g_free);
  else
    g_task_return_error (task, error);
}

static void
run_clear (GTask *task, gpointer source, gpointer folder, GCancellable *cancellable)
{
  GError *error = NULL;

  if (tkt_db_files_remove_all (folder, "cache.db", &error)
      && tkt_files_remove_all (folder, FALSE, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
start (const char *folder,
       gpointer tag,
       GTaskThreadFunc func,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, g_strdup (folder), g_free);
  g_task_run_in_thread (task, func);
}

void
tkt_storage_measure_async (const char *folder,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  start (folder, tkt_storage_measure_async, run_measure, cancellable, callback, user_data);
}

gboolean
tkt_storage_measure_finish (GAsyncResult *result, TktStorage *storage, GError **error)
{
  g_autofree TktStorage *measured = g_task_propagate_pointer (G_TASK (result), error);

  if (measured == NULL)
    return FALSE;
  *storage = *measured;
  return TRUE;
}

void
tkt_storage_clear_async (const char *folder, GAsyncReadyCallback callback, gpointer user_data)
{
  start (folder, tkt_storage_clear_async, run_clear, NULL, callback, user_data);
}

gboolean
tkt_storage_clear_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
