/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the server had taken and has lost: a backup was put back, and the only copy of the person's
 * words is about to leave the cache. */
#include "tkt-cache-lost.h"

#include <glib/gi18n-lib.h>

#include "tkt-cache-private.h"
#include "tkt-row.h"
#include "tkt-time.h"

/* What may have been lost. The queries have the generation as ?1 and the account as ?2. What the
 * outbox has of a row already is its last word: it waits to be sent again, or to be deleted. */
typedef struct
{
  const TktShape *shape;
  const char *sql; /* %s: the columns of the shape, behind those that are the kind's own */
  int column;      /* the first of them */
  gboolean staff;  /* nobody else has it: it is not lost to who is no staff any more */
  void (*fill) (TktEntry *entry, TktStatement *statement, gpointer row, const TktAccount *account);
} Losable;

/* The others' are not offered: they are for whoever wrote them to send again. */
#define WRITTEN(table)                                                                             \
  " FROM " table " m"                                                                              \
  " JOIN ticket t ON t.id = m.ticket_id JOIN publisher p ON p.id = t.publisher_id"                 \
  " WHERE m.generation < ?1 AND m.author_id = ?2 AND m.deleted_at IS NULL AND p.generation = ?1"   \
  " AND NOT EXISTS (SELECT 1 FROM outbox.entry e"                                                  \
  "  WHERE e.ticket_id = m.ticket_id AND e.message_id = m.id)"

enum
{
  COLUMN_OPENS, /* a ticket that is lost, too; then that ticket */
  COLUMN_TITLE,
  COLUMN_PUBLISHER,
  COLUMN_MESSAGE
};

/* With its id, so that it can't come twice. */
static void
fill_message (TktEntry *entry, TktStatement *statement, gpointer row, const TktAccount *account)
{
  TktMessage *message = row;

  entry->kind = TKT_ENTRY_REPLY;
  entry->ticket_id = g_steal_pointer (&message->ticket_id);
  entry->message_id = g_steal_pointer (&message->id);
  entry->body = g_steal_pointer (&message->body);
  tkt_attachments_free (entry->attachments);
  entry->attachments = tkt_attachments_copy (message->attachments);
  entry->written_at = message->written_at != 0 ? message->written_at : message->sent_at;
  if (tkt_statement_get_int (statement, COLUMN_OPENS))
    {
      entry->kind = TKT_ENTRY_OPEN_TICKET;
      entry->title = g_strdup (tkt_statement_get_text (statement, COLUMN_TITLE));
      entry->publisher_id = tkt_role_is_staff (account->role)
                                ? tkt_statement_dup_id (statement, COLUMN_PUBLISHER)
                                : NULL;
    }
}

static void
fill_note (TktEntry *entry, TktStatement *statement, gpointer row, const TktAccount *account)
{
  TktNote *note = row;

  entry->kind = TKT_ENTRY_WRITE_NOTE;
  entry->ticket_id = g_steal_pointer (&note->ticket_id);
  entry->message_id = g_steal_pointer (&note->id);
  entry->body = g_steal_pointer (&note->body);
  entry->written_at = note->written_at != 0 ? note->written_at : note->sent_at;
}

static void
fill_saved_reply (TktEntry *entry, TktStatement *statement, gpointer row, const TktAccount *account)
{
  TktSavedReply *reply = row;

  entry->kind = TKT_ENTRY_ADD_SAVED_REPLY;
  entry->enabled = reply->owner_id == NULL;
  entry->ticket_id = g_steal_pointer (&reply->id);
  entry->title = g_steal_pointer (&reply->name);
  entry->body = g_steal_pointer (&reply->body);
  entry->written_at = tkt_time_now ();
}

static const Losable losable[] = {
  { &tkt_message_shape,
    "SELECT t.generation < ?1 AND m.position = 1, t.title, t.publisher_id, %s" WRITTEN (
        "message") " ORDER BY m.sent_at, m.position",
    COLUMN_MESSAGE,
    FALSE,
    fill_message },
  { &tkt_note_shape,
    "SELECT %s" WRITTEN ("note") " ORDER BY m.sent_at, m.place",
    0,
    TRUE,
    fill_note },
  /* Of the shared ones nobody knows whose they were: each desk has them, and the first one's is
   * what the others have then (tkt_outbox_settle_saved_reply). */
  { &tkt_saved_reply_shape,
    "SELECT %s FROM saved_reply m WHERE m.generation < ?1 AND m.deleted = 0"
    " AND (m.owner_id = ?2 OR m.owner_id IS NULL)"
    " AND NOT EXISTS (SELECT 1 FROM outbox.entry e WHERE e.ticket_id = m.id) ORDER BY m.key",
    0,
    TRUE,
    fill_saved_reply },
};

/* The entry that would send it once more. */
static TktEntry *
make_entry (const Losable *kind, TktStatement *statement, const TktAccount *account)
{
  gpointer row = tkt_row_read (kind->shape, statement, kind->column);
  TktEntry *entry = tkt_entry_new ();

  entry->state = TKT_ENTRY_REFUSED;
  entry->problem = g_strdup (tkt_problem_code_to_word (TKT_PROBLEM_NOT_FOUND));
  entry->detail = g_strdup (_ ("The server was put back from an older copy and no longer has this. "
                               "Retry sends it again."));
  kind->fill (entry, statement, row, account);
  tkt_shape_free (kind->shape, row);
  return entry;
}

/* (element-type TktEntry) */
static GPtrArray *
list_lost (TktDb *db,
           const Losable *kind,
           gint64 generation,
           const TktAccount *account,
           GError **error)
{
  g_autofree char *columns = g_strdup (tkt_row_columns (kind->shape, "m."));
  g_auto (GStrv) parts = g_strsplit (kind->sql, "%s", 2);
  g_autofree char *sql = g_strconcat (parts[0], columns, parts[1], NULL);
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_entry_free);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  tkt_statement_bind_int (statement, 1, generation);
  tkt_statement_bind_id (statement, 2, account->id);
  for (;;)
    {
      if (!tkt_statement_step (statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&entries);
      g_ptr_array_add (entries, make_entry (kind, statement, account));
    }
}

static gboolean
keep (TktDb *db, const Losable *kind, gint64 generation, const TktAccount *account, GError **error)
{
  g_autoptr (GPtrArray) entries = list_lost (db, kind, generation, account, error);

  if (entries == NULL)
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    if (!tkt_outbox_insert (db, g_ptr_array_index (entries, i), error))
      return FALSE;
  return TRUE;
}

/* What was to change a saved reply that is lost adds it, as it was to be. */
static gboolean
change_to_add (TktDb *db, gint64 generation, GError **error)
{
  g_autoptr (TktStatement) statement = tkt_db_prepare (
      db,
      "UPDATE outbox.entry SET kind = ?1 WHERE seq IN"
      " (SELECT min (e.seq) FROM outbox.entry e JOIN saved_reply r ON r.id = e.ticket_id"
      "  WHERE e.kind IN (?1, ?2) AND r.generation < ?3 AND r.deleted = 0 GROUP BY e.ticket_id)",
      error);

  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_int (statement, 1, TKT_ENTRY_ADD_SAVED_REPLY);
  tkt_statement_bind_int (statement, 2, TKT_ENTRY_CHANGE_SAVED_REPLY);
  tkt_statement_bind_int (statement, 3, generation);
  return tkt_statement_run (statement, error);
}

gboolean
tkt_cache_keep_lost (TktDb *db, gint64 generation, const char *own_account_id, GError **error)
{
  GError *failed = NULL;
  g_autoptr (TktAccount) account = tkt_cache_load_row (
      db, &tkt_account_shape, "account WHERE id = ?", 0, own_account_id, &failed);

  if (account == NULL)
    {
      /* Nobody is known yet who could have written something. */
      if (failed != NULL)
        g_propagate_error (error, failed);
      return failed == NULL;
    }
  if (!change_to_add (db, generation, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (losable); i++)
    if ((!losable[i].staff || tkt_role_is_staff (account->role))
        && !keep (db, &losable[i], generation, account, error))
      return FALSE;
  return TRUE;
}
