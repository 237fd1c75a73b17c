/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTTP: connections, from a listener to libsoup. */
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tkt-http-private.h"

/* libsoup hands on the very object that it was given with the connection. */
void
tkt_http_set_phase (TktHttp *http, SoupServerMessage *message, TktConnectionPhase phase)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);
  TktWire *wire = g_hash_table_lookup (http->wires, remote);

  if (wire != NULL)
    tkt_wire_set_idle (wire, phase == TKT_CONNECTION_IDLE);
  tkt_connections_set_phase (http->connections, remote, phase);
}

char *
tkt_http_find_client (TktHttp *http, SoupServerMessage *message)
{
  GInetSocketAddress *peer
      = G_INET_SOCKET_ADDRESS (soup_server_message_get_remote_address (message));

  return tkt_proxies_find_client (
      http->options.proxies,
      g_inet_socket_address_get_address (peer),
      soup_message_headers_get_list (soup_server_message_get_request_headers (message),
                                     "X-Forwarded-For"));
}

/* One connection that is served. */
typedef struct
{
  GHashTable *wires;
  GSocketAddress *remote;
} Connection;

static void
on_wire_gone (gpointer data, GObject *where_it_was)
{
  Connection *connection = data;

  g_hash_table_remove (connection->wires, connection->remote);
  g_hash_table_unref (connection->wires);
  g_object_unref (connection->remote);
  g_free (connection);
}

static void
on_socket_gone (gpointer figures, GObject *where_it_was)
{
  tkt_figures_add_connections (figures, -1);
  tkt_figures_unref (figures);
}

static void
count_connection (TktFigures *figures, GSocketConnection *connection)
{
  if (figures == NULL)
    return;
  tkt_figures_add_connections (figures, 1);
  g_object_weak_ref (G_OBJECT (connection), on_socket_gone, tkt_figures_ref (figures));
}

static void
serve_connection (TktHttp *http, GSocketConnection *socket, gboolean speaks_tls)
{
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (socket, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (socket, NULL);
  g_autoptr (GIOStream) stream = NULL;
  g_autoptr (TktWire) wire = NULL;
  Connection *connection;

  /* NULL: the client is gone again. */
  if (local == NULL || remote == NULL
      || !tkt_connections_add (http->connections, socket, remote, speaks_tls))
    return;
  count_connection (http->options.figures, socket);
  stream = speaks_tls ? tkt_tls_stream_new (socket, http->options.tls)
                      : g_object_ref (G_IO_STREAM (socket));
  wire = tkt_wire_new (stream, http->poller);
  connection = g_new (Connection, 1);
  *connection = (Connection){ g_hash_table_ref (http->wires), g_object_ref (remote) };
  g_hash_table_insert (http->wires, remote, wire);
  g_object_weak_ref (G_OBJECT (wire), on_wire_gone, connection);
  soup_server_accept_iostream (http->server, G_IO_STREAM (wire), local, remote, NULL);
}

static void
on_accepted (GSocketConnection *connection, gpointer user_data)
{
  serve_connection (user_data, connection, FALSE);
}

static void
on_accepted_tls (GSocketConnection *connection, gpointer user_data)
{
  serve_connection (user_data, connection, TRUE);
}

/* libsoup lets a connection live past its first request only while it listens to something. Here
 * that is one end of a pair, and nobody speaks at the other. */
static gboolean
keep_connections (TktHttp *http, GError **error)
{
  g_autoptr (GSocket) silent = NULL;
  int pair[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
      return FALSE;
    }
  http->anchor = pair[0];
  silent = g_socket_new_from_fd (pair[1], error);
  if (silent != NULL)
    return soup_server_listen_socket (http->server, silent, 0, error);
  close (pair[1]);
  return FALSE;
}

gboolean
tkt_http_listen (TktHttp *http, GPtrArray *endpoints, GError **error)
{
  g_autoptr (GPtrArray) listeners
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_listener_free);

  if (!keep_connections (http, error))
    return FALSE;
  for (guint i = 0; i < endpoints->len; i++)
    {
      TktEndpoint *endpoint = g_ptr_array_index (endpoints, i);
      TktAccepted accepted = endpoint->role == TKT_ENDPOINT_HTTPS ? on_accepted_tls : on_accepted;
      TktListener *listener = tkt_listener_new (endpoint->socket, accepted, http, error);

      if (listener == NULL)
        return FALSE;
      g_ptr_array_add (listeners, listener);
    }
  http->listeners = g_steal_pointer (&listeners);
  return TRUE;
}
