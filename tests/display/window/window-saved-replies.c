/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved replies: offered where a message is written, and made in the preferences. */
#include "tkt-composer.h"
#include "tkt-new-ticket-window.h"
#include "tkt-preferences.h"
#include "tkt-reply-popover.h"
#include "tkt-saved-reply-window.h"
#include "window-fixture.h"

static WindowFixture *
fixture_new (void)
{
  WindowFixture *base = window_fixture_new ();
  g_autofree char *id = window_serve_ticket (base, "ada", "Caps", "Too low");

  return base;
}

static TktWindow *
open_ticket (WindowFixture *base, const char *username)
{
  TktWindow *window = window_open (base, username);

  window_show_tab (window, "tickets");
  window_choose (window, "Caps");
  return window;
}

static void
save (TktWindow *window, const char *name, const char *body, gboolean shared)
{
  TktDesk *desk = tkt_window_get_desk (window);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  tkt_desk_add_saved_reply_async (desk, name, body, shared, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  id = tkt_desk_finish (desk, result, &error);
  g_assert_no_error (error);
}

static GtkWidget *
find_popover_in (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (TKT_IS_REPLY_POPOVER (child))
      return child;
  g_assert_not_reached ();
}

static GtkWidget *
find_popover (TktWindow *window)
{
  return find_popover_in (window_find (window, TKT_TYPE_COMPOSER, NULL));
}

static gboolean
is_offered (TktWindow *window, const char *names)
{
  return gtk_widget_get_mapped (find_popover (window))
         && window_column_is (find_popover (window), "heading", names);
}

/* A key, as the first controller that takes it before the text hears of it. */
static gboolean
press_in (GtkWidget *widget, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &handled);
    }
  return handled;
}

static gboolean
press (TktWindow *window, guint key)
{
  return press_in (window_find (window, TKT_TYPE_COMPOSER, NULL), key);
}

static GtkTextBuffer *
get_buffer (TktWindow *window)
{
  return gtk_text_view_get_buffer (window_find (window, GTK_TYPE_TEXT_VIEW, "Reply text"));
}

/* By its name, own ones first; filled in, and one step of undo. */
static void
test_by_name (void)
{
  g_autoptr (WindowFixture) base = fixture_new ();
  TktWindow *window = open_ticket (base, "mara");

  save (window, "thanks", "Dear {publisher},\n{ticket}\n{me}", TRUE);
  save (window, "Thanks-too", "Mine", FALSE);
  save (window, "bye", "Good bye", TRUE);
  window_type (window, "Reply text", "Hello /THA");
  test_await (is_offered (window, "thanks | Thanks-too"));
  test_await (window_shows (window, "thanks, Shared, 1 of 2: Enter inserts it, Escape closes"));
  g_assert_true (press (window, GDK_KEY_Down));
  test_await (window_shows (window, "Thanks-too, Only Mine, 2 of 2"));
  g_assert_true (press (window, GDK_KEY_Down));
  g_assert_true (press (window, GDK_KEY_Return));
  window_await_typed (window, "Reply text", "Hello Dear Acme Media,\n#1 Caps\nMara Example");
  test_await (!gtk_widget_get_mapped (find_popover (window)));
  gtk_text_buffer_undo (get_buffer (window));
  window_await_typed (window, "Reply text", "Hello /THA");
}

/* The keys are the text's again, and what was typed stays as it is. */
static void
test_escape (void)
{
  g_autoptr (WindowFixture) base = fixture_new ();
  TktWindow *window = open_ticket (base, "mara");

  save (window, "thanks", "Thank you", TRUE);
  g_assert_false (press (window, GDK_KEY_Down));
  window_type (window, "Reply text", "/th");
  test_await (is_offered (window, "thanks"));
  g_assert_true (press (window, GDK_KEY_Escape));
  test_await (!gtk_widget_get_mapped (find_popover (window)));
  g_assert_false (press (window, GDK_KEY_Return));
  window_await_typed (window, "Reply text", "/th");
  /* Typing on asks again; another word does not. */
  window_type (window, "Reply text", "/tha");
  test_await (is_offered (window, "thanks"));
  window_type (window, "Reply text", "/tha ");
  test_await (!gtk_widget_get_mapped (find_popover (window)));
}

/* Without knowing names: all of them, and nothing of the text is taken away. */
static void
test_by_button (void)
{
  g_autoptr (WindowFixture) base = fixture_new ();
  TktWindow *window = open_ticket (base, "mara");

  save (window, "bye", "Good bye", TRUE);
  save (window, "date", "On {date}", FALSE);
  window_type (window, "Reply text", "Well. ");
  window_click (window, "Insert Saved Reply");
  test_await (is_offered (window, "bye | date"));
  g_assert_true (press (window, GDK_KEY_Tab));
  window_await_typed (window, "Reply text", "Well. Good bye");
  window_click (window, "Insert Saved Reply");
  test_await (is_offered (window, "bye | date"));
  g_assert_true (press (window, GDK_KEY_Up));
  g_assert_true (press (window, GDK_KEY_KP_Enter));
  window_await_typed (window, "Reply text", "Well. Good byeOn {date}");
  test_await (window_shows (window, "Nothing stands for {date} here"));
}

/* Who has none is told what they are; publishers have none. */
static void
test_none (void)
{
  g_autoptr (WindowFixture) base = fixture_new ();
  TktWindow *window = open_ticket (base, "ada");

  g_assert_null (window_find (window, GTK_TYPE_BUTTON, "Insert Saved Reply"));
  window_close (window);
  window = open_ticket (base, "mara");
  window_click (window, "Insert Saved Reply");
  test_await (window_shows (find_popover (window), "There are no saved replies yet"));
  g_assert_true (press (window, GDK_KEY_Return));
  test_await (window_toplevel (TKT_TYPE_PREFERENCES) != NULL);
  test_await (window_shows (window_toplevel (TKT_TYPE_PREFERENCES), "No Saved Replies"));
}

static gpointer
open_page (TktWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.saved-replies", NULL);
  test_await (window_toplevel (TKT_TYPE_PREFERENCES) != NULL);
  return window_toplevel (TKT_TYPE_PREFERENCES);
}

static void
fill_in (const char *name, const char *text, const char *button)
{
  gpointer form;

  test_await (window_toplevel (TKT_TYPE_SAVED_REPLY_WINDOW) != NULL);
  form = window_toplevel (TKT_TYPE_SAVED_REPLY_WINDOW);
  window_type (form, "Name", name);
  window_type (form, "Text", text);
  window_click (form, button);
}

/* Added, refused for its name, changed, deleted and not deleted. */
static void
test_page (void)
{
  g_autoptr (WindowFixture) base = fixture_new ();
  TktWindow *window = open_ticket (base, "mara");
  gpointer page;

  tkt_desk_set_hold (tkt_window_get_desk (window), 20, FALSE);
  page = open_page (window);
  window_click (page, "New Saved Reply");
  fill_in ("thanks", "Thank you", "Add");
  test_await (window_shows (page, "Only Mine"));
  window_click (page, "New Saved Reply");
  fill_in ("THANKS", "Again", "Add");
  test_await (window_shows (window_toplevel (TKT_TYPE_SAVED_REPLY_WINDOW),
                            "There is a saved reply “thanks” already"));
  fill_in ("more", "Again", "Add");
  test_await (window_toplevel (TKT_TYPE_SAVED_REPLY_WINDOW) == NULL);
  window_choose_row (page, "more");
  fill_in ("less", "Again", "Save");
  test_await (window_shows (page, "less") && !window_shows (page, "more"));
  window_click (page, "Delete less");
  test_await (!window_shows (page, "Again"));
  window_click (page, "Undo");
  test_await (window_shows (page, "Again"));
}

/* Nothing is offered to be written where nothing may be. */
static void
test_turned_off (void)
{
  g_autoptr (WindowFixture) base = fixture_new ();
  TktWindow *window = open_ticket (base, "mara");
  gpointer page;

  save (window, "thanks", "Thank you", TRUE);
  test_server_set_support_tickets (base->server, FALSE);
  window_sync (window);
  page = open_page (window);
  test_await (window_shows (page, "Support tickets are turned off in this organization."));
  test_await (window_shows (page, "thanks"));
  g_assert_false (window_can_click (page, "New Saved Reply"));
  g_assert_false (window_can_click (page, "Delete thanks"));
}

static gpointer
open_new_ticket (TktWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.new-ticket", NULL);
  test_await (window_toplevel (TKT_TYPE_NEW_TICKET_WINDOW) != NULL);
  window_await_typed (window_toplevel (TKT_TYPE_NEW_TICKET_WINDOW), "Message", "");
  return window_toplevel (TKT_TYPE_NEW_TICKET_WINDOW);
}

/* A new ticket of the staff's takes them as a reply does; a publisher's offers nothing. */
static void
test_new_ticket (void)
{
  g_autoptr (WindowFixture) base = fixture_new ();
  TktWindow *window = open_ticket (base, "mara");
  TktWindow *publisher = window_open (base, "ada");
  GtkWidget *popover;
  gpointer dialog;

  /* While there are none it leads where they are made, and keeps what is written. */
  dialog = open_new_ticket (window);
  window_type (dialog, "Title", "Kept");
  gtk_widget_activate_action (dialog, "ticket.insert-saved-reply", NULL);
  test_await (gtk_widget_get_mapped (find_popover_in (dialog)));
  g_assert_true (press_in (dialog, GDK_KEY_Return));
  test_await (window_toplevel (TKT_TYPE_PREFERENCES) != NULL);
  gtk_window_close (window_toplevel (TKT_TYPE_PREFERENCES));
  test_await (window_toplevel (TKT_TYPE_NEW_TICKET_WINDOW) == NULL);

  save (window, "hello", "Hello {publisher}, about “{ticket}”. {me} {date}", TRUE);
  dialog = open_new_ticket (window);
  popover = find_popover_in (dialog);
  window_await_typed (dialog, "Title", "Kept");
  window_choose_publisher (dialog, "Choose a Publisher", "Acme Media");
  window_type (dialog, "Title", "Payout");
  window_type (dialog, "Message", "/hel");
  test_await (gtk_widget_get_mapped (popover) && window_column_is (popover, "heading", "hello"));
  test_await (window_shows (dialog, "hello, Shared, 1 of 1"));
  g_assert_true (press_in (dialog, GDK_KEY_Return));
  window_await_typed (dialog, "Message", "Hello Acme Media, about “Payout”. Mara Example {date}");
  test_await (window_shows (dialog, "Nothing stands for {date} here"));
  test_await (window_shows (dialog, "Write what happened"));
  gtk_widget_activate_action (dialog, "ticket.insert-saved-reply", NULL);
  test_await (gtk_widget_get_mapped (popover));
  g_assert_true (press_in (dialog, GDK_KEY_Escape));
  test_await (!gtk_widget_get_mapped (popover));
  gtk_window_close (dialog);

  dialog = open_new_ticket (publisher);
  g_assert_null (window_find (dialog, GTK_TYPE_BUTTON, "Insert Saved Reply"));
  window_type (dialog, "Message", "/hel");
  gtk_widget_activate_action (dialog, "ticket.insert-saved-reply", NULL);
  g_assert_false (gtk_widget_get_visible (find_popover_in (dialog)));
  gtk_window_close (dialog);
}

void
window_add_saved_reply_tests (void)
{
  g_test_add_func ("/window/saved-replies/new-ticket", test_new_ticket);
  g_test_add_func ("/window/saved-replies/by-name", test_by_name);
  g_test_add_func ("/window/saved-replies/escape", test_escape);
  g_test_add_func ("/window/saved-replies/by-button", test_by_button);
  g_test_add_func ("/window/saved-replies/none", test_none);
  g_test_add_func ("/window/saved-replies/page", test_page);
  g_test_add_func ("/window/saved-replies/rule-2/turned-off", test_turned_off);
}
