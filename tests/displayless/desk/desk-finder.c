/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding tickets without a desk, as links and the desktop's search do. */
#include "desk-fixture.h"

#include "tkt-finder.h"

/* "Second, First" */
static char *
end (GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = tkt_finder_finish (result, &error);
  g_autoptr (GString) titles = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++)
    {
      const TktTicketRow *row = g_ptr_array_index (rows, i);

      g_string_append_printf (titles, "%s%s", i > 0 ? ", " : "", row->ticket->title);
    }
  return g_string_free (g_steal_pointer (&titles), FALSE);
}

static char *
search (Seat *seat, const char *words, guint most)
{
  g_autofree char *folder
      = tkt_sign_ins_get_account_folder (seat->sign_ins, seat->sign_in->account_id);
  g_autoptr (GAsyncResult) result = NULL;

  tkt_finder_search_async (
      folder, seat->sign_in->account_id, words, most, NULL, test_keep_result, &result);
  test_await (result != NULL);
  return end (result);
}

static char *
load (Seat *seat, const char *const *ids)
{
  g_autofree char *folder
      = tkt_sign_ins_get_account_folder (seat->sign_ins, seat->sign_in->account_id);
  g_autoptr (GAsyncResult) result = NULL;

  tkt_finder_load_async (folder, seat->sign_in->account_id, ids, NULL, test_keep_result, &result);
  test_await (result != NULL);
  return end (result);
}

#define assert_found(seat, words, most, expected)                                                  \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *found = search ((seat), (words), (most));                                     \
                                                                                                   \
    g_assert_cmpstr (found, ==, (expected));                                                       \
  }                                                                                                \
  G_STMT_END

/* With a desk beside it and without one, closed tickets and what waits in the outbox, too. */
static void
test_found (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  g_autofree char *payout = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  g_autofree char *caps = seat_open_ticket (ada, NULL, "Caps", "Where are they?", NULL);
  g_autofree char *later = NULL;
  const char *const ids[] = { caps, "00000000-0000-7000-8000-000000000000", payout, NULL };
  g_autofree char *loaded = NULL;

  seat_close_ticket (ada, payout, NULL);
  desk_settle (self);
  assert_found (ada, "where", 5, "Caps, Payout");
  assert_found (ada, "where", 1, "Caps");
  assert_found (ada, "#1", 5, "Payout");
  assert_found (ada, "#3", 5, "");
  assert_found (ada, "elsewhere", 5, "");
  assert_found (ada, " ? ", 5, "");
  loaded = load (ada, ids);
  g_assert_cmpstr (loaded, ==, "Caps, Payout");

  test_server_stop (self->server);
  later = seat_open_ticket (ada, NULL, "Later", "Where was I?", NULL);
  seat_stop (ada);
  assert_found (ada, "where", 5, "Later, Caps, Payout");
}

/* A folder without a cache, as that of somebody who has just signed in, has nothing. */
static void
test_nothing_there (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new_stopped (self, "ada");

  assert_found (ada, "where", 5, "");
}

/* Rule 2: while the feature is off nothing of it is seen, by whatever way. */
static void
test_hidden (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  Seat *alma = seat_new (self, "alma");
  g_autofree char *payout = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  const char *const ids[] = { payout, NULL };
  g_autofree char *loaded = NULL;

  desk_settle (self);
  seat_set_support (alma, FALSE, NULL);
  desk_settle (self);
  assert_found (ada, "where", 5, "");
  assert_found (mara, "where", 5, "Payout");
  loaded = load (ada, ids);
  g_assert_cmpstr (loaded, ==, "");
}

void
desk_add_finder_tests (void)
{
  g_test_add_func ("/desk/finder/found", test_found);
  g_test_add_func ("/desk/finder/nothing-there", test_nothing_there);
  g_test_add_func ("/desk/finder/rule-2/hidden", test_hidden);
}
