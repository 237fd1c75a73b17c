/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A client of GET /v1/events that sees every byte. */
#include "events-stream.h"

#include <string.h>
#include <sys/socket.h>

/* The least that there is. */
#define NARROW 1

static Stream *
open_with_buffer (Api *api, const char *who, const char *last_event_id, int buffer)
{
  Stream *stream = g_new0 (Stream, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, api->server->port);
  g_autoptr (GError) error = NULL;
  g_autofree char *last
      = last_event_id != NULL ? g_strdup_printf ("Last-Event-ID: %s\r\n", last_event_id) : NULL;
  g_autofree char *request = g_strdup_printf (
      "GET /v1/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
      "Authorization: Bearer %s\r\n%s\r\n",
      api_token (api, who),
      last != NULL ? last : "");

  stream->got = g_string_new (NULL);
  stream->socket
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_socket_set_timeout (stream->socket, 15);
  if (buffer > 0)
    g_socket_set_option (stream->socket, SOL_SOCKET, SO_RCVBUF, buffer, &error);
  g_assert_no_error (error);
  g_socket_connect (stream->socket, address, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_socket_send (stream->socket, request, strlen (request), NULL, &error),
                   ==,
                   strlen (request));
  g_assert_no_error (error);
  return stream;
}

Stream *
stream_open (Api *api, const char *who, const char *last_event_id)
{
  return open_with_buffer (api, who, last_event_id, 0);
}

Stream *
stream_open_narrow (Api *api, const char *who)
{
  return open_with_buffer (api, who, NULL, NARROW);
}

void
stream_close (Stream *stream)
{
  g_object_unref (stream->socket);
  g_string_free (stream->got, TRUE);
  g_free (stream);
}

gboolean
stream_read (Stream *stream)
{
  char bytes[4096];
  g_autoptr (GError) error = NULL;
  gssize n = g_socket_receive (stream->socket, bytes, sizeof bytes, NULL, &error);

  g_assert_no_error (error);
  g_string_append_len (stream->got, bytes, n);
  return n > 0 && strstr (stream->got->str, "\r\n0\r\n\r\n") == NULL;
}

guint
stream_count (Stream *stream, const char *what)
{
  guint n = 0;

  for (const char *at = stream->got->str; (at = strstr (at, what)) != NULL; at++)
    n++;
  return n;
}

void
stream_wait (Stream *stream, const char *what)
{
  while (strstr (stream->got->str, what) == NULL)
    g_assert_true (stream_read (stream));
}
