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

/* What an id of an entry stands for. */
typedef enum
{
  NOTHING, /* that people have a name for */
  ACCOUNT,
  PUBLISHER,
  TICKET,
  MESSAGE,
  SAVED_REPLY,
  NOTE,
} Thing;

/* What an entry is about, and what its old and new values are where they are ids. */
static void
classify (TktAuditKind kind, Thing *object, Thing *values)
{
  *object = *values = NOTHING;
  switch (kind)
    {
    case TKT_AUDIT_PASSWORD_CHANGED:
    case TKT_AUDIT_PASSWORD_SET:
    case TKT_AUDIT_ACCOUNT_ADDED:
    case TKT_AUDIT_ACCOUNT_DISABLED:
    case TKT_AUDIT_ACCOUNT_ENABLED:
    case TKT_AUDIT_ACCOUNT_RENAMED:
    case TKT_AUDIT_ACCOUNT_ROLE_CHANGED:
    case TKT_AUDIT_INVITATION_MADE:
    case TKT_AUDIT_INVITATION_USED:
      *object = ACCOUNT;
      break;
    case TKT_AUDIT_ACCOUNT_MOVED:
      *object = ACCOUNT;
      *values = PUBLISHER;
      break;
    case TKT_AUDIT_PUBLISHER_ADDED:
    case TKT_AUDIT_PUBLISHER_CHANGED:
      *object = PUBLISHER;
      break;
    case TKT_AUDIT_PUBLISHER_ASSIGNED:
      *object = PUBLISHER;
      *values = ACCOUNT;
      break;
    case TKT_AUDIT_TICKET_OPENED:
    case TKT_AUDIT_TICKET_CLOSED:
      *object = TICKET;
      break;
    case TKT_AUDIT_TICKET_REASSIGNED:
      *object = TICKET;
      *values = ACCOUNT;
      break;
    case TKT_AUDIT_MESSAGE_DELETED:
      *object = MESSAGE;
      break;
    case TKT_AUDIT_SAVED_REPLY_ADDED:
    case TKT_AUDIT_SAVED_REPLY_CHANGED:
    case TKT_AUDIT_SAVED_REPLY_DELETED:
      *object = SAVED_REPLY;
      break;
    case TKT_AUDIT_NOTE_DELETED:
      *object = NOTE;
      break;
    case TKT_AUDIT_SIGN_IN:
    case TKT_AUDIT_SIGN_IN_FAILED:
    case TKT_AUDIT_SIGN_OUT:
    case TKT_AUDIT_SESSION_ENDED:
    case TKT_AUDIT_SETTINGS_CHANGED:
    case TKT_AUDIT_IMPORTED:
      break;
    }
}

/* NULL and no error: it has none. */
static char *
find_name (TktStoreTx *tx, const char *organization_id, Thing thing, const char *id, GError **error)
{
  g_autoptr (TktAccount) account = NULL;
  g_autoptr (TktPublisher) publisher = NULL;
  g_autoptr (TktMessage) message = NULL;
  g_autoptr (TktNote) note = NULL;
  g_autoptr (TktTicket) ticket = NULL;
  g_autoptr (TktSavedReply) reply = NULL;

  if (id == NULL)
    return NULL;
  switch (thing)
    {
    case ACCOUNT:
      account = tkt_store_get_account (tx, organization_id, id, error);
      return account != NULL ? g_strdup (account->username) : NULL;
    case PUBLISHER:
      publisher = tkt_store_get_publisher (tx, organization_id, id, error);
      return publisher != NULL ? g_strdup (publisher->name) : NULL;
    case MESSAGE:
      message = tkt_store_get_message (tx, organization_id, id, error);
      return message != NULL ? find_name (tx, organization_id, TICKET, message->ticket_id, error)
                             : NULL;
    case NOTE:
      note = tkt_store_get_note (tx, organization_id, id, error);
      return note != NULL ? find_name (tx, organization_id, TICKET, note->ticket_id, error) : NULL;
    case TICKET:
      ticket = tkt_store_get_ticket (tx, organization_id, id, error);
      return ticket != NULL ? g_strdup_printf ("#%" G_GINT64_FORMAT, ticket->number) : NULL;
    case SAVED_REPLY:
      reply = tkt_store_get_saved_reply (tx, organization_id, id, error);
      return reply != NULL && !reply->deleted ? g_strdup (reply->name) : NULL;
    case NOTHING:
      return NULL;
    }
  g_return_val_if_reached (NULL);
}

static TktListedAuditEntry *
find_names (TktStoreTx *tx, const char *organization_id, const TktAuditEntry *entry, GError **error)
{
  g_autoptr (TktListedAuditEntry) listed = tkt_listed_audit_entry_new ();
  g_autofree TktAuditEntry *copy = tkt_audit_entry_copy (entry);
  Thing object, values;
  GError *failed = NULL;
  struct
  {
    char **name;
    Thing thing;
    const char *id;
  } names[] = {
    { &listed->account_username, ACCOUNT, entry->account_id },
    { &listed->object_name, NOTHING, entry->object_id },
    { &listed->old_name, NOTHING, entry->old_value },
    { &listed->new_name, NOTHING, entry->new_value },
  };

  listed->entry = *copy;
  classify (entry->kind, &object, &values);
  names[1].thing = object;
  names[2].thing = names[3].thing = values;
  for (guint i = 0; i < G_N_ELEMENTS (names) && failed == NULL; i++)
    *names[i].name = find_name (tx, organization_id, names[i].thing, names[i].id, &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return NULL;
    }
  return g_steal_pointer (&listed);
}

GPtrArray *
tkt_service_list_audit (TktStoreTx *tx,
                        const TktActor *actor,
                        const TktAuditQuery *query,
                        GError **error)
{
  g_autoptr (GPtrArray) listed
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_listed_audit_entry_free);
  g_autoptr (GPtrArray) entries = NULL;

  if (!tkt_service_check (actor, TKT_ACTION_ADMINISTER, error))
    return NULL;
  entries = tkt_store_list_audit (tx, actor->organization->id, query, error);
  if (entries == NULL)
    return NULL;
  for (guint i = 0; i < entries->len; i++)
    {
      TktListedAuditEntry *named
          = find_names (tx, actor->organization->id, g_ptr_array_index (entries, i), error);

      if (named == NULL)
        return NULL;
      g_ptr_array_add (listed, named);
    }
  return g_steal_pointer (&listed);
}
