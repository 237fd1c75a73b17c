/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps a conversation where a reader expects it: opened at the first unread message or the end,
 * and at the end while it grows. */
#pragma once

#include <gtk/gtk.h>

#include "tkt-row-model.h"

G_BEGIN_DECLS

/**
 * TktThreadScroller:
 *
 * A list view only estimates the height of rows that it has not shown, so one scroll lands beside
 * its goal: the scroller repeats it once the rows around the goal have their size.
 */
#define TKT_TYPE_THREAD_SCROLLER (tkt_thread_scroller_get_type ())
G_DECLARE_FINAL_TYPE (TktThreadScroller, tkt_thread_scroller, TKT, THREAD_SCROLLER, GObject)

/* @list_view lives in a scrolled window and outlives the scroller. */
TktThreadScroller *tkt_thread_scroller_new (GtkListView *list_view);

/* What the list view is to show of the threads that the scroller is given. */
GListModel *tkt_thread_scroller_get_rows (TktThreadScroller *self);

/* A new thread: scrolls to its place as soon as it is loaded. NULL: none. */
void tkt_thread_scroller_set_model (TktThreadScroller *self, TktRowModel *messages);

void tkt_thread_scroller_go_to_end (TktThreadScroller *self);

/* To a row of the model, wherever the reader is. */
void tkt_thread_scroller_go_to (TktThreadScroller *self, guint position);

/* A page further down; FALSE: the end is to be seen already. */
gboolean tkt_thread_scroller_read_on (TktThreadScroller *self);

G_END_DECLS
