/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in and out, one's own sessions and account. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "tkt-cursor.h"
#include "tkt-handlers.h"
#include "tkt-people.h"
#include "tkt-sessions.h"
#include "tkt-uuid.h"

/* Who wants to sign in, as the store knows it. */
typedef struct
{
  const TktCall *call;
  char *username;
  char *throttle_key; /* one for each name, whether or not its organization was said */
  char *organization_id;
  char *account_id;    /* NULL: nobody of that name */
  char *password_hash; /* NULL: nobody of that name who may sign in */
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
  const TktNewSession *request = candidate->call->body;
  g_autoptr (GPtrArray) organizations = tkt_store_list_organizations (tx, error);
  const TktOrganization *organization;
  const char *slug = request->organization;
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
  candidate->organization_id = g_strdup (organization->id);
  if (account != NULL)
    candidate->account_id = g_strdup (account->id);
  if (account != NULL && !account->disabled)
    {
      candidate->password_hash = tkt_store_get_password (tx, account->id, &failed);
    }
  if (failed == NULL)
    return candidate;
  g_propagate_error (error, failed);
  return NULL;
}

static gpointer
note_failure (TktStoreTx *tx, gpointer data, GError **error)
{
  const Candidate *candidate = data;
  const TktCall *call = candidate->call;

  return GINT_TO_POINTER (tkt_service_note_failed_sign_in (tx,
                                                           candidate->organization_id,
                                                           candidate->account_id,
                                                           call->request_id,
                                                           call->address,
                                                           error));
}

gboolean
tkt_prepare_session (TktCall *call, GError **error)
{
  const TktNewSession *request = call->body;
  g_auto (Candidate) candidate = { .call = call };
  gint64 now = g_get_monotonic_time ();

  candidate.username = g_ascii_strdown (request->username, -1);
  if (tkt_store_read (call->store, find_candidate, &candidate, error) == NULL
      || !tkt_throttle_check (call->throttle, candidate.throttle_key, call->address, now, error))
    return FALSE;
  /* The same work and the same answer for an unknown name and a wrong password. */
  if (!tkt_password_verify (candidate.password_hash, request->password, call->strength))
    {
      tkt_throttle_failed (call->throttle, candidate.throttle_key, call->address, now);
      if (candidate.organization_id != NULL
          && tkt_store_write_sync (call->store, note_failure, &candidate, error) == NULL)
        return FALSE;
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
tkt_handle_sign_in (TktCall *call,
                    TktStoreTx *tx,
                    const TktActor *actor,
                    const char *device,
                    GError **error)
{
  TktSignedIn answer = { .account = actor->account, .organization = actor->organization };
  g_autofree char *token
      = tkt_sessions_begin (tx, actor, device, &call->session_life, &answer.expires_at, error);

  answer.token = token;
  return token != NULL && tkt_call_answer_row (call, 201, &tkt_signed_in_shape, &answer, 0);
}

gboolean
tkt_handle_post_session (TktCall *call, TktStoreTx *tx, GError **error)
{
  const TktNewSession *request = call->body;
  g_autoptr (TktActor) actor = tkt_actor_load (tx, call->organization_id, call->account_id, error);

  if (actor == NULL)
    return FALSE;
  tkt_call_tell_origin (call, actor);
  return tkt_handle_sign_in (call, tx, actor, request->device, error);
}

gboolean
tkt_handle_delete_session (TktCall *call, TktStoreTx *tx, GError **error)
{
  g_autoptr (TktSessionRow) session = tkt_store_get_session (tx, call->token_hash, error);

  call->status = 204;
  return session != NULL && tkt_sessions_end (tx, call->actor, session, call->token_hash, error);
}

gboolean
tkt_handle_list_sessions (TktCall *call, TktStoreTx *tx, GError **error)
{
  const char *text = tkt_call_get_param (call, "cursor");
  guint limit = tkt_call_get_limit (call, TKT_CALL_LIST_MAX, error);
  TktCursor cursor = { .kind = 's' };
  g_autoptr (GPtrArray) sessions = NULL;
  GString *items;

  if (limit == 0 || (text != NULL && !tkt_cursor_from_text (text, 's', &cursor, error)))
    return FALSE;
  if (text != NULL && !tkt_uuid_is_valid (cursor.word))
    {
      tkt_call_set_bad_param (error, "cursor", _ ("it belongs to another list"));
      return FALSE;
    }
  sessions = tkt_store_list_sessions (tx,
                                      call->actor->account->id,
                                      cursor.numbers[0],
                                      text != NULL ? cursor.word : NULL,
                                      limit,
                                      error);
  if (sessions == NULL)
    return FALSE;

  items = g_string_new ("[");
  for (guint i = 0; i < sessions->len; i++)
    {
      const TktSessionRow *row = g_ptr_array_index (sessions, i);
      const TktSession session = {
        .id = row->id,
        .device = row->device,
        .created_at = row->created_at,
        .last_used_at = row->last_used_at,
        .expires_at = row->expires_at,
        .address = row->address,
        .current = memcmp (row->token_hash, call->token_hash, sizeof row->token_hash) == 0,
      };

      if (i > 0)
        g_string_append_c (items, ',');
      tkt_shape_write (&tkt_session_shape, &session, items);
      cursor.numbers[0] = row->created_at;
      g_strlcpy (cursor.word, row->id, sizeof cursor.word);
    }
  g_string_append_c (items, ']');
  return tkt_call_answer_list (
      call, items, sessions->len == limit ? tkt_cursor_to_text (&cursor) : NULL);
}

/* One that has expired is not listed for long and may be ended like any other. */
gboolean
tkt_handle_end_session (TktCall *call, TktStoreTx *tx, GError **error)
{
  g_autoptr (TktSessionRow) session = NULL;
  GError *failed = NULL;

  session = tkt_store_get_session_by_id (tx, call->actor->account->id, call->id, &failed);
  if (failed != NULL)
    g_propagate_error (error, failed);
  else if (session == NULL)
    tkt_problem_set (
        error, TKT_PROBLEM_NOT_FOUND, _ ("There is no such session of yours. It may have ended."));
  call->status = 204;
  return session != NULL && tkt_sessions_end (tx, call->actor, session, call->token_hash, error);
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

static gpointer
note_wrong_password (TktStoreTx *tx, gpointer actor, GError **error)
{
  return GINT_TO_POINTER (
      tkt_service_note (tx, actor, &(TktDeed){ TKT_AUDIT_SIGN_IN_FAILED }, error));
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
      if (tkt_store_write_sync (call->store, note_wrong_password, call->actor, error) == NULL)
        return FALSE;
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
         && tkt_store_drop_sessions (tx, account_id, call->token_hash, error)
         && tkt_service_note (
             tx, call->actor, &(TktDeed){ TKT_AUDIT_PASSWORD_CHANGED, account_id }, error);
}
