/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a token to who acts. */
#pragma once

#include "tkt-service.h"
#include "tkt-time.h"

G_BEGIN_DECLS

#define TKT_SESSION_LIFE (30 * TKT_DAY) /* from last use */

/* How long a use is not written again: a write per read would cost more than the read. */
#define TKT_SESSION_TOUCH TKT_HOUR

/**
 * tkt_sessions_load:
 * @touch: (out) (optional): the session's end should be moved (tkt_sessions_touch())
 *
 * Returns: (nullable): the actor; NULL with %TKT_PROBLEM_SIGNED_OUT for a session that is unknown,
 * has ended, or whose account is disabled
 */
TktActor *tkt_sessions_load (TktStoreTx *tx,
                             const guint8 token_hash[32],
                             gint64 now,
                             gboolean *touch,
                             GError **error);

/* Moves the session's end to 30 days from @now; nothing when it is gone. */
gboolean
tkt_sessions_touch (TktStoreTx *tx, const guint8 token_hash[32], gint64 now, GError **error);

G_END_DECLS
