/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The feature turned off and on again: what each side's desk makes of it (rules 1 to 3). */
#include "desk-fixture.h"

#include <string.h>

static gboolean
is_enabled (Seat *seat)
{
  return tkt_desk_get_organization (seat->desk)->support_tickets_enabled;
}

static void
assert_may (Seat *seat, TktAction action, const TktTicket *ticket, TktProblemCode expected)
{
  TktProblemCode problem = TKT_N_PROBLEMS;
  TktVerdict verdict = tkt_desk_may (seat->desk, action, ticket, NULL, &problem);

  g_assert_cmpint (verdict, ==, expected == TKT_N_PROBLEMS ? TKT_VERDICT_YES : TKT_VERDICT_NO);
  g_assert_cmpint (problem, ==, expected);
}

/* Only an admin's desk turns the switch; everybody's follows. */
static void
test_only_admin (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  const char *const others[] = { "mara", "ada" };
  Seat *alma = seat_new (self, "alma");
  Seat *seats[G_N_ELEMENTS (others)];

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (GError) error = NULL;

      seats[i] = seat_new (self, others[i]);
      seat_set_support (seats[i], FALSE, &error);
      g_assert_error (error, TKT_PROBLEM, TKT_PROBLEM_NOT_ALLOWED);
    }
  desk_settle (self);
  g_assert_true (is_enabled (alma));
  for (int enabled = 0; enabled < 2; enabled++)
    {
      seat_set_support (alma, enabled, NULL);
      desk_await (self, is_enabled (alma) == enabled);
      for (guint i = 0; i < G_N_ELEMENTS (others); i++)
        desk_await (self, is_enabled (seats[i]) == enabled);
    }
}

/* Without a network the switch shows at once what it will be. */
static void
test_switch_offline (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *alma = seat_new (self, "alma");
  Seat *ada = seat_new (self, "ada");

  test_server_stop (self->server);
  seat_set_support (alma, FALSE, NULL);
  test_await (!is_enabled (alma));
  g_assert_true (is_enabled (ada));
  test_server_start (self->server);
  desk_await (self, !is_enabled (ada));
  g_assert_false (is_enabled (alma));
}

/* While off: publishers neither see nor use it, staff read and don't write. */
static void
test_off (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  g_autofree char *id = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  g_autoptr (TktTicketRow) row = NULL;
  g_autoptr (GError) refused = NULL;
  static const TktAction writes[]
      = { TKT_ACTION_OPEN, TKT_ACTION_REPLY, TKT_ACTION_CLOSE, TKT_ACTION_DELETE_MESSAGE };
  Seat *late;

  desk_settle (self);
  row = seat_get_ticket (mara, id);
  test_server_set_support_tickets (self->server, FALSE);
  desk_await (self, !is_enabled (ada) && !is_enabled (mara));
  assert_may (ada, TKT_ACTION_SEE, row->ticket, TKT_PROBLEM_SUPPORT_DISABLED);
  assert_may (mara, TKT_ACTION_SEE, row->ticket, TKT_N_PROBLEMS);
  assert_may (mara, TKT_ACTION_MARK_READ, row->ticket, TKT_N_PROBLEMS);
  assert_may (mara, TKT_ACTION_REASSIGN, row->ticket, TKT_PROBLEM_SUPPORT_DISABLED);
  for (guint i = 0; i < G_N_ELEMENTS (writes); i++)
    {
      assert_may (ada, writes[i], row->ticket, TKT_PROBLEM_SUPPORT_DISABLED);
      assert_may (mara, writes[i], row->ticket, TKT_PROBLEM_SUPPORT_DISABLED);
    }
  g_assert_null (seat_reply (mara, id, "Hello?", &refused));
  g_assert_error (refused, TKT_PROBLEM, TKT_PROBLEM_SUPPORT_DISABLED);
  g_assert_cmpuint (tkt_desk_get_waiting (mara->desk), ==, 0);
  seat_assert_messages (mara, id, "ada: Where is it?");
  g_assert_cmpint (tkt_desk_get_network (ada->desk), ==, TKT_NETWORK_ONLINE);

  /* Who signs in meanwhile is told the same, and is given nothing. */
  late = seat_new_stopped (self, "abel");
  seat_start (late);
  seat_await_ready (late);
  assert_may (late, TKT_ACTION_SEE, NULL, TKT_PROBLEM_SUPPORT_DISABLED);
  g_assert_null (seat_get_ticket (late, id));
  test_server_set_support_tickets (self->server, TRUE);
  desk_await (self, is_enabled (late));
  desk_settle (self);
  seat_assert_in_step (late);
}

/* Tickets and threads alone: the organization's row is what has changed. */
static char *
digest_of_tickets (Seat *seat)
{
  g_autofree char *digest = seat_digest (seat);
  const char *account_end = strchr (digest, '\n');

  return g_strdup (strchr (account_end + 1, '\n'));
}

/* Nothing is deleted by turning it off; on again, everything is as it was, and goes on. */
static void
test_on_again (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  g_autofree char *open = seat_open_ticket (ada, NULL, "Open", "Still", NULL);
  g_autofree char *closed = seat_open_ticket (ada, NULL, "Closed", "Over", NULL);

  desk_settle (self);
  g_free (seat_reply (mara, open, "Yes", NULL));
  seat_close_ticket (mara, closed, NULL);
  desk_settle (self);
  {
    g_autofree char *before = digest_of_tickets (ada);
    g_autofree char *meanwhile = NULL;
    g_autofree char *after = NULL;

    test_server_set_support_tickets (self->server, FALSE);
    desk_await (self, !is_enabled (ada));
    meanwhile = digest_of_tickets (ada);
    g_assert_cmpstr (meanwhile, ==, before);
    /* Also over a start of the program. */
    seat_stop (ada);
    seat_start (ada);
    seat_await_ready (ada);
    g_assert_false (is_enabled (ada));
    test_server_set_support_tickets (self->server, TRUE);
    desk_await (self, is_enabled (ada));
    desk_settle (self);
    after = digest_of_tickets (ada);
    g_assert_cmpstr (after, ==, before);
  }
  g_free (seat_reply (ada, open, "Thank you", NULL));
  desk_settle (self);
  seat_assert_messages (mara, open, "ada: Still | mara: Yes | ada: Thank you");
  seat_assert_in_step (ada);
  seat_assert_in_step (mara);
}

void
desk_add_support_tests (void)
{
  g_test_add_func ("/desk/support/rule-1/only-admin", test_only_admin);
  g_test_add_func ("/desk/support/rule-1/switch-offline", test_switch_offline);
  g_test_add_func ("/desk/support/rule-2/off", test_off);
  g_test_add_func ("/desk/support/rule-3/on-again", test_on_again);
}
