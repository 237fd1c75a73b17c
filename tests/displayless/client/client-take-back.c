/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Held, undone, edited, discarded; and drafts: whichever way an entry leaves the outbox unsent, its
 * words are somewhere. */
#include "client-fixture.h"

#include "tkt-problem.h"
#include "tkt-uuid.h"

#define HOLD 10000

static TktEntry *
held (ClientFixture *self, TktEntryKind kind, const char *ticket_id)
{
  TktEntry *entry = client_entry (self, kind, ticket_id);

  entry->state = TKT_ENTRY_HELD;
  entry->not_before = entry->written_at + HOLD;
  return entry;
}

static gint64
next_seq (ClientFixture *self, gint64 now, gboolean impatient)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktEntry) entry = NULL;
  gint64 due;

  tkt_cache_next_entry_async (self->cache, now, impatient, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  entry = tkt_cache_next_entry_finish (self->cache, result, &due, &error);
  g_assert_no_error (error);
  return entry != NULL ? entry->seq : -due;
}

/* Nothing sends what is held before its time: no haste, no restart, no clock. */
static void
test_held (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autofree char *a = tkt_uuid_new ();
  g_autofree char *b = tkt_uuid_new ();
  TktEntry *closing = held (self, TKT_ENTRY_CLOSE, a);
  const gint64 due = closing->not_before;

  client_add (self, closing);
  client_add (self, client_entry (self, TKT_ENTRY_REPLY, a));
  g_assert_cmpint (next_seq (self, self->now, FALSE), ==, -due);
  g_assert_cmpint (next_seq (self, due - 1, TRUE), ==, -due);
  client_reopen (self);
  g_assert_cmpint (next_seq (self, due - 1, TRUE), ==, -due);
  g_assert_cmpint (next_seq (self, due, FALSE), ==, 1);
  /* Set back by years, the clock says that it was written in the future. */
  g_assert_cmpint (next_seq (self, 1000, FALSE), ==, 1);
  client_add (self, client_entry (self, TKT_ENTRY_REPLY, b));
  g_assert_cmpint (next_seq (self, self->now, FALSE), ==, 3);
}

static void
test_release (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autofree char *a = tkt_uuid_new ();
  g_autoptr (GAsyncResult) result = NULL;

  client_add (self, held (self, TKT_ENTRY_CLOSE, a));
  tkt_cache_release_async (self->cache, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  g_assert_true (tkt_cache_write_finish (self->cache, result, NULL));
  g_assert_cmpint (next_seq (self, self->now, FALSE), ==, 1);
}

static void
save_draft (ClientFixture *self,
            const char *ticket_id,
            const char *publisher_id,
            const char *title,
            const char *body)
{
  g_autoptr (TktDraft) draft = tkt_draft_make (ticket_id, publisher_id, title, body);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tkt_cache_put_draft_async (self->cache, draft, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  tkt_cache_write_finish (self->cache, result, &error);
  g_assert_no_error (error);
  client_settle (self);
}

/* "title|body", or "" without a draft. */
static void
assert_draft (ClientFixture *self, const char *ticket_id, const char *expected)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktDraft) draft = NULL;
  g_autofree char *shown = NULL;

  tkt_cache_find_draft_async (self->cache, ticket_id, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  draft = tkt_cache_find_draft_finish (self->cache, result, &error);
  g_assert_no_error (error);
  shown = draft != NULL ? g_strconcat (draft->title, "|", draft->body, NULL) : g_strdup ("");
  g_assert_cmpstr (shown, ==, expected);
}

static void
test_drafts (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktTicket) ticket = tkt_ticket_copy (client_put_ticket (self, 1, "One"));
  g_autoptr (TktRowModel) model = tkt_cache_watch_ticket (self->cache, ticket->id);

  client_apply (self);
  save_draft (self, ticket->id, NULL, NULL, "Hel");
  save_draft (self, ticket->id, NULL, NULL, "Hello");
  save_draft (self, NULL, self->publisher, "Payout", "");
  g_assert_true (((const TktTicketRow *)client_row (self, model, 0))->draft);
  assert_draft (self, ticket->id, "|Hello");
  assert_draft (self, NULL, "Payout|");
  client_reopen (self);
  assert_draft (self, ticket->id, "|Hello");
  assert_draft (self, NULL, "Payout|");
  save_draft (self, ticket->id, NULL, NULL, "");
  assert_draft (self, ticket->id, "");
  assert_draft (self, NULL, "Payout|");
}

/* A draft goes in the moment in which its text is in the outbox, and no other. */
static void
test_draft_sent (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autofree char *a = tkt_uuid_new ();
  g_autofree char *b = tkt_uuid_new ();

  save_draft (self, a, NULL, NULL, "to a");
  save_draft (self, b, NULL, NULL, "to b");
  save_draft (self, NULL, NULL, "New", "new");
  client_add (self, client_entry (self, TKT_ENTRY_CLOSE, a));
  assert_draft (self, a, "|to a");
  client_add (self, client_entry (self, TKT_ENTRY_REPLY, a));
  assert_draft (self, a, "");
  assert_draft (self, b, "|to b");
  assert_draft (self, NULL, "New|new");
  client_add (self, client_entry (self, TKT_ENTRY_OPEN_TICKET, NULL));
  assert_draft (self, b, "|to b");
  assert_draft (self, NULL, "");
}

static gboolean
take_back (ClientFixture *self, gint64 seq, const char *id, TktTakeBack how)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean taken;

  tkt_cache_take_back_async (self->cache, seq, id, how, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  taken = tkt_cache_write_finish (self->cache, result, &error);
  if (!taken)
    g_assert_error (error, TKT_PROBLEM, TKT_PROBLEM_CHANGED_MEANWHILE);
  client_settle (self);
  return taken;
}

/* What state a reply is in, how it is taken back, and what comes of it. */
typedef struct
{
  const char *name;
  TktEntryState state;
  gboolean tried; /* a send was begun */
  TktTakeBack how;
  gboolean taken;
  gboolean to_ticket; /* its words are the draft of its ticket */
  gboolean to_new;    /* of a new one */
} Case;

static const Case cases[] = {
  { "undo-held", TKT_ENTRY_HELD, FALSE, TKT_TAKE_BACK_UNDO, TRUE, TRUE, FALSE },
  { "undo-waiting", TKT_ENTRY_WAITING, FALSE, TKT_TAKE_BACK_UNDO, FALSE, FALSE, FALSE },
  { "undo-sending", TKT_ENTRY_SENDING, FALSE, TKT_TAKE_BACK_UNDO, FALSE, FALSE, FALSE },
  { "undo-refused", TKT_ENTRY_REFUSED, FALSE, TKT_TAKE_BACK_UNDO, FALSE, FALSE, FALSE },
  { "edit-held", TKT_ENTRY_HELD, FALSE, TKT_TAKE_BACK_EDIT, TRUE, TRUE, FALSE },
  { "edit-waiting", TKT_ENTRY_WAITING, FALSE, TKT_TAKE_BACK_EDIT, TRUE, TRUE, FALSE },
  { "edit-tried", TKT_ENTRY_WAITING, TRUE, TKT_TAKE_BACK_EDIT, FALSE, FALSE, FALSE },
  { "edit-sending", TKT_ENTRY_SENDING, FALSE, TKT_TAKE_BACK_EDIT, FALSE, FALSE, FALSE },
  { "edit-refused", TKT_ENTRY_REFUSED, TRUE, TKT_TAKE_BACK_EDIT, TRUE, TRUE, FALSE },
  { "new-refused", TKT_ENTRY_REFUSED, TRUE, TKT_TAKE_BACK_AS_NEW_TICKET, TRUE, FALSE, TRUE },
  { "new-sending", TKT_ENTRY_SENDING, FALSE, TKT_TAKE_BACK_AS_NEW_TICKET, FALSE, FALSE, FALSE },
  { "discard-refused", TKT_ENTRY_REFUSED, TRUE, TKT_TAKE_BACK_DISCARD, TRUE, FALSE, FALSE },
  { "discard-waiting", TKT_ENTRY_WAITING, TRUE, TKT_TAKE_BACK_DISCARD, TRUE, FALSE, FALSE },
};

static void
test_take_back (gconstpointer data)
{
  const Case *wanted = data;
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktTicket) ticket = tkt_ticket_copy (client_put_ticket (self, 1, "One"));
  TktEntry *entry = wanted->state == TKT_ENTRY_HELD
                        ? held (self, TKT_ENTRY_REPLY, ticket->id)
                        : client_entry (self, TKT_ENTRY_REPLY, ticket->id);
  g_autoptr (TktCacheState) state = NULL;

  client_apply (self);
  client_add (self, entry);
  if (wanted->tried)
    client_set_state (self, 1, TKT_ENTRY_WAITING);
  if (wanted->state != TKT_ENTRY_HELD && wanted->state != TKT_ENTRY_WAITING)
    client_set_state (self, 1, wanted->state);
  save_draft (self, ticket->id, NULL, NULL, "typed since");
  g_assert_cmpint (take_back (self, 1, NULL, wanted->how), ==, wanted->taken);
  state = client_get_state (self);
  g_assert_cmpint (state->n_waiting, ==, wanted->taken ? 0 : 1);
  assert_draft (self, ticket->id, wanted->to_ticket ? "|waiting\n\ntyped since" : "|typed since");
  assert_draft (self, NULL, wanted->to_new ? "|waiting" : "");
  /* A second click finds nothing, and adds nothing. */
  if (wanted->taken)
    g_assert_false (take_back (self, 1, NULL, wanted->how));
}

/* What is undone is named by what the person did it to. */
static void
test_undo_by_id (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktTicket) ticket = tkt_ticket_copy (client_put_ticket (self, 1, "One"));
  TktEntry *deletion = held (self, TKT_ENTRY_DELETE_MESSAGE, ticket->id);
  TktEntry *reply = held (self, TKT_ENTRY_REPLY, ticket->id);
  g_autofree char *deleted = tkt_uuid_new ();
  g_autofree char *written = g_strdup (reply->message_id);
  g_autofree char *unknown = tkt_uuid_new ();

  deletion->message_id = g_strdup (deleted);
  client_apply (self);
  client_add (self, deletion);
  client_add (self, reply);
  client_add (self, held (self, TKT_ENTRY_CLOSE, ticket->id));
  g_assert_false (take_back (self, 0, unknown, TKT_TAKE_BACK_UNDO));
  g_assert_true (take_back (self, 0, ticket->id, TKT_TAKE_BACK_UNDO));
  g_assert_false (take_back (self, 0, ticket->id, TKT_TAKE_BACK_UNDO));
  g_assert_true (take_back (self, 0, written, TKT_TAKE_BACK_UNDO));
  assert_draft (self, ticket->id, "|waiting");
  g_assert_true (take_back (self, 0, deleted, TKT_TAKE_BACK_UNDO));
  assert_draft (self, ticket->id, "|waiting");
  assert_draft (self, NULL, "");
}

/* The words behind a refused opening go where its own go. */
static void
test_opening (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autofree char *id = tkt_uuid_new ();
  TktEntry *opening = client_entry (self, TKT_ENTRY_OPEN_TICKET, id);
  g_autofree char *expected
      = g_strconcat (opening->title, " Typed|waiting\n\nwaiting\n\ntyped", NULL);
  g_autoptr (TktCacheState) state = NULL;

  client_add (self, opening);
  client_add (self, client_entry (self, TKT_ENTRY_REPLY, id));
  client_add (self, client_entry (self, TKT_ENTRY_CLOSE, id));
  client_set_state (self, 1, TKT_ENTRY_REFUSED);
  save_draft (self, NULL, NULL, "Typed", "typed");
  g_assert_true (take_back (self, 1, NULL, TKT_TAKE_BACK_EDIT));
  assert_draft (self, NULL, expected);
  state = client_get_state (self);
  g_assert_cmpint (state->n_waiting, ==, 0);
}

/* Everything that is not delivered, whatever became of its ticket; read marks are nobody's words.
 */
static void
test_undelivered (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktTicket) ticket = tkt_ticket_copy (client_put_ticket (self, 1, "One"));
  g_autoptr (TktRowModel) model = tkt_cache_list_undelivered (self->cache);
  g_autofree char *gone = tkt_uuid_new ();
  g_autofree char *fresh = tkt_uuid_new ();
  const TktUndeliveredRow *row;

  client_apply (self);
  client_add (self, client_entry (self, TKT_ENTRY_REPLY, ticket->id));
  client_add (self, client_entry (self, TKT_ENTRY_MARK_READ, ticket->id));
  client_add (self, client_entry (self, TKT_ENTRY_REPLY, gone));
  client_add (self, client_entry (self, TKT_ENTRY_OPEN_TICKET, fresh));
  client_add (self, client_entry (self, TKT_ENTRY_REPLY, fresh));
  client_set_state (self, 3, TKT_ENTRY_REFUSED);
  client_settle (self);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 4);
  row = client_row (self, model, 0);
  g_assert_cmpstr (row->ticket->title, ==, "One");
  row = client_row (self, model, 1);
  g_assert_null (row->ticket);
  g_assert_cmpint (row->entry->state, ==, TKT_ENTRY_REFUSED);
  g_assert_cmpstr (row->entry->body, ==, "waiting");
  row = client_row (self, model, 3);
  g_assert_cmpstr (row->ticket->id, ==, fresh);
}

void
client_add_take_back_tests (void)
{
  g_test_add_func ("/client/take-back/held", test_held);
  g_test_add_func ("/client/take-back/release", test_release);
  g_test_add_func ("/client/take-back/rule-20/opening", test_opening);
  g_test_add_func ("/client/take-back/undo-by-id", test_undo_by_id);
  g_test_add_func ("/client/take-back/rule-20/undelivered", test_undelivered);
  g_test_add_func ("/client/drafts/rule-19/kept", test_drafts);
  g_test_add_func ("/client/drafts/rule-19/sent", test_draft_sent);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/client/take-back/rule-20/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_take_back);
    }
}
