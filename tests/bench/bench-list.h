/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list as a widget sees it: when its first rows are there, and when all are. */
#pragma once

#include "bench-hold.h"
#include "tkt-cache.h"

G_BEGIN_DECLS

typedef struct
{
  TktCache *cache;
  TktRowModel *model;
  gboolean from_end; /* a widget shows the end of it */
  double first_at;   /* when the rows of a screen could be drawn; 0: not yet */
  double last_at;    /* when the list changed last */
} BenchList;

/* @model: (transfer full) */
void bench_list_init (BenchList *list, TktCache *cache, TktRowModel *model, gboolean from_end);
void bench_list_clear (BenchList *list);

/* To be called right before what changes the list. */
void bench_list_begin (BenchList *list);

/* Runs the main loop until a screen can be drawn; @begin: bench_now() of before. */
double bench_list_await_first (BenchList *list, double begin);
/* Until nothing more comes. */
double bench_list_await_whole (BenchList *list, double begin);

G_END_DECLS
