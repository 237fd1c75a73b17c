/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the server had taken and has lost: a backup was put back, and the only copy of the person's
 * words is about to leave the cache. */
#include "tkt-cache-lost.h"

#include <glib/gi18n-lib.h>

#include "tkt-cache-private.h"
#include "tkt-row.h"

/* What follows a message: whether it opened a ticket that is lost, too, and that ticket. What the
 * outbox has of a message already is its last word: it waits to be sent again, or to be deleted. */
#define LOST                                                                                       \
  "SELECT t.generation < ?1 AND m.position = 1, t.title, t.publisher_id, "                         \
  "%s FROM message m"                                                                              \
  " JOIN ticket t ON t.id = m.ticket_id JOIN publisher p ON p.id = t.publisher_id"                 \
  " WHERE m.generation < ?1 AND m.author_id = ?2 AND m.deleted_at IS NULL AND p.generation = ?1"   \
  " AND NOT EXISTS (SELECT 1 FROM outbox.entry e"                                                  \
  "  WHERE e.ticket_id = m.ticket_id AND e.message_id = m.id)"                                     \
  " ORDER BY m.sent_at, m.position"
enum
{
  COLUMN_OPENS,
  COLUMN_TITLE,
  COLUMN_PUBLISHER,
  COLUMN_MESSAGE
};

/* The entry that would send the message once more: with its id, so that it can't come twice. */
static TktEntry *
make_entry (TktStatement *statement, gboolean staff)
{
  g_autoptr (TktMessage) message = tkt_row_read (&tkt_message_shape, statement, COLUMN_MESSAGE);
  TktEntry *entry = tkt_entry_new ();

  entry->state = TKT_ENTRY_REFUSED;
  entry->kind = TKT_ENTRY_REPLY;
  entry->ticket_id = g_steal_pointer (&message->ticket_id);
  entry->message_id = g_steal_pointer (&message->id);
  entry->body = g_steal_pointer (&message->body);
  tkt_attachments_free (entry->attachments);
  entry->attachments = tkt_attachments_copy (message->attachments);
  entry->written_at = message->written_at != 0 ? message->written_at : message->sent_at;
  entry->problem = g_strdup (tkt_problem_code_to_word (TKT_PROBLEM_NOT_FOUND));
  entry->detail = g_strdup (_ ("The server was put back from an older copy and no longer has this. "
                               "Retry sends it again."));
  if (tkt_statement_get_int (statement, COLUMN_OPENS))
    {
      entry->kind = TKT_ENTRY_OPEN_TICKET;
      entry->title = g_strdup (tkt_statement_get_text (statement, COLUMN_TITLE));
      entry->publisher_id = staff ? tkt_statement_dup_id (statement, COLUMN_PUBLISHER) : NULL;
    }
  return entry;
}

/* (element-type TktEntry) */
static GPtrArray *
list_lost (TktDb *db, gint64 generation, const TktAccount *account, GError **error)
{
  g_autofree char *sql = g_strdup_printf (LOST, tkt_row_columns (&tkt_message_shape, "m."));
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
      g_ptr_array_add (entries, make_entry (statement, tkt_role_is_staff (account->role)));
    }
}

gboolean
tkt_cache_keep_lost (TktDb *db, gint64 generation, const char *own_account_id, GError **error)
{
  GError *failed = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (TktAccount) account = tkt_cache_load_row (
      db, &tkt_account_shape, "account WHERE id = ?", 0, own_account_id, &failed);

  if (account == NULL)
    {
      /* Nobody is known yet who could have written something. */
      if (failed != NULL)
        g_propagate_error (error, failed);
      return failed == NULL;
    }
  entries = list_lost (db, generation, account, error);
  if (entries == NULL)
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    if (!tkt_outbox_insert (db, g_ptr_array_index (entries, i), error))
      return FALSE;
  return TRUE;
}
