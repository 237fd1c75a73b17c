/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes and their erasure. */
#include <glib/gi18n-lib.h>

#include "tkt-problem.h"
#include "tkt-sqlite-private.h"

static TktNote *
get_note (TktStoreTx *tx, const char *organization_id, const char *id, GError **error)
{
  return tkt_sqlite_get_by_id (tx, &tkt_sqlite_note, organization_id, id, error);
}

static gboolean
insert_note (TktStoreTx *tx, const char *organization_id, const TktNote *row, GError **error)
{
  gint64 key = tkt_sqlite_get_ticket_key (tx, organization_id, row->ticket_id, NULL, error);
  gint64 taken;

  if (key < 0)
    return FALSE;
  if (key == 0)
    {
      tkt_problem_set (error, TKT_PROBLEM_NOT_FOUND, _ ("There is no such ticket"));
      return FALSE;
    }

  taken = tkt_sqlite_has_id (tx, &tkt_sqlite_note, row->id, error);
  if (taken < 0)
    return FALSE;
  if (taken > 0)
    {
      tkt_problem_set (error, TKT_PROBLEM_ID_TAKEN, _ ("This id is taken already"));
      return FALSE;
    }

  return tkt_sqlite_insert (tx, &tkt_sqlite_note, organization_id, row, error)
         && (tkt_note_is_tombstone (row)
             || tkt_sqlite_index_text (
                 tx, TKT_SQLITE_NOTE_SEARCH, key, row->place, row->body, error));
}

static gboolean
erase_note (TktStoreTx *tx, const char *organization_id, const TktNote *tombstone, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (TktNote) old = get_note (tx, organization_id, tombstone->id, &failure);
  gint64 key;

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (old == NULL)
    {
      tkt_problem_set (error, TKT_PROBLEM_NOT_FOUND, _ ("There is no such note"));
      return FALSE;
    }
  if (tkt_note_is_tombstone (old))
    return TRUE;

  key = tkt_sqlite_get_ticket_key (tx, organization_id, old->ticket_id, NULL, error);
  return key > 0
         && tkt_sqlite_unindex_text (tx, TKT_SQLITE_NOTE_SEARCH, key, old->place, old->body, error)
         && tkt_sqlite_update (tx, &tkt_sqlite_note, old, tombstone, error)
         && tkt_sqlite_note_erasure (tx, error);
}

static gint64
get_last_place (TktStoreTx *tx, const char *ticket_id, GError **error)
{
  return tkt_sqlite_get_number (
      tkt_sqlite_prepare (tx,
                          "SELECT place FROM note WHERE ticket_id = ? ORDER BY place DESC LIMIT 1",
                          error,
                          "i",
                          ticket_id),
      0,
      error);
}

static TktStatement *
prepare_list (TktStoreTx *tx,
              const char *organization_id,
              const char *ticket_id,
              gint64 after_place,
              guint limit,
              GError **error)
{
  return tkt_sqlite_select (tx,
                            &tkt_sqlite_note,
                            "ticket_id = ? AND place > ? AND +organization_id = ?"
                            " ORDER BY place LIMIT ?",
                            error,
                            "inin",
                            ticket_id,
                            after_place,
                            organization_id,
                            (gint64)limit);
}

static GPtrArray *
list_notes (TktStoreTx *tx,
            const char *organization_id,
            const char *ticket_id,
            gint64 after_place,
            guint limit,
            GError **error)
{
  return tkt_sqlite_get_rows (
      &tkt_sqlite_note,
      prepare_list (tx, organization_id, ticket_id, after_place, limit, error),
      error);
}

static guint
write_notes (TktStoreTx *tx,
             const char *organization_id,
             const char *ticket_id,
             gint64 after_place,
             guint limit,
             GString *out,
             gint64 *last_place,
             GError **error)
{
  static const char *const columns[] = { "place", NULL };

  return tkt_sqlite_write_rows (
      &tkt_sqlite_note,
      prepare_list (tx, organization_id, ticket_id, after_place, limit, error),
      out,
      columns,
      &last_place,
      error);
}

void
tkt_sqlite_fill_in_notes (TktStoreClass *klass)
{
  klass->get_note = get_note;
  klass->insert_note = insert_note;
  klass->erase_note = erase_note;
  klass->get_last_place = get_last_place;
  klass->list_notes = list_notes;
  klass->write_notes = write_notes;
}
