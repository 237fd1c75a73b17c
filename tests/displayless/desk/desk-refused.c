/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the server refuses later: the words stay where they were written, with the reason. */
#include "desk-fixture.h"

#include "test-acts.h"

typedef void (*Circumstance) (DeskFixture *self, const char *ticket_id, gboolean against);

static void
set_closed (DeskFixture *self, const char *ticket_id, gboolean against)
{
  if (against)
    test_act_close_ticket (self->server, "nils", ticket_id);
}

static void
set_turned_off (DeskFixture *self, const char *ticket_id, gboolean against)
{
  test_server_set_support_tickets (self->server, !against);
}

typedef struct
{
  const char *publisher_id;
  gboolean blocked;
} Blocking;

static void
block (TktStoreTx *tx, const TktActor *operator, gpointer data)
{
  const Blocking *blocking = data;
  const TktPublisherPatch request
      = { .status = blocking->blocked ? TKT_PUBLISHER_BLOCKED : TKT_PUBLISHER_ACTIVE,
          .status_given = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (TktPublisher) publisher
      = tkt_service_patch_publisher (tx, operator, blocking->publisher_id, &request, -1, &error);

  g_assert_no_error (error);
}

static void
set_blocked (DeskFixture *self, const char *ticket_id, gboolean against)
{
  Blocking blocking = { self->server->acme, against };

  test_server_change (self->server, block, &blocking);
}

/* What was written at a desk without a network, and what had changed when it came back. */
typedef struct
{
  const char *path;
  const char *username;
  Circumstance set;
  TktProblemCode problem;
  TktAction action;
  gboolean lasting; /* and can't be undone */
} Refusal;

static const Refusal refusals[] = {
  { "rule-11/ticket-closed", "ada", set_closed, TKT_PROBLEM_TICKET_CLOSED, TKT_ACTION_REPLY, TRUE },
  { "rule-2/turned-off-staff",
    "mara",
    set_turned_off,
    TKT_PROBLEM_SUPPORT_DISABLED,
    TKT_ACTION_REPLY },
  { "rule-2/turned-off-publisher",
    "ada",
    set_turned_off,
    TKT_PROBLEM_SUPPORT_DISABLED,
    TKT_ACTION_REPLY },
  { "publisher-blocked", "ada", set_blocked, TKT_PROBLEM_PUBLISHER_BLOCKED, TKT_ACTION_REPLY },
};

static gint64
find_refused (Seat *seat, const char *ticket_id, const char *sentence)
{
  g_autoptr (GPtrArray) messages = seat_list_messages (seat, ticket_id);
  gint64 seq = 0;

  for (guint i = 0; i < messages->len; i++)
    {
      const TktMessageRow *row = g_ptr_array_index (messages, i);

      if (row->delivery != TKT_DELIVERY_REFUSED)
        continue;
      g_assert_cmpint (seq, ==, 0);
      g_assert_cmpstr (row->refusal, ==, sentence);
      seq = row->outbox_seq;
    }
  g_assert_cmpint (seq, !=, 0);
  return seq;
}

static void
assert_refused (Seat *seat, const char *ticket_id)
{
  g_autofree char *shown
      = g_strdup_printf ("ada: Where is it? | %s: Bandicoot [refused]", seat->sign_in->username);
  g_autoptr (TktTicketRow) row = seat_get_ticket (seat, ticket_id);

  seat_assert_messages (seat, ticket_id, shown);
  g_assert_true (row->refused);
  g_assert_cmpuint (tkt_desk_get_waiting (seat->desk), ==, 1);
}

/* Refused, kept over a restart, refused again when tried again, delivered once nothing stands
 * against it, or given up. */
static void
test_refused (gconstpointer data)
{
  const Refusal *refusal = data;
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  Seat *writer = g_str_equal (refusal->username, "ada") ? ada : mara;
  g_autoptr (GError) expected = tkt_rules_problem (refusal->action, refusal->problem);
  g_autofree char *id = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  g_autofree char *delivered
      = g_strdup_printf ("ada: Where is it? | %s: Bandicoot", refusal->username);
  gint64 seq;

  desk_settle (self);
  test_server_stop (self->server);
  desk_await (self, tkt_desk_get_network (writer->desk) == TKT_NETWORK_OFFLINE);
  g_free (seat_reply (writer, id, "Bandicoot", NULL));
  test_server_start (self->server);
  refusal->set (self, id, TRUE);
  desk_await (self, writer->n_refused == 1);
  g_assert_cmpstr (writer->refusal, ==, expected->message);
  desk_settle (self);
  assert_refused (writer, id);

  seat_stop (writer);
  seat_start (writer);
  seat_await_ready (writer);
  assert_refused (writer, id);
  seq = find_refused (writer, id, expected->message);
  seat_retry (writer, seq);
  desk_await (self, writer->n_refused == 2);
  desk_settle (self);
  assert_refused (writer, id);

  if (refusal->lasting)
    seat_discard (writer, seq);
  else
    {
      refusal->set (self, id, FALSE);
      seat_retry (writer, seq);
    }
  desk_await (self, tkt_desk_get_waiting (writer->desk) == 0);
  desk_settle (self);
  seat_assert_messages (writer, id, refusal->lasting ? "ada: Where is it?" : delivered);
  seat_assert_in_step (ada);
  seat_assert_in_step (mara);
}

/* A refused opening holds what was written behind it; given up, it takes that along, for there is
 * no ticket to show it in. */
static void
test_opening (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) messages = NULL;

  test_server_stop (self->server);
  desk_await (self, tkt_desk_get_network (ada->desk) == TKT_NETWORK_OFFLINE);
  id = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  g_free (seat_reply (ada, id, "Hello?", NULL));
  test_server_start (self->server);
  set_blocked (self, id, TRUE);
  desk_await (self, ada->n_refused == 1);
  desk_settle (self);
  seat_assert_messages (ada, id, "ada: Where is it? [refused] | ada: Hello? [waiting]");
  g_assert_cmpuint (tkt_desk_get_open_tickets (ada->desk), ==, 0);
  g_assert_cmpuint (ada->n_refused, ==, 1);

  messages = seat_list_messages (ada, id);
  seat_discard (ada, ((TktMessageRow *)messages->pdata[0])->outbox_seq);
  seat_assert_tickets (ada, filter, "");
  desk_await (self, tkt_desk_get_waiting (ada->desk) == 0);
  desk_settle (self);
  g_assert_cmpuint (ada->n_refused, ==, 1);
  seat_assert_in_step (ada);
}

/* What has no words has nothing to keep: the person is told, and sees what is. */
static void
test_wordless (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  g_autofree char *id = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  g_autoptr (TktTicketRow) row = NULL;

  desk_settle (self);
  test_server_stop (self->server);
  desk_await (self, tkt_desk_get_network (mara->desk) == TKT_NETWORK_OFFLINE);
  seat_reassign (mara, id, NULL, NULL);
  test_server_start (self->server);
  set_closed (self, id, TRUE);
  desk_await (self, mara->n_refused == 1);
  desk_settle (self);
  g_assert_nonnull (mara->refusal);
  row = seat_get_ticket (mara, id);
  g_assert_false (row->refused);
  g_assert_cmpstr (row->assignee_name, ==, "Mara Example");
  desk_await (self, tkt_desk_get_waiting (mara->desk) == 0);
  seat_assert_in_step (mara);
}

void
desk_add_refused_tests (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strconcat ("/desk/refused/rule-20/", refusals[i].path, NULL);

      g_test_add_data_func (path, &refusals[i], test_refused);
    }
  g_test_add_func ("/desk/refused/rule-20/opening", test_opening);
  g_test_add_func ("/desk/refused/wordless", test_wordless);
}
