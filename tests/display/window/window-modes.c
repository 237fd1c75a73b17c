/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each role sees, on line and off, and what turning the feature off does to both sides. */
#include "tkt-organization-settings.h"
#include "window-fixture.h"

/* The number on the Publishers tab (rule 15). */
static guint
get_badge (TktWindow *window)
{
  AdwViewStack *stack = window_find (window, ADW_TYPE_VIEW_STACK, NULL);
  AdwViewStackPage *page
      = adw_view_stack_get_page (stack, adw_view_stack_get_child_by_name (stack, "publishers"));

  return adw_view_stack_page_get_badge_number (page);
}

/* Staff have two pages, publishers one, and none of the tools of staff. */
static void
test_pages (void)
{
  static const struct
  {
    const char *username;
    gboolean staff;
    gboolean admin;
  } cases[] = { { "ada", FALSE, FALSE }, { "mara", TRUE, FALSE }, { "alma", TRUE, TRUE } };
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autofree char *id = window_serve_ticket (base, "ada", "Caps", "Too low");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TktWindow *window = window_open (base, cases[i].username);
      GtkWidget *menu = window_find (window, GTK_TYPE_MENU_BUTTON, "Main Menu");

      window_show_tab (window, "tickets");
      window_choose (window, "Caps");
      g_assert_true (window_shows (window, "Publishers") == cases[i].staff);
      g_assert_true (window_can_click (window, "Mine") == cases[i].staff);
      g_assert_true ((window_find (window, GTK_TYPE_MENU_BUTTON, "Reassign") != NULL)
                     == cases[i].staff);
      gtk_menu_button_popup (GTK_MENU_BUTTON (menu));
      test_await (window_shows (menu, "Sign Out"));
      g_assert_true (window_shows (menu, "Organization Settings") == cases[i].admin);
      gtk_menu_button_popdown (GTK_MENU_BUTTON (menu));

      gtk_widget_activate_action (GTK_WIDGET (window), "win.organization-settings", NULL);
      if (cases[i].admin)
        test_await (window_toplevel (TKT_TYPE_ORGANIZATION_SETTINGS) != NULL);
      else
        g_assert_null (window_toplevel (TKT_TYPE_ORGANIZATION_SETTINGS));
      window_close (window);
    }
}

/* Off: a publisher sees that, and nothing else; staff read and don't write. On again: all is back.
 */
static void
test_switch (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autofree char *id = window_serve_ticket (base, "ada", "Caps", "Too low");
  TktWindow *alma = window_open (base, "alma");
  TktWindow *ada = window_open (base, "ada");
  gpointer settings;

  window_choose (ada, "Caps");
  window_show_tab (alma, "tickets");
  window_choose (alma, "Caps");
  gtk_widget_activate_action (GTK_WIDGET (alma), "win.organization-settings", NULL);
  test_await (window_toplevel (TKT_TYPE_ORGANIZATION_SETTINGS) != NULL);
  settings = window_toplevel (TKT_TYPE_ORGANIZATION_SETTINGS);
  /* Its name is the row's title, by which it is labelled. */
  g_assert_true (window_shows (settings, "Support Tickets"));
  gtk_switch_set_active (window_find (settings, GTK_TYPE_SWITCH, NULL), FALSE);

  test_await (window_shows (alma, "Support tickets are turned off"));
  g_assert_false (window_can_click (alma, "Reply"));
  g_assert_false (window_can_click (alma, "New Ticket"));
  g_assert_false (window_can_click (alma, "Close Ticket"));
  window_await_column (alma, "Conversation", "body", "Too low");
  test_await (tkt_desk_get_waiting (tkt_window_get_desk (alma)) == 0);
  window_sync (ada);
  test_await (window_shows (ada, "Support Tickets Are Turned Off"));
  g_assert_null (window_tickets (ada));
  g_assert_false (window_can_click (ada, "New Ticket"));

  gtk_switch_set_active (window_find (settings, GTK_TYPE_SWITCH, NULL), TRUE);
  test_await (!window_shows (alma, "Support tickets are turned off"));
  test_await (tkt_desk_get_waiting (tkt_window_get_desk (alma)) == 0);
  window_sync (ada);
  window_await_column (ada, "Tickets", "title", "Caps");
  window_await_column (ada, "Conversation", "body", "Too low");
  g_assert_true (window_can_click (ada, "New Ticket"));
}

/* The red dot is on the tab and on the rows, at once, without a network too. */
static void
test_red_dot (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autofree char *one = window_serve_ticket (base, "ada", "Caps", "Too low");
  g_autofree char *two = window_serve_ticket (base, "ada", "Payout", "Missing");
  g_autofree char *three = window_serve_ticket (base, "bob", "Link", "Dead");
  TktWindow *window = window_open (base, "mara");

  window_await_column (window, "Publishers", "red-dot", "2 | 1");
  g_assert_cmpuint (get_badge (window), ==, 3);
  window_serve_closing (base, "ada", two);
  window_sync (window);
  window_await_column (window, "Publishers", "red-dot", "1 | 1");
  test_await (get_badge (window) == 2);

  test_server_stop (base->server);
  window_show_tab (window, "tickets");
  window_choose (window, "Caps");
  window_click (window, "Close Ticket");
  window_answer ("Close Ticket");
  test_await (get_badge (window) == 1);
  window_show_tab (window, "publishers");
  window_await_column (window, "Publishers", "red-dot", "0 | 1");
}

/* Without a network: said once, and everything that was seen is there. */
static void
test_offline (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autofree char *one = window_serve_ticket (base, "ada", "Caps", "Too low");
  g_autofree char *two = window_serve_ticket (base, "ada", "Payout", "Missing");
  TktWindow *window;

  window_serve_closing (base, "ada", two);
  window = window_open (base, "ada");
  window_await_column (window, "Tickets", "title", "Caps");
  g_assert_false (window_shows (window, "Offline"));
  window_close (window);
  test_server_stop (base->server);

  window = window_open (base, "ada");
  test_await (window_shows (window, "Offline: showing what was here at "));
  window_await_column (window, "Tickets", "title", "Caps");
  window_click (window, "All");
  window_await_column (window, "Tickets", "title", "Payout | Caps");
  window_type (window, "Search tickets", "missing");
  window_await_column (window, "Tickets", "title", "Payout");
  window_choose (window, "Payout");
  window_await_column (window, "Conversation", "body", "Missing");
  window_type (window, "Search tickets", "");
  window_choose (window, "Caps");
  window_type (window, "Reply text", "Anybody?");
  window_click (window, "Reply");
  window_await_column (window, "Conversation", "body", "Too low | Anybody?");
  test_await (window_shows (window, "1 message waiting"));
  test_await (window_shows (window_messages (window), "Waiting to be sent"));

  test_server_start (base->server);
  window_sync (window);
  test_await (!window_shows (window, "Offline"));
  test_await (!window_shows (window_messages (window), "Waiting to be sent"));
}

void
window_add_mode_tests (void)
{
  g_test_add_func ("/window/modes/rule-1/pages", test_pages);
  g_test_add_func ("/window/modes/rule-2/rule-3/switch", test_switch);
  g_test_add_func ("/window/modes/rule-15/red-dot", test_red_dot);
  g_test_add_func ("/window/modes/rule-18/offline", test_offline);
}
