/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Import: the files of messages. */
#include "tkt-import-attachments.h"

#include <glib/gi18n-lib.h>

#include "tkt-media-type.h"
#include "tkt-problem.h"
#include "tkt-uuid.h"

/* What is in the message already, with its bytes. */
static gboolean
store_attachment (TktStoreTx *tx,
                  const char *organization_id,
                  const TktMessage *message,
                  const TktAttachment *attachment,
                  GBytes *bytes,
                  GError **error)
{
  g_autoptr (TktUpload) upload = tkt_upload_new ();
  gsize size = g_bytes_get_size (bytes);

  upload->id = g_strdup (attachment->id);
  upload->name = g_strdup (attachment->name);
  upload->media_type = g_strdup (attachment->media_type);
  upload->sha256 = g_strdup (attachment->sha256);
  upload->complete = TRUE;
  upload->uploaded_by = g_strdup (message->author_id);
  upload->uploaded_at = message->sent_at;
  upload->message_id = g_strdup (message->id);
  if (!tkt_store_put_upload (tx, organization_id, upload, error))
    return FALSE;
  for (gsize at = 0; at < size; at += TKT_UPLOAD_PIECE)
    {
      g_autoptr (GBytes) piece
          = g_bytes_new_from_bytes (bytes, at, MIN (TKT_UPLOAD_PIECE, size - at));

      if (!tkt_store_append_upload (tx, organization_id, upload, piece, error))
        return FALSE;
    }

  return TRUE;
}

/* The bytes of attachment @number of a line's message @index; NULL where they are none. */
static GBytes *
decode (const TktExchangeAttachment *source, guint index, guint number, GError **error)
{
  gsize length;
  guchar *bytes = g_base64_decode (source->data, &length);
  g_autofree char *again = g_base64_encode (bytes, length);

  /* GLib decodes anything, somehow. */
  if (g_str_equal (again, source->data) && length <= TKT_ATTACHMENT_SIZE_MAX)
    return g_bytes_new_take (bytes, length);
  g_free (bytes);
  {
    g_autofree char *pointer = g_strdup_printf ("/messages/%u/attachments/%u/data", index, number);

    tkt_problem_set_invalid (error, pointer, _ ("This has to be the base64 of at most 10 MiB."));
  }

  return NULL;
}

GPtrArray *
tkt_import_read_attachments (const TktExchangeMessage *source,
                             guint index,
                             TktMessage *message,
                             GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);

  for (guint i = 0; i < source->attachments->len; i++)
    {
      const TktExchangeAttachment *given = g_ptr_array_index (source->attachments, i);
      GBytes *bytes = decode (given, index, i, error);
      TktAttachment *attachment;
      gsize size;
      const void *data;

      if (bytes == NULL)
        return NULL;
      g_ptr_array_add (files, bytes);
      data = g_bytes_get_data (bytes, &size);
      attachment = tkt_attachment_new ();
      attachment->id = given->id != NULL ? g_strdup (given->id) : tkt_uuid_new ();
      attachment->name = g_strdup (given->name);
      attachment->size = size;
      attachment->media_type
          = g_strdup (tkt_media_type_sniff (data, MIN (size, TKT_MEDIA_TYPE_SAMPLE)));
      attachment->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
      g_ptr_array_add (message->attachments, attachment);
    }

  return g_steal_pointer (&files);
}

gboolean
tkt_import_store_attachments (TktStoreTx *tx,
                              const char *organization_id,
                              const TktMessage *message,
                              const GPtrArray *files,
                              GError **error)
{
  for (guint i = 0; i < files->len; i++)
    {
      const TktAttachment *attachment = g_ptr_array_index (message->attachments, i);
      GError *failure = NULL;
      g_autoptr (TktUpload) taken
          = tkt_store_get_upload (tx, organization_id, attachment->id, &failure);

      if (taken != NULL)
        tkt_problem_set (&failure,
                         TKT_PROBLEM_ID_TAKEN,
                         _ ("There is an attachment with the id %s already."),
                         attachment->id);
      if (failure == NULL)
        store_attachment (
            tx, organization_id, message, attachment, g_ptr_array_index (files, i), &failure);
      if (failure != NULL)
        {
          g_propagate_error (error, failure);
          return FALSE;
        }
    }

  return TRUE;
}
