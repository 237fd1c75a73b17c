/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Closes a stream on the thread that serves it. */
#include "tkt-close-here.h"

void
tkt_close_here_async (GIOStream *stream,
                      int priority,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (stream, cancellable, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, tkt_close_here_async);
  if (G_IO_STREAM_GET_CLASS (stream)->close_fn (stream, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

gboolean
tkt_close_here_finish (GIOStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
