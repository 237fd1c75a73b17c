/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk: its end, when nobody is there any more who could undo what is held. */
#include "tkt-desk-private.h"
#include "tkt-time.h"

/* Longer than a server that answers takes; one that does not is for the next start. */
#define PATIENCE_MS 5000

typedef struct
{
  gulong changed;
  gulong network;
  guint timer;
  gboolean ended;
} Leaving;

static void
end (GTask *task)
{
  TktDesk *self = g_task_get_source_object (task);
  Leaving *leaving = g_task_get_task_data (task);

  if (leaving->ended)
    return;
  leaving->ended = TRUE;
  g_clear_handle_id (&leaving->timer, g_source_remove);
  g_clear_signal_handler (&leaving->changed, self->cache);
  g_clear_signal_handler (&leaving->network, self);
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
on_next_entry (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TktDesk *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  gint64 due;
  g_autoptr (TktEntry) entry
      = tkt_cache_next_entry_finish (TKT_CACHE (object), result, &due, &error);

  /* What waits for its turn is on its way while the server answers. */
  if (entry == NULL || tkt_desk_get_network (self) != TKT_NETWORK_ONLINE)
    end (task);
}

static void
look (GTask *task)
{
  TktDesk *self = g_task_get_source_object (task);

  tkt_cache_next_entry_async (
      self->cache, tkt_time_now (), FALSE, on_next_entry, g_object_ref (task));
}

static void
on_released (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = tkt_desk_finish (TKT_DESK (object), result, &error);

  if (id == NULL)
    {
      g_info ("What is held stays held until the next start: %s", error->message);
      end (task);
    }
  else
    look (task);
}

static void
on_patience_ended (gpointer data)
{
  GTask *task = data;
  Leaving *leaving = g_task_get_task_data (task);

  leaving->timer = 0;
  end (task);
}

void
tkt_desk_leave_async (TktDesk *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Leaving *leaving = g_new0 (Leaving, 1);

  g_task_set_source_tag (task, tkt_desk_leave_async);
  g_task_set_task_data (task, leaving, g_free);
  leaving->timer = g_timeout_add_once (PATIENCE_MS, on_patience_ended, task);
  leaving->changed = g_signal_connect_swapped (self->cache, "changed", G_CALLBACK (look), task);
  leaving->network = g_signal_connect_swapped (self, "notify::network", G_CALLBACK (look), task);
  tkt_desk_release_async (self, on_released, g_object_ref (task));
}

gboolean
tkt_desk_leave_finish (TktDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
