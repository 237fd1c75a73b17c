/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one lane counts: its requests, connections and event streams. */
#pragma once

#include "tkt-call.h"

G_BEGIN_DECLS

/**
 * TktFigures:
 *
 * Written by one thread, read by any, without a lock: each number is right, and those that are read
 * together are of nearly the same moment. Counted by reference.
 */
typedef struct _TktFigures TktFigures;

TktFigures *tkt_figures_new (void);
TktFigures *tkt_figures_ref (TktFigures *self);
void tkt_figures_unref (TktFigures *self);

/* @route: (nullable): of tkt_routes; NULL: none was found. @us: until its answer was there. */
void tkt_figures_count (TktFigures *self, const TktRoute *route, guint status, gint64 us);
void tkt_figures_add_connections (TktFigures *self, int by);
void tkt_figures_add_streams (TktFigures *self, int by);

/* Appends the sum of @all, of TktFigures, in Prometheus's text format 0.0.4. */
void tkt_figures_write (const GPtrArray *all, GString *text);

G_END_DECLS
