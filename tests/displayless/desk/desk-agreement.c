/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Desk and server have the same digest exactly when they agree, and each tells where they don't. */
#include "desk-fixture.h"

#include <string.h>

#include "tkt-desk-private.h"
#include "tkt-statement.h"

/* One of each role, and one who sees nothing of all that. */
static const char *const people[] = { "alma", "mara", "ada", "bob" };

/* Tickets, replies, a tombstone, a closing, read marks; no two people see the same. */
static void
talk (DeskFixture *self, Seat *ada, Seat *mara)
{
  g_autofree char *open = seat_open_ticket (ada, NULL, "Payout", "Where is it?", NULL);
  g_autofree char *closed = seat_open_ticket (ada, NULL, "Über “links” 漢 😀", "Über\tall", NULL);
  g_autofree char *reply = NULL;

  desk_settle (self);
  reply = seat_reply (mara, open, "Soon", NULL);
  g_free (seat_reply (mara, open, "Very soon", NULL));
  desk_settle (self);
  seat_delete_message (mara, open, reply, NULL);
  seat_mark_read (ada, open, 3);
  seat_mark_read (mara, open, 1);
  seat_close_ticket (ada, closed, NULL);
  desk_settle (self);
}

static void
test_agrees (gconstpointer data)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  Seat *seat;

  talk (self, ada, mara);
  seat = seat_new (self, data);
  desk_settle (self);
  g_assert_true (seat_agrees (seat));

  /* What the server has and the desk has not fetched, and then has. */
  seat_stop (seat);
  test_server_set_support_tickets (self->server, FALSE);
  test_server_set_support_tickets (self->server, TRUE);
  g_assert_false (seat_agrees (seat));
  seat_start (seat);
  desk_await (self, seat_agrees (seat));

  /* Also while the desk does not run. */
  desk_settle (self);
  seat_stop (seat);
  g_assert_true (seat_agrees (seat));
}

/* What waits in the outbox is the desk's alone until the server has it. */
static void
test_outbox (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  g_autofree char *before = NULL;
  g_autofree char *waiting = NULL;
  g_autofree char *delivered = NULL;

  talk (self, ada, mara);
  before = seat_get_hash (ada, seat_fill_digest);
  test_server_stop (self->server);
  g_free (seat_open_ticket (ada, NULL, "Later", "When the server is back", NULL));
  waiting = seat_get_hash (ada, seat_fill_digest);
  g_assert_cmpstr (waiting, ==, before);
  test_server_start (self->server);
  desk_settle (self);
  delivered = seat_get_hash (ada, seat_fill_digest);
  g_assert_cmpstr (delivered, !=, before);
  g_assert_true (seat_agrees (ada));
}

/* Runs @sql on the cache of a desk that does not run. */
static void
damage (Seat *seat, const char *sql)
{
  g_autofree char *folder
      = tkt_sign_ins_get_account_folder (seat->sign_ins, seat->sign_in->account_id);
  g_autofree char *path = g_build_filename (folder, "cache.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TktDb) db = tkt_db_open (path, TKT_DB_WRITE, &error);

  g_assert_no_error (error);
  tkt_db_exec (db, sql, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tkt_db_get_n_changed (db), ==, 1);
}

/* The first difference as @fill's side tells it of @other's list, or NULL. */
static char *
explain (Seat *seat, TktDigestFill fill, TktDigestFill other)
{
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GBytes) list = NULL;
  g_autoptr (GInputStream) in = NULL;
  g_autoptr (GError) error = NULL;
  char *difference;

  tkt_digest_list (other, seat, out, &error);
  g_assert_no_error (error);
  list = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
  in = g_memory_input_stream_new_from_bytes (list);
  tkt_digest_explain (fill, seat, in, "other", &difference, &error);
  g_assert_no_error (error);
  return difference;
}

static void
assert_said (const char *difference, const char *first, const char *here, const char *there)
{
  g_auto (GStrv) lines = NULL;

  g_assert_nonnull (difference);
  lines = g_strsplit (difference, "\n", -1);
  g_assert_nonnull (strstr (lines[0], first));
  g_assert_nonnull (strstr (lines[1], here));
  g_assert_nonnull (strstr (lines[2], there));
}

/* A byte, a row, a revision: no difference is too small, and each side names it. */
static void
test_differs (void)
{
  static const struct
  {
    const char *sql;
    const char *kind, *here, *there; /* as the desk says it */
  } cases[] = {
    { "UPDATE message SET body = body || '!' WHERE key = (SELECT max (key) FROM message)",
      "the message ",
      "revision ",
      "revision " },
    { "UPDATE ticket SET title = lower (title) WHERE title = 'Payout'",
      "the ticket ",
      "revision ",
      "revision " },
    { "UPDATE account SET disabled = 1 WHERE username = 'nils'",
      "the account ",
      "revision ",
      "revision " },
    { "UPDATE organization SET revision = revision - 1",
      "the organization ",
      "revision ",
      "revision " },
    { "UPDATE publisher SET revision = 999 WHERE number = 1",
      "the publisher ",
      "revision 999,",
      "revision " },
    { "DELETE FROM message WHERE key = (SELECT min (key) FROM message)",
      "the message ",
      "not there",
      "revision " },
    { "DELETE FROM read_mark WHERE key = (SELECT max (key) FROM read_mark)",
      "the read_mark ",
      "not there",
      "revision " },
    { "INSERT INTO read_mark (ticket_id, position, revision, generation)"
      " VALUES (zeroblob (16), 1, 7, 0)",
      "the read_mark 00000000-0000-0000-0000-000000000000.",
      "revision 7,",
      "not there" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DeskFixture) self = desk_fixture_new ();
      Seat *ada = seat_new (self, "ada");
      Seat *mara = seat_new (self, "mara");
      g_autofree char *nothing = NULL;
      g_autofree char *here = NULL;
      g_autofree char *there = NULL;

      talk (self, ada, mara);
      seat_stop (mara);
      nothing = explain (mara, seat_fill_digest, seat_fill_digest_of_server);
      g_assert_cmpstr (nothing, ==, NULL);
      damage (mara, cases[i].sql);
      g_assert_false (seat_agrees (mara));
      here = explain (mara, seat_fill_digest, seat_fill_digest_of_server);
      there = explain (mara, seat_fill_digest_of_server, seat_fill_digest);
      assert_said (here, cases[i].kind, cases[i].here, cases[i].there);
      assert_said (there, cases[i].kind, cases[i].there, cases[i].here);
    }
}

/* While off, the server shows a publisher's account no more than itself, and its cache keeps all:
 * they agree on what may be seen. */
static void
test_off (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  g_autofree char *on = NULL;
  g_autofree char *off = NULL;

  talk (self, ada, mara);
  on = seat_get_hash (ada, seat_fill_digest);
  test_server_set_support_tickets (self->server, FALSE);
  desk_await (self, seat_agrees (ada));
  desk_await (self, seat_agrees (mara));
  seat_stop (ada);
  off = seat_get_hash (ada, seat_fill_digest);
  g_assert_cmpstr (off, !=, on);

  /* A ticket that is damaged meanwhile is found when it may be seen again. */
  damage (ada, "UPDATE ticket SET title = 'Gone' WHERE title = 'Payout'");
  g_assert_true (seat_agrees (ada));
  test_server_set_support_tickets (self->server, TRUE);
  seat_start (ada);
  desk_settle (self);
  g_assert_false (seat_agrees (ada));
}

static void
assert_unavailable (Seat *seat)
{
  g_autoptr (TktDigest) digest = tkt_digest_new (NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (seat_fill_digest (digest, seat, &error));
  g_assert_error (error, TKT_PROBLEM, TKT_PROBLEM_UNAVAILABLE);
}

/* Half a cache has no digest, nor has one that is none. */
static void
test_incomplete (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *bob = seat_new_stopped (self, "bob");
  g_autoptr (TktDigest) digest = tkt_digest_new (NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder
      = tkt_sign_ins_get_account_folder (bob->sign_ins, bob->sign_in->account_id);
  g_autofree char *path = g_build_filename (folder, "cache.db", NULL);
  g_autofree char *text = NULL;
  gsize length;

  assert_unavailable (bob);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  seat_start (bob);
  seat_await_ready (bob);
  desk_await (self, tkt_desk_get_synced_at (bob->desk) > 0);
  seat_stop (bob);
  g_assert_true (seat_agrees (bob));
  damage (bob, "UPDATE value SET value = 0 WHERE name = 'complete'");
  assert_unavailable (bob);
  /* As of a version that had no tables: it is not made into one of this. */
  g_file_set_contents (path, "", 0, &error);
  g_assert_no_error (error);
  assert_unavailable (bob);
  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (length, ==, 0);

  g_file_set_contents (path, "This is no database at all, but a letter to somebody", -1, &error);
  g_assert_no_error (error);
  g_assert_false (seat_fill_digest (digest, bob, &error));
  g_assert_error (error, TKT_DB_ERROR, TKT_DB_ERROR_DAMAGED);
}

void
desk_add_agreement_tests (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autofree char *path = g_strdup_printf ("/desk/digest/agrees/%s", people[i]);

      g_test_add_data_func (path, people[i], test_agrees);
    }
  g_test_add_func ("/desk/digest/outbox-is-not-looked-at", test_outbox);
  g_test_add_func ("/desk/digest/differs", test_differs);
  g_test_add_func ("/desk/digest/rule-3/off", test_off);
  g_test_add_func ("/desk/digest/incomplete", test_incomplete);
}
