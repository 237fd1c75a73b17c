/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A database file in the making. */
#include "tkt-sqlite-part.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tkt-db-lock.h"

struct _TktSqlitePart
{
  char *target;
  char *path;
  int fd; /* locked; closed when nobody has the file open as a database, for POSIX would take that
           * one's locks away */
  gboolean published;
};

void
tkt_sqlite_set_file_error (GError **error, const char *path, int reason)
{
  g_set_error (
      error, G_IO_ERROR, g_io_error_from_errno (reason), "%s: %s", path, g_strerror (reason));
}

/* What SQLite, or a store, makes beside a database. */
static void
remove_companions (const char *path)
{
  static const char *const suffixes[] = { "-journal", "-wal", "-shm", TKT_DB_LOCK_SUFFIX };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *companion = g_strconcat (path, suffixes[i], NULL);

      g_unlink (companion);
    }
}

/* Whether the open file still has the name: the program that had it locked may have given it
 * another. */
static gboolean
has_name (int fd, const char *path)
{
  struct stat opened, named;

  return fstat (fd, &opened) == 0 && stat (path, &named) == 0 && opened.st_dev == named.st_dev
         && opened.st_ino == named.st_ino;
}

/* -1 with errno set. */
static int
open_locked (const char *path)
{
  while (TRUE)
    {
      const int fd = open (path, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
      int reason;

      if (fd < 0)
        return -1;
      if (flock (fd, LOCK_EX | LOCK_NB) == 0 && has_name (fd, path))
        return fd;
      reason = errno;
      close (fd);
      if (reason == EWOULDBLOCK)
        {
          errno = reason;
          return -1;
        }
    }
}

/* It belongs to whom the file belongs that it takes the place of: root may put a backup back, and
 * the server's own account must be able to open it. */
static gboolean
give_rights (int fd, const char *target)
{
  struct stat info;

  return fchmod (fd, 0600) == 0
         && (geteuid () != 0 || stat (target, &info) != 0
             || fchown (fd, info.st_uid, info.st_gid) == 0);
}

TktSqlitePart *
tkt_sqlite_part_new (const char *target, GError **error)
{
  g_autoptr (TktSqlitePart) self = NULL;
  g_autofree char *path = g_strconcat (target, ".part", NULL);
  const int fd = open_locked (path);

  if (fd < 0 && errno == EWOULDBLOCK)
    g_set_error (error,
                 TKT_DB_ERROR,
                 TKT_DB_ERROR_BUSY,
                 _ ("%s is being written by another command. Try again when that has ended."),
                 path);
  else if (fd < 0)
    tkt_sqlite_set_file_error (error, path, errno);
  if (fd < 0)
    return NULL;
  self = g_new0 (TktSqlitePart, 1);
  self->target = g_strdup (target);
  self->path = g_steal_pointer (&path);
  self->fd = fd;
  remove_companions (self->path);
  if (!give_rights (fd, target) || ftruncate (fd, 0) != 0)
    {
      tkt_sqlite_set_file_error (error, self->path, errno);
      return NULL;
    }

  return g_steal_pointer (&self);
}

void
tkt_sqlite_part_free (TktSqlitePart *self)
{
  remove_companions (self->path);
  if (!self->published)
    g_unlink (self->path);
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
      tkt_sqlite_set_file_error (error, self->path, errno);
      return FALSE;
    }

  return g_output_stream_splice (out, in, G_OUTPUT_STREAM_SPLICE_NONE, NULL, error) >= 0;
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

  return copy_bytes (self, in, out, error);
}

gint64
tkt_sqlite_part_get_size (TktSqlitePart *self, GError **error)
{
  struct stat info;

  if (fstat (self->fd, &info) == 0)
    return info.st_size;
  tkt_sqlite_set_file_error (error, self->path, errno);

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

gboolean
tkt_sqlite_part_publish (TktSqlitePart *self, gboolean replace, GError **error)
{
  if (fsync (self->fd) != 0)
    {
      tkt_sqlite_set_file_error (error, self->path, errno);
      return FALSE;
    }
  if ((replace ? rename (self->path, self->target) : name_anew (self->path, self->target)) != 0)
    {
      tkt_sqlite_set_file_error (error, self->target, errno);
      return FALSE;
    }
  self->published = TRUE;

  return tkt_sqlite_sync_folder (self->target, error);
}
