/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is to see of the program, one scene after the other. */
#include "scenes.h"

#include "test-screen.h"

#define ADMIN_WINDOW "Helena Brandt – Larkfield Partner Network"
#define MANAGER_WINDOW "Maya Lindqvist – Larkfield Partner Network"
#define PUBLISHER_WINDOW "Jess Moreno – Larkfield Partner Network"

#define NARROW 360
#define NARROW_HEIGHT 720

void
scenes_give_size (TestWalk *walk, const char *title, gpointer data)
{
  const Look *look = data;
  g_autoptr (GError) error = NULL;

  if (look->narrow && !test_screen_resize (title, NARROW, NARROW_HEIGHT, &error))
    test_walk_fail (walk, "a window of %d px (%s)", NARROW, error->message);
}

void
scenes_turn_to (const Look *look, const char *title)
{
  test_walk_turn_to (look->walk, title);
  scenes_give_size (look->walk, title, (gpointer)look);
}

/* A phone gives a dialog the whole screen. */
void
scenes_picture_dialog (TestWalk *walk, const char *name, gpointer data)
{
  const Look *look = data;
  g_autoptr (GError) error = NULL;

  if (!look->narrow)
    test_walk_picture (walk, name);
  else if (test_screen_resize (walk->window, NARROW, NARROW_HEIGHT, &error))
    test_walk_picture_dialog (walk, name);
  else
    test_walk_fail (walk, "a dialog of %d px (%s)", NARROW, error->message);
}

static void
sign_in (const Look *look, Network *network)
{
  TestWalk *walk = look->walk;

  test_walk_step (walk, "Signing in");
  scenes_turn_to (look, "Tickets");
  test_walk_await (walk, ATSPI_ROLE_PUSH_BUTTON, "Try the Demo");
  test_walk_picture (walk, "sign-in");
  test_walk_type (walk, ATSPI_ROLE_TEXT, "Server", network->uri);
  test_walk_keys (walk, "Tab");
  test_walk_type (walk, ATSPI_ROLE_TEXT, "Username", NETWORK_ADMIN);
  test_walk_keys (walk, "Tab");
  test_walk_type (walk, ATSPI_ROLE_TEXT, "Password", NETWORK_PASSWORD);
  test_walk_press (walk, ATSPI_ROLE_PUSH_BUTTON, "Sign In");
  scenes_turn_to (look, ADMIN_WINDOW);
  test_walk_await_rows (walk, "Publishers", NULL, 12);
}

void
scenes_of_network (const Look *look, Network *network)
{
  TestWalk *walk = look->walk;
  const TestOfflineLook offline = {
    look->program, look->environment, scenes_give_size, scenes_picture_dialog, (gpointer)look
  };

  scenes_of_invited (look, network);
  test_walk_start (walk, look->program, NULL, look->environment);
  sign_in (look, network);
  scenes_of_admin (look, network);
  test_offline_tell (walk, network, &offline);
  test_walk_keys (walk, "ctrl+q");
  test_walk_await_end (walk);
}

static void
scenes_of_manager (const Look *look)
{
  TestWalk *walk = look->walk;

  test_walk_step (walk, "The account manager's publishers");
  scenes_turn_to (look, MANAGER_WINDOW);
  test_walk_await_rows (walk, "Publishers", NULL, 12);
  test_walk_picture (walk, "publishers");

  test_walk_step (walk, "The account manager's tickets");
  test_walk_choose (walk, ATSPI_ROLE_PAGE_TAB, "Support Tickets");
  test_walk_await_rows (walk, "Tickets", NULL, 35);
  test_walk_picture (walk, "support-tickets");

  test_walk_step (walk, "An empty list");
  test_walk_keys (walk, "ctrl+f");
  test_walk_type (walk, ATSPI_ROLE_ENTRY, "Search tickets", "zebra crossing");
  test_walk_await (walk, ATSPI_ROLE_LABEL, "No Results");
  test_walk_picture (walk, "empty-list");

  test_walk_step (walk, "A search that is not understood");
  test_walk_keys (walk, "ctrl+f");
  test_walk_type (walk, ATSPI_ROLE_ENTRY, "Search tickets", "is:foo");
  test_walk_await (walk, ATSPI_ROLE_LABEL, "Search Not Understood");
  test_walk_picture (walk, "search-fault");

  test_walk_step (walk, "What a search found");
  test_walk_keys (walk, "ctrl+f");
  test_walk_type (walk, ATSPI_ROLE_ENTRY, "Search tickets", "payout");
  test_walk_await (walk, ATSPI_ROLE_STATUS_BAR, "* ticket* found");
  test_walk_keys (walk, "Return");
  test_walk_await_row (walk, "Conversation", "*");
  test_walk_picture (walk, "search");
  if (look->narrow)
    test_walk_press (walk, ATSPI_ROLE_PUSH_BUTTON, "Back");
  test_walk_keys (walk, "ctrl+f");
  test_walk_keys (walk, "Escape");
  test_walk_await_rows (walk, "Tickets", NULL, 35);

  test_walk_step (walk, "A conversation");
  test_walk_keys (walk, "Down");
  test_walk_keys (walk, "Down");
  test_walk_keys (walk, "Return");
  test_walk_await_row (walk, "Conversation", "*");
  test_walk_picture (walk, "conversation");
}

static void
scenes_of_publisher (const Look *look)
{
  TestWalk *walk = look->walk;

  test_walk_step (walk, "The publisher's tickets");
  scenes_turn_to (look, PUBLISHER_WINDOW);
  test_walk_await_rows (walk, "Tickets", NULL, 4);
  test_walk_picture (walk, "support");

  test_walk_step (walk, "A new ticket");
  test_walk_keys (walk, "ctrl+n");
  test_walk_turn_to_dialog (walk, "New Ticket");
  test_walk_type (walk, ATSPI_ROLE_TEXT, "Title", "Payout missing for October");
  test_walk_tab_to (walk, ATSPI_ROLE_TEXT, "Message");
  test_walk_type (walk,
                  ATSPI_ROLE_TEXT,
                  "Message",
                  "The October payout has not arrived. Could you check invoice 2231?");
  scenes_picture_dialog (walk, "new-ticket", (gpointer)look);
  test_walk_press (walk, ATSPI_ROLE_PUSH_BUTTON, "Create");
  test_walk_leave_dialog (walk);

  test_walk_step (walk, "A closed ticket");
  test_walk_press (walk, ATSPI_ROLE_PUSH_BUTTON, "Close Ticket");
  test_walk_turn_to_dialog (walk, "Close This Ticket?");
  test_walk_picture (walk, "close-ticket");
  test_walk_press (walk, ATSPI_ROLE_PUSH_BUTTON, "Close Ticket*");
  test_walk_leave_dialog (walk);
  test_walk_await (walk, ATSPI_ROLE_LABEL, "Closed by Jess Moreno on *");
  test_walk_picture (walk, "closed-ticket");
}

void
scenes_of_demo (const Look *look)
{
  test_walk_start (look->walk, look->program, "--demo", look->environment);
  scenes_of_manager (look);
  scenes_of_publisher (look);
  test_walk_keys (look->walk, "ctrl+q");
  test_walk_await_end (look->walk);
}
