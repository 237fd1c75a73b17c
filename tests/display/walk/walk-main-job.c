/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main job: from a publisher's question to a closed ticket. */
#include "walk.h"

#define QUESTION "The October payout has not arrived. Could you check invoice 2231?"
#define ANSWER "It left this morning and should be there tomorrow."
#define SLIP "This was meant for somebody else."

static void
start (TestWalk *walk)
{
  test_walk_step (walk, "The account manager sees the publishers, each with its open tickets");
  test_walk_turn_to (walk, MANAGER_WINDOW);
  test_walk_await_rows (walk, "Publishers", NULL, 12);
  test_walk_await_row (walk, "Publishers", "Brightcart Deals, *, 4 open tickets");
  test_walk_picture (walk, "publishers");

  test_walk_step (walk, "The publisher sees the tickets that are open");
  test_walk_turn_to (walk, PUBLISHER_WINDOW);
  test_walk_await_rows (walk, "Tickets", NULL, 4);
  test_walk_await_rows (walk, "Tickets", "Open, *", 4);
  test_walk_picture (walk, "support");
}

static void
open_ticket (TestWalk *walk)
{
  test_walk_step (walk, "The publisher writes a ticket: it takes a title and a message");
  test_walk_keys (walk, "ctrl+n");
  test_walk_turn_to_dialog (walk, "New Ticket");
  test_walk_await_state (walk, ATSPI_ROLE_PUSH_BUTTON, "Create", ATSPI_STATE_SENSITIVE, FALSE);
  test_walk_type (walk, ATSPI_ROLE_TEXT, "Title", TICKET);
  test_walk_await_state (walk, ATSPI_ROLE_PUSH_BUTTON, "Create", ATSPI_STATE_SENSITIVE, FALSE);
  test_walk_tab_to (walk, ATSPI_ROLE_TEXT, "Message");
  test_walk_type (walk, ATSPI_ROLE_TEXT, "Message", QUESTION);
  test_walk_picture (walk, "new-ticket");

  test_walk_step (walk, "The publisher creates it and sees it, delivered");
  test_walk_press (walk, ATSPI_ROLE_PUSH_BUTTON, "Create");
  test_walk_leave_dialog (walk);
  test_walk_await_row (walk, "Tickets", "Open, *" TICKET "*");
  test_walk_await_row (walk, "Conversation", "Jess Moreno, *: " QUESTION);
  test_walk_await (walk, ATSPI_ROLE_LABEL, "#155*");
  test_walk_picture (walk, "ticket-opened");
}

static void
answer (TestWalk *walk)
{
  test_walk_step (walk, "The account manager's window counts it and shows it as unread");
  test_walk_turn_to (walk, MANAGER_WINDOW);
  test_walk_await_row (walk, "Publishers", "Brightcart Deals, *, 5 open tickets");
  test_walk_choose (walk, ATSPI_ROLE_PAGE_TAB, "Support Tickets");
  test_walk_await_row (walk, "Tickets", "Open, *" TICKET ", Brightcart Deals, unread");
  test_walk_picture (walk, "ticket-arrived");

  test_walk_step (walk, "The account manager opens it with a key");
  test_walk_keys (walk, "j");
  test_walk_await_row (walk, "Conversation", "Jess Moreno, *: " QUESTION);
  test_walk_await_row (walk, "Tickets", "Open, *" TICKET ", Brightcart Deals");
  test_walk_picture (walk, "ticket-read");

  test_walk_step (walk, "The account manager replies");
  test_walk_keys (walk, "r");
  test_walk_type (walk, ATSPI_ROLE_TEXT, "Reply text", ANSWER);
  test_walk_picture (walk, "reply-written");
  test_walk_keys (walk, "ctrl+Return");
  test_walk_await_row (walk, "Conversation", "Maya Lindqvist, *: " ANSWER);
  test_walk_await_text (walk, ATSPI_ROLE_TEXT, "Reply text", "");
  test_walk_picture (walk, "reply-sent");

  test_walk_step (walk, "The publisher sees the reply");
  test_walk_turn_to (walk, PUBLISHER_WINDOW);
  test_walk_await_row (walk, "Conversation", "Maya Lindqvist, *: " ANSWER);
  test_walk_picture (walk, "reply-arrived");
}

/* Where it is pressed: inside of the menu of the message. */
static void
choose_from_menu (TestWalk *walk, const char *message, const char *item)
{
  g_autoptr (TestObject) row = test_walk_find_row (walk, "Conversation", message);

  test_walk_press_inside (walk, row, ATSPI_ROLE_PUSH_BUTTON, "Message Menu");
  test_walk_press_inside (walk, row, ATSPI_ROLE_MENU_ITEM, item);
}

static void
delete_message (TestWalk *walk)
{
  test_walk_step (walk, "The publisher deletes a message that was a slip");
  test_walk_keys (walk, "r");
  test_walk_type (walk, ATSPI_ROLE_TEXT, "Reply text", SLIP);
  test_walk_press (walk, ATSPI_ROLE_PUSH_BUTTON, "Reply");
  test_walk_await_text (walk, ATSPI_ROLE_TEXT, "Reply text", "");
  choose_from_menu (walk, "Jess Moreno, *: " SLIP, "Delete Message");
  test_walk_turn_to_dialog (walk, "Delete This Message?");
  test_walk_picture (walk, "delete-message");
  test_walk_press (walk, ATSPI_ROLE_PUSH_BUTTON, "Delete*");
  test_walk_leave_dialog (walk);
  test_walk_await_rows (walk, "Conversation", "*" SLIP, 0);
  test_walk_await_rows (walk, "Conversation", "Jess Moreno, *Message deleted*", 1);
  test_walk_picture (walk, "message-deleted");

  test_walk_step (walk, "It is gone for the account manager, too");
  test_walk_turn_to (walk, MANAGER_WINDOW);
  test_walk_await_rows (walk, "Conversation", "Jess Moreno, *Message deleted by Jess Moreno", 1);
  test_walk_await_rows (walk, "Conversation", "*" SLIP, 0);
  test_walk_picture (walk, "tombstone");
}

static void
close_ticket (TestWalk *walk)
{
  test_walk_step (walk, "Closing asks first, and Cancel leaves the ticket open");
  test_walk_turn_to (walk, PUBLISHER_WINDOW);
  test_walk_press (walk, ATSPI_ROLE_PUSH_BUTTON, "Close Ticket");
  test_walk_turn_to_dialog (walk, "Close This Ticket?");
  test_walk_picture (walk, "close-ticket");
  test_walk_press (walk, ATSPI_ROLE_PUSH_BUTTON, "Cancel*");
  test_walk_leave_dialog (walk);
  test_walk_await_state (walk, ATSPI_ROLE_PUSH_BUTTON, "Close Ticket", ATSPI_STATE_SENSITIVE, TRUE);
  test_walk_await_rows (walk, "Tickets", "Open, *" TICKET "*", 1);

  test_walk_step (walk, "The publisher closes it");
  test_walk_press (walk, ATSPI_ROLE_PUSH_BUTTON, "Close Ticket");
  test_walk_turn_to_dialog (walk, "Close This Ticket?");
  test_walk_press (walk, ATSPI_ROLE_PUSH_BUTTON, "Close Ticket*");
  test_walk_leave_dialog (walk);
  test_walk_await (walk, ATSPI_ROLE_LABEL, "Closed by Jess Moreno on *");
  test_walk_await_gone (walk, ATSPI_ROLE_TEXT, "Reply text");
  test_walk_await_gone (walk, ATSPI_ROLE_PUSH_BUTTON, "Close Ticket");
  test_walk_await_rows (walk, "Tickets", "*" TICKET "*", 0);
  test_walk_picture (walk, "ticket-closed");

  test_walk_step (walk, "The filter finds it under Closed");
  test_walk_choose (walk, ATSPI_ROLE_PUSH_BUTTON, "Closed");
  test_walk_await_row (walk, "Tickets", "Closed, *" TICKET "*");
  test_walk_await_rows (walk, "Tickets", "Open, *", 0);
  test_walk_picture (walk, "found-under-closed");

  test_walk_step (walk, "It is closed for the account manager, too, who can't reply any more");
  test_walk_turn_to (walk, MANAGER_WINDOW);
  test_walk_await (walk, ATSPI_ROLE_LABEL, "Closed by Jess Moreno on *");
  test_walk_await_gone (walk, ATSPI_ROLE_TEXT, "Reply text");
  test_walk_picture (walk, "closed-for-both");
}

void
walk_main_job (TestWalk *walk)
{
  start (walk);
  open_ticket (walk);
  answer (walk);
  delete_message (walk);
  close_ticket (walk);
}
