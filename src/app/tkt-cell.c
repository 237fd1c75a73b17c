/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cell follows the row of its item. */
#include "tkt-cell.h"

typedef struct
{
  TktRowItem *item;
  gulong row_handler;
  TktSearchState *search;
  gulong search_handler;
} TktCellPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (TktCell, tkt_cell, GTK_TYPE_WIDGET)

static void
on_row_changed (TktCell *self)
{
  TktCellPrivate *priv = tkt_cell_get_instance_private (self);
  gconstpointer row = priv->item != NULL ? tkt_row_item_get_row (priv->item) : NULL;

  /* Opacity and not visibility: a row that is still being read must not change the list's height.
   */
  gtk_widget_set_opacity (GTK_WIDGET (self), row != NULL ? 1.0 : 0.0);
  if (row != NULL)
    {
      g_autofree char *words = TKT_CELL_GET_CLASS (self)->say (row);

      tkt_cell_set_aloud (self, words);
      TKT_CELL_GET_CLASS (self)->show (self, row);
    }
}

static GtkSizeRequestMode
tkt_cell_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* A cell is as wide as its list. How wide it would be at some height is never of use, and a long
 * text has to be laid out dozens of times to find out. */
static void
tkt_cell_measure (GtkWidget *widget,
                  GtkOrientation orientation,
                  int for_size,
                  int *minimum,
                  int *natural,
                  int *minimum_baseline,
                  int *natural_baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (child != NULL)
    gtk_widget_measure (child,
                        orientation,
                        orientation == GTK_ORIENTATION_HORIZONTAL ? -1 : for_size,
                        minimum,
                        natural,
                        minimum_baseline,
                        natural_baseline);
}

static void
tkt_cell_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (child != NULL)
    gtk_widget_allocate (child, width, height, baseline, NULL);
}

static void
tkt_cell_dispose (GObject *object)
{
  TktCell *self = TKT_CELL (object);
  TktCellPrivate *priv = tkt_cell_get_instance_private (self);
  GtkWidget *child;

  g_clear_signal_handler (&priv->row_handler, priv->item);
  g_clear_object (&priv->item);
  g_clear_signal_handler (&priv->search_handler, priv->search);
  g_clear_object (&priv->search);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (tkt_cell_parent_class)->dispose (object);
}

static void
tkt_cell_class_init (TktCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_cell_dispose;
  widget_class->get_request_mode = tkt_cell_get_request_mode;
  widget_class->measure = tkt_cell_measure;
  widget_class->size_allocate = tkt_cell_size_allocate;
}

static void
tkt_cell_init (TktCell *self)
{
}

TktRowItem *
tkt_cell_get_item (TktCell *self)
{
  TktCellPrivate *priv = tkt_cell_get_instance_private (self);

  return priv->item;
}

void
tkt_cell_set_item (TktCell *self, TktRowItem *item)
{
  TktCellPrivate *priv = tkt_cell_get_instance_private (self);

  g_return_if_fail (TKT_IS_CELL (self));

  if (priv->item == item)
    return;
  g_clear_signal_handler (&priv->row_handler, priv->item);
  g_set_object (&priv->item, item);
  if (item != NULL)
    priv->row_handler
        = g_signal_connect_swapped (item, "notify::row", G_CALLBACK (on_row_changed), self);
  on_row_changed (self);
}

void
tkt_cell_set_aloud (TktCell *self, const char *words)
{
  GtkWidget *place = gtk_widget_get_parent (GTK_WIDGET (self));
  GtkWidget *row = place != NULL ? gtk_widget_get_parent (place) : NULL;

  g_return_if_fail (TKT_IS_CELL (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

TktSearchState *
tkt_cell_get_search (TktCell *self)
{
  TktCellPrivate *priv = tkt_cell_get_instance_private (self);

  g_return_val_if_fail (TKT_IS_CELL (self), NULL);

  return priv->search;
}

void
tkt_cell_set_search (TktCell *self, TktSearchState *search)
{
  TktCellPrivate *priv = tkt_cell_get_instance_private (self);

  g_return_if_fail (TKT_IS_CELL (self));

  g_clear_signal_handler (&priv->search_handler, priv->search);
  g_set_object (&priv->search, search);
  if (search != NULL)
    priv->search_handler
        = g_signal_connect_swapped (search, "changed", G_CALLBACK (on_row_changed), self);
}
