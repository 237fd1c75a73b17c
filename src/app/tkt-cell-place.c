/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places for cells, and which of them are in sight. */
#include "tkt-cell-place.h"

#include "tkt-trace.h"

/* As high as a row is taken to be before one has been seen. */
#define FIRST_GUESS 64

/* GdkFrameClock lays out at most four times in one frame; what comes in sight by the cells that
 * came in sight waits for the next. */
#define MOST_ROUNDS 3

#define SIGHT "tkt-sight"

/* What the places of one list view share. */
typedef struct
{
  GtkListView *view; /* not owned: only while it has a clock */
  TktCellClass *klass;
  TktSearchState *search; /* or NULL */
  GdkFrameClock *clock;   /* NULL: the view is not on any screen */
  gulong layout_handler;
  int height; /* of a place without a cell */
  gboolean held;
  gint64 frame;
  guint n_rounds; /* in that frame */
} Sight;

struct _TktCellPlace
{
  GtkWidget parent_instance;

  Sight *sight;
  TktRowItem *item;
  gulong row_handler;
  GtkWidget *cell; /* NULL: none has been needed */
  gboolean filled; /* it shows the item */
};

G_DEFINE_FINAL_TYPE (TktCellPlace, tkt_cell_place, GTK_TYPE_WIDGET)

static void
sight_clear (gpointer data)
{
  Sight *sight = data;

  g_clear_object (&sight->search);
  g_type_class_unref (sight->klass);
}

static void
sight_unref (gpointer data)
{
  g_rc_box_release_full (data, sight_clear);
}

/* A filled place's cell gives it its name. */
static void
name_row (TktCellPlace *self)
{
  gconstpointer row = self->item != NULL ? tkt_row_item_get_row (self->item) : NULL;
  GtkWidget *list_row = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *words = NULL;

  if (self->filled || row == NULL || list_row == NULL)
    return;
  words = self->sight->klass->say (row);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (list_row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
fill (TktCellPlace *self)
{
  if (self->cell == NULL)
    {
      self->cell = g_object_new (G_TYPE_FROM_CLASS (self->sight->klass), NULL);
      gtk_widget_set_parent (self->cell, GTK_WIDGET (self));
      tkt_cell_set_search (TKT_CELL (self->cell), self->sight->search);
    }
  self->filled = TRUE;
  tkt_cell_set_item (TKT_CELL (self->cell), self->item);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
set_item (TktCellPlace *self, TktRowItem *item)
{
  g_clear_signal_handler (&self->row_handler, self->item);
  g_set_object (&self->item, item);
  if (item != NULL)
    self->row_handler = g_signal_connect_swapped (item, "notify::row", G_CALLBACK (name_row), self);
  if (self->filled)
    tkt_cell_set_item (TKT_CELL (self->cell), NULL);
  self->filled = FALSE;
  name_row (self);
}

static GtkSizeRequestMode
tkt_cell_place_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tkt_cell_place_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  TktCellPlace *self = TKT_CELL_PLACE (widget);

  if (self->filled)
    gtk_widget_measure (
        self->cell, orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
  else if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = self->sight->height;
}

static void
tkt_cell_place_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TktCellPlace *self = TKT_CELL_PLACE (widget);

  if (self->cell != NULL)
    gtk_widget_set_child_visible (self->cell, self->filled);
  if (self->filled)
    gtk_widget_allocate (self->cell, width, height, baseline, NULL);
}

static void
tkt_cell_place_dispose (GObject *object)
{
  TktCellPlace *self = TKT_CELL_PLACE (object);

  set_item (self, NULL);
  g_clear_pointer (&self->cell, gtk_widget_unparent);
  g_clear_pointer (&self->sight, sight_unref);

  G_OBJECT_CLASS (tkt_cell_place_parent_class)->dispose (object);
}

static void
tkt_cell_place_class_init (TktCellPlaceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_cell_place_dispose;
  widget_class->get_request_mode = tkt_cell_place_get_request_mode;
  widget_class->measure = tkt_cell_place_measure;
  widget_class->size_allocate = tkt_cell_place_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tkt_cell_place_init (TktCellPlace *self)
{
}

TktRowItem *
tkt_cell_place_get_item (TktCellPlace *self)
{
  g_return_val_if_fail (TKT_IS_CELL_PLACE (self), NULL);

  return self->item;
}

/* Which places are in sight */

/* NULL: the list view has not bound it yet. */
static TktCellPlace *
get_place (GtkWidget *list_row)
{
  GtkWidget *child = gtk_widget_get_first_child (list_row);

  return TKT_IS_CELL_PLACE (child) && TKT_CELL_PLACE (child)->item != NULL ? TKT_CELL_PLACE (child)
                                                                           : NULL;
}

/* Where all cells in sight are of one height, those out of sight will be, too; where they are not,
 * the first that were seen are as good a guess as the next, and a list whose length changed all the
 * time could not be scrolled by its bar. */
static void
guess_height (Sight *sight, int least, int most)
{
  if (most == 0 || (sight->height != FIRST_GUESS && least != most)
      || sight->height == (least + most) / 2)
    return;
  sight->height = (least + most) / 2;
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (sight->view)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      TktCellPlace *place = get_place (row);

      if (place != NULL && !place->filled)
        gtk_widget_queue_resize (GTK_WIDGET (place));
    }
}

static gboolean
on_next_frame (GtkWidget *view, GdkFrameClock *clock, gpointer unused)
{
  gtk_widget_queue_allocate (view);
  return G_SOURCE_REMOVE;
}

static gboolean
may_lay_out_again (Sight *sight)
{
  gint64 frame = gdk_frame_clock_get_frame_counter (sight->clock);

  if (sight->frame != frame)
    sight->n_rounds = 0;
  sight->frame = frame;
  if (sight->n_rounds++ < MOST_ROUNDS)
    return TRUE;
  gtk_widget_add_tick_callback (GTK_WIDGET (sight->view), on_next_frame, NULL, NULL);
  return FALSE;
}

/* A list view maps only those rows that it shows something of. (element-type TktCellPlace): those
 * among them that are empty; the heights are of the others. */
static GPtrArray *
look (Sight *sight, int *least, int *most)
{
  GPtrArray *empty = g_ptr_array_new ();

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (sight->view)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      TktCellPlace *place = get_place (row);
      int height;

      if (place == NULL || !gtk_widget_get_mapped (GTK_WIDGET (place)))
        continue;
      height = gtk_widget_get_height (GTK_WIDGET (place));
      if (!place->filled)
        g_ptr_array_add (empty, place);
      else
        {
          *least = MIN (*least, height);
          *most = MAX (*most, height);
        }
    }
  return empty;
}

/* Whatever moved, the rows have their places now, and nothing has been drawn: what is asked for
 * here is laid out in the same frame, for the clock goes through that phase again. */
static void
on_layout (Sight *sight)
{
  int least = G_MAXINT, most = 0;
  const gint64 began = tkt_trace_begin ();
  g_autoptr (GPtrArray) empty = NULL;

  if (sight->held)
    return;
  empty = look (sight, &least, &most);
  if (empty->len > 0 && may_lay_out_again (sight))
    {
      g_ptr_array_foreach (empty, (GFunc)fill, NULL);
      tkt_trace_end (began, "cells", "%u cells", empty->len);
    }
  guess_height (sight, least, most);
}

static void
on_realize (Sight *sight)
{
  sight->clock = gtk_widget_get_frame_clock (GTK_WIDGET (sight->view));
  sight->layout_handler = g_signal_connect_data (sight->clock,
                                                 "layout",
                                                 G_CALLBACK (on_layout),
                                                 sight,
                                                 NULL,
                                                 G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static void
on_unrealize (Sight *sight)
{
  g_clear_signal_handler (&sight->layout_handler, sight->clock);
  sight->clock = NULL;
}

/* What a list view asks of its factory */

static void
on_setup (GtkListItemFactory *factory, GtkListItem *list_item, gpointer sight)
{
  TktCellPlace *place = g_object_new (TKT_TYPE_CELL_PLACE, NULL);

  place->sight = g_rc_box_acquire (sight);
  gtk_list_item_set_child (list_item, GTK_WIDGET (place));
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *list_item)
{
  set_item (TKT_CELL_PLACE (gtk_list_item_get_child (list_item)),
            gtk_list_item_get_item (list_item));
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *list_item)
{
  set_item (TKT_CELL_PLACE (gtk_list_item_get_child (list_item)), NULL);
}

void
tkt_cell_place_fill_list (GtkListView *view, GType cell_type, TktSearchState *search)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  Sight *sight = g_rc_box_new0 (Sight);

  g_return_if_fail (GTK_IS_LIST_VIEW (view));
  g_return_if_fail (g_type_is_a (cell_type, TKT_TYPE_CELL));

  *sight = (Sight){ .view = view,
                    .klass = g_type_class_ref (cell_type),
                    .search = search != NULL ? g_object_ref (search) : NULL,
                    .height = FIRST_GUESS };
  g_object_set_data_full (G_OBJECT (view), SIGHT, sight, sight_unref);
  g_signal_connect_data (
      view, "realize", G_CALLBACK (on_realize), sight, NULL, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_swapped (view, "unrealize", G_CALLBACK (on_unrealize), sight);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), sight);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  gtk_list_view_set_factory (view, factory);
  if (gtk_widget_get_realized (GTK_WIDGET (view)))
    on_realize (sight);
}

void
tkt_cell_place_hold_list (GtkListView *view, gboolean held)
{
  Sight *sight = g_object_get_data (G_OBJECT (view), SIGHT);

  g_return_if_fail (sight != NULL);

  if (sight->held == held)
    return;
  sight->held = held;
  if (!held)
    gtk_widget_queue_allocate (GTK_WIDGET (view));
}
