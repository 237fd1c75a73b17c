/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing: replies, new tickets and closing, and no typed word that gets lost. */
#include "tkt-composer.h"
#include "tkt-new-ticket-window.h"
#include "tkt-text.h"
#include "window-fixture.h"

typedef struct
{
  WindowFixture *base;
  TktWindow *window; /* ada's */
  char *ids[2];
} Desk;

static void
desk_clear (Desk *desk)
{
  window_fixture_free (desk->base);
  g_free (desk->ids[0]);
  g_free (desk->ids[1]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_clear)

static Desk
desk_new (const char *username)
{
  Desk desk = { window_fixture_new () };

  desk.ids[0] = window_serve_ticket (desk.base, "ada", "Caps", "Too low");
  desk.ids[1] = window_serve_ticket (desk.base, "ada", "Payout", "Missing");
  desk.window = window_open (desk.base, username);
  window_show_tab (desk.window, "tickets");
  return desk;
}

static gboolean
press_send (Desk *desk)
{
  return window_press (window_find (desk->window, TKT_TYPE_COMPOSER, NULL), "<Control>Return");
}

/* By button and by key; what was sent is gone from where it was written. */
static void
test_reply (void)
{
  g_auto (Desk) desk = desk_new ("ada");

  window_choose (desk.window, "Caps");
  window_type (desk.window, "Reply text", "By button");
  window_click (desk.window, "Reply");
  window_await_column (desk.window, "Conversation", "body", "Too low | By button");
  window_await_typed (desk.window, "Reply text", "");
  window_type (desk.window, "Reply text", "By key\nand a line");
  g_assert_true (press_send (&desk));
  window_await_column (
      desk.window, "Conversation", "body", "Too low | By button | By key\nand a line");
  window_await_typed (desk.window, "Reply text", "");
}

/* Nothing, blanks and too much can't be sent; the words stay. */
static void
test_what_cannot_be_sent (void)
{
  g_auto (Desk) desk = desk_new ("ada");
  g_autofree char *too_long = g_strnfill (TKT_MESSAGE_MAX + 2, ' ');
  const char *const texts[] = { "", " \n\t ", too_long };

  for (guint i = 0; i < TKT_MESSAGE_MAX + 2; i += 5)
    too_long[i] = 'm';
  too_long[TKT_MESSAGE_MAX + 1] = 'm';
  window_choose (desk.window, "Caps");
  g_assert_false (window_can_click (desk.window, "Reply"));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      window_type (desk.window, "Reply text", texts[i]);
      g_assert_false (window_can_click (desk.window, "Reply"));
      press_send (&desk);
      window_await_typed (desk.window, "Reply text", texts[i]);
    }
  test_await (window_shows (desk.window, "2 characters too long"));
  /* What is put below it counts. */
  tkt_desk_set_signature (tkt_window_get_desk (desk.window), "Ada");
  too_long[TKT_MESSAGE_MAX] = '\0';
  too_long[TKT_MESSAGE_MAX - 1] = 'm';
  window_type (desk.window, "Reply text", too_long);
  test_await (window_shows (desk.window, "5 characters too long"));
  g_assert_false (window_can_click (desk.window, "Reply"));
  tkt_desk_set_signature (tkt_window_get_desk (desk.window), NULL);
  window_type (desk.window, "Reply text", "Enough");
  g_assert_true (window_can_click (desk.window, "Reply"));
  window_click (desk.window, "Reply");
  window_await_column (desk.window, "Conversation", "body", "Too low | Enough");
}

/* What is typed belongs to its ticket and waits there. */
static void
test_draft_stays (void)
{
  g_auto (Desk) desk = desk_new ("ada");

  window_choose (desk.window, "Caps");
  window_type (desk.window, "Reply text", "About caps");
  window_choose (desk.window, "Payout");
  window_await_typed (desk.window, "Reply text", "");
  window_type (desk.window, "Reply text", "About money");
  window_choose (desk.window, "Caps");
  window_await_typed (desk.window, "Reply text", "About caps");
  window_choose (desk.window, "Payout");
  window_await_typed (desk.window, "Reply text", "About money");
}

/* The other side closes while one types: nothing can be sent, and nothing typed is out of sight. */
static void
test_closed_while_typing (void)
{
  g_auto (Desk) desk = desk_new ("ada");
  g_autofree char *id = window_serve_ticket (desk.base, "ada", "Links", "Broken");

  window_sync (desk.window);
  window_choose (desk.window, "Links");
  window_type (desk.window, "Reply text", "Half a thought");
  window_serve_closing (desk.base, "mara", id);
  window_sync (desk.window);
  test_await (window_shows (desk.window, "This can't be sent here any more"));
  window_await_typed (desk.window, "Reply text", "Half a thought");
  g_assert_false (window_can_click (desk.window, "Reply"));
  window_choose (desk.window, "Caps");
  test_await (!window_shows (desk.window, "This can't be sent here any more"));
}

/* A window that is closed at once has sent it all the same. */
static void
test_close_at_once (void)
{
  g_auto (Desk) desk = desk_new ("ada");

  window_choose (desk.window, "Caps");
  window_type (desk.window, "Reply text", "And away");
  window_click (desk.window, "Reply");
  window_close (desk.window);
  desk.window = window_open (desk.base, "ada");
  window_choose (desk.window, "Caps");
  window_await_column (desk.window, "Conversation", "body", "Too low | And away");
}

/* Closing asks; Cancel leaves it open, and what is closed takes no words any more. */
static void
test_close_ticket (void)
{
  g_auto (Desk) desk = desk_new ("ada");

  window_choose (desk.window, "Caps");
  window_click (desk.window, "Close Ticket");
  test_await (window_toplevel (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  g_assert_true (window_shows (window_toplevel (ADW_TYPE_MESSAGE_DIALOG), "can't be opened again"));
  window_answer ("Cancel");
  g_assert_true (window_can_click (desk.window, "Close Ticket"));
  window_press (desk.window, "e");
  window_answer ("Close Ticket");
  test_await (window_shows (desk.window, "The ticket is closed in a moment"));
  g_assert_null (window_find (desk.window, TKT_TYPE_COMPOSER, NULL));
  g_assert_false (window_can_click (desk.window, "Close Ticket"));
  window_await_column (desk.window, "Tickets", "title", "Payout");
}

/* Keys are for what one sees: on another page they close nothing. */
static void
test_keys_elsewhere (void)
{
  g_auto (Desk) desk = desk_new ("mara");

  window_choose (desk.window, "Caps");
  window_show_tab (desk.window, "publishers");
  test_await (window_messages (desk.window) == NULL);
  window_press (desk.window, "e");
  g_assert_null (window_toplevel (ADW_TYPE_MESSAGE_DIALOG));
  window_press (desk.window, "j");
  window_show_tab (desk.window, "tickets");
  test_await (window_messages (desk.window) != NULL);
  g_assert_true (window_column_is (desk.window, "title-3", "Caps"));
}

/* A question that is open when its window goes takes nothing with it into a leak. */
static void
test_question_left_open (void)
{
  g_auto (Desk) desk = desk_new ("ada");

  window_choose (desk.window, "Caps");
  window_click (desk.window, "Close Ticket");
  test_await (window_toplevel (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  window_close (desk.window);
  test_await (window_toplevel (ADW_TYPE_MESSAGE_DIALOG) == NULL);
}

static TktNewTicketWindow *
open_dialog (Desk *desk)
{
  window_click (desk->window, "New Ticket");
  test_await (window_toplevel (TKT_TYPE_NEW_TICKET_WINDOW) != NULL);
  return window_toplevel (TKT_TYPE_NEW_TICKET_WINDOW);
}

static void
test_new_ticket (void)
{
  g_auto (Desk) desk = desk_new ("ada");
  gpointer dialog = open_dialog (&desk);

  g_assert_false (window_can_click (dialog, "Create"));
  g_assert_true (window_shows (dialog, "Still missing: Title, Message"));
  window_type (dialog, "Title", "Creatives");
  g_assert_false (window_can_click (dialog, "Create"));
  window_type (dialog, "Message", " \n");
  g_assert_false (window_can_click (dialog, "Create"));
  g_assert_true (window_shows (dialog, "Still missing: Message"));
  window_type (dialog, "Message", "Where are they?");
  g_assert_false (window_shows (dialog, "Still missing"));
  window_click (dialog, "Create");
  test_await (window_toplevel (TKT_TYPE_NEW_TICKET_WINDOW) == NULL);
  window_await_column (desk.window, "Conversation", "body", "Where are they?");
  window_await_column (desk.window, "Tickets", "title", "Creatives | Payout | Caps");
}

/* Staff say for whom. */
static void
test_new_ticket_for_publisher (void)
{
  g_auto (Desk) desk = desk_new ("mara");
  gpointer dialog = open_dialog (&desk);

  window_type (dialog, "Title", "Fraud hold");
  window_type (dialog, "Message", "We have to talk");
  g_assert_false (window_can_click (dialog, "Create"));
  window_choose_publisher (dialog, "Choose a Publisher", "Bravo Deals");
  window_click (dialog, "Create");
  window_await_column (desk.window, "Conversation", "body", "We have to talk");
  g_assert_true (window_shows (desk.window, "Bravo Deals"));
}

/* Neither an error nor the wrong key takes the words away; closing keeps them for the next time. */
static void
test_new_ticket_keeps_words (void)
{
  g_auto (Desk) desk = desk_new ("ada");
  gpointer dialog = open_dialog (&desk);
  g_autofree char *too_long = g_strnfill (TKT_TITLE_MAX + 1, 't');

  window_type (dialog, "Title", too_long);
  window_type (dialog, "Message", "A long story");
  window_click (dialog, "Create");
  test_await (window_find (dialog, ADW_TYPE_TOAST_OVERLAY, NULL) != NULL
              && window_shows (dialog, "200"));
  window_await_typed (dialog, "Message", "A long story");
  window_click (dialog, "Discard Draft");
  window_answer ("Cancel");
  window_await_typed (dialog, "Title", too_long);
  window_await_typed (dialog, "Message", "A long story");
  gtk_window_close (dialog);
  test_await (window_toplevel (TKT_TYPE_NEW_TICKET_WINDOW) == NULL);
  dialog = open_dialog (&desk);
  window_await_typed (dialog, "Title", too_long);
  window_await_typed (dialog, "Message", "A long story");
  window_click (dialog, "Discard Draft");
  window_answer ("Discard");
  test_await (window_toplevel (TKT_TYPE_NEW_TICKET_WINDOW) == NULL);
  dialog = open_dialog (&desk);
  window_await_typed (dialog, "Title", "");
  window_await_typed (dialog, "Message", "");
  gtk_window_close (dialog);
  window_await_column (desk.window, "Tickets", "title", "Payout | Caps");
}

void
window_add_writing_tests (void)
{
  g_test_add_func ("/window/writing/reply", test_reply);
  g_test_add_func ("/window/writing/what-cannot-be-sent", test_what_cannot_be_sent);
  g_test_add_func ("/window/writing/draft-stays", test_draft_stays);
  g_test_add_func ("/window/writing/rule-19/close-at-once", test_close_at_once);
  g_test_add_func ("/window/writing/closed-while-typing", test_closed_while_typing);
  g_test_add_func ("/window/writing/rule-10/close-ticket", test_close_ticket);
  g_test_add_func ("/window/writing/keys-elsewhere", test_keys_elsewhere);
  g_test_add_func ("/window/writing/question-left-open", test_question_left_open);
  g_test_add_func ("/window/writing/rule-4/new-ticket", test_new_ticket);
  g_test_add_func ("/window/writing/rule-5/new-ticket-for-publisher",
                   test_new_ticket_for_publisher);
  g_test_add_func ("/window/writing/new-ticket-keeps-words", test_new_ticket_keeps_words);
}
