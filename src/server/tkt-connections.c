/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The connections of one lane: lets them in through the gate, and cuts those that are slow. */
#include "tkt-connections.h"

#include <errno.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "tkt-refusal.h"

#define LOOK_MS 1000

#define STREAM_WINDOWS 6

struct _TktConnections
{
  const TktLimits *limits;
  TktGate *gate;
  GHashTable *table; /* GSocketAddress, by identity → Connection */
  TktRefusals *refusals;
  GSource *looking; /* NULL: there is nothing to look at */
};

typedef struct
{
  TktConnections *owner;
  GSocket *socket; /* watched, not owned */
  GSocketAddress *remote;
  char *address;
  TktConnectionPhase phase;
  gint64 since_us;  /* the phase, or its window */
  gboolean counted; /* the three below are set */
  guint64 received, taken;
  int pending; /* bytes that the client has not taken */
} Connection;

/* What the system has counted. FALSE: it does not tell. */
static gboolean
count (const Connection *connection, guint64 *received, guint64 *taken, int *pending)
{
  struct tcp_info info = { 0 };
  socklen_t size = sizeof info;
  int fd = g_socket_get_fd (connection->socket);

  if (getsockopt (fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0
      || ioctl (fd, TIOCOUTQ, pending) != 0)
    return FALSE;
  *received = info.tcpi_bytes_received;
  *taken = info.tcpi_bytes_acked;
  return TRUE;
}

static void
set_phase (Connection *connection, TktConnectionPhase phase, gint64 now_us)
{
  connection->phase = phase;
  connection->since_us = now_us;
  connection->counted = FALSE;
}

/* A window begins with what is counted now. */
static void
begin_window (Connection *connection, gint64 now_us)
{
  connection->since_us = now_us;
  connection->counted
      = count (connection, &connection->received, &connection->taken, &connection->pending);
}

/* Less than it should has come of a body, or been taken of what is there to be taken, in a window
 * that has passed. */
static gboolean
is_slow (Connection *connection, gint64 now_us)
{
  gint64 window_us = now_us - connection->since_us;
  guint64 least
      = connection->owner->limits->least_bytes_per_second * window_us / G_TIME_SPAN_SECOND;
  guint64 received, taken;
  int pending;

  if (!connection->counted || !count (connection, &received, &taken, &pending))
    return FALSE;
  if (connection->phase == TKT_CONNECTION_BODY)
    return received - connection->received < least;
  return pending > 0 && taken - connection->taken < MIN (least, (guint64)connection->pending);
}

/* TRUE: a window has passed in which the client was too slow. */
static gboolean
look_at_window (Connection *connection, gint64 now_us)
{
  guint windows = connection->phase == TKT_CONNECTION_STREAM ? STREAM_WINDOWS : 1;
  gint64 window_us = windows * connection->owner->limits->window_seconds * G_TIME_SPAN_SECOND;

  if (!connection->counted)
    begin_window (connection, now_us);
  if (now_us - connection->since_us < window_us)
    return FALSE;
  if (is_slow (connection, now_us))
    return TRUE;
  begin_window (connection, now_us);
  return FALSE;
}

static gboolean
has_passed (const Connection *connection, guint seconds, gint64 now_us)
{
  return now_us - connection->since_us >= seconds * G_TIME_SPAN_SECOND;
}

static gboolean
is_too_slow (Connection *connection, gint64 now_us)
{
  const TktLimits *limits = connection->owner->limits;

  switch (connection->phase)
    {
    case TKT_CONNECTION_HEADERS:
      return has_passed (connection, limits->headers_seconds, now_us);
    case TKT_CONNECTION_IDLE:
      return has_passed (connection, limits->idle_seconds, now_us);
    case TKT_CONNECTION_BODY:
    case TKT_CONNECTION_ANSWER:
    case TKT_CONNECTION_STREAM:
      return look_at_window (connection, now_us);
    case TKT_CONNECTION_CUT:
      return FALSE;
    }
  g_return_val_if_reached (FALSE);
}

/* Whoever serves it learns that it has ended. What the client has not taken is thrown away by the
 * system, too. */
static void
cut (Connection *connection, gint64 now_us)
{
  const struct linger at_once = { .l_onoff = 1 };
  int fd = g_socket_get_fd (connection->socket);

  g_debug ("A connection of %s is cut: it is too slow", connection->address);
  if (setsockopt (fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once) != 0
      || shutdown (fd, SHUT_RDWR) != 0)
    g_debug ("It has ended already: %s", g_strerror (errno));
  set_phase (connection, TKT_CONNECTION_CUT, now_us);
}

static gboolean
on_look (gpointer user_data)
{
  TktConnections *self = user_data;
  gint64 now_us = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->table);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (is_too_slow (value, now_us))
      cut (value, now_us);
  if (tkt_refusals_look (self->refusals, now_us) || g_hash_table_size (self->table) > 0)
    return G_SOURCE_CONTINUE;
  g_clear_pointer (&self->looking, g_source_unref);
  return G_SOURCE_REMOVE;
}

static void
start_looking (TktConnections *self)
{
  if (self->looking != NULL)
    return;
  self->looking = g_timeout_source_new (LOOK_MS);
  g_source_set_callback (self->looking, on_look, self, NULL);
  g_source_attach (self->looking, g_main_context_get_thread_default ());
}

static void
connection_free (gpointer data)
{
  Connection *connection = data;

  if (connection->owner->gate != NULL)
    tkt_gate_leave (connection->owner->gate, connection->address);
  g_object_unref (connection->remote);
  g_free (connection->address);
  g_free (connection);
}

static void
on_socket_gone (gpointer data, GObject *socket)
{
  Connection *connection = data;

  g_hash_table_remove (connection->owner->table, connection->remote);
}

TktConnections *
tkt_connections_new (const TktLimits *limits, TktGate *gate)
{
  TktConnections *self = g_new0 (TktConnections, 1);

  self->limits = limits;
  self->gate = gate;
  self->refusals = tkt_refusals_new ();
  self->table = g_hash_table_new_full (NULL, NULL, NULL, connection_free);
  return self;
}

void
tkt_connections_free (TktConnections *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->table);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_object_weak_unref (G_OBJECT (((Connection *)value)->socket), on_socket_gone, value);
  g_hash_table_unref (self->table);
  if (self->looking != NULL)
    g_source_destroy (self->looking);
  g_clear_pointer (&self->looking, g_source_unref);
  tkt_refusals_free (self->refusals);
  g_free (self);
}

static char *
address_to_text (GSocketAddress *remote)
{
  return G_IS_INET_SOCKET_ADDRESS (remote) ? g_inet_address_to_string (
             g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)))
                                           : g_strdup ("local");
}

gboolean
tkt_connections_add (TktConnections *self,
                     GSocketConnection *connection,
                     GSocketAddress *remote,
                     gboolean speaks_tls)
{
  g_autofree char *address = address_to_text (remote);
  g_autoptr (GError) problem = NULL;
  Connection *added;

  start_looking (self);
  if (self->gate != NULL && !tkt_gate_enter (self->gate, address, &problem))
    {
      if (!speaks_tls)
        tkt_refusals_add (self->refusals, connection, problem);
      return FALSE;
    }
  added = g_new0 (Connection, 1);
  added->owner = self;
  added->socket = g_socket_connection_get_socket (connection);
  added->remote = g_object_ref (remote);
  added->address = g_steal_pointer (&address);
  set_phase (added, TKT_CONNECTION_HEADERS, g_get_monotonic_time ());
  g_object_weak_ref (G_OBJECT (added->socket), on_socket_gone, added);
  g_hash_table_insert (self->table, added->remote, added);
  return TRUE;
}

void
tkt_connections_set_phase (TktConnections *self, GSocketAddress *remote, TktConnectionPhase phase)
{
  Connection *connection = g_hash_table_lookup (self->table, remote);

  if (connection != NULL && connection->phase != TKT_CONNECTION_CUT)
    set_phase (connection, phase, g_get_monotonic_time ());
}
