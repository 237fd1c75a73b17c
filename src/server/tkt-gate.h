/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The gate: how many connections there are, in all and of each client. */
#pragma once

#include "tkt-limits.h"
#include "tkt-proxies.h"

G_BEGIN_DECLS

/* Shared by all lanes: thread-safe. */
typedef struct _TktGate TktGate;

/* Both are kept by the caller. A trusted proxy's connections are those of many clients: of them
 * only the sum counts. */
TktGate *tkt_gate_new (const TktLimits *limits, const TktProxies *proxies);
void tkt_gate_free (TktGate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktGate, tkt_gate_free)

/* Counts one in. FALSE: it is one too many, with %TKT_PROBLEM_SLOW_DOWN where its client has
 * enough, %TKT_PROBLEM_UNAVAILABLE where the server is full. What came in has to leave. */
gboolean tkt_gate_enter (TktGate *self, const char *address, GError **error);
void tkt_gate_leave (TktGate *self, const char *address);

G_END_DECLS
