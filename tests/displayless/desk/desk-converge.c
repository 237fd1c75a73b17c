/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one person does, the others see: two sides, and two computers of one account. */
#include "desk-fixture.h"

/* The main job, from the first question to the closing. */
static void
test_two_sides (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  g_autoptr (TktTicketFilter) open = tkt_ticket_filter_new ();
  g_autoptr (TktTicketFilter) closed = tkt_ticket_filter_new ();
  g_autofree char *id = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  g_autoptr (TktTicketRow) row = NULL;

  closed->status = TKT_SHOW_CLOSED;
  desk_settle (self);
  row = seat_get_ticket (mara, id);
  g_assert_true (row->unread);
  g_assert_cmpstr (row->publisher_name, ==, "Acme Media");
  g_assert_cmpstr (row->assignee_name, ==, "Mara Example");
  g_assert_cmpstr (row->opened_by_name, ==, "Ada Example");
  g_free (seat_reply (mara, id, "On its way", NULL));
  desk_settle (self);
  seat_assert_messages (ada, id, "ada: Where is it? | mara: On its way");
  seat_close_ticket (ada, id, NULL);
  desk_settle (self);
  seat_assert_tickets (mara, open, "");
  seat_assert_tickets (mara, closed, "Payout");
  g_clear_pointer (&row, tkt_ticket_row_free);
  row = seat_get_ticket (mara, id);
  g_assert_cmpstr (row->closed_by_name, ==, "Ada Example");
  seat_assert_in_step (ada);
  seat_assert_in_step (mara);
}

/* Nobody presses a key: polls and the outbox run by themselves. */
static void
test_by_itself (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");

  g_free (seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL));
  test_await (tkt_desk_get_open_tickets (mara->desk) == 1);
}

static void
test_publishers_apart (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *abel = seat_new (self, "abel");
  Seat *bob = seat_new (self, "bob");
  Seat *nils = seat_new (self, "nils");
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autofree char *acme = seat_open_ticket (ada, NULL, "Acme's", "Bandicoot", NULL);
  g_autofree char *bravo = seat_open_ticket (bob, NULL, "Bravo's", "Numbat", NULL);
  g_autofree char *folder
      = tkt_sign_ins_get_account_folder (bob->sign_ins, bob->sign_in->account_id);
  g_autoptr (TktTicketRow) row = NULL;

  desk_settle (self);
  /* Everybody of the publisher may go on with it. */
  g_free (seat_reply (abel, acme, "We both wait", NULL));
  desk_settle (self);
  seat_assert_messages (ada, acme, "ada: Bandicoot | abel: We both wait");
  seat_assert_tickets (abel, filter, "Acme's");
  seat_assert_tickets (bob, filter, "Bravo's");
  g_assert_false (test_folder_contains (folder, "Bandicoot"));
  g_assert_false (test_folder_contains (folder, "Acme Media"));
  row = seat_get_ticket (nils, bravo);
  g_assert_null (row->ticket->assignee_id);
  for (guint i = 0; i < self->seats->len; i++)
    seat_assert_in_step (g_ptr_array_index (self->seats, i));
}

/* What is deleted leaves every desk, its files too. */
static void
test_deletion (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  g_autofree char *id = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  g_autofree char *secret = seat_reply (ada, id, "My number is Bandicoot", NULL);

  desk_settle (self);
  seat_close_ticket (mara, id, NULL);
  seat_delete_message (mara, id, secret, NULL);
  desk_settle (self);
  for (guint i = 0; i < self->seats->len; i++)
    {
      Seat *seat = g_ptr_array_index (self->seats, i);
      g_autofree char *folder
          = tkt_sign_ins_get_account_folder (seat->sign_ins, seat->sign_in->account_id);

      seat_assert_messages (seat, id, "ada: Where is it? | ada: (deleted)");
      desk_await (self, !test_folder_contains (folder, "Bandicoot"));
      desk_await (self, !test_folder_contains (folder, "bandicoot"));
      seat_assert_in_step (seat);
    }
}

static void
set_manager (TktStoreTx *tx, const TktActor *operator, gpointer data)
{
  const char *const *publisher_and_manager = data;
  const TktPublisherPatch request
      = { .account_manager_id = (char *)publisher_and_manager[1], .account_manager_given = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (TktPublisher) publisher
      = tkt_service_patch_publisher (tx, operator, publisher_and_manager[0], &request, -1, &error);

  g_assert_no_error (error);
}

/* By hand, and with the publisher's new account manager: then closed tickets keep theirs. */
static void
test_reassigned (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  Seat *nils = seat_new (self, "nils");
  const char *acme_and_nils[] = { self->server->acme, nils->sign_in->account_id };
  g_autoptr (TktTicketFilter) mine = tkt_ticket_filter_new ();
  g_autofree char *first = seat_open_ticket (ada, NULL, "First", "By hand", NULL);
  g_autofree char *second = seat_open_ticket (ada, NULL, "Second", "Closed", NULL);
  g_autofree char *third = seat_open_ticket (ada, NULL, "Third", "Moves", NULL);

  mine->owner = TKT_SHOW_MINE;
  mine->status = TKT_SHOW_ALL;
  mine->sort = TKT_SHOW_BY_NUMBER;
  desk_settle (self);
  seat_assert_tickets (mara, mine, "Third, Second, First");
  seat_reassign (mara, first, nils->sign_in->account_id, NULL);
  seat_close_ticket (mara, second, NULL);
  desk_settle (self);
  seat_assert_tickets (mara, mine, "Third, Second");
  seat_assert_tickets (nils, mine, "First");
  test_server_change (self->server, set_manager, acme_and_nils);
  desk_settle (self);
  seat_assert_tickets (mara, mine, "Second");
  seat_assert_tickets (nils, mine, "Third, First");
  for (guint i = 0; i < self->seats->len; i++)
    seat_assert_in_step (g_ptr_array_index (self->seats, i));
}

static void
rename_account (TktStoreTx *tx, const TktActor *actor, gpointer name)
{
  g_autoptr (TktActor) operator= tkt_actor_new_operator (actor->organization);
  const TktAccountPatch request = { .display_name = name };
  g_autoptr (GError) error = NULL;
  g_autoptr (TktAccount) account
      = tkt_service_patch_account (tx, operator, actor->account->id, &request, NULL, -1, &error);

  g_assert_no_error (error);
}

/* The name that stood below a message stays, the list shows who somebody is now. */
static void
test_renamed (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  g_autofree char *id = seat_open_ticket (ada, NULL, "Payout", "Before", NULL);
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (TktTicketRow) row = NULL;

  desk_settle (self);
  desk_act (self, "ada", rename_account, (gpointer) "Ada Lovelace");
  desk_settle (self);
  g_assert_cmpstr (tkt_desk_get_account (ada->desk)->display_name, ==, "Ada Lovelace");
  g_free (seat_reply (ada, id, "After", NULL));
  desk_settle (self);
  messages = seat_list_messages (mara, id);
  g_assert_cmpuint (messages->len, ==, 2);
  g_assert_cmpstr (((TktMessageRow *)messages->pdata[0])->message->author_name, ==, "Ada Example");
  g_assert_cmpstr (((TktMessageRow *)messages->pdata[1])->message->author_name, ==, "Ada Lovelace");
  row = seat_get_ticket (mara, id);
  g_assert_cmpstr (row->opened_by_name, ==, "Ada Lovelace");
  seat_assert_in_step (mara);
}

static gboolean
is_unread (Seat *seat, const char *ticket_id)
{
  g_autoptr (TktTicketRow) row = seat_get_ticket (seat, ticket_id);

  return row->unread;
}

/* Read at one computer is read at the other; what others have read says nothing. */
static void
test_two_computers (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *office = seat_new (self, "mara");
  Seat *home = seat_new (self, "mara");
  Seat *nils = seat_new (self, "nils");
  g_autofree char *id = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);

  desk_settle (self);
  g_assert_false (is_unread (ada, id));
  g_assert_true (is_unread (office, id) && is_unread (home, id) && is_unread (nils, id));
  seat_mark_read (office, id, 1);
  g_assert_false (is_unread (office, id));
  desk_settle (self);
  g_assert_false (is_unread (home, id));
  g_assert_true (is_unread (nils, id));
  g_free (seat_reply (home, id, "On its way", NULL));
  desk_settle (self);
  g_assert_false (is_unread (office, id));
  g_assert_true (is_unread (ada, id));
  seat_assert_messages (office, id, "ada: Where is it? | mara: On its way");
  for (guint i = 0; i < self->seats->len; i++)
    seat_assert_in_step (g_ptr_array_index (self->seats, i));
}

static void
assert_red_dot (Seat *seat, guint total, gint64 acme, gint64 bravo)
{
  g_autoptr (GPtrArray) rows = seat_list_publishers (seat);

  g_assert_cmpuint (tkt_desk_get_open_tickets (seat->desk), ==, total);
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpint (((TktPublisherRow *)rows->pdata[0])->open_tickets, ==, acme);
  g_assert_cmpint (((TktPublisherRow *)rows->pdata[1])->open_tickets, ==, bravo);
}

/* In total and per publisher, as the server counts; without a network as the outbox will have it.
 */
static void
test_red_dot (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *bob = seat_new (self, "bob");
  Seat *mara = seat_new (self, "mara");
  g_autofree char *first = seat_open_ticket (ada, NULL, "First", "One", NULL);
  g_autofree char *second = seat_open_ticket (ada, NULL, "Second", "Two", NULL);
  g_autofree char *third = seat_open_ticket (bob, NULL, "Third", "Three", NULL);

  desk_settle (self);
  assert_red_dot (mara, 3, 2, 1);
  g_assert_cmpuint (tkt_desk_get_open_tickets (ada->desk), ==, 2);
  seat_close_ticket (ada, first, NULL);
  desk_settle (self);
  assert_red_dot (mara, 2, 1, 1);
  seat_assert_in_step (mara);

  test_server_stop (self->server);
  seat_close_ticket (mara, second, NULL);
  test_await (tkt_desk_get_open_tickets (mara->desk) == 1);
  assert_red_dot (mara, 1, 0, 1);
  g_free (seat_open_ticket (mara, self->server->bravo, "Fourth", "Four", NULL));
  test_await (tkt_desk_get_open_tickets (mara->desk) == 2);
  assert_red_dot (mara, 2, 0, 2);
  test_server_start (self->server);
  desk_settle (self);
  assert_red_dot (mara, 2, 0, 2);
  seat_assert_in_step (mara);
}

void
desk_add_converge_tests (void)
{
  g_test_add_func ("/desk/converge/two-sides", test_two_sides);
  g_test_add_func ("/desk/converge/by-itself", test_by_itself);
  g_test_add_func ("/desk/converge/rule-9/publishers-apart", test_publishers_apart);
  g_test_add_func ("/desk/converge/rule-13/deletion", test_deletion);
  g_test_add_func ("/desk/converge/rule-6/reassigned", test_reassigned);
  g_test_add_func ("/desk/converge/rule-8/renamed", test_renamed);
  g_test_add_func ("/desk/converge/rule-16/two-computers", test_two_computers);
  g_test_add_func ("/desk/converge/rule-15/red-dot", test_red_dot);
}
