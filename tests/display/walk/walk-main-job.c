/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main job: from a publisher's question to a closed ticket. */
#include <glib/gi18n.h>
#include <inttypes.h>

#include "walk.h"

#define QUESTION "The October payout has not arrived. Could you check invoice 2231?"
#define ANSWER "It left this morning and should be there tomorrow."
#define SLIP "This was meant for somebody else."

/* What the program says, in its language; what people wrote stays as it is. */
#define STAFF_PAGE _ ("Support Tickets")

static char *
publisher_row (guint n_open)
{
  g_autofree char *open = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%" PRIi64 " open ticket", "%" PRIi64 " open tickets", n_open),
      (gint64)n_open);

  return g_strdup_printf ("Brightcart Deals*%s", open);
}

static char *
ticket_row (const char *status, gboolean unread)
{
  return g_strdup_printf (
      "%s*" TICKET "%s%s", status, unread ? "*" : "", unread ? _ ("unread") : "*");
}

static char *
tombstone_row (const char *by)
{
  g_autofree char *words = by != NULL ? g_strdup_printf (_ ("Message deleted by %s"), by)
                                      : g_strdup (_ ("Message deleted"));

  return g_strdup_printf ("Jess Moreno*%s*", words);
}

static char *
closed_words (void)
{
  g_autofree char *words = g_strdup_printf (_ ("Closed by %s on %s"), "*Jess Moreno*", "*");

  /* Marks for the direction stand around names. */
  return g_strconcat ("*", words, NULL);
}

static void
start (TestWalk *walk)
{
  g_autofree char *row = publisher_row (4);
  g_autofree char *open = g_strdup_printf ("%s*", C_ ("ticket status", "Open"));

  test_walk_step (walk, "The account manager sees the publishers, each with its open tickets");
  test_walk_turn_to (walk, MANAGER_WINDOW);
  test_walk_await_rows (walk, _ ("Publishers"), NULL, 12);
  test_walk_await_row (walk, _ ("Publishers"), row);
  test_walk_picture (walk, "publishers");

  test_walk_step (walk, "The publisher sees the tickets that are open");
  test_walk_turn_to (walk, PUBLISHER_WINDOW);
  test_walk_await_rows (walk, _ ("Tickets"), NULL, 4);
  test_walk_await_rows (walk, _ ("Tickets"), open, 4);
  test_walk_picture (walk, "support");
}

static void
open_ticket (TestWalk *walk)
{
  g_autofree char *row = ticket_row (C_ ("ticket status", "Open"), FALSE);

  test_walk_step (walk, "The publisher writes a ticket: it takes a title and a message");
  test_walk_do (walk, "ctrl+n", ATSPI_ROLE_PUSH_BUTTON, _ ("New Ticket"));
  test_walk_turn_to_dialog (walk, _ ("New Ticket"));
  test_walk_await_state (walk, ATSPI_ROLE_PUSH_BUTTON, _ ("Create"), ATSPI_STATE_SENSITIVE, FALSE);
  test_walk_write (walk, "ctrl+a", ATSPI_ROLE_TEXT, _ ("Title"), TICKET);
  test_walk_await_state (walk, ATSPI_ROLE_PUSH_BUTTON, _ ("Create"), ATSPI_STATE_SENSITIVE, FALSE);
  test_walk_write (walk, NULL, ATSPI_ROLE_TEXT, _ ("Message"), QUESTION);
  test_walk_picture (walk, "new-ticket");

  test_walk_step (walk, "The publisher creates it and sees it, delivered");
  test_walk_do (walk, "ctrl+Return", ATSPI_ROLE_PUSH_BUTTON, _ ("Create"));
  test_walk_leave_dialog (walk);
  test_walk_await_row (walk, _ ("Tickets"), row);
  test_walk_await_row (walk, _ ("Conversation"), "Jess Moreno*" QUESTION);
  test_walk_await (walk, ATSPI_ROLE_LABEL, "#155*");
  test_walk_picture (walk, "ticket-opened");
}

static void
answer (TestWalk *walk)
{
  g_autofree char *publisher = publisher_row (5);
  g_autofree char *unread = ticket_row (C_ ("ticket status", "Open"), TRUE);

  test_walk_step (walk, "The account manager's window counts it and shows it as unread");
  test_walk_turn_to (walk, MANAGER_WINDOW);
  test_walk_await_row (walk, _ ("Publishers"), publisher);
  test_walk_do (walk, "alt+2", ATSPI_ROLE_PAGE_TAB, STAFF_PAGE);
  test_walk_await_row (walk, _ ("Tickets"), unread);
  test_walk_picture (walk, "ticket-arrived");

  test_walk_step (walk, "The account manager opens it, and it is not unread any more");
  test_walk_choose_row (walk, "j", _ ("Tickets"), unread);
  test_walk_await_row (walk, _ ("Conversation"), "Jess Moreno*" QUESTION);
  test_walk_await_rows (walk, _ ("Tickets"), unread, 0);
  test_walk_picture (walk, "ticket-read");

  test_walk_step (walk, "The account manager replies");
  test_walk_write (walk, "r", ATSPI_ROLE_TEXT, _ ("Reply text"), ANSWER);
  test_walk_picture (walk, "reply-written");
  test_walk_do (walk, "ctrl+Return", ATSPI_ROLE_PUSH_BUTTON, _ ("Reply"));
  test_walk_await_row (walk, _ ("Conversation"), "Maya Lindqvist*" ANSWER);
  test_walk_await_text (walk, ATSPI_ROLE_TEXT, _ ("Reply text"), "");
  test_walk_picture (walk, "reply-sent");

  test_walk_step (walk, "The publisher sees the reply");
  test_walk_turn_to (walk, PUBLISHER_WINDOW);
  test_walk_await_row (walk, _ ("Conversation"), "Maya Lindqvist*" ANSWER);
  test_walk_picture (walk, "reply-arrived");
}

static void
delete_message (TestWalk *walk)
{
  g_autofree char *answer = g_strdup_printf ("%s*", _ ("Delete"));
  g_autofree char *mine = tombstone_row (NULL);
  g_autofree char *theirs = tombstone_row ("*Jess Moreno*");

  test_walk_step (walk, "The publisher deletes a message that was a slip");
  test_walk_write (walk, "r", ATSPI_ROLE_TEXT, _ ("Reply text"), SLIP);
  test_walk_do (walk, "ctrl+Return", ATSPI_ROLE_PUSH_BUTTON, _ ("Reply"));
  test_walk_await_text (walk, ATSPI_ROLE_TEXT, _ ("Reply text"), "");
  test_walk_choose_in_row (
      walk, _ ("Conversation"), "Jess Moreno*" SLIP, _ ("Message Menu"), _ ("Delete Message"));
  test_walk_turn_to_dialog (walk, _ ("Delete This Message?"));
  test_walk_picture (walk, "delete-message");
  test_walk_do (walk, NULL, ATSPI_ROLE_PUSH_BUTTON, answer);
  test_walk_leave_dialog (walk);
  test_walk_await_rows (walk, _ ("Conversation"), "*" SLIP, 0);
  test_walk_await_rows (walk, _ ("Conversation"), mine, 1);
  test_walk_picture (walk, "message-deleted");

  test_walk_step (walk, "It is gone for the account manager, too");
  test_walk_turn_to (walk, MANAGER_WINDOW);
  test_walk_await_rows (walk, _ ("Conversation"), theirs, 1);
  test_walk_await_rows (walk, _ ("Conversation"), "*" SLIP, 0);
  test_walk_picture (walk, "tombstone");
}

static void
close_ticket (TestWalk *walk)
{
  g_autofree char *cancel = g_strdup_printf ("%s*", _ ("Cancel"));
  g_autofree char *close = g_strdup_printf ("%s*", _ ("Close Ticket"));
  g_autofree char *open = ticket_row (C_ ("ticket status", "Open"), FALSE);

  test_walk_step (walk, "Closing asks first, and Cancel leaves the ticket open");
  test_walk_turn_to (walk, PUBLISHER_WINDOW);
  test_walk_do (walk, "e", ATSPI_ROLE_PUSH_BUTTON, _ ("Close Ticket"));
  test_walk_turn_to_dialog (walk, _ ("Close This Ticket?"));
  test_walk_picture (walk, "close-ticket");
  test_walk_do (walk, "Escape", ATSPI_ROLE_PUSH_BUTTON, cancel);
  test_walk_leave_dialog (walk);
  test_walk_await_state (
      walk, ATSPI_ROLE_PUSH_BUTTON, _ ("Close Ticket"), ATSPI_STATE_SENSITIVE, TRUE);
  test_walk_await_rows (walk, _ ("Tickets"), open, 1);

  test_walk_step (walk, "The publisher closes it");
  test_walk_do (walk, "e", ATSPI_ROLE_PUSH_BUTTON, _ ("Close Ticket"));
  test_walk_turn_to_dialog (walk, _ ("Close This Ticket?"));
  test_walk_do (walk, NULL, ATSPI_ROLE_PUSH_BUTTON, close);
  test_walk_leave_dialog (walk);
  test_walk_await (walk, ATSPI_ROLE_LABEL, _ ("The ticket is closed in a moment"));
  test_walk_await_gone (walk, ATSPI_ROLE_TEXT, _ ("Reply text"));
  test_walk_await_gone (walk, ATSPI_ROLE_PUSH_BUTTON, _ ("Close Ticket"));
  test_walk_await_rows (walk, _ ("Tickets"), "*" TICKET "*", 0);
  test_walk_picture (walk, "ticket-closed");
}

static void
find_closed (TestWalk *walk)
{
  g_autofree char *closed = ticket_row (C_ ("ticket status", "Closed"), FALSE);
  g_autofree char *open = g_strdup_printf ("%s*", C_ ("ticket status", "Open"));
  g_autofree char *words = closed_words ();

  test_walk_step (walk, "The filter finds it under Closed");
  test_walk_do (walk, "ctrl+2", ATSPI_ROLE_PUSH_BUTTON, C_ ("ticket filter", "Closed"));
  test_walk_await_row (walk, _ ("Tickets"), closed);
  test_walk_await_rows (walk, _ ("Tickets"), open, 0);
  test_walk_picture (walk, "found-under-closed");

  test_walk_step (walk, "It is closed for the account manager, too, who can't reply any more");
  test_walk_turn_to (walk, MANAGER_WINDOW);
  test_walk_await (walk, ATSPI_ROLE_LABEL, words);
  test_walk_await_gone (walk, ATSPI_ROLE_TEXT, _ ("Reply text"));
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
  find_closed (walk);
}
