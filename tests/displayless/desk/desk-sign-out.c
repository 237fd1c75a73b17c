/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing out: the session and the cache go, words that were not delivered stay unless the person
 * gives them up. */
#include "desk-fixture.h"

#include "tkt-token.h"

typedef struct
{
  const char *path;
  gboolean undelivered; /* words wait in the outbox */
  gboolean discard;
  gboolean offline; /* the server can't be told */
  gboolean kept;    /* the outbox stays */
} Leaving;

static const Leaving leavings[] = {
  { "all-delivered", FALSE, FALSE, FALSE, FALSE },
  { "all-delivered-offline", FALSE, FALSE, TRUE, FALSE },
  { "undelivered-kept", TRUE, FALSE, TRUE, TRUE },
  { "undelivered-discarded", TRUE, TRUE, TRUE, FALSE },
};

static void
sign_out (TktSignIns *sign_ins, const char *account_id, gboolean discard)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tkt_sign_ins_sign_out_async (
      sign_ins, account_id, discard, NULL, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  g_assert_true (tkt_sign_ins_sign_out_finish (sign_ins, result, &error));
  g_assert_no_error (error);
}

static gboolean
exists (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
make_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, "Kept", -1, NULL));
}

static void
find_session (TktStoreTx *tx, const TktActor *operator, gpointer data)
{
  gpointer *token_and_found = data;
  guint8 hash[TKT_TOKEN_HASH_SIZE];
  g_autoptr (GError) error = NULL;
  g_autoptr (TktSessionRow) session = NULL;

  g_assert_true (tkt_token_hash (token_and_found[0], hash));
  session = tkt_store_get_session (tx, hash, &error);
  g_assert_no_error (error);
  token_and_found[1] = GINT_TO_POINTER (session != NULL);
}

static gboolean
has_session (DeskFixture *self, char *token)
{
  gpointer token_and_found[2] = { token, NULL };

  test_server_change (self->server, find_session, token_and_found);
  return GPOINTER_TO_INT (token_and_found[1]);
}

static void
test_leaving (gconstpointer data)
{
  const Leaving *leaving = data;
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  g_autoptr (TktSignIns) sign_ins = tkt_sign_ins_new (self->folder, TRUE);
  g_autoptr (TktSignIn) sign_in = desk_sign_in (self, sign_ins, NULL, "ada", NULL);
  g_autofree char *folder = tkt_sign_ins_get_account_folder (sign_ins, sign_in->account_id);
  g_autofree char *token = desk_lookup_token (sign_ins, sign_in->account_id);
  Seat seat = { .fixture = self, .sign_ins = sign_ins, .sign_in = sign_in };
  g_autoptr (GPtrArray) list = NULL;

  seat_start (&seat);
  seat_await_ready (&seat);
  if (leaving->offline)
    test_server_stop (self->server);
  if (leaving->undelivered)
    g_free (seat_open_ticket (&seat, NULL, "Payout", "Where is it?", NULL));
  seat_stop (&seat);
  make_file (folder, "cache.db.set-aside");
  make_file (folder, "cache.db.set-aside-wal");
  make_file (folder, "outbox.db.damaged-20261125-141500");
  sign_out (sign_ins, sign_in->account_id, leaving->discard);

  g_assert_false (exists (folder, "cache.db.set-aside"));
  g_assert_false (exists (folder, "cache.db.set-aside-wal"));
  g_assert_true (exists (folder, "outbox.db.damaged-20261125-141500") == !leaving->discard);
  g_assert_false (exists (folder, "cache.db"));
  g_assert_false (exists (folder, "cache.db-wal"));
  g_assert_false (exists (folder, "token"));
  g_assert_true (exists (folder, "outbox.db") == leaving->kept);
  g_assert_true (test_folder_contains (folder, "Where is it?") == leaving->kept);
  list = desk_load_sign_ins (sign_ins);
  g_assert_cmpuint (list->len, ==, 0);
  if (leaving->offline)
    test_server_start (self->server);
  g_assert_true (has_session (self, token) == leaving->offline);
}

/* What was kept is delivered after the next sign-in of the same account. */
static void
test_delivered_later (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *mara = seat_new (self, "mara");
  Seat *ada = seat_new (self, "ada");
  g_autofree char *ticket_id = NULL;

  test_server_stop (self->server);
  ticket_id = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  seat_stop (ada);
  sign_out (ada->sign_ins, ada->sign_in->account_id, FALSE);

  test_server_start (self->server);
  tkt_sign_in_free (ada->sign_in);
  ada->sign_in = desk_sign_in (self, ada->sign_ins, NULL, "ada", NULL);
  seat_start (ada);
  seat_await_ready (ada);
  desk_settle (self);
  seat_assert_messages (ada, ticket_id, "ada: Where is it?");
  seat_assert_messages (mara, ticket_id, "ada: Where is it?");
}

/* One account leaves, the others stay. */
static void
test_one_of_two (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  g_autoptr (TktSignIns) sign_ins = tkt_sign_ins_new (self->folder, TRUE);
  g_autoptr (TktSignIn) ada = desk_sign_in (self, sign_ins, NULL, "ada", NULL);
  g_autoptr (TktSignIn) mara = desk_sign_in (self, sign_ins, NULL, "mara", NULL);
  g_autofree char *token = desk_lookup_token (sign_ins, mara->account_id);
  g_autofree char *token_after = NULL;
  g_autofree char *no_token = NULL;
  g_autoptr (GPtrArray) list = NULL;

  sign_out (sign_ins, ada->account_id, FALSE);
  list = desk_load_sign_ins (sign_ins);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_true (tkt_shape_equal (&tkt_sign_in_shape, g_ptr_array_index (list, 0), mara));
  token_after = desk_lookup_token (sign_ins, mara->account_id);
  g_assert_cmpstr (token_after, ==, token);
  g_assert_true (has_session (self, token));
  no_token = desk_lookup_token (sign_ins, ada->account_id);
  g_assert_null (no_token);
}

void
desk_add_sign_out_tests (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (leavings); i++)
    {
      g_autofree char *path = g_strconcat ("/desk/sign-out/", leavings[i].path, NULL);

      g_test_add_data_func (path, &leavings[i], test_leaving);
    }
  g_test_add_func ("/desk/sign-out/rule-19/delivered-later", test_delivered_later);
  g_test_add_func ("/desk/sign-out/one-of-two", test_one_of_two);
}
