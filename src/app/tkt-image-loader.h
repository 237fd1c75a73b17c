/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only place that decodes images. They came from others, so they are looked at with care. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* An image of more pixels is not decoded. */
#define TKT_IMAGE_PIXELS_MOST (40 * 1000 * 1000)

/**
 * tkt_image_load_async:
 * @size: what its longer side is scaled down to, in pixels
 *
 * Reads and decodes in a thread. Only PNG, JPEG, GIF (its first picture) and WebP, by their bytes,
 * and only files that an attachment may be. Anything else, and what is broken, is an error.
 */
void tkt_image_load_async (GFile *file,
                           int size,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
GdkTexture *tkt_image_load_finish (GAsyncResult *result, GError **error);

G_END_DECLS
