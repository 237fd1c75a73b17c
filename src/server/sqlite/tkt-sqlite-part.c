/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A database file in the making. */
#include "tkt-sqlite-part.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tkt-db-loan.h"

struct _TktSqlitePart
{
  char *target;
  char *path; /* beside it: what SQLite knows it by, and its name while it takes the target's */
  int fd;
};

void
tkt_sqlite_set_file_error (GError **error, const char *path, int reason)
{
  g_set_error (
      error, G_IO_ERROR, g_io_error_from_errno (reason), "%s: %s", path, g_strerror (reason));
}

/* Nobody else's, whatever else is done beside the same target at the same time. As SQLite has it:
 * without links. NULL with errno set. */
static char *
choose_path (const char *target)
{
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofree char *name = g_path_get_basename (target);
  char *real = realpath (folder, NULL);
  char *path;

  if (real == NULL)
    return NULL;
  path = g_strdup_printf (
      "%s/%s.%08x.part", g_str_equal (real, "/") ? "" : real, name, g_random_int ());
  free (real);

  return path;
}

/* An empty file without a name, on the disk of @path. -1 with errno set. */
static int
open_unnamed (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

  if (fd >= 0)
    return fd;
  /* A file system that can't do that. */
  fd = open (path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0)
    g_unlink (path);

  return fd;
}

/* It belongs to whom the file belongs that it takes the place of: root may put a backup back, and
 * the server's own account must be able to open it. */
static gboolean
give_to_owner (int fd, const char *target)
{
  struct stat info;

  return geteuid () != 0 || stat (target, &info) != 0 || fchown (fd, info.st_uid, info.st_gid) == 0;
}

TktSqlitePart *
tkt_sqlite_part_new (const char *target, GError **error)
{
  g_autofree char *path = choose_path (target);
  const int fd = path != NULL ? open_unnamed (path) : -1;
  TktSqlitePart *self;

  if (fd < 0 || !give_to_owner (fd, target))
    {
      tkt_sqlite_set_file_error (error, target, errno);
      if (fd >= 0)
        close (fd);
      return NULL;
    }
  self = g_new0 (TktSqlitePart, 1);
  self->target = g_strdup (target);
  self->path = g_steal_pointer (&path);
  self->fd = fd;
  tkt_db_lend (self->path, fd);

  return self;
}

void
tkt_sqlite_part_free (TktSqlitePart *self)
{
  tkt_db_take_back (self->path);
  close (self->fd);
  g_free (self->path);
  g_free (self->target);
  g_free (self);
}

const char *
tkt_sqlite_part_get_path (TktSqlitePart *self)
{
  return self->path;
}

static gboolean
copy_bytes (TktSqlitePart *self, GInputStream *in, GOutputStream *out, GError **error)
{
  if (lseek (self->fd, 0, SEEK_SET) < 0)
    {
      tkt_sqlite_set_file_error (error, self->target, errno);
      return FALSE;
    }

  return g_output_stream_splice (out, in, G_OUTPUT_STREAM_SPLICE_NONE, NULL, error) >= 0;
}

/* SQLite, "Database File Format", section 1.3.3: the versions of the file's format, 2 where it has
 * a write-ahead log. A plain copy of a database says so, too, though it is alone. */
#define FORMATS_AT 18

static gboolean
leave_wal (TktSqlitePart *self, GError **error)
{
  static const guint8 with_wal[] = { 2, 2 }, without[] = { 1, 1 };
  guint8 formats[sizeof with_wal];

  if (pread (self->fd, formats, sizeof formats, FORMATS_AT) != sizeof formats
      || memcmp (formats, with_wal, sizeof formats) != 0
      || pwrite (self->fd, without, sizeof without, FORMATS_AT) == sizeof without)
    return TRUE;
  tkt_sqlite_set_file_error (error, self->target, errno);

  return FALSE;
}

gboolean
tkt_sqlite_part_write_to (TktSqlitePart *self, GOutputStream *out, GError **error)
{
  g_autoptr (GInputStream) in = g_unix_input_stream_new (self->fd, FALSE);

  return copy_bytes (self, in, out, error);
}

gboolean
tkt_sqlite_part_read_from (TktSqlitePart *self, GInputStream *in, GError **error)
{
  g_autoptr (GOutputStream) out = g_unix_output_stream_new (self->fd, FALSE);

  return copy_bytes (self, in, out, error) && leave_wal (self, error);
}

gint64
tkt_sqlite_part_get_size (TktSqlitePart *self, GError **error)
{
  struct stat info;

  if (fstat (self->fd, &info) == 0)
    return info.st_size;
  tkt_sqlite_set_file_error (error, self->target, errno);

  return -1;
}

gboolean
tkt_sqlite_sync_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  const int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const gboolean done = fd >= 0 && fsync (fd) == 0;

  if (!done)
    tkt_sqlite_set_file_error (error, folder, errno);
  if (fd >= 0)
    close (fd);

  return done;
}

/* Without a moment in which another's file of that name could be lost. */
static int
name_anew (const char *from, const char *to)
{
  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS)
    return -1;
  /* A file system that can't do that; two names for one file do as well. */
  return link (from, to) == 0 ? unlink (from) : -1;
}

static gboolean
copy_to_name (TktSqlitePart *self, GError **error)
{
  const int fd = open (self->path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  g_autoptr (GOutputStream) out = NULL;
  gboolean done;

  if (fd < 0)
    {
      tkt_sqlite_set_file_error (error, self->path, errno);
      return FALSE;
    }
  out = g_unix_output_stream_new (fd, FALSE);
  done = tkt_sqlite_part_write_to (self, out, error);
  if (done && (!give_to_owner (fd, self->target) || fsync (fd) != 0))
    {
      tkt_sqlite_set_file_error (error, self->path, errno);
      done = FALSE;
    }
  close (fd);

  return done;
}

/* Gives what is whole and on the disk a name, its own. Where the file system has no way to name
 * what has none, a copy gets it. */
static gboolean
give_name (TktSqlitePart *self, GError **error)
{
  g_autofree char *opened = g_strdup_printf ("/proc/self/fd/%d", self->fd);

  if (fsync (self->fd) != 0)
    {
      tkt_sqlite_set_file_error (error, self->target, errno);
      return FALSE;
    }

  return linkat (AT_FDCWD, opened, AT_FDCWD, self->path, AT_SYMLINK_FOLLOW) == 0
         || copy_to_name (self, error);
}

static gboolean
take_name (TktSqlitePart *self, gboolean replace, GError **error)
{
  if ((replace ? rename (self->path, self->target) : name_anew (self->path, self->target)) == 0)
    return TRUE;
  tkt_sqlite_set_file_error (error, self->target, errno);

  return FALSE;
}

gboolean
tkt_sqlite_part_publish (TktSqlitePart *self, gboolean replace, GError **error)
{
  if (give_name (self, error) && take_name (self, replace, error))
    return tkt_sqlite_sync_folder (self->target, error);
  g_unlink (self->path);

  return FALSE;
}
