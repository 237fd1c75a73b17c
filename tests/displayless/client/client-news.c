/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks into the cache for what others wrote: from page to page, and at what cost. */
#include "client-fixture.h"
#include "test-plans.h"
#include "tkt-cache-private.h"
#include "tkt-news-look.h"

/* The next look, by a connection of its own. */
static void
look_again (ClientFixture *self, TktDb *db, TktNewsLook **look)
{
  g_autoptr (TktNewsLook) before = g_steal_pointer (look);
  g_autoptr (GError) error = NULL;

  *look = tkt_news_look_again (db, before, &error);
  g_assert_no_error (error);
  g_assert_nonnull (*look);
}

static TktDb *
open_reader (ClientFixture *self)
{
  g_autoptr (GError) error = NULL;
  TktDb *db = tkt_cache_open_reader (self->folder, &error);

  g_assert_no_error (error);
  return db;
}

static void
apply_with_more (ClientFixture *self)
{
  g_autoptr (GError) error = client_try_apply (self, TRUE);

  g_assert_no_error (error);
}

/* A ticket that changed again may come a page after its message: the message is told then. */
static void
test_ticket_comes_later (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktDb) db = open_reader (self);
  g_autoptr (TktNewsLook) look = tkt_news_look_new (self->own);
  g_autoptr (TktTicket) ticket = NULL;
  const TktNewsItem *item;

  look_again (self, db, &look);
  ticket = tkt_ticket_copy (client_put_ticket (self, 1, "Payout"));
  g_ptr_array_set_size (self->page->changes, 0);
  client_put_message (self, ticket, 1, self->author, "Where is it?");
  apply_with_more (self);
  look_again (self, db, &look);
  g_assert_null (tkt_news_look_get_item (look, ticket->id));
  look_again (self, db, &look);
  g_assert_null (tkt_news_look_get_item (look, ticket->id));
  client_put_again (self, TKT_CHANGE_TICKET, ticket);
  client_apply (self);
  look_again (self, db, &look);
  item = tkt_news_look_get_item (look, ticket->id);
  g_assert_nonnull (item);
  g_assert_cmpstr (item->text, ==, "Where is it?");
  g_assert_cmpint (item->n_messages, ==, 1);
  g_assert_false (look->quiet);
}

/* A row that comes again is not new, nor what was read before it came. */
static void
test_again (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktDb) db = open_reader (self);
  g_autoptr (TktNewsLook) look = tkt_news_look_new (self->own);
  TktTicket *ticket = client_put_ticket (self, 1, "Payout");
  g_autofree char *id = g_strdup (ticket->id);
  g_autoptr (TktTicket) kept = tkt_ticket_copy (ticket);
  g_autoptr (TktMessage) message
      = tkt_message_copy (client_put_message (self, ticket, 1, self->author, "Where is it?"));

  client_apply (self);
  look_again (self, db, &look);
  client_put_again (self, TKT_CHANGE_MESSAGE, message);
  client_apply (self);
  look_again (self, db, &look);
  g_assert_cmpuint (g_hash_table_size (look->threads), ==, 0);
  client_put_message (self, kept, 2, self->author, "Hello?");
  client_put_mark (self, id, 2);
  client_apply (self);
  look_again (self, db, &look);
  g_assert_cmpuint (g_hash_table_size (look->threads), ==, 0);
}

/* What waits in the outbox counts: a read mark, while nobody can be told. */
static void
test_mark_waits (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktDb) db = open_reader (self);
  g_autoptr (TktNewsLook) look = tkt_news_look_new (self->own);
  g_autofree char *id = NULL;
  TktTicket *ticket;
  TktEntry *entry;

  look_again (self, db, &look);
  ticket = client_put_ticket (self, 1, "Payout");
  id = g_strdup (ticket->id);
  client_put_message (self, ticket, 1, self->author, "Where is it?");
  client_apply (self);
  look_again (self, db, &look);
  g_assert_nonnull (tkt_news_look_get_item (look, id));
  entry = client_entry (self, TKT_ENTRY_MARK_READ, id);
  entry->position = 1;
  client_add (self, entry);
  look_again (self, db, &look);
  g_assert_null (tkt_news_look_get_item (look, id));
}

/* A note counts until its ticket was read past it; what was written before counts no more for it.
 */
static void
test_note (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktDb) db = open_reader (self);
  g_autoptr (TktNewsLook) look = tkt_news_look_new (self->own);
  g_autoptr (TktTicket) ticket = tkt_ticket_copy (client_put_ticket (self, 1, "Payout"));
  const TktNewsItem *item;

  client_put_message (self, ticket, 1, self->author, "Where is it?");
  client_apply (self);
  look_again (self, db, &look);
  client_put_note (self, ticket, 1, 1, self->own, "My own");
  client_put_note (self, ticket, 1, 2, self->other, "Ask the bank");
  client_apply (self);
  look_again (self, db, &look);
  item = tkt_news_look_get_item (look, ticket->id);
  g_assert_nonnull (item);
  g_assert_true (item->note);
  g_assert_cmpstr (item->text, ==, "Ask the bank");
  g_assert_cmpint (item->n_messages, ==, 1);
  g_assert_cmpint (item->n_notes, ==, 1);
  client_put_message (self, ticket, 2, self->author, "Hello?");
  client_apply (self);
  look_again (self, db, &look);
  item = tkt_news_look_get_item (look, ticket->id);
  g_assert_false (item->note);
  g_assert_cmpstr (item->text, ==, "Hello?");
  g_assert_cmpint (item->n_messages, ==, 2);
  client_put_mark (self, ticket->id, 2);
  client_apply (self);
  look_again (self, db, &look);
  g_assert_null (tkt_news_look_get_item (look, ticket->id));
}

/* There is one organization, and what waits for one ticket is sorted by whether it opens it. */
static gboolean
is_bounded (const char *sql, const char *step)
{
  return g_str_has_prefix (step, "SCAN organization") || g_str_equal (step, "SCAN CONSTANT ROW")
         || (g_str_equal (step, "USE TEMP B-TREE FOR ORDER BY")
             && strstr (sql, "FROM outbox.entry WHERE ticket_id = ?") != NULL);
}

/* However many messages there are, a look walks through none of them but the new. */
static void
test_plans (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autofree char *cache = g_build_filename (self->folder, "cache.db", NULL);
  g_autofree char *outbox = g_build_filename (self->folder, "outbox.db", NULL);
  g_autofree char *attach = g_strdup_printf ("ATTACH '%s' AS outbox", outbox);
  g_autoptr (TktNewsLook) look = tkt_news_look_new (self->own);
  g_autoptr (GHashTable) ran = NULL;
  TktDb *db;
  TktTicket *ticket;
  GHashTableIter iter;
  const char *sql;
  sqlite3 *asking;
  guint n_walks = 0;
  guint n_queries = 0;

  test_plans_begin ();
  db = open_reader (self);
  look_again (self, db, &look);
  ticket = client_put_ticket (self, 1, "Payout");
  client_put_message (self, ticket, 1, self->author, "Where is it?");
  client_put_note (self, ticket, 1, 1, self->other, "Ask the bank");
  client_apply (self);
  look_again (self, db, &look);
  g_assert_cmpuint (g_hash_table_size (look->threads), ==, 1);
  ran = test_plans_end ();
  tkt_db_close (db);

  g_assert_cmpint (sqlite3_open (cache, &asking), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (asking, attach, NULL, NULL, NULL), ==, SQLITE_OK);
  g_hash_table_iter_init (&iter, ran);
  while (g_hash_table_iter_next (&iter, (gpointer *)&sql, NULL))
    if (g_str_has_prefix (sql, "SELECT"))
      {
        n_walks += test_plans_count_walks (asking, sql, is_bounded);
        n_queries++;
      }
  sqlite3_close (asking);
  g_assert_cmpuint (n_queries, >, 8);
  g_assert_cmpuint (n_walks, ==, 0);
}

void
client_add_news_tests (void)
{
  g_test_add_func ("/client/news/rule-16/ticket-comes-later", test_ticket_comes_later);
  g_test_add_func ("/client/news/rule-16/again", test_again);
  g_test_add_func ("/client/news/rule-16/mark-waits", test_mark_waits);
  g_test_add_func ("/client/news/rule-16/note", test_note);
  g_test_add_func ("/client/news/plans", test_plans);
}
