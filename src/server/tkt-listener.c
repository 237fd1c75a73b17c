/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes connections from a listening socket that several threads share. */
#include "tkt-listener.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

/* After a failure that will last a little, as when no file descriptor is left. */
#define PAUSE_MS 100

/* Connections that one turn of the main loop takes, if there are as many. Whoever opens hundreds at
 * once is soon at a limit, and refused for little; who comes after does not wait until all that
 * they ask has been answered, a turn for each. Not all there are: other threads want some. */
#define BATCH 32

struct _TktListener
{
  GSocket *socket;
  GSource *source; /* that waits for a connection, or for a pause to pass */
  TktAccepted accepted;
  gpointer user_data;
};

static void wait_for_connection (TktListener *self);

static void
replace_source (TktListener *self, GSource *source_taken)
{
  if (self->source != NULL)
    {
      g_source_destroy (self->source);
      g_source_unref (self->source);
    }
  self->source = source_taken;
  if (source_taken != NULL)
    g_source_attach (source_taken, g_main_context_get_thread_default ());
}

static gboolean
on_paused (gpointer user_data)
{
  wait_for_connection (user_data);

  return G_SOURCE_REMOVE;
}

static void
pause_listening (TktListener *self)
{
  GSource *source = g_timeout_source_new (PAUSE_MS);

  g_source_set_callback (source, on_paused, self, NULL);
  replace_source (self, source);
}

/* FALSE: there is none now. */
static gboolean
take_connection (TktListener *self, GError **error)
{
  g_autoptr (GSocket) socket = g_socket_accept (self->socket, NULL, error);
  g_autoptr (GSocketConnection) connection = NULL;

  if (socket == NULL)
    return FALSE;
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  connection = g_socket_connection_factory_create_connection (socket);
  self->accepted (connection, self->user_data);

  return TRUE;
}

static gboolean
on_connection (GSocket *listening, GIOCondition condition, gpointer user_data)
{
  TktListener *self = user_data;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  while (n < BATCH && take_connection (self, &error))
    n++;
  /* All are taken, some by other threads; or a client is gone again. */
  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    return G_SOURCE_CONTINUE;
  g_warning ("No connection can be taken: %s", error->message);
  pause_listening (self);

  return G_SOURCE_REMOVE;
}

static void
wait_for_connection (TktListener *self)
{
  GSource *source = g_socket_create_source (self->socket, G_IO_IN, NULL);

  g_source_set_callback (source, G_SOURCE_FUNC (on_connection), self, NULL);
  replace_source (self, source);
}

TktListener *
tkt_listener_new (GSocket *socket, TktAccepted accepted, gpointer user_data, GError **error)
{
  g_autoptr (TktListener) self = g_new0 (TktListener, 1);
  int fd = dup (g_socket_get_fd (socket));

  self->socket = g_socket_new_from_fd (fd, error);
  if (self->socket == NULL)
    {
      if (fd >= 0)
        close (fd);
      return NULL;
    }
  g_socket_set_blocking (self->socket, FALSE);
  self->accepted = accepted;
  self->user_data = user_data;
  wait_for_connection (self);

  return g_steal_pointer (&self);
}

void
tkt_listener_free (TktListener *self)
{
  replace_source (self, NULL);
  g_clear_object (&self->socket);
  g_free (self);
}
