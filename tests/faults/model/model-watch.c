/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model: what may never happen, looked for again and again while the storm blows. */
#include "model.h"

static void
watch_ticket (Model *self, const TktTicket *before, const TktTicket *after)
{
  model_assert (self, after != NULL, "ticket %s is gone", before->title);
  model_assert (self,
                after->number == before->number && g_str_equal (after->title, before->title)
                    && g_str_equal (after->publisher_id, before->publisher_id)
                    && g_str_equal (after->opened_by, before->opened_by)
                    && after->opened_at == before->opened_at,
                "ticket %s is not what it was",
                before->title);
  model_assert (self,
                after->updated_at >= before->updated_at && after->revision >= before->revision,
                "ticket %s runs backwards",
                before->title);
  if (before->status != TKT_TICKET_CLOSED)
    return;
  /* Rules 6, 10 and 11. */
  model_assert (
      self, after->status == TKT_TICKET_CLOSED, "rule 11: %s is open again", before->title);
  model_assert (self,
                g_strcmp0 (after->closed_by, before->closed_by) == 0
                    && after->closed_at == before->closed_at,
                "rule 11: %s is closed a second time",
                before->title);
  model_assert (self,
                g_strcmp0 (after->assignee_id, before->assignee_id) == 0,
                "rule 6: %s is closed and has another assignee",
                before->title);
}

static void
watch_message (Model *self, const TktMessage *before, const TktMessage *after)
{
  model_assert (self, after != NULL, "message %s is gone", before->id);
  model_assert (self,
                g_str_equal (after->ticket_id, before->ticket_id)
                    && after->position == before->position
                    && g_str_equal (after->author_id, before->author_id)
                    && g_str_equal (after->author_username, before->author_username)
                    && after->sent_at == before->sent_at,
                "message %s is not what it was",
                before->id);
  if (tkt_message_is_tombstone (before))
    model_assert (self,
                  g_strcmp0 (after->deleted_by, before->deleted_by) == 0
                      && after->deleted_at == before->deleted_at,
                  "rule 13: message %s is deleted a second time",
                  before->id);
  else if (!tkt_message_is_tombstone (after))
    model_assert (self,
                  g_str_equal (after->body, before->body),
                  "message %s says something else",
                  before->id);
}

static void
watch_marks (Model *self, const ModelTruth *before, const ModelTruth *after)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, before->marks);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const TktReadMark *was = value;
      const TktReadMark *is = g_hash_table_lookup (after->marks, key);

      model_assert (self,
                    is != NULL && is->position >= was->position,
                    "rule 16: the read mark %s goes backwards",
                    (char *)key);
    }
}

void
model_watch (Model *self, ModelTruth *truth)
{
  const ModelTruth *seen = self->seen;

  for (guint i = 0; seen != NULL && i < seen->tickets->len; i++)
    {
      const TktTicket *ticket = g_ptr_array_index (seen->tickets, i);

      watch_ticket (self, ticket, g_hash_table_lookup (truth->tickets_by_id, ticket->id));
    }
  for (guint i = 0; seen != NULL && i < seen->messages->len; i++)
    {
      const TktMessage *message = g_ptr_array_index (seen->messages, i);

      watch_message (self, message, g_hash_table_lookup (truth->messages_by_id, message->id));
    }
  if (seen != NULL)
    watch_marks (self, seen, truth);
  g_clear_pointer (&self->seen, model_truth_free);
  self->seen = truth;
}
