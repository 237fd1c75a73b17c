/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server with limits of the test's, and bare connections to it from addresses of this computer.
 */
#include "limits-wire.h"

#include <stdio.h>
#include <string.h>

/* Longer than anything here may take on a busy machine. */
#define PATIENCE_SECONDS 60

Api *
limits_api_new (TktLimits *limits)
{
  Api *api = api_new ();

  limits->loopback_too = TRUE;
  api->server->limits = limits;
  test_server_stop (api->server);
  test_server_start (api->server);
  return api;
}

GSocketConnection *
limits_connect (Api *api, const char *from)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) local = g_inet_socket_address_new_from_string (from, 0);
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_local_address (client, local);
  g_socket_client_set_enable_proxy (client, FALSE);
  connection
      = g_socket_client_connect_to_host (client, "127.0.0.1", api->server->port, NULL, &error);
  g_assert_no_error (error);
  g_socket_set_timeout (g_socket_connection_get_socket (connection), PATIENCE_SECONDS);
  return connection;
}

void
limits_write (GSocketConnection *connection, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                             text,
                             strlen (text),
                             NULL,
                             NULL,
                             &error);
  g_assert_no_error (error);
}

char *
limits_read_to_end (GSocketConnection *connection)
{
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  char piece[4096];
  gssize n;

  while ((n = g_input_stream_read (in, piece, sizeof piece, NULL, &error)) > 0)
    g_string_append_len (all, piece, n);
  /* A connection that is cut may be reset. */
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    g_assert_no_error (error);
  return g_string_free (g_steal_pointer (&all), FALSE);
}

/* What has come is of no matter. FALSE: the server has ended the connection. */
static gboolean
is_open (GSocket *socket)
{
  g_autoptr (GError) error = NULL;
  char bytes[4096];
  gssize n = g_socket_receive_with_blocking (socket, bytes, sizeof bytes, FALSE, NULL, &error);

  return n > 0 || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
}

gint64
limits_trickle (GSocketConnection *connection, const char *piece, guint pause_ms)
{
  GSocket *socket = g_socket_connection_get_socket (connection);
  gint64 begun = g_get_monotonic_time ();

  while (is_open (socket))
    {
      gint64 until = g_get_monotonic_time () + pause_ms * G_TIME_SPAN_MILLISECOND;

      g_assert_cmpint (until, <, begun + PATIENCE_SECONDS * G_TIME_SPAN_SECOND);
      g_socket_send (socket, piece, strlen (piece), NULL, NULL);
      /* For the end, but not longer than until the next piece is due. */
      while (g_get_monotonic_time () < until && is_open (socket))
        g_socket_condition_timed_wait (
            socket, G_IO_IN, until - g_get_monotonic_time (), NULL, NULL);
    }
  return g_get_monotonic_time () - begun;
}

guint
limits_ask (Api *api, const char *from, const char *request, char **answer)
{
  g_autoptr (GSocketConnection) connection = limits_connect (api, from);
  g_autofree char *all = NULL;
  guint status = 0;

  limits_write (connection, request);
  all = limits_read_to_end (connection);
  g_assert_cmpint (sscanf (all, "HTTP/1.1 %u", &status), ==, 1);
  if (answer != NULL)
    *answer = g_steal_pointer (&all);
  return status;
}
