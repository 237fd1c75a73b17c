/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Above a conversation while something is searched for: how many of its messages have it, and the
 * way from one to the next. */
#pragma once

#include <gtk/gtk.h>

#include "tkt-desk.h"
#include "tkt-search-state.h"

G_BEGIN_DECLS

/**
 * TktFindBar:
 *
 * There to be seen only where there is something to go to.
 *
 * Signal go-to (gint64 key): the person goes to this message.
 */
#define TKT_TYPE_FIND_BAR (tkt_find_bar_get_type ())
G_DECLARE_FINAL_TYPE (TktFindBar, tkt_find_bar, TKT, FIND_BAR, GtkWidget)

/* Once. */
void tkt_find_bar_set_search (TktFindBar *self, TktSearchState *search);

/* @ticket_id: (nullable): NULL: none is shown. */
void tkt_find_bar_set_ticket (TktFindBar *self, TktDesk *desk, const char *ticket_id);

/* To the next (1) or the previous (-1), from one end on to the other. */
void tkt_find_bar_step (TktFindBar *self, int step);

G_END_DECLS
