/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes in the cache and the outbox: their place in a thread, and where their words may go. */
#include "client-fixture.h"
#include "tkt-uuid.h"

typedef struct
{
  ClientFixture *base;
  TktTicket *ticket;
  TktRowModel *model;
} Thread;

static void
thread_clear (Thread *thread)
{
  g_clear_object (&thread->model);
  g_clear_pointer (&thread->ticket, tkt_ticket_free);
  g_clear_pointer (&thread->base, client_fixture_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Thread, thread_clear)

static TktNote *
put_note (Thread *thread, gint64 after, gint64 place, const char *body)
{
  return client_put_note (thread->base, thread->ticket, after, place, thread->base->other, body);
}

/* Two messages, a note behind each and two behind the first. */
static Thread
thread_new (void)
{
  Thread thread = { client_fixture_new (), NULL, NULL };

  thread.ticket = tkt_ticket_copy (client_put_ticket (thread.base, 1, "Thread"));
  put_note (&thread, 1, 2, "zwei");
  client_put_message (thread.base, thread.ticket, 2, thread.base->author, "two");
  put_note (&thread, 2, 3, "drei");
  client_put_message (thread.base, thread.ticket, 1, thread.base->author, "one");
  put_note (&thread, 1, 1, "eins");
  client_apply (thread.base);
  thread.model = tkt_cache_list_messages (thread.base->cache, thread.ticket->id);
  client_settle (thread.base);
  return thread;
}

static void
assert_shows (Thread *thread, const char *expected)
{
  g_autofree char *shown = client_show_messages (thread->base, thread->model);

  g_assert_cmpstr (tkt_row_model_get_problem (thread->model), ==, NULL);
  g_assert_cmpstr (shown, ==, expected);
}

static void
test_place (void)
{
  g_auto (Thread) thread = thread_new ();
  const TktMessageRow *row;

  assert_shows (&thread, "one eins zwei two drei");
  row = client_row (thread.base, thread.model, 1);
  g_assert_true (row->note);
  g_assert_cmpint (row->message->position, ==, 0);
  g_assert_false (row->opening);
  g_assert_false (row->first_unread);
  row = client_row (thread.base, thread.model, 3);
  g_assert_false (row->note);
  put_note (&thread, 2, 4, "vier");
  client_put_message (thread.base, thread.ticket, 3, thread.base->author, "three");
  client_apply (thread.base);
  assert_shows (&thread, "one eins zwei two drei vier three");
}

/* Nothing of the ticket's row tells of them. */
static void
test_ticket (void)
{
  g_auto (Thread) thread = thread_new ();
  g_autoptr (TktRowModel) tickets = tkt_cache_watch_ticket (thread.base->cache, thread.ticket->id);
  const TktTicketRow *row;

  client_settle (thread.base);
  row = client_row (thread.base, tickets, 0);
  g_assert_cmpint (row->last_position, ==, 2);
  g_assert_cmpstr (row->last_author, ==, "Somebody Once");
  g_assert_cmpint (row->ticket->reply_count, ==, 0);
}

/* Words that only a note has find the ticket, and the note in it. */
static void
test_search (void)
{
  g_auto (Thread) thread = thread_new ();
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autoptr (TktRowModel) tickets = NULL;
  g_autoptr (TktRowModel) matches = NULL;
  g_autofree char *found = NULL;
  g_autofree char *shown = NULL;

  filter->words = g_strdup ("drei");
  tickets = tkt_cache_list_tickets (thread.base->cache, filter);
  matches = tkt_cache_list_matches (thread.base->cache, thread.ticket->id, "drei");
  client_settle (thread.base);
  found = client_show_tickets (thread.base, tickets);
  g_assert_cmpstr (found, ==, "1");
  shown = client_show_messages (thread.base, matches);
  g_assert_cmpstr (shown, ==, "drei");
}

static TktEntry *
note_entry (Thread *thread)
{
  TktEntry *entry = client_entry (thread->base, TKT_ENTRY_WRITE_NOTE, thread->ticket->id);

  entry->message_id = tkt_uuid_new ();
  entry->body = g_strdup ("waiting");
  return entry;
}

/* One that waits stands last, and comes once when the feed brings it. */
static void
test_waiting (void)
{
  g_auto (Thread) thread = thread_new ();
  TktEntry *entry = note_entry (&thread);
  g_autofree char *id = g_strdup (entry->message_id);
  const TktMessageRow *row;
  TktNote *note;

  client_add (thread.base, entry);
  assert_shows (&thread, "one eins zwei two drei waiting");
  row = client_row (thread.base, thread.model, 5);
  g_assert_true (row->note);
  g_assert_true (row->own);
  g_assert_cmpint (row->delivery, ==, TKT_DELIVERY_WAITING);

  note = put_note (&thread, 2, 4, "arrived");
  g_free (note->id);
  note->id = g_steal_pointer (&id);
  client_apply (thread.base);
  assert_shows (&thread, "one eins zwei two drei arrived");
  g_assert_null (client_next (thread.base, thread.base->now));
}

static void
test_deleting (void)
{
  g_auto (Thread) thread = thread_new ();
  TktEntry *entry = client_entry (thread.base, TKT_ENTRY_DELETE_NOTE, thread.ticket->id);
  const TktMessageRow *row = client_row (thread.base, thread.model, 1);

  entry->message_id = g_strdup (row->message->id);
  client_add (thread.base, entry);
  row = client_row (thread.base, thread.model, 1);
  g_assert_true (row->deleting);
}

static TktDraft *
find_draft (Thread *thread, gboolean note)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TktDraft *draft;

  (note ? tkt_cache_find_note_draft_async : tkt_cache_find_draft_async) (
      thread->base->cache, thread->ticket->id, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  draft = tkt_cache_find_draft_finish (thread->base->cache, result, &error);
  g_assert_no_error (error);
  return draft;
}

static void
save_draft (Thread *thread, gboolean note, const char *body)
{
  g_autoptr (TktDraft) draft = tkt_draft_make (thread->ticket->id, NULL, NULL, body);
  g_autoptr (GAsyncResult) result = NULL;

  draft->note = note;
  tkt_cache_put_draft_async (thread->base->cache, draft, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  g_assert_true (tkt_cache_write_finish (thread->base->cache, result, NULL));
  client_settle (thread->base);
}

/* What is sent takes its own draft with it, and not the other. */
static void
test_two_drafts (void)
{
  g_auto (Thread) thread = thread_new ();
  g_autoptr (TktDraft) gone = NULL;
  g_autoptr (TktDraft) reply = NULL;
  g_autoptr (TktDraft) note = NULL;

  save_draft (&thread, FALSE, "for them");
  save_draft (&thread, TRUE, "for us");
  note = find_draft (&thread, TRUE);
  g_assert_cmpstr (note->body, ==, "for us");
  client_add (thread.base, note_entry (&thread));
  gone = find_draft (&thread, TRUE);
  g_assert_null (gone);
  reply = find_draft (&thread, FALSE);
  g_assert_cmpstr (reply->body, ==, "for them");
}

/* A note's words are never among those of a reply or a new ticket, whatever the person asks for. */
static void
test_taken_back (void)
{
  static const TktTakeBack ways[] = { TKT_TAKE_BACK_EDIT, TKT_TAKE_BACK_AS_NEW_TICKET };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_auto (Thread) thread = thread_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GAsyncResult) found = NULL;
      g_autoptr (TktDraft) note = NULL;
      g_autoptr (TktDraft) reply = NULL;
      g_autoptr (TktDraft) ticket = NULL;

      client_add (thread.base, note_entry (&thread));
      tkt_cache_take_back_async (
          thread.base->cache, 1, NULL, ways[i], test_keep_result, (gpointer)&result);
      test_await (result != NULL);
      g_assert_true (tkt_cache_write_finish (thread.base->cache, result, NULL));
      note = find_draft (&thread, TRUE);
      g_assert_cmpstr (note->body, ==, "waiting");
      reply = find_draft (&thread, FALSE);
      g_assert_null (reply);
      tkt_cache_find_draft_async (thread.base->cache, NULL, test_keep_result, (gpointer)&found);
      test_await (found != NULL);
      ticket = tkt_cache_find_draft_finish (thread.base->cache, found, NULL);
      g_assert_null (ticket);
    }
}

void
client_add_note_tests (void)
{
  g_test_add_func ("/client/notes/stand-behind-their-message", test_place);
  g_test_add_func ("/client/notes/rule-21/the-ticket-does-not-tell", test_ticket);
  g_test_add_func ("/client/notes/rule-19/waiting-stands-last-and-comes-once", test_waiting);
  g_test_add_func ("/client/notes/found-by-their-words", test_search);
  g_test_add_func ("/client/notes/deletion-shows-at-once", test_deleting);
  g_test_add_func ("/client/notes/two-drafts-of-a-ticket", test_two_drafts);
  g_test_add_func ("/client/notes/rule-21/words-go-back-to-notes-alone", test_taken_back);
}
