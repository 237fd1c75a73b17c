/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Publishers: the overview, and in Organization Settings. */
#include "tkt-publisher-window.h"
#include "window-fixture.h"

static gpointer
open_publishers (TktWindow *window)
{
  gpointer settings = window_open_settings (window, "Publishers");

  test_await (window_shows (settings, "1 · Active · Mara Example"));
  return settings;
}

static gpointer
await_window (void)
{
  test_await (window_toplevel (TKT_TYPE_PUBLISHER_WINDOW) != NULL);
  return window_toplevel (TKT_TYPE_PUBLISHER_WINDOW);
}

static gpointer
open_publisher (gpointer settings, const char *name)
{
  window_choose_row (settings, name);
  return await_window ();
}

static void
choose (gpointer window, const char *row, const char *choice)
{
  AdwComboRow *combo = window_find_row (window, row);
  GListModel *choices;

  test_await (gtk_widget_is_sensitive (GTK_WIDGET (combo)));
  choices = adw_combo_row_get_model (combo);
  for (guint i = 0; i < g_list_model_get_n_items (choices); i++)
    if (g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (choices), i), choice))
      {
        adw_combo_row_set_selected (combo, i);
        return;
      }
  g_error ("%s is no choice", choice);
}

/* A name or number of another publisher's is refused and said; then the publisher is there, on
 * other desks, too. */
static void
test_add (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  TktWindow *other = window_open (base, "mara");
  gpointer settings = open_publishers (window_open (base, "alma"));
  gpointer window;

  window_click (settings, "Add Publisher");
  window = await_window ();
  g_assert_false (window_can_click (window, "Add"));
  window_type (window, "Name", "Acme Media");
  choose (window, "Account Manager", "Nils Example");
  window_click (window, "Add");
  test_await (window_shows (window, "Another publisher has this name."));
  window_type (window, "Name", "Corvid");
  window_type (window, "Number (optional)", "seven");
  g_assert_false (window_can_click (window, "Add"));
  window_type (window, "Number (optional)", "1");
  window_click (window, "Add");
  test_await (window_shows (window, "Another publisher has this number."));
  window_type (window, "Number (optional)", "");
  window_click (window, "Add");
  test_await (window_toplevel (TKT_TYPE_PUBLISHER_WINDOW) == NULL);
  test_await (window_shows (settings, "3 · Active · Nils Example"));
  g_assert_true (window_shows (settings, "Corvid"));

  window_show_tab (other, "publishers");
  test_await (window_shows (other, "Corvid"));
  g_assert_true (window_shows (other, "3 · Nils Example"));
}

/* Name, status and account manager; the open tickets move (rule 6), and every desk shows it. */
static void
test_edit (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autofree char *ticket = window_serve_ticket (base, "ada", "Payout", "Where is it?");
  TktWindow *other = window_open (base, "nils");
  gpointer settings, window;

  window_show_tab (other, "tickets");
  window_click (other, "Mine");
  test_await (window_shows (other, "No Open Tickets"));
  settings = open_publishers (window_open (base, "alma"));
  window = open_publisher (settings, "Acme Media");
  window_await_typed (window, "Name", "Acme Media");
  g_assert_null (window_find (window, GTK_TYPE_TEXT, "Number (optional)"));
  g_assert_false (window_can_click (window, "Save"));
  window_type (window, "Name", "Acme Works");
  choose (window, "Status", "Paused");
  g_assert_false (window_shows (window, "Open tickets move"));
  choose (window, "Account Manager", "Nils Example");
  test_await (window_shows (window, "Open tickets move"));
  window_click (window, "Save");
  test_await (window_shows (settings, "1 · Paused · Nils Example"));
  g_assert_true (window_shows (settings, "Acme Works"));
  window_await_column (other, "Tickets", "title", "Payout");

  test_await (window_toplevel (TKT_TYPE_PUBLISHER_WINDOW) == NULL);
  window = open_publisher (settings, "Acme Works");
  choose (window, "Account Manager", "Nobody");
  window_click (window, "Save");
  test_await (window_shows (settings, "1 · Paused · No account manager"));
  test_await (window_shows (other, "No Open Tickets"));
}

/* Who was disabled meanwhile stays the account manager until somebody else is chosen. */
static void
test_disabled_manager (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autofree char *mara = test_server_find_account (base->server, "mara");
  gpointer settings, window;

  test_server_set_disabled (base->server, mara, TRUE);
  settings = open_publishers (window_open (base, "alma"));
  window = open_publisher (settings, "Acme Media");
  window_type (window, "Name", "Acme Works");
  window_click (window, "Save");
  test_await (window_shows (settings, "Acme Works"));
  g_assert_true (window_shows (settings, "1 · Active · Mara Example"));
}

/* By name and by number, beyond the first page too; what was found there can be changed. */
static void
test_search (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  gpointer settings;

  for (guint i = 3; i <= 60; i++)
    {
      g_autofree char *name = g_strdup_printf ("Partner %u", i);

      g_free (test_server_add_publisher (base->server, name, NULL));
    }
  settings = open_publishers (window_open (base, "alma"));
  g_assert_false (window_shows (settings, "Partner 60"));
  window_click (settings, "Show More");
  test_await (window_shows (settings, "Partner 60"));
  window_await_typed (open_publisher (settings, "Partner 60"), "Name", "Partner 60");
  gtk_window_close (await_window ());
  test_await (window_toplevel (TKT_TYPE_PUBLISHER_WINDOW) == NULL);

  window_type (settings, "Search publishers", "BRAVO");
  test_await (!window_shows (settings, "Acme Media"));
  test_await (window_shows (settings, "Bravo Deals"));
  window_type (settings, "Search publishers", "60");
  test_await (window_shows (settings, "Partner 60"));
  window_type (settings, "Search publishers", "nobody");
  test_await (window_shows (settings, "No publisher has this name or number."));
}

/* Without the server the page says so, and so does a window that is open; both go on by
 * themselves. */
static void
test_offline (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  TktWindow *main_window = window_open (base, "alma");
  gpointer settings = open_publishers (main_window);
  gpointer window = open_publisher (settings, "Bravo Deals");

  test_server_stop (base->server);
  window_type (window, "Name", "Bravo Works");
  window_click (window, "Save");
  test_await (window_shows (window, "This needs the server"));
  window_type (settings, "Search publishers", "b");
  test_await (window_can_click (settings, "Try Again"));
  test_server_start (base->server);
  tkt_desk_sync_now (tkt_window_get_desk (main_window));
  test_await (window_shows (settings, "Bravo Deals"));
  window_click (window, "Save");
  test_await (window_shows (settings, "Bravo Works"));
}

static void
serve_publishers (WindowFixture *base)
{
  static const char *const names[] = { "Zeta Clicks", "Dune Ads", NULL };

  for (int i = 0; names[i] != NULL; i++)
    g_free (test_server_add_publisher (base->server, names[i], NULL));
}

/* Order and filters are chosen from menus, say what was chosen, and are there again in a new
 * window (rule 17); what hides everybody says so and offers the way out. */
static void
test_overview (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autofree char *ticket = window_serve_ticket (base, "bob", "Caps", "Too low");
  TktWindow *window;

  serve_publishers (base);
  window = window_open (base, "mara");
  window_await_column (
      window, "Publishers", "publisher-name", "Acme Media | Bravo Deals | Zeta Clicks | Dune Ads");
  window_choose_item (window, "Sort Publishers", "Name");
  window_await_column (
      window, "Publishers", "publisher-name", "Acme Media | Bravo Deals | Dune Ads | Zeta Clicks");
  window_choose_item (window, "Sort Publishers", "Reverse Order");
  window_await_column (
      window, "Publishers", "publisher-name", "Zeta Clicks | Dune Ads | Bravo Deals | Acme Media");
  window_choose_item (window, "Sort Publishers", "Open Tickets");
  window_await_column (
      window, "Publishers", "publisher-name", "Bravo Deals | Acme Media | Zeta Clicks | Dune Ads");

  window_choose_item (window, "All Account Managers", "Mine");
  window_await_column (window, "Publishers", "publisher-name", "Acme Media");
  window_close (window);
  window = window_open (base, "mara");
  window_await_column (window, "Publishers", "publisher-name", "Acme Media");
  window_choose_item (window, "Mine", "No Account Manager");
  window_await_column (
      window, "Publishers", "publisher-name", "Bravo Deals | Zeta Clicks | Dune Ads");
  window_choose_item (window, "Any Status", "Blocked");
  test_await (window_shows (window, "No publisher has this status, account manager and name."));
  window_click (window, "Show All Publishers");
  window_await_column (
      window, "Publishers", "publisher-name", "Bravo Deals | Acme Media | Zeta Clicks | Dune Ads");
  g_assert_nonnull (window_find (window, GTK_TYPE_MENU_BUTTON, "Any Status"));
}

void
window_add_publisher_tests (void)
{
  g_test_add_func ("/window/publishers/rule-17/overview", test_overview);
  g_test_add_func ("/window/publishers/add", test_add);
  g_test_add_func ("/window/publishers/disabled-account-manager", test_disabled_manager);
  g_test_add_func ("/window/publishers/rule-6/edit", test_edit);
  g_test_add_func ("/window/publishers/offline", test_offline);
  g_test_add_func ("/window/publishers/search", test_search);
}
