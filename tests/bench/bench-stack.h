/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a thread is, looked at while it works. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BENCH_STACK_DEPTH 64

typedef struct
{
  void *frames[BENCH_STACK_DEPTH]; /* innermost first */
  int n_frames;
  gboolean drawing; /* as the caller said then */
} BenchStack;

/* Makes the next call cost as little as all others. */
void bench_stack_prepare (void);

/* Of the calling thread; may be called by a signal handler. */
void bench_stack_take (BenchStack *stack);

/* Whether what the main loop called last is, somewhere inside, this program's own code. */
gboolean bench_stack_is_own (const BenchStack *stack);

/* The functions, innermost first: "read_row < … < on_answer < g_main_context_dispatch", where the
 * dots are what has no name, and GObject's own way from one to the other. */
char *bench_stack_describe (const BenchStack *stack);

G_END_DECLS
