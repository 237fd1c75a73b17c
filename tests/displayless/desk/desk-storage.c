/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an account takes on the disk, and clearing of it what can be fetched again. */
#include "desk-fixture.h"

#include "tkt-storage.h"

static char *
get_folder (Seat *seat)
{
  return tkt_sign_ins_get_account_folder (seat->sign_ins, seat->sign_in->account_id);
}

static TktStorage
measure (Seat *seat)
{
  g_autofree char *folder = get_folder (seat);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TktStorage storage;

  tkt_storage_measure_async (folder, NULL, test_keep_result, &result);
  test_await (result != NULL);
  g_assert_true (tkt_storage_measure_finish (result, &storage, &error));
  g_assert_no_error (error);
  return storage;
}

static void
clear (Seat *seat)
{
  g_autofree char *folder = get_folder (seat);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tkt_storage_clear_async (folder, test_keep_result, &result);
  test_await (result != NULL);
  g_assert_true (tkt_storage_clear_finish (result, &error));
  g_assert_no_error (error);
}

static void
put_file (Seat *seat, const char *folder, const char *name)
{
  g_autofree char *account = get_folder (seat);
  g_autofree char *place = g_build_filename (account, folder, NULL);
  g_autofree char *path = g_build_filename (place, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (place, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "A file", -1, NULL));
}

static void
save_draft (Seat *seat, const char *ticket_id)
{
  g_autoptr (TktDraft) draft = tkt_draft_make_with (ticket_id, NULL, NULL, "Half a ", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *id = NULL;

  tkt_desk_save_draft_async (seat->desk, draft, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  id = tkt_desk_finish (seat->desk, result, NULL);
  g_assert_nonnull (id);
}

static void
assert_draft (Seat *seat, const char *ticket_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TktDraft) draft = NULL;

  tkt_desk_find_draft_async (seat->desk, ticket_id, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  draft = tkt_desk_find_draft_finish (seat->desk, result, NULL);
  g_assert_nonnull (draft);
  g_assert_cmpstr (draft->body, ==, "Half a ");
}

/* Cleared, it is all there again from the server; what was written is, though it was nowhere else.
 */
static void
test_clear (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  g_autofree char *payout = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  g_autofree char *waiting = NULL;
  TktStorage before, after;

  desk_settle (self);
  test_server_stop (self->server);
  waiting = seat_reply (ada, payout, "Hello?", NULL);
  seat_stop (ada);
  put_file (ada, "files", "0190b6a0-0000-7000-8000-000000000001");
  put_file (ada, "outbox-files", "0190b6a0-0000-7000-8000-000000000002");
  before = measure (ada);
  g_assert_cmpint (before.cache, >, 0);
  g_assert_cmpint (before.files, >, 0);
  g_assert_cmpint (before.own, >, 0);

  clear (ada);
  after = measure (ada);
  g_assert_cmpint (after.cache, ==, 0);
  g_assert_cmpint (after.files, ==, 0);
  g_assert_cmpint (after.own, ==, before.own);

  test_server_start (self->server);
  seat_start (ada);
  desk_settle (self);
  seat_assert_messages (ada, payout, "ada: Where is it? | ada: Hello?");
  seat_assert_in_step (ada);
}

/* A draft is no message, and stays where it is typed. */
static void
test_draft (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  g_autofree char *payout = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);

  desk_settle (self);
  save_draft (ada, payout);
  seat_stop (ada);
  clear (ada);
  seat_start (ada);
  desk_settle (self);
  assert_draft (ada, payout);
}

/* A folder that is not there, as that of an account that was never opened, takes nothing. */
static void
test_nothing_there (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new_stopped (self, "ada");
  TktStorage storage = measure (ada);

  clear (ada);
  g_assert_cmpint (storage.cache + storage.files + storage.own, ==, 0);
}

void
desk_add_storage_tests (void)
{
  g_test_add_func ("/desk/storage/rule-19/clear", test_clear);
  g_test_add_func ("/desk/storage/draft", test_draft);
  g_test_add_func ("/desk/storage/nothing-there", test_nothing_there);
}
