/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The connections of one lane: lets them in through the gate, and cuts those that are slow. What
 * came and what was taken the system itself tells (tcp(7)), whatever is spoken on the connection.
 */
#pragma once

#include "tkt-gate.h"

G_BEGIN_DECLS

typedef enum
{
  TKT_CONNECTION_HEADERS, /* of a request are to come: the first one's from the beginning on */
  TKT_CONNECTION_IDLE,    /* after a request; nothing has come of the next one */
  TKT_CONNECTION_BODY,    /* comes */
  TKT_CONNECTION_ANSWER,  /* is made, written and taken */
  TKT_CONNECTION_STREAM,  /* of events, for as long as the client likes */
  TKT_CONNECTION_CUT,     /* nobody waits for it any more */
} TktConnectionPhase;

/* Belongs to its thread, on whose default context it looks at them. */
typedef struct _TktConnections TktConnections;

/* @limits and @gate are kept by the caller. NULL for @gate: all are let in. */
TktConnections *tkt_connections_new (const TktLimits *limits, TktGate *gate);

/* What is still connected is only forgotten. */
void tkt_connections_free (TktConnections *self);

/* FALSE: it is one too many, and has been told so, but for one that @speaks_tls and would have to
 * shake hands first. Else it is known by @remote until it ends; what the first request's headers
 * may take begins now, and TLS's handshake is part of that. */
gboolean tkt_connections_add (TktConnections *self,
                              GSocketConnection *connection,
                              GSocketAddress *remote,
                              gboolean speaks_tls);

/* What is not known is passed over. */
void
tkt_connections_set_phase (TktConnections *self, GSocketAddress *remote, TktConnectionPhase phase);

G_END_DECLS
