/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all benches measure and print with. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Times or rates of the same thing, in the order in which they were measured. */
typedef struct
{
  GArray *values; /* of double */
} BenchSamples;

BenchSamples *bench_samples_new (void);
void bench_samples_free (BenchSamples *samples);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchSamples, bench_samples_free)

void bench_samples_add (BenchSamples *samples, double value);
void bench_samples_clear (BenchSamples *samples);
/* @percent: 0 is the least, 50 the median, 100 the most; the nearest that was measured. */
double bench_samples_get (BenchSamples *samples, double percent);

/* Seconds on a clock that never jumps. */
double bench_now (void);
/* Processor seconds of the calling thread so far. */
double bench_thread_cpu (void);
/* And of all threads of the process. */
double bench_process_cpu (void);

/* MiB of that kind ("Rss:", "Pss:") that a process has; @pid: or "self". */
double bench_memory (const char *pid, const char *kind);

#define BENCH_NO_RATIO (-1.0)

/* The one line of a figure: name, value, unit, ratio to its floor ("-" where it has none). A ratio
 * is always this figure divided by the floor's: of rates more is better, of times less. */
void bench_print (const char *name, double value, const char *unit, double ratio);

/* "NAME/p50", "NAME/p99" and "NAME/max" of times in ms; @floor_ms: the median's floor, or 0. */
void bench_print_times (const char *name, BenchSamples *times_ms, double floor_ms);

/* Reads the command line; what it can't read ends the program. */
void bench_parse (const char *summary, const GOptionEntry *entries, int *argc, char ***argv);

G_END_DECLS
