/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each preference does what it says, at once. */
#include "tkt-application-private.h"
#include "tkt-composer.h"
#include "tkt-organization-settings.h"
#include "tkt-preferences.h"
#include "window-fixture.h"
#include "window-portal.h"

/* What windows of phones are wide. */
#define WIDTH_MOST 360

static gpointer
open_preferences (TktWindow *window, const char *page)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.preferences", NULL);
  test_await (window_toplevel (TKT_TYPE_PREFERENCES) != NULL);
  window_turn_to (window_toplevel (TKT_TYPE_PREFERENCES), page);
  return window_toplevel (TKT_TYPE_PREFERENCES);
}

static void
choose (gpointer preferences, const char *row, guint choice)
{
  adw_combo_row_set_selected (window_find_row (preferences, row), choice);
}

static void
turn (gpointer preferences, const char *name, gboolean on)
{
  gtk_switch_set_active (window_find (preferences, GTK_TYPE_SWITCH, name), on);
}

/* The settings of the program, as they were at first. */
static GSettings *
program_settings (void)
{
  GSettings *settings = g_settings_new ("org.example.Tickets");

  g_settings_reset (settings, "color-scheme");
  g_settings_reset (settings, "send-key");
  g_settings_reset (settings, "run-in-background");
  return settings;
}

static void
assert_narrow (gpointer window, const char *page)
{
  int minimum;

  window_turn_to (window, page);
  gtk_widget_measure (window, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, WIDTH_MOST);
}

static void
test_narrow (void)
{
  static const char *const pages[]
      = { "General", "Writing", "Saved Replies", "Storage", "Devices" };
  static const char *const admin_pages[] = { "Partner Platform", "People", "Publishers", "Audit" };
  g_autoptr (WindowFixture) base = window_fixture_new ();
  TktWindow *window = window_open (base, "alma");
  gpointer preferences = open_preferences (window, "General");

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    assert_narrow (preferences, pages[i]);
  gtk_window_destroy (preferences);
  for (guint i = 0; i < G_N_ELEMENTS (admin_pages); i++)
    assert_narrow (window_open_settings (window, admin_pages[i]), admin_pages[i]);
}

static void
test_style (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autoptr (GSettings) settings = program_settings ();
  AdwStyleManager *manager = adw_style_manager_get_default ();
  gpointer preferences = open_preferences (window_open (base, "ada"), "General");

  choose (preferences, "Style", 2);
  g_assert_true (adw_style_manager_get_dark (manager));
  choose (preferences, "Style", 1);
  g_assert_cmpint (adw_style_manager_get_color_scheme (manager), ==, ADW_COLOR_SCHEME_FORCE_LIGHT);
  choose (preferences, "Style", 0);
  g_assert_cmpint (adw_style_manager_get_color_scheme (manager), ==, ADW_COLOR_SCHEME_DEFAULT);
}

/* Enter sends what the person typed, but for the characters that an input method has not ended. */
static void
test_send_key (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autoptr (GSettings) settings = program_settings ();
  g_autofree char *ticket = window_serve_ticket (base, "ada", "Caps", "Too low");
  TktWindow *window = window_open (base, "ada");
  GtkWidget *composer, *text;
  gpointer preferences;

  window_choose (window, "Caps");
  composer = window_find (window, TKT_TYPE_COMPOSER, NULL);
  text = window_find (window, GTK_TYPE_TEXT_VIEW, "Reply text");
  window_type (window, "Reply text", "One");
  gtk_widget_grab_focus (text);
  g_assert_false (window_press (composer, "Return"));
  g_assert_true (window_shows (window, "Ctrl+Enter sends"));

  preferences = open_preferences (window, "Writing");
  choose (preferences, "Send With", 1);
  gtk_window_destroy (preferences);
  g_assert_true (window_shows (window, "Enter sends, Shift+Enter begins a line"));
  gtk_widget_grab_focus (text);
  g_signal_emit_by_name (text, "preedit-changed", "ㄓ");
  g_assert_false (window_press (composer, "Return"));
  g_signal_emit_by_name (text, "preedit-changed", "");
  g_assert_true (window_press (composer, "Return"));
  window_await_column (window, "Conversation", "body", "Too low | One");
  g_settings_reset (settings, "send-key");
}

/* Below what is sent, once, and nothing is signed that is nothing. */
static void
test_signature (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autofree char *ticket = window_serve_ticket (base, "ada", "Caps", "Too low");
  TktWindow *window = window_open (base, "ada");
  gpointer preferences = open_preferences (window, "Writing");

  window_type (preferences, "Signature", "Ada, Acme\n");
  gtk_window_destroy (preferences);
  window_choose (window, "Caps");
  g_assert_false (window_can_click (window, "Reply"));
  window_type (window, "Reply text", "Why?\n");
  window_click (window, "Reply");
  window_await_column (window, "Conversation", "body", "Too low | Why?\n\nAda, Acme");
  window_await_typed (window, "Reply text", "");
  window_type (window, "Reply text", "Really, why?\n\nAda, Acme");
  window_click (window, "Reply");
  window_await_column (
      window, "Conversation", "body", "Too low | Why?\n\nAda, Acme | Really, why?\n\nAda, Acme");
}

static void
test_undo_seconds (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  TktWindow *window = window_open (base, "ada");
  gpointer preferences = open_preferences (window, "Writing");
  GtkSpinButton *seconds = window_find (preferences, GTK_TYPE_SPIN_BUTTON, "Seconds to Undo");
  gboolean replies;

  g_assert_cmpuint (tkt_desk_get_hold (tkt_window_get_desk (window), &replies), ==, 10);
  gtk_spin_button_set_value (seconds, 99);
  g_assert_cmpuint (tkt_desk_get_hold (tkt_window_get_desk (window), &replies), ==, 30);
  gtk_spin_button_set_value (seconds, 0);
  g_assert_cmpuint (tkt_desk_get_hold (tkt_window_get_desk (window), &replies), ==, 0);
}

/* Told in words, and not to be cleared where nothing could be fetched again. */
static void
test_storage (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  TktWindow *window = window_open (base, "ada");
  gpointer preferences = open_preferences (window, "Storage");

  test_await (window_shows (preferences, "kB"));
  test_await (window_can_click (preferences, "Clear Cache"));
  test_server_stop (base->server);
  window_sync (window);
  test_await (!window_can_click (preferences, "Clear Cache"));
  g_assert_true (window_shows (preferences, "Only while the server can be reached"));
}

/* A window that is closed is hidden, with its desk, and comes back as it was; without leave to run
 * on, it is closed. */
static void
test_background (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autoptr (GSettings) settings = program_settings ();
  g_autofree char *ticket = window_serve_ticket (base, "ada", "Caps", "Too low");
  TktWindow *window = window_open (base, "ada");

  tkt_application_keep_window (base->application, window);
  window_choose (window, "Caps");
  window_type (window, "Reply text", "Half a ");
  g_settings_set_boolean (settings, "run-in-background", TRUE);
  gtk_window_close (GTK_WINDOW (window));
  test_await (!gtk_widget_get_mapped (GTK_WIDGET (window)));
  g_free (window_serve_reply (base, "mara", ticket, "Not so low"));
  tkt_desk_sync_now (tkt_window_get_desk (window));
  g_application_activate (G_APPLICATION (base->application));
  test_await (gtk_widget_get_mapped (GTK_WIDGET (window)));
  window_await_column (window, "Conversation", "body", "Too low | Not so low");
  window_await_typed (window, "Reply text", "Half a ");

  gtk_window_close (GTK_WINDOW (window));
  test_await (!gtk_widget_get_mapped (GTK_WIDGET (window)));
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *)&window);
  g_settings_set_boolean (settings, "run-in-background", FALSE);
  test_await (window == NULL);
}

/* The desktop is asked when it is turned on, and what it says is told. */
static void
test_leave (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autoptr (GSettings) settings = program_settings ();
  g_autoptr (WindowPortal) portal = NULL;
  gpointer preferences = open_preferences (window_open (base, "ada"), "General");

  turn (preferences, "Keep Running in the Background", TRUE);
  test_await (window_shows (preferences, "runs on until you quit it"));
  g_assert_true (g_settings_get_boolean (settings, "run-in-background"));

  portal = window_portal_new (FALSE);
  turn (preferences, "Keep Running in the Background", FALSE);
  turn (preferences, "Keep Running in the Background", TRUE);
  test_await (window_shows (preferences, "Your desktop does not allow it"));
  g_assert_false (g_settings_get_boolean (settings, "run-in-background"));

  window_portal_set_allows (portal, TRUE);
  turn (preferences, "Keep Running in the Background", TRUE);
  test_await (window_portal_count (portal) == 2);
  g_assert_true (g_settings_get_boolean (settings, "run-in-background"));
  g_settings_reset (settings, "run-in-background");
}

/* (transfer none): the window of that account that the program itself opened. */
static TktWindow *
find_window (TktApplication *application, const TktSignIn *sign_in)
{
  return g_hash_table_lookup (application->windows, sign_in->account_id);
}

static gboolean
is_in_step (TktApplication *application, const TktSignIn *sign_in)
{
  TktWindow *window = find_window (application, sign_in);

  return window != NULL && tkt_desk_get_synced_at (tkt_window_get_desk (window)) > 0;
}

/* After the question: the window comes again with a desk that fetches anew. */
static void
test_clear_cache (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  TktApplication *application = base->application;
  g_autofree char *ticket = window_serve_ticket (base, "ada", "Caps", "Too low");
  g_autofree char *uri = test_server_get_uri (base->server);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TktSignIn) sign_in = NULL;
  TktWindow *before;
  gpointer preferences;

  tkt_sign_ins_sign_in_async (
      application->sign_ins, uri, NULL, "ada", TEST_PASSWORD, NULL, test_keep_result, &result);
  test_await (result != NULL);
  sign_in = tkt_sign_ins_sign_in_finish (application->sign_ins, result, NULL, NULL);
  g_assert_nonnull (sign_in);
  before = tkt_application_open_window (application, application->sign_ins, sign_in);
  test_await (is_in_step (application, sign_in));

  preferences = open_preferences (before, "Storage");
  test_await (window_can_click (preferences, "Clear Cache"));
  window_click (preferences, "Clear Cache");
  window_answer ("Clear Cache");
  test_await (find_window (application, sign_in) != before);
  test_await (is_in_step (application, sign_in));
}

void
window_add_preference_tests (void)
{
  g_test_add_func ("/window/preferences/narrow", test_narrow);
  g_test_add_func ("/window/preferences/style", test_style);
  g_test_add_func ("/window/preferences/send-key", test_send_key);
  g_test_add_func ("/window/preferences/signature", test_signature);
  g_test_add_func ("/window/preferences/undo-seconds", test_undo_seconds);
  g_test_add_func ("/window/preferences/storage", test_storage);
  g_test_add_func ("/window/preferences/background", test_background);
  g_test_add_func ("/window/preferences/leave", test_leave);
  g_test_add_func ("/window/preferences/clear-cache", test_clear_cache);
}
