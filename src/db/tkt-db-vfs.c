/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way of a database's pages to the disk: nothing that was deleted goes along. */
#include "tkt-db-vfs.h"

#include <sqlite3.h>
#include <string.h>

#include "tkt-db-loan.h"

#define PAGE_MOST 65536

/* The first page begins with the database's own header. */
#define DATABASE_HEADER 100

/* A page that is no tree's begins with the number of another page, the high byte first. Up to here
 * that byte is 0, and no tree's page begins so; beyond, a page might be mistaken. 64 GiB of the
 * usual pages. */
#define NUMBER_MOST 0x01000000

typedef struct
{
  sqlite3_file base;
  sqlite3_file *real;
} File;

static gsize
read_two (const guint8 *at)
{
  return (gsize)at[0] << 8 | at[1];
}

/* Of a page of a tree, else 0. */
static gsize
get_header_size (guint8 kind)
{
  switch (kind)
    {
    case 0x02: /* index, inner */
    case 0x05: /* table, inner */
      return 12;
    case 0x0a: /* index, leaf */
    case 0x0d: /* table, leaf */
      return 8;
    default:
      return 0;
    }
}

/* Where the gap is, if there is anything in it. */
static gboolean
find_gap (const guint8 *page, gsize size, gboolean first, gsize *begin, gsize *end)
{
  const guint8 *header = page + (first ? DATABASE_HEADER : 0);
  gsize header_size = get_header_size (header[0]);

  if (header_size == 0)
    return FALSE;
  *begin = header - page + header_size + 2 * read_two (header + 3);
  *end = read_two (header + 5);
  if (*end == 0)
    *end = PAGE_MOST;
  if (*begin >= *end || *end > size)
    return FALSE;
  return page[*begin] != 0 || memcmp (page + *begin, page + *begin + 1, *end - *begin - 1) != 0;
}

gboolean
tkt_db_vfs_clear_gap (guint8 *page, gsize size, gboolean first)
{
  gsize begin, end;

  if (!find_gap (page, size, first, &begin, &end))
    return FALSE;
  memset (page + begin, 0, end - begin);
  return TRUE;
}

static sqlite3_file *
get_real (sqlite3_file *file)
{
  return ((File *)file)->real;
}

static gboolean
is_page (int size, sqlite3_int64 offset)
{
  return size >= 512 && size <= PAGE_MOST && (size & (size - 1)) == 0 && offset % size == 0
         && offset / size < NUMBER_MOST;
}

static int
on_write (sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
  sqlite3_file *real = get_real (file);
  g_autofree guint8 *cleared = NULL;
  gsize begin, end;

  /* SQLite's own page stays as it is: it may be in use. Most have nothing to clear. */
  if (is_page (size, offset) && find_gap (bytes, size, offset == 0, &begin, &end))
    {
      cleared = g_memdup2 (bytes, size);
      tkt_db_vfs_clear_gap (cleared, size, offset == 0);
    }
  return real->pMethods->xWrite (real, cleared != NULL ? cleared : bytes, size, offset);
}

/* The rest is as the system's own has it. */
#define PASS(name, result, parameters, ...)                                                        \
  static result on_##name parameters                                                               \
  {                                                                                                \
    sqlite3_file *real = get_real (file);                                                          \
                                                                                                   \
    return real->pMethods->x##name (real, ##__VA_ARGS__);                                          \
  }

PASS (Close, int, (sqlite3_file * file))
PASS (Read, int, (sqlite3_file * file, void *to, int n, sqlite3_int64 at), to, n, at)
PASS (Truncate, int, (sqlite3_file * file, sqlite3_int64 size), size)
PASS (Sync, int, (sqlite3_file * file, int flags), flags)
PASS (FileSize, int, (sqlite3_file * file, sqlite3_int64 *size), size)
PASS (Lock, int, (sqlite3_file * file, int level), level)
PASS (Unlock, int, (sqlite3_file * file, int level), level)
PASS (CheckReservedLock, int, (sqlite3_file * file, int *held), held)
PASS (FileControl, int, (sqlite3_file * file, int op, void *arg), op, arg)
PASS (SectorSize, int, (sqlite3_file * file))
PASS (DeviceCharacteristics, int, (sqlite3_file * file))
PASS (ShmMap,
      int,
      (sqlite3_file * file, int region, int size, int extend, void volatile **at),
      region,
      size,
      extend,
      at)
PASS (ShmLock, int, (sqlite3_file * file, int offset, int n, int flags), offset, n, flags)
PASS (ShmBarrier, void, (sqlite3_file * file))
PASS (ShmUnmap, int, (sqlite3_file * file, int deleted), deleted)
PASS (Fetch, int, (sqlite3_file * file, sqlite3_int64 at, int n, void **page), at, n, page)
PASS (Unfetch, int, (sqlite3_file * file, sqlite3_int64 at, void *page), at, page)

#define METHODS(version)                                                                           \
  {                                                                                                \
    .iVersion = version, .xClose = on_Close, .xRead = on_Read, .xWrite = on_write,                 \
    .xTruncate = on_Truncate, .xSync = on_Sync, .xFileSize = on_FileSize, .xLock = on_Lock,        \
    .xUnlock = on_Unlock, .xCheckReservedLock = on_CheckReservedLock,                              \
    .xFileControl = on_FileControl, .xSectorSize = on_SectorSize,                                  \
    .xDeviceCharacteristics = on_DeviceCharacteristics, .xShmMap = on_ShmMap,                      \
    .xShmLock = on_ShmLock, .xShmBarrier = on_ShmBarrier, .xShmUnmap = on_ShmUnmap,                \
    .xFetch = on_Fetch, .xUnfetch = on_Unfetch,                                                    \
  }

static const sqlite3_io_methods methods = METHODS (3);
/* Without a write-ahead log. */
static const sqlite3_io_methods loan_methods = METHODS (1);

/* SQLite's own temporary files: without a name from the beginning. */
#define TEMPORARY                                                                                  \
  (SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXCLUSIVE | SQLITE_OPEN_DELETEONCLOSE  \
   | SQLITE_OPEN_TEMP_JOURNAL)

/* The log, journals and temporary files are the system's alone. */
static int
on_open (sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *out_flags)
{
  sqlite3_vfs *system = vfs->pAppData;
  File *self = (File *)file;
  int result;

  if ((flags & SQLITE_OPEN_MAIN_JOURNAL) && tkt_db_loan_is_journal (name))
    return system->xOpen (system, NULL, file, TEMPORARY, out_flags);
  if (!(flags & SQLITE_OPEN_MAIN_DB))
    return system->xOpen (system, name, file, flags, out_flags);
  self->real = (sqlite3_file *)(self + 1);
  if (tkt_db_loan_open (name, self->real))
    {
      self->base.pMethods = &loan_methods;
      if (out_flags != NULL)
        *out_flags = flags;
      return SQLITE_OK;
    }
  result = system->xOpen (system, name, self->real, flags, out_flags);
  self->base.pMethods = self->real->pMethods != NULL ? &methods : NULL;
  return result;
}

static int
on_delete (sqlite3_vfs *vfs, const char *name, int sync_folder)
{
  sqlite3_vfs *system = vfs->pAppData;

  return tkt_db_loan_is_journal (name) ? SQLITE_OK : system->xDelete (system, name, sync_folder);
}

void
tkt_db_vfs_register (void)
{
  static gsize once;
  static sqlite3_vfs vfs;

  if (!g_once_init_enter (&once))
    return;
  sqlite3_initialize ();
  vfs = *sqlite3_vfs_find (NULL);
  g_assert (vfs.iVersion >= 2);
  vfs.pNext = NULL;
  vfs.pAppData = sqlite3_vfs_find (NULL);
  vfs.szOsFile = sizeof (File) + MAX (vfs.szOsFile, tkt_db_loan_size);
  vfs.zName = TKT_DB_VFS;
  vfs.xOpen = on_open;
  vfs.xDelete = on_delete;
  g_assert (sqlite3_vfs_register (&vfs, FALSE) == SQLITE_OK);
  g_once_init_leave (&once, 1);
}
