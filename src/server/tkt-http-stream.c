/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Event streams: answers that stay open. */
#include "tkt-http-stream.h"

#include "tkt-http-private.h"

struct _TktHttpStream
{
  SoupServerMessage *message;
  const TktHttpStreamFuncs *funcs;
  gpointer user_data;
  guint n_unwritten; /* chunks */
};

static void
stream_free (TktHttpStream *stream)
{
  g_signal_handlers_disconnect_by_data (stream->message, stream);
  g_object_unref (stream->message);
  g_free (stream);
}

static void
on_wrote_chunk (TktHttpStream *stream)
{
  stream->n_unwritten--;
  if (stream->n_unwritten == 0)
    stream->funcs->drained (stream->user_data);
}

static void
on_finished (TktHttpStream *stream)
{
  stream->funcs->gone (stream->user_data);
  stream_free (stream);
}

gint64
tkt_http_get_last_event_id (TktHttpRequest *request)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  const char *sent = soup_message_headers_get_one (headers, "Last-Event-ID");
  gint64 id;

  /* What is none of ours says nothing about what the client has seen. */
  return sent != NULL && g_ascii_string_to_signed (sent, 10, 1, G_MAXINT64, &id, NULL) ? id : 0;
}

TktHttpStream *
tkt_http_stream_new (TktHttpRequest *request, const TktHttpStreamFuncs *funcs, gpointer user_data)
{
  SoupServerMessage *message = request->message;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  TktHttpStream *stream = g_new0 (TktHttpStream, 1);

  stream->message = g_object_ref (message);
  stream->funcs = funcs;
  stream->user_data = user_data;
  soup_message_headers_replace (headers, "Content-Type", "text/event-stream");
  /* Neither kept by a cache nor held back by a proxy that collects answers. */
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Accel-Buffering", "no");
  soup_message_headers_set_encoding (headers,
                                     soup_server_message_get_http_version (message) == SOUP_HTTP_1_0
                                         ? SOUP_ENCODING_EOF
                                         : SOUP_ENCODING_CHUNKED);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
  tkt_http_request_finish (request);
  g_signal_connect_swapped (message, "wrote-chunk", G_CALLBACK (on_wrote_chunk), stream);
  g_signal_connect_swapped (message, "finished", G_CALLBACK (on_finished), stream);
  return stream;
}

void
tkt_http_stream_send (TktHttpStream *stream, const char *text)
{
  soup_message_body_append (soup_server_message_get_response_body (stream->message),
                            SOUP_MEMORY_COPY,
                            text,
                            strlen (text));
  stream->n_unwritten++;
  soup_server_message_unpause (stream->message);
}

void
tkt_http_stream_end (TktHttpStream *stream)
{
  SoupServerMessage *message = g_object_ref (stream->message);
  gboolean busy = stream->n_unwritten > 0;

  stream_free (stream);
  if (busy)
    {
      g_autoptr (GIOStream) connection = soup_server_message_steal_connection (message);

      g_io_stream_close_async (connection, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
    }
  else
    {
      soup_message_body_complete (soup_server_message_get_response_body (message));
      soup_server_message_unpause (message);
    }
  g_object_unref (message);
}
