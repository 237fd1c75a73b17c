/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved replies: those that the staff share, and each person's own. */
#include "tkt-sqlite-private.h"

static TktSavedReply *
get_saved_reply (TktStoreTx *tx, const char *organization_id, const char *id, GError **error)
{
  return tkt_sqlite_get_by_id (tx, &tkt_sqlite_saved_reply, organization_id, id, error);
}

/* The conditions are those of the indexes of names. */
static TktSavedReply *
get_saved_reply_by_name (TktStoreTx *tx,
                         const char *organization_id,
                         const char *owner_id,
                         const char *name,
                         GError **error)
{
  g_autofree char *folded = tkt_text_fold_name (name);
  TktStatement *statement;

  if (owner_id == NULL)
    statement = tkt_sqlite_select (tx,
                                   &tkt_sqlite_saved_reply,
                                   "organization_id = ? AND owner_id IS NULL"
                                   " AND folded_name = ? AND folded_name <> ''",
                                   error,
                                   "it",
                                   organization_id,
                                   folded);
  else
    statement = tkt_sqlite_select (tx,
                                   &tkt_sqlite_saved_reply,
                                   "owner_id = ? AND folded_name = ? AND folded_name <> ''"
                                   " AND +organization_id = ?",
                                   error,
                                   "iti",
                                   owner_id,
                                   folded,
                                   organization_id);

  return tkt_sqlite_get_row (&tkt_sqlite_saved_reply, statement, error);
}

/* Two walks, each in the order of its index, are merged: behind the columns of the row stand the
 * two that say the order. Behind somebody's own reply comes the shared one of its name. */
#define WALK(owner, shared, behind)                                                                \
  "SELECT %s, folded_name AS by_name, " shared " AS by_shared FROM saved_reply WHERE " owner       \
  " AND folded_name <> '' AND folded_name " behind " ?3"

static GPtrArray *
list_saved_replies (TktStoreTx *tx,
                    const char *organization_id,
                    const TktSavedReplyQuery *query,
                    GError **error)
{
  const char *columns = tkt_row_columns (tkt_sqlite_saved_reply.shape, NULL);
  gboolean after_own = query->after_name != NULL && !query->after_shared;
  g_autofree char *sql = g_strdup_printf (
      after_own ? WALK ("+organization_id = ?1 AND owner_id = ?2", "0", ">") " UNION ALL " WALK (
          "organization_id = ?1 AND owner_id IS NULL", "1", ">=") "%s"
                : WALK ("+organization_id = ?1 AND owner_id = ?2", "0", ">") " UNION ALL " WALK (
                    "organization_id = ?1 AND owner_id IS NULL", "1", ">") "%s",
      columns,
      columns,
      " ORDER BY by_name, by_shared LIMIT ?4");

  return tkt_sqlite_get_rows (
      &tkt_sqlite_saved_reply,
      tkt_sqlite_prepare (tx,
                          sql,
                          error,
                          "iitn",
                          organization_id,
                          query->account_id,
                          query->after_name != NULL ? query->after_name : "",
                          (gint64)query->limit),
      error);
}

/* As the indexes of names have it. */
static gboolean
put_folded_name (TktStoreTx *tx, const char *id, const char *name, GError **error)
{
  g_autofree char *folded = tkt_text_fold_name (name);

  return tkt_sqlite_run (
      tkt_sqlite_prepare (
          tx, "UPDATE saved_reply SET folded_name = ? WHERE id = ?", error, "ti", folded, id),
      error);
}

static gboolean
put_maker (TktStoreTx *tx, const char *id, const char *made_by, GError **error)
{
  return tkt_sqlite_run (
      tkt_sqlite_prepare (
          tx,
          "UPDATE saved_reply SET made_by = ?, made_revision = revision WHERE id = ?",
          error,
          "ii",
          made_by,
          id),
      error);
}

static gboolean
put_saved_reply (TktStoreTx *tx,
                 const char *organization_id,
                 const char *made_by,
                 const TktSavedReply *row,
                 GError **error)
{
  g_autoptr (TktSavedReply) old = NULL;

  /* Name and owner may change at once: in between it has no name. */
  if (!put_folded_name (tx, row->id, "", error)
      || !tkt_sqlite_put (
          tx, &tkt_sqlite_saved_reply, organization_id, row, (gpointer *)&old, error)
      || !put_folded_name (tx, row->id, row->name, error))
    return FALSE;
  if (old == NULL)
    return put_maker (tx, row->id, made_by, error);

  return (g_str_equal (old->body, row->body) && g_str_equal (old->name, row->name))
         || tkt_sqlite_note_erasure (tx, error);
}

static gint64
has_made_saved_reply (TktStoreTx *tx, const char *account_id, const char *id, GError **error)
{
  return tkt_sqlite_get_number (
      tkt_sqlite_prepare (
          tx,
          "SELECT 1 + (revision <> made_revision) FROM saved_reply WHERE id = ? AND made_by = ?",
          error,
          "ii",
          id,
          account_id),
      0,
      error);
}

void
tkt_sqlite_fill_in_saved_replies (TktStoreClass *klass)
{
  klass->get_saved_reply = get_saved_reply;
  klass->get_saved_reply_by_name = get_saved_reply_by_name;
  klass->list_saved_replies = list_saved_replies;
  klass->put_saved_reply = put_saved_reply;
  klass->has_made_saved_reply = has_made_saved_reply;
}
