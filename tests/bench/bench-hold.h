/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the main thread is held: the longest time that its loop did not come round, and where it
 * was then. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Longer than this is a stall. */
#define BENCH_STALL_MS 8

/* The longest turn of the main loop: by the clock, less what other programs had the processor
 * meanwhile; and in this thread's own processor time, which knows nothing of waiting for a disk or
 * for another thread. What GTK draws by itself counts only in the last. */
typedef struct
{
  double held_ms;
  double cpu_ms;
  double drawing_ms; /* by the clock, with all that is drawn */
  guint n_stalls;
} BenchHold;

/* Watches the main context of the thread that calls, for the rest of the program. */
void bench_hold_watch (void);

/* A frame begins, or has ended. */
void bench_hold_set_drawing (gboolean drawing);

/* Counts from now on, from nothing. */
void bench_hold_begin (void);

/* The longest since then, the turn that is under way among them. */
BenchHold bench_hold_end (void);

/* The longer of both. */
void bench_hold_add (BenchHold *sum, BenchHold hold);

/* "NAME/held", "NAME/held-cpu", "NAME/stalls", and where frames were drawn "NAME/held-drawing";
 * then where the worst stalls were of those since the last time, as lines that begin with "#". */
void bench_hold_print (const char *name, BenchHold hold);

G_END_DECLS
