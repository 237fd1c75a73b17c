/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event stream: how a desk learns at once that there is something to fetch (protocol.md,
 * "Events"). */
#pragma once

#include "tkt-api.h"

G_BEGIN_DECLS

/**
 * TktEvents:
 *
 * Keeps one GET /v1/events open, and opens it again with Last-Event-ID and back-off after it
 * has ended, for as long as it is started. Main thread.
 *
 * Property open (boolean): the server has answered, and would say so if there were something.
 * Signal changed: there is something to fetch.
 */
#define TKT_TYPE_EVENTS (tkt_events_get_type ())
G_DECLARE_FINAL_TYPE (TktEvents, tkt_events, TKT, EVENTS, GObject)

TktEvents *tkt_events_new (TktApi *api);

/* Begins; begins at once where it waits for its time. Does nothing while it is open. */
void tkt_events_start (TktEvents *self);
void tkt_events_stop (TktEvents *self);

gboolean tkt_events_is_open (TktEvents *self);

G_END_DECLS
