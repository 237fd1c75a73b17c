/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links to tickets: in messages, from elsewhere, and what is said where one leads nowhere. */
#include "window-fixture.h"

#include <string.h>

#include "tkt-link.h"

static char *
link_to (WindowFixture *base, gint64 number)
{
  g_autofree char *uri = test_server_get_uri (base->server);

  return tkt_link_new (uri, number);
}

static void
open_link (WindowFixture *base, const char *link)
{
  g_action_group_activate_action (
      G_ACTION_GROUP (base->application), "open-link", g_variant_new_string (link));
}

static void
await_shown (TktWindow *window, const char *title)
{
  test_await (window_messages (window) != NULL && window_column_is (window, "title-3", title));
}

static void
await_said (const char *heading)
{
  test_await (window_toplevel (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  g_assert_true (window_shows (window_toplevel (ADW_TYPE_MESSAGE_DIALOG), heading));
  window_answer ("Close");
}

static void
on_text_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, &error);
  g_assert_no_error (error);
}

/* What Copy Link gives, put into a message by whoever gets it, leads there by a click. */
static void
test_message (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autofree char *first = window_serve_ticket (base, "ada", "First", "Hello");
  g_autofree char *expected = link_to (base, 1);
  g_autofree char *copied = NULL;
  g_autofree char *words = NULL;
  g_autofree char *second = NULL;
  TktWindow *window = window_open (base, "ada");
  GtkWidget *body;
  gboolean handled = FALSE;

  window_choose (window, "First");
  window_choose_item (window, "Ticket Menu", "Copy Link");
  test_await (window_shows (window, "Link copied"));
  gdk_clipboard_read_text_async (
      gtk_widget_get_clipboard (GTK_WIDGET (window)), NULL, on_text_read, &copied);
  test_await (copied != NULL);
  g_assert_cmpstr (copied, ==, expected);

  words = g_strdup_printf ("Like %s, I think.", copied);
  second = window_serve_ticket (base, "ada", "Second", words);
  window_sync (window);
  window_choose (window, "Second");
  window_await_column (window, "Conversation", "body", words);
  body = window_find_styled (window_messages (window), GTK_TYPE_LABEL, "body");
  g_assert_nonnull (strstr (gtk_label_get_label (GTK_LABEL (body)), "<a href=\"tickets://"));
  g_signal_emit_by_name (body, "activate-link", expected, &handled);
  g_assert_true (handled);
  await_shown (window, "First");
}

/* From the command line, or from the desktop, which passes it as it is. */
static void
test_opened (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autofree char *first = window_serve_ticket (base, "ada", "First", "Hello");
  g_autofree char *second = window_serve_ticket (base, "ada", "Second", "Hello");
  g_autofree char *link = link_to (base, 2);
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (link);
  TktWindow *window = window_open (base, "mara");

  g_application_open (G_APPLICATION (base->application), &file, 1, "");
  await_shown (window, "Second");
}

/* Of several accounts at the server, the one that may see the ticket has it. */
static void
test_which_account (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autofree char *ticket = window_serve_ticket (base, "bob", "Bob's", "Hello");
  g_autofree char *link = link_to (base, 1);
  TktWindow *mara = window_open (base, "mara");
  TktWindow *ada = window_open (base, "ada");

  open_link (base, link);
  await_shown (mara, "Bob's");
  g_assert_null (window_messages (ada));
}

/* Leading nowhere is said, each time in the words for it. */
static void
test_nowhere (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autofree char *ticket = window_serve_ticket (base, "bob", "Bob's", "Hello");
  g_autofree char *others = link_to (base, 1);
  g_autofree char *none = link_to (base, 99);

  window_open (base, "ada");
  open_link (base, others);
  await_said ("Ticket #1 Is Not Here");
  open_link (base, none);
  await_said ("Ticket #99 Is Not Here");
  open_link (base, "tickets://elsewhere.example.net/t/1");
  await_said ("Not Signed In There");
  open_link (base, "tickets://elsewhere.example.net/publishers");
  await_said ("This Is No Link to a Ticket");
}

/* As the desktop asks for it, of the entry in its menu. */
static void
test_new_ticket (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();

  window_open (base, "ada");
  g_action_group_activate_action (G_ACTION_GROUP (base->application), "new-ticket", NULL);
  test_await (window_toplevel (ADW_TYPE_WINDOW) != NULL);
  g_assert_nonnull (window_find (window_toplevel (ADW_TYPE_WINDOW), GTK_TYPE_EDITABLE, "Title"));
}

void
window_add_link_tests (void)
{
  g_test_add_func ("/window/links/message", test_message);
  g_test_add_func ("/window/links/opened", test_opened);
  g_test_add_func ("/window/links/which-account", test_which_account);
  g_test_add_func ("/window/links/nowhere", test_nowhere);
  g_test_add_func ("/window/links/new-ticket", test_new_ticket);
}
