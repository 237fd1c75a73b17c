/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server with limits of the test's, and bare connections to it from addresses of this computer.
 */
#pragma once

#include "api-fixture.h"

G_BEGIN_DECLS

/* A network whose server counts clients on this computer, too, and is otherwise as @limits has it;
 * those are kept by the caller. */
Api *limits_api_new (TktLimits *limits);

/* From "127.0.0.2", say. */
GSocketConnection *limits_connect (Api *api, const char *from);
void limits_write (GSocketConnection *connection, const char *text);

/* What comes until the server ends the connection, which the test waits for. (transfer full) */
char *limits_read_to_end (GSocketConnection *connection);

/* Sends @piece again and again, one each @pause_ms, until the server ends the connection. Returns
 * how many microseconds that took. */
gint64 limits_trickle (GSocketConnection *connection, const char *piece, guint pause_ms);

/* The status of one request on a connection of its own; its answer goes to @answer. */
guint limits_ask (Api *api, const char *from, const char *request, char **answer);

void limits_add_count_tests (void);
void limits_add_listener_tests (void);
void limits_add_slow_tests (void);

G_END_DECLS
