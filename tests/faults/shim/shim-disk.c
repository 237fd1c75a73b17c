/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stands between this program and the disk. The functions here have the names of the C library's,
 * which the dynamic linker therefore finds second. */

/* Its inline functions would take the names first. */
#undef _FORTIFY_SOURCE

#include "shim-disk.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static GMutex mutex; /* held while a change is told of and made */
static char *folder; /* atomic; NULL: nobody listens */
static ShimDiskFunc func;
static gpointer func_data;
static guint n_changes;
static gboolean needs_names;          /* atomic */
static _Thread_local gboolean inside; /* what @func does itself is not told of */

/* The C library's own. Files may be large: it has a second set of names for such. */
#define REAL(name) ((__typeof__ (&name))dlsym (RTLD_NEXT, #name))
#define REAL_LARGE(name) ((__typeof__ (&name))dlsym (RTLD_NEXT, #name "64"))

void
shim_disk_watch (const char *path, ShimDiskFunc watcher, gpointer data)
{
  g_mutex_lock (&mutex);
  func = watcher;
  func_data = data;
  n_changes = 0;
  g_atomic_pointer_set (&folder, g_strdup (path));
  g_mutex_unlock (&mutex);
}

guint
shim_disk_unwatch (void)
{
  char *path;
  guint n;

  g_mutex_lock (&mutex);
  path = folder;
  g_atomic_pointer_set (&folder, NULL);
  n = n_changes;
  g_mutex_unlock (&mutex);
  g_free (path);
  return n;
}

void
shim_disk_set_needs_names (gboolean needs)
{
  g_atomic_int_set (&needs_names, needs);
}

/* TRUE: @path is watched; leave() must follow. */
static gboolean
enter (const char *path)
{
  if (inside || g_atomic_pointer_get (&folder) == NULL)
    return FALSE;
  g_mutex_lock (&mutex);
  if (folder != NULL && g_str_has_prefix (path, folder))
    {
      inside = TRUE;
      return TRUE;
    }
  g_mutex_unlock (&mutex);
  return FALSE;
}

static gboolean
enter_open (int fd)
{
  char link[64], path[4096];
  ssize_t length;

  if (inside || g_atomic_pointer_get (&folder) == NULL)
    return FALSE;
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink (link, path, sizeof path - 1);
  if (length < 0)
    return FALSE;
  path[length] = '\0';
  return enter (path);
}

/* TRUE: the change is to be made; else errno says why it fails. */
static gboolean
allow (void)
{
  int reason = func (++n_changes, SHIM_DISK_BEFORE, func_data);

  if (reason == 0)
    return TRUE;
  errno = reason;
  return FALSE;
}

static void
leave (void)
{
  int reason = errno;

  inside = FALSE;
  g_mutex_unlock (&mutex);
  errno = reason;
}

/* A change that answers -1 where it failed. */
#define CHANGE(entered, call)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    int result;                                                                                    \
                                                                                                   \
    if (!(entered))                                                                                \
      return (call);                                                                               \
    result = allow () ? (call) : -1;                                                               \
    leave ();                                                                                      \
    return result;                                                                                 \
  }                                                                                                \
  G_STMT_END

ssize_t
pwrite (int fd, const void *bytes, size_t size, off_t offset)
{
  ssize_t n = -1;

  if (!enter_open (fd))
    return REAL_LARGE (pwrite) (fd, bytes, size, offset);
  if (allow ())
    {
      if (size > 1 && REAL_LARGE (pwrite) (fd, bytes, size / 2, offset) > 0)
        func (n_changes, SHIM_DISK_TORN, func_data);
      n = REAL_LARGE (pwrite) (fd, bytes, size, offset);
    }
  leave ();
  return n;
}

ssize_t
write (int fd, const void *bytes, size_t size)
{
  ssize_t n;

  if (!enter_open (fd))
    return REAL (write) (fd, bytes, size);
  n = allow () ? REAL (write) (fd, bytes, size) : -1;
  leave ();
  return n;
}

int
fsync (int fd)
{
  CHANGE (enter_open (fd), REAL (fsync) (fd));
}

int
fdatasync (int fd)
{
  CHANGE (enter_open (fd), REAL (fdatasync) (fd));
}

int
ftruncate (int fd, off_t size)
{
  CHANGE (enter_open (fd), REAL_LARGE (ftruncate) (fd, size));
}

int
unlink (const char *path)
{
  CHANGE (enter (path), REAL (unlink) (path));
}

int
rename (const char *from, const char *to)
{
  CHANGE (enter (to), REAL (rename) (from, to));
}

int
linkat (int from_folder, const char *from, int to_folder, const char *to, int flags)
{
  CHANGE (enter (to), REAL (linkat) (from_folder, from, to_folder, to, flags));
}

int
mkdir (const char *path, mode_t mode)
{
  CHANGE (enter (path), REAL (mkdir) (path, mode));
}

int
open (const char *path, int flags, ...)
{
  mode_t mode = 0;
  va_list args;

  va_start (args, flags);
  if (flags & (O_CREAT | __O_TMPFILE))
    mode = va_arg (args, mode_t);
  va_end (args);
  if ((flags & O_TMPFILE) == O_TMPFILE && g_atomic_int_get (&needs_names))
    {
      errno = EOPNOTSUPP;
      return -1;
    }
  /* A file that is there is opened, not made. */
  CHANGE ((flags & O_CREAT) && access (path, F_OK) != 0 && enter (path),
          REAL_LARGE (open) (path, flags, mode));
}
