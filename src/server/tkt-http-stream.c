/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Event streams: answers that stay open. libsoup has three sources for each of its connections, all
 * of which are looked at in every turn of the main loop; a stream takes its connection away from
 * it, writes the answer itself, and waits together with all others. */
#include "tkt-http-stream.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "tkt-http-private.h"

/* An event is far smaller. What a client does not read piles up here, not in the system. */
#define SEND_BUFFER 4096

struct _TktHttpStream
{
  TktHttp *http;
  const TktHttpStreamFuncs *funcs;
  gpointer user_data;
  gboolean chunked;
  GString *unwritten; /* NULL: all is written */
  TktLogRequest log;  /* at its end */
  gint64 began_us;

  SoupServerMessage *message; /* while libsoup has the connection still */
  GSource *taking;            /* will take it */
  GIOStream *connection;      /* afterwards */
  TktPollerWatch watch;
};

static void
clear_taking (TktHttpStream *stream)
{
  if (stream->taking == NULL)
    return;
  g_source_destroy (stream->taking);
  g_clear_pointer (&stream->taking, g_source_unref);
}

static void
stream_free (TktHttpStream *stream)
{
  clear_taking (stream);
  if (stream->message != NULL)
    g_signal_handlers_disconnect_by_data (stream->message, stream);
  g_clear_object (&stream->message);
  if (stream->connection != NULL)
    tkt_poller_remove (stream->http->poller, &stream->watch);
  g_clear_object (&stream->connection);
  if (stream->unwritten != NULL)
    g_string_free (stream->unwritten, TRUE);
  if (stream->http->options.figures != NULL)
    tkt_figures_add_streams (stream->http->options.figures, -1);
  stream->log.us = g_get_monotonic_time () - stream->began_us;
  tkt_http_log (stream->http, &stream->log);
  g_free (stream);
}

static void
leave (TktHttpStream *stream)
{
  stream->funcs->gone (stream->user_data);
  stream_free (stream);
}

/* Writes as much as there is room for. FALSE: the connection is broken. */
static gboolean
flush (TktHttpStream *stream)
{
  GPollableOutputStream *out
      = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (stream->connection));

  while (stream->unwritten != NULL)
    {
      g_autoptr (GError) error = NULL;
      gssize n = g_pollable_output_stream_write_nonblocking (
          out, stream->unwritten->str, stream->unwritten->len, NULL, &error);

      if (n < 0)
        return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
      stream->log.bytes += n;
      g_string_erase (stream->unwritten, 0, n);
      if (stream->unwritten->len > 0)
        continue;
      g_string_free (stream->unwritten, TRUE);
      stream->unwritten = NULL;
    }
  return TRUE;
}

/* A client has nothing to say on a stream, but that it hangs up. */
static gboolean
is_gone (TktHttpStream *stream)
{
  GPollableInputStream *in
      = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (stream->connection));
  g_autoptr (GError) error = NULL;
  char bytes[512];
  gssize n = g_pollable_input_stream_read_nonblocking (in, bytes, sizeof bytes, NULL, &error);

  return n == 0 || (n < 0 && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK));
}

static void
on_ready (gboolean readable, gboolean writable, gpointer user_data)
{
  TktHttpStream *stream = user_data;

  if ((readable && is_gone (stream)) || (writable && !flush (stream)))
    leave (stream);
  else if (writable && stream->unwritten == NULL)
    {
      tkt_poller_set_writing (stream->http->poller, &stream->watch, FALSE);
      stream->funcs->drained (stream->user_data);
    }
}

/* libsoup knows it no more, and nobody waits for the answer's end. */
static GIOStream *
steal_connection (TktHttp *http, SoupServerMessage *message)
{
  g_autoptr (GIOStream) filtered = NULL;
  g_autoptr (TktWire) wire = NULL;

  /* Of a stolen one libsoup does not say that it is finished. */
  if (g_signal_handlers_disconnect_by_data (message, http) > 0)
    g_atomic_int_add (&http->unfinished, -1);
  filtered = soup_server_message_steal_connection (message);
  g_object_get (filtered, "base-iostream", &wire, NULL);
  return tkt_wire_steal (wire);
}

/* TLS stays where it is: its halves are written and read as those of a bare connection, and both
 * wait for the same socket. */
static GSocket *
get_socket (GIOStream *connection)
{
  if (TKT_IS_TLS_STREAM (connection))
    return tkt_tls_stream_get_socket (TKT_TLS_STREAM (connection));
  return g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection));
}

/* Takes the connection. FALSE: it can't be had. */
static gboolean
take (TktHttpStream *stream)
{
  g_autoptr (SoupServerMessage) message = g_steal_pointer (&stream->message);
  g_autoptr (GError) error = NULL;
  GSocket *socket;

  clear_taking (stream);
  g_signal_handlers_disconnect_by_data (message, stream);
  tkt_http_set_phase (stream->http, message, TKT_CONNECTION_STREAM);
  stream->connection = steal_connection (stream->http, message);
  socket = get_socket (stream->connection);
  g_socket_set_option (socket, SOL_SOCKET, SO_SNDBUF, SEND_BUFFER, NULL);
  stream->watch = (TktPollerWatch){ .fd = g_socket_get_fd (socket), on_ready, stream };
  if (tkt_poller_add (stream->http->poller, &stream->watch, &error))
    return TRUE;
  g_warning ("A stream can't be served: %s", error->message);
  g_clear_object (&stream->connection);
  return FALSE;
}

/* libsoup can't be left without its connection while it calls somebody. */
static gboolean
on_take (gpointer user_data)
{
  TktHttpStream *stream = user_data;

  if (!take (stream) || !flush (stream))
    leave (stream);
  else if (stream->unwritten == NULL)
    stream->funcs->drained (stream->user_data);
  else
    tkt_poller_set_writing (stream->http->poller, &stream->watch, TRUE);
  return G_SOURCE_REMOVE;
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

static void
append_header (const char *name, const char *value, gpointer text)
{
  g_string_append_printf (text, "%s: %s\r\n", name, value);
}

/* The head of the answer, as libsoup would have written it. */
static GString *
make_head (SoupServerMessage *message, gboolean chunked)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *date = soup_date_time_to_string (now, SOUP_DATE_HTTP);
  GString *text = g_string_new (chunked ? "HTTP/1.1 200 OK\r\n" : "HTTP/1.0 200 OK\r\n");

  soup_message_headers_replace (headers, "Date", date);
  soup_message_headers_replace (headers, "Content-Type", "text/event-stream");
  /* Neither kept by a cache nor held back by a proxy that collects answers. */
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Accel-Buffering", "no");
  soup_message_headers_replace (headers, "Connection", "close");
  if (chunked)
    soup_message_headers_replace (headers, "Transfer-Encoding", "chunked");
  soup_message_headers_foreach (headers, append_header, text);
  g_string_append (text, "\r\n");
  return text;
}

TktHttpStream *
tkt_http_stream_new (TktHttpRequest *request, const TktHttpStreamFuncs *funcs, gpointer user_data)
{
  TktHttpStream *stream = g_new0 (TktHttpStream, 1);

  stream->http = request->http;
  stream->funcs = funcs;
  stream->user_data = user_data;
  stream->message = g_object_ref (request->message);
  stream->chunked = soup_server_message_get_http_version (stream->message) != SOUP_HTTP_1_0;
  soup_server_message_set_status (stream->message, SOUP_STATUS_OK, NULL);
  if (stream->http->options.figures != NULL)
    tkt_figures_add_streams (stream->http->options.figures, 1);
  stream->began_us = request->began_us;
  stream->log = tkt_http_request_let_go (request);
  soup_server_message_pause (stream->message);
  stream->unwritten = make_head (stream->message, stream->chunked);
  g_signal_connect_swapped (stream->message, "finished", G_CALLBACK (leave), stream);
  stream->taking = g_idle_source_new ();
  g_source_set_priority (stream->taking, G_PRIORITY_DEFAULT);
  g_source_set_callback (stream->taking, on_take, stream, NULL);
  g_source_attach (stream->taking, g_main_context_get_thread_default ());
  return stream;
}

gboolean
tkt_http_stream_send (TktHttpStream *stream, const char *text)
{
  gboolean waits = stream->unwritten != NULL;

  if (!waits)
    stream->unwritten = g_string_new (NULL);
  if (stream->chunked)
    g_string_append_printf (
        stream->unwritten, "%" G_GSIZE_MODIFIER "x\r\n%s\r\n", strlen (text), text);
  else
    g_string_append (stream->unwritten, text);
  if (waits)
    return FALSE;
  /* A connection that is broken is told of by the poller, too. */
  if (flush (stream) && stream->unwritten == NULL)
    return TRUE;
  tkt_poller_set_writing (stream->http->poller, &stream->watch, TRUE);
  return FALSE;
}

/* The client does not read: what it has not taken is thrown away by the system, too. */
static void
break_connection (TktHttpStream *stream)
{
  const struct linger at_once = { .l_onoff = 1 };

  if (setsockopt (stream->watch.fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once) != 0)
    g_warning ("A connection can't be broken: %s", g_strerror (errno));
}

void
tkt_http_stream_end (TktHttpStream *stream)
{
  if (stream->message == NULL || take (stream))
    {
      flush (stream);
      if (stream->unwritten == NULL && stream->chunked)
        {
          stream->unwritten = g_string_new ("0\r\n\r\n");
          flush (stream);
        }
      if (stream->unwritten != NULL)
        break_connection (stream);
    }
  stream_free (stream);
}
