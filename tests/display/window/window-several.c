/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several tickets selected: what takes the conversation's place, and what ends it. */
#include <string.h>

#include "tkt-client-rows.h"
#include "tkt-desk-history.h"
#include "tkt-row-model-private.h"
#include "tkt-row-selection.h"
#include "tkt-ticket-list.h"
#include "window-fixture.h"

typedef struct
{
  WindowFixture *base;
  TktWindow *window; /* mara's */
  char *ids[4];
} Several;

static void
several_clear (Several *several)
{
  window_fixture_free (several->base);
  for (guint i = 0; i < G_N_ELEMENTS (several->ids); i++)
    g_free (several->ids[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Several, several_clear)

/* "Four | Three | Two | One", nothing of it read. */
static Several
several_new (void)
{
  static const char *const titles[] = { "One", "Two", "Three", "Four" };
  Several several = { window_fixture_new () };

  for (guint i = 0; i < G_N_ELEMENTS (several.ids); i++)
    several.ids[i] = window_serve_ticket (several.base, "ada", titles[i], "Hello?");
  several.window = window_open (several.base, "mara");
  window_show_tab (several.window, "tickets");
  window_await_column (several.window, "Tickets", "title", "Four | Three | Two | One");
  return several;
}

static TktTicketList *
get_list (Several *several)
{
  return window_find (several->window, TKT_TYPE_TICKET_LIST, NULL);
}

/* A click, with Control (@modify) or Shift (@extend). */
static void
click (Several *several, guint position, gboolean modify, gboolean extend)
{
  gtk_widget_activate_action (
      window_tickets (several->window), "list.select-item", "(ubb)", position, modify, extend);
}

static void
await_selected (Several *several, const char *expected)
{
  g_autoptr (TestDeadline) deadline = test_deadline_new ();
  g_autoptr (GString) titles = g_string_new (NULL);

  do
    {
      g_main_context_iteration (NULL, FALSE);
      g_string_truncate (titles, 0);
      for (GtkWidget *row = gtk_widget_get_first_child (window_tickets (several->window));
           row != NULL;
           row = gtk_widget_get_next_sibling (row))
        if (gtk_widget_get_state_flags (row) & GTK_STATE_FLAG_SELECTED)
          {
            g_autofree char *title = window_column (row, "title");

            g_string_append_printf (titles, "%s%s", titles->len > 0 ? " | " : "", title);
          }
    }
  while (!g_str_equal (titles->str, expected) && !deadline->over);
  g_assert_cmpstr (titles->str, ==, expected);
}

static gboolean
reads (Several *several, const char *title)
{
  return window_messages (several->window) != NULL
         && window_column_is (several->window, "title-3", title);
}

/* As in a file manager; back to one it is the conversation again. */
static void
test_select (void)
{
  g_auto (Several) several = several_new ();
  TktWindow *window = several.window;

  click (&several, 1, FALSE, FALSE);
  test_await (reads (&several, "Three"));
  click (&several, 3, FALSE, TRUE);
  await_selected (&several, "Three | Two | One");
  test_await (window_shows (window, "3 tickets selected"));
  g_assert_null (window_messages (window));
  click (&several, 2, TRUE, FALSE);
  await_selected (&several, "Three | One");
  g_assert_true (window_shows (window, "2 tickets selected"));
  click (&several, 3, TRUE, FALSE);
  await_selected (&several, "Three");
  test_await (reads (&several, "Three"));
  g_assert_true (window_press (window_tickets (window), "<Control>a"));
  test_await (window_shows (window, "4 tickets selected"));
  click (&several, 3, FALSE, FALSE);
  test_await (reads (&several, "One"));
  click (&several, 3, TRUE, FALSE);
  await_selected (&several, "");
  g_assert_true (reads (&several, "One"));
}

/* Whatever shows one ticket ends it: keys, links, the way through what is unread. */
static void
test_end (void)
{
  g_auto (Several) several = several_new ();
  TktWindow *window = several.window;

  window_choose (window, "Three");
  click (&several, 1, FALSE, FALSE);
  click (&several, 2, FALSE, TRUE);
  window_press (window, "j");
  test_await (reads (&several, "One"));
  await_selected (&several, "One");
  click (&several, 2, FALSE, TRUE);
  await_selected (&several, "Two | One");
  window_press (window, "k");
  test_await (reads (&several, "Three"));
  click (&several, 2, FALSE, TRUE);
  tkt_window_show_ticket (window, several.ids[2]);
  await_selected (&several, "Three");
  test_await (reads (&several, "Three"));
  click (&several, 3, FALSE, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.read-on", NULL);
  test_await (reads (&several, "Two"));
  await_selected (&several, "Two");
}

/* Rows move, come and go; what is selected stays so, and nothing else. */
static void
test_stay (void)
{
  g_auto (Several) several = several_new ();
  TktWindow *window = several.window;

  click (&several, 1, FALSE, FALSE);
  click (&several, 3, TRUE, FALSE);
  await_selected (&several, "Three | One");
  g_free (window_serve_reply (several.base, "ada", several.ids[0], "Any news?"));
  window_sync (window);
  window_await_column (window, "Tickets", "title", "One | Four | Three | Two");
  await_selected (&several, "One | Three");
  g_free (window_serve_ticket (several.base, "ada", "Five", "Hello?"));
  g_free (window_serve_reply (several.base, "ada", several.ids[1], "Any news?"));
  window_sync (window);
  window_await_column (window, "Tickets", "title", "Two | Five | One | Four | Three");
  await_selected (&several, "One | Three");
  g_assert_true (window_shows (window, "2 tickets selected"));
  /* One is left. */
  window_serve_closing (several.base, "ada", several.ids[0]);
  window_sync (window);
  await_selected (&several, "Three");
  test_await (reads (&several, "Three"));
}

/* What is not listed any more is not selected either. */
static void
test_filter (void)
{
  g_auto (Several) several = several_new ();
  TktWindow *window = several.window;

  window_choose (window, "Three");
  window_press (window_tickets (window), "<Control>a");
  test_await (window_shows (window, "4 tickets selected"));
  window_click (window, "All");
  test_await (reads (&several, "Three"));
  await_selected (&several, "Three");
}

static void
test_mark_read (void)
{
  g_auto (Several) several = several_new ();
  TktWindow *window = several.window;

  click (&several, 0, FALSE, FALSE);
  test_await (tkt_window_get_unread (window) == 3);
  click (&several, 2, FALSE, TRUE);
  window_click (window, "Mark as Read");
  test_await (tkt_window_get_unread (window) == 1);
  g_assert_true (window_shows (window, "3 tickets selected"));
}

/* What is picked is what is written, in its order, though the list has moved since. */
static void
test_export (void)
{
  g_auto (Several) several = several_new ();
  TktDesk *desk = tkt_window_get_desk (several.window);
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GFile) file = g_file_new_tmp ("tickets-XXXXXX", &stream, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  TktRowPick *pick;
  TktHistoryFigures figures;
  const char *four, *two;

  click (&several, 0, FALSE, FALSE);
  click (&several, 2, TRUE, FALSE);
  pick = tkt_ticket_list_pick (get_list (&several));
  g_assert_cmpuint (tkt_row_pick_get_size (pick), ==, 2);
  g_free (window_serve_reply (several.base, "ada", several.ids[0], "Any news?"));
  window_sync (several.window);
  window_await_column (several.window, "Tickets", "title", "One | Four | Three | Two");
  tkt_desk_export_async (desk,
                         tkt_history_choice_new_pick (pick),
                         &tkt_history_csv,
                         "Some",
                         file,
                         NULL,
                         NULL,
                         test_keep_result,
                         (gpointer)&result);
  test_await (result != NULL);
  tkt_desk_export_finish (desk, result, &figures, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (figures.n_tickets, ==, 2);
  g_file_load_contents (file, NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);
  four = strstr (text, "\"Four\"");
  two = strstr (text, "\"Two\"");
  g_assert_true (four != NULL && four < two);
  g_assert_null (strstr (text, "\"One\""));
  g_file_delete (file, NULL, &error);
  g_assert_no_error (error);
}

/* In a narrow window Enter turns to what can be done with them, and Back to the list. */
static void
test_narrow (void)
{
  g_auto (Several) several = several_new ();
  TktWindow *window = several.window;
  AdwLeaflet *leaflet = window_find (window, ADW_TYPE_LEAFLET, NULL);

  gtk_window_set_default_size (GTK_WINDOW (window), 360, 600);
  test_await (adw_leaflet_get_folded (leaflet));
  click (&several, 0, FALSE, FALSE);
  click (&several, 1, FALSE, TRUE);
  await_selected (&several, "Four | Three");
  gtk_widget_activate_action (window_tickets (window), "list.activate-item", "u", 1u);
  test_await (window_shows (window, "2 tickets selected"));
  test_await (window_can_click (window, "Back"));
  window_click (window, "Back");
  test_await (window_tickets (window) != NULL);
  await_selected (&several, "Four | Three");
  gtk_widget_activate_action (window_tickets (window), "list.activate-item", "u", 2u);
  test_await (reads (&several, "Two"));
}

#define MANY 1000000

static GArray *
list_many (TktDb *db, gpointer params, guint limit, GError **error)
{
  GArray *keys = g_array_sized_new (FALSE, FALSE, sizeof (gint64), MANY);

  for (gint64 key = MANY; key > 0; key--)
    g_array_append_val (keys, key);
  return keys;
}

static int n_loaded; /* atomic: rows */

static gpointer
load_none (TktDb *db, gpointer params, gint64 key, GError **error)
{
  g_atomic_int_inc (&n_loaded);
  return NULL;
}

static TktDb *
open_nothing (gpointer user_data, GError **error)
{
  return tkt_db_open (":memory:", TKT_DB_WRITE | TKT_DB_CREATE, error);
}

/* As many as there may be: no row of theirs is made or read, nor walked over here. */
static void
test_million (void)
{
  static const TktRowSource source
      = { tkt_ticket_row_get_type, list_many, load_none, (gpointer)g_direct_equal, FALSE };
  g_autoptr (TktDbWorker) reader = tkt_db_worker_new ("reader", open_nothing, NULL, NULL);
  g_autoptr (TktRowModel) model
      = tkt_row_model_new (reader, &source, g_atomic_rc_box_new0 (gint64), NULL);
  g_autoptr (TktRowSelection) selection = g_object_new (TKT_TYPE_ROW_SELECTION, NULL);
  GtkSelectionModel *choice = GTK_SELECTION_MODEL (selection);
  g_autoptr (TktRowPick) pick = NULL;
  g_autoptr (GArray) keys = NULL;
  gint64 before;
  int n_before;

  tkt_row_selection_set_model (selection, model);
  test_await (tkt_row_model_get_whole (model));
  /* The first rows come with the keys. */
  n_before = g_atomic_int_get (&n_loaded);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (selection)), ==, MANY);
  before = g_get_monotonic_time ();
  gtk_selection_model_select_all (choice);
  gtk_selection_model_unselect_item (choice, 500000);
  pick = tkt_row_selection_pick (selection);
  g_test_message ("%" G_GINT64_FORMAT " µs", g_get_monotonic_time () - before);
  g_assert_cmpuint (tkt_row_pick_get_size (pick), ==, MANY - 1);
  keys = tkt_row_pick_list_keys (pick);
  g_assert_cmpuint (keys->len, ==, MANY - 1);
  g_assert_cmpint (g_array_index (keys, gint64, 500000), ==, MANY - 500001);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (g_atomic_int_get (&n_loaded), ==, n_before);
  tkt_row_selection_set_model (selection, NULL);
  tkt_row_model_stop (model);
}

void
window_add_several_tests (void)
{
  g_test_add_func ("/window/several/million", test_million);
  g_test_add_func ("/window/several/select", test_select);
  g_test_add_func ("/window/several/end", test_end);
  g_test_add_func ("/window/several/stay", test_stay);
  g_test_add_func ("/window/several/filter", test_filter);
  g_test_add_func ("/window/several/mark-read", test_mark_read);
  g_test_add_func ("/window/several/export", test_export);
  g_test_add_func ("/window/several/narrow", test_narrow);
}
