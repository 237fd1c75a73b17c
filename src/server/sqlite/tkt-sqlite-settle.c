/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What backup and restore do with a database before it goes its way. */
#include "tkt-sqlite-settle.h"

#include <glib/gi18n-lib.h>

#include "tkt-sqlite-private.h"
#include "tkt-sqlite-store.h"
#include "tkt-store-calls.h"

void
tkt_sqlite_copy_clear (TktSqliteCopy *copy)
{
  g_clear_pointer (&copy->before, g_free);
}

gboolean
tkt_sqlite_bring_up_to_date (const char *path,
                             TktStoreFunc change,
                             gpointer change_data,
                             GError **error)
{
  g_autoptr (TktStore) store = tkt_sqlite_store_new (path, FALSE, error);
  gboolean done;

  if (store == NULL)
    return FALSE;
  done = (change == NULL || tkt_store_write_sync (store, change, change_data, error) != NULL)
         && tkt_store_finish_erasing (store, error);
  tkt_store_stop (store);

  return done;
}

/* Without -wal and -shm; the next that writes it has them again. */
static gboolean
make_one_file (const char *path, GError **error)
{
  g_autoptr (TktDb) db = tkt_db_open (path, TKT_DB_WRITE, error);

  return db != NULL && tkt_db_exec (db, "PRAGMA journal_mode = DELETE", error);
}

gboolean
tkt_sqlite_settle (TktSqlitePart *part,
                   TktStoreFunc change,
                   gpointer change_data,
                   TktFindingFunc func,
                   gpointer data,
                   TktSqliteCopy *copy,
                   GError **error)
{
  const char *path = tkt_sqlite_part_get_path (part);

  if (!tkt_sqlite_bring_up_to_date (path, change, change_data, error)
      || !make_one_file (path, error)
      || !tkt_sqlite_verify (path, func, data, &copy->verdict, error))
    return FALSE;
  copy->n_bytes = tkt_sqlite_part_get_size (part, error);
  if (copy->n_bytes < 0)
    return FALSE;
  if (copy->verdict.n_found[TKT_FINDING_DAMAGE] == 0)
    return TRUE;
  g_set_error_literal (error, TKT_DB_ERROR, TKT_DB_ERROR_DAMAGED, _ ("The copy is damaged."));

  return FALSE;
}
