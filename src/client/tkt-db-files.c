/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A database as files. */
#include "tkt-db-files.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

static const char *const ends[] = { "", "-journal", "-wal", "-shm" };

static char *
build_path (const char *folder, const char *name, const char *end)
{
  g_autofree char *file = g_strconcat (name, end, NULL);

  return g_build_filename (folder, file, NULL);
}

static gboolean
check (int result, const char *words, const char *path, GError **error)
{
  int reason = errno;

  if (result == 0 || reason == ENOENT)
    return TRUE;
  g_set_error (error,
               G_FILE_ERROR,
               g_file_error_from_errno (reason),
               "%s %s: %s",
               words,
               path,
               g_strerror (reason));
  return FALSE;
}

gboolean
tkt_db_files_move (const char *folder, const char *from, const char *to, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *before = build_path (folder, from, ends[i]);
      g_autofree char *after = build_path (folder, to, ends[i]);

      if (!check (g_rename (before, after), _ ("This file can't be moved:"), before, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
remove_file (const char *path, GError **error)
{
  return check (g_unlink (path), _ ("This file can't be removed:"), path, error);
}

gboolean
tkt_db_files_remove (const char *folder, const char *name, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *path = build_path (folder, name, ends[i]);

      if (!remove_file (path, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
tkt_db_files_remove_all (const char *folder, const char *name, GError **error)
{
  g_autoptr (GError) failed = NULL;
  g_autoptr (GDir) files = g_dir_open (folder, 0, &failed);
  const char *file;

  if (files == NULL && !g_error_matches (failed, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      return FALSE;
    }
  while (files != NULL && (file = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, file, NULL);

      if (g_str_has_prefix (file, name) && !remove_file (path, error))
        return FALSE;
    }
  return TRUE;
}
