/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts. */
#include "tkt-drafts.h"

#include "tkt-row.h"

/* The place of a draft: its ticket, or none, and which of the two there. */
#define PLACE "ifnull (ticket_id, x'') = ifnull (?, x'') AND note = ?"

TktDraft *
tkt_drafts_find (TktDb *db, const char *ticket_id, gboolean note, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM outbox.draft WHERE " PLACE,
                                          tkt_row_columns (&tkt_draft_shape, NULL));
  g_autoptr (TktStatement) statement = tkt_db_prepare (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  tkt_statement_bind_id (statement, 1, ticket_id);
  tkt_statement_bind_int (statement, 2, note);
  return tkt_statement_step (statement, &has_row, error) && has_row
             ? tkt_row_read (&tkt_draft_shape, statement, 0)
             : NULL;
}

gboolean
tkt_drafts_put (TktDb *db, const TktDraft *draft, GError **error)
{
  g_autoptr (TktStatement) statement = NULL;

  if (!tkt_drafts_remove (db, draft->ticket_id, draft->note, error))
    return FALSE;
  if (tkt_draft_is_empty (draft))
    return TRUE;
  statement
      = tkt_db_prepare (db, tkt_row_insert_sql (&tkt_draft_shape, "outbox.draft", NULL), error);
  if (statement == NULL)
    return FALSE;
  tkt_row_bind (&tkt_draft_shape, statement, 1, draft);
  return tkt_statement_run (statement, error);
}

/* @first, then @second, apart by @gap where there are both. */
static char *
join (const char *first, const char *gap, const char *second)
{
  const gboolean both = *first != '\0' && *second != '\0';

  return g_strconcat (first, both ? gap : "", second, NULL);
}

gboolean
tkt_drafts_prepend (TktDb *db, const TktDraft *draft, GError **error)
{
  GError *failed = NULL;
  g_autoptr (TktDraft) typed = tkt_drafts_find (db, draft->ticket_id, draft->note, &failed);
  g_autoptr (TktDraft) joined = tkt_draft_copy (draft);

  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return FALSE;
    }
  if (typed != NULL)
    {
      if (joined->publisher_id == NULL)
        joined->publisher_id = g_strdup (typed->publisher_id);
      g_free (joined->title);
      joined->title = join (draft->title, " ", typed->title);
      g_free (joined->body);
      joined->body = join (draft->body, "\n\n", typed->body);
      for (guint i = 0; i < typed->attachments->len; i++)
        g_ptr_array_add (joined->attachments,
                         tkt_attachment_copy (g_ptr_array_index (typed->attachments, i)));
    }
  return tkt_drafts_put (db, joined, error);
}

gboolean
tkt_drafts_remove (TktDb *db, const char *ticket_id, gboolean note, GError **error)
{
  g_autoptr (TktStatement) statement
      = tkt_db_prepare (db, "DELETE FROM outbox.draft WHERE " PLACE, error);

  if (statement == NULL)
    return FALSE;
  tkt_statement_bind_id (statement, 1, ticket_id);
  tkt_statement_bind_int (statement, 2, note);
  return tkt_statement_run (statement, error);
}

gint64
tkt_drafts_count (TktDb *db, GError **error)
{
  g_autoptr (TktStatement) statement
      = tkt_db_prepare (db, "SELECT count(*) FROM outbox.draft", error);
  gboolean has_row;

  return statement != NULL && tkt_statement_step (statement, &has_row, error)
             ? tkt_statement_get_int (statement, 0)
             : -1;
}
