/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inviting people, and their first signing in. */
#include "tkt-handlers.h"
#include "tkt-invitation-code.h"
#include "tkt-people.h"

gboolean
tkt_handle_post_invitation (TktCall *call, TktStoreTx *tx, GError **error)
{
  g_autofree char *code = tkt_invitation_code_new ();
  guint8 hash[TKT_INVITATION_HASH_SIZE];
  TktInvitation answer = { .code = code };
  g_autoptr (TktAccount) account = NULL;

  tkt_invitation_code_hash (code, hash);
  answer.account = account
      = tkt_service_invite (tx, call->actor, call->id, hash, &answer.expires_at, error);
  return account != NULL && tkt_call_answer_row (call, 201, &tkt_invitation_shape, &answer, 0);
}

static gpointer
find_invited (TktStoreTx *tx, gpointer code_hash, GError **error)
{
  return tkt_service_find_invited (tx, code_hash, error);
}

/* The password is hashed before the code is looked at: every code takes the same time. */
gboolean
tkt_prepare_acceptance (TktCall *call, GError **error)
{
  const TktInvitationAcceptance *request = call->body;
  guint8 hash[TKT_INVITATION_HASH_SIZE];
  g_autofree char *throttle_key = NULL;
  g_autoptr (TktActor) invited = NULL;
  gint64 now = g_get_monotonic_time ();
  GError *problem = NULL;

  tkt_invitation_code_hash (request->code, hash);
  throttle_key = g_base64_encode (hash, sizeof hash);
  if (!tkt_throttle_check (call->throttle, throttle_key, call->address, now, error))
    return FALSE;
  call->password_hash = tkt_password_hash (request->password, call->strength, error);
  if (call->password_hash == NULL)
    return FALSE;
  invited = tkt_store_read (call->store, find_invited, hash, &problem);
  if (invited != NULL)
    return TRUE;
  if (g_error_matches (problem, TKT_PROBLEM, TKT_PROBLEM_BAD_CREDENTIALS))
    tkt_throttle_failed (call->throttle, throttle_key, call->address, now);
  g_propagate_error (error, problem);
  return FALSE;
}

/* Looks again: of two that come at once with one code the second finds it used. */
gboolean
tkt_handle_post_acceptance (TktCall *call, TktStoreTx *tx, GError **error)
{
  const TktInvitationAcceptance *request = call->body;
  guint8 hash[TKT_INVITATION_HASH_SIZE];
  g_autoptr (TktActor) actor = NULL;

  tkt_invitation_code_hash (request->code, hash);
  actor = tkt_service_find_invited (tx, hash, error);
  if (actor == NULL)
    return FALSE;
  tkt_call_tell_origin (call, actor);
  return tkt_service_accept_invitation (tx, actor, call->password_hash, error)
         && tkt_handle_sign_in (call, tx, actor, request->device, error);
}
