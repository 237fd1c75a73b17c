/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks the desktop whether the program may run without a window. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  TKT_BACKGROUND_ALLOWED,
  TKT_BACKGROUND_REFUSED, /* by the person, now or before */
  TKT_BACKGROUND_UNASKED, /* there is nobody to ask: a desktop without the portal */
} TktBackgroundAnswer;

/* By org.freedesktop.portal.Background, which may ask the person; it remembers what they said. */
void tkt_background_ask_async (GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* FALSE: the portal failed, and it is not known. */
gboolean
tkt_background_ask_finish (GAsyncResult *result, TktBackgroundAnswer *answer, GError **error);

G_END_DECLS
