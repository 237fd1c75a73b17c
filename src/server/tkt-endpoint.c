/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a server listens. */
#include "tkt-endpoint.h"

#include <glib/gi18n-lib.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 512

const char *
tkt_endpoint_role_to_name (TktEndpointRole role)
{
  static const char *const names[] = { "http", "https", "metrics" };

  return names[role];
}

void
tkt_endpoint_free (TktEndpoint *endpoint)
{
  g_clear_object (&endpoint->socket);
  g_free (endpoint);
}

/* Cuts "[ADDRESS]:PORT" and "ADDRESS:PORT" in two; a bare IPv6 address has no port. */
static gboolean
split (const char *text, char **host, const char **port)
{
  const char *colon = strchr (text, ':');

  *port = NULL;
  if (text[0] == '[')
    {
      const char *end = strchr (text, ']');

      if (end == NULL || (end[1] != '\0' && end[1] != ':'))
        return FALSE;
      *host = g_strndup (text + 1, end - text - 1);
      *port = end[1] == ':' ? end + 2 : NULL;
    }
  else if (colon != NULL && strchr (colon + 1, ':') == NULL)
    {
      *host = g_strndup (text, colon - text);
      *port = colon + 1;
    }
  else
    *host = g_strdup (text);
  return TRUE;
}

GInetSocketAddress *
tkt_endpoint_parse (const char *text, guint16 port, GError **error)
{
  g_autofree char *host = NULL;
  const char *own_port;
  guint64 number = port;
  g_autoptr (GInetAddress) address = NULL;

  if (split (text, &host, &own_port))
    address = g_inet_address_new_from_string (host);
  if (address != NULL
      && (own_port == NULL
          || g_ascii_string_to_unsigned (own_port, 10, 0, G_MAXUINT16, &number, NULL)))
    return G_INET_SOCKET_ADDRESS (g_inet_socket_address_new (address, number));
  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_INVALID_ARGUMENT,
               _ ("“%s” is no IP address to listen on, such as 127.0.0.1, ::1, 127.0.0.1:8080 or"
                  " [::1]:8080"),
               text);
  return NULL;
}

static TktEndpoint *
endpoint_new (TktEndpointRole role, GSocket *socket_taken)
{
  TktEndpoint *endpoint = g_new (TktEndpoint, 1);

  *endpoint = (TktEndpoint){ role, socket_taken };
  return endpoint;
}

TktEndpoint *
tkt_endpoint_open (TktEndpointRole role, GInetSocketAddress *address, GError **error)
{
  GSocketFamily family = g_socket_address_get_family (G_SOCKET_ADDRESS (address));
  g_autoptr (GSocket) socket
      = g_socket_new (family, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
  g_autofree char *text = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
  g_autoptr (GError) failed = NULL;

  if (socket == NULL)
    return NULL;
  /* "::" is every IPv6 address and no IPv4 one, whatever the system thinks: both may be listed. */
  if (family == G_SOCKET_FAMILY_IPV6
      && !g_socket_set_option (socket, IPPROTO_IPV6, IPV6_V6ONLY, TRUE, error))
    return NULL;
  g_socket_set_listen_backlog (socket, BACKLOG);
  if (g_socket_bind (socket, G_SOCKET_ADDRESS (address), TRUE, &failed)
      && g_socket_listen (socket, &failed))
    return endpoint_new (role, g_steal_pointer (&socket));
  g_set_error (error,
               failed->domain,
               failed->code,
               /* Translators: an address on the network, and a sentence that says why. */
               _ ("%s can't be listened on: %s"),
               text,
               failed->message);
  return NULL;
}

TktEndpoint *
tkt_endpoint_new_from_fd (TktEndpointRole role, int fd, GError **error)
{
  g_autoptr (GSocket) socket = g_socket_new_from_fd (fd, error);
  g_autoptr (GSocketAddress) address = NULL;
  int listens = 0;

  if (socket == NULL)
    {
      close (fd);
      return NULL;
    }
  address = g_socket_get_local_address (socket, error);
  if (address == NULL || !g_socket_get_option (socket, SOL_SOCKET, SO_ACCEPTCONN, &listens, error))
    return NULL;
  if (G_IS_INET_SOCKET_ADDRESS (address) && listens)
    return endpoint_new (role, g_steal_pointer (&socket));
  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_INVALID_ARGUMENT,
               /* Translators: a file descriptor's number, and the name that systemd gave it. */
               _ ("File %d, called “%s”, is no TCP socket that listens"),
               fd,
               tkt_endpoint_role_to_name (role));
  return NULL;
}

GInetSocketAddress *
tkt_endpoint_get_address (const TktEndpoint *endpoint)
{
  g_autoptr (GError) error = NULL;
  GSocketAddress *address = g_socket_get_local_address (endpoint->socket, &error);

  /* A socket that listens is bound. */
  g_assert_no_error (error);
  return G_INET_SOCKET_ADDRESS (address);
}

gboolean
tkt_endpoint_check_reach (TktEndpointRole role,
                          GInetSocketAddress *address,
                          gboolean insecure,
                          GError **error)
{
  GInetAddress *inet = g_inet_socket_address_get_address (address);
  g_autofree char *text = g_inet_address_to_string (inet);

  if (role == TKT_ENDPOINT_HTTPS || g_inet_address_get_is_loopback (inet)
      || (role == TKT_ENDPOINT_HTTP && insecure))
    return TRUE;
  if (role == TKT_ENDPOINT_HTTP)
    g_set_error (error,
                 G_IO_ERROR,
                 G_IO_ERROR_PERMISSION_DENIED,
                 _ ("Without TLS the server listens on this computer only. Give it a certificate"
                    " and use --tls-listen, put a reverse proxy with TLS in front, or allow %s with"
                    " --insecure-listen"),
                 text);
  else
    g_set_error (error,
                 G_IO_ERROR,
                 G_IO_ERROR_PERMISSION_DENIED,
                 _ ("Metrics are for this computer only: %s is reached from beyond it. Use"
                    " 127.0.0.1 or ::1"),
                 text);
  return FALSE;
}

char *
tkt_endpoint_get_uri (const TktEndpoint *endpoint)
{
  g_autoptr (GInetSocketAddress) address = tkt_endpoint_get_address (endpoint);
  GInetAddress *inet = g_inet_socket_address_get_address (address);
  g_autofree char *host = g_inet_address_to_string (inet);
  gboolean ipv6 = g_inet_address_get_family (inet) == G_SOCKET_FAMILY_IPV6;

  return g_strdup_printf ("%s://%s%s%s:%u",
                          endpoint->role == TKT_ENDPOINT_HTTPS ? "https" : "http",
                          ipv6 ? "[" : "",
                          host,
                          ipv6 ? "]" : "",
                          g_inet_socket_address_get_port (address));
}
