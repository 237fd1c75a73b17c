/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The storm: what people do with what is in their outbox. */
#include "storm.h"
#include "tkt-cache-private.h"

GPtrArray *
storm_list_outbox (const StormDesk *desk)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *entries = tkt_outbox_list (desk->db, &error);

  g_assert_no_error (error);
  return entries;
}

/* Some entry with words that is in @state, or NULL. */
static TktEntry *
pick (Storm *self, StormDesk *desk, gboolean words, TktEntryState state)
{
  g_autoptr (GPtrArray) entries = storm_list_outbox (desk);
  g_autoptr (GPtrArray) fitting = g_ptr_array_new ();

  for (guint i = 0; i < entries->len; i++)
    {
      const TktEntry *entry = g_ptr_array_index (entries, i);

      if (entry->state == state && (entry->body != NULL) == words)
        g_ptr_array_add (fitting, (gpointer)entry);
    }
  return fitting->len > 0
             ? tkt_entry_copy (g_ptr_array_index (fitting, storm_draw (self, fitting->len)))
             : NULL;
}

static void
note (Storm *self, StormDesk *desk, const char *what, const TktEntry *entry)
{
  model_note (self->model,
              "%s at %u: %s %s",
              desk->who->username,
              desk->number,
              what,
              entry->body != NULL ? entry->body : tkt_entry_kind_enum.words[entry->kind]);
}

static ModelWord *
find_word (Storm *self, const char *text)
{
  for (guint i = 0; i < self->model->words->len; i++)
    {
      ModelWord *word = g_ptr_array_index (self->model->words, i);

      if (g_strcmp0 (word->text, text) == 0)
        return word;
    }
  g_return_val_if_reached (NULL);
}

gboolean
storm_retry (Storm *self, StormDesk *desk)
{
  g_autoptr (TktEntry) entry = pick (self, desk, TRUE, TKT_ENTRY_REFUSED);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *id = NULL;

  if (entry == NULL)
    return FALSE;
  note (self, desk, "retry", entry);
  tkt_desk_retry_entry_async (desk->seat->desk, entry->seq, test_keep_result, (gpointer)&result);
  id = storm_finish (self, desk, &result);
  find_word (self, entry->body)->again = TRUE;
  return TRUE;
}

/* Words that leave the outbox to be edited are in a draft: nowhere is no place for words. */
static void
check_draft (Storm *self, StormDesk *desk, const char *ticket_id, const char *text)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktDraft) draft = NULL;

  tkt_desk_find_draft_async (desk->seat->desk, ticket_id, test_keep_result, (gpointer)&result);
  test_await (result != NULL);
  draft = tkt_desk_find_draft_finish (desk->seat->desk, result, &error);
  g_assert_no_error (error);
  model_assert (self->model,
                draft != NULL && strstr (draft->body, text) != NULL,
                "“%s” was taken back, and is in no draft",
                text);
}

gboolean
storm_take_back (Storm *self, StormDesk *desk)
{
  const TktTakeBack how = storm_draw (self, 2) ? TKT_TAKE_BACK_EDIT : TKT_TAKE_BACK_DISCARD;
  g_autoptr (TktEntry) entry = pick (self, desk, TRUE, TKT_ENTRY_REFUSED);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *id = NULL;

  if (entry == NULL)
    return FALSE;
  note (self, desk, how == TKT_TAKE_BACK_EDIT ? "edit" : "discard", entry);
  entries = storm_list_outbox (desk);
  tkt_desk_take_back_async (desk->seat->desk, entry->seq, how, test_keep_result, (gpointer)&result);
  id = storm_finish (self, desk, &result);
  model_assert (self->model, id != NULL, "“%s” could not be taken back", entry->body);
  for (guint i = 0; i < entries->len; i++)
    {
      const TktEntry *other = g_ptr_array_index (entries, i);
      const gboolean follows = entry->kind == TKT_ENTRY_OPEN_TICKET
                               && g_strcmp0 (other->ticket_id, entry->ticket_id) == 0;

      if (other->body == NULL || (!follows && other->seq != entry->seq))
        continue;
      find_word (self, other->body)->no_more = TRUE;
      if (how == TKT_TAKE_BACK_EDIT)
        check_draft (
            self, desk, entry->kind == TKT_ENTRY_REPLY ? entry->ticket_id : NULL, other->body);
    }
  return TRUE;
}

/* What was held and is undone never was. */
static void
note_undone (Storm *self, StormDesk *desk, const TktEntry *entry)
{
  const ModelDeedKind kind = entry->kind == TKT_ENTRY_CLOSE ? MODEL_CLOSE : MODEL_DELETE;

  if (entry->body != NULL)
    {
      find_word (self, entry->body)->no_more = TRUE;
      check_draft (self, desk, entry->ticket_id, entry->body);
      return;
    }
  for (guint i = self->model->deeds->len; i > 0; i--)
    {
      ModelDeed *deed = g_ptr_array_index (self->model->deeds, i - 1);

      if (deed->kind != kind || deed->who != desk->who || deed->undone
          || g_strcmp0 (deed->ticket_id, entry->ticket_id) != 0
          || g_strcmp0 (deed->message_id, entry->message_id) != 0)
        continue;
      deed->undone = TRUE;
      return;
    }
}

/* What was done last with that id, and so is undone first. */
static TktEntry *
find_last_held (StormDesk *desk, const char *id)
{
  g_autoptr (GPtrArray) entries = storm_list_outbox (desk);

  for (guint i = entries->len; i > 0; i--)
    {
      const TktEntry *entry = g_ptr_array_index (entries, i - 1);
      const char *own = entry->kind == TKT_ENTRY_CLOSE ? entry->ticket_id : entry->message_id;

      if (entry->state == TKT_ENTRY_HELD && g_strcmp0 (own, id) == 0)
        return tkt_entry_copy (entry);
    }
  g_return_val_if_reached (NULL);
}

gboolean
storm_undo (Storm *self, StormDesk *desk)
{
  g_autoptr (TktEntry) some = pick (self, desk, storm_draw (self, 2), TKT_ENTRY_HELD);
  g_autoptr (TktEntry) entry = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *id = NULL;
  const char *of;

  if (some == NULL)
    return FALSE;
  of = some->kind == TKT_ENTRY_CLOSE ? some->ticket_id : some->message_id;
  entry = find_last_held (desk, of);
  note (self, desk, "undo", entry);
  tkt_desk_undo_async (desk->seat->desk, of, test_keep_result, (gpointer)&result);
  id = storm_finish (self, desk, &result);
  model_assert (self->model, id != NULL, "what is held could not be undone");
  note_undone (self, desk, entry);
  return TRUE;
}

gboolean
storm_release (Storm *self, StormDesk *desk)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (desk->hold == 0)
    return FALSE;
  model_note (self->model, "%s at %u: release", desk->who->username, desk->number);
  tkt_desk_release_async (desk->seat->desk, test_keep_result, (gpointer)&result);
  g_free (storm_finish (self, desk, &result));
  return TRUE;
}
