/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk: files on their way from the person and to the person. */
#include <glib/gi18n-lib.h>

#include "tkt-desk-private.h"
#include "tkt-disk-error.h"

static void
on_files_listed (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktCacheFiles) known
      = tkt_cache_list_files_finish (TKT_CACHE (object), result, &error);

  self->sweeping = FALSE;
  if (self->cancellable == NULL)
    return;
  /* The cache tells of its problems itself; files that nobody knows go at the next time. */
  if (known == NULL)
    g_info ("Attachments can't be listed: %s", error->message);
  else
    tkt_files_sweep (self->files, known);
  if (self->sweep_again)
    tkt_desk_sweep (self);
}

void
tkt_desk_sweep (TktDesk *self)
{
  self->sweep_again = self->sweeping;
  if (self->sweeping)
    return;
  self->sweeping = TRUE;
  tkt_cache_list_files_async (self->cache, on_files_listed, g_object_ref (self));
}

struct _TktDeskKeeping
{
  GTask *task;
  GPtrArray *attachments;
};

TktDeskKeeping *
tkt_desk_keeping_new (GTask *task_taken, const GPtrArray *attachments)
{
  TktDeskKeeping *keeping = g_new (TktDeskKeeping, 1);

  *keeping = (TktDeskKeeping){ task_taken, tkt_attachments_copy (attachments) };
  return keeping;
}

GTask *
tkt_desk_keeping_end (TktDeskKeeping *keeping, gboolean kept)
{
  GTask *task = keeping->task;
  TktDesk *self = g_task_get_source_object (task);

  if (kept)
    tkt_files_settle (self->files, keeping->attachments);
  tkt_attachments_free (keeping->attachments);
  g_free (keeping);
  return task;
}

static void
on_taken (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  TktAttachment *attachment = tkt_files_take_finish (TKT_FILES (object), result, &error);

  if (attachment != NULL)
    g_task_return_pointer (task, attachment, (GDestroyNotify)tkt_attachment_free);
  else
    g_task_return_error (task, tkt_disk_error_explain (error));
}

void
tkt_desk_attach_async (TktDesk *self,
                       GFile *file,
                       GBytes *bytes,
                       const char *name,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, tkt_desk_attach_async);
  tkt_files_take_async (self->files, file, bytes, name, on_taken, task);
}

TktAttachment *
tkt_desk_attach_finish (TktDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void find (GTask *task_taken);

static void
on_kept (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!tkt_files_keep_finish (TKT_FILES (object), result, &error))
    {
      g_task_return_error (task, tkt_disk_error_explain (error));
      return;
    }
  tkt_desk_sweep (g_task_get_source_object (task));
  find (g_steal_pointer (&task));
}

static void
on_downloaded (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TktDesk *self = g_task_get_source_object (task);
  const TktAttachment *attachment = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tkt_api_download_finish (TKT_API (object), result, &error);

  /* The next time it begins anew. */
  if (bytes == NULL)
    tkt_transfer_set (tkt_desk_get_transfer (self, attachment->id), 0, 1);
  if (bytes != NULL)
    tkt_files_keep_async (self->files, attachment, bytes, on_kept, g_steal_pointer (&task));
  else if (tkt_api_is_offline (error))
    g_task_return_new_error (
        task,
        TKT_PROBLEM,
        TKT_PROBLEM_UNAVAILABLE,
        _ ("This file is not on this computer, and the server can't be reached."));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_found (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TktDesk *self = g_task_get_source_object (task);
  const TktAttachment *attachment = g_task_get_task_data (task);
  TktTransfer *transfer = tkt_desk_get_transfer (self, attachment->id);
  GError *error = NULL;
  g_autofree char *path = tkt_files_find_finish (TKT_FILES (object), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else if (path != NULL)
    {
      /* It is here, if it is not on its way to the server just now. */
      if (tkt_transfer_get_fraction (transfer) == 0)
        tkt_transfer_set (transfer, 0, 0);
      g_task_return_pointer (task, g_file_new_for_path (path), g_object_unref);
    }
  else if (g_task_get_source_tag (task) == tkt_desk_look_async)
    g_task_return_new_error (
        task, TKT_PROBLEM, TKT_PROBLEM_UNAVAILABLE, _ ("This file is fetched when it is opened."));
  else if (self->cancellable == NULL || self->sync == NULL)
    g_task_return_new_error (
        task, TKT_PROBLEM, TKT_PROBLEM_UNAVAILABLE, _ ("This file is not on this computer."));
  else
    tkt_api_download_async (tkt_sync_get_api (self->sync),
                            attachment,
                            transfer,
                            self->cancellable,
                            on_downloaded,
                            g_steal_pointer (&task));
}

static void
find (GTask *task)
{
  TktDesk *self = g_task_get_source_object (task);
  const TktAttachment *attachment = g_task_get_task_data (task);

  tkt_files_find_async (self->files, attachment->id, on_found, task);
}

static void
start_to_find (TktDesk *self,
               const TktAttachment *attachment,
               gpointer tag,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (
      task, tkt_attachment_copy (attachment), (GDestroyNotify)tkt_attachment_free);
  find (task);
}

void
tkt_desk_fetch_async (TktDesk *self,
                      const TktAttachment *attachment,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  start_to_find (self, attachment, tkt_desk_fetch_async, callback, user_data);
}

void
tkt_desk_look_async (TktDesk *self,
                     const TktAttachment *attachment,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  start_to_find (self, attachment, tkt_desk_look_async, callback, user_data);
}

GFile *
tkt_desk_fetch_finish (TktDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

TktTransfer *
tkt_desk_get_transfer (TktDesk *self, const char *attachment_id)
{
  g_return_val_if_fail (TKT_IS_DESK (self), NULL);

  return tkt_files_get_transfer (self->files, attachment_id);
}
