/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps a conversation where a reader expects it. */
#include "tkt-thread-scroller.h"

#include "tkt-cell-place.h"

#include "tkt-client-rows.h"

/* How near the end counts as being there, in pixels. */
#define AT_END 32

/* Frames after a scroll in which rows around the goal still get their sizes. */
#define SETTLING_FRAMES 6

/* A list view begins at the top of what it is given, with some two hundred rows, and then once more
 * where it is told to scroll to: of a long thread it is given so many rows before that place, more
 * than a screen of them, and the rest when the reader goes there. */
#define ROWS_BEFORE 20

struct _TktThreadScroller
{
  GObject parent_instance;

  GtkListView *list_view; /* (unowned) */
  TktRowModel *messages;
  GtkSliceListModel *rows; /* those of @messages that the list view is given */
  guint growing;           /* the source that gives it all of them */
  gboolean opening;        /* the reader has not been shown the place to read on from yet */
  gboolean at_end;         /* the reader was at the end before the last change */
  guint goal;
  guint frames_left;
  guint tick;
};

G_DEFINE_FINAL_TYPE (TktThreadScroller, tkt_thread_scroller, G_TYPE_OBJECT)

static GtkAdjustment *
get_adjustment (TktThreadScroller *self)
{
  return gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list_view));
}

static gboolean
has_place (TktThreadScroller *self)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list_view));

  return row != NULL && gtk_widget_get_height (row) > 0
         && gtk_widget_get_height (GTK_WIDGET (self->list_view)) > 0;
}

static gboolean
give_all (gpointer data)
{
  TktThreadScroller *self = data;

  self->growing = 0;
  gtk_slice_list_model_set_offset (self->rows, 0);
  return G_SOURCE_REMOVE;
}

/* Where the reader is, once rows have their places: while they are still being found, the list is
 * at many. */
static void
note_place (TktThreadScroller *self)
{
  GtkAdjustment *adjustment = get_adjustment (self);
  const double value = gtk_adjustment_get_value (adjustment);
  const double page = gtk_adjustment_get_page_size (adjustment);

  if (self->tick != 0)
    return;
  self->at_end = value + page >= gtk_adjustment_get_upper (adjustment) - AT_END;
  /* Not while the list view is telling where it is. */
  if (value < page && self->growing == 0 && gtk_slice_list_model_get_offset (self->rows) > 0)
    self->growing = g_idle_add (give_all, self);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  TktThreadScroller *self = user_data;
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  const guint goal = self->goal - gtk_slice_list_model_get_offset (self->rows);
  GtkAdjustment *adjustment = get_adjustment (self);

  /* Rows that have no place yet can't be scrolled to: the frames count from when they have. */
  if (n > 0 && !has_place (self))
    return G_SOURCE_CONTINUE;
  if (goal < n)
    gtk_widget_activate_action (widget, "list.scroll-to-item", "u", goal);
  tkt_cell_place_hold_list (self->list_view, FALSE);
  /* The last row is shown to its very end, below which is the list's own padding. */
  if (n > 0 && goal == n - 1 && adjustment != NULL)
    gtk_adjustment_set_value (adjustment,
                              gtk_adjustment_get_upper (adjustment)
                                  - gtk_adjustment_get_page_size (adjustment));
  if (self->frames_left-- > 1)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  self->opening = FALSE;
  note_place (self);
  return G_SOURCE_REMOVE;
}

static void
scroll_to (TktThreadScroller *self, guint position)
{
  if (position < gtk_slice_list_model_get_offset (self->rows))
    gtk_slice_list_model_set_offset (self->rows, 0);
  self->goal = position;
  self->frames_left = SETTLING_FRAMES;
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->list_view), on_tick, self, NULL);
}

/* The first unread message of those whose rows are known, which are the newest; else the last. */
static guint
opening_position (TktThreadScroller *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->messages));

  for (guint i = n; i > 0 && n - i < 200; i--)
    {
      g_autoptr (TktRowItem) item = g_list_model_get_item (G_LIST_MODEL (self->messages), i - 1);
      const TktMessageRow *row = tkt_row_item_get_row (item);

      if (row != NULL && row->first_unread)
        return i - 1;
    }
  return n - 1;
}

/* The list view gets its first rows. */
static void
begin (TktThreadScroller *self)
{
  const guint goal = opening_position (self);

  gtk_slice_list_model_set_offset (self->rows, goal > 2 * ROWS_BEFORE ? goal - ROWS_BEFORE : 0);
  gtk_slice_list_model_set_model (self->rows, G_LIST_MODEL (self->messages));
}

static void
on_items_changed (TktThreadScroller *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->messages));

  if (n == 0 || tkt_row_model_get_loading (self->messages))
    return;
  if (gtk_slice_list_model_get_model (self->rows) == NULL)
    begin (self);
  /* Keys come in more than one change, and move what is known of the place. */
  if (self->opening)
    scroll_to (self, opening_position (self));
  else if (self->at_end)
    scroll_to (self, n - 1);
}

/* The end has gone out of sight below a reader who was there: its row has grown (a reply was
 * refused, and says why), or there is less room. */
static void
keep_end (TktThreadScroller *self)
{
  GtkAdjustment *adjustment = get_adjustment (self);
  double below = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_value (adjustment)
                 - gtk_adjustment_get_page_size (adjustment);
  guint n = self->messages != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->messages)) : 0;

  if (self->tick == 0 && !self->opening && self->at_end && n > 0 && below >= 1)
    scroll_to (self, n - 1);
}

static void
drop_model (TktThreadScroller *self)
{
  if (self->messages != NULL)
    g_signal_handlers_disconnect_by_data (self->messages, self);
  gtk_slice_list_model_set_model (self->rows, NULL);
  g_clear_object (&self->messages);
  g_clear_handle_id (&self->growing, g_source_remove);
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->list_view), self->tick);
  self->tick = 0;
}

static void
tkt_thread_scroller_dispose (GObject *object)
{
  TktThreadScroller *self = TKT_THREAD_SCROLLER (object);

  drop_model (self);
  if (self->list_view != NULL && get_adjustment (self) != NULL)
    g_signal_handlers_disconnect_by_data (get_adjustment (self), self);
  self->list_view = NULL;

  G_OBJECT_CLASS (tkt_thread_scroller_parent_class)->dispose (object);
}

static void
tkt_thread_scroller_finalize (GObject *object)
{
  g_object_unref (TKT_THREAD_SCROLLER (object)->rows);

  G_OBJECT_CLASS (tkt_thread_scroller_parent_class)->finalize (object);
}

static void
tkt_thread_scroller_class_init (TktThreadScrollerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tkt_thread_scroller_dispose;
  G_OBJECT_CLASS (klass)->finalize = tkt_thread_scroller_finalize;
}

static void
tkt_thread_scroller_init (TktThreadScroller *self)
{
  self->rows = gtk_slice_list_model_new (NULL, 0, G_MAXUINT);
}

TktThreadScroller *
tkt_thread_scroller_new (GtkListView *list_view)
{
  TktThreadScroller *self = g_object_new (TKT_TYPE_THREAD_SCROLLER, NULL);

  self->list_view = list_view;
  g_signal_connect_swapped (get_adjustment (self), "value-changed", G_CALLBACK (note_place), self);
  g_signal_connect_swapped (get_adjustment (self), "changed", G_CALLBACK (keep_end), self);
  return self;
}

GListModel *
tkt_thread_scroller_get_rows (TktThreadScroller *self)
{
  g_return_val_if_fail (TKT_IS_THREAD_SCROLLER (self), NULL);

  return G_LIST_MODEL (self->rows);
}

void
tkt_thread_scroller_set_model (TktThreadScroller *self, TktRowModel *messages)
{
  g_return_if_fail (TKT_IS_THREAD_SCROLLER (self));

  drop_model (self);
  self->opening = TRUE;
  self->at_end = TRUE;
  if (messages == NULL)
    return;
  /* What it begins with is not what is read. */
  tkt_cell_place_hold_list (self->list_view, TRUE);
  self->messages = g_object_ref (messages);
  /* After the list view's own handler, so that it knows the rows it is told to scroll to. */
  g_signal_connect_object (messages,
                           "items-changed",
                           G_CALLBACK (on_items_changed),
                           self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (messages,
                           "notify::loading",
                           G_CALLBACK (on_items_changed),
                           self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  on_items_changed (self);
}

void
tkt_thread_scroller_go_to_end (TktThreadScroller *self)
{
  guint n;

  g_return_if_fail (TKT_IS_THREAD_SCROLLER (self));

  n = self->messages != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->messages)) : 0;
  self->opening = FALSE;
  self->at_end = TRUE;
  if (n > 0)
    scroll_to (self, n - 1);
}

void
tkt_thread_scroller_go_to (TktThreadScroller *self, guint position)
{
  g_return_if_fail (TKT_IS_THREAD_SCROLLER (self));

  self->opening = FALSE;
  self->at_end = FALSE;
  scroll_to (self, position);
}

gboolean
tkt_thread_scroller_read_on (TktThreadScroller *self)
{
  GtkAdjustment *adjustment = get_adjustment (self);
  double value = gtk_adjustment_get_value (adjustment);
  double page = gtk_adjustment_get_page_size (adjustment);

  g_return_val_if_fail (TKT_IS_THREAD_SCROLLER (self), FALSE);

  /* What is not there to be seen yet has not been read. */
  if (self->messages != NULL && self->opening)
    return TRUE;
  if (self->messages == NULL || value + page >= gtk_adjustment_get_upper (adjustment) - AT_END)
    return FALSE;
  /* The last line that was read is the first again. */
  gtk_adjustment_set_value (adjustment, value + page - AT_END);
  return TRUE;
}
