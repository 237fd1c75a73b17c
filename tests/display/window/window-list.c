/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ticket list: what is in it, what it says when nothing is, and what it remembers. */
#include "tkt-ticket-list.h"
#include "window-fixture.h"

typedef struct
{
  WindowFixture *base;
  TktWindow *window; /* mara's */
  char *ids[3];
} List;

static void
list_clear (List *list)
{
  window_fixture_free (list->base);
  for (guint i = 0; i < G_N_ELEMENTS (list->ids); i++)
    g_free (list->ids[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (List, list_clear)

/* Three tickets: two of mara's publisher, the second of them closed, and one that is nobody's. */
static List
list_new (void)
{
  List list = { window_fixture_new () };

  list.ids[0] = window_serve_ticket (list.base, "ada", "Postback", "It never fires");
  list.ids[1] = window_serve_ticket (list.base, "abel", "Payout", "October is missing");
  list.ids[2] = window_serve_ticket (list.base, "bob", "Tracking link", "It is dead");
  window_serve_closing (list.base, "mara", list.ids[1]);
  list.window = window_open (list.base, "mara");
  window_show_tab (list.window, "tickets");
  return list;
}

static void
assert_titles (List *list, const char *expected)
{
  window_await_column (list->window, "Tickets", "title", expected);
}

static void
test_open_first (void)
{
  g_auto (List) list = list_new ();

  assert_titles (&list, "Tracking link | Postback");
  window_click (list.window, "Closed");
  assert_titles (&list, "Payout");
  window_click (list.window, "All");
  assert_titles (&list, "Tracking link | Payout | Postback");
  window_click (list.window, "Open");
  assert_titles (&list, "Tracking link | Postback");
}

static void
test_owners (void)
{
  g_auto (List) list = list_new ();

  assert_titles (&list, "Tracking link | Postback");
  window_click (list.window, "Mine");
  assert_titles (&list, "Postback");
  window_click (list.window, "Unassigned");
  assert_titles (&list, "Tracking link");
  window_click (list.window, "Everyone");
  assert_titles (&list, "Tracking link | Postback");
}

static void
test_publisher (void)
{
  g_auto (List) list = list_new ();

  assert_titles (&list, "Tracking link | Postback");
  window_choose_publisher (list.window, "All Publishers", "Bravo Deals");
  assert_titles (&list, "Tracking link");
  window_choose_publisher (list.window, "Bravo Deals", NULL);
  assert_titles (&list, "Tracking link | Postback");
}

/* A row of the Publishers overview leads to all of its open tickets, whoever they are assigned to.
 */
static void
test_publishers_row (void)
{
  g_auto (List) list = list_new ();
  GtkWidget *publishers;

  window_click (list.window, "Mine");
  window_show_tab (list.window, "publishers");
  test_await (window_shows (list.window, "Bravo Deals"));
  publishers = window_find (list.window, GTK_TYPE_LIST_VIEW, "Publishers");
  g_signal_emit_by_name (publishers, "activate", 1);
  assert_titles (&list, "Tracking link");
  g_assert_true (window_shows (list.window, "Bravo Deals"));
}

static void
test_words (void)
{
  static const struct
  {
    const char *words;
    const char *found; /* NULL: nothing, and the page says so */
  } cases[] = {
    { "post", "Postback" },    { "never fires", "Postback" },
    { "#3", "Tracking link" }, { "#2", "Payout" }, /* closed, though Open is chosen */
    { "October", NULL },       { "\"dead\"", "Tracking link" },
    { "<b>", NULL },           { "", "Tracking link | Postback" },
  };
  g_auto (List) list = list_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      window_type (list.window, "Search tickets", cases[i].words);
      if (cases[i].found != NULL)
        assert_titles (&list, cases[i].found);
      else
        test_await (window_shows (list.window, "No Results"));
    }
  window_type (list.window, "Search tickets", "October");
  test_await (window_shows (list.window, "No ticket here has this word."));
  window_click (list.window, "All");
  assert_titles (&list, "Payout");
}

/* Escape in the search entry: the words are gone, and what they hid is there again. */
static void
test_stop_search (void)
{
  g_auto (List) list = list_new ();

  window_type (list.window, "Search tickets", "nothing like it");
  test_await (window_shows (list.window, "No Results"));
  g_signal_emit_by_name (window_find (list.window, GTK_TYPE_SEARCH_ENTRY, NULL), "stop-search");
  assert_titles (&list, "Tracking link | Postback");
}

/* Serves a ticket, and waits until the list has room for it. */
static void
serve_one_more (List *list, GtkAdjustment *place, const char *title)
{
  double upper = gtk_adjustment_get_upper (place);

  g_free (window_serve_ticket (list->base, "ada", title, "Look"));
  window_sync (list->window);
  test_await (gtk_adjustment_get_upper (place) > upper);
}

/* What is new is in sight for who sees the top; who has scrolled stays there. */
static void
test_new_on_top (void)
{
  g_auto (List) list = list_new ();
  GtkAdjustment *place;

  test_await (window_tickets (list.window) != NULL);
  place = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (window_tickets (list.window)));
  for (guint i = 0; i < 20; i++)
    g_free (window_serve_ticket (list.base, "ada", "One of many", "Look"));
  window_sync (list.window);
  test_await (gtk_adjustment_get_upper (place) > 2 * gtk_adjustment_get_page_size (place));
  test_await (gtk_adjustment_get_value (place) <= 0);
  serve_one_more (&list, place, "Newest");
  test_await (gtk_adjustment_get_value (place) <= 0);

  gtk_adjustment_set_value (place, 300);
  test_await (gtk_adjustment_get_value (place) >= 300);
  serve_one_more (&list, place, "Newest of all");
  g_assert_cmpfloat (gtk_adjustment_get_value (place), >=, 300);
}

static void
test_empty (void)
{
  static const struct
  {
    const char *username;
    const char *button;
    const char *title;
    const char *advice;
  } cases[] = {
    { "mara", "Open", "No Open Tickets", "Closed tickets are under Closed." },
    { "mara", "Mine", "No Open Tickets", "those of others under Everyone" },
    { "mara", "Closed", "No Closed Tickets", "can be read and searched" },
    { "mara", "All", "No Tickets", "When a publisher writes" },
    { "ada", "Open", "No Open Tickets", "Closed tickets are under Closed." },
    { "ada", "Closed", "No Closed Tickets", "can be read and searched" },
    { "ada", "All", "No Tickets", "Open a ticket with New Ticket" },
  };
  g_autoptr (WindowFixture) base = window_fixture_new ();
  TktWindow *window = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      if (i == 0 || !g_str_equal (cases[i].username, cases[i - 1].username))
        window = window_open (base, cases[i].username);
      window_show_tab (window, "tickets");
      window_click (window, cases[i].button);
      test_await (window_shows (window, cases[i].title) && window_shows (window, cases[i].advice));
      if (window_can_click (window, "Everyone"))
        window_click (window, "Everyone");
    }
}

/* Each account has its own choice, and finds it again. */
static void
test_remembers (void)
{
  g_auto (List) list = list_new ();
  TktWindow *nils;

  window_click (list.window, "Closed");
  window_click (list.window, "Mine");
  assert_titles (&list, "Payout");
  nils = window_open (list.base, "nils");
  window_show_tab (nils, "tickets");
  window_await_column (nils, "Tickets", "title", "Tracking link | Postback");

  window_close (list.window);
  list.window = window_open (list.base, "mara");
  window_show_tab (list.window, "tickets");
  assert_titles (&list, "Payout");
  g_assert_true (
      gtk_toggle_button_get_active (window_find (list.window, GTK_TYPE_TOGGLE_BUTTON, "Closed")));
  g_assert_true (
      gtk_toggle_button_get_active (window_find (list.window, GTK_TYPE_TOGGLE_BUTTON, "Mine")));
}

/* The publisher that is remembered is named, and can be let go. */
static void
test_remembers_publisher (void)
{
  g_auto (List) list = list_new ();

  window_choose_publisher (list.window, "All Publishers", "Bravo Deals");
  assert_titles (&list, "Tracking link");
  window_close (list.window);

  list.window = window_open (list.base, "mara");
  window_show_tab (list.window, "tickets");
  assert_titles (&list, "Tracking link");
  test_await (window_find (list.window, GTK_TYPE_MENU_BUTTON, "Bravo Deals") != NULL);
  window_choose_publisher (list.window, "Bravo Deals", NULL);
  assert_titles (&list, "Tracking link | Postback");
}

/* Words are of the moment. */
static void
test_forgets_words (void)
{
  g_auto (List) list = list_new ();

  window_type (list.window, "Search tickets", "postback");
  assert_titles (&list, "Postback");
  window_close (list.window);
  list.window = window_open (list.base, "mara");
  window_show_tab (list.window, "tickets");
  assert_titles (&list, "Tracking link | Postback");
}

static char *
get_selected_title (TktWindow *window)
{
  for (GtkWidget *row = gtk_widget_get_first_child (window_tickets (window)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (gtk_widget_get_state_flags (row) & GTK_STATE_FLAG_SELECTED)
      return window_column (row, "title");
  return g_strdup ("nothing");
}

static void
assert_selected (List *list, const char *title)
{
  g_autofree char *selected = get_selected_title (list->window);

  g_assert_cmpstr (selected, ==, title);
}

/* Rows move and come; the choice and what is read stay. */
static void
test_selection_stays (void)
{
  g_auto (List) list = list_new ();
  g_autofree char *reply = NULL, *new = NULL, *own = NULL;

  window_choose (list.window, "Tracking link");
  reply = window_serve_reply (list.base, "ada", list.ids[0], "Any news?");
  window_sync (list.window);
  assert_titles (&list, "Postback | Tracking link");
  assert_selected (&list, "Tracking link");
  new = window_serve_ticket (list.base, "ada", "Caps", "Too low");
  window_sync (list.window);
  assert_titles (&list, "Caps | Postback | Tracking link");
  assert_selected (&list, "Tracking link");
  own = window_serve_reply (list.base, "bob", list.ids[2], "Still dead");
  window_sync (list.window);
  assert_titles (&list, "Tracking link | Caps | Postback");
  assert_selected (&list, "Tracking link");
  g_assert_true (window_column_is (list.window, "title-3", "Tracking link"));
}

/* J and K go to the neighbours, and stay at the ends. */
static void
test_step (void)
{
  static const struct
  {
    const char *key;
    const char *title;
  } cases[] = {
    { "j", "Postback" },
    { "j", "Postback" },
    { "k", "Tracking link" },
    { "k", "Tracking link" },
  };
  g_auto (List) list = list_new ();

  window_choose (list.window, "Tracking link");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      window_press (list.window, cases[i].key);
      test_await (window_column_is (list.window, "title-3", cases[i].title));
      assert_selected (&list, cases[i].title);
    }
}

static gboolean
has_tooltip (GtkWidget *button)
{
  g_autoptr (GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean has = FALSE;

  g_signal_emit_by_name (button, "query-tooltip", 1, 1, FALSE, tooltip, &has);
  return has;
}

/* Other languages have longer words than English. */
static void
test_long_words (void)
{
  g_auto (List) list = list_new ();
  GtkWidget *tickets = window_find (list.window, TKT_TYPE_TICKET_LIST, NULL);
  GtkWidget *open = window_find (list.window, GTK_TYPE_TOGGLE_BUTTON, "Open");
  GtkWidget *unassigned = window_find (list.window, GTK_TYPE_TOGGLE_BUTTON, "Unassigned");
  int before, after;

  g_assert_false (has_tooltip (open));
  gtk_widget_measure (tickets, GTK_ORIENTATION_HORIZONTAL, -1, &before, NULL, NULL, NULL);
  gtk_button_set_label (GTK_BUTTON (unassigned), "Niemandem zugewiesen, und wohl nie mehr");
  gtk_widget_measure (tickets, GTK_ORIENTATION_HORIZONTAL, -1, &after, NULL, NULL, NULL);
  g_assert_cmpint (after, ==, before);
  g_assert_cmpint (after, <=, 360);
  test_await (has_tooltip (unassigned));
}

void
window_add_list_tests (void)
{
  g_test_add_func ("/window/list/new-on-top", test_new_on_top);
  g_test_add_func ("/window/list/rule-14/open-first", test_open_first);
  g_test_add_func ("/window/list/owners", test_owners);
  g_test_add_func ("/window/list/publisher", test_publisher);
  g_test_add_func ("/window/list/publishers-row", test_publishers_row);
  g_test_add_func ("/window/list/words", test_words);
  g_test_add_func ("/window/list/stop-search", test_stop_search);
  g_test_add_func ("/window/list/empty", test_empty);
  g_test_add_func ("/window/list/rule-17/remembers", test_remembers);
  g_test_add_func ("/window/list/rule-17/remembers-publisher", test_remembers_publisher);
  g_test_add_func ("/window/list/rule-17/forgets-words", test_forgets_words);
  g_test_add_func ("/window/list/selection-stays", test_selection_stays);
  g_test_add_func ("/window/list/step", test_step);
  g_test_add_func ("/window/list/long-words", test_long_words);
}
