/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the service's files share. */
#pragma once

#include "tkt-service.h"

G_BEGIN_DECLS

/* The verdict on a ticket (NULL: does not exist) and message; NO sets @error. */
TktVerdict tkt_service_judge (const TktActor *actor,
                              TktAction action,
                              const TktTicket *ticket,
                              const TktMessage *message,
                              GError **error);

/* The same of a note of the ticket, which are both there. */
TktVerdict tkt_service_judge_note (const TktActor *actor,
                                   TktAction action,
                                   const TktTicket *ticket,
                                   const TktNote *note,
                                   GError **error);

/* %TKT_PROBLEM_ID_TAKEN. */
void tkt_service_set_id_taken (GError **error);

/* %TKT_PROBLEM_CHANGED_MEANWHILE where @if_match is a revision and not this one. */
gboolean tkt_service_check_match (gint64 if_match, gint64 revision, GError **error);

/* %TKT_PROBLEM_NOT_FOUND with @detail, a sentence, unless the store has failed and said so. */
void tkt_service_set_not_found (GError **error, const char *detail);

/* Gives the actor's own uploads that @refs name to @message, which is not stored yet. @pointer:
 * where they stand in the request. */
gboolean tkt_service_take_uploads (TktStoreTx *tx,
                                   const TktActor *actor,
                                   const GPtrArray *refs,
                                   const char *pointer,
                                   TktMessage *message,
                                   GError **error);
/* Once it is: from now on they are its own. */
gboolean tkt_service_keep_uploads (TktStoreTx *tx,
                                   const TktActor *actor,
                                   const TktMessage *message,
                                   GError **error);

/* An enabled staff account of the organization, for an assignee or account manager named at
 * @pointer. */
gboolean tkt_service_check_staff (TktStoreTx *tx,
                                  const TktActor *actor,
                                  const char *account_id,
                                  const char *pointer,
                                  GError **error);

/* Rule 6: @publisher, which is not stored yet, gets another account manager (NULL: none), and its
 * open tickets move there. */
gboolean tkt_service_assign_manager (TktStoreTx *tx,
                                     const TktActor *actor,
                                     TktPublisher *publisher,
                                     const char *manager_id,
                                     GError **error);

/* Of an account that is of the staff no longer: its publishers have no account manager from now on,
 * and the open tickets that it had by hand go to the account managers of theirs. */
gboolean tkt_service_unassign (TktStoreTx *tx,
                               const TktActor *actor,
                               const char *account_id,
                               GError **error);

/* The same as tkt_service_note() where @deed's values differ; nothing has happened where not. */
gboolean tkt_service_note_change (TktStoreTx *tx,
                                  const TktActor *actor,
                                  const TktDeed *deed,
                                  GError **error);

G_END_DECLS
