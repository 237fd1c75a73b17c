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

static void
test_restored (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  g_autofree char *kept = seat_open_ticket (ada, NULL, "Kept", "Before the backup", NULL);
  g_autofree char *lost = NULL;
  g_autofree char *refusal = NULL;
  guint n_instead = 20;

  desk_settle (self);
  test_server_stop (self->server);
  test_server_back_up (self->server);
  test_server_start (self->server);
  lost = seat_open_ticket (ada, NULL, "Lost", "After the backup", NULL);
  g_free (seat_reply (mara, kept, "Lost, too", NULL));
  desk_settle (self);

  /* Without a network: one reply that will find its ticket, one that won't, and a ticket. */
  test_server_stop (self->server);
  g_free (seat_reply (ada, kept, "Written meanwhile", NULL));
  g_free (seat_reply (ada, lost, "Into nothing", NULL));
  g_free (seat_open_ticket (mara, self->server->bravo, "New", "Written meanwhile", NULL));
  test_server_restore (self->server);
  test_server_start (self->server);
  desk_act (self, "bob", write_elsewhere, &n_instead);

  desk_await (self, ada->n_refused == 1);
  desk_settle (self);
  g_assert_cmpuint (mara->n_refused, ==, 0);
  seat_assert_messages (ada, kept, "ada: Before the backup | ada: Written meanwhile");
  seat_assert_messages (mara, kept, "ada: Before the backup | ada: Written meanwhile");
  /* The words that the server did not take are still the person's. */
  g_assert_cmpuint (tkt_desk_get_waiting (ada->desk), ==, 1);
  g_assert_true (seat_agrees (ada));
  seat_assert_in_step (mara);
}

/* The same to desks that did not run meanwhile. */
static void
test_restored_unseen (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  guint n_instead = 20;

  g_free (seat_open_ticket (ada, NULL, "Kept", "Before the backup", NULL));
  desk_settle (self);
  test_server_stop (self->server);
  test_server_back_up (self->server);
  test_server_start (self->server);
  g_free (seat_open_ticket (ada, NULL, "Lost", "After the backup", NULL));
  desk_settle (self);
  seat_stop (ada);
  test_server_stop (self->server);
  test_server_restore (self->server);
  test_server_start (self->server);
  desk_act (self, "abel", write_elsewhere, &n_instead);
  seat_start (ada);
  seat_await_ready (ada);
  desk_settle (self);
  seat_assert_in_step (ada);
}

void
desk_add_restored_tests (void)
{
  g_test_add_func ("/desk/restored/outbox-intact", test_restored);
  g_test_add_func ("/desk/restored/unseen", test_restored_unseen);
}
