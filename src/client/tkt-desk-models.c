/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk: the models that windows show, and a ticket that is looked for. */
#include "tkt-desk-private.h"
#include "tkt-finder.h"

TktRowModel *
tkt_desk_list_tickets (TktDesk *self, const TktTicketFilter *filter)
{
  return tkt_cache_list_tickets (self->cache, filter);
}

void
tkt_desk_set_filter (TktDesk *self, TktRowModel *tickets, const TktTicketFilter *filter)
{
  tkt_cache_set_filter (self->cache, tickets, filter);
}

TktRowModel *
tkt_desk_watch_ticket (TktDesk *self, const char *ticket_id)
{
  return tkt_cache_watch_ticket (self->cache, ticket_id);
}

TktRowModel *
tkt_desk_list_messages (TktDesk *self, const char *ticket_id)
{
  return tkt_cache_list_messages (self->cache, ticket_id);
}

TktRowModel *
tkt_desk_list_matches (TktDesk *self, const char *ticket_id, const char *words)
{
  return tkt_cache_list_matches (self->cache, ticket_id, words);
}

TktRowModel *
tkt_desk_list_publishers (TktDesk *self, const TktPublisherFilter *filter)
{
  return tkt_cache_list_publishers (self->cache, filter);
}

void
tkt_desk_set_publisher_filter (TktDesk *self,
                               TktRowModel *publishers,
                               const TktPublisherFilter *filter)
{
  tkt_cache_set_publisher_filter (self->cache, publishers, filter);
}

TktRowModel *
tkt_desk_watch_publisher (TktDesk *self, const char *publisher_id)
{
  return tkt_cache_watch_publisher (self->cache, publisher_id);
}

TktRowModel *
tkt_desk_list_staff (TktDesk *self)
{
  return tkt_cache_list_staff (self->cache);
}

TktRowModel *
tkt_desk_list_saved_replies (TktDesk *self, const char *words)
{
  return tkt_cache_list_saved_replies (self->cache, words);
}

TktRowModel *
tkt_desk_list_undelivered (TktDesk *self)
{
  return tkt_cache_list_undelivered (self->cache);
}

static void
on_excerpt_found (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *excerpt = tkt_cache_find_excerpt_finish (TKT_CACHE (object), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, excerpt, g_free);
}

void
tkt_desk_find_excerpt_async (TktDesk *self,
                             const char *ticket_id,
                             const char *words,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tkt_desk_find_excerpt_async);
  tkt_cache_find_excerpt_async (self->cache, ticket_id, words, cancellable, on_excerpt_found, task);
}

char *
tkt_desk_find_excerpt_finish (TktDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_found (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) rows = tkt_finder_finish (result, &error);

  if (rows == NULL)
    g_task_return_error (task, error);
  else if (rows->len == 0)
    g_task_return_pointer (task, NULL, NULL);
  else
    {
      const TktTicketRow *row = g_ptr_array_index (rows, 0);

      g_task_return_pointer (task, g_strdup (row->ticket->id), g_free);
    }
}

void
tkt_desk_find_ticket_async (TktDesk *self,
                            gint64 number,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  const char *account_id = self->sign_in->account_id;
  g_autofree char *folder = tkt_desk_get_folder (self);
  g_autofree char *words = g_strdup_printf ("#%" G_GINT64_FORMAT, number);

  g_task_set_source_tag (task, tkt_desk_find_ticket_async);
  tkt_finder_search_async (folder, account_id, words, 1, NULL, on_found, task);
}

char *
tkt_desk_find_ticket_finish (TktDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
