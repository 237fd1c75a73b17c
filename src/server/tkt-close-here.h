/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Closes a stream on the thread that serves it: GIOStream's own way is a thread of GIO's. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* GIOStreamClass's close_async and close_finish for a stream whose close_fn does not wait. */
void tkt_close_here_async (GIOStream *stream,
                           int priority,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean tkt_close_here_finish (GIOStream *stream, GAsyncResult *result, GError **error);

G_END_DECLS
