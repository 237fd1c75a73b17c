/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rates: token buckets, one for each key. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Shared by all lanes: thread-safe. */
typedef struct _TktRates TktRates;

/* @rate a second in the long run, @burst at once; both are at least 1. */
TktRates *tkt_rates_new (guint rate, guint burst);
void tkt_rates_free (TktRates *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktRates, tkt_rates_free)

/* Takes one of @key's. FALSE with %TKT_PROBLEM_SLOW_DOWN and its delay while it has none. @now_us
 * is g_get_monotonic_time(): a clock that is set changes nothing. */
gboolean tkt_rates_take (TktRates *self, const char *key, gint64 now_us, GError **error);

/* How many keys are remembered. */
guint tkt_rates_get_size (TktRates *self);

G_END_DECLS
