/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many connections at once: none waits for what all before it ask. */
#include "limits-wire.h"
#include "tkt-listener.h"

#define N_CLIENTS 20

static void
count (GSocketConnection *connection, gpointer n)
{
  ++*(guint *)n;
}

static void
test_crowd (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocket) socket
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (TktListener) listener = NULL;
  guint n = 0;

  g_assert_no_error (error);
  g_socket_set_listen_backlog (socket, N_CLIENTS);
  g_assert_true (g_socket_bind (socket, any, TRUE, NULL) && g_socket_listen (socket, NULL));
  address = g_socket_get_local_address (socket, NULL);
  listener = tkt_listener_new (socket, count, &n, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_CLIENTS; i++)
    {
      GSocket *client
          = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

      g_ptr_array_add (clients, client);
      g_assert_true (g_socket_connect (client, address, NULL, NULL));
    }
  g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n, ==, N_CLIENTS);
}

void
limits_add_listener_tests (void)
{
  g_test_add_func ("/limits/listener/crowd-in-one-turn", test_crowd);
}
