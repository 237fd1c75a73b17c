/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first minute: what the sign-in page asks for, says and keeps from being pressed. */
#include "tkt-sign-in-window.h"
#include "window-fixture.h"

typedef struct
{
  WindowFixture *base;
  TktSignInWindow *window;
  TktSignIn *signed_in;
} SignIn;

static void
sign_in_clear (SignIn *self)
{
  tkt_sign_in_free (self->signed_in);
  window_fixture_free (self->base);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SignIn, sign_in_clear)

static void
on_signed_in (TktSignInWindow *window, const TktSignIn *sign_in, gboolean in_file, gpointer data)
{
  TktSignIn **signed_in = data;

  *signed_in = tkt_sign_in_copy (sign_in);
}

static void
show (SignIn *self, const TktSignIn *again)
{
  self->window = tkt_sign_in_window_new (
      GTK_APPLICATION (self->base->application), self->base->sign_ins, again);
  g_signal_connect (self->window, "signed-in", G_CALLBACK (on_signed_in), &self->signed_in);
  gtk_window_present (GTK_WINDOW (self->window));
  test_await (window_find (self->window, GTK_TYPE_BUTTON, "Sign In") != NULL);
}

static void
fill (SignIn *self, const char *server, const char *username, const char *password)
{
  window_type (self->window, "Server", server);
  window_type (self->window, "Username", username);
  window_type (self->window, "Password", password);
}

static void
fill_well (SignIn *self)
{
  g_autofree char *uri = test_server_get_uri (self->base->server);

  fill (self, uri, "mara", TEST_PASSWORD);
}

static void
test_signs_in (void)
{
  g_auto (SignIn) self = { window_fixture_new () };

  show (&self, NULL);
  fill_well (&self);
  window_click (self.window, "Sign In");
  test_await (self.signed_in != NULL);
  g_assert_cmpstr (self.signed_in->username, ==, "mara");
  g_assert_cmpstr (self.signed_in->organization_name, ==, "Larkfield Network");
  test_await (window_toplevel (TKT_TYPE_SIGN_IN_WINDOW) == NULL);
}

/* Nothing can be pressed that can't work. */
static void
test_needs_all (void)
{
  static const struct
  {
    const char *server;
    const char *username;
    const char *password;
    gboolean enough;
  } cases[] = {
    { "", "", "", FALSE },       { "host", "", "", FALSE },   { "host", "mara", "", FALSE },
    { "", "mara", "pw", FALSE }, { "host", "", "pw", FALSE }, { "host", "mara", "pw", TRUE },
  };
  g_auto (SignIn) self = { window_fixture_new () };

  show (&self, NULL);
  g_assert_false (window_can_click (self.window, "Sign In"));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fill (&self, cases[i].server, cases[i].username, cases[i].password);
      g_assert_true (window_can_click (self.window, "Sign In") == cases[i].enough);
    }
}

/* What is wrong is said, whose fault it is is marked, and goes away with the next key. */
static void
test_says_what_is_wrong (void)
{
  static const struct
  {
    const char *server; /* NULL: the one that runs */
    const char *password;
    const char *words;
    const char *marked; /* the entry's row; NULL: none */
  } cases[] = {
    { NULL, "not it", "password", NULL },
    { "http://desk.example.net", "any", "", "Server" },
    { "not an address", "any", "", "Server" },
    { "http://127.0.0.1:9", "any", "can't be reached", "Server" },
  };
  g_auto (SignIn) self = { window_fixture_new () };
  g_autofree char *uri = test_server_get_uri (self.base->server);

  show (&self, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GtkWidget *alert, *row;

      fill (&self, cases[i].server != NULL ? cases[i].server : uri, "mara", cases[i].password);
      window_click (self.window, "Sign In");
      test_await (window_can_click (self.window, "Sign In"));
      alert = window_find_styled (self.window, GTK_TYPE_LABEL, "error");
      g_assert_nonnull (alert);
      g_assert_true (window_shows (alert, cases[i].words));
      row = window_find_styled (self.window, ADW_TYPE_ENTRY_ROW, "error");
      if (cases[i].marked == NULL)
        g_assert_null (row);
      else
        g_assert_cmpstr (
            adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, cases[i].marked);

      window_type (self.window, "Password", "other");
      g_assert_null (window_find_styled (self.window, GTK_TYPE_WIDGET, "error"));
    }
  g_assert_null (self.signed_in);
}

/* While the server is asked there is nothing to press, and a second Enter asks nothing. */
static void
test_asks_once (void)
{
  g_auto (SignIn) self = { window_fixture_new () };

  show (&self, NULL);
  fill_well (&self);
  window_click (self.window, "Sign In");
  g_assert_null (window_find (self.window, GTK_TYPE_BUTTON, "Sign In"));
  g_assert_nonnull (window_find (self.window, GTK_TYPE_SPINNER, NULL));
  g_signal_emit_by_name (window_find (self.window, ADW_TYPE_PASSWORD_ENTRY_ROW, NULL),
                         "entry-activated");
  test_await (self.signed_in != NULL);
}

/* Enter in any entry signs in. */
static void
test_enter (void)
{
  g_auto (SignIn) self = { window_fixture_new () };

  show (&self, NULL);
  fill_well (&self);
  g_signal_emit_by_name (window_find (self.window, ADW_TYPE_ENTRY_ROW, NULL), "entry-activated");
  test_await (self.signed_in != NULL);
}

/* Who closes the window has changed their mind: nobody is signed in by it. */
static void
test_gives_up (void)
{
  g_auto (SignIn) self = { window_fixture_new () };
  gpointer gone;

  show (&self, NULL);
  gone = self.window;
  g_object_add_weak_pointer (G_OBJECT (self.window), &gone);
  fill_well (&self);
  window_click (self.window, "Sign In");
  gtk_window_destroy (GTK_WINDOW (self.window));
  test_await (gone == NULL);
  g_assert_null (self.signed_in);
}

/* Organization is asked for only where the server has several. */
static void
test_organization (void)
{
  g_auto (SignIn) self = { window_fixture_new () };

  show (&self, NULL);
  g_assert_null (window_find (self.window, GTK_TYPE_TEXT, "Organization"));
  g_free (test_server_add_organization (self.base->server, "otherfield"));
  fill_well (&self);
  window_click (self.window, "Sign In");
  test_await (window_find (self.window, GTK_TYPE_TEXT, "Organization") != NULL);
  g_assert_null (self.signed_in);
  window_type (self.window, "Organization", "larkfield");
  window_click (self.window, "Sign In");
  test_await (self.signed_in != NULL);
  g_assert_cmpstr (self.signed_in->organization_name, ==, "Larkfield Network");
}

/* A session that has ended: everything but the password is there, and no demo to stumble into. */
static void
test_again (void)
{
  g_auto (SignIn) self = { window_fixture_new () };
  g_autofree char *uri = test_server_get_uri (self.base->server);
  g_autofree char *server = NULL, *username = NULL;
  TktSignIn again = { .account_id = "any", .server = uri, .username = "mara" };

  show (&self, &again);
  server = window_typed (self.window, "Server");
  username = window_typed (self.window, "Username");
  g_assert_cmpstr (server, ==, uri);
  g_assert_cmpstr (username, ==, "mara");
  g_assert_true (window_shows (self.window, "The session has ended"));
  g_assert_null (window_find (self.window, GTK_TYPE_BUTTON, "Try the Demo"));
  window_type (self.window, "Password", TEST_PASSWORD);
  window_click (self.window, "Sign In");
  test_await (self.signed_in != NULL);
}

void
window_add_sign_in_tests (void)
{
  g_test_add_func ("/window/sign-in/signs-in", test_signs_in);
  g_test_add_func ("/window/sign-in/needs-all", test_needs_all);
  g_test_add_func ("/window/sign-in/says-what-is-wrong", test_says_what_is_wrong);
  g_test_add_func ("/window/sign-in/asks-once", test_asks_once);
  g_test_add_func ("/window/sign-in/enter", test_enter);
  g_test_add_func ("/window/sign-in/gives-up", test_gives_up);
  g_test_add_func ("/window/sign-in/organization", test_organization);
  g_test_add_func ("/window/sign-in/again", test_again);
}
