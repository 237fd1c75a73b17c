/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server that is killed at any instant of what it does: each write has been done wholly or not at
 * all, and what was answered has. */
#include <string.h>

#include "crash-files.h"
#include "crash-instants.h"
#include "test-await.h"
#include "test-instants.h"
#include "test-server.h"
#include "tkt-import.h"
#include "tkt-sqlite-store.h"
#include "tkt-uuid.h"

#define SECRET "Quagmire bandicoot"
#define N_REPLIES 12
#define ALL 1000

typedef struct
{
  TestServer *server; /* never listens: its store is what is killed */
  TktTicket *ticket;
  char *secret;   /* the message with the secret in it */
  GPtrArray *ids; /* of what is written, in order */
  gint n_done;    /* writes that were answered */
  CrashInstants *instants;
} ServerCase;

static gpointer
open_ticket (TktStoreTx *tx, gpointer data, GError **error)
{
  ServerCase *self = data;
  g_autofree char *ada = test_server_find_account (self->server, "ada");
  g_autoptr (TktActor) actor = tkt_actor_load (tx, self->server->organization, ada, error);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  TktNewMessage message = { .body = (char *)SECRET, .attachments = none };
  const TktNewTicket request = { .title = (char *)"Payout missing", .message = &message };
  g_autoptr (TktOpenedTicket) opened = NULL;

  g_assert_no_error (*error);
  opened = tkt_service_open_ticket (tx, actor, &request, NULL, error);
  g_assert_no_error (*error);
  self->ticket = tkt_ticket_copy (opened->ticket);
  self->secret = g_strdup (opened->message->id);
  return GINT_TO_POINTER (TRUE);
}

static ServerCase *
server_case_new (void)
{
  ServerCase *self = g_new0 (ServerCase, 1);
  g_autoptr (GError) error = NULL;

  self->server = test_server_new ();
  self->ids = g_ptr_array_new_with_free_func (g_free);
  tkt_store_write_sync (self->server->store, open_ticket, self, &error);
  g_assert_no_error (error);
  return self;
}

static void
server_case_free (ServerCase *self)
{
  g_clear_pointer (&self->instants, crash_instants_free);
  test_server_free (self->server);
  tkt_ticket_free (self->ticket);
  g_ptr_array_unref (self->ids);
  g_free (self->secret);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ServerCase, server_case_free)

/* Stops the store, goes back to each instant in turn, and has @check look at it. */
static void
visit (ServerCase *self, void (*check) (ServerCase *self, guint n_said))
{
  TestServer *server = self->server;
  guint n;

  test_server_stop (server);
  crash_instants_end (self->instants);
  n = crash_instants_get_n (self->instants);
  for (guint i = test_instants_first (); i < n; i += test_instants_step ())
    {
      const guint n_said = crash_instants_go_back (self->instants, i);
      g_autoptr (GError) error = NULL;

      g_test_message ("instant %u of %u", i + 1, n);
      server->store = tkt_sqlite_store_new (server->database, TRUE, &error);
      g_assert_no_error (error);
      check (self, n_said);
      test_server_stop (server);
      crash_files_assert_whole (server->folder);
    }
}

typedef struct
{
  ServerCase *self;
  char *id;
} Reply;

static void
reply_free (gpointer data)
{
  Reply *reply = data;

  g_free (reply->id);
  g_free (reply);
}

static gpointer
write_reply (TktStoreTx *tx, gpointer data, GError **error)
{
  const Reply *reply = data;
  g_autoptr (TktActor) actor = tkt_actor_load (
      tx, reply->self->server->organization, reply->self->ticket->opened_by, error);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  const TktNewMessage request
      = { .id = reply->id, .body = (char *)"One of a group", .attachments = none };
  g_autoptr (TktMessage) message = NULL;

  g_assert_no_error (*error);
  message = tkt_service_reply (tx, actor, reply->self->ticket->id, &request, NULL, error);
  g_assert_no_error (*error);
  return GINT_TO_POINTER (TRUE);
}

static void
on_replied (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ServerCase *self = user_data;
  g_autoptr (GError) error = NULL;

  tkt_store_write_finish (TKT_STORE (source), result, &error);
  g_assert_no_error (error);
  self->n_done++;
  crash_instants_say (self->instants);
}

/* What was answered is the beginning of what is there: writes are done in the order they came. */
static gpointer
read_replies (TktStoreTx *tx, gpointer data, GError **error)
{
  ServerCase *self = data;
  g_autoptr (GPtrArray) messages
      = tkt_store_list_messages (tx, self->server->organization, self->ticket->id, 0, ALL, error);
  g_autoptr (TktTicket) ticket
      = tkt_store_get_ticket (tx, self->server->organization, self->ticket->id, error);
  const gint64 revision = tkt_store_get_revision (tx, self->server->organization, error);

  g_assert_no_error (*error);
  g_assert_cmpint (ticket->reply_count, ==, messages->len - 1);
  for (guint i = 1; i < messages->len; i++)
    {
      const TktMessage *message = g_ptr_array_index (messages, i);

      g_assert_cmpint (message->position, ==, i + 1);
      g_assert_cmpstr (message->id, ==, g_ptr_array_index (self->ids, i - 1));
      g_assert_cmpint (message->revision, <=, revision);
    }
  return GUINT_TO_POINTER (messages->len);
}

static void
check_replies (ServerCase *self, guint n_said)
{
  g_autoptr (GError) error = NULL;
  guint n = GPOINTER_TO_UINT (tkt_store_read (self->server->store, read_replies, self, &error));

  g_assert_no_error (error);
  g_assert_cmpuint (n, >=, 1 + n_said);
}

/* @n at once: while the first is written, the others become one commit. */
static void
reply (ServerCase *self, guint n)
{
  self->instants = crash_instants_new (self->server->folder);
  for (guint i = 0; i < n; i++)
    {
      Reply *wanted = g_new (Reply, 1);

      *wanted = (Reply){ self, tkt_uuid_new () };
      g_ptr_array_add (self->ids, g_strdup (wanted->id));
      tkt_store_write_async (
          self->server->store, write_reply, wanted, reply_free, NULL, NULL, on_replied, self);
    }
  test_await (self->n_done == (gint)n);
  visit (self, check_replies);
}

static void
test_reply (void)
{
  g_autoptr (ServerCase) self = server_case_new ();

  reply (self, 1);
}

static void
test_group (void)
{
  g_autoptr (ServerCase) self = server_case_new ();

  reply (self, N_REPLIES);
}

static gpointer
delete_secret (TktStoreTx *tx, gpointer data, GError **error)
{
  ServerCase *self = data;
  g_autoptr (TktActor) actor
      = tkt_actor_load (tx, self->server->organization, self->ticket->opened_by, error);
  g_autoptr (TktMessage) tombstone = NULL;

  g_assert_no_error (*error);
  tombstone = tkt_service_delete_message (tx, actor, self->secret, error);
  return GINT_TO_POINTER (tombstone != NULL);
}

static gpointer
read_deleted (TktStoreTx *tx, gpointer data, GError **error)
{
  ServerCase *self = data;
  g_autoptr (TktMessage) message
      = tkt_store_get_message (tx, self->server->organization, self->secret, error);

  g_assert_no_error (*error);
  g_assert_cmpstr (message->body, ==, tkt_message_is_tombstone (message) ? "" : SECRET);
  return GINT_TO_POINTER (1 + tkt_message_is_tombstone (message));
}

/* Rule 13: the work goes on where it was. */
static void
check_erased (ServerCase *self, guint n_said)
{
  g_autoptr (GError) error = NULL;
  const gboolean deleted
      = GPOINTER_TO_INT (tkt_store_read (self->server->store, read_deleted, self, &error)) - 1;

  g_assert_no_error (error);
  g_assert_true (deleted || n_said == 0);
  if (!deleted)
    return;
  tkt_store_finish_erasing (self->server->store, &error);
  g_assert_no_error (error);
  g_assert_false (test_folder_contains (self->server->folder, SECRET));
  g_assert_false (test_folder_contains (self->server->folder, "bandicoot"));
}

static void
test_erasing (void)
{
  g_autoptr (ServerCase) self = server_case_new ();
  g_autoptr (GError) error = NULL;

  self->instants = crash_instants_new (self->server->folder);
  tkt_store_write_sync (self->server->store, delete_secret, self, &error);
  g_assert_no_error (error);
  crash_instants_say (self->instants);
  tkt_store_finish_erasing (self->server->store, &error);
  g_assert_no_error (error);
  visit (self, check_erased);
}

static gpointer
count_organizations (TktStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) organizations = tkt_store_list_organizations (tx, error);

  g_assert_no_error (*error);
  return GUINT_TO_POINTER (1 + organizations->len);
}

static void
check_made (ServerCase *self, guint n_said)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (
      GPOINTER_TO_UINT (tkt_store_read (self->server->store, count_organizations, NULL, &error)),
      ==,
      1);
  g_assert_no_error (error);
}

/* A database that is made for the first time: all migrations there are. */
static void
test_migration (void)
{
  g_autoptr (ServerCase) self = server_case_new ();
  g_autoptr (GHashTable) nothing = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;

  test_server_stop (self->server);
  crash_files_write (nothing, self->server->folder);
  self->instants = crash_instants_new (self->server->folder);
  self->server->store = tkt_sqlite_store_new (self->server->database, TRUE, &error);
  g_assert_no_error (error);
  visit (self, check_made);
}

#define N_LINES 20

static gpointer
import_lines (TktStoreTx *tx, gpointer data, GError **error)
{
  ServerCase *self = data;
  g_autoptr (TktImporter) importer = tkt_importer_new (tx, self->server->organization);

  for (guint i = 0; i < N_LINES; i++)
    {
      g_autofree char *words = g_strnfill (2000, 'x');
      g_autofree char *line = g_strdup_printf (
          "{\"publisher\":\"Acme Media\",\"title\":\"Imported %u\",\"opened_at\":"
          "\"2026-11-02T09:00:00.000Z\",\"status\":\"open\",\"closed_at\":null,\"closed_by\":null,"
          "\"messages\":[{\"author\":\"pat\",\"name\":\"Pat\",\"role\":\"publisher\",\"sent_at\":"
          "\"2026-11-02T09:00:00.000Z\",\"body\":\"%s\"}]}",
          i,
          words);
      g_autoptr (TktExchangeTicket) ticket = tkt_exchange_ticket_read (line, strlen (line), error);

      g_assert_no_error (*error);
      tkt_importer_take (importer, ticket, error);
      g_assert_no_error (*error);
    }
  return GINT_TO_POINTER (TRUE);
}

static gpointer
count_tickets (TktStoreTx *tx, gpointer data, GError **error)
{
  ServerCase *self = data;
  const TktTicketQuery query = { .status = -1, .sort = TKT_SORT_NUMBER, .limit = ALL };
  g_autoptr (GPtrArray) tickets
      = tkt_store_list_tickets (tx, self->server->organization, &query, error);

  g_assert_no_error (*error);
  return GUINT_TO_POINTER (tickets->len);
}

static void
check_imported (ServerCase *self, guint n_said)
{
  g_autoptr (GError) error = NULL;
  guint n = GPOINTER_TO_UINT (tkt_store_read (self->server->store, count_tickets, self, &error));

  g_assert_no_error (error);
  if (n_said > 0 || n != 1)
    g_assert_cmpuint (n, ==, 1 + N_LINES);
}

static void
test_import (void)
{
  g_autoptr (ServerCase) self = server_case_new ();
  g_autoptr (GError) error = NULL;

  self->instants = crash_instants_new (self->server->folder);
  tkt_store_write_sync (self->server->store, import_lines, self, &error);
  g_assert_no_error (error);
  crash_instants_say (self->instants);
  visit (self, check_imported);
}

void
crash_add_server_instants (void)
{
  g_test_add_func ("/crash/instants/server/reply", test_reply);
  g_test_add_func ("/crash/instants/server/group-of-replies", test_group);
  g_test_add_func ("/crash/instants/server/rule-13/erasing", test_erasing);
  g_test_add_func ("/crash/instants/server/migration", test_migration);
  g_test_add_func ("/crash/instants/server/import", test_import);
}
