/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Out of the outbox again: undone, discarded, or back to where it is written. Its words become a
 * draft in the same transaction in which the entry goes. */
#include <glib/gi18n-lib.h>

#include "tkt-cache-private.h"

static gboolean
too_late (GError **error)
{
  tkt_problem_set (error,
                   TKT_PROBLEM_CHANGED_MEANWHILE,
                   _ ("This is on its way or has been sent already, and can't be taken back."));
  return FALSE;
}

/* What may have arrived already must not be written a second time. */
static gboolean
check_state (const TktEntry *entry, TktTakeBack how, GError **error)
{
  gboolean unsent = entry->state == TKT_ENTRY_HELD || entry->state == TKT_ENTRY_REFUSED
                    || (entry->state == TKT_ENTRY_WAITING && !entry->uncertain);

  switch (how)
    {
    case TKT_TAKE_BACK_UNDO:
      return entry->state == TKT_ENTRY_HELD || too_late (error);
    case TKT_TAKE_BACK_EDIT:
    case TKT_TAKE_BACK_AS_NEW_TICKET:
      return unsent || too_late (error);
    case TKT_TAKE_BACK_DISCARD:
      return TRUE;
    }
  g_return_val_if_reached (FALSE);
}

/* TKT_ENTRY_DELETE_SAVED_REPLY, as SQL has it. */
#define DELETE_SAVED_REPLY "11"
G_STATIC_ASSERT (TKT_ENTRY_DELETE_SAVED_REPLY == 11);

static gboolean
find_held (TktDb *db, const char *id, gint64 *seq, GError **error)
{
  return tkt_cache_query_number (
      db,
      "SELECT max (seq) FROM outbox.entry WHERE state = 3"
      " AND (message_id = ?1 OR (ticket_id = ?1 AND kind IN (2, " DELETE_SAVED_REPLY ")))",
      id,
      seq,
      error);
}

/* The publisher of the ticket of @entry; NULL without @error where it is not known. */
static char *
find_publisher (TktDb *db, const TktEntry *entry, GError **error)
{
  g_autoptr (TktStatement) statement = NULL;
  gboolean has_row;

  if (entry->publisher_id != NULL)
    return g_strdup (entry->publisher_id);
  statement = tkt_db_prepare (db,
                              "SELECT publisher_id FROM ticket WHERE id = ?1 UNION ALL"
                              " SELECT publisher_id FROM outbox.entry"
                              " WHERE ticket_id = ?1 AND kind = 0 LIMIT 1",
                              error);
  if (statement == NULL)
    return NULL;
  tkt_statement_bind_id (statement, 1, entry->ticket_id);
  return tkt_statement_step (statement, &has_row, error) && has_row
             ? tkt_statement_dup_id (statement, 0)
             : NULL;
}

/* The words of @entries in their order, a line between. */
static char *
join_bodies (const GPtrArray *entries)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      const TktEntry *entry = g_ptr_array_index (entries, i);

      if (entry->body != NULL)
        g_string_append_printf (words, "%s%s", words->len > 0 ? "\n\n" : "", entry->body);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* The attachments of @entries in their order. */
static GPtrArray *
join_attachments (const GPtrArray *entries)
{
  GPtrArray *joined = g_ptr_array_new ();

  for (guint i = 0; i < entries->len; i++)
    {
      const TktEntry *entry = g_ptr_array_index (entries, i);

      for (guint j = 0; j < entry->attachments->len; j++)
        g_ptr_array_add (joined, tkt_attachment_copy (g_ptr_array_index (entry->attachments, j)));
    }
  return joined;
}

static gboolean
keep_words (TktDb *db,
            const TktEntry *entry,
            const GPtrArray *entries,
            TktTakeBack how,
            GError **error)
{
  /* A publisher reads a new ticket: the words of a note go nowhere but to the draft of a note. */
  gboolean note = entry->kind == TKT_ENTRY_WRITE_NOTE;
  gboolean reply = entry->kind == TKT_ENTRY_REPLY && how != TKT_TAKE_BACK_AS_NEW_TICKET;
  GError *failed = NULL;
  g_autofree char *body = join_bodies (entries);
  g_autofree char *publisher_id = NULL;
  g_autoptr (TktDraft) draft = NULL;

  /* What a saved reply says is no message. */
  if (how == TKT_TAKE_BACK_DISCARD || *body == '\0' || tkt_entry_kind_is_saved_reply (entry->kind))
    return TRUE;
  if (!reply && !note)
    publisher_id = find_publisher (db, entry, &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return FALSE;
    }
  draft
      = tkt_draft_make (reply || note ? entry->ticket_id : NULL, publisher_id, entry->title, body);
  draft->note = note;
  tkt_attachments_free (draft->attachments);
  draft->attachments = join_attachments (entries);
  return tkt_drafts_prepend (db, draft, error);
}

/* (element-type TktEntry): @entry, and what can't be without it: a ticket that is not opened has no
 * replies. Its notes stay, for their words must not get among those that are for a publisher. */
static GPtrArray *
list_with_followers (TktDb *db, const TktEntry *entry, GError **error)
{
  GPtrArray *entries;

  if (entry->kind == TKT_ENTRY_OPEN_TICKET)
    {
      entries = tkt_cache_list_entries (db, entry->ticket_id, error);
      for (guint i = entries != NULL ? entries->len : 0; i > 0; i--)
        if (((TktEntry *)g_ptr_array_index (entries, i - 1))->kind == TKT_ENTRY_WRITE_NOTE)
          g_ptr_array_remove_index (entries, i - 1);
      return entries;
    }
  entries = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_entry_free);
  g_ptr_array_add (entries, tkt_entry_copy (entry));
  return entries;
}

gboolean
tkt_cache_take_back (TktDb *db, const TktCacheTakingBack *taking, GError **error)
{
  gint64 seq = taking->seq;
  GError *failed = NULL;
  g_autoptr (TktEntry) entry = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  if (seq == 0 && !find_held (db, taking->id, &seq, error))
    return FALSE;
  entry = tkt_cache_load_entry (db, seq, &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return FALSE;
    }
  if (entry == NULL)
    return too_late (error);
  if (!check_state (entry, taking->how, error))
    return FALSE;
  entries = list_with_followers (db, entry, error);
  if (entries == NULL || !keep_words (db, entry, entries, taking->how, error))
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    if (!tkt_outbox_remove (db, ((TktEntry *)g_ptr_array_index (entries, i))->seq, error))
      return FALSE;
  return TRUE;
}
