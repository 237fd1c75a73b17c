/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes connections from a listening socket that several threads share. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Gets each connection that this thread has won. */
typedef void (*TktAccepted) (GSocketConnection *connection, gpointer user_data);

/**
 * TktListener:
 *
 * SoupServer's own listening can't be shared: a thread that another one was faster than waits in
 * accept() until the next connection comes, and each connection leaks a GSocket (libsoup 3.2).
 */
typedef struct _TktListener TktListener;

/* On the thread's default context. Takes a duplicate of @socket. */
TktListener *
tkt_listener_new (GSocket *socket, TktAccepted accepted, gpointer user_data, GError **error);

/* Takes no more connections. On the thread that it was made on. */
void tkt_listener_free (TktListener *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktListener, tkt_listener_free)

G_END_DECLS
