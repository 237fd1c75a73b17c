/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of the change feed into the cache: whole or not at all, in whatever order. */
#include "client-fixture.h"

#include "tkt-db.h"
#include "tkt-statement.h"
#include "tkt-uuid.h"

static gint64
count_tickets (ClientFixture *self)
{
  g_autoptr (TktCacheState) state = client_get_state (self);

  return state->open_tickets;
}

static void
test_new (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  ClientFixture self = { .folder = folder };
  g_autofree char *own = tkt_uuid_new ();
  g_autofree char *inner = g_build_filename (folder, "not", "there", NULL);
  g_autoptr (TktCacheState) state = NULL;

  self.cache = tkt_cache_new (inner, own);
  state = client_get_state (&self);
  g_assert_null (state->account);
  g_assert_null (state->organization);
  g_assert_null (state->cursor);
  g_assert_cmpint (state->synced_at, ==, 0);
  g_assert_false (state->complete);
  g_assert_cmpint (state->open_tickets + state->n_waiting, ==, 0);
  tkt_cache_stop (self.cache);
  g_object_unref (self.cache);
}

/* Makes the closed cache what a program had that knew no saved replies. */
static void
make_old (ClientFixture *self)
{
  g_autofree char *path = g_build_filename (self->folder, "cache.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TktDb) db = tkt_db_open (path, TKT_DB_WRITE, &error);

  g_assert_no_error (error);
  tkt_db_exec (db,
               "DROP TABLE note; DROP TABLE note_words; DROP TABLE saved_reply; DROP TABLE thread;"
               "PRAGMA user_version = 2",
               &error);
  g_assert_no_error (error);
}

/* Its cursor has passed the saved replies that there were: the feed begins anew, and what is here
 * stays until that has come to its end. */
static void
test_older (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktCacheState) state = NULL;
  g_autoptr (TktRowModel) matches = NULL;
  const TktTicket *kept = client_put_ticket (self, 1, "Kept");
  g_autofree char *ticket_id = g_strdup (kept->id);
  g_autofree char *found = NULL;

  client_put_message (self, kept, 1, self->author, "Überweisung");
  client_put_ticket (self, 2, "Gone");
  client_apply (self);
  g_assert_cmpint (count_tickets (self), ==, 2);
  tkt_cache_stop (self->cache);
  make_old (self);
  client_reopen (self);
  matches = tkt_cache_list_matches (self->cache, ticket_id, "uber");
  client_settle (self);
  found = client_show_messages (self, matches);
  g_assert_cmpstr (found, ==, "Überweisung");
  state = client_get_state (self);
  g_assert_null (state->cursor);
  g_assert_false (state->complete);
  g_assert_cmpint (state->open_tickets, ==, 2);
  client_put_ticket (self, 3, "New");
  client_apply (self);
  g_assert_cmpint (count_tickets (self), ==, 1);
}

static void
test_page_and_cursor (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autofree char *cursor = NULL;
  g_autoptr (TktCacheState) state = NULL;

  client_put_ticket (self, 12, "One");
  client_apply (self);
  cursor = g_strdup_printf ("cursor %" G_GINT64_FORMAT, self->revision);
  client_reopen (self);
  state = client_get_state (self);
  g_assert_cmpstr (state->cursor, ==, cursor);
  g_assert_cmpstr (state->account->username, ==, "mara");
  g_assert_true (state->complete);
  g_assert_cmpint (state->synced_at, >, 0);
  g_assert_cmpint (state->open_tickets, ==, 1);
  g_assert_cmpint (state->max_number, ==, 12);
}

/* A page that can't be applied leaves nothing, not even its first rows: the same cursor brings it
 * again. */
static void
test_whole_or_nothing (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktCacheState) before = client_get_state (self);
  g_autoptr (TktCacheState) after = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (self->folder, "cache.db", NULL);
  g_autoptr (TktDb) db = tkt_db_open (path, TKT_DB_WRITE, &error);

  g_assert_no_error (error);
  g_assert_true (tkt_db_exec (db,
                              "CREATE TRIGGER refuse BEFORE INSERT ON ticket WHEN new.number = 2"
                              " BEGIN SELECT RAISE (ABORT, 'refused'); END",
                              &error));
  client_put_ticket (self, 1, "Good");
  client_put_ticket (self, 2, "Bad");
  error = client_try_apply (self, FALSE);
  g_assert_error (error, TKT_DB_ERROR, TKT_DB_ERROR_CONSTRAINT);
  after = client_get_state (self);
  g_assert_cmpint (after->open_tickets, ==, 0);
  g_assert_cmpstr (after->cursor, ==, before->cursor);
}

static void
test_twice_and_late (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktTicket) old = tkt_ticket_copy (client_put_ticket (self, 1, "Old title"));
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autoptr (TktRowModel) model = NULL;
  TktTicket *newer = client_put_again (self, TKT_CHANGE_TICKET, old);
  const TktTicketRow *row;

  g_free (newer->title);
  newer->title = g_strdup ("New title");
  client_apply (self);
  g_ptr_array_add (self->page->changes, tkt_change_new (TKT_CHANGE_TICKET, tkt_ticket_copy (old)));
  g_ptr_array_add (self->page->changes, tkt_change_new (TKT_CHANGE_TICKET, tkt_ticket_copy (old)));
  client_apply (self);

  model = tkt_cache_list_tickets (self->cache, filter);
  client_settle (self);
  row = client_row (self, model, 0);
  g_assert_cmpstr (row->ticket->title, ==, "New title");
  g_assert_cmpint (count_tickets (self), ==, 1);
}

/* After 410: the old rows stay to be read until the new snapshot is whole, and what it did not
 * bring goes. A restored server may count its revisions anew. */
static void
test_new_snapshot (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktTicket) stays = tkt_ticket_copy (client_put_ticket (self, 1, "Stays"));
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autoptr (TktRowModel) model = NULL;
  g_autoptr (GError) error = NULL;
  const TktTicketRow *row;
  TktTicket *restored;

  client_put_ticket (self, 2, "Goes");
  client_put_message (self, stays, 1, self->author, "zebra");
  client_apply (self);
  client_add (self, client_entry (self, TKT_ENTRY_REPLY, stays->id));
  client_begin_snapshot (self);
  g_assert_cmpint (count_tickets (self), ==, 2);

  self->revision = 0;
  restored = client_put_again (self, TKT_CHANGE_TICKET, stays);
  g_free (restored->title);
  restored->title = g_strdup ("Restored");
  error = client_try_apply (self, TRUE);
  g_assert_no_error (error);
  g_assert_cmpint (count_tickets (self), ==, 2);
  client_apply (self);
  g_assert_cmpint (count_tickets (self), ==, 1);

  model = tkt_cache_list_tickets (self->cache, filter);
  client_settle (self);
  row = client_row (self, model, 0);
  g_assert_cmpstr (row->ticket->title, ==, "Restored");
  g_assert_cmpuint (row->n_waiting, ==, 1);
  g_assert_null (row->last_author);
}

static gint64
query (TktDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, &error);
  gboolean has_row;

  g_assert_no_error (error);
  g_assert_true (tkt_statement_step (statement, &has_row, &error));
  g_assert_no_error (error);
  g_assert_true (has_row);
  return tkt_statement_get_int (statement, 0);
}

/* A poll that brings nothing writes nothing, but twice a minute the time at which the desk was in
 * step. */
static void
test_empty_page (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (self->folder, "cache.db", NULL);
  g_autoptr (TktDb) other = tkt_db_open (path, TKT_DB_WRITE, &error);
  g_autoptr (TktCacheState) before = NULL;
  g_autoptr (TktCacheState) after = NULL;
  gint64 version;

  g_assert_no_error (error);
  client_apply (self);
  before = client_get_state (self);
  version = query (other, "PRAGMA data_version");
  for (int i = 0; i < 3; i++)
    client_apply (self);
  g_assert_cmpint (query (other, "PRAGMA data_version"), ==, version);

  g_assert_true (tkt_db_exec (
      other, "UPDATE value SET value = value - 30000 WHERE name = 'synced_at'", &error));
  g_assert_no_error (error);
  client_apply (self);
  g_assert_cmpint (query (other, "PRAGMA data_version"), !=, version);
  after = client_get_state (self);
  g_assert_cmpint (after->synced_at, >=, before->synced_at);
  g_assert_cmpstr (after->cursor, ==, before->cursor);
}

static void
test_after_stop (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (GError) error = NULL;

  tkt_cache_stop (self->cache);
  client_put_ticket (self, 1, "Late");
  error = client_try_apply (self, FALSE);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

void
client_add_sync_tests (void)
{
  g_test_add_func ("/client/sync/new", test_new);
  g_test_add_func ("/client/sync/older", test_older);
  g_test_add_func ("/client/sync/page-and-cursor", test_page_and_cursor);
  g_test_add_func ("/client/sync/whole-or-nothing", test_whole_or_nothing);
  g_test_add_func ("/client/sync/twice-and-late", test_twice_and_late);
  g_test_add_func ("/client/sync/new-snapshot", test_new_snapshot);
  g_test_add_func ("/client/sync/empty-page", test_empty_page);
  g_test_add_func ("/client/sync/after-stop", test_after_stop);
}
