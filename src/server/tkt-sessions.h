/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions: how they begin, how long they live, and from a token to who acts. */
#pragma once

#include "tkt-service.h"
#include "tkt-time.h"

G_BEGIN_DECLS

/* How long a session lives, in milliseconds: what is over first ends it. Zeros stand for
 * tkt_session_life. A shorter life than before holds for the sessions there are from their next use
 * on. */
typedef struct
{
  gint64 idle;  /* from its last use */
  gint64 whole; /* from its beginning, however much it is used */
} TktSessionLife;

extern const TktSessionLife tkt_session_life; /* 30 and 365 days */

/* How long a use is not written again: a write per read would cost more than the read. */
#define TKT_SESSION_TOUCH TKT_HOUR

/**
 * tkt_sessions_begin:
 * @device: (nullable): how the person's computer is called
 * @expires_at: (out)
 *
 * Signs @actor in, who has just proved who they are.
 *
 * Returns: (transfer full) (nullable): the new session's token, which is nowhere else
 */
char *tkt_sessions_begin (TktStoreTx *tx,
                          const TktActor *actor,
                          const char *device,
                          const TktSessionLife *life,
                          gint64 *expires_at,
                          GError **error);

/* Ends one session of the actor's: @own_token_hash is the one that it acts in. */
gboolean tkt_sessions_end (TktStoreTx *tx,
                           const TktActor *actor,
                           const TktSessionRow *session,
                           const guint8 own_token_hash[32],
                           GError **error);

/**
 * tkt_sessions_load:
 * @touch: (out) (optional): the use should be written (tkt_sessions_touch())
 *
 * Returns: (nullable): the actor; NULL with %TKT_PROBLEM_SIGNED_OUT for a session that is unknown,
 * has ended, or whose account is disabled
 */
TktActor *tkt_sessions_load (TktStoreTx *tx,
                             const guint8 token_hash[32],
                             gint64 now,
                             gboolean *touch,
                             GError **error);

/* Writes that the session is used @now from @address, and moves its end; nothing when it is gone or
 * another call has just written it. */
gboolean tkt_sessions_touch (TktStoreTx *tx,
                             const guint8 token_hash[32],
                             const char *address,
                             const TktSessionLife *life,
                             gint64 now,
                             GError **error);

G_END_DECLS
