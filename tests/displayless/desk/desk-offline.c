/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Without a network: everything that was seen is there, everything can be done, and it is delivered
 * once and in order when the server is back. */
#include "desk-fixture.h"

#include "test-acts.h"
#include "tkt-desk-private.h"
#include "tkt-time.h"

static void
await_offline (Seat *seat)
{
  desk_await (seat->fixture, tkt_desk_get_network (seat->desk) == TKT_NETWORK_OFFLINE);
}

/* A desk that starts without a server lists, filters, searches and shows what it had. */
static void
test_reading (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *mara = seat_new (self, "mara");
  Seat *ada = seat_new (self, "ada");
  Seat *bob = seat_new (self, "bob");
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autofree char *first = seat_open_ticket (ada, NULL, "Payout", "Where is the wire?", NULL);
  g_autofree char *second = seat_open_ticket (bob, NULL, "Creatives", "New banners?", NULL);
  gint64 synced_at;

  desk_settle (self);
  seat_close_ticket (mara, first, NULL);
  desk_settle (self);
  synced_at = tkt_desk_get_synced_at (mara->desk);
  test_server_stop (self->server);
  seat_stop (mara);
  seat_start (mara);
  seat_await_ready (mara);
  await_offline (mara);
  g_assert_cmpint (tkt_desk_get_synced_at (mara->desk), >, 0);
  g_assert_cmpint (tkt_desk_get_synced_at (mara->desk), <=, synced_at);
  g_assert_cmpuint (tkt_desk_get_waiting (mara->desk), ==, 0);

  seat_assert_tickets (mara, filter, "Creatives");
  filter->owner = TKT_SHOW_MINE;
  seat_assert_tickets (mara, filter, "");
  filter->status = TKT_SHOW_CLOSED;
  seat_assert_tickets (mara, filter, "Payout");
  filter->owner = TKT_SHOW_EVERYONE;
  filter->status = TKT_SHOW_ALL;
  filter->words = g_strdup ("wire");
  seat_assert_tickets (mara, filter, "Payout");
  seat_assert_messages (mara, second, "bob: New banners?");
}

/* All that can be done, done without a server: it shows at once, marked as waiting, and outlives
 * the program. */
static void
test_writing (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *mara = seat_new (self, "mara");
  Seat *ada = seat_new (self, "ada");
  Seat *abel = seat_new (self, "abel");
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autofree char *old = seat_open_ticket (ada, NULL, "Old", "First", NULL);
  g_autofree char *moved = seat_open_ticket (ada, NULL, "Moved", "To nobody", NULL);
  g_autofree char *wrong = seat_reply (ada, old, "Wrong window", NULL);
  g_autofree char *new = NULL;
  g_autoptr (TktTicketRow) row = NULL;

  desk_settle (self);
  test_server_stop (self->server);
  await_offline (mara);
  new = seat_open_ticket (mara, self->server->acme, "New", "From me", NULL);
  g_free (seat_reply (mara, new, "And this", NULL));
  seat_delete_message (mara, old, wrong, NULL);
  g_free (seat_reply (mara, old, "Last word", NULL));
  seat_close_ticket (mara, old, NULL);
  seat_reassign (mara, moved, NULL, NULL);
  seat_mark_read (mara, moved, 1);

  for (int start = 0; start < 2; start++)
    {
      test_await (tkt_desk_get_waiting (mara->desk) == 6);
      seat_assert_messages (mara, new, "mara: From me [waiting] | mara: And this [waiting]");
      filter->status = TKT_SHOW_CLOSED;
      seat_assert_tickets (mara, filter, "Old");
      filter->status = TKT_SHOW_OPEN;
      filter->owner = TKT_SHOW_UNASSIGNED;
      seat_assert_tickets (mara, filter, "New, Moved");
      filter->owner = TKT_SHOW_EVERYONE;
      g_clear_pointer (&row, tkt_ticket_row_free);
      row = seat_get_ticket (mara, moved);
      g_assert_false (row->unread);
      g_assert_cmpuint (row->n_waiting, ==, 1);
      /* Again after the program has ended and begun. */
      seat_stop (mara);
      seat_start (mara);
      seat_await_ready (mara);
    }

  test_server_start (self->server);
  desk_settle (self);
  g_assert_cmpuint (mara->n_refused, ==, 0);
  g_assert_cmpuint (tkt_desk_get_waiting (mara->desk), ==, 0);
  seat_assert_messages (abel, new, "mara: From me | mara: And this");
  seat_assert_messages (abel, old, "ada: First | ada: (deleted) | mara: Last word");
  for (guint i = 0; i < self->seats->len; i++)
    seat_assert_in_step (g_ptr_array_index (self->seats, i));
}

/* Nobody presses a key: when the server is back, the desk finds it and delivers. */
static void
test_by_itself (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");

  test_server_stop (self->server);
  g_free (seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL));
  test_await (tkt_desk_get_network (ada->desk) == TKT_NETWORK_OFFLINE);
  test_server_start (self->server);
  test_await (tkt_desk_get_waiting (ada->desk) == 0);
  /* A call that was under way when the server came may still fail after the first that did not. */
  test_await (tkt_desk_get_network (ada->desk) == TKT_NETWORK_ONLINE);
  desk_settle (self);
  seat_assert_in_step (ada);
}

/* Waits until the first entry has failed once, and then makes its next time an hour later: as after
 * many failures, or when the clock was wrong for a while. */
static void
postpone_for_an_hour (Seat *seat)
{
  g_autoptr (TktEntry) entry = NULL;
  g_autoptr (GAsyncResult) written = NULL;
  g_autoptr (GError) error = NULL;

  while (entry == NULL || entry->state != TKT_ENTRY_WAITING || entry->attempts == 0)
    {
      g_autoptr (GAsyncResult) result = NULL;
      gint64 due;

      tkt_entry_free (entry);
      tkt_cache_next_entry_async (
          seat->desk->cache, tkt_time_now (), TRUE, test_keep_result, (gpointer)&result);
      test_await (result != NULL);
      entry = tkt_cache_next_entry_finish (seat->desk->cache, result, &due, &error);
      g_assert_no_error (error);
    }
  tkt_cache_set_entry_state_async (seat->desk->cache,
                                   entry->seq,
                                   TKT_ENTRY_WAITING,
                                   tkt_time_now () + TKT_HOUR,
                                   FALSE,
                                   NULL,
                                   test_keep_result,
                                   (gpointer)&written);
  test_await (written != NULL);
  tkt_cache_write_finish (seat->desk->cache, written, &error);
  g_assert_no_error (error);
}

/* How long was waited between attempts is forgotten when the server is back, and when the program
 * starts. */
static void
test_at_once (gconstpointer data)
{
  const gboolean restart = GPOINTER_TO_INT (data);
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");

  test_server_stop (self->server);
  g_free (seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL));
  postpone_for_an_hour (ada);
  if (restart)
    seat_stop (ada);
  test_server_start (self->server);
  if (restart)
    {
      seat_start (ada);
      seat_await_ready (ada);
    }
  test_await (tkt_desk_get_waiting (ada->desk) == 0);
  desk_settle (self);
  seat_assert_in_step (ada);
}

/* A write that the server has taken, though its desk has not got the answer. */
typedef struct
{
  char *ticket_id;
  char *message_id;
  const char *body;
} Taken;

static void
take_reply (TktStoreTx *tx, const TktActor *actor, gpointer data)
{
  const Taken *taken = data;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  const TktNewMessage request
      = { .id = taken->message_id, .body = (char *)taken->body, .attachments = none };
  g_autoptr (GError) error = NULL;
  g_autoptr (TktMessage) message
      = tkt_service_reply (tx, actor, taken->ticket_id, &request, NULL, &error);

  g_assert_no_error (error);
}

static void
take_opening (TktStoreTx *tx, const TktActor *actor, gpointer data)
{
  Taken *taken = data;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  TktNewMessage message
      = { .id = taken->message_id, .body = (char *)taken->body, .attachments = none };
  const TktNewTicket request
      = { .id = taken->ticket_id, .title = (char *)"Payout", .message = &message };
  g_autoptr (GError) error = NULL;
  g_autoptr (TktOpenedTicket) opened = tkt_service_open_ticket (tx, actor, &request, NULL, &error);

  g_assert_no_error (error);
}

/* The answer was lost: what was taken is sent again and is there once, even where it would be
 * refused by now. */
static void
test_lost_answer (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  Taken opening = { .body = "Where is it?" }, reply = { .body = "Hello?" };
  g_autoptr (GPtrArray) messages = NULL;

  test_server_stop (self->server);
  opening.ticket_id = seat_open_ticket (ada, NULL, "Payout", opening.body, NULL);
  messages = seat_list_messages (ada, opening.ticket_id);
  opening.message_id = g_strdup (((TktMessageRow *)messages->pdata[0])->message->id);
  reply.ticket_id = opening.ticket_id;
  reply.message_id = seat_reply (ada, opening.ticket_id, reply.body, NULL);
  seat_stop (ada);
  test_server_start (self->server);
  desk_act (self, "ada", take_opening, &opening);
  desk_act (self, "ada", take_reply, &reply);
  test_act_close_ticket (self->server, "mara", opening.ticket_id);

  seat_start (ada);
  seat_await_ready (ada);
  desk_settle (self);
  g_assert_cmpuint (ada->n_refused, ==, 0);
  g_assert_cmpuint (tkt_desk_get_waiting (ada->desk), ==, 0);
  seat_assert_messages (mara, opening.ticket_id, "ada: Where is it? | ada: Hello?");
  seat_assert_in_step (ada);
  seat_assert_in_step (mara);
  g_free (opening.ticket_id);
  g_free (opening.message_id);
  g_free (reply.message_id);
}

/* The server goes in the middle of it, again and again: each word arrives once, in its order. */
static void
test_server_comes_and_goes (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  g_autofree char *id = seat_open_ticket (ada, NULL, "Counting", "0", NULL);
  g_autoptr (GString) expected = g_string_new ("ada: 0");

  desk_settle (self);
  for (int i = 1; i <= 24; i++)
    {
      g_autofree char *body = g_strdup_printf ("%d", i);

      g_free (seat_reply (ada, id, body, NULL));
      g_string_append_printf (expected, " | ada: %s", body);
      if (i % 4 == 0)
        {
          test_server_stop (self->server);
          test_server_start (self->server);
        }
    }
  desk_settle (self);
  seat_assert_messages (ada, id, expected->str);
  seat_assert_messages (mara, id, expected->str);
  seat_assert_in_step (mara);
}

void
desk_add_offline_tests (void)
{
  g_test_add_func ("/desk/offline/rule-18/reading", test_reading);
  g_test_add_func ("/desk/offline/rule-19/writing", test_writing);
  g_test_add_func ("/desk/offline/rule-19/by-itself", test_by_itself);
  g_test_add_data_func ("/desk/offline/rule-19/at-once", GINT_TO_POINTER (FALSE), test_at_once);
  g_test_add_data_func (
      "/desk/offline/rule-19/at-once-after-restart", GINT_TO_POINTER (TRUE), test_at_once);
  g_test_add_func ("/desk/offline/rule-19/lost-answer", test_lost_answer);
  g_test_add_func ("/desk/offline/rule-19/server-comes-and-goes", test_server_comes_and_goes);
}
