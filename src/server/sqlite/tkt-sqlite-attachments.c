/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attachments: their rows, and their bytes in pieces. */
#include "tkt-sqlite-private.h"

#include <glib/gi18n-lib.h>

#include "tkt-problem.h"
#include "tkt-time.h"

/* The place of a piece: the attachment's key, and below it the number of the piece. */
#define NUMBER_BITS "8"
#define PLACE "(?1 << " NUMBER_BITS ") + ?2"

G_STATIC_ASSERT (TKT_ATTACHMENT_SIZE_MAX / TKT_UPLOAD_PIECE < 1 << 8);

/* Pieces that one step of the eraser takes away: a few milliseconds of the writer's time. */
#define STEP_PIECES 16

static TktUpload *
get_upload (TktStoreTx *tx, const char *organization_id, const char *id, GError **error)
{
  return tkt_sqlite_get_by_id (tx, &tkt_sqlite_attachment, organization_id, id, error);
}

static gboolean
put_upload (TktStoreTx *tx, const char *organization_id, const TktUpload *row, GError **error)
{
  return tkt_sqlite_put (tx, &tkt_sqlite_attachment, organization_id, row, NULL, error);
}

static gint64
count_waiting_uploads (TktStoreTx *tx, const char *account_id, GError **error)
{
  return tkt_sqlite_get_number (tkt_sqlite_prepare (tx,
                                                    "SELECT count(*) FROM attachment"
                                                    " WHERE message_id IS NULL AND uploaded_by = ?",
                                                    error,
                                                    "i",
                                                    account_id),
                                0,
                                error);
}

/* The attachment's key, 0 where there is none, -1 with @error set. */
static gint64
get_key (TktStoreTx *tx, const char *organization_id, const char *id, GError **error)
{
  return tkt_sqlite_get_number (
      tkt_sqlite_prepare (tx,
                          "SELECT key FROM attachment WHERE id = ? AND +organization_id = ?",
                          error,
                          "ii",
                          id,
                          organization_id),
      0,
      error);
}

static gboolean
append_upload (TktStoreTx *tx,
               const char *organization_id,
               TktUpload *upload,
               GBytes *bytes,
               GError **error)
{
  gint64 key = get_key (tx, organization_id, upload->id, error);
  TktUpload longer = *upload;

  if (key == 0)
    tkt_problem_set (error, TKT_PROBLEM_NOT_FOUND, _ ("There is no such upload"));
  if (key <= 0)
    return FALSE;

  g_assert (upload->size % TKT_UPLOAD_PIECE == 0);
  g_assert (g_bytes_get_size (bytes) <= TKT_UPLOAD_PIECE);
  longer.size += g_bytes_get_size (bytes);
  if (!tkt_sqlite_run (
          tkt_sqlite_prepare (tx,
                              "INSERT INTO attachment_piece (place, bytes) VALUES (" PLACE ", ?3)",
                              error,
                              "nnb",
                              key,
                              upload->size / TKT_UPLOAD_PIECE,
                              bytes),
          error)
      || !tkt_sqlite_update (tx, &tkt_sqlite_attachment, upload, &longer, error))
    return FALSE;
  upload->size = longer.size;

  return TRUE;
}

static GBytes *
read_upload (TktStoreTx *tx,
             const char *organization_id,
             const char *id,
             gint64 offset,
             GError **error)
{
  g_autoptr (TktStatement) statement = NULL;
  gint64 key = get_key (tx, organization_id, id, error);
  gsize before = offset % TKT_UPLOAD_PIECE;
  gboolean has_row;
  const guint8 *bytes;
  gsize size;

  if (key <= 0)
    return NULL;
  statement = tkt_sqlite_prepare (tx,
                                  "SELECT bytes FROM attachment_piece WHERE place = " PLACE,
                                  error,
                                  "nn",
                                  key,
                                  offset / TKT_UPLOAD_PIECE);
  if (statement == NULL || !tkt_statement_step (statement, &has_row, error) || !has_row)
    return NULL;
  bytes = tkt_statement_get_blob (statement, 0, &size);

  return before < size ? g_bytes_new (bytes + before, size - before) : NULL;
}

/* Takes rows away at once and notes their keys for the eraser. @types and the value after it are
 * those of @condition's only parameter. */
#define ERASED(condition)                                                                          \
  "INSERT INTO attachment_erased SELECT key FROM attachment WHERE " condition
#define DELETED(condition) "DELETE FROM attachment WHERE " condition
#define ERASE(tx, condition, error, ...)                                                           \
  (tkt_sqlite_run (tkt_sqlite_prepare ((tx), ERASED (condition), (error), __VA_ARGS__), (error))   \
   && tkt_sqlite_run (tkt_sqlite_prepare ((tx), DELETED (condition), (error), __VA_ARGS__),        \
                      (error)))

static gboolean
erase_upload (TktStoreTx *tx, const char *organization_id, const char *id, GError **error)
{
  ((TktSqliteTx *)tx)->erased = TRUE;

  return ERASE (tx, "id = ? AND +organization_id = ?", error, "ii", id, organization_id);
}

gboolean
tkt_sqlite_erase_attachments (TktStoreTx *tx, const char *message_id, GError **error)
{
  return ERASE (tx, "message_id = ?", error, "i", message_id);
}

static gboolean
drop_unused (TktStoreTx *tx, GError **error)
{
  return ERASE (
      tx, "message_id IS NULL AND uploaded_at < ?", error, "n", tkt_time_now () - TKT_UPLOAD_LIFE);
}

static gboolean
run_for_key (TktStoreTx *tx, const char *sql, gint64 key, GError **error)
{
  return tkt_sqlite_run (tkt_sqlite_prepare (tx, sql, error, "nn", key, (gint64)STEP_PIECES),
                         error);
}

gboolean
tkt_sqlite_erase_pieces (TktStoreTx *tx, gboolean *more, GError **error)
{
  gint64 key;

  if (!drop_unused (tx, error))
    return FALSE;
  key = tkt_sqlite_get_number (
      tkt_sqlite_prepare (tx, "SELECT min (key) FROM attachment_erased", error, ""), 0, error);
  *more = key > 0;
  if (key <= 0)
    return key == 0;

  if (!run_for_key (tx,
                    "DELETE FROM attachment_piece WHERE place IN"
                    " (SELECT place FROM attachment_piece WHERE place >= ?1 << " NUMBER_BITS
                    "  AND place < (?1 + 1) << " NUMBER_BITS " LIMIT ?2)",
                    key,
                    error))
    return FALSE;

  return tkt_db_get_n_changed (((TktSqliteTx *)tx)->db) == STEP_PIECES
         || run_for_key (tx, "DELETE FROM attachment_erased WHERE key = ?1 AND ?2 > 0", key, error);
}

void
tkt_sqlite_fill_in_attachments (TktStoreClass *klass)
{
  klass->get_upload = get_upload;
  klass->put_upload = put_upload;
  klass->count_waiting_uploads = count_waiting_uploads;
  klass->append_upload = append_upload;
  klass->read_upload = read_upload;
  klass->erase_upload = erase_upload;
}
