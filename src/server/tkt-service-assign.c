/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service: who answers for what, when a publisher gets another account manager or an account
 * leaves the staff (rule 6). Closed tickets keep their assignees. */
#include "tkt-service-private.h"
#include "tkt-time.h"

#define PAGE 500

static gboolean
move_ticket (TktStoreTx *tx,
             const TktActor *actor,
             TktTicket *ticket,
             const char *assignee_id,
             GError **error)
{
  g_free (ticket->assignee_id);
  ticket->assignee_id = g_strdup (assignee_id);
  ticket->updated_at = MAX (tkt_time_now (), ticket->updated_at);
  ticket->revision = tkt_service_stamp (tx, actor, error);
  return ticket->revision != 0 && tkt_store_put_ticket (tx, actor->organization->id, ticket, error);
}

/* From whom it had by hand, to the account manager of its publisher. The publisher's own entry in
 * the audit trail says nothing of it, so that it gets one. */
static gboolean
hand_back (TktStoreTx *tx, const TktActor *actor, TktTicket *ticket, GError **error)
{
  g_autoptr (TktPublisher) publisher
      = tkt_store_get_publisher (tx, actor->organization->id, ticket->publisher_id, error);

  return publisher != NULL
         && tkt_service_note (tx,
                              actor,
                              &(TktDeed){ TKT_AUDIT_TICKET_REASSIGNED,
                                          ticket->id,
                                          .old_value = ticket->assignee_id,
                                          .new_value = publisher->account_manager_id },
                              error)
         && move_ticket (tx, actor, ticket, publisher->account_manager_id, error);
}

/* The open tickets of @query; @publisher: whose they all are, or NULL: of several. */
static gboolean
move_open_tickets (TktStoreTx *tx,
                   const TktActor *actor,
                   TktTicketQuery query,
                   const TktPublisher *publisher,
                   GError **error)
{
  query.status = TKT_TICKET_OPEN;
  query.sort = TKT_SORT_NUMBER;
  query.limit = PAGE;
  for (;;)
    {
      g_autoptr (GPtrArray) tickets
          = tkt_store_list_tickets (tx, actor->organization->id, &query, error);

      if (tickets == NULL)
        return FALSE;
      for (guint i = 0; i < tickets->len; i++)
        {
          TktTicket *ticket = g_ptr_array_index (tickets, i);

          query.after_key = query.after_number = ticket->number;
          if (publisher == NULL)
            {
              if (!hand_back (tx, actor, ticket, error))
                return FALSE;
            }
          else if (g_strcmp0 (ticket->assignee_id, publisher->account_manager_id) != 0
                   && !move_ticket (tx, actor, ticket, publisher->account_manager_id, error))
            return FALSE;
        }
      if (tickets->len < query.limit)
        return TRUE;
    }
}

gboolean
tkt_service_assign_manager (TktStoreTx *tx,
                            const TktActor *actor,
                            TktPublisher *publisher,
                            const char *manager_id,
                            GError **error)
{
  if (manager_id != NULL
      && !tkt_service_check_staff (tx, actor, manager_id, "/account_manager_id", error))
    return FALSE;
  if (g_strcmp0 (publisher->account_manager_id, manager_id) == 0)
    return TRUE;
  g_free (publisher->account_manager_id);
  publisher->account_manager_id = g_strdup (manager_id);
  return move_open_tickets (
      tx, actor, (TktTicketQuery){ .publisher_id = publisher->id }, publisher, error);
}

gboolean
tkt_service_unassign (TktStoreTx *tx, const TktActor *actor, const char *account_id, GError **error)
{
  const TktPublisherPatch nobody = { .account_manager_given = TRUE };
  TktPublisherQuery query = { .status = -1, .account_manager_id = account_id, .limit = PAGE };

  for (;;)
    {
      g_autoptr (GPtrArray) publishers
          = tkt_store_list_publishers (tx, actor->organization->id, &query, error);

      if (publishers == NULL)
        return FALSE;
      for (guint i = 0; i < publishers->len; i++)
        {
          const TktListedPublisher *listed = g_ptr_array_index (publishers, i);
          g_autoptr (TktPublisher) changed
              = tkt_service_patch_publisher (tx, actor, listed->publisher.id, &nobody, -1, error);

          if (changed == NULL)
            return FALSE;
          query.after_number = changed->number;
        }
      if (publishers->len < query.limit)
        return move_open_tickets (
            tx, actor, (TktTicketQuery){ .assignee_id = account_id }, NULL, error);
    }
}
