/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a server listens: sockets, each with what is spoken at it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  TKT_ENDPOINT_HTTP,
  TKT_ENDPOINT_HTTPS,
  TKT_ENDPOINT_METRICS,
} TktEndpointRole;

/* "http", "https", "metrics": what sockets of the service manager are called, too. */
const char *tkt_endpoint_role_to_name (TktEndpointRole role);

typedef struct
{
  TktEndpointRole role;
  GSocket *socket; /* bound, and listening */
} TktEndpoint;

void tkt_endpoint_free (TktEndpoint *endpoint);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktEndpoint, tkt_endpoint_free)

/* (transfer full) (nullable): "127.0.0.1", "::1", "127.0.0.1:8080" or "[::1]:8080"; @port where
 * @text has none, 0 is any free one. NULL with %G_IO_ERROR_INVALID_ARGUMENT. */
GInetSocketAddress *tkt_endpoint_parse (const char *text, guint16 port, GError **error);

/* (transfer full) (nullable): begins to listen. */
TktEndpoint *tkt_endpoint_open (TktEndpointRole role, GInetSocketAddress *address, GError **error);

/* (transfer full) (nullable): takes @fd, a socket of TCP that listens. It is closed where this
 * fails. */
TktEndpoint *tkt_endpoint_new_from_fd (TktEndpointRole role, int fd, GError **error);

/* %G_IO_ERROR_PERMISSION_DENIED where what is spoken in the clear could be heard beyond this
 * computer, and nobody (@insecure) has said that it may. */
gboolean tkt_endpoint_check_reach (TktEndpointRole role,
                                   GInetSocketAddress *address,
                                   gboolean insecure,
                                   GError **error);

/* (transfer full) */
GInetSocketAddress *tkt_endpoint_get_address (const TktEndpoint *endpoint);

/* (transfer full): "https://[::1]:8443" */
char *tkt_endpoint_get_uri (const TktEndpoint *endpoint);

G_END_DECLS
