/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first snapshot, page by page, and the next one when the server can't go on from where the
 * desk stands. */
#include "desk-fixture.h"

/* With a message and a read mark each, several pages of the feed. */
#define N_TICKETS 1800

static void
open_many (TktStoreTx *tx, const TktActor *actor, gpointer data)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 1; i <= N_TICKETS; i++)
    {
      g_autofree char *title = g_strdup_printf ("Ticket %u", i);
      g_autoptr (GPtrArray) none = g_ptr_array_new ();
      TktNewMessage message = { .body = title, .attachments = none };
      TktNewTicket request = { .title = title, .message = &message };
      g_autoptr (TktOpenedTicket) opened
          = tkt_service_open_ticket (tx, actor, &request, NULL, &error);

      g_assert_no_error (error);
    }
}

typedef struct
{
  guint n_fetched;
  guint n_steps;
  gboolean fell;
} Progress;

static void
on_fetched (TktDesk *desk, GParamSpec *pspec, Progress *progress)
{
  gboolean fetching;
  guint n;

  g_object_get (desk, "n-fetched", &n, "fetching", &fetching, NULL);
  if (!fetching)
    return;
  progress->fell |= n < progress->n_fetched;
  progress->n_steps++;
  progress->n_fetched = n;
}

static gboolean
is_fetching (TktDesk *desk)
{
  gboolean fetching;

  g_object_get (desk, "fetching", &fetching, NULL);
  return fetching;
}

static guint
count_tickets (Seat *seat, char **first)
{
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autoptr (TktRowModel) model = tkt_desk_list_tickets (seat->desk, filter);
  g_autoptr (TktRowItem) item = NULL;

  test_await (!tkt_row_model_get_loading (model));
  item = g_list_model_get_item (G_LIST_MODEL (model), 0);
  *first = g_strdup (((const TktTicketRow *)tkt_row_item_get_row (item))->ticket->id);
  return g_list_model_get_n_items (G_LIST_MODEL (model));
}

/* A new desk is useful after one page, whose tickets are the latest, and says how far it is. Cut
 * off there, it goes on where it was. */
static void
test_pages (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *mara = seat_new_stopped (self, "mara");
  Progress progress = { 0 };
  g_autofree char *newest = NULL;
  g_autofree char *shown = NULL;
  guint n, n_expected;

  desk_act (self, "ada", open_many, NULL);
  seat_start (mara);
  g_signal_connect (mara->desk, "notify::n-fetched", G_CALLBACK (on_fetched), &progress);
  test_await (progress.n_fetched > 0);
  test_server_stop (self->server);
  test_await (tkt_desk_get_network (mara->desk) == TKT_NETWORK_OFFLINE);
  g_assert_true (is_fetching (mara->desk));
  g_assert_cmpuint (progress.n_fetched, <, N_TICKETS);
  g_object_get (mara->desk, "n-fetched", &n, "n-expected", &n_expected, NULL);
  g_assert_cmpuint (n, ==, progress.n_fetched);
  g_assert_cmpuint (n_expected, ==, N_TICKETS);
  g_assert_cmpuint (count_tickets (mara, &newest), >, 0);
  shown = g_strdup_printf ("ada: Ticket %u", N_TICKETS);
  seat_assert_messages (mara, newest, shown);

  seat_stop (mara);
  test_server_start (self->server);
  seat_start (mara);
  g_signal_connect (mara->desk, "notify::n-fetched", G_CALLBACK (on_fetched), &progress);
  desk_await (self, tkt_desk_get_ready (mara->desk) && !is_fetching (mara->desk));
  g_assert_false (progress.fell);
  g_assert_cmpuint (progress.n_steps, >, 2);
  desk_settle (self);
  seat_assert_in_step (mara);
}

static void
shrink_view (TktStoreTx *tx, const TktActor *actor, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (tkt_store_bump_view_epoch (tx, actor->account->id, &error));
  g_assert_no_error (error);
}

/* 410 cursor-gone: a new snapshot, and what waits in the outbox is delivered all the same. */
static void
test_cursor_gone (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  g_autofree char *ticket_id = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);

  desk_settle (self);
  test_server_stop (self->server);
  g_free (seat_reply (ada, ticket_id, "Still waiting", NULL));
  seat_stop (ada);
  test_server_start (self->server);
  desk_act (self, "ada", shrink_view, NULL);
  seat_start (ada);
  seat_await_ready (ada);
  desk_settle (self);
  seat_assert_messages (ada, ticket_id, "ada: Where is it? | ada: Still waiting");
  seat_assert_in_step (ada);
}

static void
move_to_publisher (TktStoreTx *tx, const TktActor *operator, gpointer data)
{
  const char *const *account_and_publisher = data;
  const TktAccountPatch request
      = { .publisher_id = (char *)account_and_publisher[1], .publisher_given = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (TktAccount) account = tkt_service_patch_account (
      tx, operator, account_and_publisher[0], &request, NULL, -1, &error);

  g_assert_no_error (error);
}

/* What an account may no longer see leaves its cache, and the files that it is kept in. */
static void
test_view_shrinks (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *bob = seat_new (self, "bob");
  const char *account_and_publisher[] = { ada->sign_in->account_id, self->server->bravo };
  g_autofree char *folder
      = tkt_sign_ins_get_account_folder (ada->sign_ins, ada->sign_in->account_id);
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();

  g_free (seat_open_ticket (ada, NULL, "Acme's own", "Bandicoot", NULL));
  g_free (seat_open_ticket (bob, NULL, "Bravo's own", "Numbat", NULL));
  desk_settle (self);
  seat_assert_tickets (ada, filter, "Acme's own");
  g_assert_true (test_folder_contains (folder, "Bandicoot"));
  test_server_change (self->server, move_to_publisher, account_and_publisher);
  desk_settle (self);
  seat_assert_tickets (ada, filter, "Bravo's own");
  seat_assert_in_step (ada);
  desk_await (self, !test_folder_contains (folder, "Bandicoot"));
  desk_await (self, !test_folder_contains (folder, "bandicoot"));
}

/* A backup was restored on the server: what came after it is gone there, and so it goes
 * here, but for the words of who wrote it. */
static void
test_restored_backup (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  Seat *mara = seat_new (self, "mara");
  Seat *ada = seat_new (self, "ada");

  g_free (seat_open_ticket (ada, NULL, "Before", "Backed up", NULL));
  desk_settle (self);
  test_server_stop (self->server);
  test_server_back_up (self->server);
  test_server_start (self->server);
  g_free (seat_open_ticket (ada, NULL, "After", "Lost", NULL));
  desk_settle (self);
  seat_assert_tickets (mara, filter, "After, Before");

  test_server_stop (self->server);
  test_server_restore (self->server);
  test_server_start (self->server);
  desk_settle (self);
  seat_assert_tickets (mara, filter, "Before");
  seat_assert_in_step (mara);
  desk_await (self, tkt_desk_get_waiting (ada->desk) == 1);
  g_assert_true (seat_agrees (ada));
}

/* Another network answers at the same address: it is not mixed with what was here, nor given the
 * words that wait for the right one. */
static void
test_other_database (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  g_autoptr (TestServer) other = test_server_new ();
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  Seat *ada = seat_new (self, "ada");
  g_autofree char *ticket_id = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  g_autoptr (TktSignIn) there = NULL;

  desk_settle (self);
  test_server_stop (self->server);
  test_server_stop (other);
  other->port = self->server->port;
  test_server_start (other);
  g_free (seat_reply (ada, ticket_id, "Still waiting", NULL));
  desk_await (self, tkt_desk_get_network (ada->desk) == TKT_NETWORK_SIGNED_OUT);
  seat_assert_tickets (ada, filter, "Payout");
  there = desk_sign_in (self, ada->sign_ins, NULL, "ada", NULL);
  g_assert_cmpstr (there->account_id, !=, ada->sign_in->account_id);

  test_server_stop (other);
  test_server_start (self->server);
  seat_sign_in_again (ada);
  desk_settle (self);
  seat_assert_messages (ada, ticket_id, "ada: Where is it? | ada: Still waiting");
  seat_assert_in_step (ada);
}

void
desk_add_snapshot_tests (void)
{
  g_test_add_func ("/desk/snapshot/pages", test_pages);
  g_test_add_func ("/desk/snapshot/cursor-gone", test_cursor_gone);
  g_test_add_func ("/desk/snapshot/view-shrinks", test_view_shrinks);
  g_test_add_func ("/desk/snapshot/restored-backup", test_restored_backup);
  g_test_add_func ("/desk/snapshot/other-database", test_other_database);
}
