/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching: the language and its help, what it says of itself, and what it marks. */
#include <string.h>

#include "tkt-time.h"
#include "window-fixture.h"

typedef struct
{
  WindowFixture *base;
  TktWindow *window; /* mara's */
  char *ids[3];
} Search;

static void
search_clear (Search *search)
{
  window_fixture_free (search->base);
  for (guint i = 0; i < G_N_ELEMENTS (search->ids); i++)
    g_free (search->ids[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

/* Two open tickets, the first of them answered, and a closed one. */
static Search
search_new (void)
{
  Search search = { window_fixture_new () };

  search.ids[0] = window_serve_ticket (search.base, "ada", "Postback", "It never fires");
  search.ids[1] = window_serve_ticket (search.base, "abel", "Payout", "October is missing");
  search.ids[2] = window_serve_ticket (search.base, "bob", "Tracking link", "It is dead");
  /* The list is in the order of milliseconds, and of numbers within one. */
  for (const gint64 then = tkt_time_now (); tkt_time_now () == then;)
    ;
  g_free (window_serve_reply (search.base, "mara", search.ids[0], "Which offer is it?"));
  window_serve_closing (search.base, "mara", search.ids[1]);
  search.window = window_open (search.base, "mara");
  window_show_tab (search.window, "tickets");
  window_await_column (search.window, "Tickets", "title", "Postback | Tracking link");
  return search;
}

static void
type (Search *search, const char *words)
{
  window_type (search->window, "Search tickets", words);
}

static void
check_language (Search *search)
{
  static const struct
  {
    const char *words;
    const char *found;
  } cases[] = {
    { "from:mara", "Postback" },
    { "publisher:bravo", "Tracking link" },
    { "is:closed", "Payout" },
    { "from:abel is:closed october", "Payout" },
    { "before:tomorrow", NULL },
    { "after:today", "Postback | Tracking link" },
    { "after:yesterday it", "Postback | Tracking link" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      type (search, cases[i].words);
      if (cases[i].found != NULL)
        window_await_column (search->window, "Tickets", "title", cases[i].found);
      else
        test_await (window_shows (search->window, "Search Not Understood"));
    }
}

/* Never an empty list without a word. */
static void
check_faults (Search *search)
{
  static const struct
  {
    const char *words;
    const char *advice;
  } cases[] = {
    { "is:foo", "“is:foo” is not known: write is:open, is:closed or is:unread." },
    { "is:open is:closed", "write only one of is:open and is:closed." },
    { "before:<b>", "“before:<b>” names no day: write one like 2026-11-03" },
    { "after:2026-11 before:2026-10", "give before: a later day than after:." },
    { "from: ada", "“from:” names nobody: write the name right behind the colon" },
    { "\"never", "write another \" behind the last of the words" },
    { "…", "“…” has neither letters nor digits" },
    { "#99", "There is no ticket with this number." },
    { "from:zebra", "Leave something out." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      type (search, cases[i].words);
      test_await (window_shows (search->window, cases[i].advice));
    }
  type (search, "");
  window_await_column (search->window, "Tickets", "title", "Postback | Tracking link");
}

static void
test_language (void)
{
  g_auto (Search) search = search_new ();

  check_language (&search);
  check_faults (&search);
}

/* Counted; and Enter after a number jumps to that ticket, whatever the list shows. */
static void
test_found (void)
{
  g_auto (Search) search = search_new ();

  g_assert_false (window_shows (search.window, "found"));
  type (&search, "it");
  test_await (window_shows (search.window, "2 tickets found"));
  type (&search, "never");
  test_await (window_shows (search.window, "1 ticket found"));
  type (&search, "zebra");
  test_await (!window_shows (search.window, "found"));
  type (&search, "");
  window_await_column (search.window, "Tickets", "title", "Postback | Tracking link");
  g_assert_false (window_shows (search.window, "found"));

  type (&search, "#2");
  g_signal_emit_by_name (window_find (search.window, GTK_TYPE_SEARCH_ENTRY, NULL), "activate");
  test_await (window_column_is (search.window, "title-3", "Payout"));
}

/* Presses the row of the help that begins so. */
static void
press_help (Search *search, const char *example)
{
  GtkWidget *button = window_find (search->window, GTK_TYPE_MENU_BUTTON, "Search Help");
  GtkWidget *label;

  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  test_await (window_find (search->window, GTK_TYPE_LABEL, example) != NULL);
  label = window_find (search->window, GTK_TYPE_LABEL, example);
  g_assert_true (gtk_widget_activate (gtk_widget_get_ancestor (label, GTK_TYPE_LIST_BOX_ROW)));
}

static void
test_help (void)
{
  g_auto (Search) search = search_new ();
  GtkEditable *entry = window_find (search.window, GTK_TYPE_SEARCH_ENTRY, NULL);
  TktWindow *ada;

  press_help (&search, "is:closed");
  window_await_typed (search.window, "Search tickets", "is:closed ");
  window_await_column (search.window, "Tickets", "title", "Payout");
  press_help (&search, "from:ada");
  window_await_typed (search.window, "Search tickets", "is:closed from:");
  test_await (window_shows (search.window, "“from:” names nobody"));
  type (&search, "payout");
  gtk_editable_set_position (entry, -1);
  press_help (&search, "\"payout missing\"");
  window_await_typed (search.window, "Search tickets", "payout \"\"");
  g_assert_cmpint (gtk_editable_get_position (entry), ==, 8);

  /* Publishers have one publisher. */
  ada = window_open (search.base, "ada");
  gtk_menu_button_popup (window_find (ada, GTK_TYPE_MENU_BUTTON, "Search Help"));
  test_await (window_find (ada, GTK_TYPE_LABEL, "from:ada") != NULL);
  g_assert_null (window_find (ada, GTK_TYPE_LABEL, "publisher:acme"));
}

/* Whether this piece of the label's text is marked on the screen, and with the colours to be read
 * by; @label: (nullable): not there at the moment. */
static gboolean
is_marked (GtkLabel *label, const char *piece)
{
  PangoAttrList *attributes
      = label != NULL ? pango_layout_get_attributes (gtk_label_get_layout (label)) : NULL;
  g_autoptr (PangoAttrIterator) iterator
      = attributes != NULL ? pango_attr_list_get_iterator (attributes) : NULL;
  const char *text = label != NULL ? gtk_label_get_text (label) : piece;
  guint start = strstr (text, piece) - text;

  for (gboolean more = iterator != NULL; more; more = pango_attr_iterator_next (iterator))
    {
      int from, to;

      pango_attr_iterator_range (iterator, &from, &to);
      if (pango_attr_iterator_get (iterator, PANGO_ATTR_BACKGROUND) != NULL
          && pango_attr_iterator_get (iterator, PANGO_ATTR_FOREGROUND) != NULL
          && (guint)from == start && (guint)to == start + strlen (piece))
        return TRUE;
    }
  return FALSE;
}

/* A label on the screen, also by what it shows of markup. */
static GtkLabel *
find_label (Search *search, const char *style, const char *text)
{
  GtkLabel *label = window_find_styled (search->window, GTK_TYPE_LABEL, style);

  return label != NULL && g_str_equal (gtk_label_get_text (label), text) ? label : NULL;
}

/* In titles and messages, until it is not searched for any more; and never as markup. */
static void
test_marks (void)
{
  g_auto (Search) search = search_new ();

  type (&search, "never");
  window_await_column (search.window, "Tickets", "title", "Postback");
  window_choose (search.window, "Postback");
  test_await (find_label (&search, "body", "It never fires") != NULL);
  g_assert_true (is_marked (find_label (&search, "body", "It never fires"), "never"));
  g_assert_false (is_marked (find_label (&search, "title", "Postback"), "Post"));
  type (&search, "post");
  test_await (is_marked (find_label (&search, "title", "Postback"), "Post"));
  test_await (find_label (&search, "body", "It never fires") != NULL
              && !is_marked (find_label (&search, "body", "It never fires"), "never"));
  type (&search, "");
  test_await (!is_marked (find_label (&search, "title", "Postback"), "Post"));
}

static double
get_value (Search *search)
{
  return gtk_adjustment_get_value (
      gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (window_messages (search->window))));
}

/* Ctrl+G goes through the messages that have it, wherever they are, and around. */
static void
test_matches (void)
{
  g_auto (Search) search = search_new ();

  for (guint i = 0; i < 30; i++)
    g_free (window_serve_reply (search.base, "ada", search.ids[0], "And\nso\non"));
  g_free (window_serve_reply (search.base, "ada", search.ids[0], "It never does"));
  window_sync (search.window);
  type (&search, "never");
  window_await_column (search.window, "Tickets", "title", "Postback");
  window_choose (search.window, "Postback");
  test_await (window_shows (search.window, "2 messages found"));

  g_assert_true (window_press (search.window, "<Control>g"));
  test_await (window_shows (search.window, "1 of 2"));
  g_assert_true (window_press (search.window, "<Control>g"));
  test_await (window_shows (search.window, "2 of 2"));
  test_await (get_value (&search) > 100);
  g_assert_true (window_press (search.window, "<Control>g"));
  test_await (window_shows (search.window, "1 of 2"));
  test_await (get_value (&search) < 100);
  g_assert_true (window_press (search.window, "<Shift><Control>g"));
  test_await (window_shows (search.window, "2 of 2"));
  window_click (search.window, "Previous Match");
  test_await (window_shows (search.window, "1 of 2"));

  type (&search, "");
  test_await (!window_can_click (search.window, "Next Match"));
}

/* A row says by which of its messages it was found, and only while words are searched for. */
static void
test_excerpts (void)
{
  g_auto (Search) search = search_new ();

  type (&search, "never");
  window_await_column (search.window, "Tickets", "title", "Postback");
  window_await_column (search.window, "Tickets", "excerpt", "It never fires");
  type (&search, "offer which");
  window_await_column (search.window, "Tickets", "excerpt", "Which offer is it?");
  type (&search, "is:open");
  window_await_column (search.window, "Tickets", "title", "Postback | Tracking link");
  window_await_column (search.window, "Tickets", "excerpt", "");
  type (&search, "link");
  window_await_column (search.window, "Tickets", "title", "Tracking link");
  window_await_column (search.window, "Tickets", "excerpt", "It is dead");
}

/* Where nothing is found there is something to press that may find it: all tickets, and then single
 * words. */
static void
test_offers (void)
{
  g_auto (Search) search = search_new ();

  type (&search, "october zebra");
  test_await (window_shows (search.window, "No ticket here has all of these words"));
  window_click (search.window, "Search All Tickets");
  test_await (window_shows (search.window, "No ticket has all of these words"));
  g_assert_false (window_can_click (search.window, "Search All Tickets"));
  g_assert_true (window_can_click (search.window, "Search for “zebra”"));
  window_click (search.window, "Search for “october”");
  window_await_column (search.window, "Tickets", "title", "Payout");
  window_await_typed (search.window, "Search tickets", "october");

  type (&search, "\"october zebra\"");
  test_await (window_shows (search.window, "No ticket has all of these words"));
  g_assert_false (window_can_click (search.window, "Search for “october”"));
  type (&search, "is:foo");
  test_await (window_shows (search.window, "Search Not Understood"));
  g_assert_false (window_can_click (search.window, "Search All Tickets"));
}

void
window_add_search_tests (void)
{
  g_test_add_func ("/window/search/language", test_language);
  g_test_add_func ("/window/search/found", test_found);
  g_test_add_func ("/window/search/excerpts", test_excerpts);
  g_test_add_func ("/window/search/offers", test_offers);
  g_test_add_func ("/window/search/marks", test_marks);
  g_test_add_func ("/window/search/matches", test_matches);
  g_test_add_func ("/window/search/help", test_help);
}
