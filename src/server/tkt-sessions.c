/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a token to who acts. */
#include "tkt-sessions.h"

#include <glib/gi18n-lib.h>

#include "tkt-time.h"

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
    *touch = session->expires_at < now + TKT_SESSION_LIFE - TKT_SESSION_TOUCH;
  return tkt_actor_load (tx, session->organization_id, session->account_id, error);
}

gboolean
tkt_sessions_touch (TktStoreTx *tx, const guint8 token_hash[32], gint64 now, GError **error)
{
  GError *failed = NULL;
  g_autoptr (TktSessionRow) session = tkt_store_get_session (tx, token_hash, &failed);

  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return FALSE;
    }
  if (session == NULL)
    return TRUE;
  session->expires_at = now + TKT_SESSION_LIFE;
  return tkt_store_put_session (tx, session, error);
}
