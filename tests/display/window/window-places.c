/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places for cells: however long a list is, what is in sight is there in each frame that is drawn,
 * and little else is made. */
#include "tkt-cell-place.h"
#include "tkt-client-rows.h"
#include "tkt-saved-reply-cell.h"
#include "window-fixture.h"

#define N_ROWS 1000
#define FAR 700

typedef struct
{
  GtkWidget *window;
  GtkListView *view;
  GListStore *store;
  guint n_frames;
} Places;

static TktRowItem *
item_new (guint number)
{
  TktRowItem *item = tkt_row_item_new (number);
  TktSavedReplyRow *row = g_new0 (TktSavedReplyRow, 1);

  row->reply = tkt_saved_reply_new ();
  row->reply->name = g_strdup_printf ("Reply %u", number);
  row->reply->body = g_strdup ("Thank you for your patience.");
  tkt_row_item_take_row (item, tkt_saved_reply_row_get_type (), row);
  return item;
}

static void
fill_store (Places *self, guint first)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < N_ROWS; i++)
    g_ptr_array_add (items, item_new (first + i));
  g_list_store_splice (
      self->store, 0, g_list_model_get_n_items (G_LIST_MODEL (self->store)), items->pdata, N_ROWS);
}

/* The cell that a place shows its item with, or NULL. */
static TktCell *
get_cell (GtkWidget *row)
{
  GtkWidget *place = gtk_widget_get_first_child (row);
  GtkWidget *cell = place != NULL ? gtk_widget_get_first_child (place) : NULL;

  return cell != NULL
                 && tkt_cell_get_item (TKT_CELL (cell))
                        == tkt_cell_place_get_item (TKT_CELL_PLACE (place))
             ? TKT_CELL (cell)
             : NULL;
}

static gboolean
shows_its_row (GtkWidget *row)
{
  TktCell *cell = get_cell (row);
  const TktSavedReplyRow *shown
      = cell != NULL ? tkt_row_item_get_row (tkt_cell_get_item (cell)) : NULL;

  return shown != NULL && window_shows (cell, shown->reply->name);
}

/* Every frame: no row that is seen is empty, or another's. */
static void
on_painted (Places *self)
{
  self->n_frames++;
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->view)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (gtk_widget_get_mapped (row))
      g_assert_true (shows_its_row (row));
}

static void
places_watch (Places *self)
{
  g_signal_connect_swapped (
      gtk_widget_get_frame_clock (self->window), "after-paint", G_CALLBACK (on_painted), self);
}

static Places *
places_new (void)
{
  Places *self = g_new0 (Places, 1);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->store = g_list_store_new (TKT_TYPE_ROW_ITEM);
  self->window = gtk_window_new ();
  self->view = GTK_LIST_VIEW (gtk_list_view_new (
      GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->store)))),
      NULL));
  tkt_cell_place_fill_list (self->view, TKT_TYPE_SAVED_REPLY_CELL, NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  gtk_window_set_child (GTK_WINDOW (self->window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 400, 400);
  fill_store (self, 0);
  gtk_window_present (GTK_WINDOW (self->window));
  return self;
}

static void
places_free (Places *self)
{
  g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (self->window), self);
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_object_unref (self->store);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Places, places_free)

static void
await_frames (Places *self, guint n)
{
  const guint until = self->n_frames + n;

  while (self->n_frames < until)
    {
      gtk_widget_queue_draw (GTK_WIDGET (self->view));
      g_main_context_iteration (NULL, TRUE);
    }
}

static guint
count_cells (Places *self, guint *n_mapped)
{
  guint n = 0;

  *n_mapped = 0;
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->view)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      *n_mapped += gtk_widget_get_mapped (row);
      n += gtk_widget_get_first_child (gtk_widget_get_first_child (row)) != NULL;
    }
  return n;
}

static void
scroll_to (Places *self, guint position)
{
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}

/* A dozen rows are seen; as many cells are made, and a few for what the first guess let in. */
static void
test_few (void)
{
  g_autoptr (Places) self = places_new ();
  guint n_cells, n_mapped;

  places_watch (self);
  await_frames (self, 5);
  n_cells = count_cells (self, &n_mapped);
  g_assert_cmpuint (n_mapped, >, 3);
  g_assert_cmpuint (n_cells, <, 2 * n_mapped);
}

static void
test_scrolling (void)
{
  g_autoptr (Places) self = places_new ();
  GtkAdjustment *place = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));

  places_watch (self);
  await_frames (self, 5);
  scroll_to (self, FAR);
  await_frames (self, 5);
  g_assert_true (window_shows (self->view, "Reply 700"));
  for (guint i = 0; i < 40; i++)
    {
      gtk_adjustment_set_value (place, gtk_adjustment_get_value (place) - i * 10);
      await_frames (self, 1);
    }
  gtk_adjustment_set_value (place, 0);
  await_frames (self, 1);
  g_assert_true (window_shows (self->view, "Reply 0"));
}

/* Other rows in the same places: of those that were there before nothing is left to be seen. */
static void
test_other_rows (void)
{
  g_autoptr (Places) self = places_new ();

  places_watch (self);
  await_frames (self, 5);
  for (guint i = 1; i < 5; i++)
    {
      g_autofree char *first = g_strdup_printf ("Reply %u", i * N_ROWS);

      fill_store (self, i * N_ROWS);
      scroll_to (self, 0);
      await_frames (self, 2);
      g_assert_true (window_shows (self->view, first));
    }
}

/* Assistive technology reads the list where nobody looks, too. */
static void
test_names (void)
{
  g_autoptr (Places) self = places_new ();
  guint number = 0;

  places_watch (self);
  await_frames (self, 5);
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->view)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      g_autofree char *words
          = g_strdup_printf ("Reply %u, Shared, Thank you for your patience.", number++);

      gtk_test_accessible_assert_property (
          GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words);
    }
  g_assert_cmpuint (number, >, 100);
}

static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer n)
{
  ++*(guint *)n;
  return G_SOURCE_CONTINUE;
}

/* On the way to another place nothing is made of what is passed. */
static void
test_held (void)
{
  g_autoptr (Places) self = places_new ();
  guint n_mapped, n = 0;

  tkt_cell_place_hold_list (self->view, TRUE);
  gtk_widget_add_tick_callback (GTK_WIDGET (self->view), on_frame, &n, NULL);
  test_await (n > 3 && gtk_widget_get_mapped (GTK_WIDGET (self->view)));
  g_assert_cmpuint (count_cells (self, &n_mapped), ==, 0);
  g_assert_cmpuint (n_mapped, >, 3);
  scroll_to (self, FAR);
  tkt_cell_place_hold_list (self->view, FALSE);
  places_watch (self);
  await_frames (self, 2);
  g_assert_true (window_shows (self->view, "Reply 700"));
  g_assert_cmpuint (count_cells (self, &n_mapped), <, 2 * n_mapped);
}

void
window_add_place_tests (void)
{
  g_test_add_func ("/window/places/few-cells", test_few);
  g_test_add_func ("/window/places/scrolling", test_scrolling);
  g_test_add_func ("/window/places/other-rows", test_other_rows);
  g_test_add_func ("/window/places/names", test_names);
  g_test_add_func ("/window/places/held", test_held);
}
