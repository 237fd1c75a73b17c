/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a SIGKILL leaves, at every instant: the files of a folder as they are before each change of
 * one of them, and in the midst of each write. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _CrashInstants CrashInstants;

/* Begins to keep them. One folder at a time. */
CrashInstants *crash_instants_new (const char *folder);
void crash_instants_free (CrashInstants *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrashInstants, crash_instants_free)

/* One more thing was said to be kept: it must be in what is kept from now on. */
void crash_instants_say (CrashInstants *self);

/* Ends it; the last instant is now. */
void crash_instants_end (CrashInstants *self);

/* After the end. Instants that left the same files are one. */
guint crash_instants_get_n (CrashInstants *self);
/* Makes the folder what it was at instant @i, and returns how many things had been said by then. */
guint crash_instants_go_back (CrashInstants *self, guint i);

G_END_DECLS
