/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a SIGKILL leaves, at every instant. A kill loses nothing that was written, synced or not, so
 * the bytes that other programs see at that moment are what the next start finds; locks and shared
 * memory go with the process. */
#include "crash-instants.h"

#include "crash-files.h"
#include "shim-disk.h"

typedef struct
{
  GHashTable *files;
  guint n_said;
} Instant;

struct _CrashInstants
{
  char *folder;
  GPtrArray *instants;
  guint n_said; /* atomic */
};

static void
instant_free (gpointer data)
{
  Instant *instant = data;

  g_hash_table_unref (instant->files);
  g_free (instant);
}

static void
keep (CrashInstants *self)
{
  const guint n_said = g_atomic_int_get (&self->n_said);
  g_autoptr (GHashTable) files = crash_files_read (self->folder);
  Instant *last = self->instants->len > 0
                      ? g_ptr_array_index (self->instants, self->instants->len - 1)
                      : NULL;

  if (last == NULL || !crash_files_equal (last->files, files))
    {
      last = g_new0 (Instant, 1);
      last->files = g_steal_pointer (&files);
      g_ptr_array_add (self->instants, last);
    }
  last->n_said = n_said;
}

/* On the thread that writes. */
static int
on_change (guint n, ShimDiskMoment moment, gpointer data)
{
  keep (data);
  return 0;
}

CrashInstants *
crash_instants_new (const char *folder)
{
  CrashInstants *self = g_new0 (CrashInstants, 1);

  self->folder = g_strdup (folder);
  self->instants = g_ptr_array_new_with_free_func (instant_free);
  shim_disk_watch (folder, on_change, self);
  return self;
}

void
crash_instants_free (CrashInstants *self)
{
  g_ptr_array_unref (self->instants);
  g_free (self->folder);
  g_free (self);
}

void
crash_instants_say (CrashInstants *self)
{
  g_atomic_int_inc (&self->n_said);
}

void
crash_instants_end (CrashInstants *self)
{
  /* A shim that hears of nothing would make every test pass. */
  g_assert_cmpuint (shim_disk_unwatch (), >, 0);
  keep (self);
}

guint
crash_instants_get_n (CrashInstants *self)
{
  return self->instants->len;
}

guint
crash_instants_go_back (CrashInstants *self, guint i)
{
  const Instant *instant = g_ptr_array_index (self->instants, i);

  crash_files_write (instant->files, self->folder);
  return instant->n_said;
}
