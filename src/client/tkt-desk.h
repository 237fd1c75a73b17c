/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk without a face: one signed-in account, its cache, its outbox and its sync. All that
 * windows talk to. */
#pragma once

#include "tkt-client-rows.h"
#include "tkt-publisher-filter.h"
#include "tkt-row-model.h"
#include "tkt-rules.h"
#include "tkt-sign-ins.h"
#include "tkt-ticket-filter.h"
#include "tkt-transfer.h"

G_BEGIN_DECLS

typedef enum
{
  TKT_NETWORK_CONNECTING, /* not known yet */
  TKT_NETWORK_ONLINE,
  TKT_NETWORK_OFFLINE,    /* the server can't be reached; the cache shows, the outbox waits */
  TKT_NETWORK_SIGNED_OUT, /* the session has ended: the window asks to sign in again */
} TktNetworkState;
GType tkt_network_state_get_type (void);

/**
 * TktDesk:
 *
 * Main thread only; nothing here waits on disk or network. Properties, all read-only and notified:
 *  - ready (boolean): the cache is open, account and organization are known
 *  - account (TktAccount, boxed), organization (TktOrganization, boxed): NULL before ready
 *  - network (TktNetworkState)
 *  - synced-at (int64, ms): when the cache was last in step with the server; 0: never
 *  - waiting (uint): outbox entries that are not delivered, read marks left out
 *  - open-tickets (uint): the red dot (rule 15)
 *  - fetching (boolean): the first snapshot is on its way; n-fetched, n-expected (uint): tickets so
 * far, of about how many (0: unknown)
 *  - problem (string, nullable): what is wrong with the disk, as a sentence
 *  - rescued (string, nullable): what became of a damaged outbox, as a sentence, until
 * tkt_desk_rescue_told_async()
 *
 * Signal refused (const char *sentence, const char *ticket_id): the server refused something from
 * the outbox. @ticket_id: (nullable): where its words stand now with the reason.
 * Signal looked-at (const char *ticket_id): see tkt_desk_look_at().
 */
#define TKT_TYPE_DESK (tkt_desk_get_type ())
G_DECLARE_FINAL_TYPE (TktDesk, tkt_desk, TKT, DESK, GObject)

/* Opens the cache and starts to sync. The token is looked up through @sign_ins. */
TktDesk *tkt_desk_new (TktSignIns *sign_ins, const TktSignIn *sign_in);

/* Ends sync and closes the databases after what is queued; the desk is of no use afterwards. */
void tkt_desk_stop (TktDesk *self);

const TktSignIn *tkt_desk_get_sign_in (TktDesk *self);
const TktAccount *tkt_desk_get_account (TktDesk *self);           /* (nullable) */
const TktOrganization *tkt_desk_get_organization (TktDesk *self); /* (nullable) */
char *tkt_desk_get_folder (TktDesk *self); /* of the account (transfer full) */
gboolean tkt_desk_get_ready (TktDesk *self);
TktNetworkState tkt_desk_get_network (TktDesk *self);
gint64 tkt_desk_get_synced_at (TktDesk *self);
guint tkt_desk_get_waiting (TktDesk *self);
guint tkt_desk_get_open_tickets (TktDesk *self);
gboolean tkt_desk_is_staff (TktDesk *self);
char *tkt_desk_dup_rescued (TktDesk *self); /* (transfer full) (nullable) */

/* Asks the server now rather than at the next poll (F5, or the network came back). */
void tkt_desk_sync_now (TktDesk *self);

/* A new token after the session had ended (tkt_sign_ins_sign_in_async() again). */
void tkt_desk_signed_in_again (TktDesk *self);

/**
 * tkt_desk_may:
 * @ticket: (nullable): what it is about, but for OPEN, SEE_PUBLISHERS and ADMINISTER
 * @message: (nullable): for DELETE_MESSAGE
 *
 * What the rules say with what is known here: the verdict the server would give.
 */
TktVerdict tkt_desk_may (TktDesk *self,
                         TktAction action,
                         const TktTicket *ticket,
                         const TktMessage *message,
                         TktProblemCode *problem);

/* Models: see tkt-cache.h. (transfer full) */
TktRowModel *
tkt_desk_list_tickets (TktDesk *self, const TktTicketFilter *filter); /* TktTicketRow */
void tkt_desk_set_filter (TktDesk *self, TktRowModel *tickets, const TktTicketFilter *filter);
TktRowModel *
tkt_desk_watch_ticket (TktDesk *self, const char *ticket_id); /* TktTicketRow, 0 or 1 */
TktRowModel *tkt_desk_list_messages (TktDesk *self, const char *ticket_id); /* TktMessageRow */
TktRowModel *
tkt_desk_list_matches (TktDesk *self, const char *ticket_id, const char *words); /* likewise */
TktRowModel *
tkt_desk_list_publishers (TktDesk *self, const TktPublisherFilter *filter); /* TktPublisherRow */
void tkt_desk_set_publisher_filter (TktDesk *self,
                                    TktRowModel *publishers,
                                    const TktPublisherFilter *filter);
TktRowModel *
tkt_desk_watch_publisher (TktDesk *self, const char *publisher_id); /* TktPublisherRow, 0 or 1 */
TktRowModel *tkt_desk_list_staff (TktDesk *self);                   /* TktAccountRow */
TktRowModel *tkt_desk_list_saved_replies (TktDesk *self, const char *words); /* TktSavedReplyRow */
TktRowModel *tkt_desk_list_undelivered (TktDesk *self);                      /* TktUndeliveredRow */

/* Looks in the cache for the ticket of this number: its id, or NULL without an error. (transfer
 * full) (nullable) */
void tkt_desk_find_ticket_async (TktDesk *self,
                                 gint64 number,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
char *tkt_desk_find_ticket_finish (TktDesk *self, GAsyncResult *result, GError **error);

/* What the person does. Each is checked (tkt_text_clean, tkt_rules_judge), put into the outbox
 * durably, and then answered; the sync takes it to the server. Errors: %TKT_PROBLEM as the server
 * would say, %TKT_DB_ERROR when it could not be kept: then the person's words are still theirs to
 * keep. @attachments: (nullable) (element-type TktAttachment): as tkt_desk_attach_finish() gave
 * them. */
void tkt_desk_open_ticket_async (TktDesk *self,
                                 const char *publisher_id,
                                 const char *title,
                                 const char *body,
                                 const GPtrArray *attachments,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
void tkt_desk_reply_async (TktDesk *self,
                           const TktTicket *ticket,
                           const char *body,
                           const GPtrArray *attachments,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
/* For staff: what publishers never see. To a desk a note is a TktMessage without a position. */
void tkt_desk_write_note_async (TktDesk *self,
                                const TktTicket *ticket,
                                const char *body,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
void tkt_desk_delete_note_async (TktDesk *self,
                                 const TktTicket *ticket,
                                 const TktMessage *note,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
void tkt_desk_close_ticket_async (TktDesk *self,
                                  const TktTicket *ticket,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
void tkt_desk_reassign_async (TktDesk *self,
                              const TktTicket *ticket,
                              const char *assignee_id,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
void tkt_desk_delete_message_async (TktDesk *self,
                                    const TktTicket *ticket,
                                    const TktMessage *message,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
void tkt_desk_mark_read_async (TktDesk *self,
                               const TktTicket *ticket,
                               gint64 position,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* The person has all of the ticket that is here before them, notes too, of which no mark is kept.
 */
void tkt_desk_look_at (TktDesk *self, const char *ticket_id);
/* @pick: of a list of tickets; NULL: of all that are here. */
void tkt_desk_mark_all_read_async (TktDesk *self,
                                   TktRowPick *pick_taken,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
void tkt_desk_set_support_tickets_async (TktDesk *self,
                                         gboolean enabled,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);

/* Saved replies (tkt-desk-saved-replies.c). @row: of tkt_desk_list_saved_replies(). A deletion can
 * be undone as one of a message's, by the reply's id; that of one that was refused, and never got
 * to the server, is none of the server's: it is discarded. */
void tkt_desk_add_saved_reply_async (TktDesk *self,
                                     const char *name,
                                     const char *body,
                                     gboolean shared,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
void tkt_desk_change_saved_reply_async (TktDesk *self,
                                        const TktSavedReplyRow *row,
                                        const char *name,
                                        const char *body,
                                        gboolean shared,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
void tkt_desk_delete_saved_reply_async (TktDesk *self,
                                        const TktSavedReplyRow *row,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);

/* Copies a file, or (@file NULL) @bytes under a @name, into what the desk keeps, durably, so that
 * it can go with a reply, an opening or a draft. %TKT_PROBLEM_TOO_LARGE with a sentence for more
 * than an attachment may have. */
void tkt_desk_attach_async (TktDesk *self,
                            GFile *file,
                            GBytes *bytes,
                            const char *name,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
TktAttachment *tkt_desk_attach_finish (TktDesk *self, GAsyncResult *result, GError **error);

/* Gets the file of an attachment: where it is on this computer. What is not here is fetched, and
 * %TKT_PROBLEM_UNAVAILABLE says so where the server can't be reached. (transfer full) */
void tkt_desk_fetch_async (TktDesk *self,
                           const TktAttachment *attachment,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
/* The same of what is on this computer already; fetches nothing. */
void tkt_desk_look_async (TktDesk *self,
                          const TktAttachment *attachment,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
GFile *tkt_desk_fetch_finish (TktDesk *self, GAsyncResult *result, GError **error);

/* How far an attachment's file has come, up or down. (transfer none) */
TktTransfer *tkt_desk_get_transfer (TktDesk *self, const char *attachment_id);

/* How long a closing, a deletion and (@replies) a reply wait in the outbox for an Undo; 0, as at
 * first: not at all. */
void tkt_desk_set_hold (TktDesk *self, guint seconds, gboolean replies);
guint tkt_desk_get_hold (TktDesk *self, gboolean *replies);
/* What is put below openings and replies from now on; NULL or empty: nothing. */
void tkt_desk_set_signature (TktDesk *self, const char *signature);
/* How many characters @body has as a reply. */
glong tkt_desk_count_signed (TktDesk *self, const char *body);
/* Whether files of messages wait until they are opened, rather than come when they are shown. */
void tkt_desk_set_on_demand (TktDesk *self, gboolean on_demand);
gboolean tkt_desk_get_on_demand (TktDesk *self);
/* @id: what tkt_desk_finish() gave for what is undone; the words of a reply become its ticket's
 * draft. %TKT_PROBLEM_CHANGED_MEANWHILE where it is too late. */
void tkt_desk_undo_async (TktDesk *self,
                          const char *id,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
/* Nothing is held any longer: nobody is there to undo it. */
void tkt_desk_release_async (TktDesk *self, GAsyncReadyCallback callback, gpointer user_data);

/* Before tkt_desk_stop(), when the account's window has gone: releases what is held, and gives it a
 * few seconds to be sent where the server answers. Never fails. */
void tkt_desk_leave_async (TktDesk *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean tkt_desk_leave_finish (TktDesk *self, GAsyncResult *result, GError **error);

/* An entry that was refused is tried again. */
void tkt_desk_retry_entry_async (TktDesk *self,
                                 gint64 outbox_seq,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* An entry leaves the outbox; words to be edited are a draft afterwards.
 * %TKT_PROBLEM_CHANGED_MEANWHILE where it may have arrived already. */
void tkt_desk_take_back_async (TktDesk *self,
                               gint64 outbox_seq,
                               TktTakeBack how,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* The person has been told what "rescued" says. */
void tkt_desk_rescue_told_async (TktDesk *self, GAsyncReadyCallback callback, gpointer user_data);

/* What is being typed: durable once answered, and gone once a reply to its ticket, or (of a new
 * ticket) an opening is in the outbox. An empty one is none. */
void tkt_desk_save_draft_async (TktDesk *self,
                                const TktDraft *draft,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* Ends any of them: the id of the ticket or message it was about, or NULL with @error. (transfer
 * full) */
char *tkt_desk_finish (TktDesk *self, GAsyncResult *result, GError **error);

/* The next ticket with something unread among those that @filter shows, after @ticket_id (nullable)
 * in its order and then from the beginning. */
void tkt_desk_find_unread_async (TktDesk *self,
                                 const TktTicketFilter *filter,
                                 const char *ticket_id,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* @ticket_id: (out) (transfer full) (nullable): NULL: there is none; @key: of its row. */
gboolean tkt_desk_find_unread_finish (TktDesk *self,
                                      GAsyncResult *result,
                                      char **ticket_id,
                                      gint64 *key,
                                      GError **error);

/* Why a ticket was found by @words: see tkt-cache.h. */
void tkt_desk_find_excerpt_async (TktDesk *self,
                                  const char *ticket_id,
                                  const char *words,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
char *tkt_desk_find_excerpt_finish (TktDesk *self, GAsyncResult *result, GError **error);

/* The draft of a ticket, or (NULL) of a new one, with all that was saved before. */
void tkt_desk_find_draft_async (TktDesk *self,
                                const char *ticket_id,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
/* (transfer full) (nullable): NULL without an error: there is none. */
/* The same of a note on the ticket. */
void tkt_desk_find_note_draft_async (TktDesk *self,
                                     const char *ticket_id,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
TktDraft *tkt_desk_find_draft_finish (TktDesk *self, GAsyncResult *result, GError **error);

G_END_DECLS
