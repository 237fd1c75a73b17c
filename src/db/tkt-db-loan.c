/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A database that is no file of any name. SQLite wants a name to open, and follows no link to what
 * has none, such as those in /proc/self/fd: so its pages are read and written here. */
#include "tkt-db-loan.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define JOURNAL "-journal"

/* What a disk writes at once, if it is a usual one. */
#define SECTOR 4096

typedef struct
{
  sqlite3_file base;
  int fd; /* not owned */
} Loan;

const int tkt_db_loan_size = sizeof (Loan);

static GMutex lock;
static GHashTable *loans; /* (locked) name → fd */

void
tkt_db_lend (const char *name, int fd)
{
  g_assert (g_path_is_absolute (name) && fd >= 0);
  g_mutex_lock (&lock);
  if (loans == NULL)
    loans = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_insert (loans, g_strdup (name), GINT_TO_POINTER (fd));
  g_mutex_unlock (&lock);
}

void
tkt_db_take_back (const char *name)
{
  g_mutex_lock (&lock);
  g_hash_table_remove (loans, name);
  if (g_hash_table_size (loans) == 0)
    g_clear_pointer (&loans, g_hash_table_unref);
  g_mutex_unlock (&lock);
}

static int
get_fd (sqlite3_file *file)
{
  return ((Loan *)file)->fd;
}

static int
on_close (sqlite3_file *file)
{
  return SQLITE_OK;
}

/* SQLite, xRead: what is beyond the end is zeros. */
static int
on_read (sqlite3_file *file, void *to, int size, sqlite3_int64 offset)
{
  gssize n;

  do
    n = pread (get_fd (file), to, size, offset);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    return SQLITE_IOERR_READ;
  memset ((guint8 *)to + n, 0, size - n);
  return n == size ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int
on_write (sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
  const guint8 *next = bytes;

  while (size > 0)
    {
      gssize n = pwrite (get_fd (file), next, size, offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return n == 0 || errno == ENOSPC || errno == EDQUOT ? SQLITE_FULL : SQLITE_IOERR_WRITE;
      next += n;
      offset += n;
      size -= n;
    }
  return SQLITE_OK;
}

static int
on_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  return ftruncate (get_fd (file), size) == 0 ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
}

static int
on_get_size (sqlite3_file *file, sqlite3_int64 *size)
{
  struct stat info;

  if (fstat (get_fd (file), &info) != 0)
    return SQLITE_IOERR_FSTAT;
  *size = info.st_size;
  return SQLITE_OK;
}

/* Whoever has lent it syncs it when it is whole. */
static int
on_sync (sqlite3_file *file, int flags)
{
  return SQLITE_OK;
}

static int
on_lock (sqlite3_file *file, int level)
{
  return SQLITE_OK;
}

static int
on_check_lock (sqlite3_file *file, int *held)
{
  *held = FALSE;
  return SQLITE_OK;
}

static int
on_control (sqlite3_file *file, int op, void *arg)
{
  return SQLITE_NOTFOUND;
}

static int
on_get_sector_size (sqlite3_file *file)
{
  return SECTOR;
}

static int
on_get_characteristics (sqlite3_file *file)
{
  return 0;
}

static const sqlite3_io_methods methods = {
  .iVersion = 1,
  .xClose = on_close,
  .xRead = on_read,
  .xWrite = on_write,
  .xTruncate = on_truncate,
  .xSync = on_sync,
  .xFileSize = on_get_size,
  .xLock = on_lock,
  .xUnlock = on_lock,
  .xCheckReservedLock = on_check_lock,
  .xFileControl = on_control,
  .xSectorSize = on_get_sector_size,
  .xDeviceCharacteristics = on_get_characteristics,
};

/* -1: nothing is lent under the first @length bytes of @name. */
static int
find (const char *name, gsize length)
{
  g_autofree char *key = g_strndup (name, length);
  gpointer fd;
  gboolean lent;

  g_mutex_lock (&lock);
  lent = loans != NULL && g_hash_table_lookup_extended (loans, key, NULL, &fd);
  g_mutex_unlock (&lock);

  return lent ? GPOINTER_TO_INT (fd) : -1;
}

gboolean
tkt_db_loan_open (const char *name, sqlite3_file *file)
{
  const int fd = name != NULL ? find (name, strlen (name)) : -1;

  if (fd >= 0)
    *(Loan *)file = (Loan){ { &methods }, fd };

  return fd >= 0;
}

gboolean
tkt_db_loan_is_journal (const char *name)
{
  return name != NULL && g_str_has_suffix (name, JOURNAL)
         && find (name, strlen (name) - strlen (JOURNAL)) >= 0;
}
