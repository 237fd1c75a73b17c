/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the person does: checked, put into the outbox, and answered once it is safe there. */
#include <glib/gi18n-lib.h>

#include "tkt-desk-private.h"
#include "tkt-disk-error.h"
#include "tkt-text.h"
#include "tkt-time.h"
#include "tkt-uuid.h"

TktVerdict
tkt_desk_may (TktDesk *self,
              TktAction action,
              const TktTicket *ticket,
              const TktMessage *message,
              TktProblemCode *problem)
{
  const TktAccount *account = tkt_desk_get_account (self);
  const TktOrganization *organization = tkt_desk_get_organization (self);
  TktSituation situation = { .own_organization = TRUE, .own_publisher = TRUE };

  if (account == NULL)
    {
      if (problem != NULL)
        *problem = TKT_PROBLEM_UNAVAILABLE;
      return TKT_VERDICT_NO;
    }
  situation.role = account->role;
  situation.support_enabled = organization->support_tickets_enabled;
  situation.publisher_blocked = self->state->publisher_blocked;
  if (ticket != NULL)
    {
      situation.own_publisher = g_strcmp0 (ticket->publisher_id, account->publisher_id) == 0;
      situation.status = ticket->status;
    }
  if (message != NULL)
    {
      situation.author = g_strcmp0 (message->author_id, account->id) == 0;
      situation.tombstone = tkt_message_is_tombstone (message);
    }
  return tkt_rules_judge (action, &situation, problem);
}

GTask *
tkt_desk_task_new (TktDesk *self,
                   gpointer tag,
                   char *id,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, id, g_free);
  return task;
}

void
tkt_desk_task_return_id (GTask *task)
{
  g_task_return_pointer (task, g_strdup (g_task_get_task_data (task)), g_free);
}

/* FALSE when the action must not, or need not, go to the outbox: then @task has its answer. */
static gboolean
check (GTask *task, TktAction action, const TktTicket *ticket, const TktMessage *message)
{
  TktDesk *self = g_task_get_source_object (task);
  TktProblemCode problem;

  switch (tkt_desk_may (self, action, ticket, message, &problem))
    {
    case TKT_VERDICT_YES:
      return TRUE;
    case TKT_VERDICT_NOTHING_TO_DO:
      tkt_desk_task_return_id (task);
      return FALSE;
    case TKT_VERDICT_NO:
      g_task_return_error (task, tkt_rules_problem (action, problem));
      return FALSE;
    }
  g_return_val_if_reached (FALSE);
}

gboolean
tkt_desk_clean (GTask *task, TktTextKind kind, const char *pointer, const char *text, char **place)
{
  g_autofree char *reason = NULL;
  GError *error = NULL;

  *place = tkt_text_clean (kind, text, -1, &reason);
  if (*place != NULL)
    return TRUE;
  tkt_problem_set_invalid (&error, pointer, "%s", reason);
  g_task_return_error (task, error);
  return FALSE;
}

/* Gives copies of @attachments to @entry; FALSE with @task answered where there are too many. */
static gboolean
check_attachments (GTask *task, const GPtrArray *attachments, TktEntry *entry)
{
  if (attachments == NULL)
    return TRUE;
  if (attachments->len > TKT_ATTACHMENTS_MAX)
    {
      g_task_return_error (task,
                           tkt_problem_new (TKT_PROBLEM_TOO_LARGE,
                                            g_dngettext (GETTEXT_PACKAGE,
                                                         "A message has at most %d attachment.",
                                                         "A message has at most %d attachments.",
                                                         TKT_ATTACHMENTS_MAX),
                                            TKT_ATTACHMENTS_MAX));
      return FALSE;
    }
  tkt_attachments_free (entry->attachments);
  entry->attachments = tkt_attachments_copy (attachments);
  return TRUE;
}

/* A ticket that staff open is for a publisher. */
static gboolean
check_for_whom (GTask *task, const char *publisher_id)
{
  GError *error = NULL;

  if (publisher_id != NULL || !tkt_desk_is_staff (g_task_get_source_object (task)))
    return TRUE;
  tkt_problem_set_invalid (&error, "/publisher_id", _ ("Say for which publisher this is."));
  g_task_return_error (task, error);
  return FALSE;
}

/* Ends the task of a write that put something into the outbox, or took it out. */
static void
end_kept (GTask *task_taken, GError *error)
{
  g_autoptr (GTask) task = task_taken;
  TktDesk *self = g_task_get_source_object (task);

  if (error != NULL)
    {
      g_task_return_error (task, tkt_disk_error_explain (error));
      return;
    }
  if (self->sync != NULL)
    tkt_sync_push (self->sync);
  tkt_desk_task_return_id (task);
}

void
tkt_desk_on_kept (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  tkt_cache_write_finish (TKT_CACHE (object), result, &error);
  end_kept (user_data, error);
}

static void
on_entry_kept (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gboolean kept = tkt_cache_write_finish (TKT_CACHE (object), result, &error);

  end_kept (tkt_desk_keeping_end (user_data, kept), error);
}

static TktEntry *
entry_new (TktEntryKind kind, const TktTicket *ticket)
{
  TktEntry *entry = tkt_entry_new ();

  entry->kind = kind;
  entry->ticket_id = ticket != NULL ? g_strdup (ticket->id) : NULL;
  entry->written_at = tkt_time_now ();
  return entry;
}

void
tkt_desk_hold (TktDesk *self, TktEntry *entry)
{
  if (self->hold == 0)
    return;
  entry->state = TKT_ENTRY_HELD;
  entry->not_before = entry->written_at + self->hold;
}

void
tkt_desk_keep (GTask *task_taken, TktEntry *entry_taken)
{
  TktDesk *self = g_task_get_source_object (task_taken);
  TktDeskKeeping *keeping = tkt_desk_keeping_new (task_taken, entry_taken->attachments);

  tkt_cache_add_entry_async (self->cache, entry_taken, on_entry_kept, keeping);
}

void
tkt_desk_open_ticket_async (TktDesk *self,
                            const char *publisher_id,
                            const char *title,
                            const char *body,
                            const GPtrArray *attachments,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  char *id = tkt_uuid_new ();
  g_autoptr (GTask) task
      = tkt_desk_task_new (self, tkt_desk_open_ticket_async, id, callback, user_data);
  g_autoptr (TktEntry) entry = entry_new (TKT_ENTRY_OPEN_TICKET, NULL);
  g_autofree char *signed_body = tkt_desk_sign (self, body);

  if (!check (task, TKT_ACTION_OPEN, NULL, NULL) || !check_for_whom (task, publisher_id)
      || !tkt_desk_clean (task, TKT_TEXT_TITLE, "/title", title, &entry->title)
      || !tkt_desk_clean (task, TKT_TEXT_MESSAGE, "/message/body", signed_body, &entry->body)
      || !check_attachments (task, attachments, entry))
    return;
  entry->ticket_id = g_strdup (id);
  entry->message_id = tkt_uuid_new ();
  /* A publisher's account opens for its own publisher, and the protocol refuses the member. */
  entry->publisher_id = tkt_desk_is_staff (self) ? g_strdup (publisher_id) : NULL;
  tkt_desk_keep (g_steal_pointer (&task), g_steal_pointer (&entry));
}

void
tkt_desk_reply_async (TktDesk *self,
                      const TktTicket *ticket,
                      const char *body,
                      const GPtrArray *attachments,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  char *id = tkt_uuid_new ();
  g_autoptr (GTask) task = tkt_desk_task_new (self, tkt_desk_reply_async, id, callback, user_data);
  g_autoptr (TktEntry) entry = entry_new (TKT_ENTRY_REPLY, ticket);
  g_autofree char *signed_body = tkt_desk_sign (self, body);

  if (!check (task, TKT_ACTION_REPLY, ticket, NULL)
      || !tkt_desk_clean (task, TKT_TEXT_MESSAGE, "/body", signed_body, &entry->body)
      || !check_attachments (task, attachments, entry))
    return;
  entry->message_id = g_strdup (id);
  if (self->holds_replies)
    tkt_desk_hold (self, entry);
  tkt_desk_keep (g_steal_pointer (&task), g_steal_pointer (&entry));
}

void
tkt_desk_write_note_async (TktDesk *self,
                           const TktTicket *ticket,
                           const char *body,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  char *id = tkt_uuid_new ();
  g_autoptr (GTask) task
      = tkt_desk_task_new (self, tkt_desk_write_note_async, id, callback, user_data);
  g_autoptr (TktEntry) entry = entry_new (TKT_ENTRY_WRITE_NOTE, ticket);

  if (!check (task, TKT_ACTION_WRITE_NOTE, ticket, NULL)
      || !tkt_desk_clean (task, TKT_TEXT_MESSAGE, "/body", body, &entry->body))
    return;
  entry->message_id = g_strdup (id);
  if (self->holds_replies)
    tkt_desk_hold (self, entry);
  tkt_desk_keep (g_steal_pointer (&task), g_steal_pointer (&entry));
}

void
tkt_desk_close_ticket_async (TktDesk *self,
                             const TktTicket *ticket,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = tkt_desk_task_new (
      self, tkt_desk_close_ticket_async, g_strdup (ticket->id), callback, user_data);
  TktEntry *entry;

  if (!check (task, TKT_ACTION_CLOSE, ticket, NULL))
    return;
  entry = entry_new (TKT_ENTRY_CLOSE, ticket);
  tkt_desk_hold (self, entry);
  tkt_desk_keep (g_steal_pointer (&task), entry);
}

void
tkt_desk_reassign_async (TktDesk *self,
                         const TktTicket *ticket,
                         const char *assignee_id,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = tkt_desk_task_new (
      self, tkt_desk_reassign_async, g_strdup (ticket->id), callback, user_data);
  TktEntry *entry;

  if (!check (task, TKT_ACTION_REASSIGN, ticket, NULL))
    return;
  if (g_strcmp0 (ticket->assignee_id, assignee_id) == 0)
    {
      tkt_desk_task_return_id (task);
      return;
    }
  entry = entry_new (TKT_ENTRY_REASSIGN, ticket);
  entry->assignee_id = g_strdup (assignee_id);
  tkt_desk_keep (g_steal_pointer (&task), entry);
}

static void delete (GTask *task_taken,
                    TktAction action,
                    TktEntryKind kind,
                    const TktTicket *ticket,
                    const TktMessage *message)
{
  g_autoptr (GTask) task = task_taken;
  TktEntry *entry;

  if (!check (task, action, ticket, message))
    return;
  entry = entry_new (kind, ticket);
  entry->message_id = g_strdup (message->id);
  tkt_desk_hold (g_task_get_source_object (task), entry);
  tkt_desk_keep (g_steal_pointer (&task), entry);
}

void
tkt_desk_delete_message_async (TktDesk *self,
                               const TktTicket *ticket,
                               const TktMessage *message,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = tkt_desk_task_new (
      self, tkt_desk_delete_message_async, g_strdup (message->id), callback, user_data);

  delete (task, TKT_ACTION_DELETE_MESSAGE, TKT_ENTRY_DELETE_MESSAGE, ticket, message);
}

void
tkt_desk_delete_note_async (TktDesk *self,
                            const TktTicket *ticket,
                            const TktMessage *note,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = tkt_desk_task_new (
      self, tkt_desk_delete_note_async, g_strdup (note->id), callback, user_data);

  delete (task, TKT_ACTION_DELETE_NOTE, TKT_ENTRY_DELETE_NOTE, ticket, note);
}

void
tkt_desk_mark_read_async (TktDesk *self,
                          const TktTicket *ticket,
                          gint64 position,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = tkt_desk_task_new (
      self, tkt_desk_mark_read_async, g_strdup (ticket->id), callback, user_data);
  TktEntry *entry;

  if (!check (task, TKT_ACTION_MARK_READ, ticket, NULL))
    return;
  entry = entry_new (TKT_ENTRY_MARK_READ, ticket);
  entry->position = position;
  tkt_desk_keep (g_steal_pointer (&task), entry);
}

void
tkt_desk_set_support_tickets_async (TktDesk *self,
                                    gboolean enabled,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (GTask) task = tkt_desk_task_new (self,
                                              tkt_desk_set_support_tickets_async,
                                              g_strdup (self->sign_in->account_id),
                                              callback,
                                              user_data);
  TktEntry *entry;

  if (!check (task, TKT_ACTION_ADMINISTER, NULL, NULL))
    return;
  entry = entry_new (TKT_ENTRY_SET_SUPPORT, NULL);
  entry->enabled = enabled;
  tkt_desk_keep (g_steal_pointer (&task), entry);
}

char *
tkt_desk_finish (TktDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
