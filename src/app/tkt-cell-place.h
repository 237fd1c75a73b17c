/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A place for a cell, in every row of a list view: the cell is made when the row comes in sight. */
#pragma once

#include "tkt-cell.h"

G_BEGIN_DECLS

/**
 * TktCellPlace:
 *
 * A list view has some two hundred rows at hand (GTK 4.8, GTK_LIST_VIEW_MAX_LIST_ITEMS), of which
 * a dozen are in sight, and makes, measures and draws all of them. A row's place costs next to
 * nothing until somebody sees it: as high as the last cell of the list that was measured, named by
 * what its row reads as, and empty.
 */
#define TKT_TYPE_CELL_PLACE (tkt_cell_place_get_type ())
G_DECLARE_FINAL_TYPE (TktCellPlace, tkt_cell_place, TKT, CELL_PLACE, GtkWidget)

/* What the rows of @view show from now on: cells of @cell_type, a subclass of TktCell, which are
 * shown anew when what is searched for changes (@search, nullable). Once for each list view. */
void tkt_cell_place_fill_list (GtkListView *view, GType cell_type, TktSearchState *search);

/* While a list is held no cell is made or filled: it is on its way to another place. */
void tkt_cell_place_hold_list (GtkListView *view, gboolean held);

/* Also where the place is out of sight. */
TktRowItem *tkt_cell_place_get_item (TktCellPlace *self);

G_END_DECLS
