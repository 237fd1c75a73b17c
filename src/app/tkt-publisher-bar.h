/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which publishers the overview shows, and in what order: search, filters and sort. */
#pragma once

#include <gtk/gtk.h>

#include "tkt-desk.h"

G_BEGIN_DECLS

/**
 * TktPublisherBar:
 *
 * Signal changed: the filter is another one.
 * Signal stopped: Escape in the search entry.
 */
#define TKT_TYPE_PUBLISHER_BAR (tkt_publisher_bar_get_type ())
G_DECLARE_FINAL_TYPE (TktPublisherBar, tkt_publisher_bar, TKT, PUBLISHER_BAR, GtkWidget)

/* Whose staff the menu of account managers lists; NULL: nobody's any more. */
void tkt_publisher_bar_set_desk (TktPublisherBar *self, TktDesk *desk);

/* Its words are those of the search entry, both ways. */
const TktPublisherFilter *tkt_publisher_bar_get_filter (TktPublisherBar *self);
void tkt_publisher_bar_set_filter (TktPublisherBar *self, const TktPublisherFilter *filter);

void tkt_publisher_bar_focus_search (TktPublisherBar *self);

G_END_DECLS
