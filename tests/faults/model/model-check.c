/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model: what must hold when the storm is over and everybody has seen everything. */
#include "model.h"

static const ModelDeed *
find_deed (const Model *self,
           ModelDeedKind kind,
           const char *account_id,
           const char *ticket_id,
           const char *message_id)
{
  for (guint i = 0; i < self->deeds->len; i++)
    {
      const ModelDeed *deed = g_ptr_array_index (self->deeds, i);

      if (deed->kind == kind && !deed->undone && g_str_equal (deed->who->id, account_id)
          && g_str_equal (deed->ticket_id, ticket_id)
          && g_strcmp0 (deed->message_id, message_id) == 0)
        return deed;
    }
  return NULL;
}

/* Something that the desk could not know may have made the server refuse what @who did at @at. */
static gboolean
may_be_refused (const Model *self, const ModelPerson *who, guint at)
{
  return model_had_cause (self, MODEL_OFF, NULL, at)
         || model_had_cause (self, MODEL_MOVED, who->id, at);
}

static gboolean
was_blocked (const Model *self, const ModelPerson *who, guint at)
{
  for (guint i = 0; i < self->seen->publishers->len; i++)
    {
      const TktPublisher *publisher = g_ptr_array_index (self->seen->publishers, i);

      /* Whoever moves may have been of any. */
      if (!who->staff && model_had_cause (self, MODEL_BLOCKED, publisher->id, at)
          && (g_str_equal (publisher->id, who->publisher_id)
              || model_had_cause (self, MODEL_MOVED, who->id, 0)))
        return TRUE;
    }
  return FALSE;
}

/* Does the rule that the server names hold, as far as anybody can tell? */
static gboolean
is_rightly_refused (const Model *self,
                    const ModelTruth *truth,
                    const ModelWord *word,
                    const char *code)
{
  const TktTicket *ticket = g_hash_table_lookup (truth->tickets_by_id, word->ticket_id);

  if (g_str_equal (code, "ticket-closed"))
    return word->title == NULL && ticket != NULL && ticket->status == TKT_TICKET_CLOSED;
  if (g_str_equal (code, "support-disabled"))
    return model_had_cause (self, MODEL_OFF, NULL, word->at);
  if (g_str_equal (code, "publisher-blocked"))
    return was_blocked (self, word->who, word->at);
  if (g_str_equal (code, "not-found"))
    return model_had_cause (self, MODEL_MOVED, word->who->id, word->at);
  return FALSE;
}

static const TktEntry *
find_entry (const GPtrArray *outbox, const char *text)
{
  for (guint i = 0; i < outbox->len; i++)
    {
      const TktEntry *entry = g_ptr_array_index (outbox, i);

      if (g_strcmp0 (entry->body, text) == 0)
        return entry;
    }
  return NULL;
}

static gboolean
is_behind_refused_opening (const GPtrArray *outbox, const TktEntry *entry)
{
  for (guint i = 0; i < outbox->len; i++)
    {
      const TktEntry *other = g_ptr_array_index (outbox, i);

      if (other->kind == TKT_ENTRY_OPEN_TICKET && other->state == TKT_ENTRY_REFUSED
          && g_strcmp0 (other->ticket_id, entry->ticket_id) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The message that carries @word, by its text, or by its id where the text was deleted. */
static const TktMessage *
find_message (Model *self, const ModelTruth *truth, const ModelWord *word)
{
  const TktMessage *found = NULL;

  for (guint i = 0; i < truth->messages->len; i++)
    {
      const TktMessage *message = g_ptr_array_index (truth->messages, i);

      if (!g_str_equal (message->body, word->text) && g_strcmp0 (message->id, word->message_id) != 0
          && !(word->title != NULL && message->position == 1
               && g_str_equal (message->ticket_id, word->ticket_id)))
        continue;
      model_assert (self, found == NULL, "rule 19: “%s” is there twice", word->text);
      found = message;
    }
  return found;
}

/* Rules 7, 8, 12 and 13. */
static void
check_message (Model *self,
               const ModelTruth *truth,
               const ModelWord *word,
               const TktMessage *message)
{
  const TktTicket *ticket = g_hash_table_lookup (truth->tickets_by_id, message->ticket_id);
  const ModelPerson *deleter;

  model_assert (self,
                g_str_equal (message->ticket_id, word->ticket_id)
                    && g_str_equal (message->author_id, word->who->id)
                    && g_str_equal (message->author_username, word->who->username)
                    && (message->position == 1) == (word->title != NULL),
                "“%s” is not where it belongs",
                word->text);
  if (word->title != NULL)
    model_assert (self,
                  g_str_equal (ticket->title, word->title)
                      && (g_str_equal (ticket->publisher_id, word->publisher_id)
                          || model_had_cause (self, MODEL_MOVED, word->who->id, word->at)),
                  "“%s” opened another ticket",
                  word->text);
  if (!tkt_message_is_tombstone (message))
    {
      model_assert (
          self,
          g_str_equal (message->body, word->text)
              && (word->message_id == NULL || g_str_equal (message->id, word->message_id)),
          "“%s” has another text or id",
          word->text);
      return;
    }
  deleter = model_find_person (self, message->deleted_by);
  model_assert (self, *message->body == '\0', "rule 13: a text outlives “%s”", word->text);
  model_assert (self,
                deleter != NULL && (deleter->staff || deleter == word->who)
                    && find_deed (self, MODEL_DELETE, deleter->id, word->ticket_id, message->id)
                           != NULL,
                "rule 12: “%s” was deleted by nobody who wanted and was entitled to",
                word->text);
}

/* Rules 19 and 20: each word is on the server once, or with its desk for a reason. */
static void
check_word (Model *self, const ModelTruth *truth, const GPtrArray *outbox, const ModelWord *word)
{
  const TktMessage *message = find_message (self, truth, word);
  const TktEntry *entry = find_entry (outbox, word->text);

  if (message != NULL)
    check_message (self, truth, word, message);
  if (entry != NULL)
    {
      const gboolean refused = entry->state == TKT_ENTRY_REFUSED;

      model_assert (self, !word->no_more, "“%s” was taken back and is in the outbox", word->text);
      model_assert (self,
                    refused || is_behind_refused_opening (outbox, entry),
                    "rule 19: “%s” still waits",
                    word->text);
      model_assert (self,
                    !refused || is_rightly_refused (self, truth, word, entry->problem),
                    "rule 20: “%s” was refused with %s, for no reason",
                    word->text,
                    entry->problem);
    }
  model_assert (self,
                message == NULL || entry == NULL
                    || model_had_cause (self, MODEL_MOVED, word->who->id, 0),
                "rule 20: “%s” was delivered, and is called refused with %s",
                word->text,
                entry != NULL ? entry->problem : NULL);
  model_assert (self,
                message != NULL || entry != NULL || word->no_more,
                "rule 19: “%s” by %s is lost",
                word->text,
                word->who->username);
}

/* Rule 19: in order of writing. What may have been refused on the way may have come later. */
static void
check_order (Model *self, const ModelTruth *truth)
{
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->words->len; i++)
    {
      const ModelWord *word = g_ptr_array_index (self->words, i);
      const TktMessage *message = find_message (self, truth, word);
      g_autofree char *key = g_strdup_printf ("%u %s", word->desk, word->ticket_id);
      gint64 before;

      if (message == NULL || word->again || may_be_refused (self, word->who, word->at)
          || was_blocked (self, word->who, word->at))
        continue;
      before = GPOINTER_TO_INT (g_hash_table_lookup (places, key));
      model_assert (self, message->position > before, "rule 19: “%s” came out of turn", word->text);
      g_hash_table_replace (
          places, g_steal_pointer (&key), GINT_TO_POINTER ((int)message->position));
    }
}

static void
check_assignee (Model *self, const TktTicket *ticket)
{
  g_autofree char *key = g_strconcat (
      ticket->publisher_id, " ", ticket->assignee_id != NULL ? ticket->assignee_id : "", NULL);
  gboolean wanted = g_hash_table_contains (self->managers, key);

  for (guint i = 0; i < self->deeds->len && !wanted; i++)
    {
      const ModelDeed *deed = g_ptr_array_index (self->deeds, i);

      wanted = deed->kind == MODEL_REASSIGN && g_str_equal (deed->ticket_id, ticket->id)
               && g_strcmp0 (deed->assignee_id, ticket->assignee_id) == 0;
    }
  model_assert (self, wanted, "rules 5, 6: nobody wanted %s assigned as it is", ticket->title);
}

/* Rules 10 and 11, and a thread without gaps. */
static void
check_ticket (Model *self, const ModelTruth *truth, const TktTicket *ticket)
{
  const gboolean closed = ticket->status == TKT_TICKET_CLOSED;
  gint64 position = 0, n_replies = 0;

  for (guint i = 0; i < truth->messages->len; i++)
    {
      const TktMessage *message = g_ptr_array_index (truth->messages, i);

      if (!g_str_equal (message->ticket_id, ticket->id))
        continue;
      model_assert (
          self, message->position == ++position, "%s has a gap in its thread", ticket->title);
      n_replies += position > 1 && !tkt_message_is_tombstone (message);
      model_assert (self,
                    !closed || message->sent_at <= ticket->closed_at,
                    "rule 11: %s was replied to after its end",
                    ticket->title);
    }
  model_assert (
      self, ticket->reply_count == n_replies, "%s counts other replies than it has", ticket->title);
  model_assert (self, closed == (ticket->closed_by != NULL), "%s is half closed", ticket->title);
  model_assert (self,
                !closed
                    || find_deed (self, MODEL_CLOSE, ticket->closed_by, ticket->id, NULL) != NULL,
                "rule 10: %s was closed by somebody who did not want that",
                ticket->title);
  check_assignee (self, ticket);
}

/* What was done and not undone has come to pass, unless it may have been refused. */
static void
check_deed (Model *self, const ModelTruth *truth, const ModelDeed *deed)
{
  const TktTicket *ticket = g_hash_table_lookup (truth->tickets_by_id, deed->ticket_id);
  const TktMessage *message = deed->message_id != NULL
                                  ? g_hash_table_lookup (truth->messages_by_id, deed->message_id)
                                  : NULL;
  const TktReadMark *mark = model_truth_get_mark (truth, deed->who->id, deed->ticket_id);

  if (deed->undone || ticket == NULL || may_be_refused (self, deed->who, deed->at))
    return;
  switch (deed->kind)
    {
    case MODEL_CLOSE:
      model_assert (self,
                    ticket->status == TKT_TICKET_CLOSED,
                    "rule 19: that %s closed %s is lost",
                    deed->who->username,
                    ticket->title);
      break;
    case MODEL_DELETE:
      model_assert (self,
                    message == NULL || tkt_message_is_tombstone (message),
                    "rule 19: that %s deleted “%s” is lost",
                    deed->who->username,
                    message != NULL ? message->body : "");
      break;
    case MODEL_MARK:
      model_assert (self,
                    mark != NULL && mark->position >= deed->position,
                    "rule 16: that %s has read %s is lost",
                    deed->who->username,
                    ticket->title);
      break;
    case MODEL_REASSIGN:
      /* Others may have done so after. */
      break;
    }
}

void
model_check (Model *self, const ModelTruth *truth, GPtrArray *const *outboxes)
{
  guint n_messages = 0;

  for (guint i = 0; i < self->words->len; i++)
    {
      const ModelWord *word = g_ptr_array_index (self->words, i);

      check_word (self, truth, outboxes[word->desk], word);
      n_messages += find_message (self, truth, word) != NULL;
    }
  model_assert (
      self, n_messages == truth->messages->len, "there are messages that nobody has written");
  check_order (self, truth);
  for (guint i = 0; i < truth->tickets->len; i++)
    check_ticket (self, truth, g_ptr_array_index (truth->tickets, i));
  for (guint i = 0; i < self->deeds->len; i++)
    check_deed (self, truth, g_ptr_array_index (self->deeds, i));
}
