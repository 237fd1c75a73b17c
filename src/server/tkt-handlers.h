/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each call does, for the route table. One file a resource: tkt-handle-*.c. */
#pragma once

#include "tkt-call.h"

G_BEGIN_DECLS

gboolean tkt_prepare_session (TktCall *call, GError **error);
gboolean tkt_handle_post_session (TktCall *call, TktStoreTx *tx, GError **error);
/* What the calls that sign somebody in end with: a session of @actor's, who is known now. */
gboolean tkt_handle_sign_in (TktCall *call,
                             TktStoreTx *tx,
                             const TktActor *actor,
                             const char *device,
                             GError **error);
gboolean tkt_handle_post_invitation (TktCall *call, TktStoreTx *tx, GError **error);
gboolean tkt_prepare_acceptance (TktCall *call, GError **error);
gboolean tkt_handle_post_acceptance (TktCall *call, TktStoreTx *tx, GError **error);
gboolean tkt_handle_delete_session (TktCall *call, TktStoreTx *tx, GError **error);

gboolean tkt_handle_list_sessions (TktCall *call, TktStoreTx *tx, GError **error);
gboolean tkt_handle_end_session (TktCall *call, TktStoreTx *tx, GError **error);

gboolean tkt_handle_get_me (TktCall *call, TktStoreTx *tx, GError **error);
gboolean tkt_prepare_password (TktCall *call, GError **error);
gboolean tkt_handle_put_password (TktCall *call, TktStoreTx *tx, GError **error);

gboolean tkt_handle_list_tickets (TktCall *call, TktStoreTx *tx, GError **error);
gboolean tkt_handle_post_ticket (TktCall *call, TktStoreTx *tx, GError **error);
gboolean tkt_handle_get_ticket (TktCall *call, TktStoreTx *tx, GError **error);
gboolean tkt_handle_patch_ticket (TktCall *call, TktStoreTx *tx, GError **error);
gboolean tkt_handle_put_read_mark (TktCall *call, TktStoreTx *tx, GError **error);

gboolean tkt_handle_list_messages (TktCall *call, TktStoreTx *tx, GError **error);
gboolean tkt_handle_post_message (TktCall *call, TktStoreTx *tx, GError **error);
gboolean tkt_handle_delete_message (TktCall *call, TktStoreTx *tx, GError **error);

gboolean tkt_handle_list_notes (TktCall *call, TktStoreTx *tx, GError **error);
gboolean tkt_handle_post_note (TktCall *call, TktStoreTx *tx, GError **error);
gboolean tkt_handle_delete_note (TktCall *call, TktStoreTx *tx, GError **error);

gboolean tkt_handle_post_attachment (TktCall *call, TktStoreTx *tx, GError **error);
gboolean tkt_handle_put_attachment (TktCall *call, TktStoreTx *tx, GError **error);
gboolean tkt_handle_get_attachment (TktCall *call, TktStoreTx *tx, GError **error);

gboolean tkt_handle_list_publishers (TktCall *call, TktStoreTx *tx, GError **error);
gboolean tkt_handle_post_publisher (TktCall *call, TktStoreTx *tx, GError **error);
gboolean tkt_handle_patch_publisher (TktCall *call, TktStoreTx *tx, GError **error);

gboolean tkt_handle_list_saved_replies (TktCall *call, TktStoreTx *tx, GError **error);
gboolean tkt_handle_post_saved_reply (TktCall *call, TktStoreTx *tx, GError **error);
gboolean tkt_handle_patch_saved_reply (TktCall *call, TktStoreTx *tx, GError **error);
gboolean tkt_handle_delete_saved_reply (TktCall *call, TktStoreTx *tx, GError **error);

gboolean tkt_handle_list_accounts (TktCall *call, TktStoreTx *tx, GError **error);
gboolean tkt_prepare_new_account (TktCall *call, GError **error);
gboolean tkt_handle_post_account (TktCall *call, TktStoreTx *tx, GError **error);
gboolean tkt_prepare_account_patch (TktCall *call, GError **error);
gboolean tkt_handle_patch_account (TktCall *call, TktStoreTx *tx, GError **error);

gboolean tkt_handle_get_organization (TktCall *call, TktStoreTx *tx, GError **error);
gboolean tkt_handle_patch_organization (TktCall *call, TktStoreTx *tx, GError **error);

gboolean tkt_handle_get_contract (TktCall *call, TktStoreTx *tx, GError **error);
gboolean tkt_handle_list_audit (TktCall *call, TktStoreTx *tx, GError **error);

gboolean tkt_handle_list_changes (TktCall *call, TktStoreTx *tx, GError **error);
gboolean tkt_handle_events (TktCall *call, TktStoreTx *tx, GError **error);
gboolean tkt_handle_health (TktCall *call, TktStoreTx *tx, GError **error);

G_END_DECLS
