/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the cache stand on: a cache, a page to fill, and rows to put into it. */
#include "client-fixture.h"

#include "tkt-time.h"
#include "tkt-uuid.h"

/* A Tuesday's noon in UTC. */
#define NOON G_GINT64_CONSTANT (1795348800000)

ClientFixture *
client_fixture_new (void)
{
  ClientFixture *self = g_new0 (ClientFixture, 1);
  TktPublisher *publisher;

  self->folder = test_folder_new ();
  self->now = NOON;
  self->own = tkt_uuid_new ();
  self->other = tkt_uuid_new ();
  self->author = tkt_uuid_new ();
  self->page = tkt_change_page_new ();
  self->cache = tkt_cache_new (self->folder, self->own);
  publisher = client_put_publisher (self, 7, "Acme Media");
  self->publisher = g_strdup (publisher->id);
  client_put_account (self, self->own, "mara", TKT_ROLE_ACCOUNT_MANAGER);
  client_put_account (self, self->other, "nils", TKT_ROLE_ACCOUNT_MANAGER);
  client_put_account (self, self->author, "ada", TKT_ROLE_PUBLISHER)->publisher_id
      = g_strdup (self->publisher);
  client_apply (self);
  return self;
}

void
client_fixture_free (ClientFixture *self)
{
  tkt_cache_stop (self->cache);
  g_object_unref (self->cache);
  /* Answers that are still under way. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  tkt_change_page_free (self->page);
  test_folder_free (self->folder);
  g_free (self->own);
  g_free (self->other);
  g_free (self->author);
  g_free (self->publisher);
  g_free (self);
}

void
client_reopen (ClientFixture *self)
{
  tkt_cache_stop (self->cache);
  g_object_unref (self->cache);
  self->cache = tkt_cache_new (self->folder, self->own);
}

static gpointer
put (ClientFixture *self, TktChangeKind kind, gpointer row)
{
  g_ptr_array_add (self->page->changes, tkt_change_new (kind, row));
  return row;
}

TktPublisher *
client_put_publisher (ClientFixture *self, gint64 number, const char *name)
{
  TktPublisher *publisher = tkt_publisher_new ();

  publisher->id = tkt_uuid_new ();
  publisher->number = number;
  publisher->name = g_strdup (name);
  publisher->account_manager_id = g_strdup (self->own);
  publisher->revision = ++self->revision;
  return put (self, TKT_CHANGE_PUBLISHER, publisher);
}

TktAccount *
client_put_account (ClientFixture *self, const char *id, const char *username, TktRole role)
{
  TktAccount *account = tkt_account_new ();

  account->id = g_strdup (id);
  account->username = g_strdup (username);
  account->display_name
      = g_strdup_printf ("%c%s Example", g_ascii_toupper (username[0]), username + 1);
  account->role = role;
  account->revision = ++self->revision;
  return put (self, TKT_CHANGE_ACCOUNT, account);
}

TktTicket *
client_put_ticket (ClientFixture *self, gint64 number, const char *title)
{
  TktTicket *ticket = tkt_ticket_new ();

  self->now += TKT_MINUTE;
  ticket->id = tkt_uuid_new ();
  ticket->number = number;
  ticket->title = g_strdup (title);
  ticket->publisher_id = g_strdup (self->publisher);
  ticket->opened_by = g_strdup (self->author);
  ticket->opened_at = ticket->last_message_at = ticket->updated_at = self->now;
  ticket->revision = ++self->revision;
  return put (self, TKT_CHANGE_TICKET, ticket);
}

TktMessage *
client_put_message (ClientFixture *self,
                    const TktTicket *ticket,
                    gint64 position,
                    const char *author_id,
                    const char *body)
{
  TktMessage *message = tkt_message_new ();

  self->now += TKT_SECOND;
  message->id = tkt_uuid_new ();
  message->ticket_id = g_strdup (ticket->id);
  message->position = position;
  message->author_id = g_strdup (author_id);
  message->author_username = g_strdup ("somebody");
  message->author_name = g_strdup ("Somebody Once");
  message->author_role = TKT_ROLE_PUBLISHER;
  message->body = g_strdup (body);
  message->sent_at = self->now;
  message->revision = ++self->revision;
  return put (self, TKT_CHANGE_MESSAGE, message);
}

TktNote *
client_put_note (ClientFixture *self,
                 const TktTicket *ticket,
                 gint64 after,
                 gint64 place,
                 const char *author_id,
                 const char *body)
{
  TktNote *note = tkt_note_new ();

  note->id = tkt_uuid_new ();
  note->ticket_id = g_strdup (ticket->id);
  note->after = after;
  note->place = place;
  note->author_id = g_strdup (author_id);
  note->author_username = g_strdup ("nils");
  note->author_name = g_strdup ("Nils Once");
  note->author_role = TKT_ROLE_ACCOUNT_MANAGER;
  note->body = g_strdup (body);
  note->sent_at = ++self->now;
  note->revision = ++self->revision;
  return put (self, TKT_CHANGE_NOTE, note);
}

void
client_put_mark (ClientFixture *self, const char *ticket_id, gint64 position)
{
  TktReadMark *mark = tkt_read_mark_new ();

  mark->ticket_id = g_strdup (ticket_id);
  mark->position = position;
  mark->revision = ++self->revision;
  put (self, TKT_CHANGE_READ_MARK, mark);
}

gpointer
client_put_again (ClientFixture *self, TktChangeKind kind, gconstpointer row)
{
  const TktShape *shape = tkt_change_kind_shape (kind);
  gpointer copy = tkt_shape_copy (shape, row);
  const TktMember *last = &shape->members[shape->n_members - 1];

  g_assert_cmpstr (last->name, ==, "revision");
  G_STRUCT_MEMBER (gint64, copy, last->offset) = ++self->revision;
  return put (self, kind, copy);
}

void
client_put_tombstone (ClientFixture *self, const TktMessage *message)
{
  TktMessage *tombstone = client_put_again (self, TKT_CHANGE_MESSAGE, message);

  g_free (tombstone->body);
  tombstone->body = g_strdup ("");
  tombstone->deleted_by = g_strdup (self->other);
  tombstone->deleted_at = self->now;
}

static GError *
finish_write (ClientFixture *self, GAsyncResult **result)
{
  GError *error = NULL;

  test_await (*result != NULL);
  g_assert_true (tkt_cache_write_finish (self->cache, *result, &error) == (error == NULL));
  g_clear_object (result);
  return error;
}

static void
finish_good_write (ClientFixture *self, GAsyncResult **result)
{
  g_autoptr (GError) error = finish_write (self, result);

  g_assert_no_error (error);
}

GError *
client_try_apply (ClientFixture *self, gboolean more)
{
  GAsyncResult *result = NULL;
  TktChangePage *page = g_steal_pointer (&self->page);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  TktChangePage *read;

  self->page = tkt_change_page_new ();
  page->cursor = g_strdup_printf ("cursor %" G_GINT64_FORMAT, self->revision);
  page->more = more;
  tkt_change_page_write (page, text);
  tkt_change_page_free (page);
  read = tkt_change_page_read (text->str, text->len, &error);
  g_assert_no_error (error);
  tkt_cache_apply_page_async (self->cache, read, test_keep_result, &result);
  return finish_write (self, &result);
}

void
client_apply (ClientFixture *self)
{
  g_autoptr (GError) error = client_try_apply (self, FALSE);

  g_assert_no_error (error);
  client_settle (self);
}

void
client_begin_snapshot (ClientFixture *self)
{
  GAsyncResult *result = NULL;

  tkt_cache_begin_snapshot_async (self->cache, test_keep_result, &result);
  finish_good_write (self, &result);
}

TktEntry *
client_entry (ClientFixture *self, TktEntryKind kind, const char *ticket_id)
{
  TktEntry *entry = tkt_entry_new ();

  self->now += TKT_SECOND;
  entry->kind = kind;
  entry->ticket_id = ticket_id != NULL ? g_strdup (ticket_id) : tkt_uuid_new ();
  entry->written_at = self->now;
  if (kind == TKT_ENTRY_REPLY || kind == TKT_ENTRY_OPEN_TICKET)
    {
      entry->message_id = tkt_uuid_new ();
      entry->body = g_strdup ("waiting");
    }
  if (kind == TKT_ENTRY_OPEN_TICKET)
    {
      entry->title = g_strdup ("New");
      entry->publisher_id = g_strdup (self->publisher);
    }
  return entry;
}

void
client_add (ClientFixture *self, TktEntry *entry_taken)
{
  GAsyncResult *result = NULL;

  tkt_cache_add_entry_async (self->cache, entry_taken, test_keep_result, &result);
  finish_good_write (self, &result);
  client_settle (self);
}

void
client_set_state (ClientFixture *self, gint64 seq, TktEntryState state)
{
  g_autoptr (GError) problem = tkt_problem_new (TKT_PROBLEM_TICKET_CLOSED, "It was closed.");
  GAsyncResult *result = NULL;

  tkt_cache_set_entry_state_async (
      self->cache, seq, state, 0, TRUE, problem, test_keep_result, &result);
  finish_good_write (self, &result);
  client_settle (self);
}

TktEntry *
client_next (ClientFixture *self, gint64 now)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TktEntry *entry;
  gint64 due;

  tkt_cache_next_entry_async (self->cache, now, FALSE, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  entry = tkt_cache_next_entry_finish (self->cache, result, &due, &error);
  g_assert_no_error (error);
  return entry;
}

TktCacheState *
client_get_state (ClientFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TktCacheState *state;

  tkt_cache_get_state_async (self->cache, NULL, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  state = tkt_cache_get_state_finish (self->cache, result, &error);
  g_assert_no_error (error);
  return state;
}

/* Each answer of the reader may make a model ask once more: the first rows, all keys, what changed
 * meanwhile. */
void
client_settle (ClientFixture *self)
{
  for (int i = 0; i < 4; i++)
    {
      g_autoptr (TktCacheState) state = client_get_state (self);

      g_assert_nonnull (state);
    }
}

gconstpointer
client_row (ClientFixture *self, TktRowModel *model, guint position)
{
  g_autoptr (TktRowItem) item = g_list_model_get_item (G_LIST_MODEL (model), position);

  g_assert_nonnull (item);
  test_await (tkt_row_item_get_row (item) != NULL);
  return tkt_row_item_get_row (item);
}

char *
client_show_tickets (ClientFixture *self, TktRowModel *model)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      const TktTicketRow *row = client_row (self, model, i);

      g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "", row->ticket->number);
    }
  return g_string_free (text, FALSE);
}

char *
client_show_messages (ClientFixture *self, TktRowModel *model)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      const TktMessageRow *row = client_row (self, model, i);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", row->message->body);
    }
  return g_string_free (text, FALSE);
}
