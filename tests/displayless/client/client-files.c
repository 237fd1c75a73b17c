/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cache as files: what is erased is gone, what is damaged is fetched anew, the outbox is kept.
 */
#include "client-fixture.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "tkt-uuid.h"

#define TEXT "Quagmire bandicoot"

/* Awaits the end of the erasing that follows deletions by itself. */
static void
await_gone (ClientFixture *self, const char *word)
{
  for (int i = 0; i < 200 && test_folder_contains (self->folder, word); i++)
    client_settle (self);
  g_assert_false (test_folder_contains (self->folder, word));
}

static TktMessage *
add_secret (ClientFixture *self)
{
  TktTicket *ticket = client_put_ticket (self, 1, "Holder");
  g_autoptr (TktMessage) secret = NULL;

  secret = tkt_message_copy (client_put_message (self, ticket, 1, self->author, TEXT));
  for (gint64 i = 2; i < 400; i++)
    {
      g_autofree char *body
          = g_strdup_printf ("Message %d of many, %x", (int)i, g_test_rand_int ());

      client_put_message (self, ticket, i, self->author, body);
    }
  client_apply (self);
  g_assert_true (test_folder_contains (self->folder, TEXT));
  g_assert_true (test_folder_contains (self->folder, "bandicoot"));
  return g_steal_pointer (&secret);
}

static void
test_erased (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktMessage) secret = add_secret (self);

  client_put_tombstone (self, secret);
  client_apply (self);
  await_gone (self, TEXT);
  await_gone (self, "quagmire");
  await_gone (self, "bandicoot");
}

/* Of a saved reply, both what was deleted and what was written over. */
static void
test_saved_replies_erased (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autofree char *id = tkt_uuid_new ();
  const struct
  {
    const char *name, *body;
  } said[] = {
    { "wombat", "bandicoot" }, { "quokka", "bandicoot" }, { "quokka", "numbat" }, { "", "" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    {
      TktSavedReply *reply = tkt_saved_reply_new ();

      reply->id = g_strdup (id);
      reply->name = g_strdup (said[i].name);
      reply->body = g_strdup (said[i].body);
      reply->deleted = *said[i].name == '\0';
      reply->revision = ++self->revision;
      g_ptr_array_add (self->page->changes, tkt_change_new (TKT_CHANGE_SAVED_REPLY, reply));
      client_apply (self);
      for (guint before = 0; before < i; before++)
        {
          if (!g_str_equal (said[before].name, said[i].name))
            await_gone (self, said[before].name);
          if (!g_str_equal (said[before].body, said[i].body))
            await_gone (self, said[before].body);
        }
      g_assert_true (*said[i].body == '\0' || test_folder_contains (self->folder, said[i].body));
    }
}

/* A desk that ends right after the deletion came goes on at its next start. */
static void
test_erased_after_restart (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktMessage) secret = add_secret (self);
  g_autoptr (GError) error = NULL;

  client_put_tombstone (self, secret);
  error = client_try_apply (self, FALSE);
  g_assert_no_error (error);
  client_reopen (self);
  await_gone (self, TEXT);
  await_gone (self, "quagmire");
  await_gone (self, "bandicoot");
}

/* It comes to its end while its neighbours are written all the time. */
static void
test_erased_among_writes (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktMessage) secret = add_secret (self);
  g_autoptr (TktTicket) ticket = tkt_ticket_copy (client_put_ticket (self, 2, "Neighbour"));

  client_put_tombstone (self, secret);
  for (gint64 i = 1; i == 1 || test_folder_contains (self->folder, "bandicoot"); i++)
    {
      g_autofree char *body = g_strnfill (g_test_rand_int_range (1, 900), 'a' + i % 26);

      g_assert_cmpint (i, <, 1000);
      client_put_message (self, ticket, i, self->author, body);
      client_apply (self);
    }
}

static void
test_private (void)
{
  const mode_t old = umask (0);
  g_autoptr (ClientFixture) self = client_fixture_new ();
  const char *const names[] = { "cache.db", "outbox.db" };

  umask (old);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, names[i], NULL);
      GStatBuf info;

      g_assert_cmpint (g_stat (path, &info), ==, 0);
      g_assert_cmpint (info.st_mode & 07777, ==, 0600);
    }
}

static void
set_aside_with (ClientFixture *self, const char *bytes, gssize size)
{
  g_autofree char *path = g_build_filename (self->folder, "cache.db", NULL);
  g_autofree char *aside = g_strconcat (path, ".set-aside", NULL);
  g_autoptr (TktCacheState) state = NULL;

  client_put_ticket (self, 1, "Fetched");
  client_apply (self);
  client_add (self, client_entry (self, TKT_ENTRY_OPEN_TICKET, NULL));
  tkt_cache_stop (self->cache);
  g_assert_true (g_file_set_contents (path, bytes, size, NULL));

  client_reopen (self);
  state = client_get_state (self);
  g_assert_null (state->cursor);
  g_assert_cmpint (state->n_tickets, ==, 0);
  g_assert_cmpint (state->n_waiting, ==, 1);
  g_assert_cmpint (state->open_tickets, ==, 1);
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
}

static void
test_damaged (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autofree char *bytes = g_strnfill (20000, 'x');

  set_aside_with (self, bytes, 20000);
}

/* A file of another program, or of a later version of this one, is kept, but not used. */
static void
test_foreign (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autofree char *path = g_build_filename (self->folder, "other.db", NULL);
  g_autofree char *bytes = NULL;
  g_autoptr (TktDb) db = tkt_db_open (path, TKT_DB_WRITE | TKT_DB_CREATE, NULL);
  gsize size;

  g_assert_true (tkt_db_exec (db, "CREATE TABLE theirs (a)", NULL));
  tkt_db_close (g_steal_pointer (&db));
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  set_aside_with (self, bytes, size);
}

void
client_add_file_tests (void)
{
  g_test_add_func ("/client/files/rule-13/erased", test_erased);
  g_test_add_func ("/client/files/rule-13/saved-replies", test_saved_replies_erased);
  g_test_add_func ("/client/files/rule-13/erased-after-restart", test_erased_after_restart);
  g_test_add_func ("/client/files/rule-13/erased-among-writes", test_erased_among_writes);
  g_test_add_func ("/client/files/private", test_private);
  g_test_add_func ("/client/files/damaged", test_damaged);
  g_test_add_func ("/client/files/foreign", test_foreign);
}
