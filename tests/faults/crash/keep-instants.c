/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Backup, restore and vacuum, killed at any instant: each file is what it was or what it was to
 * become, and all that is there is whole. */
#include <string.h>

#include "crash-files.h"
#include "crash-instants.h"
#include "shim-disk.h"
#include "test-acts.h"
#include "test-instants.h"
#include "tkt-db.h"
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

/* A deletion that was committed, after which the server was stopped before its first step. */
static void
leave_to_erase (KeepCase *self)
{
  static const char *const statements[] = {
    "INSERT INTO search (rowid, text) VALUES (1 << 60, '" SECRET "')",
    "INSERT INTO search (search, rowid, text) VALUES ('delete', 1 << 60, '" SECRET "')",
    "UPDATE meta SET erased = erased + 1",
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (TktDb) db = tkt_db_open (self->server->database, TKT_DB_WRITE, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    tkt_db_exec (db, statements[i], &error);
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
  leave_to_erase (self);
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

/* What was deleted is in the database's own files until it has erased, and nowhere else. */
static void
check_nothing_beside (KeepCase *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->server->folder, 0, NULL);
  g_autofree char *database = g_path_get_basename (self->server->database);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->server->folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize size;

      if (g_str_has_prefix (name, database) || !g_file_get_contents (path, &bytes, &size, NULL))
        continue;
      if (memmem (bytes, size, "bandicoot", strlen ("bandicoot")) != NULL)
        g_error ("%s has what was deleted", name);
    }
}

/* The backup of last year, or all of the new one: with every ticket, without the secret. */
static void
check_backup (KeepCase *self)
{
  g_autofree char *bytes = NULL;
  gsize size;

  check_nothing_beside (self);
  g_assert_cmpuint (test_server_count_whole (self->server->database), ==, self->n_tickets);
  g_assert_true (g_file_get_contents (self->copy, &bytes, &size, NULL));
  if (size == strlen (OLD_BACKUP))
    g_assert_cmpmem (bytes, size, OLD_BACKUP, strlen (OLD_BACKUP));
  else
    g_assert_cmpuint (test_server_count_whole (self->copy), ==, self->n_tickets);
}

static void
test_backup (void)
{
  g_autoptr (KeepCase) self = keep_case_new ();

  g_assert_true (g_file_set_contents (self->copy, OLD_BACKUP, -1, NULL));
  visit (self, back_up, check_backup);
}

/* There what is whole, and clean, is copied once more under a name, which a kill leaves. */
static void
test_backup_with_names (void)
{
  g_autoptr (KeepCase) self = keep_case_new ();

  g_assert_true (g_file_set_contents (self->copy, OLD_BACKUP, -1, NULL));
  shim_disk_set_needs_names (TRUE);
  visit (self, back_up, check_backup);
  shim_disk_set_needs_names (FALSE);
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
  g_test_add_func ("/crash/instants/keep/rule-13/backup-where-files-need-names",
                   test_backup_with_names);
  g_test_add_func ("/crash/instants/keep/restore", test_restore);
  g_test_add_func ("/crash/instants/keep/rule-13/vacuum", test_vacuum);
}
