/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rescue of a damaged outbox: looking for damage, the new file, and putting it in the place of
 * the damaged one. */
#include "tkt-outbox-rescue.h"

#include <glib/gstdio.h>

#include "tkt-db-files.h"
#include "tkt-drafts.h"
#include "tkt-outbox-salvage.h"
#include "tkt-outbox.h"
#include "tkt-row.h"

#define OUTBOX "outbox.db"
#define KEPT OUTBOX ".damaged-" /* and the time: what was damaged */
#define READY                                                                                      \
  OUTBOX ".recovered-"           /* and the same time: the new one, whole, not yet in its place    \
                                  */
#define SCRATCH OUTBOX ".rescue" /* the new one while it is written */
#define SOURCE                                                                                     \
  OUTBOX ".rescue-from" /* a copy to read from: reading makes files and writes them                \
                         */

/* The new outbox goes to its place. The two names tell how far this came, so that it can be done
 * again: what has been moved already is not there to be moved. */
static gboolean
put_in_place (const char *folder, const char *time, GError **error)
{
  g_autofree char *ready = g_strconcat (READY, time, NULL);
  g_autofree char *kept = g_strconcat (KEPT, time, NULL);

  return tkt_db_files_move (folder, OUTBOX, kept, error)
         && tkt_db_files_move (folder, ready, OUTBOX, error);
}

/* Ends a rescue that was cut short after the new file was whole. */
static gboolean
finish_earlier (const char *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  const char *name;

  if (dir == NULL)
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, READY))
      return put_in_place (folder, name + strlen (READY), error);
  return TRUE;
}

/* 0 where there is no such file. */
static goffset
get_size (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  GStatBuf info;

  return g_stat (path, &info) == 0 ? info.st_size : 0;
}

/* An answer other than "ok", or a newer program's, which says nothing about damage. */
static gboolean
check_pages (TktDb *db, gboolean *damaged, GError **error)
{
  g_autoptr (TktStatement) version = tkt_db_prepare (db, "PRAGMA user_version", error);
  g_autoptr (TktStatement) check = NULL;
  gboolean has_row;

  if (version == NULL || !tkt_statement_step (version, &has_row, error))
    return FALSE;
  if (tkt_statement_get_int (version, 0) > tkt_outbox_version)
    return TRUE;
  /* Not only its pages: an index that does not tell what the table has would change the order. */
  check = tkt_db_prepare (db, "PRAGMA integrity_check (1)", error);
  if (check == NULL || !tkt_statement_step (check, &has_row, error))
    return FALSE;
  *damaged = g_strcmp0 (tkt_statement_get_text (check, 0), "ok") != 0;
  return TRUE;
}

static gboolean
is_damaged (const char *folder, gboolean *damaged, GError **error)
{
  g_autofree char *path = g_build_filename (folder, OUTBOX, NULL);
  g_autoptr (GError) failed = NULL;
  g_autoptr (TktDb) db = NULL;

  *damaged = FALSE;
  if (get_size (folder, OUTBOX) == 0)
    {
      /* SQLite takes it for a new database, and would remove the WAL unread. */
      *damaged = get_size (folder, OUTBOX "-wal") > 0;
      return TRUE;
    }
  /* For reading only: whoever closes a database that it may write moves the WAL into the file. But
   * one that was being made when its program was killed has a journal, which is undone first. */
  db = tkt_db_open (
      path, get_size (folder, OUTBOX "-journal") > 0 ? TKT_DB_WRITE : TKT_DB_READ, &failed);
  if (db != NULL)
    check_pages (db, damaged, &failed);
  if (failed == NULL)
    return TRUE;
  *damaged = g_error_matches (failed, TKT_DB_ERROR, TKT_DB_ERROR_DAMAGED);
  if (!*damaged)
    g_propagate_error (error, g_steal_pointer (&failed));
  return *damaged;
}

/* Where the header says how many pages there are: SQLite opens no file that has fewer, as one that
 * was cut has, but goes by the file where it says 0. (The SQLite file format, section 1.3.) */
#define N_PAGES_AT 28

/* The least that SQLite does not take for a new database, where all there is is in the WAL. */
#define BLANK_SIZE 4096

/* (transfer full): the damaged file, as far as it goes, as SQLite opens it. */
static GByteArray *
read_damaged (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, OUTBOX, NULL);
  g_autoptr (GError) failed = NULL;
  GByteArray *bytes = g_byte_array_new ();
  char *text = NULL;
  gsize size = 0;

  if (!g_file_get_contents (path, &text, &size, &failed)
      && !g_error_matches (failed, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      g_byte_array_unref (bytes);
      return NULL;
    }
  g_byte_array_append (bytes, (guint8 *)text, size);
  g_free (text);
  if (size < BLANK_SIZE)
    {
      g_byte_array_set_size (bytes, BLANK_SIZE);
      memset (bytes->data + size, 0, BLANK_SIZE - size);
    }
  memset (bytes->data + N_PAGES_AT, 0, sizeof (guint32));
  return bytes;
}

static gboolean
write_source (const char *folder, const char *name, gconstpointer bytes, gsize size, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_set_contents_full (path, bytes, size, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static gboolean
copy_wal (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, OUTBOX "-wal", NULL);
  g_autofree char *bytes = NULL;
  gsize size;

  return g_file_get_contents (path, &bytes, &size, error)
         && write_source (folder, SOURCE "-wal", bytes, size, error);
}

/* @readable: whether there was anything to read. */
static gboolean
salvage (const char *folder,
         gboolean with_wal,
         GPtrArray *entries,
         GPtrArray *drafts,
         gboolean *readable,
         GError **error)
{
  g_autofree char *path = g_build_filename (folder, SOURCE, NULL);
  g_autoptr (GByteArray) bytes = read_damaged (folder, error);

  g_ptr_array_set_size (entries, 0);
  g_ptr_array_set_size (drafts, 0);
  if (bytes == NULL || !tkt_db_files_remove (folder, SOURCE, error)
      || !write_source (folder, SOURCE, bytes->data, bytes->len, error)
      || (with_wal && !copy_wal (folder, error)))
    return FALSE;
  *readable = tkt_outbox_salvage (path, entries, drafts);
  return tkt_db_files_remove (folder, SOURCE, error);
}

/* A WAL that is not this file's makes nonsense of it. But one that is tells what has become of its
 * rows, and without it they would be what they were. */
static gboolean
salvage_any (const char *folder, GPtrArray *entries, GPtrArray *drafts, GError **error)
{
  gboolean readable = FALSE;

  if (get_size (folder, OUTBOX "-wal") > 0
      && !salvage (folder, TRUE, entries, drafts, &readable, error))
    return FALSE;
  return readable || salvage (folder, FALSE, entries, drafts, &readable, error);
}

static gboolean
write_note (TktDb *db, const TktRescue *rescue, GError **error)
{
  g_autoptr (TktStatement) statement
      = tkt_db_prepare (db, tkt_row_insert_sql (&tkt_rescue_shape, "outbox.rescue", NULL), error);

  if (statement == NULL)
    return FALSE;
  tkt_row_bind (&tkt_rescue_shape, statement, 1, rescue);
  return tkt_statement_run (statement, error);
}

static gboolean
write_rows (TktDb *db,
            const GPtrArray *entries,
            const GPtrArray *drafts,
            const char *kept,
            GError **error)
{
  TktRescue rescue = { .kept = (char *)kept, .n_drafts = drafts->len };

  for (guint i = 0; i < entries->len; i++)
    {
      TktEntry *entry = g_ptr_array_index (entries, i);

      rescue.n_entries += entry->kind != TKT_ENTRY_MARK_READ;
      if (!tkt_outbox_insert (db, entry, error))
        return FALSE;
    }
  for (guint i = 0; i < drafts->len; i++)
    if (!tkt_drafts_put (db, g_ptr_array_index (drafts, i), error))
      return FALSE;
  return write_note (db, &rescue, error);
}

/* Everything in one transaction, and out of the WAL, so that the file alone is the outbox. */
static gboolean
fill (TktDb *db,
      const GPtrArray *entries,
      const GPtrArray *drafts,
      const char *kept,
      GError **error)
{
  if (!tkt_outbox_migrate (db, error) || !tkt_db_begin_immediate (db, error))
    return FALSE;
  if (write_rows (db, entries, drafts, kept, error) && tkt_db_commit (db, error))
    return tkt_db_checkpoint (db, error);
  tkt_db_rollback (db);
  return FALSE;
}

static gboolean
write_scratch (TktDb *db,
               const char *folder,
               const GPtrArray *entries,
               const GPtrArray *drafts,
               const char *kept,
               GError **error)
{
  g_autofree char *path = g_build_filename (folder, SCRATCH, NULL);
  gboolean filled;

  if (!tkt_db_files_remove (folder, SCRATCH, error)
      || !tkt_db_attach (db, path, TKT_OUTBOX_SCHEMA, error))
    return FALSE;
  filled = fill (db, entries, drafts, kept, error);
  return tkt_db_exec (db, "DETACH " TKT_OUTBOX_SCHEMA, filled ? error : NULL) && filled;
}

/* What no damaged outbox of before has in its name. */
static char *
choose_time (const char *folder)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *base = g_date_time_format (now, "%Y%m%d-%H%M%S");
  char *time = g_strdup (base);

  for (guint i = 2;; i++)
    {
      g_autofree char *kept = g_strconcat (folder, G_DIR_SEPARATOR_S KEPT, time, NULL);

      if (!g_file_test (kept, G_FILE_TEST_EXISTS))
        return time;
      g_free (time);
      time = g_strdup_printf ("%s-%u", base, i);
    }
}

static gboolean
replace (TktDb *db, const char *folder, GError **error)
{
  g_autofree char *time = choose_time (folder);
  g_autofree char *kept = g_strconcat (KEPT, time, NULL);
  g_autofree char *ready = g_strconcat (READY, time, NULL);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_entry_free);
  g_autoptr (GPtrArray) drafts = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_draft_free);

  if (!salvage_any (folder, entries, drafts, error)
      || !write_scratch (db, folder, entries, drafts, kept, error))
    return FALSE;
  g_message ("The outbox is damaged: %u entries and %u drafts were recovered, it is kept as %s",
             entries->len,
             drafts->len,
             kept);
  return tkt_db_files_move (folder, SCRATCH, ready, error) && put_in_place (folder, time, error);
}

gboolean
tkt_outbox_rescue (TktDb *db, const char *folder, GError **error)
{
  gboolean damaged;

  if (!finish_earlier (folder, error) || !is_damaged (folder, &damaged, error))
    return FALSE;
  return !damaged || replace (db, folder, error);
}

TktRescue *
tkt_outbox_find_rescue (TktDb *db, GError **error)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT %s FROM outbox.rescue ORDER BY rowid DESC LIMIT 1",
                         tkt_row_columns (&tkt_rescue_shape, NULL));
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);
  gboolean has_row;

  return statement != NULL && tkt_statement_step (statement, &has_row, error) && has_row
             ? tkt_row_read (&tkt_rescue_shape, statement, 0)
             : NULL;
}

gboolean
tkt_outbox_forget_rescue (TktDb *db, GError **error)
{
  return tkt_db_exec (db, "DELETE FROM outbox.rescue", error);
}
