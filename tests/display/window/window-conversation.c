/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A conversation: where it opens, what stands in it, and what may be done there. */
#include "tkt-message-cell.h"
#include "window-fixture.h"

#define THREAD 20

/* The cell whose message is @body; NULL while it is not on the screen. */
static GtkWidget *
find_cell (TktWindow *window, const char *body)
{
  GtkWidget *list = window_messages (window);

  for (GtkWidget *row = list != NULL ? gtk_widget_get_first_child (list) : NULL; row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (window_column_is (row, "body", body))
      return row;
  return NULL;
}

/* Whether the reader sees the message of this text. */
static gboolean
is_in_view (TktWindow *window, const char *body)
{
  GtkWidget *cell = find_cell (window, body);
  graphene_rect_t place;

  return cell != NULL && gtk_widget_compute_bounds (cell, window_messages (window), &place)
         && place.size.height > 0 && place.origin.y >= 0
         && place.origin.y + place.size.height <= gtk_widget_get_height (window_messages (window));
}

static void
serve_replies (WindowFixture *base, const char *ticket_id, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *body = g_strdup_printf ("Reply %u", i);

      g_free (window_serve_reply (base, "ada", ticket_id, body));
    }
}

static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer n_left)
{
  return --*(int *)n_left > 0;
}

/* Long enough for what a change still moves to have moved. */
static void
await_frames (TktWindow *window)
{
  int n_left = 30;

  gtk_widget_add_tick_callback (GTK_WIDGET (window), on_frame, &n_left, NULL);
  test_await (n_left == 0);
}

/* At its end when all is read, at its beginning when nothing is. */
static void
test_opens_where_one_reads_on (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autofree char *one = window_serve_ticket (base, "ada", "One", "First");
  TktWindow *window = window_open (base, "ada");

  serve_replies (base, one, THREAD);
  window_sync (window);
  window_choose (window, "One");
  test_await (is_in_view (window, "Reply 19"));
  g_assert_false (window_shows (window_messages (window), "New"));
  window_close (window);

  window = window_open (base, "mara");
  window_show_tab (window, "tickets");
  window_choose (window, "One");
  test_await (is_in_view (window, "First"));
  await_frames (window);
  g_assert_true (is_in_view (window, "First"));
}

/* At the first message that is unread, with what came before it out of sight above; and there it
 * stays when more comes. */
static void
test_opens_at_first_unread (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autofree char *id = window_serve_ticket (base, "ada", "One", "First");
  TktWindow *window;

  serve_replies (base, id, THREAD);
  window_serve_reading (base, "mara", id, 8);
  window = window_open (base, "mara");
  window_show_tab (window, "tickets");
  window_choose (window, "One");
  test_await (is_in_view (window, "Reply 7"));
  await_frames (window);
  g_assert_true (is_in_view (window, "Reply 7"));
  g_assert_true (window_shows (find_cell (window, "Reply 7"), "New"));
  g_free (window_serve_reply (base, "ada", id, "And now?"));
  window_sync (window);
  await_frames (window);
  g_assert_true (is_in_view (window, "Reply 7"));
  g_assert_false (is_in_view (window, "And now?"));
}

static gboolean
sees_when_scrolled_up (TktWindow *window, const char *body)
{
  GtkScrollable *list = GTK_SCROLLABLE (window_messages (window));

  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (list), 0);
  return is_in_view (window, body);
}

static guint
count_rows (TktWindow *window)
{
  guint n = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (window_messages (window)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    n++;
  return n;
}

/* Of a long thread the list has the end at first, and all of it as soon as one goes there. */
static void
test_long (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autofree char *id = window_serve_ticket (base, "ada", "One", "First");
  TktWindow *window;

  serve_replies (base, id, 3 * THREAD);
  window_serve_reading (base, "mara", id, 3 * THREAD + 1);
  window = window_open (base, "mara");
  window_show_tab (window, "tickets");
  window_choose (window, "One");
  test_await (is_in_view (window, "Reply 59"));
  await_frames (window);
  g_assert_true (is_in_view (window, "Reply 59"));
  g_assert_cmpuint (count_rows (window), <, 3 * THREAD);
  test_await (sees_when_scrolled_up (window, "First"));
  await_frames (window);
  g_assert_true (is_in_view (window, "First"));
  g_assert_cmpuint (count_rows (window), ==, 3 * THREAD + 1);
  /* What comes does not take the reader away. */
  g_free (window_serve_reply (base, "ada", id, "And now?"));
  window_sync (window);
  await_frames (window);
  g_assert_true (is_in_view (window, "First"));
}

/* A reply of the other side shows up while one reads. */
static void
test_follows (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autofree char *id = window_serve_ticket (base, "ada", "Caps", "Too low");
  g_autofree char *reply = NULL;
  TktWindow *window = window_open (base, "ada");

  window_choose (window, "Caps");
  reply = window_serve_reply (base, "mara", id, "Raised");
  window_sync (window);
  window_await_column (window, "Conversation", "body", "Too low | Raised");
  test_await (window_shows (window_messages (window), "mara · Account manager · "));
  g_assert_true (window_shows (window_messages (window), "ada · Publisher · "));
}

/* What was deleted leaves who deleted it, and no text, here as at the server. */
static void
test_tombstone (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autofree char *id = window_serve_ticket (base, "ada", "Tax form", "Attached");
  g_autofree char *reply = window_serve_reply (base, "ada", id, "My number is 4711");
  TktWindow *window = window_open (base, "ada");

  window_choose (window, "Tax form");
  window_await_column (window, "Conversation", "body", "Attached | My number is 4711");
  window_serve_deletion (base, "mara", reply);
  window_sync (window);
  window_await_column (
      window, "Conversation", "body", "Attached | Message deleted by Mara Example");
}

/* Opens the menu of the message of this text, and tells whether it can be deleted there. */
static gboolean
offers_deletion (TktWindow *window, const char *body)
{
  GtkWidget *button;
  gboolean offered;

  test_await (find_cell (window, body) != NULL);
  button = window_find (find_cell (window, body), GTK_TYPE_MENU_BUTTON, NULL);
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  test_await (window_shows (button, "Quote"));
  offered = window_shows (button, "Delete Message");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  test_await (!window_shows (button, "Quote"));
  return offered;
}

/* Deleting is offered where the rules allow it, and not where they don't. */
static void
test_who_may_delete (void)
{
  static const struct
  {
    const char *username;
    gboolean of_ada;
    gboolean of_mara;
  } cases[] = { { "ada", TRUE, FALSE }, { "abel", FALSE, FALSE }, { "nils", TRUE, TRUE } };
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autofree char *id = window_serve_ticket (base, "ada", "Payout", "Missing");
  g_autofree char *reply = window_serve_reply (base, "mara", id, "On its way");

  for (guint closed = 0; closed < 2; closed++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        {
          TktWindow *window = window_open (base, cases[i].username);

          window_show_tab (window, "tickets");
          window_click (window, closed ? "Closed" : "Open");
          window_choose (window, "Payout");
          g_assert_true (offers_deletion (window, "Missing") == cases[i].of_ada);
          g_assert_true (offers_deletion (window, "On its way") == cases[i].of_mara);
          window_close (window);
        }
      if (!closed)
        window_serve_closing (base, "mara", id);
    }
}

/* What the desk has of the one ticket that @model watches. */
static gint64
read_position (TktRowModel *model)
{
  g_autoptr (TktRowItem) item = g_list_model_get_item (G_LIST_MODEL (model), 0);
  const TktTicketRow *row = item != NULL ? tkt_row_item_get_row (item) : NULL;

  return row != NULL ? row->read_position : -1;
}

/* Nobody reads what comes while another window is in front, until this one is again. */
static void
test_reads_in_front (void)
{
  g_autoptr (WindowFixture) base = window_fixture_new ();
  g_autofree char *id = window_serve_ticket (base, "ada", "Payout", "Missing");
  TktWindow *ada = window_open (base, "ada");
  g_autoptr (TktRowModel) ticket = tkt_desk_watch_ticket (tkt_window_get_desk (ada), id);
  TktWindow *mara;

  window_choose (ada, "Payout");
  mara = window_open (base, "mara");
  test_await (gtk_window_is_active (GTK_WINDOW (mara)));
  g_free (window_serve_reply (base, "mara", id, "On its way"));
  window_sync (ada);
  window_await_column (ada, "Conversation", "body", "Missing | On its way");
  /* A mark for the first reply would be there with the second. */
  g_free (window_serve_reply (base, "mara", id, "It is there"));
  window_sync (ada);
  window_await_column (ada, "Conversation", "body", "Missing | On its way | It is there");
  test_await (read_position (ticket) >= 0);
  g_assert_cmpint (read_position (ticket), ==, 1);

  gtk_window_present (GTK_WINDOW (ada));
  test_await (read_position (ticket) == 3);
}

void
window_add_conversation_tests (void)
{
  g_test_add_func ("/window/conversation/opens-at-first-unread", test_opens_at_first_unread);
  g_test_add_func ("/window/conversation/opens-where-one-reads-on", test_opens_where_one_reads_on);
  g_test_add_func ("/window/conversation/long", test_long);
  g_test_add_func ("/window/conversation/rule-16/reads-in-front", test_reads_in_front);
  g_test_add_func ("/window/conversation/rule-8/follows", test_follows);
  g_test_add_func ("/window/conversation/rule-13/tombstone", test_tombstone);
  g_test_add_func ("/window/conversation/rule-12/who-may-delete", test_who_may_delete);
}
