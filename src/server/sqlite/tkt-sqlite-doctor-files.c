/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a database fares: its files, their folder, their disk. */
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "tkt-sqlite-doctor.h"
#include "tkt-sqlite-part.h"

/* SQLite keeps the WAL below 16 MiB unless somebody reads one moment for long. */
#define MUCH_WAL (64 * 1024 * 1024)
/* Where a disk has less, writes fail soon. */
#define LITTLE_ROOM (64 * 1024 * 1024)

static void
examine_rights (TktSqliteExam *exam, const struct stat *file, const struct stat *folder)
{
  if (file->st_mode & 077)
    tkt_sqlite_exam_tell (
        exam,
        TRUE,
        "rights",
        g_strdup_printf (_ ("Others on this computer may open %s: chmod 600 it."), exam->path));
  if ((folder->st_mode & 022) && !(folder->st_mode & S_ISVTX))
    tkt_sqlite_exam_tell (
        exam,
        TRUE,
        "folder-rights",
        g_strdup_printf (_ ("Others on this computer may put another file in the place of %s: "
                            "chmod go-w its folder."),
                         exam->path));
  if (file->st_uid != folder->st_uid)
    tkt_sqlite_exam_tell (
        exam,
        FALSE,
        "owner",
        g_strdup_printf (_ ("%s and its folder belong to different accounts: the server’s own must "
                            "be able to write both."),
                         exam->path));
}

static gboolean
examine_disk (TktSqliteExam *exam, GError **error)
{
  struct statvfs disk;
  g_autofree char *room = NULL;

  if (statvfs (exam->path, &disk) != 0)
    {
      tkt_sqlite_set_file_error (error, exam->path, errno);
      return FALSE;
    }
  exam->health->n_disk_bytes = (gint64)disk.f_bavail * (gint64)disk.f_frsize;
  room = g_format_size (exam->health->n_disk_bytes);
  if (disk.f_flag & ST_RDONLY)
    tkt_sqlite_exam_tell (
        exam, TRUE, "disk", g_strdup (_ ("The disk can’t be written: nothing can be kept.")));
  else if (exam->health->n_disk_bytes < LITTLE_ROOM)
    tkt_sqlite_exam_tell (
        exam,
        TRUE,
        "disk",
        g_strdup_printf (_ ("The disk has only %s left: make room, or nothing more can be kept."),
                         room));
  else if (exam->health->n_disk_bytes < 2 * exam->health->n_bytes)
    tkt_sqlite_exam_tell (
        exam,
        FALSE,
        "disk",
        g_strdup_printf (_ ("The disk has %s left, less than “restore” and “vacuum” may need."),
                         room));

  return TRUE;
}

static void
examine_wal (TktSqliteExam *exam)
{
  g_autofree char *wal = g_strconcat (exam->path, "-wal", NULL);
  g_autofree char *size = NULL;
  GStatBuf info;

  if (g_stat (wal, &info) != 0)
    return;
  exam->health->n_wal_bytes = info.st_size;
  if (info.st_size <= MUCH_WAL)
    return;
  size = g_format_size (info.st_size);
  tkt_sqlite_exam_tell (
      exam,
      FALSE,
      "wal",
      g_strdup_printf (
          /* Translators: the name of a file, and an amount of bytes such as "12.5 kB". */
          _ ("%s has grown to %s: some command reads the database for long. It shrinks "
             "when that ends, or when the server is started again."),
          wal,
          size));
}

/* What commands have left beside it, which holds what people may have deleted since. */
static gboolean
examine_left_overs (TktSqliteExam *exam, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (exam->path);
  g_autofree char *name = g_path_get_basename (exam->path);
  g_autofree char *kept = g_strconcat (name, ".before-restore-", NULL);
  g_autofree char *beside = g_strconcat (name, ".", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  const char *other;

  if (dir == NULL)
    return FALSE;
  while ((other = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (other, kept))
      tkt_sqlite_exam_tell (
          exam,
          FALSE,
          "kept",
          g_strdup_printf (_ ("%s/%s holds what was there before a restore, deleted messages, too: "
                              "remove it when it is no longer needed."),
                           folder,
                           other));
    else if (g_str_has_prefix (other, beside) && g_str_has_suffix (other, ".part"))
      tkt_sqlite_exam_tell (
          exam,
          FALSE,
          "left-over",
          g_strdup_printf (_ ("%s/%s is of a backup or restore that runs or was killed: remove it "
                              "if none runs."),
                           folder,
                           other));

  return TRUE;
}

gboolean
tkt_sqlite_examine_files (TktSqliteExam *exam, GError **error)
{
  g_autofree char *folder_path = g_path_get_dirname (exam->path);
  struct stat file, folder;

  if (stat (exam->path, &file) != 0 || stat (folder_path, &folder) != 0)
    {
      tkt_sqlite_set_file_error (error, exam->path, errno);
      return FALSE;
    }
  exam->health->n_bytes = file.st_size;
  examine_rights (exam, &file, &folder);
  examine_wal (exam);

  return examine_disk (exam, error) && examine_left_overs (exam, error);
}
