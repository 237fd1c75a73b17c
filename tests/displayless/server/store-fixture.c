/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the store suite stands on: a store of one kind, two organizations in it, and rows to put. */
#include "store-fixture.h"

#include <string.h>

#include <glib/gstdio.h>

#include "tkt-sqlite-store.h"
#include "tkt-time.h"
#include "tkt-uuid.h"

static TktStore *
open_sqlite (const char *folder, gboolean create, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "tickets.db", NULL);

  return tkt_sqlite_store_new (path, create, error);
}

const StoreKind store_kinds[] = { { "sqlite", open_sqlite } };
const guint n_store_kinds = G_N_ELEMENTS (store_kinds);

char *
store_fixture_id (StoreFixture *self)
{
  return tkt_uuid_new_from (tkt_time_now (), self->random);
}

gint64
store_fixture_revision (TktStoreTx *tx, const StoreNetwork *network)
{
  g_autoptr (GError) error = NULL;
  gint64 revision = tkt_store_next_revision (tx, network->organization, &error);

  g_assert_no_error (error);
  g_assert_cmpint (revision, >, 0);

  return revision;
}

static char *
add_account (StoreFixture *self,
             TktStoreTx *tx,
             const StoreNetwork *network,
             const char *username,
             TktRole role,
             const char *publisher_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TktAccount) account = tkt_account_new ();

  account->id = store_fixture_id (self);
  account->username = g_strdup (username);
  account->display_name = g_strdup_printf ("%s's name", username);
  account->role = role;
  account->publisher_id = g_strdup (publisher_id);
  account->revision = store_fixture_revision (tx, network);
  tkt_store_put_account (tx, network->organization, account, &error);
  g_assert_no_error (error);

  return g_strdup (account->id);
}

static char *
add_publisher (StoreFixture *self, TktStoreTx *tx, const StoreNetwork *network, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TktPublisher) publisher = tkt_publisher_new ();

  publisher->id = store_fixture_id (self);
  publisher->number = tkt_store_next_publisher_number (tx, network->organization, &error);
  g_assert_no_error (error);
  publisher->name = g_strdup (name);
  publisher->account_manager_id = g_strdup (network->manager);
  publisher->revision = store_fixture_revision (tx, network);
  tkt_store_put_publisher (tx, network->organization, publisher, &error);
  g_assert_no_error (error);

  return g_strdup (publisher->id);
}

static void
add_network (StoreFixture *self, TktStoreTx *tx, StoreNetwork *network, const char *slug)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TktOrganization) organization = tkt_organization_new ();

  organization->id = store_fixture_id (self);
  organization->slug = g_strdup (slug);
  organization->name = g_strdup_printf ("The %s network", slug);
  tkt_store_put_organization (tx, organization, &error);
  g_assert_no_error (error);
  network->organization = g_strdup (organization->id);

  /* The rows that are put come back, so the revision is the first. */
  organization->revision = store_fixture_revision (tx, network);
  g_assert_cmpint (organization->revision, ==, 1);
  tkt_store_put_organization (tx, organization, &error);
  g_assert_no_error (error);

  network->manager = add_account (self, tx, network, "mia", TKT_ROLE_ACCOUNT_MANAGER, NULL);
  network->other_manager = add_account (self, tx, network, "ali", TKT_ROLE_ADMIN, NULL);
  network->publisher = add_publisher (self, tx, network, "Acme Media");
  network->other_publisher = add_publisher (self, tx, network, "Škoda Öl & Co");
  network->author = add_account (self, tx, network, "pat", TKT_ROLE_PUBLISHER, network->publisher);
  network->competitor
      = add_account (self, tx, network, "kim", TKT_ROLE_PUBLISHER, network->other_publisher);
}

static gpointer
add_networks (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *self = data;

  add_network (self, tx, &self->home, "home");
  add_network (self, tx, &self->foreign, "foreign");

  return STORE_DONE;
}

StoreFixture *
store_fixture_new (const StoreKind *kind)
{
  StoreFixture *self = g_new0 (StoreFixture, 1);
  g_autoptr (GError) error = NULL;

  self->kind = kind;
  self->random = g_rand_new_with_seed (g_test_rand_int ());
  self->folder = g_dir_make_tmp ("tickets-store-XXXXXX", &error);
  g_assert_no_error (error);
  self->store = kind->open (self->folder, TRUE, &error);
  g_assert_no_error (error);
  store_fixture_write (self, add_networks);

  return self;
}

static void
network_clear (StoreNetwork *network)
{
  g_free (network->organization);
  g_free (network->manager);
  g_free (network->other_manager);
  g_free (network->author);
  g_free (network->competitor);
  g_free (network->publisher);
  g_free (network->other_publisher);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

void
store_fixture_free (StoreFixture *self)
{
  tkt_store_stop (self->store);
  g_assert_finalize_object (self->store);
  remove_folder (self->folder);
  network_clear (&self->home);
  network_clear (&self->foreign);
  g_rand_free (self->random);
  g_free (self->folder);
  g_free (self);
}

void
store_fixture_reopen (StoreFixture *self)
{
  g_autoptr (GError) error = NULL;

  tkt_store_stop (self->store);
  g_assert_finalize_object (self->store);
  self->store = self->kind->open (self->folder, FALSE, &error);
  g_assert_no_error (error);
}

void
store_fixture_write (StoreFixture *self, TktStoreFunc func)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (tkt_store_write_sync (self->store, func, self, &error) == STORE_DONE);
  g_assert_no_error (error);
}

void
store_fixture_read (StoreFixture *self, TktStoreFunc func)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (tkt_store_read (self->store, func, self, &error) == STORE_DONE);
  g_assert_no_error (error);
}

TktTicket *
store_fixture_ticket (StoreFixture *self, TktStoreTx *tx, const StoreNetwork *network)
{
  g_autoptr (GError) error = NULL;
  TktTicket *ticket = tkt_ticket_new ();

  ticket->id = store_fixture_id (self);
  ticket->number = tkt_store_next_ticket_number (tx, network->organization, &error);
  g_assert_no_error (error);
  ticket->title = g_strdup_printf ("Ticket %" G_GINT64_FORMAT, ticket->number);
  ticket->publisher_id = g_strdup (network->publisher);
  ticket->assignee_id = g_strdup (network->manager);
  ticket->opened_by = g_strdup (network->author);
  ticket->opened_at = tkt_time_now ();
  ticket->last_message_at = ticket->opened_at;
  ticket->updated_at = ticket->opened_at;
  ticket->revision = store_fixture_revision (tx, network);

  return ticket;
}

TktMessage *
store_fixture_message (StoreFixture *self,
                       TktStoreTx *tx,
                       const StoreNetwork *network,
                       const char *ticket_id,
                       gint64 position,
                       const char *body)
{
  TktMessage *message = tkt_message_new ();

  message->id = store_fixture_id (self);
  message->ticket_id = g_strdup (ticket_id);
  message->position = position;
  message->author_id = g_strdup (network->author);
  message->author_username = g_strdup ("pat");
  message->author_name = g_strdup ("Pat Publisher");
  message->author_role = TKT_ROLE_PUBLISHER;
  message->body = g_strdup (body);
  message->sent_at = tkt_time_now ();
  message->revision = store_fixture_revision (tx, network);

  return message;
}

TktNote *
store_fixture_note (StoreFixture *self,
                    TktStoreTx *tx,
                    const StoreNetwork *network,
                    const char *ticket_id,
                    gint64 place,
                    const char *body)
{
  TktNote *note = tkt_note_new ();

  note->id = store_fixture_id (self);
  note->ticket_id = g_strdup (ticket_id);
  note->after = 1;
  note->place = place;
  note->author_id = g_strdup (network->manager);
  note->author_username = g_strdup ("mia");
  note->author_name = g_strdup ("Mia Manager");
  note->author_role = TKT_ROLE_ACCOUNT_MANAGER;
  note->body = g_strdup (body);
  note->sent_at = tkt_time_now ();
  note->revision = store_fixture_revision (tx, network);

  return note;
}

GBytes *
store_fixture_read_files (StoreFixture *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  g_autoptr (GByteArray) all = g_byte_array_new ();
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);
      g_autofree char *content = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &content, &length, NULL));
      g_byte_array_append (all, (const guint8 *)content, length);
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

gboolean
store_fixture_files_contain (GBytes *files, const char *text)
{
  gsize size;
  const char *bytes = g_bytes_get_data (files, &size);

  return memmem (bytes, size, text, strlen (text)) != NULL;
}
