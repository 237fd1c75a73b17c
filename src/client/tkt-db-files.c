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

/* After rename(2) or unlink(2): what is not there has nothing to be done to it. */
static gboolean
is_done (int result)
{
  return result == 0 || errno == ENOENT;
}

gboolean
tkt_db_files_move (const char *folder, const char *from, const char *to, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *before = build_path (folder, from, ends[i]);
      g_autofree char *after = build_path (folder, to, ends[i]);

      if (!is_done (g_rename (before, after)))
        {
          int reason = errno;

          g_set_error (error,
                       G_FILE_ERROR,
                       g_file_error_from_errno (reason),
                       /* Translators: the name of a file, and why. */
                       _ ("The file %s can't be moved: %s"),
                       before,
                       g_strerror (reason));
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
tkt_db_file_remove (const char *path, GError **error)
{
  int reason;

  if (is_done (g_unlink (path)))
    return TRUE;
  reason = errno;
  g_set_error (error,
               G_FILE_ERROR,
               g_file_error_from_errno (reason),
               /* Translators: the name of a file, and why. */
               _ ("The file %s can't be removed: %s"),
               path,
               g_strerror (reason));
  return FALSE;
}

gboolean
tkt_db_files_remove (const char *folder, const char *name, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *path = build_path (folder, name, ends[i]);

      if (!tkt_db_file_remove (path, error))
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

      if (g_str_has_prefix (file, name) && !tkt_db_file_remove (path, error))
        return FALSE;
    }
  return TRUE;
}
