/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server: lanes that listen, one store, and a graceful end. */
#include "tkt-server.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>

#include "tkt-lane.h"

/* How long calls that are under way may still take, and how often that is looked at. */
#define GRACE_US (10 * G_TIME_SPAN_SECOND)
#define LOOK_US (5 * G_TIME_SPAN_MILLISECOND)

struct _TktServer
{
  GObject parent_instance;

  TktLaneShared shared;
  GPtrArray *lanes; /* of TktLane */
  char *uri;
};

G_DEFINE_FINAL_TYPE (TktServer, tkt_server, G_TYPE_OBJECT)

static void
tkt_server_dispose (GObject *object)
{
  tkt_server_stop (TKT_SERVER (object));

  G_OBJECT_CLASS (tkt_server_parent_class)->dispose (object);
}

static void
tkt_server_finalize (GObject *object)
{
  TktServer *self = TKT_SERVER (object);

  g_ptr_array_unref (self->lanes);
  g_clear_pointer (&self->shared.throttle, tkt_throttle_free);
  g_clear_object (&self->shared.store);
  g_free (self->uri);

  G_OBJECT_CLASS (tkt_server_parent_class)->finalize (object);
}

static void
tkt_server_class_init (TktServerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tkt_server_dispose;
  G_OBJECT_CLASS (klass)->finalize = tkt_server_finalize;
}

static void
tkt_server_init (TktServer *self)
{
  self->lanes = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_lane_free);
}

static GInetAddress *
choose_address (const TktServerOptions *options, GError **error)
{
  const char *text = options->address != NULL ? options->address : "127.0.0.1";
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

  if (address == NULL)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("“%s” is no IP address to listen on"),
                   text);
      return NULL;
    }
  if (!g_inet_address_get_is_loopback (address) && !options->insecure)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_PERMISSION_DENIED,
                   _ ("Without TLS the server listens on this computer only. Put a reverse proxy "
                      "with TLS in front, or "
                      "allow %s with --insecure-listen"),
                   text);
      return NULL;
    }
  return g_steal_pointer (&address);
}

static GSocket *
listen_on (TktServer *self, const TktServerOptions *options, GError **error)
{
  g_autoptr (GInetAddress) address = choose_address (options, error);
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketAddress) wanted = NULL;
  g_autoptr (GSocketAddress) bound = NULL;
  g_autofree char *host = NULL;
  gboolean ipv6;

  if (address == NULL)
    return NULL;
  ipv6 = g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6;
  socket = g_socket_new (
      g_inet_address_get_family (address), G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
  if (socket == NULL)
    return NULL;
  wanted = g_inet_socket_address_new (address, options->port);
  g_socket_set_listen_backlog (socket, 512);
  if (!g_socket_bind (socket, wanted, TRUE, error) || !g_socket_listen (socket, error))
    return NULL;
  bound = g_socket_get_local_address (socket, error);
  if (bound == NULL)
    return NULL;
  host = g_inet_address_to_string (address);
  self->uri = g_strdup_printf (ipv6 ? "http://[%s]:%u" : "http://%s:%u",
                               host,
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  return g_steal_pointer (&socket);
}

TktServer *
tkt_server_new (TktStore *store, const TktServerOptions *options, GError **error)
{
  g_autoptr (TktServer) self = g_object_new (TKT_TYPE_SERVER, NULL);
  guint n_lanes = options->lanes != 0 ? options->lanes : g_get_num_processors ();
  g_autoptr (GSocket) socket = NULL;

  if (sodium_init () < 0)
    {
      g_set_error (
          error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("There are no random numbers to be had"));
      return NULL;
    }
  socket = listen_on (self, options, error);
  if (socket == NULL)
    return NULL;
  self->shared.store = g_object_ref (store);
  self->shared.throttle = tkt_throttle_new ();
  self->shared.hasher = tkt_worker_new ("hasher");
  self->shared.strength = options->strength;
  for (guint i = 0; i < n_lanes; i++)
    {
      TktLane *lane = tkt_lane_new (&self->shared, socket, error);

      if (lane == NULL)
        return NULL;
      g_ptr_array_add (self->lanes, lane);
    }
  return g_steal_pointer (&self);
}

const char *
tkt_server_get_uri (TktServer *self)
{
  g_return_val_if_fail (TKT_IS_SERVER (self), NULL);

  return self->uri;
}

static gboolean
is_idle (TktServer *self)
{
  for (guint i = 0; i < self->lanes->len; i++)
    if (!tkt_lane_is_idle (g_ptr_array_index (self->lanes, i)))
      return FALSE;
  return TRUE;
}

void
tkt_server_stop (TktServer *self)
{
  gint64 deadline = g_get_monotonic_time () + GRACE_US;

  g_return_if_fail (TKT_IS_SERVER (self));

  g_ptr_array_foreach (self->lanes, (GFunc)tkt_lane_close, NULL);
  while (!is_idle (self) && g_get_monotonic_time () < deadline)
    g_usleep (LOOK_US);
  g_ptr_array_set_size (self->lanes, 0);
  if (self->shared.hasher != NULL)
    tkt_worker_stop (self->shared.hasher);
  g_clear_object (&self->shared.hasher);
}
