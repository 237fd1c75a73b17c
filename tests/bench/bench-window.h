/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk's window on a generated cache, and when what is in it has been drawn. */
#pragma once

#include "bench-desk.h"
#include "bench-figures.h"
#include "tkt-application.h"
#include "tkt-row-model.h"
#include "tkt-window.h"

G_BEGIN_DECLS

typedef struct _BenchWindow BenchWindow;

/* Whether what is waited for is in the frame that has just been drawn. */
typedef gboolean (*BenchWindowLook) (gpointer data);

struct _BenchWindow
{
  BenchDesk *account;
  TktApplication *application;
  TktSignIns *sign_ins;
  TktWindow *window;
  double keyed_at; /* when a key came last */

  double frame_began;
  BenchSamples *frames_ms; /* (nullable): what each frame took; the caller's */
  BenchWindowLook look;    /* NULL once it has been seen */
  gpointer look_data;
  double seen_at;
  guint timeout;
};

/* Open, with the keyboard, and its account's tickets in it. */
BenchWindow *bench_window_new (BenchCacheData *data);
void bench_window_free (BenchWindow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchWindow, bench_window_free)

/* Runs the main loop until a frame has been drawn that has it: the time of that. 0: @over
 * (nullable) said that it will not come. */
double
bench_window_await (BenchWindow *self, BenchWindowLook look, BenchWindowLook over, gpointer data);

/* A list in the window, and what it has said since it was told to show something. */
typedef struct
{
  GtkListView *view;
  GListModel *model;
  TktRowModel *asked; /* NULL where another one comes each time */
  gboolean from_end;  /* its last row is what is to be seen */
  gboolean changed;
  gboolean whole; /* all is there, changed or not */
} BenchRows;

/* @view: whose model is watched. */
void bench_rows_init (BenchRows *rows, GtkListView *view);
void bench_rows_clear (BenchRows *rows);
/* To be called right before it is told. */
void bench_rows_begin (BenchRows *rows);

/* Looks, for bench_window_await(): @rows has changed, and what can be seen of it is complete. */
gboolean bench_rows_are_new (gpointer rows);
/* The latter alone. */
gboolean bench_rows_are_complete (gpointer rows);
/* All has come, and is what was there before. */
gboolean bench_rows_are_the_same (gpointer rows);

G_END_DECLS
