/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Store suite: notes, who finds a ticket by them, and that nothing of an erased one is left. */
#include "store-fixture.h"
#include "tkt-problem.h"

#define WORD "zweifelhaft"

static gpointer
rows (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  const char *home = f->home.organization;
  g_autoptr (TktTicket) ticket = store_fixture_ticket (f, tx, &f->home);
  g_autoptr (TktNote) note = store_fixture_note (f, tx, &f->home, ticket->id, 1, "<b>Hm</b>\n\t");
  g_autoptr (TktNote) second = store_fixture_note (f, tx, &f->home, ticket->id, 2, "Hm");
  g_autoptr (TktNote) again = NULL;
  g_autoptr (GPtrArray) listed = NULL;
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GError) taken = NULL;
  g_autoptr (GError) missing = NULL;
  gint64 last;

  g_assert_false (tkt_store_insert_note (tx, home, note, &missing));
  g_assert_error (missing, TKT_PROBLEM, TKT_PROBLEM_NOT_FOUND);
  g_assert_true (tkt_store_put_ticket (tx, home, ticket, error));
  g_assert_cmpint (tkt_store_get_last_place (tx, ticket->id, error), ==, 0);
  note->written_at = 1;
  g_assert_true (tkt_store_insert_note (tx, home, note, error));
  g_assert_true (tkt_store_insert_note (tx, home, second, error));
  again = tkt_store_get_note (tx, home, note->id, error);
  g_assert_true (tkt_shape_equal (&tkt_note_shape, note, again));
  g_assert_cmpint (tkt_store_get_last_place (tx, ticket->id, error), ==, 2);

  g_assert_false (tkt_store_insert_note (tx, home, note, &taken));
  g_assert_error (taken, TKT_PROBLEM, TKT_PROBLEM_ID_TAKEN);
  g_assert_null (tkt_store_get_note (tx, f->foreign.organization, note->id, error));

  listed = tkt_store_list_notes (tx, home, ticket->id, 1, 9, error);
  g_assert_cmpuint (listed->len, ==, 1);
  g_assert_true (tkt_shape_equal (&tkt_note_shape, second, listed->pdata[0]));
  g_assert_cmpuint (tkt_store_write_notes (tx, home, ticket->id, 0, 9, json, &last, error), ==, 2);
  g_assert_cmpint (last, ==, 2);
  g_assert_cmpuint (
      tkt_store_write_notes (tx, f->foreign.organization, ticket->id, 0, 9, json, &last, error),
      ==,
      0);

  return STORE_DONE;
}

static guint
count_found (TktStoreTx *tx, StoreFixture *f, const char *words, gboolean in_notes)
{
  const TktTicketQuery query = { .status = -1, .match = words, .in_notes = in_notes, .limit = 9 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = tkt_store_list_tickets (tx, f->home.organization, &query, &error);

  g_assert_no_error (error);

  return found->len;
}

static gpointer
search (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  const char *home = f->home.organization;
  g_autoptr (TktTicket) ticket = store_fixture_ticket (f, tx, &f->home);
  g_autoptr (TktNote) note = store_fixture_note (f, tx, &f->home, ticket->id, 1, WORD " bank");
  g_autoptr (TktNote) tombstone = tkt_note_copy (note);
  g_autoptr (TktNote) again = NULL;
  g_autoptr (GError) missing = NULL;

  g_assert_true (tkt_store_put_ticket (tx, home, ticket, error));
  g_assert_true (tkt_store_insert_note (tx, home, note, error));
  g_assert_cmpuint (count_found (tx, f, WORD "*", TRUE), ==, 1);
  g_assert_cmpuint (count_found (tx, f, WORD "* bank*", TRUE), ==, 1);
  g_assert_cmpuint (count_found (tx, f, WORD "*", FALSE), ==, 0);

  g_free (tombstone->body);
  tombstone->body = g_strdup ("");
  tombstone->deleted_by = g_strdup (f->home.other_manager);
  tombstone->deleted_at = note->sent_at + 5;
  tombstone->revision = store_fixture_revision (tx, &f->home);
  g_assert_true (tkt_store_erase_note (tx, home, tombstone, error));
  again = tkt_store_get_note (tx, home, note->id, error);
  g_assert_true (tkt_shape_equal (&tkt_note_shape, tombstone, again));
  g_assert_cmpuint (count_found (tx, f, WORD "*", TRUE), ==, 0);

  g_assert_true (tkt_store_erase_note (tx, home, tombstone, error));
  g_assert_false (tkt_store_erase_note (tx, f->foreign.organization, tombstone, &missing));
  g_assert_error (missing, TKT_PROBLEM, TKT_PROBLEM_NOT_FOUND);

  return STORE_DONE;
}

const StoreCase store_note_cases[] = {
  { "/notes", rows },
  { "/notes/rule-21/found-by-who-asks-for-them", search },
};
const guint n_store_note_cases = G_N_ELEMENTS (store_note_cases);

typedef struct
{
  StoreFixture *f;
  TktNote *note;
} Erasing;

static gpointer
write_notes (TktStoreTx *tx, gpointer data, GError **error)
{
  Erasing *e = data;
  const char *home = e->f->home.organization;
  g_autoptr (TktTicket) ticket = store_fixture_ticket (e->f, tx, &e->f->home);
  g_autoptr (TktNote) stays
      = store_fixture_note (e->f, tx, &e->f->home, ticket->id, 2, "bleibt payout tracking");

  e->note = store_fixture_note (e->f, tx, &e->f->home, ticket->id, 1, WORD " payout tracking");
  g_assert_true (tkt_store_put_ticket (tx, home, ticket, error));
  g_assert_true (tkt_store_insert_note (tx, home, e->note, error));
  g_assert_true (tkt_store_insert_note (tx, home, stays, error));

  return STORE_DONE;
}

static gpointer
erase_note (TktStoreTx *tx, gpointer data, GError **error)
{
  Erasing *e = data;

  g_free (e->note->body);
  e->note->body = g_strdup ("");
  e->note->deleted_by = g_strdup (e->f->home.manager);
  e->note->deleted_at = 1;
  e->note->revision = store_fixture_revision (tx, &e->f->home);
  g_assert_true (tkt_store_erase_note (tx, e->f->home.organization, e->note, error));

  return STORE_DONE;
}

static void
erased_leave_the_files (const StoreKind *kind)
{
  g_autoptr (StoreFixture) f = store_fixture_new (kind);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  Erasing e = { f };

  tkt_store_write_sync (f->store, write_notes, &e, &error);
  g_assert_no_error (error);
  before = store_fixture_read_files (f);
  g_assert_true (store_fixture_files_contain (before, WORD));

  tkt_store_write_sync (f->store, erase_note, &e, &error);
  g_assert_no_error (error);
  tkt_store_finish_erasing (f->store, &error);
  g_assert_no_error (error);
  after = store_fixture_read_files (f);
  g_assert_false (store_fixture_files_contain (after, WORD));
  g_assert_true (store_fixture_files_contain (after, "bleibt"));
  tkt_note_free (e.note);
}

const StoreTestEntry store_note_tests[] = {
  { "/notes/rule-13/erased-leave-the-files", erased_leave_the_files },
};
const guint n_store_note_tests = G_N_ELEMENTS (store_note_tests);
