/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One's devices, and being invited. */
#include "tkt-invitation-code.h"
#include "tkt-preferences.h"
#include "tkt-sign-in-window.h"
#include "window-fixture.h"

static gpointer
open_preferences (TktWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.preferences", NULL);
  test_await (window_toplevel (TKT_TYPE_PREFERENCES) != NULL);
  return window_toplevel (TKT_TYPE_PREFERENCES);
}

static void
count (TktStoreTx *tx, const TktActor *operator, gpointer data)
{
  gpointer *id_and_count = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sessions
      = tkt_store_list_sessions (tx, id_and_count[0], 0, NULL, 100, &error);

  g_assert_no_error (error);
  id_and_count[1] = GUINT_TO_POINTER (sessions->len);
}

static guint
count_sessions (WindowFixture *base, const char *username)
{
  g_autofree char *id = test_server_find_account (base->server, username);
  gpointer id_and_count[] = { id, NULL };

  test_server_change (base->server, count, id_and_count);
  return GPOINTER_TO_UINT (id_and_count[1]);
}

/* Another computer of the account's, with a session called "Old Laptop". */
static void
begin_elsewhere (TktStoreTx *tx, const TktActor *operator, gpointer account_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TktActor) actor = tkt_actor_load (tx, operator->organization->id, account_id, &error);
  g_autofree char *token = NULL;
  gint64 expires_at;

  g_assert_no_error (error);
  token = tkt_sessions_begin (tx, actor, "Old Laptop", &tkt_session_life, &expires_at, &error);
  g_assert_no_error (error);
}

/* Each session is there, this one marked and without a button; another one is ended by its own. */
static void
test_devices (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  TktWindow *window = window_open (base, "mara");
  g_autofree char *mara = test_server_find_account (base->server, "mara");
  gpointer preferences;

  test_server_change (base->server, begin_elsewhere, mara);
  g_assert_cmpuint (count_sessions (base, "mara"), ==, 2);
  preferences = open_preferences (window);
  window_turn_to (preferences, "Devices");
  test_await (window_shows (preferences, "Old Laptop"));
  g_assert_true (window_shows (preferences, "This device"));
  g_assert_true (window_shows (preferences, "Last used"));
  window_click (preferences, "End the session on Old Laptop");
  test_await (!window_shows (preferences, "Old Laptop"));
  test_await (window_shows (preferences, "This device"));
  g_assert_cmpuint (count_sessions (base, "mara"), ==, 1);
}

/* Without the server the page says so; when it is back, the list comes by itself. */
static void
test_devices_offline (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  TktWindow *window = window_open (base, "mara");
  gpointer preferences;

  test_server_stop (base->server);
  preferences = open_preferences (window);
  window_turn_to (preferences, "Devices");
  test_await (window_shows (preferences, "This needs the server"));
  g_assert_true (window_can_click (preferences, "Try Again"));
  test_server_start (base->server);
  tkt_desk_sync_now (tkt_window_get_desk (window));
  test_await (window_shows (preferences, "This device"));
}

static void
on_signed_in (TktSignInWindow *window, const TktSignIn *sign_in, gboolean in_file, gpointer data)
{
  TktSignIn **signed_in = data;

  *signed_in = tkt_sign_in_copy (sign_in);
}

typedef struct
{
  const char *account_id;
  const char *code;
} Invited;

static void
invite (TktStoreTx *tx, const TktActor *operator, gpointer data)
{
  const Invited *invited = data;
  guint8 hash[TKT_INVITATION_HASH_SIZE];
  gint64 expires_at;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktAccount) account = NULL;

  tkt_invitation_code_hash (invited->code, hash);
  account = tkt_service_invite (tx, operator, invited->account_id, hash, &expires_at, &error);
  g_assert_no_error (error);
}

/* A code and a new password are all it takes; a wrong code, and a short password, are told. */
static void
test_invited (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autofree char *nils = test_server_find_account (base->server, "nils");
  g_autofree char *code = tkt_invitation_code_new ();
  g_autofree char *uri = test_server_get_uri (base->server);
  g_autoptr (TktSignIn) signed_in = NULL;
  Invited invited = { nils, code };
  TktSignInWindow *window;

  test_server_change (base->server, invite, &invited);
  window = tkt_sign_in_window_new (GTK_APPLICATION (base->application), base->sign_ins, NULL);
  g_signal_connect (window, "signed-in", G_CALLBACK (on_signed_in), &signed_in);
  gtk_window_present (GTK_WINDOW (window));
  test_await (window_can_click (window, "I Have an Invitation Code"));
  window_type (window, "Server", uri);
  window_click (window, "I Have an Invitation Code");
  g_assert_null (window_find (window, GTK_TYPE_TEXT, "Username"));
  g_assert_false (window_can_click (window, "Sign In"));

  window_type (window, "Invitation Code", "WRONG");
  window_type (window, "New Password", "quite another one");
  window_click (window, "Sign In");
  test_await (window_shows (window, "This code is wrong"));
  window_type (window, "Invitation Code", code);
  window_type (window, "New Password", "short");
  window_click (window, "Sign In");
  test_await (window_shows (window, "12"));
  window_type (window, "New Password", "quite another one");
  window_click (window, "Sign In");
  test_await (signed_in != NULL);
  g_assert_cmpstr (signed_in->username, ==, "nils");
  test_await (window_toplevel (TKT_TYPE_SIGN_IN_WINDOW) == NULL);
}

/* There and back: what stood in the entries is still there. */
static void
test_ways (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  TktSignInWindow *window
      = tkt_sign_in_window_new (GTK_APPLICATION (base->application), base->sign_ins, NULL);

  gtk_window_present (GTK_WINDOW (window));
  test_await (window_can_click (window, "I Have an Invitation Code"));
  window_type (window, "Server", "desk.example.net");
  window_type (window, "Username", "mara");
  window_type (window, "Password", TEST_PASSWORD);
  g_assert_true (window_can_click (window, "Sign In"));
  window_click (window, "I Have an Invitation Code");
  g_assert_false (window_can_click (window, "Sign In"));
  window_click (window, "I Have a Password");
  window_await_typed (window, "Username", "mara");
  g_assert_true (window_can_click (window, "Sign In"));
  gtk_window_destroy (GTK_WINDOW (window));
}

void
window_add_people_tests (void)
{
  g_test_add_func ("/window/people/devices-offline", test_devices_offline);
  g_test_add_func ("/window/people/invited", test_invited);
  g_test_add_func ("/window/people/two-ways-in", test_ways);
  g_test_add_func ("/window/people/devices", test_devices);
}
