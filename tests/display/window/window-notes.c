/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Internal notes: written beside the replies, told apart from them, and nothing to a publisher. */
#include "tkt-composer.h"
#include "tkt-undelivered-window.h"
#include "window-fixture.h"

/* A note is added in its own mode, which words and colour say, and its publisher sees none of it.
 */
static void
test_written (void)
{
  g_autoptr (WindowFixture) self = window_fixture_new ();
  g_autofree char *id = window_serve_ticket (self, "ada", "Caps", "Too low");
  TktWindow *window = window_open (self, "mara");
  TktWindow *publisher;
  GtkWidget *composer;

  window_show_tab (window, "tickets");
  window_choose (window, "Caps");
  composer = window_find (window, TKT_TYPE_COMPOSER, NULL);
  g_assert_false (gtk_widget_has_css_class (composer, "note"));
  window_click (window, "Internal Note");
  test_await (!tkt_composer_is_busy (TKT_COMPOSER (composer)));
  g_assert_true (gtk_widget_has_css_class (composer, "note"));
  window_type (window, "Note text", "Ask the bank");
  window_click (window, "Add Note");
  window_await_column (window, "Conversation", "body", "Too low | Ask the bank");
  window_await_typed (window, "Note text", "");
  test_await (window_shows (window, "Internal note"));

  publisher = window_open (self, "ada");
  window_choose (publisher, "Caps");
  window_await_column (publisher, "Conversation", "body", "Too low");
  g_assert_false (window_shows (publisher, "Internal Note"));
}

/* What is typed for the one is not sent as the other: each has its draft. */
static void
test_drafts_apart (void)
{
  g_autoptr (WindowFixture) self = window_fixture_new ();
  g_autofree char *id = window_serve_ticket (self, "ada", "Caps", "Too low");
  TktWindow *window = window_open (self, "mara");
  TktComposer *composer;

  window_show_tab (window, "tickets");
  window_choose (window, "Caps");
  composer = TKT_COMPOSER (window_find (window, TKT_TYPE_COMPOSER, NULL));
  window_type (window, "Reply text", "For them");
  window_click (window, "Internal Note");
  window_await_typed (window, "Note text", "");
  g_assert_true (gtk_widget_is_focus (window_find (window, GTK_TYPE_TEXT_VIEW, "Note text")));
  test_await (!tkt_composer_is_busy (composer));
  window_type (window, "Note text", "For us");
  window_click (window, "To the Publisher");
  window_await_typed (window, "Reply text", "For them");
  window_click (window, "Internal Note");
  window_await_typed (window, "Note text", "For us");
}

/* A closed ticket takes notes, and no replies. */
static void
test_closed (void)
{
  g_autoptr (WindowFixture) self = window_fixture_new ();
  g_autofree char *id = window_serve_ticket (self, "ada", "Caps", "Too low");
  TktWindow *window;

  window_serve_closing (self, "mara", id);
  window = window_open (self, "mara");
  window_show_tab (window, "tickets");
  window_click (window, "Closed");
  window_choose (window, "Caps");
  window_click (window, "Write a Note");
  window_type (window, "Note text", "Asked the bank");
  window_click (window, "Add Note");
  window_await_column (window, "Conversation", "body", "Too low | Asked the bank");
}

/* "Edit" in the list of what is not delivered brings back these words, whatever else is typed. */
static void
test_edit_undelivered (void)
{
  g_autoptr (WindowFixture) self = window_fixture_new ();
  g_autofree char *id = window_serve_ticket (self, "ada", "Caps", "Too low");
  TktWindow *window = window_open (self, "mara");
  g_autoptr (TktRowModel) undelivered = NULL;
  g_autoptr (TktRowItem) item = NULL;
  gpointer list;

  window_show_tab (window, "tickets");
  window_choose (window, "Caps");
  test_server_stop (self->server);
  window_click (window, "Internal Note");
  window_await_typed (window, "Note text", "");
  window_type (window, "Note text", "Ask the bank");
  window_click (window, "Add Note");
  window_await_column (window, "Conversation", "body", "Too low | Ask the bank");
  window_click (window, "To the Publisher");
  window_await_typed (window, "Reply text", "");
  window_type (window, "Reply text", "We look into it");

  undelivered = tkt_desk_list_undelivered (tkt_window_get_desk (window));
  test_await (g_list_model_get_n_items (G_LIST_MODEL (undelivered)) == 1);
  item = g_list_model_get_item (G_LIST_MODEL (undelivered), 0);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.undelivered", NULL);
  test_await (window_toplevel (TKT_TYPE_UNDELIVERED_WINDOW) != NULL);
  list = window_toplevel (TKT_TYPE_UNDELIVERED_WINDOW);
  test_await (window_shows (list, "Ask the bank"));
  gtk_widget_activate_action (list, "undelivered.edit", "x", tkt_row_item_get_key (item));
  window_await_typed (window, "Note text", "Ask the bank");
  window_click (window, "To the Publisher");
  window_await_typed (window, "Reply text", "We look into it");
  test_server_start (self->server);
}

void
window_add_note_tests (void)
{
  g_test_add_func ("/window/notes/rule-21/written-and-unseen", test_written);
  g_test_add_func ("/window/notes/drafts-apart", test_drafts_apart);
  g_test_add_func ("/window/notes/on-a-closed-ticket", test_closed);
  g_test_add_func ("/window/notes/rule-20/edit-undelivered", test_edit_undelivered);
}
