/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A conversation: order, days, the "New" line, tombstones, and what waits. */
#include "client-fixture.h"

#include "tkt-time.h"

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

/* A thread "one two three" of the author, with @read of it read. */
static Thread
thread_new (gint64 read)
{
  Thread thread = { client_fixture_new (), NULL, NULL };

  thread.ticket = tkt_ticket_copy (client_put_ticket (thread.base, 1, "Thread"));
  client_put_message (thread.base, thread.ticket, 1, thread.base->author, "one");
  client_put_message (thread.base, thread.ticket, 2, thread.base->author, "two");
  client_put_message (thread.base, thread.ticket, 3, thread.base->author, "three");
  if (read > 0)
    client_put_mark (thread.base, thread.ticket->id, read);
  client_apply (thread.base);
  thread.model = tkt_cache_list_messages (thread.base->cache, thread.ticket->id);
  client_settle (thread.base);
  return thread;
}

static const TktMessageRow *
row_at (Thread *thread, guint position)
{
  return client_row (thread->base, thread->model, position);
}

static void
assert_shows (Thread *thread, const char *expected)
{
  g_autofree char *shown = client_show_messages (thread->base, thread->model);

  g_assert_cmpstr (tkt_row_model_get_problem (thread->model), ==, NULL);
  g_assert_cmpstr (shown, ==, expected);
}

static void
test_order (void)
{
  g_auto (Thread) thread = thread_new (0);

  assert_shows (&thread, "one two three");
  client_add (thread.base, client_entry (thread.base, TKT_ENTRY_REPLY, thread.ticket->id));
  assert_shows (&thread, "one two three waiting");
  g_assert_cmpint (row_at (&thread, 3)->delivery, ==, TKT_DELIVERY_WAITING);
  g_assert_cmpint (row_at (&thread, 3)->outbox_seq, ==, 1);
  g_assert_true (row_at (&thread, 3)->own);
  g_assert_false (row_at (&thread, 0)->own);
  g_assert_cmpstr (row_at (&thread, 3)->message->author_username, ==, "mara");

  /* What others wrote meanwhile stands above what waits. */
  client_put_message (thread.base, thread.ticket, 4, thread.base->author, "four");
  client_apply (thread.base);
  assert_shows (&thread, "one two three four waiting");
}

/* Rule 20: refused words stay in their place, with the reason. */
static void
test_refused (void)
{
  g_auto (Thread) thread = thread_new (0);

  client_add (thread.base, client_entry (thread.base, TKT_ENTRY_REPLY, thread.ticket->id));
  client_set_state (thread.base, 1, TKT_ENTRY_SENDING);
  g_assert_cmpint (row_at (&thread, 3)->delivery, ==, TKT_DELIVERY_SENDING);
  client_set_state (thread.base, 1, TKT_ENTRY_REFUSED);
  g_assert_cmpint (row_at (&thread, 3)->delivery, ==, TKT_DELIVERY_REFUSED);
  g_assert_cmpstr (row_at (&thread, 3)->refusal, ==, "It was closed.");
  assert_shows (&thread, "one two three waiting");
}

static void
test_new_line (void)
{
  g_auto (Thread) thread = thread_new (1);

  g_assert_false (row_at (&thread, 0)->first_unread);
  g_assert_true (row_at (&thread, 1)->first_unread);
  g_assert_false (row_at (&thread, 2)->first_unread);

  /* It stays where it was when the thread was opened, and is gone when it is opened again. */
  client_put_mark (thread.base, thread.ticket->id, 3);
  client_apply (thread.base);
  g_assert_true (row_at (&thread, 1)->first_unread);
  g_object_unref (thread.model);
  thread.model = tkt_cache_list_messages (thread.base->cache, thread.ticket->id);
  client_settle (thread.base);
  g_assert_false (row_at (&thread, 1)->first_unread);
}

/* What was read without a network has been read. */
static void
test_new_line_offline (void)
{
  g_auto (Thread) thread = thread_new (1);
  TktEntry *mark = client_entry (thread.base, TKT_ENTRY_MARK_READ, thread.ticket->id);

  mark->position = 2;
  client_add (thread.base, mark);
  g_object_unref (thread.model);
  thread.model = tkt_cache_list_messages (thread.base->cache, thread.ticket->id);
  client_settle (thread.base);
  g_assert_false (row_at (&thread, 1)->first_unread);
  g_assert_true (row_at (&thread, 2)->first_unread);
}

static void
test_days (void)
{
  g_auto (Thread) thread = thread_new (0);
  TktEntry *entry;

  g_assert_true (row_at (&thread, 0)->first_of_day);
  g_assert_false (row_at (&thread, 1)->first_of_day);
  thread.base->now += TKT_DAY;
  client_put_message (thread.base, thread.ticket, 4, thread.base->author, "four");
  client_apply (thread.base);
  g_assert_true (row_at (&thread, 3)->first_of_day);

  thread.base->now += TKT_DAY;
  for (int i = 0; i < 2; i++)
    {
      entry = client_entry (thread.base, TKT_ENTRY_REPLY, thread.ticket->id);
      client_add (thread.base, entry);
    }
  g_assert_true (row_at (&thread, 4)->first_of_day);
  g_assert_false (row_at (&thread, 5)->first_of_day);
}

static void
test_tombstone (void)
{
  g_auto (Thread) thread = thread_new (1);
  g_autoptr (TktMessage) second = tkt_message_copy (row_at (&thread, 1)->message);
  TktEntry *entry = client_entry (thread.base, TKT_ENTRY_DELETE_MESSAGE, thread.ticket->id);

  entry->message_id = g_strdup (second->id);
  client_add (thread.base, entry);
  g_assert_true (row_at (&thread, 1)->deleting);
  client_put_tombstone (thread.base, second);
  client_apply (thread.base);
  assert_shows (&thread, "one  three");
  g_assert_true (tkt_message_is_tombstone (row_at (&thread, 1)->message));
  g_assert_cmpstr (row_at (&thread, 1)->deleted_by_name, ==, "Nils Example");
  /* A tombstone is nothing new. */
  g_assert_false (row_at (&thread, 1)->first_unread);
  g_assert_true (row_at (&thread, 2)->first_unread);
}

/* A thread longer than what is read at first has the rows of its end at once. */
static void
test_long (void)
{
  g_auto (Thread) thread = thread_new (0);
  g_autoptr (TktRowModel) model = NULL;
  g_autoptr (TktRowItem) last = NULL;
  const guint n = 1000;

  for (guint i = 4; i <= n; i++)
    client_put_message (thread.base, thread.ticket, i, thread.base->author, "x");
  client_apply (thread.base);
  model = tkt_cache_list_messages (thread.base->cache, thread.ticket->id);
  test_await (!tkt_row_model_get_loading (model));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, n);
  last = g_list_model_get_item (G_LIST_MODEL (model), n - 1);
  g_assert_nonnull (tkt_row_item_get_row (last));
}

void
client_add_conversation_tests (void)
{
  g_test_add_func ("/client/conversation/order", test_order);
  g_test_add_func ("/client/conversation/rule-20/refused", test_refused);
  g_test_add_func ("/client/conversation/new-line", test_new_line);
  g_test_add_func ("/client/conversation/new-line-offline", test_new_line_offline);
  g_test_add_func ("/client/conversation/days", test_days);
  g_test_add_func ("/client/conversation/rule-13/tombstone", test_tombstone);
  g_test_add_func ("/client/conversation/long", test_long);
}
