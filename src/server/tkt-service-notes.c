/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service: notes, the staff's own words about a ticket (rule 21). Nothing of the ticket's row
 * changes with them: whoever may not see them can't tell that they are there. */
#include "tkt-service-private.h"
#include "tkt-uuid.h"

TktTicket *
tkt_service_get_ticket_with_notes (TktStoreTx *tx,
                                   const TktActor *actor,
                                   const char *id,
                                   GError **error)
{
  g_autoptr (TktTicket) ticket = tkt_service_get_ticket (tx, actor, id, error);

  if (ticket != NULL
      && tkt_service_judge_note (actor, TKT_ACTION_SEE_NOTES, ticket, NULL, error)
             != TKT_VERDICT_NO)
    return g_steal_pointer (&ticket);
  return NULL;
}

/* Is the stored @note what the same account sent before with the same id? */
static gboolean
is_repetition (const TktActor *actor,
               const TktNote *note,
               const TktNewNote *request,
               const char *ticket_id)
{
  return g_strcmp0 (note->author_id, actor->account->id) == 0
         && g_strcmp0 (note->ticket_id, ticket_id) == 0
         && (tkt_note_is_tombstone (note) || g_str_equal (note->body, request->body));
}

/* What is stored under the id; NULL and no error: it is free. A message's is not, although a
 * message may have a note's: its author must not learn of it. */
static TktNote *
find_written (TktStoreTx *tx,
              const TktActor *actor,
              const char *ticket_id,
              const TktNewNote *request,
              GError **error)
{
  const char *organization = actor->organization->id;
  g_autoptr (TktNote) note = NULL;
  g_autoptr (TktMessage) message = NULL;
  GError *failed = NULL;

  if (request->id == NULL)
    return NULL;
  note = tkt_store_get_note (tx, organization, request->id, &failed);
  if (failed == NULL && note == NULL)
    message = tkt_store_get_message (tx, organization, request->id, &failed);
  if (failed != NULL)
    g_propagate_error (error, failed);
  else if (message != NULL || (note != NULL && !is_repetition (actor, note, request, ticket_id)))
    tkt_service_set_id_taken (error);
  else
    return g_steal_pointer (&note);
  return NULL;
}

static TktNote *
make_note (TktStoreTx *tx,
           const TktActor *actor,
           const char *ticket_id,
           const TktNewNote *request,
           GError **error)
{
  g_autoptr (TktNote) note = tkt_note_new ();
  gint64 last = tkt_store_get_last_place (tx, ticket_id, error);

  if (last < 0)
    return NULL;
  note->after = tkt_store_get_last_position (tx, ticket_id, error);
  if (note->after < 0)
    return NULL;
  note->id = request->id != NULL ? g_strdup (request->id) : tkt_uuid_new ();
  note->ticket_id = g_strdup (ticket_id);
  note->place = last + 1;
  note->author_id = g_strdup (actor->account->id);
  note->author_username = g_strdup (actor->account->username);
  note->author_name = g_strdup (actor->account->display_name);
  note->author_role = actor->account->role;
  note->body = g_strdup (request->body);
  note->written_at = request->written_at;
  note->sent_at = tkt_time_now ();
  note->revision = tkt_service_stamp (tx, actor, error);
  return note->revision != 0 ? g_steal_pointer (&note) : NULL;
}

TktNote *
tkt_service_write_note (TktStoreTx *tx,
                        const TktActor *actor,
                        const char *ticket_id,
                        const TktNewNote *request,
                        gboolean *repeated,
                        GError **error)
{
  g_autoptr (TktTicket) ticket = tkt_service_get_ticket_with_notes (tx, actor, ticket_id, error);
  g_autoptr (TktNote) note = NULL;
  GError *failed = NULL;

  if (ticket == NULL)
    return NULL;
  note = find_written (tx, actor, ticket_id, request, &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return NULL;
    }
  if (repeated != NULL)
    *repeated = note != NULL;
  if (note != NULL)
    return g_steal_pointer (&note);
  if (tkt_service_judge_note (actor, TKT_ACTION_WRITE_NOTE, ticket, NULL, error) == TKT_VERDICT_NO)
    return NULL;

  note = make_note (tx, actor, ticket_id, request, error);
  return note != NULL && tkt_store_insert_note (tx, actor->organization->id, note, error)
             ? g_steal_pointer (&note)
             : NULL;
}

TktNote *
tkt_service_delete_note (TktStoreTx *tx, const TktActor *actor, const char *id, GError **error)
{
  const char *organization = actor->organization->id;
  g_autoptr (TktNote) note = NULL;
  g_autoptr (TktTicket) ticket = NULL;
  GError *failed = NULL;
  TktVerdict verdict;

  note = tkt_store_get_note (tx, organization, id, &failed);
  if (note != NULL)
    ticket = tkt_store_get_ticket (tx, organization, note->ticket_id, &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return NULL;
    }
  verdict = tkt_service_judge_note (actor, TKT_ACTION_DELETE_NOTE, ticket, note, error);
  if (verdict == TKT_VERDICT_NO)
    return NULL;
  if (verdict == TKT_VERDICT_NOTHING_TO_DO)
    return g_steal_pointer (&note);

  g_free (note->body);
  note->body = g_strdup ("");
  note->deleted_by = g_strdup (actor->account->id);
  note->deleted_at = MAX (tkt_time_now (), note->sent_at);
  note->revision = tkt_service_stamp (tx, actor, error);
  if (note->revision == 0 || !tkt_store_erase_note (tx, organization, note, error)
      || !tkt_service_note (tx, actor, &(TktDeed){ TKT_AUDIT_NOTE_DELETED, id }, error))
    return NULL;
  return g_steal_pointer (&note);
}
