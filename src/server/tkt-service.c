/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service: actors and verdicts. */
#include "tkt-service.h"

#include <glib/gi18n-lib.h>

#include "tkt-service-private.h"

void
tkt_actor_free (TktActor *actor)
{
  if (actor == NULL)
    return;
  tkt_organization_free (actor->organization);
  tkt_account_free (actor->account);
  g_free (actor);
}

TktActor *
tkt_actor_load (TktStoreTx *tx, const char *organization_id, const char *account_id, GError **error)
{
  g_autoptr (TktActor) actor = g_new0 (TktActor, 1);
  GError *failed = NULL;

  actor->account = tkt_store_get_account (tx, organization_id, account_id, &failed);
  if (actor->account != NULL)
    actor->organization = tkt_store_get_organization (tx, organization_id, &failed);
  if (failed == NULL && (actor->organization == NULL || actor->account->disabled))
    failed = tkt_problem_new (TKT_PROBLEM_SIGNED_OUT, _ ("The session has ended. Sign in again."));
  if (failed == NULL)
    actor->view_epoch = tkt_store_get_view_epoch (tx, account_id, &failed);
  if (failed == NULL && actor->account->publisher_id != NULL)
    {
      g_autoptr (TktPublisher) publisher
          = tkt_store_get_publisher (tx, organization_id, actor->account->publisher_id, &failed);

      actor->publisher_blocked = publisher != NULL && publisher->status == TKT_PUBLISHER_BLOCKED;
    }
  if (failed == NULL)
    return g_steal_pointer (&actor);
  g_propagate_error (error, failed);
  return NULL;
}

TktActor *
tkt_actor_new_operator (const TktOrganization *organization)
{
  TktActor *actor = g_new0 (TktActor, 1);

  actor->organization = tkt_organization_copy (organization);
  actor->account = tkt_account_new ();
  actor->account->role = TKT_ROLE_ADMIN;
  return actor;
}

TktView
tkt_service_view (const TktActor *actor)
{
  return (TktView){ actor->organization->id, actor->account->id, actor->account->publisher_id };
}

gint64
tkt_service_stamp (TktStoreTx *tx, const TktActor *actor, GError **error)
{
  return tkt_service_stamps (tx, actor, 1, error);
}

gint64
tkt_service_stamps (TktStoreTx *tx, const TktActor *actor, guint n, GError **error)
{
  return tkt_store_next_revisions (tx, actor->organization->id, n, error);
}

static TktSituation
make_situation (const TktActor *actor, const TktTicket *ticket)
{
  TktSituation situation = {
    .role = actor->account->role,
    .support_enabled = actor->organization->support_tickets_enabled,
    .publisher_blocked = actor->publisher_blocked,
  };

  if (ticket != NULL)
    {
      /* The store never gives a row of another organization. */
      situation.own_organization = TRUE;
      situation.own_publisher = g_strcmp0 (ticket->publisher_id, actor->account->publisher_id) == 0;
      situation.status = ticket->status;
    }
  return situation;
}

static TktVerdict
judge (TktAction action, const TktSituation *situation, GError **error)
{
  TktProblemCode problem;
  TktVerdict verdict = tkt_rules_judge (action, situation, &problem);

  if (verdict == TKT_VERDICT_NO)
    g_propagate_error (error, tkt_rules_problem (action, problem));
  return verdict;
}

TktVerdict
tkt_service_judge (const TktActor *actor,
                   TktAction action,
                   const TktTicket *ticket,
                   const TktMessage *message,
                   GError **error)
{
  TktSituation situation = make_situation (actor, ticket);

  if (message != NULL)
    {
      situation.author = g_strcmp0 (message->author_id, actor->account->id) == 0;
      situation.tombstone = tkt_message_is_tombstone (message);
    }
  return judge (action, &situation, error);
}

TktVerdict
tkt_service_judge_note (const TktActor *actor,
                        TktAction action,
                        const TktTicket *ticket,
                        const TktNote *note,
                        GError **error)
{
  TktSituation situation = make_situation (actor, ticket);

  if (note != NULL)
    {
      situation.author = g_strcmp0 (note->author_id, actor->account->id) == 0;
      situation.tombstone = tkt_note_is_tombstone (note);
    }
  return judge (action, &situation, error);
}

gboolean
tkt_service_check (const TktActor *actor, TktAction action, GError **error)
{
  TktSituation situation = make_situation (actor, NULL);

  situation.own_organization = situation.own_publisher = TRUE;
  return judge (action, &situation, error) != TKT_VERDICT_NO;
}

gboolean
tkt_service_check_match (gint64 if_match, gint64 revision, GError **error)
{
  if (if_match < 0 || if_match == revision)
    return TRUE;
  tkt_problem_set (error,
                   TKT_PROBLEM_CHANGED_MEANWHILE,
                   _ ("Somebody has changed this meanwhile. Look at it again, then repeat."));
  return FALSE;
}

void
tkt_service_set_id_taken (GError **error)
{
  tkt_problem_set (error,
                   TKT_PROBLEM_ID_TAKEN,
                   _ ("This id belongs to something else. Repeat the call with a new id."));
}

void
tkt_service_set_not_found (GError **error, const char *detail)
{
  if (error == NULL || *error == NULL)
    tkt_problem_set (error, TKT_PROBLEM_NOT_FOUND, "%s", detail);
}

gboolean
tkt_service_check_staff (TktStoreTx *tx,
                         const TktActor *actor,
                         const char *account_id,
                         const char *pointer,
                         GError **error)
{
  GError *failed = NULL;
  g_autoptr (TktAccount) account
      = tkt_store_get_account (tx, actor->organization->id, account_id, &failed);

  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return FALSE;
    }
  if (account != NULL && tkt_role_is_staff (account->role) && !account->disabled)
    return TRUE;
  tkt_problem_set_invalid (error, pointer, _ ("This has to be an account of the network's staff."));
  return FALSE;
}
