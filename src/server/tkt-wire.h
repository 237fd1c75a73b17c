/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A client's connection, as libsoup gets it: one whose end it notices, and that waits cheaply. */
#pragma once

#include <gio/gio.h>

#include "tkt-poller.h"

G_BEGIN_DECLS

#define TKT_TYPE_WIRE (tkt_wire_get_type ())
G_DECLARE_FINAL_TYPE (TktWire, tkt_wire, TKT, WIRE, GIOStream)

/**
 * tkt_wire_new:
 *
 * libsoup 3.2 reads the end of a connection between two requests, and does nothing: the connection
 * is never closed ("server: do not leak idle connections closed by the client", libsoup 3.4). It
 * does let go of one that ends within a request's head. So that is what it is shown: one byte, then
 * the end. A byte that is no end of line completes no head, and none is added to anything else.
 *
 * libsoup waits through three streams that stand on each other, and for each of their sources that
 * is dispatched GLib takes the socket out of what it polls and puts it back, with two calls of the
 * system: a dozen for each request. So a bare connection waits with @poller, and has no socket to
 * show. All on the poller's thread.
 */
TktWire *tkt_wire_new (GIOStream *base, TktPoller *poller);

/* Whether the next request has yet to begin. */
void tkt_wire_set_idle (TktWire *self, gboolean idle);

/* (transfer full): what it was made of, which is not closed with it any more. */
GIOStream *tkt_wire_steal (TktWire *self);

G_END_DECLS
