/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clock of desk and server jumps by years, both ways: what is waiting goes out, threads keep
 * their order, and the desk says when it was last in step by the clock that is right now. */
#include "desk-fixture.h"
#include "shim-clock.h"
#include "tkt-time.h"

#define YEARS (3 * 365 * TKT_DAY)

/* Signed in by the clock of then; desk and server share it. */
static void
test_back (void)
{
  g_autoptr (DeskFixture) fixture = desk_fixture_new ();
  g_autofree char *ticket = NULL;
  Seat *ada;
  gint64 now;

  shim_clock_set (0);
  ada = seat_new (fixture, "ada");
  ticket = seat_open_ticket (ada, NULL, "Clock", "First", NULL);
  desk_settle (fixture);
  test_server_stop (fixture->server);
  g_free (seat_reply (ada, ticket, "Second", NULL));
  desk_await (fixture, tkt_desk_get_network (ada->desk) == TKT_NETWORK_OFFLINE);

  /* A shim that nobody asks would make this pass. */
  now = tkt_time_now ();
  shim_clock_set (-YEARS);
  g_assert_cmpint (tkt_time_now (), <, now - YEARS + TKT_MINUTE);
  g_free (seat_reply (ada, ticket, "Third", NULL));
  test_server_start (fixture->server);
  desk_await (fixture, tkt_desk_get_synced_at (ada->desk) <= tkt_time_now ());
  desk_settle (fixture);
  seat_assert_messages (ada, ticket, "ada: First | ada: Second | ada: Third");
  seat_assert_in_step (ada);
  shim_clock_set (0);
}

/* Sessions are over then; the words stay until the person has signed in again. */
static void
test_forward (void)
{
  g_autoptr (DeskFixture) fixture = desk_fixture_new ();
  g_autofree char *ticket = NULL;
  Seat *ada;

  shim_clock_set (0);
  ada = seat_new (fixture, "ada");
  ticket = seat_open_ticket (ada, NULL, "Clock", "First", NULL);
  desk_settle (fixture);
  shim_clock_set (YEARS);
  g_free (seat_reply (ada, ticket, "Second", NULL));
  desk_await (fixture, tkt_desk_get_network (ada->desk) == TKT_NETWORK_SIGNED_OUT);
  seat_assert_messages (ada, ticket, "ada: First | ada: Second [waiting]");
  seat_sign_in_again (ada);
  desk_settle (fixture);
  seat_assert_messages (ada, ticket, "ada: First | ada: Second");
  seat_assert_in_step (ada);
  shim_clock_set (0);
}

int
main (int argc, char **argv)
{
  desk_init (&argc, &argv);
  g_test_add_func ("/clock/rule-19/back", test_back);
  g_test_add_func ("/clock/rule-19/forward", test_forward);
  return g_test_run ();
}
