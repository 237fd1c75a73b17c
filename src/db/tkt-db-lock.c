/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who writes a database. */
#include "tkt-db-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tkt-db-private.h"

struct _TktDbLock
{
  int fd;
};

static void
set_error (const char *path, int reason, gboolean alone, GError **error)
{
  if (reason != EWOULDBLOCK)
    tkt_db_set_error_from_errno (path, reason, error);
  else if (alone)
    g_set_error (error,
                 TKT_DB_ERROR,
                 TKT_DB_ERROR_BUSY,
                 _ ("%s is in use. Stop the server, or wait for the other command to end."),
                 path);
  else
    g_set_error (error,
                 TKT_DB_ERROR,
                 TKT_DB_ERROR_BUSY,
                 _ ("%s is being restored or vacuumed. Try again when that has ended."),
                 path);
}

/* As SQLite does with what it makes beside a database: what root makes, the server's own account
 * must be able to open. */
static void
give_to_owner (int fd, const char *path)
{
  struct stat info;

  if (geteuid () == 0 && stat (path, &info) == 0 && fchown (fd, info.st_uid, info.st_gid) != 0)
    g_info ("%s" TKT_DB_LOCK_SUFFIX " is root's: %s", path, g_strerror (errno));
}

TktDbLock *
tkt_db_lock_new (const char *path, gboolean alone, GError **error)
{
  g_autofree char *file = g_strconcat (path, TKT_DB_LOCK_SUFFIX, NULL);
  int fd = open (file, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  TktDbLock *self;

  if (fd < 0 || flock (fd, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0)
    {
      set_error (path, errno, alone, error);
      if (fd >= 0)
        close (fd);
      return NULL;
    }
  give_to_owner (fd, path);
  self = g_new (TktDbLock, 1);
  self->fd = fd;

  return self;
}

void
tkt_db_lock_free (TktDbLock *self)
{
  close (self->fd);
  g_free (self);
}
