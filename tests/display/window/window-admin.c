/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Organization Settings: people and the audit trail. */
#include "tkt-account-window.h"
#include "tkt-asked-list.h"
#include "tkt-invitation-window.h"
#include "window-fixture.h"

static gpointer
open_people (TktWindow *window)
{
  gpointer settings = window_open_settings (window, "People");

  test_await (window_shows (settings, "Mara Example"));
  return settings;
}

/* An account is added without a password; its code is shown, and lets its person in. */
static void
test_add_account (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  gpointer settings = open_people (window_open (base, "alma"));
  g_autofree char *uri = test_server_get_uri (base->server);
  g_autofree char *code = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TktSignIn) signed_in = NULL;
  g_autoptr (GError) error = NULL;
  gpointer window;

  window_click (settings, "Add Account");
  test_await (window_toplevel (TKT_TYPE_ACCOUNT_WINDOW) != NULL);
  window = window_toplevel (TKT_TYPE_ACCOUNT_WINDOW);
  test_await (window_find (window, GTK_TYPE_TEXT, "Username") != NULL);
  window_type (window, "Name", "Zoe Zander");
  window_type (window, "Username", "mara");
  /* A publisher's account needs a publisher. */
  g_assert_false (window_can_click (window, "Add"));
  adw_combo_row_set_selected (window_find (window, ADW_TYPE_COMBO_ROW, NULL),
                              TKT_ROLE_ACCOUNT_MANAGER);
  window_click (window, "Add");
  test_await (window_shows (window, "The username mara is taken"));
  window_type (window, "Username", "zoe");
  window_click (window, "Add");

  test_await (window_toplevel (TKT_TYPE_INVITATION_WINDOW) != NULL);
  window = window_toplevel (TKT_TYPE_INVITATION_WINDOW);
  test_await (window_shows (window, "Give this code to Zoe Zander"));
  code = window_column (window, "title-3");
  test_await (window_shows (settings, "zoe · Account manager"));
  tkt_sign_ins_accept_async (
      base->sign_ins, uri, code, "quite another one", NULL, test_keep_result, &result);
  test_await (result != NULL);
  signed_in = tkt_sign_ins_sign_in_finish (base->sign_ins, result, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (signed_in->username, ==, "zoe");
}

/* Disabled after a question, and enabled again; the last admin is not. */
static void
test_disable (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  gpointer settings = open_people (window_open (base, "alma"));

  window_choose_item (settings, "Menu of Mara Example", "Disable");
  window_answer ("Cancel");
  window_choose_item (settings, "Menu of Mara Example", "Disable");
  window_answer ("Disable");
  test_await (window_shows (settings, "mara · Account manager · Disabled"));
  window_choose_item (settings, "Menu of Mara Example", "Enable");
  test_await (!window_shows (settings, "Disabled"));
  window_choose_item (settings, "Menu of Alma Example", "Disable");
  window_answer ("Disable");
  test_await (window_shows (settings, "This is the last admin"));
  g_assert_false (window_shows (settings, "Disabled"));
}

/* The window in which the account of this name is changed. */
static gpointer
open_account (gpointer settings, const char *name)
{
  window_choose_row (settings, name);
  test_await (window_toplevel (TKT_TYPE_ACCOUNT_WINDOW) != NULL);
  return window_toplevel (TKT_TYPE_ACCOUNT_WINDOW);
}

static void
choose_role (gpointer window, TktRole role)
{
  adw_combo_row_set_selected (window_find (window, ADW_TYPE_COMBO_ROW, NULL), role);
}

/* A name and a role are changed at the server and in the list; nothing is to be saved before. */
static void
test_edit_account (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  gpointer settings = open_people (window_open (base, "alma"));
  gpointer window = open_account (settings, "Nils Example");

  window_await_typed (window, "Name", "Nils Example");
  g_assert_null (window_find (window, GTK_TYPE_TEXT, "Username"));
  g_assert_false (window_can_click (window, "Save"));
  window_type (window, "Name", "Nils Newname");
  window_click (window, "Save");
  test_await (window_shows (settings, "Nils Newname"));
  test_await (window_toplevel (TKT_TYPE_ACCOUNT_WINDOW) == NULL);

  window_choose_item (settings, "Menu of Nils Newname", "Edit");
  test_await (window_toplevel (TKT_TYPE_ACCOUNT_WINDOW) != NULL);
  window = window_toplevel (TKT_TYPE_ACCOUNT_WINDOW);
  choose_role (window, TKT_ROLE_ADMIN);
  window_click (window, "Save");
  test_await (window_shows (settings, "nils · Admin"));
}

/* Whoever gets the role of a publisher needs one, and hears what becomes of the publishers that
 * were theirs; another publisher is chosen the same way. */
static void
test_edit_publisher_of_account (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  gpointer settings = open_people (window_open (base, "alma"));
  gpointer window = open_account (settings, "Mara Example");

  g_assert_false (window_shows (window, "will have no account manager"));
  choose_role (window, TKT_ROLE_PUBLISHER);
  test_await (window_shows (window, "will have no account manager"));
  g_assert_false (window_can_click (window, "Save"));
  window_choose_publisher (window, "Choose a Publisher", "Acme Media");
  window_click (window, "Save");
  test_await (window_shows (settings, "mara · Publisher"));
  test_await (window_toplevel (TKT_TYPE_ACCOUNT_WINDOW) == NULL);
  window_turn_to (settings, "Publishers");
  test_await (window_shows (settings, "1 · Active · No account manager"));

  window_turn_to (settings, "People");
  window = open_account (settings, "Mara Example");
  test_await (window_find (window, GTK_TYPE_MENU_BUTTON, "Acme Media") != NULL);
  g_assert_false (window_can_click (window, "Save"));
  window_choose_publisher (window, "Acme Media", "Bravo Deals");
  window_click (window, "Save");
  test_await (window_toplevel (TKT_TYPE_ACCOUNT_WINDOW) == NULL);
  window = open_account (settings, "Mara Example");
  test_await (window_find (window, GTK_TYPE_MENU_BUTTON, "Bravo Deals") != NULL);
}

/* What the server refuses, or can't be asked, stands in the window with what was typed. */
static void
test_edit_refused (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  gpointer settings = open_people (window_open (base, "alma"));
  gpointer window = open_account (settings, "Alma Example");

  choose_role (window, TKT_ROLE_ACCOUNT_MANAGER);
  window_click (window, "Save");
  test_await (window_shows (window, "This is the last admin. Make somebody else an admin first."));
  g_assert_true (window_can_click (window, "Save"));
  choose_role (window, TKT_ROLE_ADMIN);
  window_type (window, "Name", "Alma\342\200\256Example");
  window_click (window, "Save");
  test_await (!window_shows (window, "This is the last admin"));
  test_await (window_find_styled (window, GTK_TYPE_LABEL, "error") != NULL);
  window_type (window, "Name", "Alma Late");
  test_server_stop (base->server);
  window_click (window, "Save");
  test_await (window_shows (window, "This needs the server"));
  window_await_typed (window, "Name", "Alma Late");
  test_server_start (base->server);
  window_click (window, "Save");
  test_await (window_shows (settings, "Alma Late"));
}

/* The list narrows while somebody types, by name and by username. */
static void
test_search (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  gpointer settings = open_people (window_open (base, "alma"));

  window_type (settings, "Search people", "NILS ex");
  test_await (!window_shows (settings, "Mara Example"));
  test_await (window_shows (settings, "Nils Example"));
  window_type (settings, "Search people", "nobody");
  test_await (window_shows (settings, "Nobody has this name."));
  window_type (settings, "Search people", "");
  test_await (window_shows (settings, "Mara Example"));
}

/* Everything that was done, and then by each filter what is left of it. */
static void
test_audit (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autofree char *ticket = window_serve_ticket (base, "ada", "Secret title", "Secret text");
  gpointer settings = window_open_settings (window_open (base, "alma"), "Audit");
  AdwComboRow *what, *who;

  window_serve_closing (base, "ada", ticket);
  tkt_asked_list_reload (window_find (settings, TKT_TYPE_ASKED_LIST, NULL));
  test_await (window_shows (settings, "Closed a ticket: #1"));
  test_await (window_shows (settings, "Ada Example"));
  g_assert_true (window_shows (settings, "Added a publisher: Acme Media"));
  g_assert_true (window_shows (settings, "Command line"));
  g_assert_true (window_shows (settings, "Support Tickets · Off → On"));
  g_assert_false (window_shows (settings, "Secret"));

  what = window_find_row (settings, "What");
  who = window_find_row (settings, "Who");
  adw_combo_row_set_selected (what, 1 + TKT_AUDIT_TICKET_OPENED);
  test_await (!window_shows (settings, "Added a publisher"));
  test_await (window_shows (settings, "Opened a ticket"));
  /* Of the people in order of username the third is alma's; she has opened none. */
  adw_combo_row_set_selected (who, 3);
  test_await (window_shows (settings, "Nothing like that was done."));
  adw_combo_row_set_selected (what, 0);
  test_await (window_shows (settings, "Alma Example · "));
}

void
window_add_admin_tests (void)
{
  g_test_add_func ("/window/admin/audit", test_audit);
  g_test_add_func ("/window/admin/people/add", test_add_account);
  g_test_add_func ("/window/admin/people/disable", test_disable);
  g_test_add_func ("/window/admin/people/edit", test_edit_account);
  g_test_add_func ("/window/admin/people/edit-publisher", test_edit_publisher_of_account);
  g_test_add_func ("/window/admin/people/edit-refused", test_edit_refused);
  g_test_add_func ("/window/admin/people/search", test_search);
}
