/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox: what goes out next, and what it makes of the lists. */
#include "client-fixture.h"

#include "tkt-outbox.h"
#include "tkt-uuid.h"

static gint64
next_seq (ClientFixture *self)
{
  g_autoptr (TktEntry) next = client_next (self, self->now);

  return next != NULL ? next->seq : 0;
}

static void
remove_entry (ClientFixture *self, gint64 seq)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tkt_cache_remove_entry_async (self->cache, seq, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  tkt_cache_write_finish (self->cache, result, &error);
  g_assert_no_error (error);
  client_settle (self);
}

static void
test_order (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autofree char *a = tkt_uuid_new ();
  g_autofree char *b = tkt_uuid_new ();

  client_add (self, client_entry (self, TKT_ENTRY_REPLY, a));
  client_add (self, client_entry (self, TKT_ENTRY_CLOSE, a));
  client_add (self, client_entry (self, TKT_ENTRY_REPLY, b));
  g_assert_cmpint (next_seq (self), ==, 1);
  remove_entry (self, 1);
  g_assert_cmpint (next_seq (self), ==, 2);
  remove_entry (self, 2);
  g_assert_cmpint (next_seq (self), ==, 3);
  remove_entry (self, 3);
  g_assert_cmpint (next_seq (self), ==, 0);
}

/* Rule 20: what was refused stays, and holds up nothing but what needs it. */
static void
test_refused (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autofree char *a = tkt_uuid_new ();
  g_autofree char *b = tkt_uuid_new ();
  g_autoptr (TktCacheState) state = NULL;

  client_add (self, client_entry (self, TKT_ENTRY_OPEN_TICKET, a));
  client_add (self, client_entry (self, TKT_ENTRY_REPLY, a));
  client_add (self, client_entry (self, TKT_ENTRY_REPLY, b));
  client_add (self, client_entry (self, TKT_ENTRY_REPLY, b));
  client_set_state (self, 1, TKT_ENTRY_REFUSED);
  g_assert_cmpint (next_seq (self), ==, 3);
  client_set_state (self, 3, TKT_ENTRY_REFUSED);
  g_assert_cmpint (next_seq (self), ==, 4);
  client_set_state (self, 1, TKT_ENTRY_WAITING);
  g_assert_cmpint (next_seq (self), ==, 1);
  state = client_get_state (self);
  g_assert_cmpint (state->n_waiting, ==, 4);
}

static void
test_back_off (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *a = tkt_uuid_new ();
  g_autofree char *b = tkt_uuid_new ();
  g_autoptr (TktEntry) later = NULL;

  client_add (self, client_entry (self, TKT_ENTRY_REPLY, a));
  client_add (self, client_entry (self, TKT_ENTRY_REPLY, a));
  client_add (self, client_entry (self, TKT_ENTRY_REPLY, b));
  tkt_cache_set_entry_state_async (self->cache,
                                   1,
                                   TKT_ENTRY_WAITING,
                                   self->now + 500,
                                   FALSE,
                                   NULL,
                                   test_keep_result,
                                   (gpointer)&result);
  test_await (result != NULL);
  g_assert_true (tkt_cache_write_finish (self->cache, result, NULL));
  /* The second reply waits behind the first, the other ticket's does not. */
  g_assert_cmpint (next_seq (self), ==, 3);
  later = client_next (self, self->now + 500);
  g_assert_cmpint (later->seq, ==, 1);
  g_assert_cmpint (later->attempts, ==, 1);
}

static void
test_read_marks (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autofree char *a = tkt_uuid_new ();
  g_autoptr (TktCacheState) state = NULL;
  g_autoptr (TktEntry) next = NULL;
  /* The last one goes back: what has been read stays read. (The model test's seed 10.) */
  static const gint64 positions[] = { 3, 4, 5, 2 };

  for (guint i = 0; i < G_N_ELEMENTS (positions); i++)
    {
      TktEntry *mark = client_entry (self, TKT_ENTRY_MARK_READ, a);

      mark->position = positions[i];
      client_add (self, mark);
    }
  next = client_next (self, self->now);
  g_assert_cmpint (next->position, ==, 5);
  state = client_get_state (self);
  g_assert_cmpint (state->n_waiting, ==, 0);
  remove_entry (self, next->seq);
  g_assert_cmpint (next_seq (self), ==, 0);
}

static TktEntry *
saving (ClientFixture *self, TktEntryKind kind, const char *id, const char *name)
{
  TktEntry *entry = client_entry (self, kind, id);

  entry->title = g_strdup (name);
  entry->body = g_strdup ("Hello");
  return entry;
}

static void
assert_next (ClientFixture *self, gint64 seq, TktEntryKind kind, const char *name)
{
  g_autoptr (TktEntry) next = client_next (self, self->now);

  g_assert_cmpint (next->seq, ==, seq);
  g_assert_cmpint (next->kind, ==, kind);
  g_assert_cmpstr (next->title, ==, name);
}

/* What a saved reply is to be is said once: a change joins what has not gone out or was refused,
 * but not what may have arrived. What is of one reply goes out in order. */
static void
test_saved_replies (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *a = tkt_uuid_new ();

  client_add (self, saving (self, TKT_ENTRY_ADD_SAVED_REPLY, a, "one"));
  client_add (self, saving (self, TKT_ENTRY_CHANGE_SAVED_REPLY, a, "two"));
  assert_next (self, 1, TKT_ENTRY_ADD_SAVED_REPLY, "two");
  client_set_state (self, 1, TKT_ENTRY_REFUSED);
  client_add (self, saving (self, TKT_ENTRY_CHANGE_SAVED_REPLY, a, "three"));
  assert_next (self, 1, TKT_ENTRY_ADD_SAVED_REPLY, "three");
  client_set_state (self, 1, TKT_ENTRY_SENDING);
  client_add (self, saving (self, TKT_ENTRY_CHANGE_SAVED_REPLY, a, "four"));
  tkt_cache_set_entry_state_async (
      self->cache, 1, TKT_ENTRY_WAITING, 0, TRUE, NULL, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  g_assert_true (tkt_cache_write_finish (self->cache, result, NULL));
  assert_next (self, 1, TKT_ENTRY_ADD_SAVED_REPLY, "three");
  remove_entry (self, 1);
  assert_next (self, 2, TKT_ENTRY_CHANGE_SAVED_REPLY, "four");
}

/* What was on its way when the program ended goes out again: the server knows its id. */
static void
test_restart_while_sending (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktEntry) next = NULL;

  client_add (self, client_entry (self, TKT_ENTRY_OPEN_TICKET, NULL));
  client_set_state (self, 1, TKT_ENTRY_SENDING);
  client_reopen (self);
  next = client_next (self, self->now);
  g_assert_cmpint (next->seq, ==, 1);
  g_assert_cmpint (next->state, ==, TKT_ENTRY_WAITING);
  g_assert_cmpstr (next->body, ==, "waiting");
}

/* The server's row takes the place of what was shown for the outbox's, in one step. */
static void
test_delivered (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktTicket) ticket = tkt_ticket_copy (client_put_ticket (self, 1, "One"));
  g_autoptr (TktRowModel) messages = tkt_cache_list_messages (self->cache, ticket->id);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_change_free);
  g_autoptr (GAsyncResult) result = NULL;
  TktEntry *entry = client_entry (self, TKT_ENTRY_REPLY, ticket->id);
  g_autofree char *message_id = g_strdup (entry->message_id);
  g_autofree char *shown = NULL;
  TktMessage *message;

  client_put_message (self, ticket, 1, self->author, "first");
  client_apply (self);
  client_add (self, entry);
  message = client_put_message (self, ticket, 2, self->own, "waiting");
  g_free (message->id);
  message->id = g_strdup (message_id);
  g_ptr_array_add (changes, g_ptr_array_steal_index (self->page->changes, 0));
  tkt_cache_apply_rows_async (
      self->cache, g_steal_pointer (&changes), 1, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  g_assert_true (tkt_cache_write_finish (self->cache, result, NULL));
  client_settle (self);
  shown = client_show_messages (self, messages);
  g_assert_cmpstr (shown, ==, "first waiting");
  g_assert_cmpint (((const TktMessageRow *)client_row (self, messages, 1))->delivery,
                   ==,
                   TKT_DELIVERY_DELIVERED);
  g_assert_cmpint (next_seq (self), ==, 0);
}

static void
assert_open (ClientFixture *self, gint64 expected)
{
  g_autoptr (TktCacheState) state = client_get_state (self);
  g_autoptr (TktRowModel) publishers = tkt_cache_list_publishers (self->cache, NULL);
  const TktPublisherRow *row;

  client_settle (self);
  g_assert_cmpint (state->open_tickets, ==, expected);
  row = client_row (self, publishers, 0);
  g_assert_cmpint (row->open_tickets, ==, expected);
}

/* The red dot counts what the outbox will do. */
static void
test_red_dot (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktTicket) one = tkt_ticket_copy (client_put_ticket (self, 1, "One"));
  g_autofree char *fresh = tkt_uuid_new ();

  client_put_ticket (self, 2, "Two");
  client_put_ticket (self, 3, "Three")->status = TKT_TICKET_CLOSED;
  client_apply (self);
  assert_open (self, 2);
  client_add (self, client_entry (self, TKT_ENTRY_CLOSE, one->id));
  assert_open (self, 1);
  client_set_state (self, 1, TKT_ENTRY_REFUSED);
  assert_open (self, 2);
  client_add (self, client_entry (self, TKT_ENTRY_OPEN_TICKET, fresh));
  assert_open (self, 3);
  client_add (self, client_entry (self, TKT_ENTRY_CLOSE, fresh));
  assert_open (self, 2);
  client_set_state (self, 2, TKT_ENTRY_REFUSED);
  assert_open (self, 2);
}

void
client_add_outbox_tests (void)
{
  g_test_add_func ("/client/outbox/order", test_order);
  g_test_add_func ("/client/outbox/rule-20/refused", test_refused);
  g_test_add_func ("/client/outbox/back-off", test_back_off);
  g_test_add_func ("/client/outbox/read-marks", test_read_marks);
  g_test_add_func ("/client/outbox/saved-replies", test_saved_replies);
  g_test_add_func ("/client/outbox/restart-while-sending", test_restart_while_sending);
  g_test_add_func ("/client/outbox/delivered", test_delivered);
  g_test_add_func ("/client/outbox/rule-15/red-dot", test_red_dot);
}
