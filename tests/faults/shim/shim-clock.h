/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sets this program's wall clock, and not its monotonic one. The program must have shim-clock.c
 * among its own sources. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* From now on the wall clock is @ms ahead of the machine's (behind, if negative). Any thread. */
void shim_clock_set (gint64 ms);

/* The same for this thread alone, on top of that. */
void shim_clock_set_here (gint64 ms);

G_END_DECLS
