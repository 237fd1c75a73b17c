/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that go: answers that are read piece by piece as the client takes them. */
#include "tkt-http-file.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "tkt-http-private.h"
#include "tkt-negotiation.h"

/* An answer that is being written. */
typedef struct
{
  SoupServerMessage *message; /* not owned: it ends with its message */
  TktHttpFileFunc read;
  gpointer data;
  GDestroyNotify data_free;
  gint64 at, end;
} Sending;

static void
sending_free (Sending *sending)
{
  if (sending->message != NULL)
    g_signal_handlers_disconnect_by_data (sending->message, sending);
  if (sending->data_free != NULL)
    sending->data_free (sending->data);
  g_free (sending);
}

/* The head has promised bytes that are gone: all that is left is to break the connection. */
static void
break_off (Sending *sending)
{
  GSocket *socket = soup_server_message_get_socket (sending->message);
  g_autoptr (GError) error = NULL;

  if (socket != NULL && !g_socket_shutdown (socket, TRUE, TRUE, &error))
    g_debug ("A connection is broken already: %s", error->message);
  soup_message_body_append (
      soup_server_message_get_response_body (sending->message), SOUP_MEMORY_STATIC, "\0", 1);
}

static void
send_next (Sending *sending)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) wanted = NULL;
  gsize size;

  if (sending->at >= sending->end)
    return;
  bytes = sending->read (sending->at, sending->data);
  if (bytes == NULL)
    {
      break_off (sending);
      return;
    }
  size = MIN ((gint64)g_bytes_get_size (bytes), sending->end - sending->at);
  wanted = g_bytes_new_from_bytes (bytes, 0, size);
  sending->at += size;
  soup_message_body_append_bytes (soup_server_message_get_response_body (sending->message), wanted);
}

/* RFC 8187: what is no letter or digit of ASCII goes as its bytes of UTF-8. */
static char *
make_disposition (const char *name)
{
  g_autofree char *escaped = g_uri_escape_string (name, NULL, FALSE);

  return g_strdup_printf ("attachment; filename*=UTF-8''%s", escaped);
}

static void
set_headers (SoupMessageHeaders *headers, const TktUpload *file, const char *etag)
{
  g_autofree char *disposition = make_disposition (file->name);

  soup_message_headers_replace (headers, "Cache-Control", "no-cache, private");
  soup_message_headers_replace (headers, "ETag", etag);
  soup_message_headers_replace (headers, "Accept-Ranges", "bytes");
  soup_message_headers_replace (headers, "Content-Disposition", disposition);
  soup_message_headers_replace (headers, "Upload-Complete", "?1");
  soup_message_headers_set_content_type (headers, file->media_type, NULL);
}

static void
refuse_range (TktHttpRequest *request, gint64 size)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);
  g_autofree char *range = g_strdup_printf ("bytes */%" G_GINT64_FORMAT, size);
  g_autoptr (GError) problem = tkt_problem_new (TKT_PROBLEM_RANGE_NOT_SATISFIABLE,
                                                g_dngettext (GETTEXT_PACKAGE,
                                                             "The file has %" PRIi64 " byte.",
                                                             "The file has %" PRIi64 " bytes.",
                                                             size),
                                                size);

  soup_message_headers_replace (headers, "Content-Range", range);
  tkt_http_refuse (request, problem);
}

/* The range that is asked for; FALSE: there is nothing in it. */
static gboolean
choose_range (TktHttpRequest *request,
              const TktCall *call,
              const char *etag,
              gint64 *first,
              gint64 *last,
              gboolean *whole)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  TktRange range = TKT_RANGE_NONE;

  /* Section 14.2: only GET has ranges. */
  if (!call->head && tkt_negotiation_range_is_good (headers, etag))
    range = tkt_negotiation_read_range (call->range, call->file->size, first, last);
  *whole = range == TKT_RANGE_NONE;
  if (*whole)
    {
      *first = 0;
      *last = call->file->size - 1;
    }
  return range != TKT_RANGE_OUTSIDE;
}

/* Sets head and first piece; FALSE: there is no body to come. */
static gboolean
set_answer (TktHttpRequest *request, const TktCall *call, Sending *sending)
{
  SoupServerMessage *message = request->message;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  gint64 first = sending->at, last = sending->end - 1;

  soup_message_headers_set_content_length (headers, last - first + 1);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
  if (call->head || first > last)
    return FALSE;
  sending->message = message;
  g_signal_connect_swapped (message, "wrote-chunk", G_CALLBACK (send_next), sending);
  g_signal_connect_swapped (message, "finished", G_CALLBACK (sending_free), sending);
  send_next (sending);
  return TRUE;
}

void
tkt_http_send_file (TktHttpRequest *request,
                    const TktCall *call,
                    TktHttpFileFunc read,
                    gpointer data,
                    GDestroyNotify data_free)
{
  SoupServerMessage *message = request->message;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  const TktUpload *file = call->file;
  g_autofree char *etag = g_strdup_printf ("\"%s\"", file->sha256);
  Sending *sending = g_new0 (Sending, 1);
  gint64 first, last;
  gboolean whole;

  *sending = (Sending){ .read = read, .data = data, .data_free = data_free };
  if (tkt_negotiation_client_has (soup_server_message_get_request_headers (message), etag))
    {
      soup_message_headers_replace (headers, "ETag", etag);
      soup_message_headers_replace (headers, "Cache-Control", "no-cache, private");
      soup_server_message_set_status (message, SOUP_STATUS_NOT_MODIFIED, NULL);
      soup_message_headers_set_encoding (headers, SOUP_ENCODING_NONE);
    }
  else if (!choose_range (request, call, etag, &first, &last, &whole))
    {
      sending_free (sending);
      refuse_range (request, file->size);
      return;
    }
  else
    {
      set_headers (headers, file, etag);
      if (!whole)
        soup_message_headers_set_content_range (headers, first, last, file->size);
      soup_server_message_set_status (
          message, whole ? SOUP_STATUS_OK : SOUP_STATUS_PARTIAL_CONTENT, NULL);
      sending->at = first;
      sending->end = last + 1;
      if (set_answer (request, call, sending))
        sending = NULL;
    }
  g_clear_pointer (&sending, sending_free);
  tkt_http_request_finish (request);
}
