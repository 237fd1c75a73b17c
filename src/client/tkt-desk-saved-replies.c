/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk: what the person does with saved replies. It goes to the outbox like everything else. */
#include "tkt-desk-private.h"
#include "tkt-time.h"
#include "tkt-uuid.h"

/* FALSE with @task answered where nothing may be written. */
static gboolean
check (GTask *task)
{
  TktDesk *self = g_task_get_source_object (task);
  TktProblemCode problem;

  if (tkt_desk_may (self, TKT_ACTION_WRITE_SAVED_REPLY, NULL, NULL, &problem) != TKT_VERDICT_NO)
    return TRUE;
  g_task_return_error (task, tkt_rules_problem (TKT_ACTION_WRITE_SAVED_REPLY, problem));
  return FALSE;
}

static TktEntry *
entry_new (TktEntryKind kind, const char *id)
{
  TktEntry *entry = tkt_entry_new ();

  entry->kind = kind;
  entry->ticket_id = g_strdup (id);
  entry->written_at = tkt_time_now ();
  return entry;
}

/* FALSE with @task answered where the server would refuse the words. */
static gboolean
give_words (GTask *task, TktEntry *entry, const char *name, const char *body, gboolean shared)
{
  entry->enabled = shared;
  return tkt_desk_clean (task, TKT_TEXT_REPLY_NAME, "/name", name, &entry->title)
         && tkt_desk_clean (task, TKT_TEXT_MESSAGE, "/body", body, &entry->body);
}

void
tkt_desk_add_saved_reply_async (TktDesk *self,
                                const char *name,
                                const char *body,
                                gboolean shared,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  char *id = tkt_uuid_new ();
  g_autoptr (GTask) task
      = tkt_desk_task_new (self, tkt_desk_add_saved_reply_async, id, callback, user_data);
  g_autoptr (TktEntry) entry = entry_new (TKT_ENTRY_ADD_SAVED_REPLY, id);

  if (!check (task) || !give_words (task, entry, name, body, shared))
    return;
  tkt_desk_keep (g_steal_pointer (&task), g_steal_pointer (&entry));
}

void
tkt_desk_change_saved_reply_async (TktDesk *self,
                                   const TktSavedReplyRow *row,
                                   const char *name,
                                   const char *body,
                                   gboolean shared,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = tkt_desk_task_new (
      self, tkt_desk_change_saved_reply_async, g_strdup (row->reply->id), callback, user_data);
  g_autoptr (TktEntry) entry = entry_new (TKT_ENTRY_CHANGE_SAVED_REPLY, row->reply->id);

  if (!check (task) || !give_words (task, entry, name, body, shared))
    return;
  tkt_desk_keep (g_steal_pointer (&task), g_steal_pointer (&entry));
}

void
tkt_desk_delete_saved_reply_async (TktDesk *self,
                                   const TktSavedReplyRow *row,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = tkt_desk_task_new (
      self, tkt_desk_delete_saved_reply_async, g_strdup (row->reply->id), callback, user_data);
  TktEntry *entry;

  if (row->added && row->delivery == TKT_DELIVERY_REFUSED)
    {
      tkt_cache_take_back_async (self->cache,
                                 row->outbox_seq,
                                 NULL,
                                 TKT_TAKE_BACK_DISCARD,
                                 tkt_desk_on_kept,
                                 g_steal_pointer (&task));
      return;
    }
  if (!check (task))
    return;
  entry = entry_new (TKT_ENTRY_DELETE_SAVED_REPLY, row->reply->id);
  tkt_desk_hold (self, entry);
  tkt_desk_keep (g_steal_pointer (&task), entry);
}
