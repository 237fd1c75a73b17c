/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of attachments: what has to go. */
#include <errno.h>
#include <glib/gstdio.h>

#include "tkt-db-files.h"
#include "tkt-files-private.h"
#include "tkt-uuid.h"

/* What is left of a write that was cut short is no file of ours; one that is under way is. */
#define SCRAP_AGE (24 * 60 * 60)

typedef struct
{
  char *folder;
  GHashTable *own;
  GHashTable *seen;
  gint64 limit;
} Sweep;

static void
sweep_free (gpointer data)
{
  Sweep *sweep = data;

  g_free (sweep->folder);
  g_hash_table_unref (sweep->own);
  g_hash_table_unref (sweep->seen);
  g_free (sweep);
}

typedef gboolean (*FileFunc) (Sweep *sweep, const char *path, const char *id, GError **error);

/* Calls @func for each file of a folder that has the name of one. */
static gboolean
foreach_file (Sweep *sweep, const char *place, FileFunc func, GError **error)
{
  g_autofree char *parent = g_build_filename (sweep->folder, place, NULL);
  g_autoptr (GError) failed = NULL;
  g_autoptr (GDir) dir = g_dir_open (parent, 0, &failed);
  const char *name;

  if (dir == NULL)
    {
      if (g_error_matches (failed, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&failed));
      return FALSE;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (parent, name, NULL);
      GStatBuf info;
      gboolean scrap = !tkt_uuid_is_valid (name) && g_stat (path, &info) == 0
                       && info.st_mtime < time (NULL) - SCRAP_AGE;

      if (scrap ? !tkt_db_file_remove (path, error)
                : tkt_uuid_is_valid (name) && !func (sweep, path, name, error))
        return FALSE;
    }
  return TRUE;
}

/* Entries that could not be read of a damaged outbox may still be read by somebody. */
static gboolean
has_damaged_outbox (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "outbox.db.damaged-"))
      return TRUE;
  return FALSE;
}

/* What was delivered is from now on one of those that were seen. */
static gboolean
sweep_own (Sweep *sweep, const char *path, const char *id, GError **error)
{
  g_autofree char *parent = g_build_filename (sweep->folder, TKT_FILES_SEEN, NULL);
  g_autofree char *after = g_build_filename (parent, id, NULL);

  if (g_hash_table_contains (sweep->own, id))
    return TRUE;
  if (g_hash_table_contains (sweep->seen, id) && g_mkdir_with_parents (parent, 0700) == 0
      && g_rename (path, after) == 0)
    return TRUE;
  return has_damaged_outbox (sweep->folder) || tkt_db_file_remove (path, error);
}

static gboolean
sweep_seen (Sweep *sweep, const char *path, const char *id, GError **error)
{
  return g_hash_table_contains (sweep->seen, id) || g_hash_table_contains (sweep->own, id)
         || tkt_db_file_remove (path, error);
}

typedef struct
{
  char *path;
  gint64 size;
  gint64 looked_at;
} Seen;

static void
seen_free (gpointer data)
{
  Seen *seen = data;

  g_free (seen->path);
  g_free (seen);
}

static int
compare_seen (gconstpointer a, gconstpointer b)
{
  const Seen *first = *(Seen *const *)a, *second = *(Seen *const *)b;

  return first->looked_at < second->looked_at ? -1 : first->looked_at > second->looked_at;
}

/* Those that are left of the folder, by when they were last looked at. */
static GPtrArray *
list_seen (Sweep *sweep, gint64 *size)
{
  g_autofree char *parent = g_build_filename (sweep->folder, TKT_FILES_SEEN, NULL);
  g_autoptr (GDir) dir = g_dir_open (parent, 0, NULL);
  GPtrArray *list = g_ptr_array_new_with_free_func (seen_free);
  const char *name;

  *size = 0;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (parent, name, NULL);
      GStatBuf info;
      Seen *seen;

      if (g_stat (path, &info) != 0)
        continue;
      seen = g_new (Seen, 1);
      *seen = (Seen){ g_steal_pointer (&path),
                      info.st_size,
                      info.st_mtim.tv_sec * G_USEC_PER_SEC + info.st_mtim.tv_nsec / 1000 };
      *size += seen->size;
      g_ptr_array_add (list, seen);
    }
  g_ptr_array_sort (list, compare_seen);
  return list;
}

static gboolean
make_room (Sweep *sweep, GError **error)
{
  gint64 size;
  g_autoptr (GPtrArray) list = list_seen (sweep, &size);

  for (guint i = 0; i < list->len && size > sweep->limit; i++)
    {
      const Seen *seen = g_ptr_array_index (list, i);

      if (!tkt_db_file_remove (seen->path, error))
        return FALSE;
      size -= seen->size;
    }
  return TRUE;
}

static void
sweep_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Sweep *sweep = data;
  GError *error = NULL;

  if (foreach_file (sweep, TKT_FILES_OWN, sweep_own, &error)
      && foreach_file (sweep, TKT_FILES_SEEN, sweep_seen, &error) && make_room (sweep, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* What could not be removed is, after the next erasure or at the next start. */
static void
on_swept (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_warning ("%s", error->message);
}

void
tkt_files_sweep (TktFiles *self, const TktCacheFiles *known)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_swept, NULL);
  Sweep *sweep = g_new (Sweep, 1);
  GHashTableIter iter;
  gpointer id;

  *sweep = (Sweep){ .folder = g_strdup (self->folder),
                    .own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                    .seen = g_hash_table_ref (known->seen),
                    .limit = self->limit };
  g_hash_table_iter_init (&iter, known->own);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_hash_table_add (sweep->own, g_strdup (id));
  g_hash_table_iter_init (&iter, self->fresh);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_hash_table_add (sweep->own, g_strdup (id));
  g_task_set_source_tag (task, tkt_files_sweep);
  g_task_set_task_data (task, sweep, sweep_free);
  g_task_run_in_thread (task, sweep_in_thread);
}

static gboolean
sweep_all (Sweep *sweep, const char *path, const char *id, GError **error)
{
  return tkt_db_file_remove (path, error);
}

gboolean
tkt_files_remove_all (const char *folder, gboolean own, GError **error)
{
  Sweep sweep = { .folder = (char *)folder };

  return foreach_file (&sweep, TKT_FILES_SEEN, sweep_all, error)
         && (!own || foreach_file (&sweep, TKT_FILES_OWN, sweep_all, error));
}
