/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions: how they begin, how long they live, and from a token to who acts. */
#include "tkt-sessions.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tkt-token.h"
#include "tkt-uuid.h"

const TktSessionLife tkt_session_life = { .idle = 30 * TKT_DAY, .whole = 365 * TKT_DAY };

static gint64
get_end (const TktSessionRow *session, const TktSessionLife *life)
{
  gint64 idle = life->idle != 0 ? life->idle : tkt_session_life.idle;
  gint64 whole = life->whole != 0 ? life->whole : tkt_session_life.whole;

  return MIN (session->last_used_at + idle, session->created_at + whole);
}

static gboolean
is_due (const TktSessionRow *session, gint64 now)
{
  return session->last_used_at + TKT_SESSION_TOUCH < now;
}

char *
tkt_sessions_begin (TktStoreTx *tx,
                    const TktActor *actor,
                    const char *device,
                    const TktSessionLife *life,
                    gint64 *expires_at,
                    GError **error)
{
  g_autofree char *token = tkt_token_new ();
  g_autofree char *id = tkt_uuid_new ();
  gint64 now = tkt_time_now ();
  TktSessionRow session = { .id = id,
                            .account_id = actor->account->id,
                            .organization_id = actor->organization->id,
                            .device = (char *)device,
                            .address = (char *)actor->address,
                            .created_at = now,
                            .last_used_at = now };

  if (!tkt_token_hash (token, session.token_hash))
    g_return_val_if_reached (NULL);
  session.expires_at = *expires_at = get_end (&session, life);
  if (!tkt_store_drop_expired_sessions (tx, now, error)
      || !tkt_store_put_session (tx, &session, error)
      || !tkt_service_note (tx, actor, &(TktDeed){ TKT_AUDIT_SIGN_IN, id }, error))
    return NULL;
  return g_steal_pointer (&token);
}

gboolean
tkt_sessions_end (TktStoreTx *tx,
                  const TktActor *actor,
                  const TktSessionRow *session,
                  const guint8 own_token_hash[32],
                  GError **error)
{
  gboolean own = memcmp (session->token_hash, own_token_hash, sizeof session->token_hash) == 0;
  const TktDeed deed = { own ? TKT_AUDIT_SIGN_OUT : TKT_AUDIT_SESSION_ENDED, session->id };

  return tkt_store_drop_session (tx, session->token_hash, error)
         && tkt_service_note (tx, actor, &deed, error);
}

TktActor *
tkt_sessions_load (TktStoreTx *tx,
                   const guint8 token_hash[32],
                   gint64 now,
                   gboolean *touch,
                   GError **error)
{
  GError *failed = NULL;
  g_autoptr (TktSessionRow) session = tkt_store_get_session (tx, token_hash, &failed);

  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return NULL;
    }
  if (session == NULL || session->expires_at <= now)
    {
      tkt_problem_set (error, TKT_PROBLEM_SIGNED_OUT, _ ("The session has ended. Sign in again."));
      return NULL;
    }
  if (touch != NULL)
    *touch = is_due (session, now);
  return tkt_actor_load (tx, session->organization_id, session->account_id, error);
}

gboolean
tkt_sessions_touch (TktStoreTx *tx,
                    const guint8 token_hash[32],
                    const char *address,
                    const TktSessionLife *life,
                    gint64 now,
                    GError **error)
{
  GError *failed = NULL;
  g_autoptr (TktSessionRow) session = tkt_store_get_session (tx, token_hash, &failed);

  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return FALSE;
    }
  if (session == NULL || !is_due (session, now))
    return TRUE;
  session->last_used_at = now;
  session->expires_at = get_end (session, life);
  g_free (session->address);
  session->address = g_strdup (address);
  return tkt_store_put_session (tx, session, error);
}
