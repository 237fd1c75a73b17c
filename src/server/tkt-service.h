/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service: the one place that applies rules, assigns numbers and stamps revisions. Handlers and
 * the command line call it within a store's transaction. */
#pragma once

#include "tkt-digest.h"
#include "tkt-problem.h"
#include "tkt-rules.h"
#include "tkt-store-calls.h"
#include "tkt-time.h"

G_BEGIN_DECLS

/* Who acts. The rows are as the transaction sees them. */
typedef struct
{
  TktOrganization *organization;
  TktAccount *account; /* its id is NULL for the operator, who acts from the command line */
  gboolean publisher_blocked;
  gint64 view_epoch;

  /* Where from, for the audit trail. The call's, which outlives the actor; NULL for the operator.
   */
  const char *request_id;
  const char *address;
} TktActor;

void tkt_actor_free (TktActor *actor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktActor, tkt_actor_free)

/* The actor behind an account; NULL with %TKT_PROBLEM_SIGNED_OUT when it is disabled or gone. */
TktActor *tkt_actor_load (TktStoreTx *tx,
                          const char *organization_id,
                          const char *account_id,
                          GError **error);

/* Whoever can write the database file: an admin without an account. */
TktActor *tkt_actor_new_operator (const TktOrganization *organization);

/* FALSE with the rule's problem. For what needs no object: lists, settings. */
gboolean tkt_service_check (const TktActor *actor, TktAction action, GError **error);

/* What the actor may see, for the store's queries; the strings are the actor's. */
TktView tkt_service_view (const TktActor *actor);

/* The next revision of the actor's organization; 0 with @error set. */
gint64 tkt_service_stamp (TktStoreTx *tx, const TktActor *actor, GError **error);

/* The first of the next @n, for a write of several rows. */
gint64 tkt_service_stamps (TktStoreTx *tx, const TktActor *actor, guint n, GError **error);

/* Tickets. @repeated: (out) (optional): the write had been done before, and this is what is stored.
 * @if_match: a revision, or -1. */
TktTicket *
tkt_service_get_ticket (TktStoreTx *tx, const TktActor *actor, const char *id, GError **error);
TktOpenedTicket *tkt_service_open_ticket (TktStoreTx *tx,
                                          const TktActor *actor,
                                          const TktNewTicket *request,
                                          gboolean *repeated,
                                          GError **error);
TktTicket *tkt_service_patch_ticket (TktStoreTx *tx,
                                     const TktActor *actor,
                                     const char *id,
                                     const TktTicketPatch *request,
                                     gint64 if_match,
                                     GError **error);
TktMessage *tkt_service_reply (TktStoreTx *tx,
                               const TktActor *actor,
                               const char *ticket_id,
                               const TktNewMessage *request,
                               gboolean *repeated,
                               GError **error);
TktMessage *
tkt_service_delete_message (TktStoreTx *tx, const TktActor *actor, const char *id, GError **error);
/* Notes, for staff (rule 21). A ticket's own row does not tell of them. */
TktTicket *tkt_service_get_ticket_with_notes (TktStoreTx *tx,
                                              const TktActor *actor,
                                              const char *id,
                                              GError **error);
TktNote *tkt_service_write_note (TktStoreTx *tx,
                                 const TktActor *actor,
                                 const char *ticket_id,
                                 const TktNewNote *request,
                                 gboolean *repeated,
                                 GError **error);
TktNote *
tkt_service_delete_note (TktStoreTx *tx, const TktActor *actor, const char *id, GError **error);
TktReadMark *tkt_service_mark_read (TktStoreTx *tx,
                                    const TktActor *actor,
                                    const char *ticket_id,
                                    const TktNewReadMark *request,
                                    GError **error);

/* Attachments. What an upload's request says before its bytes. */
typedef struct
{
  char *id;
  char *name; /* NULL: it goes on with an upload that has its name */
  gint64 offset;
  gint64 waiting_most; /* uploads that the account may have without a message; 0: any number */
} TktUploadRequest;
void tkt_upload_request_free (TktUploadRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktUploadRequest, tkt_upload_request_free)

/* What is known of the bytes at an upload's end. */
typedef struct
{
  gint64 size;
  const char *media_type;
  const char *sha256;
} TktUploadEnd;

/* For reading: complete and in the actor's view, or the actor's own and waiting for a message. */
TktUpload *
tkt_service_get_upload (TktStoreTx *tx, const TktActor *actor, const char *id, GError **error);

/* What is stored never changes: bytes that are sent again are compared, and others appended. So two
 * requests may send the same file at once, or go on with it where a third was cut. */
gboolean tkt_service_check_upload (TktStoreTx *tx,
                                   const TktActor *actor,
                                   const TktUploadRequest *request,
                                   GError **error);
/* @bytes from @offset on, up to the end of a piece at most. */
gboolean tkt_service_store_piece (TktStoreTx *tx,
                                  const TktActor *actor,
                                  const TktUploadRequest *request,
                                  gint64 offset,
                                  GBytes *bytes,
                                  GError **error);
TktUpload *tkt_service_finish_upload (TktStoreTx *tx,
                                      const TktActor *actor,
                                      const TktUploadRequest *request,
                                      const TktUploadEnd *end,
                                      gboolean *repeated,
                                      GError **error);

/* Organization, people and publishers. Password hashes are made beforehand (tkt-password.h); NULL:
 * none, can't sign in. */
TktOrganization *tkt_service_create_organization (TktStoreTx *tx,
                                                  const char *slug,
                                                  const char *name,
                                                  GError **error);
TktOrganization *tkt_service_patch_organization (TktStoreTx *tx,
                                                 const TktActor *actor,
                                                 const TktOrganizationPatch *request,
                                                 gint64 if_match,
                                                 GError **error);
TktPublisher *tkt_service_create_publisher (TktStoreTx *tx,
                                            const TktActor *actor,
                                            const TktNewPublisher *request,
                                            gboolean *repeated,
                                            GError **error);
TktPublisher *tkt_service_patch_publisher (TktStoreTx *tx,
                                           const TktActor *actor,
                                           const char *id,
                                           const TktPublisherPatch *request,
                                           gint64 if_match,
                                           GError **error);
TktAccount *tkt_service_create_account (TktStoreTx *tx,
                                        const TktActor *actor,
                                        const TktNewAccount *request,
                                        const char *password_hash,
                                        gboolean *repeated,
                                        GError **error);
TktAccount *tkt_service_patch_account (TktStoreTx *tx,
                                       const TktActor *actor,
                                       const char *id,
                                       const TktAccountPatch *request,
                                       const char *password_hash,
                                       gint64 if_match,
                                       GError **error);

/* Invitations live seven days. */
#define TKT_INVITATION_LIFE (7 * TKT_DAY)

/**
 * tkt_service_invite:
 * @code_hash: of the new code (tkt-invitation-code.h)
 * @expires_at: (out)
 *
 * The code takes the place of the account's password and of the code before; sessions end.
 */
TktAccount *tkt_service_invite (TktStoreTx *tx,
                                const TktActor *actor,
                                const char *account_id,
                                const guint8 code_hash[32],
                                gint64 *expires_at,
                                GError **error);

/* Whose code it is; NULL with the one %TKT_PROBLEM_BAD_CREDENTIALS for every code that is not good.
 */
TktActor *tkt_service_find_invited (TktStoreTx *tx, const guint8 code_hash[32], GError **error);

/* Gives @actor, whom the code was found for, the password that they chose; the code is used up. */
gboolean tkt_service_accept_invitation (TktStoreTx *tx,
                                        const TktActor *actor,
                                        const char *password_hash,
                                        GError **error);

/* Saved replies. Of @query the account is filled in. */
GPtrArray *tkt_service_list_saved_replies (TktStoreTx *tx,
                                           const TktActor *actor,
                                           TktSavedReplyQuery *query,
                                           GError **error);
TktSavedReply *tkt_service_create_saved_reply (TktStoreTx *tx,
                                               const TktActor *actor,
                                               const TktNewSavedReply *request,
                                               gboolean *repeated,
                                               GError **error);
TktSavedReply *tkt_service_patch_saved_reply (TktStoreTx *tx,
                                              const TktActor *actor,
                                              const char *id,
                                              const TktSavedReplyPatch *request,
                                              gint64 if_match,
                                              GError **error);
TktSavedReply *tkt_service_delete_saved_reply (TktStoreTx *tx,
                                               const TktActor *actor,
                                               const char *id,
                                               GError **error);

/* Changes: @cursor NULL begins a snapshot. */
TktChangePage *tkt_service_list_changes (TktStoreTx *tx,
                                         const TktActor *actor,
                                         const char *cursor,
                                         guint limit,
                                         GError **error);

/* The audit trail, for admins, with the names that things have now. (element-type
 * TktListedAuditEntry) */
GPtrArray *tkt_service_list_audit (TktStoreTx *tx,
                                   const TktActor *actor,
                                   const TktAuditQuery *query,
                                   GError **error);

/* One thing that the actor has done, as the audit trail tells it (tkt-audit.h). */
typedef struct
{
  TktAuditKind kind;
  const char *object_id;
  const char *field;
  const char *old_value;
  const char *new_value;
} TktDeed;

/* Writes it into the audit trail, in the transaction of the deed itself. */
gboolean
tkt_service_note (TktStoreTx *tx, const TktActor *actor, const TktDeed *deed, GError **error);

/* Somebody who is nobody yet has tried to sign in; @account_id is NULL where the name is nobody's.
 */
gboolean tkt_service_note_failed_sign_in (TktStoreTx *tx,
                                          const char *organization_id,
                                          const char *account_id,
                                          const char *request_id,
                                          const char *address,
                                          GError **error);

/* Adds all that the feed would give @account, disabled or not, to @digest. */
gboolean tkt_service_digest (TktStoreTx *tx,
                             const TktOrganization *organization,
                             const TktAccount *account,
                             TktDigest *digest,
                             GError **error);

G_END_DECLS
