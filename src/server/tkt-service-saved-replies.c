/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service: saved replies, which the staff share or keep each for themselves. */
#include <glib/gi18n-lib.h>

#include "tkt-service-private.h"
#include "tkt-uuid.h"

static TktVerdict
judge (const TktActor *actor, const TktSavedReply *reply, GError **error)
{
  const TktSituation situation = {
    .role = actor->account->role,
    .support_enabled = actor->organization->support_tickets_enabled,
    .own_organization = TRUE,
    .others_own = reply->owner_id != NULL && g_strcmp0 (reply->owner_id, actor->account->id) != 0,
    .tombstone = reply->deleted,
  };
  TktProblemCode problem;
  TktVerdict verdict = tkt_rules_judge (TKT_ACTION_WRITE_SAVED_REPLY, &situation, &problem);

  if (verdict == TKT_VERDICT_NO)
    g_propagate_error (error, tkt_rules_problem (TKT_ACTION_WRITE_SAVED_REPLY, problem));
  return verdict;
}

/* The stored one, and what the rules say of writing it; NULL where that is no. */
static TktSavedReply *
get_to_write (TktStoreTx *tx,
              const TktActor *actor,
              const char *id,
              TktVerdict *verdict,
              GError **error)
{
  g_autoptr (TktSavedReply) reply = NULL;
  GError *failed = NULL;

  if (!tkt_service_check (actor, TKT_ACTION_WRITE_SAVED_REPLY, error))
    return NULL;
  reply = tkt_store_get_saved_reply (tx, actor->organization->id, id, &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return NULL;
    }
  if (reply == NULL)
    {
      g_propagate_error (error,
                         tkt_rules_problem (TKT_ACTION_WRITE_SAVED_REPLY, TKT_PROBLEM_NOT_FOUND));
      return NULL;
    }
  *verdict = judge (actor, reply, error);
  return *verdict != TKT_VERDICT_NO ? g_steal_pointer (&reply) : NULL;
}

static gboolean
check_name_free (TktStoreTx *tx, const TktActor *actor, const TktSavedReply *reply, GError **error)
{
  GError *failed = NULL;
  g_autoptr (TktSavedReply) other = tkt_store_get_saved_reply_by_name (
      tx, actor->organization->id, reply->owner_id, reply->name, &failed);
  gboolean taken = other != NULL && !g_str_equal (other->id, reply->id);

  if (failed != NULL)
    g_propagate_error (error, failed);
  else if (taken)
    tkt_problem_set (error,
                     TKT_PROBLEM_NAME_TAKEN,
                     _ ("There is a saved reply “%s” already. Choose another name."),
                     other->name);
  return failed == NULL && !taken;
}

static gboolean
put (TktStoreTx *tx, const TktActor *actor, TktSavedReply *reply, GError **error)
{
  reply->revision = tkt_service_stamp (tx, actor, error);
  return reply->revision != 0
         && tkt_store_put_saved_reply (
             tx, actor->organization->id, actor->account->id, reply, error);
}

GPtrArray *
tkt_service_list_saved_replies (TktStoreTx *tx,
                                const TktActor *actor,
                                TktSavedReplyQuery *query,
                                GError **error)
{
  if (!tkt_service_check (actor, TKT_ACTION_SEE_SAVED_REPLIES, error))
    return NULL;
  query->account_id = actor->account->id;
  return tkt_store_list_saved_replies (tx, actor->organization->id, query, error);
}

/* What is stored under the request's id; NULL and no error: nothing. Where it has changed since it
 * was added, who added it is all that can be compared. */
static TktSavedReply *
find_created (TktStoreTx *tx,
              const TktActor *actor,
              const TktNewSavedReply *request,
              GError **error)
{
  g_autoptr (TktSavedReply) reply = NULL;
  const char *owner = request->shared ? NULL : actor->account->id;
  gint64 made = 0;

  if (request->id == NULL)
    return NULL;
  reply = tkt_store_get_saved_reply (tx, actor->organization->id, request->id, error);
  if (reply != NULL)
    made = tkt_store_has_made_saved_reply (tx, actor->account->id, request->id, error);
  if (reply == NULL || made < 0)
    return NULL;
  if (made == 2
      || (made == 1 && g_str_equal (reply->name, request->name)
          && g_str_equal (reply->body, request->body) && g_strcmp0 (reply->owner_id, owner) == 0))
    return g_steal_pointer (&reply);
  tkt_problem_set (error, TKT_PROBLEM_ID_TAKEN, _ ("This id belongs to another saved reply."));
  return NULL;
}

TktSavedReply *
tkt_service_create_saved_reply (TktStoreTx *tx,
                                const TktActor *actor,
                                const TktNewSavedReply *request,
                                gboolean *repeated,
                                GError **error)
{
  g_autoptr (TktSavedReply) reply = NULL;
  GError *failed = NULL;

  if (!tkt_service_check (actor, TKT_ACTION_SEE_SAVED_REPLIES, error))
    return NULL;
  /* What was accepted once stays accepted, also where nothing can be written any more. */
  reply = find_created (tx, actor, request, &failed);
  *repeated = reply != NULL;
  if (reply != NULL)
    return g_steal_pointer (&reply);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return NULL;
    }
  if (!tkt_service_check (actor, TKT_ACTION_WRITE_SAVED_REPLY, error))
    return NULL;

  reply = tkt_saved_reply_new ();
  reply->id = request->id != NULL ? g_strdup (request->id) : tkt_uuid_new ();
  reply->name = g_strdup (request->name);
  reply->body = g_strdup (request->body);
  reply->owner_id = request->shared ? NULL : g_strdup (actor->account->id);
  if (!check_name_free (tx, actor, reply, error) || !put (tx, actor, reply, error)
      || (request->shared
          && !tkt_service_note (
              tx, actor, &(TktDeed){ TKT_AUDIT_SAVED_REPLY_ADDED, reply->id }, error)))
    return NULL;
  return g_steal_pointer (&reply);
}

static gboolean
apply_patch (TktSavedReply *reply, const TktSavedReplyPatch *request, GError **error)
{
  if (request->shared_given && !request->shared && reply->owner_id == NULL)
    {
      tkt_problem_set_invalid (
          error, "/shared", _ ("A shared reply is the team's and stays it. Save one of your own."));
      return FALSE;
    }
  if (request->shared_given && request->shared)
    g_clear_pointer (&reply->owner_id, g_free);
  if (request->name != NULL)
    {
      g_free (reply->name);
      reply->name = g_strdup (request->name);
    }
  if (request->body != NULL)
    {
      g_free (reply->body);
      reply->body = g_strdup (request->body);
    }
  return TRUE;
}

/* Which members have changed, and never what they were. */
static gboolean
note_changes (TktStoreTx *tx,
              const TktActor *actor,
              const TktSavedReply *reply,
              const TktSavedReply *before,
              GError **error)
{
  const struct
  {
    const char *field;
    gboolean changed;
  } fields[] = {
    { "shared", g_strcmp0 (reply->owner_id, before->owner_id) != 0 },
    { "name", !g_str_equal (reply->name, before->name) },
    { "body", !g_str_equal (reply->body, before->body) },
  };

  for (guint i = 0; reply->owner_id == NULL && i < G_N_ELEMENTS (fields); i++)
    if (fields[i].changed
        && !tkt_service_note (
            tx,
            actor,
            &(TktDeed){ TKT_AUDIT_SAVED_REPLY_CHANGED, reply->id, .field = fields[i].field },
            error))
      return FALSE;
  return TRUE;
}

TktSavedReply *
tkt_service_patch_saved_reply (TktStoreTx *tx,
                               const TktActor *actor,
                               const char *id,
                               const TktSavedReplyPatch *request,
                               gint64 if_match,
                               GError **error)
{
  TktVerdict verdict;
  g_autoptr (TktSavedReply) reply = get_to_write (tx, actor, id, &verdict, error);
  g_autoptr (TktSavedReply) before = NULL;

  if (reply == NULL)
    return NULL;
  if (verdict == TKT_VERDICT_NOTHING_TO_DO)
    {
      g_propagate_error (error,
                         tkt_rules_problem (TKT_ACTION_WRITE_SAVED_REPLY, TKT_PROBLEM_NOT_FOUND));
      return NULL;
    }
  if (!tkt_service_check_match (if_match, reply->revision, error))
    return NULL;
  before = tkt_saved_reply_copy (reply);
  if (!apply_patch (reply, request, error))
    return NULL;
  if (!tkt_shape_equal (&tkt_saved_reply_shape, reply, before)
      && (!check_name_free (tx, actor, reply, error) || !put (tx, actor, reply, error)
          || !note_changes (tx, actor, reply, before, error)))
    return NULL;
  return g_steal_pointer (&reply);
}

TktSavedReply *
tkt_service_delete_saved_reply (TktStoreTx *tx,
                                const TktActor *actor,
                                const char *id,
                                GError **error)
{
  TktVerdict verdict;
  g_autoptr (TktSavedReply) reply = get_to_write (tx, actor, id, &verdict, error);

  if (reply == NULL || verdict == TKT_VERDICT_NOTHING_TO_DO)
    return g_steal_pointer (&reply);
  g_free (reply->name);
  g_free (reply->body);
  reply->name = g_strdup ("");
  reply->body = g_strdup ("");
  reply->deleted = TRUE;
  if (!put (tx, actor, reply, error)
      || (reply->owner_id == NULL
          && !tkt_service_note (
              tx, actor, &(TktDeed){ TKT_AUDIT_SAVED_REPLY_DELETED, reply->id }, error)))
    return NULL;
  return g_steal_pointer (&reply);
}
