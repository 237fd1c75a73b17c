/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One desk, and one thing at a time that goes wrong on the way to its server. What the storms of
 * the model test have found is here by name. */
#include <string.h>

#include "desk-fixture.h"
#include "test-acts.h"
#include "test-proxy.h"
#include "tkt-desk-private.h"

typedef struct
{
  DeskFixture *desks;
  TestProxy *proxy; /* ada's */
  Seat *ada;
} Fixture;

static void
fixture_init (Fixture *self)
{
  self->desks = desk_fixture_new ();
  self->proxy = test_proxy_new (self->desks->server->port, 1);
  self->ada = seat_new_stopped (self->desks, "ada");
  seat_set_server (self->ada, test_proxy_get_uri (self->proxy));
  seat_start (self->ada);
  seat_await_ready (self->ada);
}

static void
fixture_clear (Fixture *self)
{
  desk_fixture_free (self->desks);
  test_proxy_free (self->proxy);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

/* Whatever happens to a call, once or three times over: the words arrive, once, and nobody is told
 * that they were refused. */
static void
test_once (gconstpointer data)
{
  const TestFault fault = GPOINTER_TO_INT (data);
  g_auto (Fixture) self = { 0 };
  g_autofree char *id = NULL;

  fixture_init (&self);
  id = seat_open_ticket (self.ada, NULL, "Payout", "Where is it?", NULL);
  desk_settle (self.desks);
  for (int round = 0; round < 6; round++)
    for (TestLane lane = 0; lane < TEST_N_LANES; lane++)
      test_proxy_plan (self.proxy, lane, fault, round % 2, 1);
  g_free (seat_reply (self.ada, id, "Hello?", NULL));
  g_free (seat_reply (self.ada, id, "Anybody?", NULL));
  seat_close_ticket (self.ada, id, NULL);
  desk_settle (self.desks);
  g_assert_cmpuint (test_proxy_count (self.proxy, fault), >=, 3);
  g_assert_cmpuint (self.ada->n_refused, ==, 0);
  g_assert_cmpuint (tkt_desk_get_waiting (self.ada->desk), ==, 0);
  seat_assert_messages (self.ada, id, "ada: Where is it? | ada: Hello? | ada: Anybody?");
  seat_assert_in_step (self.ada);
}

/* What answers in the server's place is not the server: the desk is offline, and not refused. */
static void
test_not_the_server (gconstpointer data)
{
  const TestFault fault = GPOINTER_TO_INT (data);
  g_auto (Fixture) self = { 0 };
  g_autofree char *id = NULL;

  fixture_init (&self);
  id = seat_open_ticket (self.ada, NULL, "Payout", "Where is it?", NULL);
  desk_settle (self.desks);
  for (int i = 0; i < 100; i++)
    for (TestLane lane = 0; lane < TEST_N_LANES; lane++)
      test_proxy_plan (self.proxy, lane, fault, FALSE, 1);
  test_proxy_cut (self.proxy);
  desk_await (self.desks, tkt_desk_get_network (self.ada->desk) == TKT_NETWORK_OFFLINE);
  g_free (seat_reply (self.ada, id, "Hello?", NULL));
  seat_assert_messages (self.ada, id, "ada: Where is it? | ada: Hello? [waiting]");
  desk_settle (self.desks);
  g_assert_cmpuint (self.ada->n_refused, ==, 0);
  seat_assert_messages (self.ada, id, "ada: Where is it? | ada: Hello?");
  seat_assert_in_step (self.ada);
}

/* The server's reason arrives in part only: it is no reason yet, least of all another one. */
static void
test_half_a_reason (void)
{
  g_auto (Fixture) self = { 0 };
  g_autofree char *id = NULL;

  fixture_init (&self);
  id = seat_open_ticket (self.ada, NULL, "Payout", "Where is it?", NULL);
  desk_settle (self.desks);
  test_proxy_set_weather (self.proxy, TEST_WEATHER_OFFLINE);
  test_act_close_ticket (self.desks->server, "mara", id);
  g_free (seat_reply (self.ada, id, "Hello?", NULL));
  for (int i = 0; i < 3; i++)
    test_proxy_plan (self.proxy, TEST_LANE_WRITES, TEST_FAULT_TRUNCATED, FALSE, 1);
  test_proxy_set_weather (self.proxy, TEST_WEATHER_FAIR);
  desk_settle (self.desks);
  g_assert_cmpuint (test_proxy_count (self.proxy, TEST_FAULT_TRUNCATED), ==, 3);
  g_assert_cmpuint (self.ada->n_refused, ==, 1);
  g_assert_nonnull (strstr (self.ada->refusal, "closed"));
  seat_assert_messages (self.ada, id, "ada: Where is it? | ada: Hello? [refused]");
}

typedef struct
{
  char *ticket_id;
  char *message_id;
  const char *body;
} Reply;

static void
take_reply (TktStoreTx *tx, const TktActor *actor, gpointer data)
{
  const Reply *reply = data;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  const TktNewMessage request
      = { .id = reply->message_id, .body = (char *)reply->body, .attachments = none };
  g_autoptr (GError) error = NULL;
  g_autoptr (TktMessage) message
      = tkt_service_reply (tx, actor, reply->ticket_id, &request, NULL, &error);

  g_assert_no_error (error);
}

/* A reply arrives and its answer does not, and before it is sent again the feature is turned off:
 * refused, and yet delivered. When the feature is on again, the desk finds what it sent. (The model
 * test's seed 3.) */
static void
test_arrived_after_all (void)
{
  g_auto (Fixture) self = { 0 };
  g_autofree char *ticket_id = NULL;
  g_autofree char *message_id = NULL;
  Reply reply = { .body = "Hello?" };

  fixture_init (&self);
  ticket_id = seat_open_ticket (self.ada, NULL, "Payout", "Where is it?", NULL);
  desk_settle (self.desks);
  test_proxy_set_weather (self.proxy, TEST_WEATHER_OFFLINE);
  message_id = seat_reply (self.ada, ticket_id, reply.body, NULL);
  reply.ticket_id = ticket_id;
  reply.message_id = message_id;
  desk_act (self.desks, "ada", take_reply, &reply);
  test_server_set_support_tickets (self.desks->server, FALSE);
  test_proxy_set_weather (self.proxy, TEST_WEATHER_FAIR);
  desk_settle (self.desks);
  g_assert_cmpuint (self.ada->n_refused, ==, 1);
  seat_assert_messages (self.ada, ticket_id, "ada: Where is it? | ada: Hello? [refused]");

  test_server_set_support_tickets (self.desks->server, TRUE);
  desk_await (self.desks, tkt_desk_get_organization (self.ada->desk)->support_tickets_enabled);
  desk_settle (self.desks);
  seat_assert_messages (self.ada, ticket_id, "ada: Where is it? | ada: Hello?");
  g_assert_cmpuint (tkt_desk_get_waiting (self.ada->desk), ==, 0);
  seat_assert_in_step (self.ada);
}

static void
take_opening (TktStoreTx *tx, const TktActor *actor, gpointer data)
{
  const Reply *opening = data;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  TktNewMessage message
      = { .id = opening->message_id, .body = (char *)opening->body, .attachments = none };
  const TktNewTicket request
      = { .id = opening->ticket_id, .title = (char *)"Payout", .message = &message };
  g_autoptr (GError) error = NULL;
  g_autoptr (TktOpenedTicket) opened = tkt_service_open_ticket (tx, actor, &request, NULL, &error);

  g_assert_no_error (error);
}

/* The same with an opening, behind which a reply waits: when the ticket turns out to be there, the
 * reply goes out without anybody's asking. (The model test's seed 1888.) */
static void
test_out_of_the_way (void)
{
  g_auto (Fixture) self = { 0 };
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  Reply opening = { .body = "Where is it?" };

  fixture_init (&self);
  desk_settle (self.desks);
  test_proxy_set_weather (self.proxy, TEST_WEATHER_OFFLINE);
  id = seat_open_ticket (self.ada, NULL, "Payout", opening.body, NULL);
  g_free (seat_reply (self.ada, id, "Hello?", NULL));
  rows = seat_list_messages (self.ada, id);
  opening.ticket_id = id;
  opening.message_id = ((TktMessageRow *)g_ptr_array_index (rows, 0))->message->id;
  desk_act (self.desks, "ada", take_opening, &opening);
  test_server_set_support_tickets (self.desks->server, FALSE);
  test_proxy_set_weather (self.proxy, TEST_WEATHER_FAIR);
  desk_settle (self.desks);
  seat_assert_messages (self.ada, id, "ada: Where is it? [refused] | ada: Hello? [waiting]");

  test_server_set_support_tickets (self.desks->server, TRUE);
  tkt_sync_pull (self.ada->desk->sync);
  test_await (tkt_desk_get_waiting (self.ada->desk) == 0);
  desk_settle (self.desks);
  seat_assert_messages (self.ada, id, "ada: Where is it? | ada: Hello?");
  seat_assert_in_step (self.ada);
}

static void
move_to_bravo (TktStoreTx *tx, const TktActor *operator, gpointer data)
{
  const DeskFixture *desks = data;
  TktAccountPatch request = { .publisher_given = TRUE, .publisher_id = desks->server->bravo };
  g_autoptr (GError) error = NULL;
  g_autoptr (TktAccount) before
      = tkt_store_get_account_by_username (tx, operator->organization->id, "ada", &error);
  g_autoptr (TktAccount) account = NULL;

  g_assert_no_error (error);
  account = tkt_service_patch_account (tx, operator, before->id, &request, NULL, -1, &error);
  g_assert_no_error (error);
}

/* An answer that was given before its person moved to another publisher, and arrives after the desk
 * has begun anew: what it brings is out of sight by now. (The model test's seed 1436.) */
static void
test_answer_of_before (void)
{
  g_auto (Fixture) self = { 0 };
  Seat *mara;
  g_autofree char *id = NULL;
  g_autoptr (TktTicketRow) row = NULL;

  fixture_init (&self);
  mara = seat_new (self.desks, "mara");
  desk_settle (self.desks);
  test_proxy_plan (self.proxy, TEST_LANE_WRITES, TEST_FAULT_DELAY, TRUE, -1);
  id = seat_open_ticket (self.ada, NULL, "Payout", "Where is it?", NULL);
  desk_await (self.desks, tkt_desk_get_open_tickets (mara->desk) == 1);
  test_server_change (self.desks->server, move_to_bravo, self.desks);
  desk_await (
      self.desks,
      g_str_equal (tkt_desk_get_account (self.ada->desk)->publisher_id, self.desks->server->bravo));
  test_proxy_set_weather (self.proxy, TEST_WEATHER_FAIR);
  desk_settle (self.desks);
  row = seat_get_ticket (self.ada, id);
  g_assert_null (row);
  g_assert_cmpuint (tkt_desk_get_waiting (self.ada->desk), ==, 0);
  seat_assert_in_step (self.ada);
}

int
main (int argc, char **argv)
{
  desk_init (&argc, &argv);
  for (TestFault fault = TEST_FAULT_NONE + 1; fault < TEST_N_FAULTS; fault++)
    {
      g_autofree char *path
          = g_strdup_printf ("/desk/faults/rule-19/once/%s", test_fault_to_word (fault));

      g_test_add_data_func (path, GINT_TO_POINTER (fault), test_once);
    }
  g_test_add_data_func ("/desk/faults/rule-20/captive-portal",
                        GINT_TO_POINTER (TEST_FAULT_PAGE),
                        test_not_the_server);
  g_test_add_data_func ("/desk/faults/rule-20/wrong-proxy",
                        GINT_TO_POINTER (TEST_FAULT_NO_PAGE),
                        test_not_the_server);
  g_test_add_func ("/desk/faults/rule-20/half-a-reason", test_half_a_reason);
  g_test_add_func ("/desk/faults/rule-20/arrived-after-all", test_arrived_after_all);
  g_test_add_func ("/desk/faults/rule-19/out-of-the-way", test_out_of_the_way);
  g_test_add_func ("/desk/faults/rule-9/answer-of-before", test_answer_of_before);
  return g_test_run ();
}
