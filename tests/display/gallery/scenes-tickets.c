/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lists, of publishers and of tickets, and what pops up over them. */
#include "gallery.h"

void
gallery_publishers (Gallery *self)
{
  TktWindow *window = gallery_open (self, "maya");

  window_show_tab (window, "publishers");
  test_await (window_shows (window, "Brightcart Deals"));
  gallery_picture (self, "publishers", window);
  window_type (window, "Search publishers", "zebra");
  test_await (window_find (window, ADW_TYPE_STATUS_PAGE, NULL) != NULL);
  gallery_picture (self, "publishers-empty", window);
}

static TktWindow *
open_tickets (Gallery *self)
{
  TktWindow *window = gallery_open (self, "maya");

  window_show_tab (window, "tickets");
  test_await (window_tickets (window) != NULL
              && window_shows (window_tickets (window), "csv export vom november kaputt?"));
  return window;
}

static void
search (Gallery *self, TktWindow *window, const char *words, const char *found, const char *scene)
{
  window_type (window, "Search tickets", words);
  test_await (window_shows (window, found));
  if (g_str_equal (found, "found"))
    gallery_await_excerpts (window);
  gallery_picture (self, scene, window);
}

/* The last one: what is selected is read, and changes the pictures behind it. In a narrow window it
 * is on the page of the conversation. */
static void
several (Gallery *self, TktWindow *window)
{
  GtkWidget *list;

  window_type (window, "Search tickets", "");
  window_click (window, "Open");
  test_await (window_tickets (window) != NULL
              && window_shows (window_tickets (window), "raise daily cap"));
  list = window_tickets (window);
  if (self->variant->most_width > 0)
    test_await (adw_leaflet_get_folded (window_find (window, ADW_TYPE_LEAFLET, NULL)));
  gtk_widget_activate_action (list, "list.select-item", "(ubb)", 1u, FALSE, FALSE);
  gtk_widget_activate_action (list, "list.select-item", "(ubb)", 3u, FALSE, TRUE);
  gtk_widget_activate_action (list, "list.activate-item", "u", 3u);
  test_await (window_shows (window, "3 tickets selected"));
  gallery_picture (self, "tickets-several", window);
}

void
gallery_tickets (Gallery *self)
{
  TktWindow *window = open_tickets (self);

  gallery_picture (self, "tickets", window);
  window_click (window, "Mine");
  test_await (!window_shows (window_tickets (window), "raise daily cap"));
  gallery_picture (self, "tickets-mine", window);
  window_click (window, "Everyone");
  window_click (window, "Closed");
  test_await (window_shows (window_tickets (window), "Closed"));
  gallery_picture (self, "tickets-closed", window);
  window_click (window, "All");
  test_await (window_shows (window_tickets (window), "csv export vom november kaputt?"));
  gallery_picture (self, "tickets-all", window);
  search (self, window, "payout", "found", "search");
  gallery_choose (self, window, NULL, "W-8BEN vs W-9, your tax wizard asks me for the wrong one");
  gallery_picture (self, "search-found", window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.back", NULL);
  search (self, window, "is:foo", "Search Not Understood", "search-fault");
  search (self, window, "zebra crossing", "No Results", "search-empty");
  several (self, window);
}

static void
pop_up (Gallery *self, TktWindow *window, const char *button, const char *words, const char *scene)
{
  GtkMenuButton *menu;

  test_await (window_find (window, GTK_TYPE_MENU_BUTTON, button) != NULL);
  menu = window_find (window, GTK_TYPE_MENU_BUTTON, button);
  gtk_menu_button_popup (menu);
  test_await (window_shows (menu, words));
  gallery_picture (self, scene, window);
  gtk_menu_button_popdown (menu);
  test_await (!gtk_widget_get_mapped (GTK_WIDGET (gtk_menu_button_get_popover (menu))));
}

void
gallery_menus (Gallery *self)
{
  TktWindow *window = open_tickets (self);

  pop_up (self, window, "Main Menu", "Preferences", "main-menu");
  pop_up (self, window, "Sort Tickets", "Last Activity", "sort-menu");
  pop_up (self, window, "Search Help", "is:open", "search-help");
  pop_up (self, window, "All Publishers", "Brightcart Deals", "publisher-menu");
  gallery_choose (self, window, NULL, "csv export vom november kaputt?");
  pop_up (self, window, "Ticket Menu", "Copy Link", "ticket-menu");
  pop_up (self, window, "Message Menu", "Quote", "message-menu");
  pop_up (self, window, "Reassign", "Nadia Haddad", "reassign-menu");
}
