/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service: invitations, by which people choose their own passwords. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "tkt-service-private.h"

TktAccount *
tkt_service_invite (TktStoreTx *tx,
                    const TktActor *actor,
                    const char *account_id,
                    const guint8 code_hash[32],
                    gint64 *expires_at,
                    GError **error)
{
  const char *organization = actor->organization->id;
  g_autoptr (TktAccount) account = NULL;
  TktInvitationRow invitation = { .account_id = (char *)account_id,
                                  .organization_id = (char *)organization,
                                  .expires_at = tkt_time_now () + TKT_INVITATION_LIFE };

  if (!tkt_service_check (actor, TKT_ACTION_ADMINISTER, error))
    return NULL;
  account = tkt_store_get_account (tx, organization, account_id, error);
  if (account == NULL)
    {
      tkt_service_set_not_found (error, _ ("There is no such account in your view."));
      return NULL;
    }
  if (account->disabled)
    {
      tkt_problem_set_invalid (error, "", _ ("This account is disabled. Enable it first."));
      return NULL;
    }
  memcpy (invitation.code_hash, code_hash, sizeof invitation.code_hash);
  *expires_at = invitation.expires_at;
  /* From here on nobody comes in but by the code: the old password may be in wrong hands. */
  if (!tkt_store_put_invitation (tx, &invitation, error)
      || !tkt_store_set_password (tx, account_id, NULL, error)
      || !tkt_store_drop_sessions (tx, account_id, NULL, error)
      || !tkt_service_note (tx, actor, &(TktDeed){ TKT_AUDIT_INVITATION_MADE, account_id }, error))
    return NULL;
  return g_steal_pointer (&account);
}

TktActor *
tkt_service_find_invited (TktStoreTx *tx, const guint8 code_hash[32], GError **error)
{
  g_autoptr (GError) failed = NULL;
  g_autoptr (TktInvitationRow) invitation = tkt_store_get_invitation (tx, code_hash, &failed);
  TktActor *actor = NULL;

  if (invitation != NULL && invitation->expires_at > tkt_time_now ())
    actor = tkt_actor_load (tx, invitation->organization_id, invitation->account_id, &failed);
  if (actor != NULL)
    return actor;
  if (failed != NULL && failed->domain != TKT_PROBLEM)
    g_propagate_error (error, g_steal_pointer (&failed));
  else
    tkt_problem_set (
        error,
        TKT_PROBLEM_BAD_CREDENTIALS,
        _ ("This code is wrong, has expired or was used. If you have chosen a password "
           "already, sign in with it. If not, ask for a new code."));
  return NULL;
}

gboolean
tkt_service_accept_invitation (TktStoreTx *tx,
                               const TktActor *actor,
                               const char *password_hash,
                               GError **error)
{
  const char *account_id = actor->account->id;

  return tkt_store_drop_invitation (tx, account_id, error)
         && tkt_store_set_password (tx, account_id, password_hash, error)
         && tkt_service_note (
             tx, actor, &(TktDeed){ TKT_AUDIT_INVITATION_USED, account_id }, error);
}
