/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk: going to what is unread, and marking it as read all at once. */
#include "tkt-desk-private.h"

void
tkt_desk_mark_all_read_async (TktDesk *self,
                              TktRowPick *pick_taken,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = tkt_desk_task_new (self,
                                   tkt_desk_mark_all_read_async,
                                   g_strdup (self->sign_in->account_id),
                                   callback,
                                   user_data);

  /* Whoever sees a ticket may read it, and what is here may be seen. */
  tkt_cache_mark_all_read_async (self->cache, pick_taken, tkt_desk_on_kept, task);
}

static void
on_found (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  TktCacheUnread *found = tkt_cache_find_unread_finish (TKT_CACHE (object), result, &error);

  if (found != NULL)
    g_task_return_pointer (task, found, (GDestroyNotify)tkt_cache_unread_free);
  else
    g_task_return_error (task, error);
}

void
tkt_desk_find_unread_async (TktDesk *self,
                            const TktTicketFilter *filter,
                            const char *ticket_id,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, tkt_desk_find_unread_async);
  tkt_cache_find_unread_async (self->cache, filter, ticket_id, on_found, task);
}

gboolean
tkt_desk_find_unread_finish (TktDesk *self,
                             GAsyncResult *result,
                             char **ticket_id,
                             gint64 *key,
                             GError **error)
{
  g_autoptr (TktCacheUnread) found = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  found = g_task_propagate_pointer (G_TASK (result), error);
  if (found == NULL)
    return FALSE;
  *ticket_id = g_steal_pointer (&found->ticket_id);
  *key = found->key;
  return TRUE;
}
