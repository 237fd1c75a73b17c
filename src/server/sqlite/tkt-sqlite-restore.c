/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Putting a backup back. */
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "tkt-db-lock.h"
#include "tkt-sqlite-private.h"
#include "tkt-sqlite-settle.h"

/* Others that have it open hold a lock for as long: whoever waits longer than this has the
 * database, not a lock in passing. */
#define TAKE_ALONE "PRAGMA busy_timeout = 1000; BEGIN EXCLUSIVE; COMMIT"

static gpointer
begin_anew (TktStoreTx *tx, gpointer data, GError **error)
{
  const TktSqliteRestoreOptions *options = data;

  return GINT_TO_POINTER (
      tkt_sqlite_forget_incarnations (tx, error)
      && (!options->end_sessions
          || tkt_sqlite_run (tkt_sqlite_prepare (tx, "DELETE FROM session", error, ""), error)));
}

/* Ends what the old database has left to erase, for it is kept (rule 13). One that can't be read
 * any more is kept as it is. */
static gboolean
finish_old (const char *path, GError **error)
{
  GError *failure = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS) || tkt_sqlite_bring_up_to_date (path, &failure))
    return TRUE;
  if (g_error_matches (failure, TKT_DB_ERROR, TKT_DB_ERROR_DAMAGED)
      || g_error_matches (failure, TKT_DB_ERROR, TKT_DB_ERROR_NEWER))
    {
      g_error_free (failure);
      return TRUE;
    }
  g_propagate_error (error, failure);

  return FALSE;
}

/* Puts the WAL of the old database into it, and closes it. */
static gboolean
close_old (const char *path, GError **error)
{
  g_autoptr (TktDb) db = tkt_db_open (path, TKT_DB_WRITE, error);
  gint64 version;

  return db != NULL && tkt_db_exec (db, TAKE_ALONE, error)
         && tkt_db_check_identity (db, "main", tkt_sqlite_application_id, G_MAXINT, &version, error)
         && tkt_db_checkpoint (db, error);
}

/* Makes one file of the old database, that can be kept. A damaged one is kept as it is. */
static gboolean
make_one_file (const char *path, const char *wal, GError **error)
{
  GError *failure = NULL;

  if (close_old (path, &failure))
    {
      /* Whoever closes last removes it: there is somebody else, who knows nothing of our lock. */
      if (!g_file_test (wal, G_FILE_TEST_EXISTS))
        return TRUE;
      g_set_error (error,
                   TKT_DB_ERROR,
                   TKT_DB_ERROR_BUSY,
                   _ ("Another program has %s open. End it first."),
                   path);
      return FALSE;
    }
  if (g_error_matches (failure, TKT_DB_ERROR, TKT_DB_ERROR_DAMAGED))
    {
      g_error_free (failure);
      return TRUE;
    }
  g_propagate_error (error, failure);

  return FALSE;
}

/* A second name for the file; where there is no such file, nothing. */
static gboolean
keep_file (const char *path, const char *kept, GError **error)
{
  if (link (path, kept) == 0 || errno == ENOENT)
    return TRUE;
  tkt_sqlite_set_file_error (error, kept, errno);

  return FALSE;
}

/* Afterwards the old file has both names, and nothing stands beside it that the new one would be
 * taken to own. */
static gboolean
keep_old (const char *path, const char *kept, GError **error)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (path, "-shm", NULL);
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);
  g_autofree char *kept_wal = g_strconcat (kept, "-wal", NULL);
  g_autofree char *kept_journal = g_strconcat (kept, "-journal", NULL);

  if (!make_one_file (path, wal, error) || !keep_file (wal, kept_wal, error)
      || !keep_file (journal, kept_journal, error) || !keep_file (path, kept, error)
      || !tkt_sqlite_sync_folder (path, error))
    return FALSE;
  g_unlink (wal);
  g_unlink (journal);
  g_unlink (shm);

  return TRUE;
}

static gboolean
put_in_place (TktSqlitePart *part, const char *path, TktSqliteCopy *copy, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%dT%H%M%S.%fZ");

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return tkt_sqlite_part_publish (part, FALSE, error);
  copy->before = g_strconcat (path, ".before-restore-", time, NULL);

  return keep_old (path, copy->before, error) && tkt_sqlite_part_publish (part, TRUE, error);
}

gboolean
tkt_sqlite_restore (GInputStream *in,
                    const char *path,
                    const TktSqliteRestoreOptions *options,
                    TktFindingFunc func,
                    gpointer data,
                    TktSqliteCopy *copy,
                    GError **error)
{
  g_autoptr (TktDbLock) alone = NULL;
  g_autoptr (TktSqlitePart) part = NULL;

  if (!options->replace && g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_EXISTS,
                   _ ("%s is there already. Say --replace: it is kept under another name."),
                   path);
      return FALSE;
    }
  alone = tkt_db_lock_new (path, TRUE, error);
  if (alone == NULL)
    return FALSE;
  /* The store in it has a lock of its own. */
  g_clear_pointer (&alone, tkt_db_lock_free);
  if (!finish_old (path, error))
    return FALSE;
  alone = tkt_db_lock_new (path, TRUE, error);
  if (alone == NULL)
    return FALSE;
  part = tkt_sqlite_part_new (path, error);

  return part != NULL && tkt_sqlite_part_read_from (part, in, error)
         && tkt_sqlite_settle (part, begin_anew, (gpointer)options, func, data, copy, error)
         && put_in_place (part, path, copy, error);
}
