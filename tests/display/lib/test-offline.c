/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The story of somebody who works without a network. */
#include "test-offline.h"

#define REPLY "Your October payout went out this morning"
#define DRAFT "And about November"
#define LATE "One more thing"

/* The ticket that stands first: the one that was written to last. */
static void
open_ticket (TestWalk *walk)
{
  test_walk_choose (walk, ATSPI_ROLE_PAGE_TAB, "Support Tickets");
  test_walk_await_row (walk, "Tickets", "*");
  test_walk_keys (walk, "ctrl+f");
  test_walk_keys (walk, "Escape");
  test_walk_keys (walk, "Down");
  test_walk_keys (walk, "Home");
  test_walk_keys (walk, "Return");
  test_walk_await_row (walk, "Conversation", "*");
}

/* Into the composer, which has the keyboard. */
static void
send_reply (TestWalk *walk, const char *text)
{
  g_autofree char *row = g_strconcat ("Helena Brandt, *: ", text, ", Waiting to be sent", NULL);

  test_walk_type (walk, ATSPI_ROLE_TEXT, "Reply text", text);
  test_walk_keys (walk, "ctrl+Return");
  test_walk_await_row (walk, "Conversation", row);
  test_walk_await_text (walk, ATSPI_ROLE_TEXT, "Reply text", "");
}

static void
write_offline (TestWalk *walk, Network *network)
{
  test_walk_step (walk, "A reply without a network shows at once, and waits");
  network_stop (network);
  test_walk_await (walk, ATSPI_ROLE_STATUS_BAR, "Offline*");
  open_ticket (walk);
  test_walk_keys (walk, "r");
  send_reply (walk, REPLY);
  test_walk_picture (walk, "offline-waiting");
  test_walk_type (walk, ATSPI_ROLE_TEXT, "Reply text", DRAFT);
  test_walk_await_row (walk, "Tickets", "*, draft");
}

static void
restart_offline (TestWalk *walk, const char *program)
{
  test_walk_step (walk, "Killed and started again, nothing of it is lost");
  test_walk_kill (walk);
  test_walk_start (walk, program, NULL, NULL);
  test_walk_turn_to (walk, OFFLINE_WINDOW);
  test_walk_await (walk, ATSPI_ROLE_STATUS_BAR, "Offline*");
  open_ticket (walk);
  test_walk_await_row (walk, "Conversation", "Helena Brandt, *: " REPLY ", Waiting to be sent");
  test_walk_await_text (walk, ATSPI_ROLE_TEXT, "Reply text", DRAFT);
  test_walk_picture (walk, "draft-restored");

  test_walk_step (walk, "The main menu leads to what is not delivered");
  test_walk_keys (walk, "F10");
  test_walk_press (walk, ATSPI_ROLE_MENU_ITEM, "Not Delivered…");
  test_walk_turn_to_dialog (walk, "Not Delivered");
  test_walk_await_row (walk, "Not Delivered", "Reply to #*, Waiting to be sent");
  test_walk_picture (walk, "not-delivered");
  test_walk_keys (walk, "Escape");
  test_walk_leave_dialog (walk);
}

static void
go_online (TestWalk *walk, Network *network)
{
  test_walk_step (walk, "Online again, it is delivered once");
  network_start (network);
  test_walk_keys (walk, "F5");
  test_walk_await_rows (walk, "Conversation", "Helena Brandt, *: " REPLY, 1);
  test_walk_await_text (walk, ATSPI_ROLE_TEXT, "Reply text", DRAFT);
}

/* Rule 20. */
static void
be_refused (TestWalk *walk, Network *network)
{
  test_walk_step (walk, "What the server refuses later stays, with its reason");
  network_stop (network);
  test_walk_keys (walk, "r");
  test_walk_keys (walk, "ctrl+a");
  send_reply (walk, LATE);
  network_set_support (network, FALSE);
  network_start (network);
  test_walk_keys (walk, "F5");
  test_walk_await_rows (walk, "Conversation", "Helena Brandt, *: " LATE ", Not delivered: *", 1);
  test_walk_picture (walk, "refused");
}

void
test_offline_tell (TestWalk *walk, Network *network, const char *program)
{
  write_offline (walk, network);
  restart_offline (walk, program);
  go_online (walk, network);
  be_refused (walk, network);
}
