/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event stream brings what others do: nobody here asks, and a poll would be too late. */
#include "desk-fixture.h"

/* Longer than any test waits. */
G_STATIC_ASSERT (TEST_AWAIT_MS < 30 * 1000);

static gboolean
shows (Seat *seat, const char *ticket_id, const char *expected)
{
  g_autofree char *shown = seat_show_messages (seat, ticket_id);

  return g_strcmp0 (shown, expected) == 0;
}

static void
test_talk (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  Seat *elsewhere = seat_new (self, "mara");
  g_autofree char *id = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  g_autoptr (TktTicketRow) row = NULL;

  test_await (tkt_desk_get_open_tickets (mara->desk) == 1);
  g_free (seat_reply (mara, id, "On its way", NULL));
  test_await (shows (ada, id, "ada: Where is it? | mara: On its way"));
  test_await (shows (elsewhere, id, "ada: Where is it? | mara: On its way"));
  /* Read marks travel between two desks of one account (rule 16). */
  seat_mark_read (mara, id, 2);
  do
    {
      g_clear_pointer (&row, tkt_ticket_row_free);
      row = seat_get_ticket (elsewhere, id);
      g_main_context_iteration (NULL, FALSE);
    }
  while (row->read_position < 2);
  seat_close_ticket (ada, id, NULL);
  test_await (tkt_desk_get_open_tickets (mara->desk) == 0);
}

/* The stream ends with the server, the desk says so at once, and comes back by itself. */
static void
test_server_back (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  g_autofree char *id = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);

  test_await (tkt_desk_get_open_tickets (mara->desk) == 1);
  test_server_stop (self->server);
  test_await (tkt_desk_get_network (mara->desk) == TKT_NETWORK_OFFLINE);
  test_server_start (self->server);
  test_await (tkt_desk_get_network (mara->desk) == TKT_NETWORK_ONLINE);
  test_await (tkt_desk_get_network (ada->desk) == TKT_NETWORK_ONLINE);
  g_free (seat_reply (mara, id, "On its way", NULL));
  test_await (shows (ada, id, "ada: Where is it? | mara: On its way"));
}

/* Rules 2 and 3: a publisher's desk learns of both at once. */
static void
test_support_switch (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *alma = seat_new (self, "alma");

  seat_set_support (alma, FALSE, NULL);
  test_await (!tkt_desk_get_organization (ada->desk)->support_tickets_enabled);
  seat_set_support (alma, TRUE, NULL);
  test_await (tkt_desk_get_organization (ada->desk)->support_tickets_enabled);
}

/* A session that ends elsewhere ends here at once. */
static void
test_session_ends (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *alma = seat_new (self, "alma");
  g_autofree char *id = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);

  test_await (tkt_desk_get_open_tickets (alma->desk) == 1);
  test_server_set_disabled (self->server, ada->sign_in->account_id, TRUE);
  test_await (tkt_desk_get_network (ada->desk) == TKT_NETWORK_SIGNED_OUT);
  seat_assert_messages (ada, id, "ada: Where is it?");
}

void
desk_add_live_tests (void)
{
  g_test_add_func ("/desk/live/rule-16/talk", test_talk);
  g_test_add_func ("/desk/live/server-back", test_server_back);
  g_test_add_func ("/desk/live/rule-2/support-switch", test_support_switch);
  g_test_add_func ("/desk/live/session-ends", test_session_ends);
}
