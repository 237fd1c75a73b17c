/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several desks do whatever comes to mind, some stopped for a while, the server too; in the end all
 * see what the server has. --seed repeats a storm. */
#include "desk-fixture.h"

#define N_OPERATIONS 150

typedef struct
{
  DeskFixture *fixture;
  guint n_tickets;
  GHashTable *said; /* message's id → Seat that wrote it */
} Storm;

/* What the rules refuse at once is no accident here. */
static void
assert_ruled (const GError *error)
{
  if (error != NULL)
    g_assert_true (error->domain == TKT_PROBLEM && error->code != TKT_PROBLEM_INVALID);
}

static void
open_ticket (Storm *storm, Seat *seat)
{
  g_autofree char *title = g_strdup_printf ("Storm %u", storm->n_tickets);
  const char *publisher_id
      = g_test_rand_bit () ? storm->fixture->server->acme : storm->fixture->server->bravo;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = seat_open_ticket (seat, publisher_id, title, title, &error);

  assert_ruled (error);
  storm->n_tickets += id != NULL;
}

static void
reply (Storm *storm, Seat *seat, const char *ticket_id)
{
  g_autofree char *body = g_strdup_printf ("Word %x", g_test_rand_int ());
  g_autoptr (GError) error = NULL;
  char *id = seat_reply (seat, ticket_id, body, &error);

  assert_ruled (error);
  if (id != NULL)
    g_hash_table_insert (storm->said, id, seat);
}

static void
delete_some_message (Seat *seat, const char *ticket_id)
{
  g_autoptr (GPtrArray) messages = seat_list_messages (seat, ticket_id);
  g_autoptr (GError) error = NULL;
  const TktMessageRow *row;

  if (messages->len == 0)
    return;
  row = g_ptr_array_index (messages, g_test_rand_int_range (0, messages->len));
  if (row->delivery == TKT_DELIVERY_DELIVERED)
    seat_delete_message (seat, ticket_id, row->message->id, &error);
  assert_ruled (error);
}

static void
reassign (Seat *seat, const char *ticket_id)
{
  g_autoptr (GPtrArray) staff = seat_list_staff (seat);
  const TktAccountRow *row = g_ptr_array_index (staff, g_test_rand_int_range (0, staff->len));
  g_autoptr (GError) error = NULL;

  seat_reassign (seat, ticket_id, g_test_rand_bit () ? row->account->id : NULL, &error);
  assert_ruled (error);
}

static void
do_something (Storm *storm, Seat *seat)
{
  const int what = g_test_rand_int_range (0, 20);
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  const char *id;

  if (what < 3)
    {
      open_ticket (storm, seat);
      return;
    }
  filter->status = TKT_SHOW_ALL;
  rows = seat_list_tickets (seat, filter);
  if (rows->len == 0)
    return;
  id = ((TktTicketRow *)g_ptr_array_index (rows, g_test_rand_int_range (0, rows->len)))->ticket->id;
  if (what < 12)
    reply (storm, seat, id);
  else if (what < 14)
    delete_some_message (seat, id);
  else if (what < 16)
    reassign (seat, id);
  else if (what < 19)
    seat_mark_read (seat, id, g_test_rand_int_range (1, 5));
  else
    seat_close_ticket (seat, id, &error);
  assert_ruled (error);
}

/* Programs and the server end and begin as they like. */
static void
disturb (Storm *storm, Seat *seat)
{
  TestServer *server = storm->fixture->server;

  if (g_test_rand_int_range (0, 4) == 0)
    {
      if (server->server != NULL)
        test_server_stop (server);
      else
        test_server_start (server);
    }
  else if (seat->desk != NULL)
    seat_stop (seat);
  else
    {
      seat_start (seat);
      seat_await_ready (seat);
    }
}

static void
calm_down (Storm *storm)
{
  if (storm->fixture->server->server == NULL)
    test_server_start (storm->fixture->server);
  for (guint i = 0; i < storm->fixture->seats->len; i++)
    {
      Seat *seat = g_ptr_array_index (storm->fixture->seats, i);

      if (seat->desk == NULL)
        {
          seat_start (seat);
          seat_await_ready (seat);
        }
    }
  desk_settle (storm->fixture);
}

static void
is_on_server (TktStoreTx *tx, const TktActor *operator, gpointer data)
{
  gpointer *id_and_message = data;
  g_autoptr (GError) error = NULL;

  id_and_message[1]
      = tkt_store_get_message (tx, operator->organization->id, id_and_message[0], &error);
  g_assert_no_error (error);
}

/* Each reply that a desk has taken is with the server, or still with its desk and called refused.
 */
static void
assert_nothing_lost (Storm *storm)
{
  GHashTableIter iter;
  gpointer id, seat;

  g_hash_table_iter_init (&iter, storm->said);
  while (g_hash_table_iter_next (&iter, &id, &seat))
    {
      gpointer id_and_message[2] = { id, NULL };

      test_server_change (storm->fixture->server, is_on_server, id_and_message);
      if (id_and_message[1] == NULL)
        g_assert_cmpuint (tkt_desk_get_waiting (((Seat *)seat)->desk), >, 0);
      else
        tkt_message_free (id_and_message[1]);
    }
}

static void
test_storm (void)
{
  static const char *const usernames[] = { "alma", "mara", "mara", "ada", "ada", "abel", "bob" };
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Storm storm = { self, 0, said };

  for (guint i = 0; i < G_N_ELEMENTS (usernames); i++)
    seat_new (self, usernames[i]);
  desk_begin_pulse (self);
  for (guint i = 0; i < N_OPERATIONS; i++)
    {
      Seat *seat = g_ptr_array_index (self->seats, g_test_rand_int_range (0, self->seats->len));

      if (g_test_rand_int_range (0, 12) == 0)
        disturb (&storm, seat);
      else if (seat->desk != NULL)
        do_something (&storm, seat);
    }
  desk_end_pulse (self);
  calm_down (&storm);
  assert_nothing_lost (&storm);
  g_test_message ("%u tickets, %u replies", storm.n_tickets, g_hash_table_size (said));
  for (guint i = 0; i < self->seats->len; i++)
    seat_assert_in_step (g_ptr_array_index (self->seats, i));
}

void
desk_add_storm_tests (void)
{
  g_test_add_func ("/desk/storm", test_storm);
}
