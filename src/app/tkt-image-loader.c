/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only place that decodes images. */
#include "tkt-image-loader.h"

#include <glib/gi18n.h>

#include "tkt-media-type.h"
#include "tkt-rows.h"

/* The decoder is fed in pieces, so that it can be stopped as soon as it knows the size. */
#define PIECE (64 * 1024)

typedef struct
{
  GFile *file;
  int size;
  gboolean too_large; /* in pixels */
} Loading;

static void
loading_free (gpointer data)
{
  Loading *loading = data;

  g_object_unref (loading->file);
  g_free (loading);
}

/* Before a pixel is decoded. Nothing by nothing is what decoders refuse. */
static void
on_size_prepared (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  Loading *loading = user_data;
  double scale = (double)loading->size / MAX (width, height);

  loading->too_large = width <= 0 || height <= 0 || (gint64)width * height > TKT_IMAGE_PIXELS_MOST;
  if (loading->too_large)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
  else if (scale < 1)
    gdk_pixbuf_loader_set_size (loader, MAX (width * scale, 1), MAX (height * scale, 1));
}

static gboolean
feed (GdkPixbufLoader *loader, Loading *loading, const guint8 *bytes, gsize size, GError **error)
{
  gboolean fed = TRUE;

  for (gsize at = 0; fed && !loading->too_large && at < size; at += PIECE)
    fed = gdk_pixbuf_loader_write (loader, bytes + at, MIN (PIECE, size - at), error);
  /* A loader is closed whatever became of it. */
  if (!gdk_pixbuf_loader_close (loader, fed && !loading->too_large ? error : NULL))
    fed = FALSE;
  if (!loading->too_large)
    return fed;
  g_clear_error (error);
  g_set_error_literal (
      error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _ ("This image has too many pixels"));
  return FALSE;
}

static GdkPixbuf *
decode (Loading *loading, const char *bytes, gsize size, GError **error)
{
  const char *media_type = tkt_media_type_sniff (bytes, MIN (size, TKT_MEDIA_TYPE_SAMPLE));
  g_autoptr (GdkPixbufLoader) loader = NULL;
  GdkPixbuf *image;

  if (!tkt_media_type_is_image (media_type) || size > TKT_ATTACHMENT_SIZE_MAX)
    {
      g_set_error_literal (
          error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _ ("Images of this kind are not shown"));
      return NULL;
    }
  loader = gdk_pixbuf_loader_new_with_mime_type (media_type, error);
  if (loader == NULL)
    return NULL;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size_prepared), loading);
  if (!feed (loader, loading, (const guint8 *)bytes, size, error))
    return NULL;
  image = gdk_pixbuf_loader_get_pixbuf (loader);
  /* As its camera was held. */
  return image != NULL ? gdk_pixbuf_apply_embedded_orientation (image) : NULL;
}

static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Loading *loading = data;
  GError *error = NULL;
  g_autofree char *bytes = NULL;
  g_autoptr (GdkPixbuf) image = NULL;
  gsize size;

  if (g_file_load_contents (loading->file, cancellable, &bytes, &size, NULL, &error))
    image = decode (loading, bytes, size, &error);
  if (image != NULL)
    g_task_return_pointer (task, gdk_texture_new_for_pixbuf (image), g_object_unref);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("This image is broken"));
}

void
tkt_image_load_async (GFile *file,
                      int size,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Loading *loading = g_new0 (Loading, 1);

  *loading = (Loading){ .file = g_object_ref (file), .size = size };
  g_task_set_source_tag (task, tkt_image_load_async);
  g_task_set_task_data (task, loading, loading_free);
  g_task_run_in_thread (task, load_in_thread);
}

GdkTexture *
tkt_image_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
