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
    TKT_CELL_GET_CLASS (self)->show (self, row);
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
  GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (self));

  g_return_if_fail (TKT_IS_CELL (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
set_search (TktCell *self, TktSearchState *search)
{
  TktCellPrivate *priv = tkt_cell_get_instance_private (self);

  priv->search = g_object_ref (search);
  priv->search_handler
      = g_signal_connect_swapped (search, "changed", G_CALLBACK (on_row_changed), self);
}

TktSearchState *
tkt_cell_get_search (TktCell *self)
{
  TktCellPrivate *priv = tkt_cell_get_instance_private (self);

  g_return_val_if_fail (TKT_IS_CELL (self), NULL);

  return priv->search;
}

/* What the cells of a list are made of. */
typedef struct
{
  GType cell_type;
  TktSearchState *search; /* or NULL */
} Setup;

static void
setup_free (gpointer data, GClosure *closure)
{
  Setup *setup = data;

  g_clear_object (&setup->search);
  g_free (setup);
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  const Setup *setup = user_data;
  TktCell *cell = g_object_new (setup->cell_type, NULL);

  if (setup->search != NULL)
    set_search (cell, setup->search);
  gtk_list_item_set_child (list_item, GTK_WIDGET (cell));
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  tkt_cell_set_item (TKT_CELL (gtk_list_item_get_child (list_item)),
                     gtk_list_item_get_item (list_item));
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  tkt_cell_set_item (TKT_CELL (gtk_list_item_get_child (list_item)), NULL);
}

static GtkListItemFactory *
factory_new (GType cell_type, TktSearchState *search)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Setup *setup = g_new0 (Setup, 1);

  setup->cell_type = cell_type;
  if (search != NULL)
    setup->search = g_object_ref (search);
  g_signal_connect_data (factory, "setup", G_CALLBACK (on_setup), setup, setup_free, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  return factory;
}

GtkListItemFactory *
tkt_cell_factory_new (GType cell_type)
{
  g_return_val_if_fail (g_type_is_a (cell_type, TKT_TYPE_CELL), NULL);

  return factory_new (cell_type, NULL);
}

GtkListItemFactory *
tkt_cell_factory_new_searched (GType cell_type, TktSearchState *search)
{
  g_return_val_if_fail (g_type_is_a (cell_type, TKT_TYPE_CELL), NULL);

  return factory_new (cell_type, search);
}
