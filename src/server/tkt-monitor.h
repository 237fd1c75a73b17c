/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What those see who watch over the server: /metrics, /healthz and /readyz on a listener of their
 * own. */
#pragma once

#include "tkt-http.h"
#include "tkt-readiness.h"

G_BEGIN_DECLS

/* A thread of its own: it answers however busy the lanes are. */
typedef struct _TktMonitor TktMonitor;

/* All of it stays the caller's, and outlives the monitor. */
typedef struct
{
  TktHttpOptions http;
  TktStore *store;
  TktReadiness *readiness;
  const GPtrArray *figures; /* of TktFigures: the lanes' */
} TktMonitorOptions;

TktMonitor *tkt_monitor_new (const TktMonitorOptions *options, GError **error);
void tkt_monitor_free (TktMonitor *self); /* finishes what is under way */

G_END_DECLS
