/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in and out, and one's own account. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "tkt-handlers.h"
#include "tkt-sessions.h"
#include "tkt-time.h"
#include "tkt-token.h"

/* Who wants to sign in, as the store knows it. */
typedef struct
{
  const TktNewSession *request;
  char *username;
  char *throttle_key; /* one for each name, whether or not its organization was said */
  char *organization_id;
  char *account_id;
  char *password_hash; /* NULL: nobody of that name */
} Candidate;

static void
candidate_clear (Candidate *candidate)
{
  g_free (candidate->username);
  g_free (candidate->throttle_key);
  g_free (candidate->organization_id);
  g_free (candidate->account_id);
  g_free (candidate->password_hash);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Candidate, candidate_clear)

static const TktOrganization *
choose_organization (const GPtrArray *organizations, const char *slug)
{
  for (guint i = 0; i < organizations->len; i++)
    {
      const TktOrganization *organization = g_ptr_array_index (organizations, i);

      if (slug == NULL || g_str_equal (organization->slug, slug))
        return organization;
    }
  return NULL;
}

static gpointer
find_candidate (TktStoreTx *tx, gpointer data, GError **error)
{
  Candidate *candidate = data;
  g_autoptr (GPtrArray) organizations = tkt_store_list_organizations (tx, error);
  const TktOrganization *organization;
  const char *slug = candidate->request->organization;
  g_autoptr (TktAccount) account = NULL;
  GError *failed = NULL;

  if (organizations == NULL)
    return NULL;
  if (slug == NULL && organizations->len > 1)
    {
      tkt_problem_set_invalid (
          error, "/organization", _ ("This server has several organizations. Say which one."));
      return NULL;
    }
  organization = choose_organization (organizations, slug);
  candidate->throttle_key = g_strconcat (organization != NULL ? organization->slug
                                         : slug != NULL       ? slug
                                                              : "",
                                         "/",
                                         candidate->username,
                                         NULL);
  if (organization == NULL)
    return candidate;
  account = tkt_store_get_account_by_username (tx, organization->id, candidate->username, &failed);
  if (account != NULL && !account->disabled)
    {
      candidate->organization_id = g_strdup (organization->id);
      candidate->account_id = g_strdup (account->id);
      candidate->password_hash = tkt_store_get_password (tx, account->id, &failed);
    }
  if (failed == NULL)
    return candidate;
  g_propagate_error (error, failed);
  return NULL;
}

gboolean
tkt_prepare_session (TktCall *call, GError **error)
{
  const TktNewSession *request = call->body;
  g_auto (Candidate) candidate = { .request = request };
  gint64 now = g_get_monotonic_time ();

  candidate.username = g_ascii_strdown (request->username, -1);
  if (tkt_store_read (call->store, find_candidate, &candidate, error) == NULL
      || !tkt_throttle_check (call->throttle, candidate.throttle_key, call->address, now, error))
    return FALSE;
  /* The same work and the same answer for an unknown name and a wrong password. */
  if (!tkt_password_verify (candidate.password_hash, request->password, call->strength))
    {
      tkt_throttle_failed (call->throttle, candidate.throttle_key, call->address, now);
      tkt_problem_set (
          error, TKT_PROBLEM_BAD_CREDENTIALS, _ ("The username or the password is wrong."));
      return FALSE;
    }
  tkt_throttle_succeeded (call->throttle, candidate.throttle_key);
  call->organization_id = g_steal_pointer (&candidate.organization_id);
  call->account_id = g_steal_pointer (&candidate.account_id);
  return TRUE;
}

gboolean
tkt_handle_post_session (TktCall *call, TktStoreTx *tx, GError **error)
{
  const TktNewSession *request = call->body;
  gint64 now = tkt_time_now ();
  g_autoptr (TktActor) actor = tkt_actor_load (tx, call->organization_id, call->account_id, error);
  g_autofree char *token = tkt_token_new ();
  TktSessionRow session = { .account_id = call->account_id,
                            .organization_id = call->organization_id,
                            .device = request->device,
                            .created_at = now,
                            .expires_at = now + TKT_SESSION_LIFE };
  TktSignedIn answer = { .token = token, .expires_at = session.expires_at };

  if (actor == NULL)
    return FALSE;
  if (!tkt_token_hash (token, session.token_hash))
    g_return_val_if_reached (FALSE);
  if (!tkt_store_drop_expired_sessions (tx, now, error)
      || !tkt_store_put_session (tx, &session, error))
    return FALSE;
  answer.account = actor->account;
  answer.organization = actor->organization;
  return tkt_call_answer_row (call, 201, &tkt_signed_in_shape, &answer, 0);
}

gboolean
tkt_handle_delete_session (TktCall *call, TktStoreTx *tx, GError **error)
{
  call->status = 204;
  return tkt_store_drop_session (tx, call->token_hash, error);
}

gboolean
tkt_handle_get_me (TktCall *call, TktStoreTx *tx, GError **error)
{
  TktMe me = { call->actor->account, call->actor->organization };

  return tkt_call_answer_row (call, 200, &tkt_me_shape, &me, 0);
}

static gpointer
find_password (TktStoreTx *tx, gpointer account_id, GError **error)
{
  g_autofree char *hash = NULL;
  GError *failed = NULL;

  hash = tkt_store_get_password (tx, account_id, &failed);
  if (failed != NULL)
    g_propagate_error (error, failed);
  return failed == NULL ? g_strdup (hash != NULL ? hash : "") : NULL;
}

/* Guessing a password from a stolen session is throttled as signing in is. */
gboolean
tkt_prepare_password (TktCall *call, GError **error)
{
  const TktPasswordChange *request = call->body;
  const char *key = call->actor->account->id;
  g_autofree char *hash = NULL;

  if (!tkt_throttle_check (call->throttle, key, call->address, g_get_monotonic_time (), error))
    return FALSE;
  hash = tkt_store_read (call->store, find_password, call->actor->account->id, error);
  if (hash == NULL)
    return FALSE;
  if (!tkt_password_verify (hash, request->current, call->strength))
    {
      tkt_throttle_failed (call->throttle, key, call->address, g_get_monotonic_time ());
      tkt_problem_set_invalid (error, "/current", _ ("The current password is wrong."));
      return FALSE;
    }
  tkt_throttle_succeeded (call->throttle, key);
  call->password_hash = tkt_password_hash (request->new_password, call->strength, error);
  return call->password_hash != NULL;
}

gboolean
tkt_handle_put_password (TktCall *call, TktStoreTx *tx, GError **error)
{
  const char *account_id = call->actor->account->id;

  call->status = 204;
  return tkt_store_set_password (tx, account_id, call->password_hash, error)
         && tkt_store_drop_sessions (tx, account_id, call->token_hash, error);
}
