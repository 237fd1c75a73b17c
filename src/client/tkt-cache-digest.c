/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The digest of what a desk has fetched. */
#include "tkt-cache-digest.h"

#include <glib/gi18n-lib.h>

#include "tkt-cache-private.h"
#include "tkt-problem.h"
#include "tkt-row.h"

static gboolean
add_kind (TktDigest *digest, TktChangeKind kind, gpointer data, GError **error)
{
  TktDb *db = data;
  const TktShape *shape = tkt_change_kind_shape (kind);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s ORDER BY %s",
                                          tkt_row_columns (shape, NULL),
                                          shape->name,
                                          shape->members[0].name);
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  while (tkt_statement_step (statement, &has_row, error))
    {
      gpointer row;
      gboolean added;

      if (!has_row)
        return TRUE;
      row = tkt_row_read (shape, statement, 0);
      added = tkt_digest_add (digest, kind, row, error);
      tkt_shape_free (shape, row);
      if (!added)
        return FALSE;
    }
  return FALSE;
}

static void
set_unfetched (GError **error)
{
  tkt_problem_set (error,
                   TKT_PROBLEM_UNAVAILABLE,
                   _ ("The first fetch from the server has not come to its end. Let Tickets run"
                      " until it has."));
}

/* Says in words what SQLite says of a cache that can't be opened. */
static TktDb *
open_cache (const char *folder, GError **error)
{
  GError *failed = NULL;
  TktDb *db = tkt_cache_open_snapshot (folder, &failed);

  if (db != NULL)
    return db;
  if (g_error_matches (failed, TKT_DB_ERROR, TKT_DB_ERROR_MISSING))
    {
      set_unfetched (error);
      g_error_free (failed);
      return NULL;
    }
  /* Nothing but bringing it forward writes here. */
  if (g_error_matches (failed, TKT_DB_ERROR, TKT_DB_ERROR_READ_ONLY))
    {
      tkt_problem_set (error,
                       TKT_PROBLEM_UNAVAILABLE,
                       _ ("The cache was made by an older version of Tickets. Let Tickets run"
                          " once, and it is brought up to date."));
      g_error_free (failed);
      return NULL;
    }
  g_set_error (
      error, failed->domain, failed->code, _ ("The cache can’t be read: %s"), failed->message);
  g_error_free (failed);
  return NULL;
}

/* Whether the rows are all of one snapshot, and whose they are is among them. */
static gboolean
load_whose (TktDb *db,
            const char *account_id,
            TktOrganization **organization,
            TktAccount **account,
            GError **error)
{
  GError *failed = NULL;
  gint64 complete = 0;

  if (tkt_cache_get_number (db, "complete", &complete, &failed))
    *organization = tkt_cache_load_row (
        db, &tkt_organization_shape, "organization LIMIT 1", 0, NULL, &failed);
  if (failed == NULL)
    *account = tkt_cache_load_row (
        db, &tkt_account_shape, "account WHERE id = ?", 0, account_id, &failed);
  if (failed == NULL && (!complete || *organization == NULL || *account == NULL))
    set_unfetched (&failed);
  if (failed == NULL)
    return TRUE;
  g_propagate_error (error, failed);
  return FALSE;
}

gboolean
tkt_cache_digest (const char *folder, const char *account_id, TktDigest *digest, GError **error)
{
  g_autoptr (TktDb) db = open_cache (folder, error);
  g_autoptr (TktOrganization) organization = NULL;
  g_autoptr (TktAccount) account = NULL;
  gboolean done;

  if (db == NULL || !tkt_db_begin (db, error))
    return FALSE;
  done = load_whose (db, account_id, &organization, &account, error)
         && tkt_digest_add_view (digest, organization, account, add_kind, db, error);
  tkt_db_rollback (db);
  return done;
}
