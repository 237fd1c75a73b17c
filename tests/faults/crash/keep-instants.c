/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Backup, restore and vacuum, killed at any instant: each file is what it was or what it was to
 * become, and all that is there is whole. */
#include <string.h>

#include "crash-files.h"
#include "crash-instants.h"
#include "test-acts.h"
#include "test-instants.h"
#include "tkt-sqlite-keep.h"

#define SECRET "Quagmire bandicoot"
#define OLD_BACKUP "what was backed up last year"

/* A stopped server's database, some words of which were deleted and have not been erased yet, and a
 * backup of what it was before its last ticket. */
typedef struct
{
  TestServer *server;
  char *copy; /* path of the backup */
  GBytes *backup;
  guint n_tickets;
  CrashInstants *instants;
} KeepCase;

static void
back_up (KeepCase *self)
{
  g_autoptr (GError) error = NULL;
  g_auto (TktSqliteCopy) copy = { 0 };

  tkt_sqlite_backup (self->server->database,
                     self->copy,
                     NULL,
                     TRUE,
                     test_server_fail_on_finding,
                     NULL,
                     &copy,
                     &error);
  g_assert_no_error (error);
}

static void
put_back (KeepCase *self)
{
  g_autoptr (GInputStream) in = g_memory_input_stream_new_from_bytes (self->backup);
  const TktSqliteRestoreOptions options = { .replace = TRUE };
  g_autoptr (GError) error = NULL;
  g_auto (TktSqliteCopy) copy = { 0 };

  tkt_sqlite_restore (
      in, self->server->database, &options, test_server_fail_on_finding, NULL, &copy, &error);
  g_assert_no_error (error);
}

static void
vacuum (KeepCase *self)
{
  g_autoptr (GError) error = NULL;

  tkt_sqlite_vacuum (self->server->database, TRUE, &error);
  g_assert_no_error (error);
}

static KeepCase *
keep_case_new (void)
{
  KeepCase *self = g_new0 (KeepCase, 1);
  g_autofree char *ticket = NULL;
  g_autofree char *secret = NULL;
  g_autofree char *last = NULL;
  char *bytes;
  gsize size;

  self->server = test_server_new ();
  self->copy = g_build_filename (self->server->folder, "copy", NULL);
  ticket = test_act_open_ticket (self->server, "ada", "Payout missing", "Hello");
  secret = test_act_reply (self->server, "ada", ticket, SECRET);
  back_up (self);
  g_assert_true (g_file_get_contents (self->copy, &bytes, &size, NULL));
  self->backup = g_bytes_new_take (bytes, size);
  last = test_act_open_ticket (self->server, "bob", "Where is the link?", "Hello");
  test_act_delete_message (self->server, "ada", secret);
  test_server_stop (self->server);
  self->n_tickets = test_server_count_whole (self->server->database);
  g_assert_cmpuint (self->n_tickets, ==, test_server_count_whole (self->copy) + 1);

  return self;
}

static void
keep_case_free (KeepCase *self)
{
  g_clear_pointer (&self->instants, crash_instants_free);
  test_server_free (self->server);
  g_bytes_unref (self->backup);
  g_free (self->copy);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KeepCase, keep_case_free)

/* Does @act, and then has @check look at what it left at each instant. It can always be done again,
 * and ends as if nothing had been. */
static void
visit (KeepCase *self, void (*act) (KeepCase *self), void (*check) (KeepCase *self))
{
  guint n;

  self->instants = crash_instants_new (self->server->folder);
  act (self);
  crash_instants_end (self->instants);
  n = crash_instants_get_n (self->instants);
  for (guint i = test_instants_first (); i < n; i += test_instants_step ())
    {
      crash_instants_go_back (self->instants, i);
      g_test_message ("instant %u of %u", i + 1, n);
      check (self);
      act (self);
      check (self);
    }
}

static gboolean
has_part (KeepCase *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->server->folder, 0, NULL);
  gboolean found = FALSE;
  const char *name;

  while (!found && (name = g_dir_read_name (dir)) != NULL)
    found = g_str_has_suffix (name, ".part");

  return found;
}

/* The backup of last year, or all of the new one: with every ticket, without the secret. */
static void
check_backup (KeepCase *self)
{
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_cmpuint (test_server_count_whole (self->server->database), ==, self->n_tickets);
  g_assert_true (g_file_get_contents (self->copy, &bytes, &size, NULL));
  if (size == strlen (OLD_BACKUP))
    {
      g_assert_cmpmem (bytes, size, OLD_BACKUP, strlen (OLD_BACKUP));
      return;
    }
  g_assert_cmpuint (test_server_count_whole (self->copy), ==, self->n_tickets);
  g_assert_null (memmem (bytes, size, "bandicoot", strlen ("bandicoot")));
}

static void
test_backup (void)
{
  g_autoptr (KeepCase) self = keep_case_new ();

  g_assert_true (g_file_set_contents (self->copy, OLD_BACKUP, -1, NULL));
  visit (self, back_up, check_backup);
  g_assert_false (has_part (self));
}

/* The one database or the other; and where it is the other, the one is kept. */
static void
check_restored (KeepCase *self)
{
  const guint n_tickets = test_server_count_whole (self->server->database);
  g_autoptr (GDir) dir = g_dir_open (self->server->folder, 0, NULL);
  guint n_kept = 0;
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->server->folder, name, NULL);

      if (strstr (name, ".before-restore-") == NULL || g_str_has_suffix (name, "-shm")
          || g_str_has_suffix (name, "-wal"))
        continue;
      n_kept += test_server_count_whole (path) == self->n_tickets;
    }
  if (n_tickets == self->n_tickets)
    return;
  g_assert_cmpuint (n_tickets, ==, self->n_tickets - 1);
  g_assert_cmpuint (n_kept, >=, 1);
}

static void
test_restore (void)
{
  g_autoptr (KeepCase) self = keep_case_new ();

  visit (self, put_back, check_restored);
  g_assert_false (has_part (self));
}

static void
check_vacuumed (KeepCase *self)
{
  g_assert_cmpuint (test_server_count_whole (self->server->database), ==, self->n_tickets);
}

static void
test_vacuum (void)
{
  g_autoptr (KeepCase) self = keep_case_new ();

  visit (self, vacuum, check_vacuumed);
  g_assert_true (g_file_set_contents (self->copy, OLD_BACKUP, -1, NULL));
  g_assert_false (test_folder_contains (self->server->folder, "bandicoot"));
}

void
crash_add_keep_instants (void)
{
  g_test_add_func ("/crash/instants/keep/rule-13/backup", test_backup);
  g_test_add_func ("/crash/instants/keep/restore", test_restore);
  g_test_add_func ("/crash/instants/keep/rule-13/vacuum", test_vacuum);
}
