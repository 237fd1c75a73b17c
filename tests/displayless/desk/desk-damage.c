/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Damaged files of a desk: what can be recovered or fetched is, and the person is told. */
#include "desk-fixture.h"

#include "test-damage.h"

static char *
get_path (Seat *seat, const char *name)
{
  g_autofree char *folder
      = tkt_sign_ins_get_account_folder (seat->sign_ins, seat->sign_in->account_id);

  return g_build_filename (folder, name, NULL);
}

static void
damage (Seat *seat, const char *name, const char *what)
{
  g_autofree char *path = get_path (seat, name);

  test_damage_page (path, what);
}

static gboolean
is_rescued (Seat *seat)
{
  g_autofree char *rescued = tkt_desk_dup_rescued (seat->desk);

  return rescued != NULL;
}

static char *
await_rescued (Seat *seat)
{
  test_await (is_rescued (seat));
  return tkt_desk_dup_rescued (seat->desk);
}

/* Replies that wait are delivered from the recovered outbox, once, and the person is told until it
 * is known that they have been. */
static void
test_outbox (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  g_autofree char *ticket_id = seat_open_ticket (ada, NULL, "Kept", "First", NULL);
  g_autofree char *rescued = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *id = NULL;

  desk_settle (self);
  test_server_stop (self->server);
  g_free (seat_reply (ada, ticket_id, "Second", NULL));
  g_free (seat_reply (ada, ticket_id, "Third", NULL));
  g_assert_false (is_rescued (ada));
  seat_stop (ada);
  damage (ada, "outbox.db", "entry_by_ticket");
  seat_start (ada);
  rescued = await_rescued (ada);
  g_assert_nonnull (strstr (rescued, "\n2 entries that waited to be sent were recovered.\n"));
  g_assert_null (strstr (rescued, "draft"));
  g_assert_nonnull (strstr (rescued, "outbox.db.damaged-"));
  seat_await_ready (ada);
  g_assert_cmpuint (tkt_desk_get_waiting (ada->desk), ==, 2);
  /* Not told yet: it is told at the next start. */
  seat_stop (ada);
  seat_start (ada);
  again = await_rescued (ada);
  g_assert_cmpstr (again, ==, rescued);
  tkt_desk_rescue_told_async (ada->desk, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  id = tkt_desk_finish (ada->desk, result, NULL);
  g_assert_nonnull (id);
  test_await (!is_rescued (ada));
  test_server_start (self->server);
  desk_settle (self);
  seat_assert_messages (ada, ticket_id, "ada: First | ada: Second | ada: Third");
  seat_assert_in_step (ada);
}

static gboolean
has_problem (Seat *seat)
{
  g_autofree char *problem = seat_dup_problem (seat);

  return problem != NULL;
}

/* Damage in the middle of the cache is found when it is read: the desk has everything anew, and
 * what waited, without having been stopped. */
static void
test_cache (gconstpointer what)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  g_autofree char *ticket_id = seat_open_ticket (ada, NULL, "Kept", "First", NULL);
  g_autofree char *aside = get_path (ada, "cache.db.set-aside");

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *title = g_strdup_printf ("Ticket %u", i);

      g_free (seat_open_ticket (ada, NULL, title, title, NULL));
    }
  desk_settle (self);
  test_server_stop (self->server);
  g_free (seat_reply (ada, ticket_id, "Waits", NULL));
  seat_stop (ada);
  damage (ada, "cache.db", what);
  test_server_start (self->server);
  seat_start (ada);
  test_await (g_file_test (aside, G_FILE_TEST_EXISTS));
  test_await (!has_problem (ada));
  seat_await_ready (ada);
  desk_settle (self);
  seat_assert_messages (ada, ticket_id, "ada: First | ada: Waits");
  seat_assert_in_step (ada);
}

void
desk_add_damage_tests (void)
{
  g_test_add_func ("/desk/damage/rule-19/outbox", test_outbox);
  g_test_add_data_func ("/desk/damage/rule-19/table", "ticket", test_cache);
  g_test_add_data_func ("/desk/damage/rule-19/index", "ticket_by_status", test_cache);
}
