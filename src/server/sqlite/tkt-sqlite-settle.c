/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What backup and restore do with a database before it goes its way. */
#include "tkt-sqlite-settle.h"

#include <glib/gi18n-lib.h>

#include "tkt-sqlite-eraser.h"
#include "tkt-sqlite-private.h"
#include "tkt-sqlite-store.h"
#include "tkt-store-calls.h"

void
tkt_sqlite_copy_clear (TktSqliteCopy *copy)
{
  g_clear_pointer (&copy->before, g_free);
}

gboolean
tkt_sqlite_bring_up_to_date (const char *path, GError **error)
{
  g_autoptr (TktStore) store = tkt_sqlite_store_new (path, FALSE, error);
  gboolean done;

  if (store == NULL)
    return FALSE;
  done = tkt_store_finish_erasing (store, error);
  tkt_store_stop (store);

  return done;
}

static gboolean
do_change (TktDb *db, TktStoreFunc change, gpointer change_data, GError **error)
{
  TktSqliteTx tx = { .db = db };

  if (!tkt_db_begin_immediate (db, error))
    return FALSE;
  if (change (&tx.parent, change_data, error) != NULL && tkt_db_commit (db, error))
    return TRUE;
  tkt_db_rollback (db);

  return FALSE;
}

/* What fails here fails as a whole, and nobody else has the file: no store. */
static gboolean
bring_part_up_to_date (const char *path, TktStoreFunc change, gpointer change_data, GError **error)
{
  g_autoptr (TktDb) db = tkt_db_open (path, TKT_DB_WRITE, error);

  return db != NULL
         && tkt_db_migrate (
             db, "main", tkt_sqlite_application_id, tkt_sqlite_steps, tkt_sqlite_n_steps, error)
         && tkt_sqlite_gather_texts (db, error)
         && (change == NULL || do_change (db, change, change_data, error))
         && tkt_sqlite_erase_all (db, error);
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

  if (!bring_part_up_to_date (path, change, change_data, error)
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
