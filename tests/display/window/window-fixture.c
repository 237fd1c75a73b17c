/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of windows stand on: a real server, the program, and people signed in to it. */
#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>

#include "window-fixture.h"

#include "test-acts.h"
#include "tkt-organization-settings.h"

/* One for all tests: a process has one main loop to run one in. */
static TktApplication *
get_application (void)
{
  static TktApplication *application;
  g_autoptr (GError) error = NULL;

  if (application != NULL)
    return application;
  application = tkt_application_new (NULL);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  return application;
}

static void
free_sign_in (gpointer sign_in)
{
  tkt_sign_in_free (sign_in);
}

WindowFixture *
window_fixture_new (void)
{
  return window_fixture_new_on (test_server_new ());
}

WindowFixture *
window_fixture_new_on (TestServer *server)
{
  WindowFixture *self = g_new0 (WindowFixture, 1);

  self->server = server;
  self->folder = test_folder_new ();
  self->application = get_application ();
  self->sign_ins = tkt_sign_ins_new (self->folder, FALSE);
  self->people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_sign_in);
  self->backend = g_memory_settings_backend_new ();
  return self;
}

/* Answers that are still under way hold what they will be told to. */
static void
await_end (gpointer object)
{
  gpointer weak = object;
  g_autoptr (TestDeadline) deadline = test_deadline_new ();

  g_object_add_weak_pointer (object, &weak);
  g_object_unref (object);
  while (weak != NULL && !deadline->over)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (weak != NULL ? G_OBJECT_TYPE_NAME (weak) : "gone", ==, "gone");
}

void
window_fixture_free (WindowFixture *self)
{
  GtkWindow *window;

  while ((window = window_toplevel (GTK_TYPE_WINDOW)) != NULL)
    {
      g_object_ref (window);
      gtk_window_destroy (window);
      await_end (window);
    }
  await_end (self->sign_ins);
  await_end (self->backend);
  g_hash_table_unref (self->people);
  test_server_free (self->server);
  test_folder_free (self->folder);
  g_free (self);
}

static const TktSignIn *
sign_in (WindowFixture *self, const char *username)
{
  TktSignIn *signed_in = g_hash_table_lookup (self->people, username);
  g_autofree char *uri = test_server_get_uri (self->server);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (signed_in != NULL)
    return signed_in;
  tkt_sign_ins_sign_in_async (
      self->sign_ins, uri, NULL, username, TEST_PASSWORD, NULL, test_keep_result, &result);
  test_await (result != NULL);
  signed_in = tkt_sign_ins_sign_in_finish (self->sign_ins, result, NULL, &error);
  g_assert_no_error (error);
  g_hash_table_insert (self->people, g_strdup (username), signed_in);
  return signed_in;
}

TktWindow *
window_open (WindowFixture *self, const char *username)
{
  const TktSignIn *signed_in = sign_in (self, username);
  g_autoptr (TktDesk) desk = tkt_desk_new (self->sign_ins, signed_in);
  g_autofree char *path
      = g_strdup_printf ("/org/example/Tickets/accounts/%s/", signed_in->account_id);
  g_autoptr (GSettings) settings
      = g_settings_new_with_backend_and_path ("org.example.Tickets.Account", self->backend, path);
  g_autoptr (GMenu) accounts = g_menu_new ();
  TktWindow *window = tkt_window_new (
      GTK_APPLICATION (self->application), desk, settings, G_MENU_MODEL (accounts));

  gtk_window_present (GTK_WINDOW (window));
  test_await (tkt_desk_get_ready (desk) && tkt_desk_get_synced_at (desk) > 0
              && gtk_widget_get_mapped (GTK_WIDGET (window)));
  return window;
}

void
window_close (TktWindow *window)
{
  TktDesk *desk = g_object_ref (tkt_window_get_desk (window));

  g_object_ref (window);
  gtk_window_destroy (GTK_WINDOW (window));
  await_end (window);
  await_end (desk);
}

char *
window_serve_ticket (WindowFixture *self, const char *username, const char *title, const char *body)
{
  return test_act_open_ticket (self->server, username, title, body);
}

char *
window_serve_reply (WindowFixture *self,
                    const char *username,
                    const char *ticket_id,
                    const char *body)
{
  return test_act_reply (self->server, username, ticket_id, body);
}

void
window_serve_closing (WindowFixture *self, const char *username, const char *ticket_id)
{
  test_act_close_ticket (self->server, username, ticket_id);
}

void
window_serve_deletion (WindowFixture *self, const char *username, const char *message_id)
{
  test_act_delete_message (self->server, username, message_id);
}

void
window_serve_reading (WindowFixture *self,
                      const char *username,
                      const char *ticket_id,
                      gint64 position)
{
  test_act_mark_read (self->server, username, ticket_id, position);
}

void
window_sync (TktWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.sync", NULL);
}

GtkWidget *
window_tickets (TktWindow *window)
{
  return window_find (window, GTK_TYPE_LIST_VIEW, "Tickets");
}

GtkWidget *
window_messages (TktWindow *window)
{
  return window_find (window, GTK_TYPE_LIST_VIEW, "Conversation");
}

void
window_show_tab (TktWindow *window, const char *name)
{
  test_await (window_find (window, ADW_TYPE_VIEW_STACK, NULL) != NULL);
  adw_view_stack_set_visible_child_name (window_find (window, ADW_TYPE_VIEW_STACK, NULL), name);
}

gpointer
window_open_settings (TktWindow *window, const char *page)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.organization-settings", NULL);
  test_await (window_toplevel (TKT_TYPE_ORGANIZATION_SETTINGS) != NULL);
  window_turn_to (window_toplevel (TKT_TYPE_ORGANIZATION_SETTINGS), page);
  return window_toplevel (TKT_TYPE_ORGANIZATION_SETTINGS);
}

/* The position of the row with this title; -1: there is none. */
static int
find_title (TktWindow *window, const char *title)
{
  GtkWidget *list = window_tickets (window);
  int position = 0;

  if (list == NULL)
    return -1;
  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL;
       row = gtk_widget_get_next_sibling (row), position++)
    if (window_column_is (row, "title", title))
      return position;
  return -1;
}

void
window_choose (TktWindow *window, const char *title)
{
  GtkSelectionModel *model;

  test_await (find_title (window, title) >= 0);
  model = gtk_list_view_get_model (GTK_LIST_VIEW (window_tickets (window)));
  gtk_selection_model_select_item (model, find_title (window, title), TRUE);
  test_await (window_messages (window) != NULL && window_column_is (window, "title-3", title)
              && gtk_widget_get_first_child (window_messages (window)) != NULL);
}

void
window_answer (const char *answer)
{
  test_await (window_toplevel (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  window_click (window_toplevel (ADW_TYPE_MESSAGE_DIALOG), answer);
  test_await (window_toplevel (ADW_TYPE_MESSAGE_DIALOG) == NULL);
}
