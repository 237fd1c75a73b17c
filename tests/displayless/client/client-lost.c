/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a snapshot does not bring: the account's own words go back into the outbox, where they were
 * lost and not only out of its sight. */
#include <string.h>

#include "client-fixture.h"

#include "tkt-uuid.h"

typedef struct
{
  ClientFixture *client;
  TktTicket *stays;
  TktTicket *goes;
  TktMessage *opening; /* of @stays, by somebody else */
  TktRole role;        /* that the account has afterwards */
} Lost;

/* Before the server was put back: a ticket that it still has, and one of this account that it has
 * not; in both something of each kind. */
static Lost *
lost_new (void)
{
  Lost *self = g_new0 (Lost, 1);
  ClientFixture *client = client_fixture_new ();
  TktMessage *erased;

  self->client = client;
  self->role = TKT_ROLE_ACCOUNT_MANAGER;
  self->stays = tkt_ticket_copy (client_put_ticket (client, 1, "Stays"));
  self->opening = tkt_message_copy (
      client_put_message (client, self->stays, 1, client->author, "theirs, kept"));
  client_put_message (client, self->stays, 2, client->own, "a reply");
  client_put_message (client, self->stays, 3, client->other, "theirs, lost");
  erased = client_put_message (client, self->stays, 4, client->own, "");
  erased->deleted_by = g_strdup (client->own);
  erased->deleted_at = client->now;
  self->goes = tkt_ticket_copy (client_put_ticket (client, 2, "Goes"));
  client_put_message (client, self->goes, 1, client->own, "an opening");
  client_put_message (client, self->goes, 2, client->author, "their reply");
  client_put_message (client, self->goes, 3, client->own, "its reply");
  client_apply (client);
  return self;
}

static void
lost_free (Lost *self)
{
  client_fixture_free (self->client);
  tkt_ticket_free (self->stays);
  tkt_ticket_free (self->goes);
  tkt_message_free (self->opening);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lost, lost_free)

/* The snapshot of the server that was put back, as far as its publisher is @seen. */
static void
put_back (Lost *self, gboolean seen)
{
  ClientFixture *client = self->client;
  TktPublisher *publisher;

  client_begin_snapshot (client);
  client->revision = 0;
  client_put_account (client, client->own, "mara", self->role);
  if (seen)
    {
      publisher = client_put_publisher (client, 7, "Acme Media");
      g_free (publisher->id);
      publisher->id = g_strdup (client->publisher);
      client_put_again (client, TKT_CHANGE_TICKET, self->stays);
      client_put_again (client, TKT_CHANGE_MESSAGE, self->opening);
    }
  client_apply (client);
}

/* "reply a reply | …": what is in the outbox. */
static char *
show_outbox (ClientFixture *self)
{
  g_autoptr (TktRowModel) model = tkt_cache_list_undelivered (self->cache);
  GString *text = g_string_new (NULL);

  client_settle (self);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      const TktUndeliveredRow *row = client_row (self, model, i);
      const TktEntry *entry = row->entry;

      g_string_append_printf (text,
                              "%s%s %s",
                              i > 0 ? " | " : "",
                              tkt_entry_kind_enum.words[entry->kind],
                              entry->body != NULL ? entry->body : "");
    }
  return g_string_free (text, FALSE);
}

#define ALL "reply a reply | open-ticket an opening | reply its reply"

static TktSavedReply *
put_saved_reply (ClientFixture *client, const char *owner_id, const char *name)
{
  TktSavedReply *reply = tkt_saved_reply_new ();

  reply->id = tkt_uuid_new ();
  reply->name = g_strdup (name);
  reply->body = g_strdup_printf ("%s's words", name);
  reply->owner_id = g_strdup (owner_id);
  reply->deleted = *name == '\0';
  reply->revision = ++client->revision;
  g_ptr_array_add (client->page->changes, tkt_change_new (TKT_CHANGE_SAVED_REPLY, reply));
  return reply;
}

/* What staff wrote among themselves, their own notes alone; and saved replies, of which one had
 * been changed meanwhile. */
static void
test_staff (void)
{
  g_autoptr (Lost) self = lost_new ();
  ClientFixture *client = self->client;
  g_autofree char *shown = NULL, *again = NULL;
  g_autoptr (TktSavedReply) changed = NULL;
  g_autoptr (TktSavedReply) shared = NULL;
  TktEntry *change;

  client_put_note (client, self->stays, 1, 1, client->own, "a note");
  client_put_note (client, self->stays, 1, 2, client->other, "their note");
  client_put_note (client, self->goes, 1, 1, client->own, "its note");
  put_saved_reply (client, client->own, "Mine");
  shared = tkt_saved_reply_copy (put_saved_reply (client, NULL, "Ours"));
  changed = tkt_saved_reply_copy (put_saved_reply (client, client->own, "Old"));
  put_saved_reply (client, client->own, "");
  client_apply (client);
  change = client_entry (client, TKT_ENTRY_CHANGE_SAVED_REPLY, changed->id);
  change->title = g_strdup ("New");
  g_free (change->body);
  change->body = g_strdup ("New words");
  client_add (client, change);
  put_back (self, TRUE);
  shown = show_outbox (client);
  g_assert_cmpstr (shown,
                   ==,
                   "add-saved-reply New words | " ALL " | write-note a note | write-note its note"
                   " | add-saved-reply Mine's words | add-saved-reply Ours's words");
  /* Somebody else has sent it again. */
  client_put_again (client, TKT_CHANGE_SAVED_REPLY, shared);
  client_apply (client);
  again = show_outbox (client);
  g_assert_null (strstr (again, "Ours"));
  g_assert_nonnull (strstr (again, "Mine"));
}

/* Who is no staff any more has lost nothing of theirs. */
static void
test_no_staff (void)
{
  g_autoptr (Lost) self = lost_new ();
  ClientFixture *client = self->client;
  g_autofree char *shown = NULL;

  client_put_note (client, self->stays, 1, 1, client->own, "a note");
  put_saved_reply (client, NULL, "Ours");
  client_apply (client);
  self->role = TKT_ROLE_PUBLISHER;
  put_back (self, TRUE);
  shown = show_outbox (client);
  g_assert_cmpstr (shown, ==, ALL);
}

static void
test_offered (void)
{
  g_autoptr (Lost) self = lost_new ();
  g_autoptr (TktRowModel) model = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *again = NULL;
  g_autoptr (TktEntry) next = NULL;
  const TktUndeliveredRow *row;

  put_back (self, TRUE);
  shown = show_outbox (self->client);
  g_assert_cmpstr (shown, ==, ALL);
  model = tkt_cache_list_undelivered (self->client->cache);
  client_settle (self->client);
  row = client_row (self->client, model, 1);
  g_assert_cmpint (row->entry->state, ==, TKT_ENTRY_REFUSED);
  g_assert_cmpstr (row->entry->problem, ==, "not-found");
  g_assert_cmpstr (row->entry->title, ==, "Goes");
  g_assert_cmpstr (row->entry->ticket_id, ==, self->goes->id);
  g_assert_cmpstr (row->entry->publisher_id, ==, self->client->publisher);
  /* Nothing is sent until the person says so, and then what it needs comes first. */
  next = client_next (self->client, self->client->now);
  g_assert_null (next);
  client_set_state (self->client, 3, TKT_ENTRY_WAITING);
  next = client_next (self->client, self->client->now);
  g_assert_null (next);
  client_set_state (self->client, 2, TKT_ENTRY_WAITING);
  next = client_next (self->client, self->client->now);
  g_assert_cmpint (next->seq, ==, 2);
  /* Another snapshot finds nothing more. */
  put_back (self, TRUE);
  again = show_outbox (self->client);
  g_assert_cmpstr (again, ==, ALL);
}

/* A reply that was written before its ticket's opening came back waits for it, and not the opening
 * for the reply. */
static void
test_order (void)
{
  g_autoptr (Lost) self = lost_new ();
  ClientFixture *client = self->client;
  g_autoptr (TktEntry) none = NULL;
  g_autoptr (TktEntry) next = NULL;

  client_add (client, client_entry (client, TKT_ENTRY_REPLY, self->goes->id));
  put_back (self, TRUE);
  none = client_next (client, client->now);
  g_assert_null (none);
  client_set_state (client, 3, TKT_ENTRY_WAITING);
  next = client_next (client, client->now);
  g_assert_nonnull (next);
  g_assert_cmpint (next->kind, ==, TKT_ENTRY_OPEN_TICKET);
}

/* What the outbox has of a message already is the last word on it. */
static void
test_known (void)
{
  g_autoptr (Lost) self = lost_new ();
  ClientFixture *client = self->client;
  g_autofree char *shown = NULL;
  TktMessage *reply = client_put_message (client, self->stays, 5, client->own, "not wanted");
  TktEntry *deletion = client_entry (client, TKT_ENTRY_DELETE_MESSAGE, self->stays->id);
  GAsyncResult *result = NULL;
  g_autoptr (TktDraft) draft = tkt_draft_make (self->stays->id, NULL, NULL, "Half a thought");
  g_autoptr (TktDraft) kept = NULL;

  deletion->message_id = g_strdup (reply->id);
  client_apply (client);
  client_add (client, deletion);
  tkt_cache_put_draft_async (client->cache, draft, test_keep_result, &result);
  test_await (result != NULL);
  g_clear_object (&result);
  put_back (self, TRUE);
  shown = show_outbox (client);
  g_assert_cmpstr (shown, ==, "delete-message  | " ALL);
  tkt_cache_find_draft_async (client->cache, self->stays->id, test_keep_result, &result);
  test_await (result != NULL);
  kept = tkt_cache_find_draft_finish (client->cache, result, NULL);
  g_object_unref (result);
  g_assert_nonnull (kept);
  g_assert_cmpstr (kept->body, ==, "Half a thought");
}

/* An account that sees its publisher no more has lost nothing: the server has it. */
static void
test_out_of_sight (void)
{
  g_autoptr (Lost) self = lost_new ();
  g_autofree char *shown = NULL;

  put_back (self, FALSE);
  shown = show_outbox (self->client);
  g_assert_cmpstr (shown, ==, "");
}

void
client_add_lost_tests (void)
{
  g_test_add_func ("/client/lost/rule-20/offered", test_offered);
  g_test_add_func ("/client/lost/rule-19/order", test_order);
  g_test_add_func ("/client/lost/rule-20/known", test_known);
  g_test_add_func ("/client/lost/rule-20/staff", test_staff);
  g_test_add_func ("/client/lost/no-staff", test_no_staff);
  g_test_add_func ("/client/lost/out-of-sight", test_out_of_sight);
}
