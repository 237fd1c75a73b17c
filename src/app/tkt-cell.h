/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cell: the widget that shows one item of a row model, whatever its kind of row. */
#pragma once

#include <gtk/gtk.h>

#include "tkt-row-item.h"
#include "tkt-search-state.h"

G_BEGIN_DECLS

/**
 * TktCell:
 *
 * Follows its item's row: a subclass only says how a row looks. In a list it stands in a
 * TktCellPlace, and gets other items while the list scrolls, so @show sets everything that it
 * shows.
 */
#define TKT_TYPE_CELL (tkt_cell_get_type ())
G_DECLARE_DERIVABLE_TYPE (TktCell, tkt_cell, TKT, CELL, GtkWidget)

struct _TktCellClass
{
  GtkWidgetClass parent_class;

  /* @row is never NULL; until there is one the cell is invisible but keeps its height. */
  void (*show) (TktCell *self, gconstpointer row);
  /* (transfer full): what a row reads as, in full; of the class, for no cell may have been made. */
  char *(*say) (gconstpointer row);
};

TktRowItem *tkt_cell_get_item (TktCell *self);

/* For a cell that stands outside a list (a header, say): NULL shows nothing. */
void tkt_cell_set_item (TktCell *self, TktRowItem *item);

/* Where there is more to say than the class knows: assistive technology stops at the list's own row
 * around the cell, which has no name of its own. */
void tkt_cell_set_aloud (TktCell *self, const char *words);

/* (nullable): what is searched for where the cell stands; it is shown anew when that changes. */
TktSearchState *tkt_cell_get_search (TktCell *self);
void tkt_cell_set_search (TktCell *self, TktSearchState *search);

G_END_DECLS
