/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions and invitations: hashes of tokens and codes, and whose they are. */
#include "tkt-sqlite-private.h"

#define SELECT_SESSION                                                                             \
  "SELECT token_hash, id, account_id, organization_id, device, address, created_at,"               \
  " last_used_at, expires_at FROM session "

static TktSessionRow *
read_session (TktStatement *statement)
{
  TktSessionRow *session = g_new0 (TktSessionRow, 1);
  gsize size;
  const guint8 *hash = tkt_statement_get_blob (statement, 0, &size);

  memcpy (session->token_hash, hash, MIN (size, TKT_SQLITE_HASH_SIZE));
  session->id = tkt_statement_dup_id (statement, 1);
  session->account_id = tkt_statement_dup_id (statement, 2);
  session->organization_id = tkt_statement_dup_id (statement, 3);
  session->device = g_strdup (tkt_statement_get_text (statement, 4));
  session->address = g_strdup (tkt_statement_get_text (statement, 5));
  session->created_at = tkt_statement_get_int (statement, 6);
  session->last_used_at = tkt_statement_get_int (statement, 7);
  session->expires_at = tkt_statement_get_int (statement, 8);

  return session;
}

/* Takes over @taken. */
static TktSessionRow *
read_only_session (TktStatement *taken, GError **error)
{
  g_autoptr (TktStatement) statement = taken;
  gboolean has_row;

  if (statement == NULL || !tkt_statement_step (statement, &has_row, error) || !has_row)
    return NULL;

  return read_session (statement);
}

static TktSessionRow *
get_session (TktStoreTx *tx, const guint8 token_hash[32], GError **error)
{
  return read_only_session (
      tkt_sqlite_prepare (tx, SELECT_SESSION "WHERE token_hash = ?", error, "h", token_hash),
      error);
}

static TktSessionRow *
get_session_by_id (TktStoreTx *tx, const char *account_id, const char *id, GError **error)
{
  return read_only_session (
      tkt_sqlite_prepare (
          tx, SELECT_SESSION "WHERE id = ? AND account_id = ?", error, "ii", id, account_id),
      error);
}

static GPtrArray *
list_sessions (TktStoreTx *tx,
               const char *account_id,
               gint64 after_created_at,
               const char *after_id,
               guint limit,
               GError **error)
{
  g_autoptr (TktStatement) statement = tkt_sqlite_prepare (
      tx,
      after_id != NULL ? SELECT_SESSION "WHERE account_id = ?1 AND (created_at, id) < (?3, ?4)"
                                        " ORDER BY created_at DESC, id DESC LIMIT ?2"
                       : SELECT_SESSION
          "WHERE account_id = ?1 ORDER BY created_at DESC, id DESC LIMIT ?2",
      error,
      after_id != NULL ? "inni" : "in",
      account_id,
      (gint64)limit,
      after_created_at,
      after_id);
  g_autoptr (GPtrArray) sessions
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_session_row_free);
  gboolean has_row;

  if (statement == NULL)
    return NULL;

  while (TRUE)
    {
      if (!tkt_statement_step (statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&sessions);
      g_ptr_array_add (sessions, read_session (statement));
    }
}

static gboolean
put_session (TktStoreTx *tx, const TktSessionRow *row, GError **error)
{
  return tkt_sqlite_run (
      tkt_sqlite_prepare (
          tx,
          "INSERT INTO session (token_hash, id, account_id, organization_id, device, address,"
          " created_at, last_used_at, expires_at)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (token_hash)"
          " DO UPDATE SET device = excluded.device, address = excluded.address,"
          " last_used_at = excluded.last_used_at, expires_at = excluded.expires_at",
          error,
          "hiiittnnn",
          row->token_hash,
          row->id,
          row->account_id,
          row->organization_id,
          row->device,
          row->address,
          row->created_at,
          row->last_used_at,
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

static TktInvitationRow *
get_invitation (TktStoreTx *tx, const guint8 code_hash[32], GError **error)
{
  g_autoptr (TktStatement) statement
      = tkt_sqlite_prepare (tx,
                            "SELECT account_id, organization_id, expires_at"
                            " FROM invitation WHERE code_hash = ?",
                            error,
                            "h",
                            code_hash);
  TktInvitationRow *invitation;
  gboolean has_row;

  if (statement == NULL || !tkt_statement_step (statement, &has_row, error) || !has_row)
    return NULL;

  invitation = g_new0 (TktInvitationRow, 1);
  memcpy (invitation->code_hash, code_hash, TKT_SQLITE_HASH_SIZE);
  invitation->account_id = tkt_statement_dup_id (statement, 0);
  invitation->organization_id = tkt_statement_dup_id (statement, 1);
  invitation->expires_at = tkt_statement_get_int (statement, 2);

  return invitation;
}

static gboolean
put_invitation (TktStoreTx *tx, const TktInvitationRow *row, GError **error)
{
  return tkt_sqlite_run (
      tkt_sqlite_prepare (
          tx,
          "INSERT INTO invitation (account_id, organization_id, code_hash, expires_at)"
          " VALUES (?, ?, ?, ?) ON CONFLICT (account_id)"
          " DO UPDATE SET code_hash = excluded.code_hash, expires_at = excluded.expires_at",
          error,
          "iihn",
          row->account_id,
          row->organization_id,
          row->code_hash,
          row->expires_at),
      error);
}

static gboolean
drop_invitation (TktStoreTx *tx, const char *account_id, GError **error)
{
  return tkt_sqlite_run (
      tkt_sqlite_prepare (
          tx, "DELETE FROM invitation WHERE account_id = ?", error, "i", account_id),
      error);
}

void
tkt_sqlite_fill_in_sessions (TktStoreClass *klass)
{
  klass->get_session = get_session;
  klass->get_session_by_id = get_session_by_id;
  klass->list_sessions = list_sessions;
  klass->put_session = put_session;
  klass->drop_session = drop_session;
  klass->drop_sessions = drop_sessions;
  klass->drop_expired_sessions = drop_expired_sessions;
  klass->get_invitation = get_invitation;
  klass->put_invitation = put_invitation;
  klass->drop_invitation = drop_invitation;
}
