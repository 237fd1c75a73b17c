/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Push: one entry of the outbox after the other, each until the server has said yes or no. */
#include "tkt-backoff.h"
#include "tkt-sync-private.h"
#include "tkt-time.h"

/* An entry on its way. */
typedef struct
{
  TktSync *sync;
  TktEntry *entry;
  guint view;       /* that stood when it was sent */
  guint n_uploaded; /* of its attachments */
} Sending;

static void
sending_free (Sending *sending)
{
  g_object_unref (sending->sync);
  tkt_entry_free (sending->entry);
  g_free (sending);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sending, sending_free)

static char *
build_body (const TktEntry *entry)
{
  TktNewMessage message
      = { .id = entry->message_id, .body = entry->body, .written_at = entry->written_at };
  TktNewTicket ticket = { entry->ticket_id, entry->title, &message, entry->publisher_id };
  TktNewNote note = { entry->message_id, entry->body, entry->written_at };
  TktTicketPatch close = { .status = TKT_TICKET_CLOSED, .status_given = TRUE };
  TktTicketPatch reassign = { .assignee_id = entry->assignee_id, .assignee_given = TRUE };
  TktNewReadMark mark = { entry->position };
  TktOrganizationPatch settings
      = { .support_tickets_enabled = entry->enabled, .support_tickets_given = TRUE };
  TktNewSavedReply reply = { entry->ticket_id, entry->title, entry->body, entry->enabled };
  /* What is shared stays shared, and a false would be refused. */
  TktSavedReplyPatch change = { entry->title, entry->body, TRUE, entry->enabled };
  g_autoptr (GPtrArray) refs = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < entry->attachments->len; i++)
    {
      const TktAttachment *attachment = g_ptr_array_index (entry->attachments, i);
      TktAttachmentRef *ref = g_new (TktAttachmentRef, 1);

      *ref = (TktAttachmentRef){ attachment->id };
      g_ptr_array_add (refs, ref);
    }
  message.attachments = refs;
  switch (entry->kind)
    {
    case TKT_ENTRY_OPEN_TICKET:
      return tkt_shape_to_json (&tkt_new_ticket_shape, &ticket);
    case TKT_ENTRY_REPLY:
      return tkt_shape_to_json (&tkt_new_message_shape, &message);
    case TKT_ENTRY_CLOSE:
      return tkt_shape_to_json (&tkt_ticket_patch_shape, &close);
    case TKT_ENTRY_REASSIGN:
      return tkt_shape_to_json (&tkt_ticket_patch_shape, &reassign);
    case TKT_ENTRY_MARK_READ:
      return tkt_shape_to_json (&tkt_new_read_mark_shape, &mark);
    case TKT_ENTRY_SET_SUPPORT:
      return tkt_shape_to_json (&tkt_organization_patch_shape, &settings);
    case TKT_ENTRY_WRITE_NOTE:
      return tkt_shape_to_json (&tkt_new_note_shape, &note);
    case TKT_ENTRY_ADD_SAVED_REPLY:
      return tkt_shape_to_json (&tkt_new_saved_reply_shape, &reply);
    case TKT_ENTRY_CHANGE_SAVED_REPLY:
      return tkt_shape_to_json (&tkt_saved_reply_patch_shape, &change);
    case TKT_ENTRY_DELETE_MESSAGE:
    case TKT_ENTRY_DELETE_NOTE:
    case TKT_ENTRY_DELETE_SAVED_REPLY:
      return NULL;
    }
  g_return_val_if_reached (NULL);
}

static char *
build_path (const TktEntry *entry, const char **method)
{
  switch (entry->kind)
    {
    case TKT_ENTRY_OPEN_TICKET:
      *method = "POST";
      return g_strdup ("/v1/tickets");
    case TKT_ENTRY_REPLY:
      *method = "POST";
      return g_strdup_printf ("/v1/tickets/%s/messages", entry->ticket_id);
    case TKT_ENTRY_CLOSE:
    case TKT_ENTRY_REASSIGN:
      *method = "PATCH";
      return g_strdup_printf ("/v1/tickets/%s", entry->ticket_id);
    case TKT_ENTRY_DELETE_MESSAGE:
      *method = "DELETE";
      return g_strdup_printf ("/v1/messages/%s", entry->message_id);
    case TKT_ENTRY_WRITE_NOTE:
      *method = "POST";
      return g_strdup_printf ("/v1/tickets/%s/notes", entry->ticket_id);
    case TKT_ENTRY_DELETE_NOTE:
      *method = "DELETE";
      return g_strdup_printf ("/v1/notes/%s", entry->message_id);
    case TKT_ENTRY_MARK_READ:
      *method = "PUT";
      return g_strdup_printf ("/v1/tickets/%s/read", entry->ticket_id);
    case TKT_ENTRY_SET_SUPPORT:
      *method = "PATCH";
      return g_strdup ("/v1/organization");
    case TKT_ENTRY_ADD_SAVED_REPLY:
      *method = "POST";
      return g_strdup ("/v1/saved-replies");
    case TKT_ENTRY_CHANGE_SAVED_REPLY:
      *method = "PATCH";
      return g_strdup_printf ("/v1/saved-replies/%s", entry->ticket_id);
    case TKT_ENTRY_DELETE_SAVED_REPLY:
      *method = "DELETE";
      return g_strdup_printf ("/v1/saved-replies/%s", entry->ticket_id);
    }
  g_return_val_if_reached (NULL);
}

static TktChangeKind
answer_kind (TktEntryKind kind)
{
  switch (kind)
    {
    case TKT_ENTRY_REPLY:
    case TKT_ENTRY_DELETE_MESSAGE:
      return TKT_CHANGE_MESSAGE;
    case TKT_ENTRY_WRITE_NOTE:
    case TKT_ENTRY_DELETE_NOTE:
      return TKT_CHANGE_NOTE;
    case TKT_ENTRY_MARK_READ:
      return TKT_CHANGE_READ_MARK;
    case TKT_ENTRY_SET_SUPPORT:
      return TKT_CHANGE_ORGANIZATION;
    case TKT_ENTRY_ADD_SAVED_REPLY:
    case TKT_ENTRY_CHANGE_SAVED_REPLY:
    case TKT_ENTRY_DELETE_SAVED_REPLY:
      return TKT_CHANGE_SAVED_REPLY;
    case TKT_ENTRY_OPEN_TICKET:
    case TKT_ENTRY_CLOSE:
    case TKT_ENTRY_REASSIGN:
      break;
    }
  return TKT_CHANGE_TICKET;
}

/* (element-type TktChange): the rows that a 2xx answer brings. */
static GPtrArray *
read_answer (const TktEntry *entry, GBytes *bytes, GError **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_change_free);
  TktChangeKind kind = answer_kind (entry->kind);
  const TktShape *shape = entry->kind == TKT_ENTRY_OPEN_TICKET ? &tkt_opened_ticket_shape
                                                               : tkt_change_kind_shape (kind);
  gpointer row = tkt_shape_read_bytes (
      shape, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), TKT_READ_LENIENT, error);

  if (row == NULL)
    return NULL;
  if (entry->kind == TKT_ENTRY_OPEN_TICKET)
    {
      g_autoptr (TktOpenedTicket) opened = row;

      g_ptr_array_add (changes,
                       tkt_change_new (TKT_CHANGE_TICKET, g_steal_pointer (&opened->ticket)));
      g_ptr_array_add (changes,
                       tkt_change_new (TKT_CHANGE_MESSAGE, g_steal_pointer (&opened->message)));
    }
  else
    g_ptr_array_add (changes, tkt_change_new (kind, row));
  return g_steal_pointer (&changes);
}

static gboolean
on_push_timer (gpointer data)
{
  TktSync *self = data;

  self->push_timer = 0;
  tkt_sync_push (self);
  return G_SOURCE_REMOVE;
}

/* The entry has been dealt with: on to the next, or later. */
static void
push_ended (TktSync *self, gint64 delay)
{
  self->pushing = FALSE;
  self->push_again = FALSE;
  if (tkt_sync_is_active (self))
    tkt_sync_set_timer (self, &self->push_timer, delay, on_push_timer);
}

/* There is nothing to send before @due; 0: whoever adds something says so. */
static void
push_rests (TktSync *self, gint64 due)
{
  if (due != 0)
    /* A clock that is set back does not hold up anything for longer than a step of the back-off. */
    push_ended (self, CLAMP (due - tkt_time_now (), 0, TKT_MINUTE));
  else
    self->pushing = FALSE;
}

/* Gone meanwhile: the person has taken it back. */
static gboolean
is_gone (const GError *error)
{
  return g_error_matches (error, TKT_PROBLEM, TKT_PROBLEM_CHANGED_MEANWHILE);
}

static void
on_entry_settled (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Sending) sending = user_data;
  TktSync *self = sending->sync;
  g_autoptr (GError) error = NULL;

  if (tkt_cache_write_finish (TKT_CACHE (object), result, &error) || is_gone (error))
    {
      push_ended (self, 0);
      /* What was written comes in the feed's order; nobody waits for the next poll. */
      tkt_sync_pull (self);
      return;
    }
  /* The disk took nothing: the same entry is sent again later, and the server knows its id. */
  g_warning ("The outbox can't be written: %s", error->message);
  push_ended (self, tkt_backoff (3, 0));
}

static void
on_entry_postponed (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Sending) sending = user_data;
  g_autoptr (GError) error = NULL;

  if (!tkt_cache_write_finish (TKT_CACHE (object), result, &error) && !is_gone (error))
    g_warning ("The outbox can't be written: %s", error->message);
  push_ended (sending->sync, TKT_SECOND);
}

/* The server was not reached or could not answer: again later, as often as it takes (rule 19). */
static void
postpone (Sending *sending, const GError *error)
{
  TktSync *self = sending->sync;
  guint retry_after = error->domain == TKT_PROBLEM ? tkt_problem_get_retry_after (error) : 0;
  gint64 delay = tkt_backoff (sending->entry->attempts + 1, retry_after);

  self->impatient = FALSE;
  tkt_cache_set_entry_state_async (self->cache,
                                   sending->entry->seq,
                                   TKT_ENTRY_WAITING,
                                   tkt_time_now () + delay,
                                   !tkt_api_is_untaken (error),
                                   NULL,
                                   on_entry_postponed,
                                   sending);
}

/* The server has said no, and will say so again: the words stay where they are, with its reason
 * (rule 20). What has no words has no place to stay in: the person is told, and the lists show what
 * is. Of a read mark there is nothing to tell. */
static void
give_up (Sending *sending, const GError *error)
{
  TktSync *self = sending->sync;

  if (sending->entry->kind != TKT_ENTRY_MARK_READ)
    tkt_sync_emit_refused (self,
                           error->message,
                           sending->entry->body != NULL
                                   && !tkt_entry_kind_is_saved_reply (sending->entry->kind)
                               ? sending->entry->ticket_id
                               : NULL);
  if (sending->entry->body == NULL)
    tkt_cache_remove_entry_async (self->cache, sending->entry->seq, on_entry_settled, sending);
  else
    tkt_cache_set_entry_state_async (self->cache,
                                     sending->entry->seq,
                                     TKT_ENTRY_REFUSED,
                                     0,
                                     FALSE,
                                     error,
                                     on_entry_settled,
                                     sending);
}

static void
on_answered (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Sending) sending = user_data;
  TktSync *self = sending->sync;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tkt_api_call_finish (TKT_API (object), result, &error);
  g_autoptr (GPtrArray) changes = NULL;

  /* The program ends: the entry is sent again at the next start. */
  if (self->cancellable == NULL)
    return;
  if (bytes != NULL)
    changes = read_answer (sending->entry, bytes, &error);
  if (changes != NULL)
    {
      gint64 seq = sending->entry->seq;

      tkt_sync_note_success (self);
      /* What was in sight when the call was made may be out of sight by now, and nothing would take
       * it away again. The new snapshot brings what is not. */
      if (self->beginning || sending->view != self->n_views)
        g_ptr_array_set_size (changes, 0);
      tkt_cache_apply_rows_async (self->cache,
                                  g_steal_pointer (&changes),
                                  seq,
                                  on_entry_settled,
                                  g_steal_pointer (&sending));
      return;
    }
  tkt_sync_note_failure (self, error);
  /* A 2xx answer that can't be read was accepted: asking again gives the stored row. */
  if (bytes != NULL || tkt_api_may_retry (error))
    postpone (g_steal_pointer (&sending), error);
  else
    give_up (g_steal_pointer (&sending), error);
}

static void
send_entry (Sending *sending_taken)
{
  g_autoptr (Sending) sending = sending_taken;
  TktSync *self = sending->sync;
  const char *method;
  g_autofree char *path = build_path (sending->entry, &method);
  char *body = build_body (sending->entry);

  tkt_api_call_async (
      self->api, method, path, body, self->cancellable, on_answered, g_steal_pointer (&sending));
}

static void upload_next (Sending *sending_taken);

static void
on_uploaded (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Sending) sending = user_data;
  TktSync *self = sending->sync;
  g_autoptr (GError) error = NULL;
  gboolean uploaded = tkt_api_upload_finish (TKT_API (object), result, &error);

  if (self->cancellable == NULL)
    return;
  if (uploaded)
    {
      tkt_sync_note_success (self);
      sending->n_uploaded++;
      upload_next (g_steal_pointer (&sending));
      return;
    }
  tkt_sync_note_failure (self, error);
  if (tkt_api_may_retry (error))
    postpone (g_steal_pointer (&sending), error);
  else
    give_up (g_steal_pointer (&sending), error);
}

/* A message is sent when the server has all of its attachments. What it has already, whole or in
 * part, is not sent again. */
static void
upload_next (Sending *sending_taken)
{
  g_autoptr (Sending) sending = sending_taken;
  const GPtrArray *attachments = sending->entry->attachments;
  TktSync *self = sending->sync;
  const TktAttachment *attachment;
  g_auto (GStrv) paths = NULL;

  if (sending->n_uploaded == attachments->len)
    {
      send_entry (g_steal_pointer (&sending));
      return;
    }
  attachment = g_ptr_array_index (attachments, sending->n_uploaded);
  paths = tkt_files_get_paths (self->files, attachment->id);
  tkt_api_upload_async (self->api,
                        attachment,
                        (const char *const *)paths,
                        tkt_files_get_transfer (self->files, attachment->id),
                        self->cancellable,
                        on_uploaded,
                        g_steal_pointer (&sending));
}

static void
on_marked_sending (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Sending) sending = user_data;
  TktSync *self = sending->sync;
  g_autoptr (GError) error = NULL;

  if (!tkt_cache_write_finish (TKT_CACHE (object), result, &error))
    {
      if (!is_gone (error))
        g_warning ("The outbox can't be written: %s", error->message);
      push_ended (self, is_gone (error) ? 0 : tkt_backoff (3, 0));
      return;
    }
  if (self->cancellable == NULL)
    return;
  sending->view = self->n_views;
  upload_next (g_steal_pointer (&sending));
}

static void
on_next_entry (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktSync) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 due = 0;
  TktEntry *entry = tkt_cache_next_entry_finish (TKT_CACHE (object), result, &due, &error);
  Sending *sending;

  if (entry == NULL || self->cancellable == NULL)
    {
      gboolean again = self->push_again;

      self->impatient &= again;
      tkt_entry_free (entry);
      if (error != NULL)
        /* The cache tells the person what is wrong with it, and sees to it. */
        g_info ("The outbox can't be read: %s", error->message);
      /* What came while this was under way is looked at, too. */
      if (again)
        push_ended (self, 0);
      else if (error != NULL)
        push_ended (self, tkt_backoff (3, 0));
      else
        push_rests (self, due);
      return;
    }
  sending = g_new0 (Sending, 1);
  sending->sync = g_object_ref (self);
  sending->entry = entry;
  tkt_cache_set_entry_state_async (
      self->cache, entry->seq, TKT_ENTRY_SENDING, 0, FALSE, NULL, on_marked_sending, sending);
}

void
tkt_sync_push (TktSync *self)
{
  g_return_if_fail (TKT_IS_SYNC (self));

  if (!tkt_sync_is_active (self))
    return;
  self->push_again = self->pushing;
  if (self->pushing)
    return;
  self->pushing = TRUE;
  g_clear_handle_id (&self->push_timer, g_source_remove);
  tkt_cache_next_entry_async (
      self->cache, tkt_time_now (), self->impatient, on_next_entry, g_object_ref (self));
}

void
tkt_sync_push_all (TktSync *self)
{
  g_return_if_fail (TKT_IS_SYNC (self));

  self->impatient = TRUE;
  tkt_sync_push (self);
}
