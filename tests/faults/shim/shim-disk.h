/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stands between this program and the disk: each change of a file below one folder is told of
 * before it is made, and may be refused. The program must have shim-disk.c among its own sources,
 * so that its functions come before the C library's. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SHIM_DISK_BEFORE, /* nothing of it has been done */
  SHIM_DISK_TORN,   /* half of the bytes of a write have been */
} ShimDiskMoment;

/**
 * ShimDiskFunc:
 * @n: which change this is: 1, 2, 3 …
 *
 * Runs on the thread that makes the change, while all other changes wait. Returns 0, or the errno
 * that the change fails with; a write that has been torn goes on in any case.
 */
typedef int (*ShimDiskFunc) (guint n, ShimDiskMoment moment, gpointer data);

/* From now on @func hears of what happens below @folder: files that are made, written, cut, synced,
 * named, renamed and removed. */
void shim_disk_watch (const char *folder, ShimDiskFunc func, gpointer data);

/* Returns how many changes there were. */
guint shim_disk_unwatch (void);

/* From now on no file system can make a file without a name (O_TMPFILE), as many can't. */
void shim_disk_set_needs_names (gboolean needs);

G_END_DECLS
