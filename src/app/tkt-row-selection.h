/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows of a row model are selected: none, one or several. */
#pragma once

#include <gtk/gtk.h>

#include "tkt-row-model.h"

G_BEGIN_DECLS

/**
 * TktRowSelection:
 *
 * Holds places, not rows, so that a million may be selected at once (GtkMultiSelection holds an
 * item for each). A selected row that moves to the top stays selected.
 */
#define TKT_TYPE_ROW_SELECTION (tkt_row_selection_get_type ())
G_DECLARE_FINAL_TYPE (TktRowSelection, tkt_row_selection, TKT, ROW_SELECTION, GObject)

/* @model: (nullable) */
void tkt_row_selection_set_model (TktRowSelection *self, TktRowModel *model);
TktRowModel *tkt_row_selection_get_model (TktRowSelection *self); /* (transfer none) (nullable) */

guint tkt_row_selection_get_n_selected (TktRowSelection *self);

/* The place of the first and the last selected row; GTK_INVALID_LIST_POSITION: there is none. */
guint tkt_row_selection_get_first (TktRowSelection *self);
guint tkt_row_selection_get_last (TktRowSelection *self);

/* Of the one row that is selected; GTK_INVALID_LIST_POSITION: none is, or several are. */
guint tkt_row_selection_get_only (TktRowSelection *self);

/* The rows that are selected. */
TktRowPick *tkt_row_selection_pick (TktRowSelection *self);

G_END_DECLS
