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

static gboolean
shows (Seat *seat, const char *ticket, const char *expected)
{
  g_autofree char *shown = seat_show_messages (seat, ticket);

  return g_str_equal (shown, expected);
}

/* The clocks of desk and server are years apart: all is delivered, also what is to wait until a
 * time that was told by a clock which has been set since. */
static void
test_apart (gconstpointer data)
{
  const gint64 *ahead = data;
  g_autoptr (DeskFixture) fixture = desk_fixture_new ();
  g_autofree char *ticket = NULL;
  Seat *ada, *mara;

  shim_clock_set (0);
  ada = seat_new (fixture, "ada");
  mara = seat_new (fixture, "mara");
  ticket = seat_open_ticket (ada, NULL, "Clock", "First", NULL);
  desk_settle (fixture);
  /* Desks ask for the time on this thread, the server on others. */
  shim_clock_set_here (*ahead);
  test_server_stop (fixture->server);
  g_free (seat_reply (ada, ticket, "Second", NULL));
  tkt_desk_set_hold (ada->desk, 600, TRUE);
  g_free (seat_reply (ada, ticket, "Third", NULL));
  tkt_desk_set_hold (ada->desk, 0, FALSE);
  desk_await (fixture, tkt_desk_get_network (ada->desk) == TKT_NETWORK_OFFLINE);
  test_server_start (fixture->server);
  test_await (shows (mara, ticket, "ada: First | ada: Second"));
  test_await (shows (ada, ticket, "ada: First | ada: Second | ada: Third [held]"));
  /* Nothing is held for years. */
  shim_clock_set_here (*ahead > 0 ? 0 : *ahead + YEARS);
  desk_settle (fixture);
  seat_assert_messages (ada, ticket, "ada: First | ada: Second | ada: Third");
  seat_assert_messages (mara, ticket, "ada: First | ada: Second | ada: Third");
  seat_assert_in_step (ada);
  seat_assert_in_step (mara);
  shim_clock_set_here (0);
}

int
main (int argc, char **argv)
{
  static const gint64 ahead = YEARS;
  static const gint64 behind = -YEARS;

  desk_init (&argc, &argv);
  g_test_add_func ("/clock/rule-19/back", test_back);
  g_test_add_func ("/clock/rule-19/forward", test_forward);
  g_test_add_data_func ("/clock/rule-19/desk-ahead", &ahead, test_apart);
  g_test_add_data_func ("/clock/rule-19/desk-behind", &behind, test_apart);
  return g_test_run ();
}
