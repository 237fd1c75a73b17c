/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls of protocol.md that carry a file: up, from where the server has it already, and down. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "tkt-api-private.h"

#define READ_SIZE (64 * 1024)
#define JSON "application/json, application/problem+json"

/* A file on its way. */
typedef struct
{
  TktAttachment *attachment;
  char **paths;    /* of an upload: where it may be */
  guint next_path; /* to try */
  TktTransfer *transfer;
  SoupMessage *message;
  gboolean known;    /* the server has a part of it */
  gint64 offset;     /* that the server has; of a download, that it was asked to leave out */
  GByteArray *bytes; /* of a download */
  guint most;        /* of it that had ever come when it was last asked for */
} Carrying;

static void
carrying_free (gpointer data)
{
  Carrying *carrying = data;

  tkt_attachment_free (carrying->attachment);
  g_strfreev (carrying->paths);
  g_object_unref (carrying->transfer);
  if (carrying->message != NULL)
    g_signal_handlers_disconnect_by_data (carrying->message, carrying);
  g_clear_object (&carrying->message);
  g_clear_pointer (&carrying->bytes, g_byte_array_unref);
  g_free (carrying);
}

static GTask *
task_new (TktApi *self,
          gpointer tag,
          const TktAttachment *attachment,
          TktTransfer *transfer,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Carrying *carrying = g_new0 (Carrying, 1);

  carrying->attachment = tkt_attachment_copy (attachment);
  carrying->transfer = g_object_ref (transfer);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, carrying, carrying_free);
  return task;
}

static void
on_uploaded (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Carrying *carrying = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes
      = soup_session_send_and_read_finish (SOUP_SESSION (object), result, &error);

  if (bytes == NULL)
    g_task_return_error (task, error);
  else if (tkt_api_is_answer (carrying->message, bytes))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, tkt_api_problem_of (carrying->message, bytes));
}

static void
on_wrote (Carrying *carrying, guint n_bytes)
{
  carrying->offset += n_bytes;
  tkt_transfer_set (carrying->transfer, carrying->offset, carrying->attachment->size);
}

static char *
build_path (const Carrying *carrying)
{
  const TktAttachment *attachment = carrying->attachment;
  g_autofree char *name = g_uri_escape_string (attachment->name, NULL, FALSE);

  return carrying->known ? g_strdup_printf (
             "/v1/attachments/%s?offset=%" G_GINT64_FORMAT, attachment->id, carrying->offset)
                         : g_strdup_printf ("/v1/attachments?name=%s&id=%s", name, attachment->id);
}

static void
send_rest (GTask *task, GFileInputStream *file)
{
  TktApi *self = g_task_get_source_object (task);
  Carrying *carrying = g_task_get_task_data (task);
  g_autofree char *path = build_path (carrying);
  GError *error = NULL;

  if (!g_seekable_seek (G_SEEKABLE (file), carrying->offset, G_SEEK_SET, NULL, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  g_clear_object (&carrying->message);
  carrying->message = tkt_api_message_new (self, carrying->known ? "PUT" : "POST", path, JSON);
  soup_message_set_request_body (carrying->message,
                                 "application/octet-stream",
                                 G_INPUT_STREAM (file),
                                 carrying->attachment->size - carrying->offset);
  g_signal_connect_swapped (carrying->message, "wrote-body-data", G_CALLBACK (on_wrote), carrying);
  soup_session_send_and_read_async (self->session,
                                    carrying->message,
                                    G_PRIORITY_DEFAULT,
                                    g_task_get_cancellable (task),
                                    on_uploaded,
                                    task);
}

static void open_next (GTask *task);

static void
on_opened (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  g_autoptr (GFileInputStream) file = g_file_read_finish (G_FILE (object), result, &error);

  if (file != NULL)
    send_rest (task, file);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      g_error_free (error);
      open_next (task);
    }
  else
    {
      g_task_return_error (task, error);
      g_object_unref (task);
    }
}

static void
open_next (GTask *task)
{
  Carrying *carrying = g_task_get_task_data (task);
  const char *path = carrying->paths[carrying->next_path];
  g_autoptr (GFile) file = NULL;

  if (path == NULL)
    {
      g_task_return_new_error (task,
                               TKT_PROBLEM,
                               TKT_PROBLEM_NOT_FOUND,
                               _ ("The attached file “%s” is not on this computer any more."),
                               carrying->attachment->name);
      g_object_unref (task);
      return;
    }
  carrying->next_path++;
  file = g_file_new_for_path (path);
  g_file_read_async (file, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), on_opened, task);
}

/* How much the server has; FALSE: all of it. What is no answer of the server's is found out by
 * sending. */
static gboolean
read_offset (Carrying *carrying)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (carrying->message);
  const char *complete = soup_message_headers_get_one (headers, "Upload-Complete");
  const char *offset = soup_message_headers_get_one (headers, "Upload-Offset");

  if (soup_message_get_status (carrying->message) == SOUP_STATUS_OK
      && g_strcmp0 (complete, "?1") == 0)
    return FALSE;
  carrying->known = soup_message_get_status (carrying->message) == SOUP_STATUS_NO_CONTENT
                    && offset != NULL
                    && g_ascii_string_to_signed (
                        offset, 10, 0, carrying->attachment->size, &carrying->offset, NULL);
  return TRUE;
}

static void
on_asked (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Carrying *carrying = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes
      = soup_session_send_and_read_finish (SOUP_SESSION (object), result, &error);

  if (bytes == NULL)
    g_task_return_error (task, error);
  else if (read_offset (carrying))
    open_next (g_steal_pointer (&task));
  else
    {
      tkt_transfer_set (carrying->transfer, 0, 0);
      g_task_return_boolean (task, TRUE);
    }
}

void
tkt_api_upload_async (TktApi *self,
                      const TktAttachment *attachment,
                      const char *const *paths,
                      TktTransfer *transfer,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = task_new (
      self, tkt_api_upload_async, attachment, transfer, cancellable, callback, user_data);
  Carrying *carrying = g_task_get_task_data (task);
  g_autofree char *path = g_strconcat ("/v1/attachments/", attachment->id, NULL);

  carrying->paths = g_strdupv ((char **)paths);
  carrying->message = tkt_api_message_new (self, "HEAD", path, "*/*");
  soup_session_send_and_read_async (
      self->session, carrying->message, G_PRIORITY_DEFAULT, cancellable, on_asked, task);
}

gboolean
tkt_api_upload_finish (TktApi *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void read_more (GTask *task, GInputStream *stream);
static void ask_for_rest (GTask *task);

/* The connection was cut. Another one is worth it where more has come than ever before: it ends,
 * whatever the server does. */
static gboolean
may_go_on (const Carrying *carrying, const GError *error)
{
  return !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
         && carrying->bytes->len > carrying->most;
}

static void
on_problem_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Carrying *carrying = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes
      = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, &error);

  g_task_return_error (task, bytes != NULL ? tkt_api_problem_of (carrying->message, bytes) : error);
}

static void
on_more_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Carrying *carrying = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes
      = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, &error);
  gsize size = bytes != NULL ? g_bytes_get_size (bytes) : 0;

  if (bytes == NULL && may_go_on (carrying, error))
    {
      g_error_free (error);
      ask_for_rest (g_steal_pointer (&task));
    }
  else if (bytes == NULL)
    g_task_return_error (task, error);
  /* More than there is of it: it is not that file, and its sum will say so. */
  else if (size == 0 || carrying->bytes->len > carrying->attachment->size)
    g_task_return_pointer (task,
                           g_byte_array_free_to_bytes (g_steal_pointer (&carrying->bytes)),
                           (GDestroyNotify)g_bytes_unref);
  else
    {
      g_byte_array_append (carrying->bytes, g_bytes_get_data (bytes, NULL), size);
      tkt_transfer_set (carrying->transfer, carrying->bytes->len, carrying->attachment->size);
      read_more (g_steal_pointer (&task), G_INPUT_STREAM (object));
    }
}

static void
read_more (GTask *task, GInputStream *stream)
{
  g_input_stream_read_bytes_async (
      stream, READ_SIZE, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), on_more_read, task);
}

/* Whether the answer goes on where the bytes end that have come. */
static gboolean
is_rest (Carrying *carrying)
{
  goffset start, end, size;

  if (soup_message_get_status (carrying->message) == SOUP_STATUS_PARTIAL_CONTENT)
    return soup_message_headers_get_content_range (
               soup_message_get_response_headers (carrying->message), &start, &end, &size)
           && start == carrying->offset;
  /* All of it, whatever was asked for. */
  carrying->offset = 0;
  g_byte_array_set_size (carrying->bytes, 0);
  return soup_message_get_status (carrying->message) == SOUP_STATUS_OK;
}

static void
on_answered (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Carrying *carrying = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GInputStream) stream
      = soup_session_send_finish (SOUP_SESSION (object), result, &error);

  if (stream == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
    }
  else if (is_rest (carrying))
    read_more (task, stream);
  else
    g_input_stream_read_bytes_async (stream,
                                     TKT_API_PROBLEM_MAX,
                                     G_PRIORITY_DEFAULT,
                                     g_task_get_cancellable (task),
                                     on_problem_read,
                                     task);
}

static void
ask_for_rest (GTask *task)
{
  TktApi *self = g_task_get_source_object (task);
  Carrying *carrying = g_task_get_task_data (task);
  g_autofree char *path = g_strconcat ("/v1/attachments/", carrying->attachment->id, NULL);

  carrying->offset = carrying->most = carrying->bytes->len;
  g_clear_object (&carrying->message);
  carrying->message = tkt_api_message_new (self, "GET", path, "*/*");
  if (carrying->offset > 0)
    soup_message_headers_set_range (
        soup_message_get_request_headers (carrying->message), carrying->offset, -1);
  soup_session_send_async (self->session,
                           carrying->message,
                           G_PRIORITY_DEFAULT,
                           g_task_get_cancellable (task),
                           on_answered,
                           task);
}

void
tkt_api_download_async (TktApi *self,
                        const TktAttachment *attachment,
                        TktTransfer *transfer,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task = task_new (
      self, tkt_api_download_async, attachment, transfer, cancellable, callback, user_data);
  Carrying *carrying = g_task_get_task_data (task);

  carrying->bytes = g_byte_array_new ();
  tkt_transfer_set (transfer, 0, MAX (attachment->size, 1));
  ask_for_rest (task);
}

GBytes *
tkt_api_download_finish (TktApi *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
