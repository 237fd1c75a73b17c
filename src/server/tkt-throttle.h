/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Failed sign-ins: so many for one username or from one address in a window, then 429 (protocol.md,
 * "Signing in"). */
#pragma once

#include "tkt-limits.h"

G_BEGIN_DECLS

/* Shared by all lanes: thread-safe. Times are g_get_monotonic_time(): a clock that is set does not
 * open the door. */
typedef struct _TktThrottle TktThrottle;

/* @limits is kept by the caller. */
TktThrottle *tkt_throttle_new (const TktLimits *limits);
void tkt_throttle_free (TktThrottle *throttle);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktThrottle, tkt_throttle_free)

/* FALSE with %TKT_PROBLEM_SLOW_DOWN and its delay while the window has not passed. @name:
 * organization and username. */
gboolean tkt_throttle_check (TktThrottle *throttle,
                             const char *name,
                             const char *address,
                             gint64 now_us,
                             GError **error);

void
tkt_throttle_failed (TktThrottle *throttle, const char *name, const char *address, gint64 now_us);
void tkt_throttle_succeeded (TktThrottle *throttle, const char *name);

G_END_DECLS
