/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is unread: the number of it, one key through all of it, and an end to it at once. */
#include "tkt-launcher.h"
#include "window-fixture.h"

typedef struct
{
  WindowFixture *base;
  TktWindow *window; /* mara's */
  char *ids[12];
} Unread;

static void
unread_clear (Unread *unread)
{
  window_fixture_free (unread->base);
  for (guint i = 0; i < G_N_ELEMENTS (unread->ids); i++)
    g_free (unread->ids[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Unread, unread_clear)

/* @n tickets that mara has not read, named by their numbers. */
static Unread
unread_new (guint n)
{
  Unread unread = { window_fixture_new () };

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *title = g_strdup_printf ("Ticket %u", i + 1);

      unread.ids[i] = window_serve_ticket (unread.base, "ada", title, "Hello?");
    }
  unread.window = window_open (unread.base, "mara");
  window_show_tab (unread.window, "tickets");
  test_await (tkt_window_get_unread (unread.window) == n);
  return unread;
}

static guint
get_badge (TktWindow *window)
{
  AdwViewStack *stack = window_find (window, ADW_TYPE_VIEW_STACK, NULL);
  AdwViewStackPage *page
      = adw_view_stack_get_page (stack, adw_view_stack_get_child_by_name (stack, "tickets"));

  return adw_view_stack_page_get_badge_number (page);
}

/* As it comes, as it is read on another computer, and as it is read here. */
static void
test_count (void)
{
  g_auto (Unread) unread = unread_new (3);
  TktWindow *window = unread.window;

  g_assert_cmpuint (get_badge (window), ==, 3);
  window_serve_reading (unread.base, "mara", unread.ids[0], 1);
  window_sync (window);
  test_await (tkt_window_get_unread (window) == 2);
  g_free (window_serve_reply (unread.base, "ada", unread.ids[0], "Anybody?"));
  window_sync (window);
  test_await (tkt_window_get_unread (window) == 3);
  /* Who answers has read what came before. */
  g_free (window_serve_reply (unread.base, "mara", unread.ids[1], "Yes"));
  window_sync (window);
  test_await (tkt_window_get_unread (window) == 2);
  window_choose (window, "Ticket 3");
  test_await (tkt_window_get_unread (window) == 1 && get_badge (window) == 1);
}

/* Presses once more while Ticket 4 is shown; TRUE: another is. @highest: how far it went down. */
static gboolean
read_through (TktWindow *window, double *highest)
{
  GtkWidget *list = window_messages (window);

  if (!window_column_is (window, "title-3", "Ticket 4"))
    return TRUE;
  *highest = MAX (
      *highest, gtk_adjustment_get_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list))));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.read-on", NULL);
  return FALSE;
}

/* Likewise; a press counts once there is something to be seen to its end. */
static gboolean
press_on (TktWindow *window, const char *title)
{
  if (!window_column_is (window, "title-3", title)
      || window_shows (window, "Nothing here is unread"))
    return TRUE;
  gtk_widget_activate_action (GTK_WIDGET (window), "win.read-on", NULL);
  return FALSE;
}

/* Space: down to the end of a conversation, and then to the next one that is unread. */
static void
test_read_on (void)
{
  g_auto (Unread) unread = unread_new (4);
  TktWindow *window = unread.window;
  double highest = 0;

  for (guint i = 0; i < 30; i++)
    g_free (window_serve_reply (unread.base, "ada", unread.ids[3], "And\nso\non"));
  window_serve_reading (unread.base, "mara", unread.ids[2], 1);
  window_sync (window);
  test_await (tkt_window_get_unread (window) == 3);
  window_choose (window, "Ticket 4");
  test_await (read_through (window, &highest));
  g_assert_cmpfloat (highest, >, 500);
  test_await (window_column_is (window, "title-3", "Ticket 2"));
  test_await (tkt_window_get_unread (window) == 1);
  /* The key is the list's, before what lists do with it. */
  g_assert_true (window_press (window_tickets (window), "space"));
  test_await (press_on (window, "Ticket 2"));
  test_await (window_column_is (window, "title-3", "Ticket 1"));
  test_await (tkt_window_get_unread (window) == 0);
  test_await (press_on (window, "Ticket 1"));
  g_assert_true (window_shows (window, "Nothing here is unread"));
}

/* A few at once; many are asked about; offline as well (rule 19). */
static void
test_mark_all (void)
{
  g_auto (Unread) unread = unread_new (12);
  TktWindow *window = unread.window;

  test_server_stop (unread.base->server);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.mark-all-read", NULL);
  window_answer ("Cancel");
  g_assert_cmpuint (tkt_window_get_unread (window), ==, 12);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.mark-all-read", NULL);
  window_answer ("Mark All as Read");
  test_await (tkt_window_get_unread (window) == 0);
  g_assert_cmpuint (get_badge (window), ==, 0);
}

static void
on_update (GDBusConnection *bus,
           const char *sender,
           const char *path,
           const char *interface,
           const char *name,
           GVariant *parameters,
           gpointer user_data)
{
  GVariant **last = user_data;

  g_clear_pointer (last, g_variant_unref);
  *last = g_variant_ref (parameters);
}

static gboolean
says (GVariant *update, gint64 count)
{
  g_autofree char *text = update != NULL ? g_variant_print (update, FALSE) : NULL;
  g_autofree char *expected
      = g_strdup_printf ("('application://org.example.Tickets.desktop', {'count': <int64 %d>,"
                         " 'count-visible': <%s>})",
                         (int)count,
                         count > 0 ? "true" : "false");
  g_autoptr (GVariant) wanted = g_variant_parse (NULL, expected, NULL, NULL, NULL);

  return text != NULL && g_variant_equal (update, wanted);
}

/* What docks and panels hear. */
static void
test_launcher (void)
{
  g_auto (Unread) unread = unread_new (2);
  GApplication *application = G_APPLICATION (unread.base->application);
  GDBusConnection *bus = g_application_get_dbus_connection (application);
  g_autofree char *path = tkt_launcher_make_path ("org.example.Tickets");
  g_autoptr (GVariant) last = NULL;
  guint subscription;

  g_assert_nonnull (bus);
  subscription = g_dbus_connection_signal_subscribe (bus,
                                                     NULL,
                                                     "com.canonical.Unity.LauncherEntry",
                                                     "Update",
                                                     path,
                                                     NULL,
                                                     G_DBUS_SIGNAL_FLAGS_NONE,
                                                     on_update,
                                                     &last,
                                                     NULL);
  tkt_launcher_add (GTK_APPLICATION (application), unread.window);
  window_choose (unread.window, "Ticket 2");
  test_await (says (last, 1));
  window_choose (unread.window, "Ticket 1");
  test_await (says (last, 0));
  g_dbus_connection_signal_unsubscribe (bus, subscription);
}

void
window_add_unread_tests (void)
{
  g_test_add_func ("/window/unread/count", test_count);
  g_test_add_func ("/window/unread/read-on", test_read_on);
  g_test_add_func ("/window/unread/rule-19/mark-all", test_mark_all);
  g_test_add_func ("/window/unread/launcher", test_launcher);
}
