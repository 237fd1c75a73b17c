/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions: hashes of tokens, and whose they are. */
#include "tkt-sqlite-private.h"

static TktSessionRow *
get_session (TktStoreTx *tx, const guint8 token_hash[32], GError **error)
{
  g_autoptr (TktStatement) statement
      = tkt_sqlite_prepare (tx,
                            "SELECT account_id, organization_id, device, created_at, expires_at"
                            " FROM session WHERE token_hash = ?",
                            error,
                            "h",
                            token_hash);
  TktSessionRow *session;
  gboolean has_row;

  if (statement == NULL || !tkt_statement_step (statement, &has_row, error) || !has_row)
    return NULL;

  session = g_new0 (TktSessionRow, 1);
  memcpy (session->token_hash, token_hash, TKT_SQLITE_HASH_SIZE);
  session->account_id = tkt_statement_dup_id (statement, 0);
  session->organization_id = tkt_statement_dup_id (statement, 1);
  session->device = g_strdup (tkt_statement_get_text (statement, 2));
  session->created_at = tkt_statement_get_int (statement, 3);
  session->expires_at = tkt_statement_get_int (statement, 4);

  return session;
}

static gboolean
put_session (TktStoreTx *tx, const TktSessionRow *row, GError **error)
{
  return tkt_sqlite_run (
      tkt_sqlite_prepare (
          tx,
          "INSERT INTO session"
          " (token_hash, account_id, organization_id, device, created_at, expires_at)"
          " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (token_hash)"
          " DO UPDATE SET device = excluded.device, expires_at = excluded.expires_at",
          error,
          "hiitnn",
          row->token_hash,
          row->account_id,
          row->organization_id,
          row->device,
          row->created_at,
          row->expires_at),
      error);
}

static gboolean
drop_session (TktStoreTx *tx, const guint8 token_hash[32], GError **error)
{
  return tkt_sqlite_run (
      tkt_sqlite_prepare (tx, "DELETE FROM session WHERE token_hash = ?", error, "h", token_hash),
      error);
}

static gboolean
drop_sessions (TktStoreTx *tx, const char *account_id, const guint8 *keep, GError **error)
{
  return tkt_sqlite_run (
      tkt_sqlite_prepare (tx,
                          "DELETE FROM session WHERE account_id = ? AND token_hash IS NOT ?",
                          error,
                          "ih",
                          account_id,
                          keep),
      error);
}

static gboolean
drop_expired_sessions (TktStoreTx *tx, gint64 now, GError **error)
{
  return tkt_sqlite_run (
      tkt_sqlite_prepare (tx, "DELETE FROM session WHERE expires_at < ?", error, "n", now), error);
}

void
tkt_sqlite_fill_in_sessions (TktStoreClass *klass)
{
  klass->get_session = get_session;
  klass->put_session = put_session;
  klass->drop_session = drop_session;
  klass->drop_sessions = drop_sessions;
  klass->drop_expired_sessions = drop_expired_sessions;
}
