/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Beside a server: what may run beside it does, and what may not is refused. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "keep-fixture.h"
#include "test-await.h"
#include "test-server.h"
#include "tkt-db-lock.h"
#include "tkt-problem.h"
#include "tkt-service.h"
#include "tkt-store-calls.h"

#define SECRET "Quagmire bandicoot"

/* A server's store in this process, and a terminal beside it. */
typedef struct
{
  TestServer *server;
  Cli *cli;
  TktTicket *ticket;
  char *secret; /* the message that has it */
  char *cursor;
  guint n_replies; /* that were answered */
  gboolean go_on;
} Beside;

static gpointer
open_ticket (TktStoreTx *tx, gpointer data, GError **error)
{
  Beside *self = data;
  g_autofree char *ada = test_server_find_account (self->server, "ada");
  g_autoptr (TktActor) actor = tkt_actor_load (tx, self->server->organization, ada, error);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  TktNewMessage message = { .body = (char *)SECRET, .attachments = none };
  const TktNewTicket request = { .title = (char *)"Payout missing", .message = &message };
  g_autoptr (TktOpenedTicket) opened = tkt_service_open_ticket (tx, actor, &request, NULL, error);

  g_assert_no_error (*error);
  self->ticket = tkt_ticket_copy (opened->ticket);
  self->secret = g_strdup (opened->message->id);

  return GINT_TO_POINTER (TRUE);
}

static void
write_now (Beside *self, TktStoreFunc func)
{
  g_autoptr (GError) error = NULL;

  tkt_store_write_sync (self->server->store, func, self, &error);
  g_assert_no_error (error);
}

static Beside *
beside_new (void)
{
  Beside *self = g_new0 (Beside, 1);

  self->server = test_server_new ();
  self->cli = cli_new ();
  g_free (self->cli->database);
  self->cli->database = g_strdup (self->server->database);
  write_now (self, open_ticket);

  return self;
}

static void
beside_free (Beside *self)
{
  test_server_free (self->server);
  cli_free (self->cli);
  tkt_ticket_free (self->ticket);
  g_free (self->secret);
  g_free (self->cursor);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Beside, beside_free)

static TktActor *
load_ada (Beside *self, TktStoreTx *tx, GError **error)
{
  return tkt_actor_load (tx, self->server->organization, self->ticket->opened_by, error);
}

static gpointer
reply (TktStoreTx *tx, gpointer data, GError **error)
{
  Beside *self = data;
  g_autoptr (TktActor) actor = load_ada (self, tx, error);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  const TktNewMessage request = { .body = (char *)"One of many", .attachments = none };
  g_autoptr (TktMessage) message
      = tkt_service_reply (tx, actor, self->ticket->id, &request, NULL, error);

  return GINT_TO_POINTER (message != NULL);
}

static void
on_replied (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Beside *self = user_data;
  g_autoptr (GError) error = NULL;

  tkt_store_write_finish (TKT_STORE (source), result, &error);
  g_assert_no_error (error);
  self->n_replies++;
  if (self->go_on)
    tkt_store_write_async (self->server->store, reply, self, NULL, NULL, NULL, on_replied, self);
  else
    self->go_on = TRUE; /* was the last */
}

static gpointer
run_backups (gpointer data)
{
  Beside *self = data;

  for (guint i = 0; i < 3; i++)
    {
      cli_assert (self->cli, CLI_DONE, "verify");
      cli_assert (self->cli, CLI_DONE, "backup $F/copy --replace --json");
    }

  return NULL;
}

static guint
count_replies (const char *path)
{
  g_autofree char *n = keep_ask_sql (path, "SELECT count (*) - 1 FROM message");

  return atoi (n);
}

/* The server writes on, the copy has what was answered before it began, and all of it fits
 * together. */
static void
test_writers_go_on (void)
{
  g_autoptr (Beside) self = beside_new ();
  g_autofree char *copy = keep_path (self->cli, "copy");
  const guint n_first = 20;
  guint n_before;
  GThread *thread;

  self->go_on = TRUE;
  tkt_store_write_async (self->server->store, reply, self, NULL, NULL, NULL, on_replied, self);
  test_await (self->n_replies >= n_first);
  n_before = self->n_replies;
  thread = g_thread_new ("backups", run_backups, self);
  while (!g_file_test (copy, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, FALSE);
  g_thread_join (thread);
  self->go_on = FALSE;
  test_await (self->go_on);

  g_assert_cmpuint (self->n_replies, >, n_before);
  g_assert_cmpuint (count_replies (copy), >=, n_before);
  keep_assert_whole (self->cli, copy);
}

static gpointer
delete_secret (TktStoreTx *tx, gpointer data, GError **error)
{
  Beside *self = data;
  g_autoptr (TktActor) actor = load_ada (self, tx, error);
  g_autoptr (TktMessage) tombstone = tkt_service_delete_message (tx, actor, self->secret, error);

  return GINT_TO_POINTER (tombstone != NULL);
}

/* Right after it was deleted, when its bytes are still in the WAL and its words in the index. */
static void
test_deleted (void)
{
  g_autoptr (Beside) self = beside_new ();

  cli_assert (self->cli, CLI_DONE, "backup $F/before");
  g_assert_true (test_folder_contains (self->cli->folder, SECRET));
  g_assert_true (test_folder_contains (self->cli->folder, "bandicoot"));
  write_now (self, delete_secret);
  cli_assert (self->cli, CLI_DONE, "backup $F/before --replace");
  g_assert_false (test_folder_contains (self->cli->folder, SECRET));
  g_assert_false (test_folder_contains (self->cli->folder, "bandicoot"));
}

/* What a server leaves that deletes it and is killed before it has erased the words. */
static void
delete_and_die (Beside *self)
{
  test_server_stop (self->server);
  keep_run_sql (self->server->database,
                "INSERT INTO search (search, rowid, text)"
                " SELECT 'delete', (ticket.key << 20) + position, body"
                " FROM message JOIN ticket ON ticket.id = ticket_id WHERE body = '" SECRET "';"
                "UPDATE message SET body = '', deleted_by = author_id, deleted_at = sent_at"
                " WHERE body = '" SECRET "';"
                "UPDATE meta SET erased = erased + 1");
  g_assert_true (test_folder_contains (self->server->folder, "bandicoot"));
}

/* The same where the server was stopped before it had erased the words. */
static void
test_deleted_and_stopped (void)
{
  g_autoptr (Beside) self = beside_new ();

  delete_and_die (self);
  cli_assert (self->cli, CLI_DONE, "backup $F/copy");
  g_assert_false (test_folder_contains (self->cli->folder, "bandicoot"));
  cli_assert (self->cli, CLI_DONE, "vacuum");
  g_assert_false (test_folder_contains (self->server->folder, "bandicoot"));
}

/* The database that a backup takes the place of is kept, too. */
static void
test_deleted_and_kept (void)
{
  g_autoptr (Beside) self = beside_new ();

  delete_and_die (self);
  cli_assert (self->cli, CLI_DONE, "backup $F/copy");
  cli_assert (self->cli, CLI_DONE, "restore $F/copy --replace");
  g_assert_cmpuint (keep_count_files (self->server->folder, ".before-restore-"), >, 0);
  g_assert_false (test_folder_contains (self->server->folder, "bandicoot"));
}

/* One file can't take the place of another that is being written. */
static void
test_refused (void)
{
  g_autoptr (Beside) self = beside_new ();
  static const char *const lines[] = { "restore $F/copy --replace", "vacuum", "vacuum --search" };

  cli_assert (self->cli, CLI_DONE, "backup $F/copy");
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      cli_assert (self->cli, CLI_FAILED, lines[i]);
      g_assert_nonnull (strstr (self->cli->err, "is in use. Stop the server"));
    }
  g_assert_cmpuint (keep_count_files (self->server->folder, ".part"), ==, 0);
  g_assert_cmpuint (keep_count_files (self->server->folder, ".before-restore-"), ==, 0);
  write_now (self, reply);
  test_server_stop (self->server);
  cli_assert (self->cli, CLI_DONE, "vacuum");
  cli_assert (self->cli, CLI_DONE, "restore $F/copy --replace");
}

/* The other way round: no server begins in the midst of it. */
static void
test_server_waits (void)
{
  g_autoptr (Beside) self = beside_new ();
  g_autoptr (TktDbLock) lock = NULL;
  g_autoptr (GError) error = NULL;

  test_server_stop (self->server);
  lock = tkt_db_lock_new (self->server->database, TRUE, &error);
  g_assert_no_error (error);
  cli_assert (self->cli, CLI_FAILED, "serve --port=0");
  g_assert_nonnull (strstr (self->cli->err, "is being restored or vacuumed"));
  cli_assert (self->cli, CLI_FAILED, "organization set --support-tickets=off");
}

/* Programs that know nothing of our lock. */
static void
test_other_programs (void)
{
  g_autoptr (Beside) self = beside_new ();
  g_autofree char *copy = keep_path (self->cli, "copy");
  sqlite3 *db = NULL;

  cli_assert (self->cli, CLI_DONE, "backup $F/copy");
  test_server_stop (self->server);
  g_assert_cmpint (sqlite3_open (self->server->database, &db), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (db, "SELECT count (*) FROM ticket", NULL, NULL, NULL), ==, SQLITE_OK);
  cli_assert (self->cli, CLI_FAILED, "restore $F/copy --replace");
  g_assert_cmpuint (keep_count_files (self->server->folder, ".before-restore-"), ==, 0);
  sqlite3_close (db);
  cli_assert (self->cli, CLI_DONE, "restore $F/copy --replace");
}

static gpointer
fetch (TktStoreTx *tx, gpointer data, GError **error)
{
  Beside *self = data;
  g_autoptr (TktActor) actor = load_ada (self, tx, error);
  g_autoptr (TktChangePage) page = tkt_service_list_changes (tx, actor, self->cursor, 1000, error);

  if (page == NULL)
    return NULL;
  g_free (self->cursor);
  self->cursor = g_strdup (page->cursor);

  return GINT_TO_POINTER (TRUE);
}

static void
read_now (Beside *self, GError **error)
{
  tkt_store_read (self->server->store, fetch, self, error);
}

/* A desk that had seen less than the backup has may have written more: it begins anew, too. */
static void
test_cursors_are_gone (void)
{
  g_autoptr (Beside) self = beside_new ();
  g_autoptr (GError) gone = NULL;
  g_autoptr (GError) error = NULL;

  read_now (self, &error);
  g_assert_no_error (error);
  write_now (self, reply);
  cli_assert (self->cli, CLI_DONE, "backup $F/copy");
  read_now (self, &error);
  g_assert_no_error (error);
  test_server_stop (self->server);
  cli_assert (self->cli, CLI_DONE, "restore $F/copy --replace");
  test_server_start (self->server);

  read_now (self, &gone);
  g_assert_error (gone, TKT_PROBLEM, TKT_PROBLEM_CURSOR_GONE);
  g_clear_pointer (&self->cursor, g_free);
  read_now (self, &error);
  g_assert_no_error (error);
  write_now (self, reply);
  read_now (self, &error);
  g_assert_no_error (error);
}

void
keep_add_server_tests (void)
{
  g_test_add_func ("/keep/server/writers-go-on", test_writers_go_on);
  g_test_add_func ("/keep/server/rule-13/backup-after-deleting", test_deleted);
  g_test_add_func ("/keep/server/rule-13/backup-after-stopping", test_deleted_and_stopped);
  g_test_add_func ("/keep/server/rule-13/what-a-restore-keeps", test_deleted_and_kept);
  g_test_add_func ("/keep/server/restore-and-vacuum-are-refused", test_refused);
  g_test_add_func ("/keep/server/does-not-begin-meanwhile", test_server_waits);
  g_test_add_func ("/keep/server/other-programs", test_other_programs);
  g_test_add_func ("/keep/server/cursors-are-gone", test_cursors_are_gone);
}
