/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service: the audit trail. */
#include "tkt-service-private.h"
#include "tkt-time.h"

gboolean
tkt_service_note (TktStoreTx *tx, const TktActor *actor, const TktDeed *deed, GError **error)
{
  const TktAuditEntry entry = {
    .at = tkt_time_now (),
    .kind = deed->kind,
    .account_id = actor->account->id,
    .object_id = (char *)deed->object_id,
    .field = (char *)deed->field,
    .old_value = (char *)deed->old_value,
    .new_value = (char *)deed->new_value,
    .request_id = (char *)actor->request_id,
    .address = (char *)actor->address,
  };

  return tkt_store_add_audit (tx, actor->organization->id, &entry, error);
}

gboolean
tkt_service_note_change (TktStoreTx *tx, const TktActor *actor, const TktDeed *deed, GError **error)
{
  return g_strcmp0 (deed->old_value, deed->new_value) == 0
         || tkt_service_note (tx, actor, deed, error);
}

gboolean
tkt_service_note_failed_sign_in (TktStoreTx *tx,
                                 const char *organization_id,
                                 const char *account_id,
                                 const char *request_id,
                                 const char *address,
                                 GError **error)
{
  const TktAuditEntry entry = {
    .at = tkt_time_now (),
    .kind = TKT_AUDIT_SIGN_IN_FAILED,
    .account_id = (char *)account_id,
    .request_id = (char *)request_id,
    .address = (char *)address,
  };

  return tkt_store_add_audit (tx, organization_id, &entry, error);
}

GPtrArray *
tkt_service_list_audit (TktStoreTx *tx,
                        const TktActor *actor,
                        const TktAuditQuery *query,
                        GError **error)
{
  return tkt_service_check (actor, TKT_ACTION_ADMINISTER, error)
             ? tkt_store_list_audit (tx, actor->organization->id, query, error)
             : NULL;
}
