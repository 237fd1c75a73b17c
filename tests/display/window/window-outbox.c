/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What waits, what can be undone and what was refused: seen, and worked, in the window. */
#include "tkt-new-ticket-window.h"
#include "tkt-undelivered-window.h"
#include "window-fixture.h"

typedef struct
{
  WindowFixture *base;
  TktWindow *window;
  char *id;
} Desk;

static void
desk_clear (Desk *desk)
{
  window_fixture_free (desk->base);
  g_free (desk->id);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_clear)

/* ada's window with her ticket "Caps" in front. */
static Desk
desk_new (void)
{
  Desk desk = { window_fixture_new () };

  desk.id = window_serve_ticket (desk.base, "ada", "Caps", "Too low");
  g_free (window_serve_reply (desk.base, "ada", desk.id, "Far too low"));
  desk.window = window_open (desk.base, "ada");
  window_show_tab (desk.window, "tickets");
  window_choose (desk.window, "Caps");
  window_await_column (desk.window, "Conversation", "body", "Too low | Far too low");
  return desk;
}

static void
go_offline (Desk *desk)
{
  test_server_stop (desk->base->server);
  window_sync (desk->window);
  test_await (window_shows (desk->window, "Offline"));
}

static void
go_online (Desk *desk)
{
  test_server_start (desk->base->server);
  window_sync (desk->window);
}

static void
activate_in_conversation (Desk *desk, const char *action, guint position)
{
  GtkSelectionModel *model
      = gtk_list_view_get_model (GTK_LIST_VIEW (window_messages (desk->window)));
  g_autoptr (TktRowItem) item = g_list_model_get_item (G_LIST_MODEL (model), position);

  gtk_widget_activate_action (
      window_messages (desk->window), action, "x", tkt_row_item_get_key (item));
}

/* (nullable) */
static gpointer
find_toast (TktWindow *window)
{
  /* libadwaita's own; it is not known before there was one. */
  GType type = g_type_from_name ("AdwToastWidget");

  return type != G_TYPE_INVALID ? window_find (window, type, NULL) : NULL;
}

/* Not called closed while it can be undone, and open again everywhere. */
static void
test_undo_closing (void)
{
  g_auto (Desk) desk = desk_new ();

  window_click (desk.window, "Close Ticket");
  window_answer ("Close Ticket");
  test_await (window_shows (desk.window, "Closing…") && find_toast (desk.window) != NULL);
  g_assert_true (window_shows (desk.window, "The ticket is closed in a moment"));
  g_assert_false (window_shows (desk.window, "Closed by Ada Example on "));
  window_click (desk.window, "Undo");
  test_await (window_can_click (desk.window, "Close Ticket"));
  test_await (find_toast (desk.window) == NULL);
  g_assert_false (window_can_click (desk.window, "Undo"));
  window_await_column (desk.window, "Tickets", "title", "Caps");
}

/* The words follow the closing out of the outbox. */
static void
test_closing_waits (void)
{
  g_auto (Desk) desk = desk_new ();

  go_offline (&desk);
  tkt_desk_set_hold (tkt_window_get_desk (desk.window), 0, FALSE);
  window_click (desk.window, "Close Ticket");
  window_answer ("Close Ticket");
  test_await (window_shows (desk.window, "The closing waits to be sent"));
  g_assert_false (window_can_click (desk.window, "Undo"));
  go_online (&desk);
  test_await (window_shows (desk.window, "Closed by Ada Example on "));
  g_assert_false (window_shows (desk.window, "Closing…"));
}

static void
test_undo_deletion (void)
{
  g_auto (Desk) desk = desk_new ();

  activate_in_conversation (&desk, "conversation.delete-own", 1);
  window_answer ("Delete");
  window_await_column (desk.window, "Conversation", "body", "Too low | Message deleted");
  window_click (desk.window, "Undo");
  window_await_column (desk.window, "Conversation", "body", "Too low | Far too low");
}

/* A reply that is undone is back where it was written, before what is typed there meanwhile. */
static void
test_undo_reply (void)
{
  g_auto (Desk) desk = desk_new ();

  tkt_desk_set_hold (tkt_window_get_desk (desk.window), 60, TRUE);
  window_type (desk.window, "Reply text", "Hasty words");
  window_click (desk.window, "Reply");
  window_await_column (desk.window, "Conversation", "body", "Too low | Far too low | Hasty words");
  g_assert_true (window_shows (desk.window, "Sent in a moment"));
  window_type (desk.window, "Reply text", "Second thoughts");
  window_click (desk.window, "Undo");
  window_await_typed (desk.window, "Reply text", "Hasty words\n\nSecond thoughts");
  window_await_column (desk.window, "Conversation", "body", "Too low | Far too low");
}

/* Only the last can be undone by its toast: a toast that waited would come too late. */
static void
test_undo_one_at_a_time (void)
{
  g_auto (Desk) desk = desk_new ();

  activate_in_conversation (&desk, "conversation.delete-own", 1);
  window_answer ("Delete");
  test_await (window_shows (desk.window, "Message deleted"));
  test_await (window_can_click (desk.window, "Undo"));
  window_click (desk.window, "Close Ticket");
  window_answer ("Close Ticket");
  test_await (find_toast (desk.window) != NULL
              && window_shows (find_toast (desk.window), "Closing the ticket…"));
  window_click (find_toast (desk.window), "Undo");
  test_await (window_can_click (desk.window, "Close Ticket"));
  window_await_column (desk.window, "Conversation", "body", "Too low | Message deleted");
}

/* What is typed is there again after the program's end, and the list says so. */
static void
test_draft_survives (void)
{
  g_auto (Desk) desk = desk_new ();

  g_assert_false (window_shows (desk.window, "Draft"));
  window_type (desk.window, "Reply text", "Half a thought");
  test_await (window_shows (desk.window, "Draft"));
  window_type (desk.window, "Reply text", "Half a thought, and more");
  window_close (desk.window);
  desk.window = window_open (desk.base, "ada");
  test_await (window_shows (desk.window, "Draft"));
  window_choose (desk.window, "Caps");
  window_await_typed (desk.window, "Reply text", "Half a thought, and more");
  window_click (desk.window, "Reply");
  window_await_typed (desk.window, "Reply text", "");
  test_await (!window_shows (desk.window, "Draft"));
}

/* Replies while the other side closes; the words stay, and can go elsewhere. */
static void
refuse_reply (Desk *desk)
{
  go_offline (desk);
  window_type (desk->window, "Reply text", "Late words");
  window_click (desk->window, "Reply");
  window_await_column (desk->window, "Conversation", "body", "Too low | Far too low | Late words");
  test_server_start (desk->base->server);
  window_serve_closing (desk->base, "mara", desk->id);
  window_sync (desk->window);
  test_await (window_shows (desk->window, "Not delivered: "));
  test_await (window_shows (desk->window, "Closed by Mara Example on "));
}

/* mara's window with ada's ticket "Caps" in front, and a reply in it that waits for the server. */
static TktWindow *
reply_offline (WindowFixture *base)
{
  TktWindow *window = window_open (base, "mara");

  window_show_tab (window, "tickets");
  window_choose (window, "Caps");
  test_server_stop (base->server);
  window_sync (window);
  test_await (window_shows (window, "Offline"));
  window_type (window, "Reply text", "Late words");
  window_click (window, "Reply");
  test_await (window_shows (window, "Late words"));
  return window;
}

/* The reason stands below the words, and no toast covers it. */
static void
test_reason_uncovered (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autoptr (GString) lines = g_string_new ("First line");
  g_autofree char *ticket = NULL;
  TktWindow *window;

  for (guint i = 0; i < 60; i++)
    g_string_append (lines, "\nand another one");
  ticket = window_serve_ticket (base, "ada", "Caps", lines->str);
  window = reply_offline (base);
  test_server_start (base->server);
  test_server_set_support_tickets (base->server, FALSE);
  window_sync (window);
  test_await (window_shows (window, "Not delivered: "));
  test_await (window_shows (window, "Support tickets are turned off"));
  g_assert_null (find_toast (window));
}

/* Somebody who looks elsewhere is told. */
static void
test_refused_elsewhere (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autofree char *ticket = window_serve_ticket (base, "ada", "Caps", "Too low");
  TktWindow *window = reply_offline (base);

  window_show_tab (window, "publishers");
  test_server_start (base->server);
  window_serve_closing (base, "ada", ticket);
  window_sync (window);
  test_await (find_toast (window) != NULL);
  g_assert_true (window_shows (window, "Not delivered: "));
}

static void
test_refused_to_new_ticket (void)
{
  g_auto (Desk) desk = desk_new ();
  gpointer dialog;

  refuse_reply (&desk);
  g_assert_false (window_can_click (desk.window, "Edit"));
  window_click (desk.window, "New Ticket with This Text");
  test_await (window_toplevel (TKT_TYPE_NEW_TICKET_WINDOW) != NULL);
  dialog = window_toplevel (TKT_TYPE_NEW_TICKET_WINDOW);
  window_await_typed (dialog, "Message", "Late words");
  window_type (dialog, "Title", "Caps again");
  window_click (dialog, "Create");
  test_await (window_toplevel (TKT_TYPE_NEW_TICKET_WINDOW) == NULL);
  window_await_column (desk.window, "Conversation", "body", "Late words");
  window_await_column (desk.window, "Tickets", "title", "Caps again");
  test_await (tkt_desk_get_waiting (tkt_window_get_desk (desk.window)) == 0);
}

static gpointer
open_undelivered (Desk *desk)
{
  gtk_widget_activate_action (GTK_WIDGET (desk->window), "win.undelivered", NULL);
  test_await (window_toplevel (TKT_TYPE_UNDELIVERED_WINDOW) != NULL);
  return window_toplevel (TKT_TYPE_UNDELIVERED_WINDOW);
}

/* Everything that is not delivered, with its words and what became of it; and what can be done. */
static void
test_undelivered (void)
{
  g_auto (Desk) desk = desk_new ();
  gpointer list = open_undelivered (&desk);

  test_await (window_shows (list, "Everything Is Delivered"));
  gtk_window_close (list);
  refuse_reply (&desk);
  list = open_undelivered (&desk);
  window_await_column (list, "Not Delivered", "heading", "Reply to #1 Caps");
  g_assert_true (window_shows (list, "Late words"));
  g_assert_true (window_shows (list, "Not delivered: "));
  gtk_widget_activate_action (list, "undelivered.discard", "x", (gint64)1);
  test_await (window_shows (list, "Everything Is Delivered"));
  gtk_window_close (list);
  window_await_column (desk.window, "Conversation", "body", "Too low | Far too low");
}

/* Waits until the first thing that is not delivered was tried in vain: it waits for the next time.
 */
static void
await_tried (Desk *desk)
{
  g_autoptr (TktRowModel) model = tkt_desk_list_undelivered (tkt_window_get_desk (desk->window));
  g_autoptr (TktRowItem) item = NULL;
  const TktUndeliveredRow *row = NULL;

  test_await (g_list_model_get_n_items (G_LIST_MODEL (model)) > 0);
  item = g_list_model_get_item (G_LIST_MODEL (model), 0);
  test_await ((row = tkt_row_item_get_row (item)) != NULL && row->entry->attempts > 0
              && row->entry->state == TKT_ENTRY_WAITING);
}

/* Written without a network and edited before there is one: delivered once, as edited. */
static void
test_edit_waiting (void)
{
  g_auto (Desk) desk = desk_new ();

  go_offline (&desk);
  window_type (desk.window, "Reply text", "First words");
  window_click (desk.window, "Reply");
  window_await_column (desk.window, "Conversation", "body", "Too low | Far too low | First words");
  test_await (window_shows (desk.window, "Waiting to be sent"));
  await_tried (&desk);
  activate_in_conversation (&desk, "conversation.edit", 2);
  window_await_typed (desk.window, "Reply text", "First words");
  window_await_column (desk.window, "Conversation", "body", "Too low | Far too low");
  window_type (desk.window, "Reply text", "Better words");
  window_click (desk.window, "Reply");
  go_online (&desk);
  test_await (!window_shows (desk.window, "Offline"));
  test_await (tkt_desk_get_waiting (tkt_window_get_desk (desk.window)) == 0);
  window_await_column (desk.window, "Conversation", "body", "Too low | Far too low | Better words");
  test_await (!window_shows (desk.window, "Waiting to be sent"));
}

/* From the list of what is not delivered to the ticket that it is for. */
static void
test_show_ticket (void)
{
  g_auto (Desk) desk = desk_new ();
  g_autofree char *other = window_serve_ticket (desk.base, "ada", "Payout", "Missing");
  gpointer list;

  window_sync (desk.window);
  window_await_column (desk.window, "Tickets", "title", "Payout | Caps");
  go_offline (&desk);
  window_type (desk.window, "Reply text", "Waiting words");
  window_click (desk.window, "Reply");
  window_await_typed (desk.window, "Reply text", "");
  window_choose (desk.window, "Payout");
  list = open_undelivered (&desk);
  window_await_column (list, "Not Delivered", "heading", "Reply to #1 Caps");
  gtk_widget_activate_action (list, "undelivered.show", "x", (gint64)1);
  test_await (window_toplevel (TKT_TYPE_UNDELIVERED_WINDOW) == NULL);
  window_await_column (
      desk.window, "Conversation", "body", "Too low | Far too low | Waiting words");
}

void
window_add_outbox_tests (void)
{
  g_test_add_func ("/window/undo/rule-19/closing", test_undo_closing);
  g_test_add_func ("/window/undo/rule-19/closing-waits", test_closing_waits);
  g_test_add_func ("/window/undo/rule-19/deletion", test_undo_deletion);
  g_test_add_func ("/window/undo/rule-19/reply", test_undo_reply);
  g_test_add_func ("/window/undo/one-at-a-time", test_undo_one_at_a_time);
  g_test_add_func ("/window/outbox/rule-19/draft-survives", test_draft_survives);
  g_test_add_func ("/window/outbox/rule-20/to-new-ticket", test_refused_to_new_ticket);
  g_test_add_func ("/window/outbox/rule-20/undelivered", test_undelivered);
  g_test_add_func ("/window/outbox/rule-19/edit-waiting", test_edit_waiting);
  g_test_add_func ("/window/outbox/show-ticket", test_show_ticket);
  g_test_add_func ("/window/outbox/rule-20/reason-uncovered", test_reason_uncovered);
  g_test_add_func ("/window/outbox/rule-20/told-elsewhere", test_refused_elsewhere);
}
