/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lane: one thread that serves connections from the shared listening socket. */
#pragma once

#include <gio/gio.h>

#include "tkt-call.h"
#include "tkt-http.h"
#include "tkt-rates.h"
#include "tkt-readiness.h"
#include "tkt-worker.h"

G_BEGIN_DECLS

/* What all lanes of a server share. */
typedef struct
{
  TktHttpOptions http;
  TktStore *store;
  TktReadiness *readiness;
  TktThrottle *throttle;
  TktWorker *hasher; /* passwords are hashed here */
  TktPasswordStrength strength;
  TktSessionLife session_life;
  TktRates *addresses; /* requests of each */
  TktRates *accounts;
} TktLaneShared;

typedef struct _TktLane TktLane;

/* Serves the shared endpoints; the kernel hands each connection to one of the lanes. */
TktLane *tkt_lane_new (const TktLaneShared *shared, GError **error);

/* What it has counted; any thread. */
TktFigures *tkt_lane_get_figures (TktLane *lane);

/* Runs @func on the lane's thread, in its turn. From any thread. */
void tkt_lane_push (TktLane *lane, GSourceFunc func, gpointer data, GDestroyNotify destroy);

/* In two steps, so that all lanes end together. */
void tkt_lane_close (TktLane *lane); /* takes no more calls */
gboolean tkt_lane_is_idle (TktLane *lane);
void tkt_lane_free (TktLane *lane);

G_END_DECLS
