/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list that is one stop on the way of the Tab key. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TktTabStop:
 *
 * Around a scrolled list view. GTK's own goes from row to row with Tab (before 4.12 it has no
 * choice), so that who works by keyboard would pass a million tickets on the way to the
 * conversation. Here Tab goes through what the row at hand holds and then leaves; arrows go from
 * row to row.
 *
 * Property child (GtkWidget): what the list is in.
 */
#define TKT_TYPE_TAB_STOP (tkt_tab_stop_get_type ())
G_DECLARE_FINAL_TYPE (TktTabStop, tkt_tab_stop, TKT, TAB_STOP, GtkWidget)

G_END_DECLS
