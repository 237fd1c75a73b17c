/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A disk that refuses changes. */
#include "disk-failure.h"

#include <errno.h>

#include "shim-disk.h"

#define FULL "The disk is full"
#define READ_ONLY "The folder of this program can't be written"
#define LATER "503 unavailable"
#define BROKEN "500 internal"
#define NO_ROOM "There is no room left on the server's disk."
#define FAILS "The server's database fails."

const DiskFailure disk_failures[] = {
  { "full", ENOSPC, TRUE, TKT_DB_ERROR_FULL, FULL, LATER, NO_ROOM },
  { "full-once", ENOSPC, FALSE, TKT_DB_ERROR_FULL, FULL, LATER, NO_ROOM },
  { "read-only", EROFS, TRUE, TKT_DB_ERROR_READ_ONLY, READ_ONLY, BROKEN, FAILS },
  { "broken", EIO, TRUE, TKT_DB_ERROR_FAILED, DISK_FAILURE_GENERAL, BROKEN, FAILS },
  { "broken-once", EIO, FALSE, TKT_DB_ERROR_FAILED, DISK_FAILURE_GENERAL, BROKEN, FAILS },
};
const guint n_disk_failures = G_N_ELEMENTS (disk_failures);

static const DiskFailure *current;
static guint first;
static guint n_failed; /* atomic */

static int
on_change (guint n, ShimDiskMoment moment, gpointer data)
{
  if (moment == SHIM_DISK_TORN || n < first || (n > first && !current->lasting))
    return 0;
  g_atomic_int_inc (&n_failed);
  return current->reason;
}

void
disk_failure_begin (const DiskFailure *failure, const char *folder, guint n)
{
  current = failure;
  first = n;
  g_atomic_int_set (&n_failed, 0);
  shim_disk_watch (folder, on_change, NULL);
}

guint
disk_failure_count (void)
{
  return g_atomic_int_get (&n_failed);
}

guint
disk_failure_end (void)
{
  shim_disk_unwatch ();
  return disk_failure_count ();
}
