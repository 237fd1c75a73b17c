/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Organizations with their counters, and accounts. */
#include "tkt-sqlite-private.h"

static void
set_no_organization (const char *id, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no organization %s", id);
}

/* Adds one to a counter. Not with RETURNING: SQLite then opens a savepoint for the statement, and
 * at each savepoint FTS5 writes out the words that it has gathered, as a segment that it merges
 * later. */
static gint64
count_on (TktStoreTx *tx,
          const char *add,
          const char *get,
          const char *organization_id,
          GError **error)
{
  gint64 value;

  if (!tkt_sqlite_run (tkt_sqlite_prepare (tx, add, error, "i", organization_id), error))
    return 0;
  value
      = tkt_sqlite_get_number (tkt_sqlite_prepare (tx, get, error, "i", organization_id), 0, error);
  if (value == 0)
    set_no_organization (organization_id, error);

  return MAX (value, 0);
}

#define COUNT_ON(column)                                                                           \
  "UPDATE counter SET " column " = " column " + 1 WHERE organization_id = ?",                      \
      "SELECT " column " FROM counter WHERE organization_id = ?"

static gint64
next_revisions (TktStoreTx *tx, const char *organization_id, guint n, GError **error)
{
  g_autoptr (TktStatement) statement
      = tkt_sqlite_prepare (tx,
                            "SELECT revision + 1, writer IS ?2 FROM counter"
                            " WHERE organization_id = ?1",
                            error,
                            "ii",
                            organization_id,
                            ((TktSqliteTx *)tx)->incarnation);
  gboolean has_row, is_own;
  gint64 revision;

  if (statement == NULL || !tkt_statement_step (statement, &has_row, error))
    return 0;
  if (!has_row)
    {
      set_no_organization (organization_id, error);
      return 0;
    }
  revision = tkt_statement_get_int (statement, 0);
  is_own = tkt_statement_get_int (statement, 1) != 0;
  tkt_statement_reset (statement);
  if (!is_own && !tkt_sqlite_begin_incarnation (tx, organization_id, error))
    return 0;

  return tkt_sqlite_run (tkt_sqlite_prepare (tx,
                                             "UPDATE counter SET revision = revision + ?"
                                             " WHERE organization_id = ?",
                                             error,
                                             "ni",
                                             (gint64)n,
                                             organization_id),
                         error)
             ? revision
             : 0;
}

static gint64
next_ticket_number (TktStoreTx *tx, const char *organization_id, GError **error)
{
  return count_on (tx, COUNT_ON ("ticket_number"), organization_id, error);
}

static gint64
next_publisher_number (TktStoreTx *tx, const char *organization_id, GError **error)
{
  return count_on (tx, COUNT_ON ("publisher_number"), organization_id, error);
}

static gint64
get_revision (TktStoreTx *tx, const char *organization_id, GError **error)
{
  return tkt_sqlite_get_number (
      tkt_sqlite_prepare (tx,
                          "SELECT revision FROM counter WHERE organization_id = ?",
                          error,
                          "i",
                          organization_id),
      0,
      error);
}

static GPtrArray *
list_organizations (TktStoreTx *tx, GError **error)
{
  return tkt_sqlite_get_rows (
      &tkt_sqlite_organization,
      tkt_sqlite_select (tx, &tkt_sqlite_organization, "TRUE ORDER BY slug", error, ""),
      error);
}

static TktOrganization *
get_organization (TktStoreTx *tx, const char *id, GError **error)
{
  return tkt_sqlite_get_row (
      &tkt_sqlite_organization,
      tkt_sqlite_select (tx, &tkt_sqlite_organization, "id = ?", error, "i", id),
      error);
}

static gboolean
put_organization (TktStoreTx *tx, const TktOrganization *row, GError **error)
{
  TktDb *db = ((TktSqliteTx *)tx)->db;

  if (!tkt_sqlite_put (tx, &tkt_sqlite_organization, row->id, row, NULL, error)
      || !tkt_sqlite_run (tkt_sqlite_prepare (tx,
                                              "INSERT INTO counter (organization_id) VALUES (?)"
                                              " ON CONFLICT (organization_id) DO NOTHING",
                                              error,
                                              "i",
                                              row->id),
                          error))
    return FALSE;

  return tkt_db_get_n_changed (db) == 0 || tkt_sqlite_begin_incarnation (tx, row->id, error);
}

static TktAccount *
get_account (TktStoreTx *tx, const char *organization_id, const char *id, GError **error)
{
  return tkt_sqlite_get_row (&tkt_sqlite_account,
                             tkt_sqlite_select (tx,
                                                &tkt_sqlite_account,
                                                "id = ? AND organization_id = ?",
                                                error,
                                                "ii",
                                                id,
                                                organization_id),
                             error);
}

static TktAccount *
get_account_by_username (TktStoreTx *tx,
                         const char *organization_id,
                         const char *username,
                         GError **error)
{
  return tkt_sqlite_get_row (&tkt_sqlite_account,
                             tkt_sqlite_select (tx,
                                                &tkt_sqlite_account,
                                                "organization_id = ? AND username = ?",
                                                error,
                                                "it",
                                                organization_id,
                                                username),
                             error);
}

static GPtrArray *
list_accounts (TktStoreTx *tx, const char *organization_id, GError **error)
{
  return tkt_sqlite_get_rows (&tkt_sqlite_account,
                              tkt_sqlite_select (tx,
                                                 &tkt_sqlite_account,
                                                 "organization_id = ? ORDER BY username",
                                                 error,
                                                 "i",
                                                 organization_id),
                              error);
}

static gboolean
put_account (TktStoreTx *tx, const char *organization_id, const TktAccount *row, GError **error)
{
  return tkt_sqlite_put (tx, &tkt_sqlite_account, organization_id, row, NULL, error);
}

static char *
get_password (TktStoreTx *tx, const char *account_id, GError **error)
{
  g_autoptr (TktStatement) statement = tkt_sqlite_prepare (
      tx, "SELECT password_hash FROM account WHERE id = ?", error, "i", account_id);
  gboolean has_row;

  if (statement == NULL || !tkt_statement_step (statement, &has_row, error) || !has_row)
    return NULL;

  return g_strdup (tkt_statement_get_text (statement, 0));
}

static gboolean
set_password (TktStoreTx *tx, const char *account_id, const char *hash, GError **error)
{
  return tkt_sqlite_run (
      tkt_sqlite_prepare (
          tx, "UPDATE account SET password_hash = ? WHERE id = ?", error, "ti", hash, account_id),
      error);
}

static gint64
get_view_epoch (TktStoreTx *tx, const char *account_id, GError **error)
{
  return tkt_sqlite_get_number (
      tkt_sqlite_prepare (
          tx, "SELECT view_epoch FROM account WHERE id = ?", error, "i", account_id),
      0,
      error);
}

static gboolean
bump_view_epoch (TktStoreTx *tx, const char *account_id, GError **error)
{
  return tkt_sqlite_run (
      tkt_sqlite_prepare (tx,
                          "UPDATE account SET view_epoch = view_epoch + 1 WHERE id = ?",
                          error,
                          "i",
                          account_id),
      error);
}

void
tkt_sqlite_fill_in_people (TktStoreClass *klass)
{
  klass->next_revisions = next_revisions;
  klass->get_revision = get_revision;
  klass->next_ticket_number = next_ticket_number;
  klass->next_publisher_number = next_publisher_number;
  klass->list_organizations = list_organizations;
  klass->get_organization = get_organization;
  klass->put_organization = put_organization;
  klass->get_account = get_account;
  klass->get_account_by_username = get_account_by_username;
  klass->list_accounts = list_accounts;
  klass->put_account = put_account;
  klass->get_password = get_password;
  klass->set_password = set_password;
  klass->get_view_epoch = get_view_epoch;
  klass->bump_view_epoch = bump_view_epoch;
}
