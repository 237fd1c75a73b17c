/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bench: how soon the window shows what it is asked for, from the key to the frame with the rows,
 * and what holds its main thread meanwhile. */
#include <math.h>

#include "bench-hold.h"
#include "bench-window.h"
#include "test-await.h"
#include "test-screen.h"
#include "tkt-client-rows.h"
#include "window-find.h"

static struct
{
  int tickets, messages, rounds;
  char *folder;
} options = { .tickets = 1000, .messages = 10, .rounds = 20 };

static const GOptionEntry entries[] = {
  { "tickets", 0, 0, G_OPTION_ARG_INT, &options.tickets, "How many tickets (1,000)", "N" },
  { "messages", 0, 0, G_OPTION_ARG_INT, &options.messages, "Of each ticket (10)", "N" },
  { "rounds", 0, 0, G_OPTION_ARG_INT, &options.rounds, "Of each figure (20)", "N" },
  { "folder",
    0,
    0,
    G_OPTION_ARG_FILENAME,
    &options.folder,
    "Where a cache is; made and kept where it is missing",
    "FOLDER" },
  G_OPTION_ENTRY_NULL,
};

static const char *const typed[] = { "payout missing", "tracking link", "postback", "invoice" };

#define PAGES 100
#define WHEEL_TURNS 300
#define TICKETS_OPENED 20

static GtkListView *
find_list (BenchWindow *bench, const char *name)
{
  test_await (window_find (bench->window, GTK_TYPE_LIST_VIEW, name) != NULL);
  return window_find (bench->window, GTK_TYPE_LIST_VIEW, name);
}

/* A list that stays as it was is no sample. */
static void
add (BenchSamples *times_ms, double seen_at, double began)
{
  if (seen_at > 0)
    bench_samples_add (times_ms, (seen_at - began) * 1000);
}

static void
print_times (const char *name, BenchSamples *times_ms)
{
  if (times_ms->values->len > 0)
    bench_print_times (name, times_ms, 0);
}

static void
print_hold (const char *name)
{
  bench_hold_print (name, bench_hold_end ());
}

/* There is a frame, whether or not anything has changed. */
static void
settle (BenchWindow *bench, BenchRows *rows)
{
  gtk_widget_queue_draw (GTK_WIDGET (rows->view));
  bench_window_await (bench, bench_rows_are_complete, NULL, rows);
}

static void
go_to_top (BenchWindow *bench, BenchRows *rows)
{
  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (rows->view)), 0);
  settle (bench, rows);
}

static void
await_whole (BenchRows *rows)
{
  test_await (tkt_row_model_get_whole (rows->asked));
}

static void
clear_search (BenchWindow *bench, BenchRows *rows)
{
  GtkEditable *entry = window_find (bench->window, GTK_TYPE_SEARCH_ENTRY, "Search tickets");

  gtk_widget_grab_focus (GTK_WIDGET (entry));
  if (*gtk_editable_get_text (entry) == '\0')
    return;
  bench_rows_begin (rows);
  gtk_editable_set_text (entry, "");
  bench_window_await (bench, bench_rows_are_new, bench_rows_are_the_same, rows);
  await_whole (rows);
}

/* When it was to be seen, or 0. */
static double
choose (BenchWindow *bench, BenchRows *rows, const char *filter)
{
  double seen_at;

  bench_rows_begin (rows);
  window_click (bench->window, filter);
  seen_at = bench_window_await (bench, bench_rows_are_new, bench_rows_are_the_same, rows);
  await_whole (rows);
  return seen_at;
}

/* Real keys come from the screen; the time counts from when the window has one. */
static void
press (BenchWindow *bench, char letter)
{
  const char keys[] = { letter, '\0' };
  double began = bench_now ();
  g_autoptr (GError) error = NULL;

  test_screen_press_keys (letter == ' ' ? "space" : keys, &error);
  g_assert_no_error (error);
  test_await (bench->keyed_at > began);
}

static void
measure_search (BenchWindow *bench, BenchRows *rows)
{
  g_autoptr (BenchSamples) times = bench_samples_new ();
  BenchHold hold = { 0 };

  choose (bench, rows, "All");
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      clear_search (bench, rows);
      for (const char *letter = typed[i]; *letter != '\0'; letter++)
        {
          press (bench, *letter);
          bench_hold_begin ();
          bench_rows_begin (rows);
          add (times,
               bench_window_await (bench, bench_rows_are_new, bench_rows_are_the_same, rows),
               bench->keyed_at);
          await_whole (rows);
          bench_hold_add (&hold, bench_hold_end ());
        }
    }
  clear_search (bench, rows);
  choose (bench, rows, "Open");
  print_times ("desk-window/search", times);
  bench_hold_print ("desk-window/search", hold);
}

/* Each leads to another list than the one before, the last to that before the first. */
static void
measure_filters (BenchWindow *bench, BenchRows *rows)
{
  static const char *const filters[] = { "Closed", "All", "Mine", "Everyone", "Open" };
  g_autoptr (BenchSamples) times = bench_samples_new ();

  bench_hold_begin ();
  for (int round = 0; round < options.rounds; round++)
    for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
      {
        double began = bench_now ();

        add (times, choose (bench, rows, filters[i]), began);
      }
  print_times ("desk-window/filter", times);
  print_hold ("desk-window/filter");
}

/* @step: rows come into sight by so much, until there have been @n_steps. */
static void
measure_scrolling (BenchWindow *bench, BenchRows *rows, const char *name, double step, int n_steps)
{
  GtkAdjustment *place = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (rows->view));
  g_autofree char *frame_name = g_strconcat (name, "/frame", NULL);
  g_autofree char *rows_name = g_strconcat (name, "/rows", NULL);
  g_autoptr (BenchSamples) frames = bench_samples_new ();
  g_autoptr (BenchSamples) times = bench_samples_new ();

  go_to_top (bench, rows);
  bench->frames_ms = frames;
  bench_hold_begin ();
  for (int i = 0; i < n_steps; i++)
    {
      double began = bench_now ();
      double value = gtk_adjustment_get_value (place);

      gtk_adjustment_set_value (place, value + step);
      if (gtk_adjustment_get_value (place) == value)
        break;
      add (times, bench_window_await (bench, bench_rows_are_complete, NULL, rows), began);
    }
  bench->frames_ms = NULL;
  print_times (frame_name, frames);
  print_times (rows_name, times);
  print_hold (name);
}

/* As GTK makes steps of the wheel's. */
static void
measure_all_scrolling (BenchWindow *bench, BenchRows *rows)
{
  GtkAdjustment *place = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (rows->view));
  double page = gtk_adjustment_get_page_size (place);

  choose (bench, rows, "All");
  measure_scrolling (bench, rows, "desk-window/pages", page, PAGES);
  measure_scrolling (bench, rows, "desk-window/wheel", pow (page, 2.0 / 3), WHEEL_TURNS);
  /* Far from what was read before. */
  measure_scrolling (bench,
                     rows,
                     "desk-window/far",
                     (gtk_adjustment_get_upper (place) - page) / (options.rounds + 1),
                     options.rounds);
  go_to_top (bench, rows);
}

/* (element-type utf8): ids of the first tickets of the list. */
static GPtrArray *
list_tickets (BenchRows *rows)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < TICKETS_OPENED; i++)
    {
      g_autoptr (TktRowItem) item = g_list_model_get_item (rows->model, i);
      const TktTicketRow *row = item != NULL ? tkt_row_item_get_row (item) : NULL;

      if (row != NULL)
        g_ptr_array_add (ids, g_strdup (row->ticket->id));
    }
  g_assert_cmpuint (ids->len, >, 1);
  return ids;
}

/* In ms. */
static double
open_ticket (BenchWindow *bench, BenchRows *messages, const char *id, gboolean from_end)
{
  double began = bench_now ();

  bench_rows_begin (messages);
  messages->from_end = from_end;
  tkt_window_show_ticket (bench->window, id);
  return (bench_window_await (bench, bench_rows_are_new, NULL, messages) - began) * 1000;
}

/* @long_ticket: (nullable): it and the tickets of the list in turn, of which only it counts; or all
 * that are in the list. */
static void
measure_threads (BenchWindow *bench,
                 BenchRows *messages,
                 GPtrArray *ids,
                 const char *name,
                 const char *long_ticket)
{
  g_autoptr (BenchSamples) times = bench_samples_new ();
  BenchHold hold = { 0 };

  for (int i = 0; i < options.rounds; i++)
    {
      const char *id = g_ptr_array_index (ids, i % ids->len);

      if (long_ticket != NULL)
        open_ticket (bench, messages, id, FALSE);
      bench_hold_begin ();
      bench_samples_add (
          times,
          open_ticket (
              bench, messages, long_ticket != NULL ? long_ticket : id, long_ticket != NULL));
      bench_hold_add (&hold, bench_hold_end ());
    }
  print_times (name, times);
  bench_hold_print (name, hold);
}

static void
measure_all_threads (BenchWindow *bench, BenchRows *rows, const char *long_ticket)
{
  g_autoptr (GPtrArray) ids = list_tickets (rows);
  BenchRows messages;

  tkt_window_show_ticket (bench->window, g_ptr_array_index (ids, ids->len - 1));
  bench_rows_init (&messages, find_list (bench, "Conversation"));
  settle (bench, &messages);
  measure_threads (bench, &messages, ids, "desk-window/ticket", NULL);
  measure_threads (bench, &messages, ids, "desk-window/thread", long_ticket);
  bench_rows_clear (&messages);
}

static BenchWindow *
measure_opening (BenchCacheData *data, BenchRows *rows)
{
  BenchWindow *bench;

  bench_hold_begin ();
  bench = bench_window_new (data);
  gtk_widget_activate_action (GTK_WIDGET (bench->window), "win.show-page", "s", "tickets");
  bench_rows_init (rows, find_list (bench, "Tickets"));
  settle (bench, rows);
  print_hold ("desk-window/open");
  return bench;
}

int
main (int argc, char **argv)
{
  g_autoptr (BenchCacheData) data = NULL;
  BenchWindow *bench;
  BenchCacheSize size;
  BenchRows rows;

  bench_parse ("How soon the window shows what it is asked for.", entries, &argc, &argv);
  size = (BenchCacheSize){ options.tickets, options.messages, BENCH_LONG_THREAD };
  data = bench_cache_data_new (options.folder, &size);
  adw_init ();
  bench_hold_watch ();
  bench = measure_opening (data, &rows);
  measure_search (bench, &rows);
  measure_filters (bench, &rows);
  measure_all_scrolling (bench, &rows);
  measure_all_threads (bench, &rows, data->long_ticket);
  bench_print ("desk-window/memory", bench_memory ("self", "Rss:"), "MiB", BENCH_NO_RATIO);
  bench_rows_clear (&rows);
  bench_window_free (bench);
  return 0;
}
