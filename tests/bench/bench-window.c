/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk's window on a generated cache, and when what is in it has been drawn. */
#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>

#include "bench-window.h"

#include "bench-hold.h"
#include "test-await.h"
#include "test-screen.h"
#include "tkt-cell-place.h"
#include "tkt-row-selection.h"
#include "window-find.h"

/* What takes longer has failed. */
#define MOST_S 10

static void
on_before_paint (BenchWindow *self)
{
  self->frame_began = bench_now ();
  bench_hold_set_drawing (TRUE);
}

/* The frame is on its way to the screen. */
static void
on_after_paint (BenchWindow *self)
{
  double now = bench_now ();

  bench_hold_set_drawing (FALSE);
  if (self->frames_ms != NULL)
    bench_samples_add (self->frames_ms, (now - self->frame_began) * 1000);
  if (self->look == NULL || !self->look (self->look_data))
    return;
  self->look = NULL;
  self->seen_at = now;
}

static gboolean
on_key (BenchWindow *self)
{
  self->keyed_at = bench_now ();
  return GDK_EVENT_PROPAGATE;
}

static void
watch_window (BenchWindow *self)
{
  GtkWidget *window = GTK_WIDGET (self->window);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GdkFrameClock *clock;

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (window, keys);
  gtk_widget_realize (window);
  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect_swapped (clock, "before-paint", G_CALLBACK (on_before_paint), self);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (on_after_paint), self);
}

static void
open_window (BenchWindow *self)
{
  g_autoptr (TktDesk) desk = tkt_desk_new (self->sign_ins, self->account->sign_in);
  g_autoptr (GSettingsBackend) backend = g_memory_settings_backend_new ();
  g_autoptr (GSettings) settings = g_settings_new_with_backend_and_path (
      "org.example.Tickets.Account", backend, "/org/example/Tickets/accounts/bench/");
  g_autoptr (GMenu) accounts = g_menu_new ();

  self->window = tkt_window_new (
      GTK_APPLICATION (self->application), desk, settings, G_MENU_MODEL (accounts));
  watch_window (self);
  gtk_window_present (GTK_WINDOW (self->window));
  test_await (tkt_desk_get_ready (desk) && gtk_window_is_active (GTK_WINDOW (self->window)));
}

BenchWindow *
bench_window_new (BenchCacheData *data)
{
  BenchWindow *self = g_new0 (BenchWindow, 1);
  g_autoptr (GError) error = NULL;

  self->account = bench_desk_new (data);
  self->application = tkt_application_new (self->account->folder);
  g_application_register (G_APPLICATION (self->application), NULL, &error);
  g_assert_no_error (error);
  self->sign_ins = tkt_sign_ins_new (self->account->folder, TRUE);
  open_window (self);
  return self;
}

void
bench_window_free (BenchWindow *self)
{
  TktDesk *desk = g_object_ref (tkt_window_get_desk (self->window));

  g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (GTK_WIDGET (self->window)),
                                        self);
  gtk_window_destroy (GTK_WINDOW (self->window));
  tkt_desk_stop (desk);
  g_object_unref (desk);
  g_object_unref (self->sign_ins);
  g_object_unref (self->application);
  bench_desk_free (self->account);
  g_free (self);
}

static void
give_up (gpointer data)
{
  BenchWindow *self = data;

  self->timeout = 0;
  self->look = NULL;
  self->seen_at = bench_now ();
  g_print ("# what was asked for could not be seen in %d s\n", MOST_S);
}

double
bench_window_await (BenchWindow *self, BenchWindowLook look, BenchWindowLook over, gpointer data)
{
  self->look = look;
  self->look_data = data;
  self->seen_at = 0;
  self->timeout = g_timeout_add_once (MOST_S * 1000, give_up, self);
  while (self->look != NULL && (over == NULL || !over (data)))
    g_main_context_iteration (NULL, TRUE);
  self->look = NULL;
  g_clear_handle_id (&self->timeout, g_source_remove);
  return self->seen_at;
}

static void
on_changed (BenchRows *rows)
{
  rows->changed = TRUE;
}

static void
on_whole (BenchRows *rows, GParamSpec *property, TktRowModel *model)
{
  rows->whole |= tkt_row_model_get_whole (model);
}

void
bench_rows_init (BenchRows *rows, GtkListView *view)
{
  GtkSelectionModel *model = gtk_list_view_get_model (view);

  *rows = (BenchRows){ .view = view, .model = g_object_ref (G_LIST_MODEL (model)) };
  g_signal_connect_swapped (model, "items-changed", G_CALLBACK (on_changed), rows);
  if (TKT_IS_ROW_SELECTION (model))
    g_set_object (&rows->asked, tkt_row_selection_get_model (TKT_ROW_SELECTION (model)));
  if (rows->asked != NULL)
    g_signal_connect_swapped (rows->asked, "notify::whole", G_CALLBACK (on_whole), rows);
}

void
bench_rows_clear (BenchRows *rows)
{
  g_signal_handlers_disconnect_by_data (rows->model, rows);
  g_clear_object (&rows->model);
  if (rows->asked != NULL)
    g_signal_handlers_disconnect_by_data (rows->asked, rows);
  g_clear_object (&rows->asked);
}

void
bench_rows_begin (BenchRows *rows)
{
  rows->changed = rows->whole = FALSE;
}

static gboolean
is_in_sight (GtkWidget *row, GtkWidget *view)
{
  graphene_rect_t place;

  return gtk_widget_get_mapped (row) && gtk_widget_compute_bounds (row, view, &place)
         && place.origin.y < gtk_widget_get_height (view) && place.origin.y + place.size.height > 0;
}

static gboolean
is_last (BenchRows *rows, TktRowItem *item)
{
  guint n = g_list_model_get_n_items (rows->model);
  g_autoptr (GObject) last_item = n > 0 ? g_list_model_get_item (rows->model, n - 1) : NULL;

  return last_item == (GObject *)item;
}

static gboolean
shows_row (TktCellPlace *place)
{
  GtkWidget *cell = gtk_widget_get_first_child (GTK_WIDGET (place));
  TktRowItem *item = cell != NULL ? tkt_cell_get_item (TKT_CELL (cell)) : NULL;

  return item != NULL && tkt_row_item_get_row (item) != NULL;
}

gboolean
bench_rows_are_complete (gpointer data)
{
  BenchRows *rows = data;
  GtkWidget *view = GTK_WIDGET (rows->view);
  gboolean last = FALSE;

  /* An empty list gives way to a page that says so. */
  if (g_list_model_get_n_items (rows->model) == 0)
    return !gtk_widget_get_mapped (view);
  if (!gtk_widget_get_mapped (view))
    return FALSE;
  for (GtkWidget *row = gtk_widget_get_first_child (view); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *place = gtk_widget_get_first_child (row);

      if (!TKT_IS_CELL_PLACE (place) || !is_in_sight (row, view))
        continue;
      if (!shows_row (TKT_CELL_PLACE (place)))
        return FALSE;
      last |= is_last (rows, tkt_cell_place_get_item (TKT_CELL_PLACE (place)));
    }
  return last || !rows->from_end;
}

gboolean
bench_rows_are_new (gpointer rows)
{
  return ((BenchRows *)rows)->changed && bench_rows_are_complete (rows);
}

gboolean
bench_rows_are_the_same (gpointer data)
{
  BenchRows *rows = data;

  return rows->whole && !rows->changed;
}
