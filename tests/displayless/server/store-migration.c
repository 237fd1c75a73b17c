/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Store suite: databases of older programs, as SQLite has them, are opened with all that was in
 * them. */
#include "store-fixture.h"

#include <glib/gstdio.h>

#include "tkt-sqlite-private.h"

#define DAY G_GINT64_CONSTANT (86400000)

/* An account that has signed in twice, in a database of the first @n_steps steps. */
static void
make_old (const char *path, guint n_steps)
{
  static const char *const rows
      = "INSERT INTO organization VALUES (zeroblob (16), 'old', 'Old', 1, 1);"
        "INSERT INTO counter (organization_id) VALUES (zeroblob (16));"
        "INSERT INTO account (id, organization_id, username, display_name, role, disabled, "
        "revision)"
        " VALUES (zeroblob (16), zeroblob (16), 'ada', 'Ada', 2, 0, 2);"
        "INSERT INTO session (token_hash, account_id, organization_id, device, created_at,"
        " expires_at)"
        " VALUES (zeroblob (32), zeroblob (16), zeroblob (16), 'Desk', 86400000, 40 * 86400000),"
        " (randomblob (32), zeroblob (16), zeroblob (16), NULL, 2 * 86400000, 32 * 86400000);";
  g_autoptr (GError) error = NULL;
  g_autoptr (TktDb) db = tkt_db_open (path, TKT_DB_WRITE | TKT_DB_CREATE, &error);

  g_assert_no_error (error);
  tkt_db_migrate (db, "main", tkt_sqlite_application_id, tkt_sqlite_steps, n_steps, &error);
  g_assert_no_error (error);
  tkt_db_exec (db, rows, &error);
  g_assert_no_error (error);
}

/* Sessions go on, can be told apart and know their last use. */
static gpointer
check_sessions (TktStoreTx *tx, gpointer data, GError **error)
{
  static const char account[] = "00000000-0000-0000-0000-000000000000";
  g_autoptr (GPtrArray) sessions = tkt_store_list_sessions (tx, account, 0, NULL, 9, error);
  const TktSessionRow *first, *second;

  g_assert_no_error (*error);
  g_assert_cmpuint (sessions->len, ==, 2);
  second = sessions->pdata[0];
  first = sessions->pdata[1];
  g_assert_cmpstr (first->device, ==, "Desk");
  g_assert_cmpstr (first->id, !=, second->id);
  g_assert_cmpint (first->last_used_at, ==, 10 * DAY);
  g_assert_cmpint (first->expires_at, ==, 40 * DAY);
  g_assert_cmpint (second->last_used_at, ==, 2 * DAY);
  g_assert_null (second->address);

  return STORE_DONE;
}

void
store_migration_test (const StoreKind *kind)
{
  for (guint n_steps = 1; n_steps < 3; n_steps++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *folder = g_dir_make_tmp ("tickets-old-XXXXXX", &error);
      g_autofree char *path = g_build_filename (folder, "tickets.db", NULL);
      g_autofree char *lock = g_strconcat (path, "-lock", NULL);
      g_autoptr (TktStore) store = NULL;

      make_old (path, n_steps);
      store = kind->open (folder, FALSE, &error);
      g_assert_no_error (error);
      g_assert_true (tkt_store_read (store, check_sessions, NULL, &error) == STORE_DONE);
      g_assert_no_error (error);
      tkt_store_stop (store);
      g_assert_no_errno (g_unlink (path));
      g_assert_no_errno (g_unlink (lock));
      g_assert_no_errno (g_rmdir (folder));
    }
}
