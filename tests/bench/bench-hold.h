/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the main thread is held: the longest time that its loop did not come round. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The longest turn of the main loop: by the clock, in which other programs' turns on the processor
 * count too, and in this thread's own processor time, in which they do not. */
typedef struct
{
  double wall_ms;
  double cpu_ms;
} BenchHold;

/* Watches the main context of the thread that calls, for the rest of the program. */
void bench_hold_watch (void);

/* Counts from now on, from nothing. */
void bench_hold_begin (void);

/* The longest since then, the turn that is under way among them. */
BenchHold bench_hold_end (void);

/* The longer of both. */
void bench_hold_add (BenchHold *sum, BenchHold hold);

/* "NAME/held" and "NAME/held-cpu". */
void bench_hold_print (const char *name, BenchHold hold);

G_END_DECLS
