/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server's backup is put back and written past what was lost: desks find out by themselves, and
 * keep what waits in their outboxes. */
#include "desk-fixture.h"

#include "tkt-desk-private.h"

/* New words on the server from people whose desks are not here. */
static void
write_elsewhere (TktStoreTx *tx, const TktActor *actor, gpointer data)
{
  const guint *n = data;
  g_autoptr (TktNewMessage) message = tkt_new_message_new ();
  const TktNewTicket request = { .title = "Instead", .message = message };
  g_autoptr (GError) error = NULL;

  message->body = g_strdup ("Instead");
  for (guint i = 0; i < *n; i++)
    {
      g_autoptr (TktOpenedTicket) opened
          = tkt_service_open_ticket (tx, actor, &request, NULL, &error);

      g_assert_no_error (error);
    }
}

/* The person tries again whatever was refused, the last first. */
static void
retry_all (Seat *seat)
{
  g_autoptr (TktRowModel) model = tkt_desk_list_undelivered (seat->desk);
  GListModel *list = G_LIST_MODEL (model);
  g_autoptr (GArray) seqs = g_array_new (FALSE, FALSE, sizeof (gint64));

  test_await (g_list_model_get_n_items (list) == tkt_desk_get_waiting (seat->desk));
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (TktRowItem) item = g_list_model_get_item (list, i);
      gint64 seq = tkt_row_item_get_key (item);

      g_array_prepend_val (seqs, seq);
    }
  for (guint i = 0; i < seqs->len; i++)
    seat_retry (seat, g_array_index (seqs, gint64, i));
}

/* The reason of the one message of @ticket_id that was refused. */
static void
assert_lost (Seat *seat, const char *ticket_id, guint position)
{
  g_autoptr (GPtrArray) messages = seat_list_messages (seat, ticket_id);
  const TktMessageRow *row = g_ptr_array_index (messages, position);

  g_assert_cmpint (row->delivery, ==, TKT_DELIVERY_REFUSED);
  g_assert_nonnull (strstr (row->refusal, "put back from an older copy"));
}

/* What a server had acknowledged and lost is offered, and sent again with the id that it had. */
static void
test_restored (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  g_autofree char *kept = seat_open_ticket (ada, NULL, "Kept", "Before the backup", NULL);
  g_autofree char *lost = NULL;
  g_autoptr (GPtrArray) replies = NULL;
  g_autofree char *shown = NULL;
  const TktSavedReplyRow *reply;
  guint n_instead = 20;

  desk_settle (self);
  test_server_stop (self->server);
  test_server_back_up (self->server);
  test_server_start (self->server);
  lost = seat_open_ticket (ada, NULL, "Lost", "After the backup", NULL);
  g_free (seat_reply (mara, kept, "Lost, too", NULL));
  g_free (seat_write_note (mara, kept, "A lost note", NULL));
  g_free (seat_save_reply (mara, "Lost", "Saved, and lost", NULL));
  desk_settle (self);

  /* Without a network: one reply that will find its ticket, one that won't, and a ticket. */
  test_server_stop (self->server);
  g_free (seat_reply (ada, kept, "Written meanwhile", NULL));
  g_free (seat_reply (ada, lost, "Into nothing", NULL));
  g_free (seat_open_ticket (mara, self->server->bravo, "New", "Written meanwhile", NULL));
  test_server_restore (self->server);
  test_server_start (self->server);
  desk_act (self, "bob", write_elsewhere, &n_instead);

  desk_await (self, tkt_desk_get_waiting (ada->desk) == 2);
  desk_await (self, tkt_desk_get_waiting (mara->desk) == 3);
  desk_settle (self);
  seat_assert_messages (ada, kept, "ada: Before the backup | ada: Written meanwhile");
  seat_assert_messages (
      mara,
      kept,
      "ada: Before the backup | ada: Written meanwhile | mara: Lost, too [refused]"
      " | mara: A lost note [refused]");
  assert_lost (mara, kept, 2);
  assert_lost (ada, lost, 0);
  g_assert_true (seat_agrees (ada));
  g_assert_true (seat_agrees (mara));

  retry_all (mara);
  retry_all (ada);
  desk_await (self, tkt_desk_get_waiting (ada->desk) + tkt_desk_get_waiting (mara->desk) == 0);
  desk_settle (self);
  seat_assert_messages (
      ada, kept, "ada: Before the backup | ada: Written meanwhile | mara: Lost, too");
  seat_assert_messages (mara, lost, "ada: After the backup | ada: Into nothing");
  replies = seat_list_saved_replies (mara, NULL);
  g_assert_cmpuint (replies->len, ==, 1);
  reply = g_ptr_array_index (replies, 0);
  g_assert_cmpstr (reply->reply->body, ==, "Saved, and lost");
  g_assert_cmpint (reply->delivery, ==, TKT_DELIVERY_DELIVERED);
  /* It may have been quicker than the reply before it. */
  shown = seat_show_messages (mara, kept);
  g_assert_nonnull (strstr (shown, "mara: A lost note"));
  g_assert_null (strstr (shown, "[refused]"));
  seat_assert_in_step (ada);
  g_assert_true (seat_agrees (mara));
}

/* The same to a desk that did not run meanwhile, and to two desks of one account: whoever tries
 * again, it comes once. */
static void
test_restored_unseen (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *home = seat_new (self, "ada");
  g_autofree char *lost = NULL;
  guint n_instead = 20;

  g_free (seat_open_ticket (ada, NULL, "Kept", "Before the backup", NULL));
  desk_settle (self);
  test_server_stop (self->server);
  test_server_back_up (self->server);
  test_server_start (self->server);
  lost = seat_open_ticket (ada, NULL, "Lost", "After the backup", NULL);
  desk_settle (self);
  seat_stop (ada);
  test_server_stop (self->server);
  test_server_restore (self->server);
  test_server_start (self->server);
  desk_act (self, "abel", write_elsewhere, &n_instead);
  seat_start (ada);
  seat_await_ready (ada);
  desk_await (self, tkt_desk_get_waiting (ada->desk) == 1);
  desk_await (self, tkt_desk_get_waiting (home->desk) == 1);
  retry_all (ada);
  retry_all (home);
  desk_await (self, tkt_desk_get_waiting (ada->desk) + tkt_desk_get_waiting (home->desk) == 0);
  desk_settle (self);
  seat_assert_messages (ada, lost, "ada: After the backup");
  seat_assert_in_step (ada);
  seat_assert_in_step (home);
}

void
desk_add_restored_tests (void)
{
  g_test_add_func ("/desk/restored/rule-19/lost-again", test_restored);
  g_test_add_func ("/desk/restored/rule-20/unseen", test_restored_unseen);
}
