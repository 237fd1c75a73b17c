/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service: tickets and messages (rules 4 to 13). */
#include <glib/gi18n-lib.h>

#include "tkt-service-private.h"
#include "tkt-time.h"
#include "tkt-uuid.h"

TktTicket *
tkt_service_get_ticket (TktStoreTx *tx, const TktActor *actor, const char *id, GError **error)
{
  GError *failed = NULL;
  g_autoptr (TktTicket) ticket = tkt_store_get_ticket (tx, actor->organization->id, id, &failed);

  if (failed != NULL)
    g_propagate_error (error, failed);
  else if (tkt_service_judge (actor, TKT_ACTION_SEE, ticket, NULL, error) != TKT_VERDICT_NO)
    return g_steal_pointer (&ticket);
  return NULL;
}

/* A message as the actor writes it now (rule 8: with the name of this moment). */
static TktMessage *
message_new (const TktActor *actor,
             const TktNewMessage *request,
             const char *ticket_id,
             gint64 position,
             gint64 now)
{
  TktMessage *message = tkt_message_new ();

  message->id = request->id != NULL ? g_strdup (request->id) : tkt_uuid_new ();
  message->ticket_id = g_strdup (ticket_id);
  message->position = position;
  message->author_id = g_strdup (actor->account->id);
  message->author_username = g_strdup (actor->account->username);
  message->author_name = g_strdup (actor->account->display_name);
  message->author_role = actor->account->role;
  message->body = g_strdup (request->body);
  message->written_at = request->written_at;
  message->sent_at = now;
  return message;
}

/* Stamps and writes a message and the ticket it has changed, and moves the author's read mark
 * behind it. */
static gboolean
store_message (TktStoreTx *tx,
               const TktActor *actor,
               TktTicket *ticket,
               TktMessage *message,
               GError **error)
{
  const char *organization = actor->organization->id;
  TktReadMark mark = { .ticket_id = ticket->id, .position = message->position };

  ticket->revision = tkt_service_stamps (tx, actor, 3, error);
  message->revision = ticket->revision + 1;
  mark.revision = ticket->revision + 2;
  return ticket->revision != 0 && tkt_store_put_ticket (tx, organization, ticket, error)
         && tkt_store_insert_message (tx, organization, message, error)
         && tkt_service_keep_uploads (tx, actor, message, error)
         && tkt_store_put_read_mark (tx, organization, actor->account->id, &mark, error);
}

static gboolean
has_attachments (const TktMessage *message, const GPtrArray *refs)
{
  if (message->attachments->len != refs->len)
    return FALSE;
  for (guint i = 0; i < refs->len; i++)
    {
      const TktAttachment *attachment = g_ptr_array_index (message->attachments, i);
      const TktAttachmentRef *ref = g_ptr_array_index (refs, i);

      if (!g_str_equal (attachment->id, ref->id))
        return FALSE;
    }
  return TRUE;
}

/* Is the stored @message what the same account sent before with the same id? Of a tombstone text
 * and attachments can't be compared. */
static gboolean
is_repetition (const TktActor *actor,
               const TktMessage *message,
               const TktNewMessage *request,
               const char *ticket_id)
{
  return g_strcmp0 (message->author_id, actor->account->id) == 0
         && g_strcmp0 (message->ticket_id, ticket_id) == 0
         && (tkt_message_is_tombstone (message)
             || (g_str_equal (message->body, request->body)
                 && has_attachments (message, request->attachments)));
}

/* Rule 5: who it is for, and so who it is assigned to. */
static TktPublisher *
find_publisher (TktStoreTx *tx, const TktActor *actor, const TktNewTicket *request, GError **error)
{
  gboolean staff = tkt_role_is_staff (actor->account->role);
  const char *id = staff ? request->publisher_id : actor->account->publisher_id;
  GError *failed = NULL;
  TktPublisher *publisher;

  if (staff && id == NULL)
    {
      tkt_problem_set_invalid (error, "/publisher_id", _ ("Say for which publisher this is."));
      return NULL;
    }
  if (!staff && request->publisher_id != NULL)
    {
      tkt_problem_set_invalid (
          error,
          "/publisher_id",
          _ ("A publisher's account opens tickets for its own publisher only."));
      return NULL;
    }
  publisher = tkt_store_get_publisher (tx, actor->organization->id, id, &failed);
  if (failed != NULL)
    g_propagate_error (error, failed);
  else if (publisher == NULL)
    tkt_problem_set_invalid (error, "/publisher_id", _ ("There is no such publisher."));
  return publisher;
}

/* What is stored under the ids of a new ticket, if this account has opened it before; NULL and no
 * error: nothing. */
static TktOpenedTicket *
find_opened (TktStoreTx *tx, const TktActor *actor, const TktNewTicket *request, GError **error)
{
  const char *organization = actor->organization->id;
  g_autoptr (TktOpenedTicket) opened = tkt_opened_ticket_new ();
  g_autoptr (GPtrArray) messages = NULL;
  GError *failed = NULL;

  if (request->id == NULL)
    return NULL;
  opened->ticket = tkt_store_get_ticket (tx, organization, request->id, &failed);
  if (opened->ticket != NULL)
    messages = tkt_store_list_messages (tx, organization, request->id, 0, 1, &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return NULL;
    }
  if (opened->ticket == NULL)
    return NULL;
  if (messages->len > 0)
    opened->message = tkt_message_copy (g_ptr_array_index (messages, 0));
  if (opened->message == NULL || !g_str_equal (opened->ticket->title, request->title)
      || g_strcmp0 (opened->ticket->opened_by, actor->account->id) != 0
      || (request->message->id != NULL && !g_str_equal (opened->message->id, request->message->id))
      || (request->publisher_id != NULL
          && !g_str_equal (opened->ticket->publisher_id, request->publisher_id))
      || !is_repetition (actor, opened->message, request->message, opened->ticket->id))
    {
      tkt_service_set_id_taken (error);
      return NULL;
    }
  return g_steal_pointer (&opened);
}

TktOpenedTicket *
tkt_service_open_ticket (TktStoreTx *tx,
                         const TktActor *actor,
                         const TktNewTicket *request,
                         gboolean *repeated,
                         GError **error)
{
  g_autoptr (TktOpenedTicket) opened = NULL;
  g_autoptr (TktPublisher) publisher = NULL;
  GError *failed = NULL;
  TktTicket *ticket;
  gint64 now = tkt_time_now ();

  if (!tkt_service_check (actor, TKT_ACTION_SEE, error))
    return NULL;
  opened = find_opened (tx, actor, request, &failed);
  if (repeated != NULL)
    *repeated = opened != NULL;
  /* Whoever has opened it may have moved to where it is out of sight (rule 9). */
  if (opened != NULL)
    return tkt_service_judge (actor, TKT_ACTION_SEE, opened->ticket, NULL, error) != TKT_VERDICT_NO
               ? g_steal_pointer (&opened)
               : NULL;
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return NULL;
    }
  if (!tkt_service_check (actor, TKT_ACTION_OPEN, error))
    return NULL;
  publisher = find_publisher (tx, actor, request, error);
  if (publisher == NULL)
    return NULL;

  opened = tkt_opened_ticket_new ();
  opened->ticket = ticket = tkt_ticket_new ();
  ticket->id = request->id != NULL ? g_strdup (request->id) : tkt_uuid_new ();
  ticket->title = g_strdup (request->title);
  ticket->publisher_id = g_strdup (publisher->id);
  ticket->assignee_id = g_strdup (publisher->account_manager_id);
  ticket->opened_by = g_strdup (actor->account->id);
  ticket->opened_at = ticket->last_message_at = ticket->updated_at = now;
  opened->message = message_new (actor, request->message, ticket->id, 1, now);
  /* Whatever may refuse it comes before anything is written (tkt-db-worker.h). */
  if (!tkt_service_take_uploads (
          tx, actor, request->message->attachments, "/message/attachments", opened->message, error))
    return NULL;
  ticket->number = tkt_store_next_ticket_number (tx, actor->organization->id, error);
  if (ticket->number == 0 || !store_message (tx, actor, ticket, opened->message, error)
      || !tkt_service_note (tx, actor, &(TktDeed){ TKT_AUDIT_TICKET_OPENED, ticket->id }, error))
    return NULL;
  return g_steal_pointer (&opened);
}

/* A ticket's times never run backwards, though the clock may. */
static gint64
time_for (const TktTicket *ticket)
{
  return MAX (tkt_time_now (), ticket->updated_at);
}

TktMessage *
tkt_service_reply (TktStoreTx *tx,
                   const TktActor *actor,
                   const char *ticket_id,
                   const TktNewMessage *request,
                   gboolean *repeated,
                   GError **error)
{
  const char *organization = actor->organization->id;
  g_autoptr (TktTicket) ticket = tkt_service_get_ticket (tx, actor, ticket_id, error);
  g_autoptr (TktMessage) message = NULL;
  GError *failed = NULL;
  gint64 last;

  if (ticket == NULL)
    return NULL;
  if (request->id != NULL)
    message = tkt_store_get_message (tx, organization, request->id, &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return NULL;
    }
  if (repeated != NULL)
    *repeated = message != NULL;
  if (message != NULL)
    {
      /* What was accepted once stays accepted, also when the ticket was closed since. */
      if (is_repetition (actor, message, request, ticket_id))
        return g_steal_pointer (&message);
      tkt_service_set_id_taken (error);
      return NULL;
    }
  if (tkt_service_judge (actor, TKT_ACTION_REPLY, ticket, NULL, error) == TKT_VERDICT_NO)
    return NULL;

  last = tkt_store_get_last_position (tx, ticket_id, error);
  if (last < 0)
    return NULL;
  ticket->last_message_at = ticket->updated_at = time_for (ticket);
  ticket->reply_count++;
  message = message_new (actor, request, ticket_id, last + 1, ticket->updated_at);
  return tkt_service_take_uploads (tx, actor, request->attachments, "/attachments", message, error)
                 && store_message (tx, actor, ticket, message, error)
             ? g_steal_pointer (&message)
             : NULL;
}

static gboolean
put_ticket (TktStoreTx *tx, const TktActor *actor, TktTicket *ticket, GError **error)
{
  ticket->updated_at = time_for (ticket);
  ticket->revision = tkt_service_stamp (tx, actor, error);
  return ticket->revision != 0 && tkt_store_put_ticket (tx, actor->organization->id, ticket, error);
}

static gboolean
reassign (TktStoreTx *tx,
          const TktActor *actor,
          TktTicket *ticket,
          const char *assignee_id,
          GError **error)
{
  if (tkt_service_judge (actor, TKT_ACTION_REASSIGN, ticket, NULL, error) == TKT_VERDICT_NO)
    return FALSE;
  if (assignee_id != NULL
      && !tkt_service_check_staff (tx, actor, assignee_id, "/assignee_id", error))
    return FALSE;
  if (g_strcmp0 (ticket->assignee_id, assignee_id) == 0)
    return TRUE;
  if (!tkt_service_note (tx,
                         actor,
                         &(TktDeed){ TKT_AUDIT_TICKET_REASSIGNED,
                                     ticket->id,
                                     .old_value = ticket->assignee_id,
                                     .new_value = assignee_id },
                         error))
    return FALSE;
  g_free (ticket->assignee_id);
  ticket->assignee_id = g_strdup (assignee_id);
  return put_ticket (tx, actor, ticket, error);
}

static gboolean
set_status (TktStoreTx *tx,
            const TktActor *actor,
            TktTicket *ticket,
            TktTicketStatus status,
            GError **error)
{
  TktAction action = status == TKT_TICKET_CLOSED ? TKT_ACTION_CLOSE : TKT_ACTION_REOPEN;
  TktVerdict verdict = tkt_service_judge (actor, action, ticket, NULL, error);

  if (verdict != TKT_VERDICT_YES)
    return verdict == TKT_VERDICT_NOTHING_TO_DO;
  ticket->status = TKT_TICKET_CLOSED;
  ticket->closed_by = g_strdup (actor->account->id);
  ticket->closed_at = time_for (ticket);
  return put_ticket (tx, actor, ticket, error)
         && tkt_service_note (tx, actor, &(TktDeed){ TKT_AUDIT_TICKET_CLOSED, ticket->id }, error);
}

TktTicket *
tkt_service_patch_ticket (TktStoreTx *tx,
                          const TktActor *actor,
                          const char *id,
                          const TktTicketPatch *request,
                          gint64 if_match,
                          GError **error)
{
  g_autoptr (TktTicket) ticket = tkt_service_get_ticket (tx, actor, id, error);

  if (ticket == NULL || !tkt_service_check_match (if_match, ticket->revision, error))
    return NULL;
  if (!request->status_given && !request->assignee_given)
    {
      tkt_problem_set_invalid (error, "", _ ("Say what to change: status or assignee_id."));
      return NULL;
    }
  if (request->assignee_given && !reassign (tx, actor, ticket, request->assignee_id, error))
    return NULL;
  if (request->status_given && !set_status (tx, actor, ticket, request->status, error))
    return NULL;
  return g_steal_pointer (&ticket);
}

TktMessage *
tkt_service_delete_message (TktStoreTx *tx, const TktActor *actor, const char *id, GError **error)
{
  const char *organization = actor->organization->id;
  g_autoptr (TktMessage) message = NULL;
  g_autoptr (TktTicket) ticket = NULL;
  GError *failed = NULL;
  TktVerdict verdict;

  message = tkt_store_get_message (tx, organization, id, &failed);
  if (message != NULL)
    ticket = tkt_store_get_ticket (tx, organization, message->ticket_id, &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return NULL;
    }
  verdict = tkt_service_judge (actor, TKT_ACTION_DELETE_MESSAGE, ticket, message, error);
  if (verdict == TKT_VERDICT_NO)
    return NULL;
  if (verdict == TKT_VERDICT_NOTHING_TO_DO)
    return g_steal_pointer (&message);

  if (message->position > 1)
    ticket->reply_count--;
  if (!put_ticket (tx, actor, ticket, error))
    return NULL;
  g_free (message->body);
  message->body = g_strdup ("");
  tkt_shape_free_array (&tkt_attachment_shape, message->attachments);
  message->attachments = g_ptr_array_new ();
  message->deleted_by = g_strdup (actor->account->id);
  message->deleted_at = ticket->updated_at;
  message->revision = tkt_service_stamp (tx, actor, error);
  if (message->revision == 0 || !tkt_store_erase_message (tx, organization, message, error)
      || !tkt_service_note (tx, actor, &(TktDeed){ TKT_AUDIT_MESSAGE_DELETED, id }, error))
    return NULL;
  return g_steal_pointer (&message);
}

TktReadMark *
tkt_service_mark_read (TktStoreTx *tx,
                       const TktActor *actor,
                       const char *ticket_id,
                       const TktNewReadMark *request,
                       GError **error)
{
  g_autoptr (TktTicket) ticket = tkt_service_get_ticket (tx, actor, ticket_id, error);
  g_autoptr (TktReadMark) mark = NULL;
  GError *failed = NULL;
  gint64 last;

  if (ticket == NULL)
    return NULL;
  mark = tkt_store_get_read_mark (tx, actor->account->id, ticket_id, &failed);
  last = failed == NULL ? tkt_store_get_last_position (tx, ticket_id, &failed) : -1;
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return NULL;
    }
  /* Never backwards, and never past what there is to read. */
  if (mark != NULL && MIN (request->position, last) <= mark->position)
    return g_steal_pointer (&mark);
  if (mark == NULL)
    {
      mark = tkt_read_mark_new ();
      mark->ticket_id = g_strdup (ticket_id);
    }
  mark->position = MIN (request->position, last);
  mark->revision = tkt_service_stamp (tx, actor, error);
  if (mark->revision == 0
      || !tkt_store_put_read_mark (tx, actor->organization->id, actor->account->id, mark, error))
    return NULL;
  return g_steal_pointer (&mark);
}
