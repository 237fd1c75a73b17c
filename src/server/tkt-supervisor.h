/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service manager (systemd): the sockets that it hands over, what it wants to hear, and its
 * watchdog. Without one all of this does nothing. */
#pragma once

#include "tkt-endpoint.h"

G_BEGIN_DECLS

/**
 * tkt_supervisor_take_endpoints:
 * @endpoints: gets TktEndpoints: the sockets (sd_listen_fds(3)) that are named as their roles are
 *
 * Once, at the beginning: children don't get them. Errors: %G_IO_ERROR_INVALID_ARGUMENT for a name
 * that means nothing here, and what tkt_endpoint_new_from_fd() says.
 */
gboolean tkt_supervisor_take_endpoints (GPtrArray *endpoints, GError **error);

/* Tells it @state (sd_notify(3)): "READY=1". */
void tkt_supervisor_tell (const char *state);

/* How long it waits for "WATCHDOG=1", in microseconds; 0: it does not wait. */
gint64 tkt_supervisor_get_watchdog (void);

G_END_DECLS
