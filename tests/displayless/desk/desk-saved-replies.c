/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved replies at desks: one's own on each computer, the shared ones at everybody's of the staff,
 * with and without a network. */
#include "desk-fixture.h"

#include "tkt-problem.h"

/* Longer than anything here takes. */
#define LONG 600

static const char *
describe (const TktSavedReplyRow *row)
{
  switch (row->delivery)
    {
    case TKT_DELIVERY_DELIVERED:
      return "";
    case TKT_DELIVERY_REFUSED:
      return " [refused]";
    case TKT_DELIVERY_WAITING:
    case TKT_DELIVERY_SENDING:
    case TKT_DELIVERY_HELD:
      return " [waiting]";
    }
  g_return_val_if_reached (NULL);
}

/* "thanks: Thank you | Own*: Mine [waiting]"; * is one's own. */
static char *
show (Seat *seat, const char *words)
{
  g_autoptr (GPtrArray) rows = seat_list_saved_replies (seat, words);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const TktSavedReplyRow *row = g_ptr_array_index (rows, i);

      g_string_append_printf (text,
                              "%s%s%s: %s%s",
                              i > 0 ? " | " : "",
                              row->reply->name,
                              row->reply->owner_id != NULL ? "*" : "",
                              row->reply->body,
                              describe (row));
    }
  return g_string_free (text, FALSE);
}

#define assert_shown(seat, expected)                                                               \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *shown = show ((seat), NULL);                                                  \
                                                                                                   \
    g_assert_cmpstr (shown, ==, (expected));                                                       \
  }                                                                                                \
  G_STMT_END

static TktSavedReplyRow *
find (Seat *seat, const char *name)
{
  g_autoptr (GPtrArray) rows = seat_list_saved_replies (seat, NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const TktSavedReplyRow *row = g_ptr_array_index (rows, i);

      if (g_str_equal (row->reply->name, name))
        return tkt_saved_reply_row_copy (row);
    }
  g_error ("there is no saved reply %s", name);
}

/* The id of the reply. */
static char *
finish (Seat *seat, GAsyncResult **result)
{
  g_autoptr (GError) error = NULL;
  char *id;

  test_await (*result != NULL);
  id = tkt_desk_finish (seat->desk, *result, &error);
  g_clear_object (result);
  g_assert_no_error (error);
  return id;
}

static void
add (Seat *seat, const char *name, const char *body, gboolean shared)
{
  GAsyncResult *result = NULL;
  g_autofree char *id = NULL;

  tkt_desk_add_saved_reply_async (seat->desk, name, body, shared, test_keep_result, &result);
  id = finish (seat, &result);
}

static void
change (Seat *seat, const char *which, const char *name, const char *body, gboolean shared)
{
  GAsyncResult *result = NULL;
  g_autofree char *id = NULL;
  g_autoptr (TktSavedReplyRow) row = find (seat, which);

  tkt_desk_change_saved_reply_async (
      seat->desk, row, name, body, shared, test_keep_result, &result);
  id = finish (seat, &result);
}

static char *delete (Seat *seat, const char *name)
{
  GAsyncResult *result = NULL;
  g_autoptr (TktSavedReplyRow) row = find (seat, name);

  tkt_desk_delete_saved_reply_async (seat->desk, row, test_keep_result, &result);
  return finish (seat, &result);
}

/* Two computers of one account have the same, others of the staff the shared ones, publishers none.
 */
static void
test_travel (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *mara = seat_new (self, "mara");
  Seat *second = seat_new (self, "mara");
  Seat *nils = seat_new (self, "nils");
  Seat *ada = seat_new (self, "ada");

  add (mara, "thanks", "Thank you", TRUE);
  add (mara, "Thanks", "Mine", FALSE);
  desk_settle (self);
  assert_shown (second, "Thanks*: Mine | thanks: Thank you");
  assert_shown (nils, "thanks: Thank you");
  assert_shown (ada, "");

  change (nils, "thanks", "thanks", "Thanks a lot", TRUE);
  desk_settle (self);
  assert_shown (second, "Thanks*: Mine | thanks: Thanks a lot");
  g_free (delete (second, "Thanks"));
  desk_settle (self);
  assert_shown (mara, "thanks: Thanks a lot");
  seat_assert_in_step (mara);
  seat_assert_in_step (ada);
}

/* What begins with the letters, then what they are in. */
static void
test_looked_for (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *mara = seat_new (self, "mara");
  g_autofree char *found = NULL;
  g_autofree char *none = NULL;

  add (mara, "late-payout", "1", TRUE);
  add (mara, "Payout-dates", "2", TRUE);
  add (mara, "thanks", "3", TRUE);
  desk_settle (self);
  found = show (mara, "pAY");
  g_assert_cmpstr (found, ==, "Payout-dates: 2 | late-payout: 1");
  none = show (mara, "x");
  g_assert_cmpstr (none, ==, "");
}

/* All that can be done, done without a server: it shows at once, outlives the program, and arrives
 * as it was last meant. */
static void
test_offline (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *mara = seat_new (self, "mara");
  Seat *nils = seat_new (self, "nils");

  add (mara, "kept", "Old", TRUE);
  add (mara, "gone", "Old", TRUE);
  desk_settle (self);
  test_server_stop (self->server);
  add (mara, "new", "First", FALSE);
  change (mara, "new", "newer", "Second", TRUE);
  change (mara, "kept", "kept", "Newer", TRUE);
  change (mara, "kept", "kept", "Newest", TRUE);
  g_free (delete (mara, "gone"));
  assert_shown (mara, "kept: Newest [waiting] | newer: Second [waiting]");
  g_assert_cmpuint (tkt_desk_get_waiting (mara->desk), >=, 3);
  seat_stop (mara);
  seat_start (mara);
  seat_await_ready (mara);
  assert_shown (mara, "kept: Newest [waiting] | newer: Second [waiting]");

  test_server_start (self->server);
  desk_settle (self);
  assert_shown (mara, "kept: Newest | newer: Second");
  assert_shown (nils, "kept: Newest | newer: Second");
  seat_assert_in_step (mara);
}

/* A name that somebody else took meanwhile: the words stay, with the reason, and go out under
 * another name. */
static void
test_refused (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *mara = seat_new (self, "mara");
  Seat *nils = seat_new (self, "nils");
  g_autoptr (TktSavedReplyRow) row = NULL;

  seat_stop (mara);
  add (nils, "thanks", "Nils's", TRUE);
  desk_settle (self);
  test_server_stop (self->server);
  seat_start (mara);
  seat_await_ready (mara);
  add (mara, "thanks", "Mara's", TRUE);
  test_server_start (self->server);
  desk_await (self, mara->n_refused == 1);
  desk_settle (self);
  assert_shown (mara, "thanks: Mara's [refused] | thanks: Nils's");
  g_assert_nonnull (strstr (mara->refusal, "thanks"));

  change (mara, "thanks", "thanks-2", "Mara's", TRUE);
  desk_settle (self);
  assert_shown (mara, "thanks: Nils's | thanks-2: Mara's");
  assert_shown (nils, "thanks: Nils's | thanks-2: Mara's");
  seat_assert_in_step (mara);
}

/* What was refused and is not wanted any more was never at the server. */
static void
test_discarded (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *mara = seat_new (self, "mara");

  test_server_set_support_tickets (self->server, FALSE);
  /* The desk does not know it yet. */
  add (mara, "thanks", "Thank you", TRUE);
  desk_await (self, mara->n_refused == 1);
  desk_settle (self);
  assert_shown (mara, "thanks: Thank you [refused]");
  g_free (delete (mara, "thanks"));
  assert_shown (mara, "");
  g_assert_cmpuint (tkt_desk_get_waiting (mara->desk), ==, 0);
}

/* A deletion waits for its time, and taken back it never was. */
static void
test_undone (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *mara = seat_new (self, "mara");
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *id = NULL;
  g_autofree char *undone = NULL;

  add (mara, "thanks", "Thank you", TRUE);
  desk_settle (self);
  tkt_desk_set_hold (mara->desk, LONG, FALSE);
  id = delete (mara, "thanks");
  assert_shown (mara, "");
  tkt_desk_undo_async (mara->desk, id, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  undone = tkt_desk_finish (mara->desk, result, NULL);
  g_assert_cmpstr (undone, ==, id);
  assert_shown (mara, "thanks: Thank you");
  desk_settle (self);
  seat_assert_in_step (mara);
}

/* What the server would refuse is said at once, and publishers write none. */
static void
test_checked (void)
{
  static const struct
  {
    const char *who, *name, *body;
    TktProblemCode problem;
  } cases[] = {
    { "mara", "two words", "B", TKT_PROBLEM_INVALID },
    { "mara", "", "B", TKT_PROBLEM_INVALID },
    { "mara", "name", " ", TKT_PROBLEM_INVALID },
    { "ada", "name", "B", TKT_PROBLEM_NOT_ALLOWED },
  };
  g_autoptr (DeskFixture) self = desk_fixture_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Seat *seat = seat_new (self, cases[i].who);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      tkt_desk_add_saved_reply_async (
          seat->desk, cases[i].name, cases[i].body, TRUE, test_keep_result, (gpointer)&result);
      test_await (result != NULL);
      g_assert_null (tkt_desk_finish (seat->desk, result, &error));
      g_assert_error (error, TKT_PROBLEM, (int)cases[i].problem);
      g_assert_cmpuint (tkt_desk_get_waiting (seat->desk), ==, 0);
    }
}

void
desk_add_saved_reply_tests (void)
{
  g_test_add_func ("/desk/saved-replies/rule-9/travel", test_travel);
  g_test_add_func ("/desk/saved-replies/looked-for", test_looked_for);
  g_test_add_func ("/desk/saved-replies/rule-19/offline", test_offline);
  g_test_add_func ("/desk/saved-replies/rule-20/refused", test_refused);
  g_test_add_func ("/desk/saved-replies/discarded", test_discarded);
  g_test_add_func ("/desk/saved-replies/undone", test_undone);
  g_test_add_func ("/desk/saved-replies/checked", test_checked);
}
