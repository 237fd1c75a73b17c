/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session ends, the desk does not: it shows what it has, keeps what is written, and delivers it
 * after the next sign-in. */
#include "desk-fixture.h"

#include "tkt-api.h"

static void
end_sessions (TktStoreTx *tx, const TktActor *actor, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (tkt_store_drop_sessions (tx, actor->account->id, NULL, &error));
  g_assert_no_error (error);
}

/* Waits until the desk has noticed, and goes on working at it. */
static char *
work_signed_out (Seat *seat)
{
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  char *id;

  desk_await (seat->fixture, tkt_desk_get_network (seat->desk) == TKT_NETWORK_SIGNED_OUT);
  id = seat_open_ticket (seat, NULL, "Payout", "Where is it?", NULL);
  seat_assert_tickets (seat, filter, "Payout, Before");
  test_await (tkt_desk_get_waiting (seat->desk) == 1);
  return id;
}

static void
assert_delivered (Seat *seat, const char *ticket_id)
{
  seat_sign_in_again (seat);
  desk_settle (seat->fixture);
  g_assert_cmpint (tkt_desk_get_network (seat->desk), ==, TKT_NETWORK_ONLINE);
  g_assert_cmpuint (seat->n_refused, ==, 0);
  seat_assert_messages (seat, ticket_id, "ada: Where is it?");
  seat_assert_in_step (seat);
}

static void
test_ended (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  g_autofree char *id = NULL;

  g_free (seat_open_ticket (ada, NULL, "Before", "Delivered", NULL));
  desk_settle (self);
  desk_act (self, "ada", end_sessions, NULL);
  id = work_signed_out (ada);

  /* The next start still knows that it is signed out. */
  seat_stop (ada);
  seat_start (ada);
  seat_await_ready (ada);
  desk_await (self, tkt_desk_get_network (ada->desk) == TKT_NETWORK_SIGNED_OUT);
  g_assert_cmpuint (tkt_desk_get_waiting (ada->desk), ==, 1);
  assert_delivered (ada, id);
}

/* A disabled account is out at once, and can't come in again until it is enabled. */
static void
test_disabled (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  g_autofree char *uri = test_server_get_uri (self->server);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = seat_open_ticket (ada, NULL, "Before", "Delivered", NULL);
  g_autofree char *id = NULL;

  desk_settle (self);
  test_server_set_disabled (self->server, ada->sign_in->account_id, TRUE);
  id = work_signed_out (ada);
  tkt_sign_ins_sign_in_async (
      ada->sign_ins, uri, NULL, "ada", TEST_PASSWORD, NULL, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  g_assert_null (tkt_sign_ins_sign_in_finish (ada->sign_ins, result, NULL, &error));
  g_assert_error (error, TKT_PROBLEM, TKT_PROBLEM_BAD_CREDENTIALS);
  g_assert_cmpuint (tkt_desk_get_waiting (ada->desk), ==, 1);
  /* The others go on, and see whose words those were. */
  g_free (seat_reply (mara, before, "Are you there?", NULL));
  desk_settle (self);
  seat_assert_messages (mara, before, "ada: Delivered | mara: Are you there?");

  test_server_set_disabled (self->server, ada->sign_in->account_id, FALSE);
  assert_delivered (ada, id);
}

/* A call that went out with the old token says nothing about the session of now. */
static void
test_late_answer (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new_stopped (self, "ada");
  g_autofree char *old = desk_lookup_token (ada->sign_ins, ada->sign_in->account_id);
  g_autofree char *new = NULL;
  g_autoptr (TktSignIn) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktApi) api = tkt_api_new (ada->sign_in->server, &error);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) answer = NULL;

  g_assert_no_error (error);
  desk_act (self, "ada", end_sessions, NULL);
  again = desk_sign_in (self, ada->sign_ins, NULL, "ada", NULL);
  new = desk_lookup_token (ada->sign_ins, ada->sign_in->account_id);
  g_assert_cmpstr (old, !=, new);
  tkt_api_set_token (api, old);
  tkt_api_call_async (api, "GET", "/v1/me", NULL, NULL, test_keep_result, &result);
  tkt_api_set_token (api, new);
  test_await (result != NULL);
  answer = tkt_api_call_finish (api, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (answer);
}

void
desk_add_session_tests (void)
{
  g_test_add_func ("/desk/session/late-answer", test_late_answer);
  g_test_add_func ("/desk/session/ended", test_ended);
  g_test_add_func ("/desk/session/rule-8/disabled", test_disabled);
}
