/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One call for each vfunc of a store; what they take and give is said in tkt-store.h. */
#pragma once

#include "tkt-store.h"

/* On the store, from any thread. */
#define tkt_store_read(store, ...) (TKT_STORE_GET_CLASS (store)->read ((store), __VA_ARGS__))
#define tkt_store_write_async(store, ...)                                                          \
  (TKT_STORE_GET_CLASS (store)->write_async ((store), __VA_ARGS__))
#define tkt_store_write_finish(store, ...)                                                         \
  (TKT_STORE_GET_CLASS (store)->write_finish ((store), __VA_ARGS__))
#define tkt_store_write_sync(store, ...)                                                           \
  (TKT_STORE_GET_CLASS (store)->write_sync ((store), __VA_ARGS__))
#define tkt_store_stop(store) (TKT_STORE_GET_CLASS (store)->stop (store))
#define tkt_store_ping_async(store, ...)                                                           \
  (TKT_STORE_GET_CLASS (store)->ping_async ((store), __VA_ARGS__))
#define tkt_store_get_figures(store, figures)                                                      \
  (TKT_STORE_GET_CLASS (store)->get_figures ((store), (figures)))
#define tkt_store_finish_erasing(store, error)                                                     \
  (TKT_STORE_GET_CLASS (store)->finish_erasing ((store), (error)))
#define tkt_store_get_generation(store, error)                                                     \
  (TKT_STORE_GET_CLASS (store)->get_generation ((store), (error)))

/* Within a transaction. */
#define TKT_STORE_CALL(tx, name, ...) ((tx)->klass->name ((tx), __VA_ARGS__))

#define tkt_store_probe(tx, ...) TKT_STORE_CALL (tx, probe, __VA_ARGS__)
#define tkt_store_attempt(tx, ...) TKT_STORE_CALL (tx, attempt, __VA_ARGS__)
#define tkt_store_get_incarnation(tx, ...) TKT_STORE_CALL (tx, get_incarnation, __VA_ARGS__)
#define tkt_store_get_incarnation_end(tx, ...) TKT_STORE_CALL (tx, get_incarnation_end, __VA_ARGS__)
#define tkt_store_next_revisions(tx, ...) TKT_STORE_CALL (tx, next_revisions, __VA_ARGS__)
#define tkt_store_next_revision(tx, organization_id, error)                                        \
  tkt_store_next_revisions ((tx), (organization_id), 1, (error))
#define tkt_store_get_revision(tx, ...) TKT_STORE_CALL (tx, get_revision, __VA_ARGS__)
#define tkt_store_next_ticket_number(tx, ...) TKT_STORE_CALL (tx, next_ticket_number, __VA_ARGS__)
#define tkt_store_next_publisher_number(tx, ...)                                                   \
  TKT_STORE_CALL (tx, next_publisher_number, __VA_ARGS__)

#define tkt_store_list_organizations(tx, ...) TKT_STORE_CALL (tx, list_organizations, __VA_ARGS__)
#define tkt_store_get_organization(tx, ...) TKT_STORE_CALL (tx, get_organization, __VA_ARGS__)
#define tkt_store_put_organization(tx, ...) TKT_STORE_CALL (tx, put_organization, __VA_ARGS__)

#define tkt_store_get_account(tx, ...) TKT_STORE_CALL (tx, get_account, __VA_ARGS__)
#define tkt_store_get_account_by_username(tx, ...)                                                 \
  TKT_STORE_CALL (tx, get_account_by_username, __VA_ARGS__)
#define tkt_store_list_accounts(tx, ...) TKT_STORE_CALL (tx, list_accounts, __VA_ARGS__)
#define tkt_store_put_account(tx, ...) TKT_STORE_CALL (tx, put_account, __VA_ARGS__)
#define tkt_store_get_password(tx, ...) TKT_STORE_CALL (tx, get_password, __VA_ARGS__)
#define tkt_store_set_password(tx, ...) TKT_STORE_CALL (tx, set_password, __VA_ARGS__)
#define tkt_store_get_view_epoch(tx, ...) TKT_STORE_CALL (tx, get_view_epoch, __VA_ARGS__)
#define tkt_store_bump_view_epoch(tx, ...) TKT_STORE_CALL (tx, bump_view_epoch, __VA_ARGS__)

#define tkt_store_get_publisher(tx, ...) TKT_STORE_CALL (tx, get_publisher, __VA_ARGS__)
#define tkt_store_get_publisher_by_number(tx, ...)                                                 \
  TKT_STORE_CALL (tx, get_publisher_by_number, __VA_ARGS__)
#define tkt_store_get_publisher_by_name(tx, ...)                                                   \
  TKT_STORE_CALL (tx, get_publisher_by_name, __VA_ARGS__)
#define tkt_store_list_publishers(tx, ...) TKT_STORE_CALL (tx, list_publishers, __VA_ARGS__)
#define tkt_store_put_publisher(tx, ...) TKT_STORE_CALL (tx, put_publisher, __VA_ARGS__)

#define tkt_store_get_ticket(tx, ...) TKT_STORE_CALL (tx, get_ticket, __VA_ARGS__)
#define tkt_store_put_ticket(tx, ...) TKT_STORE_CALL (tx, put_ticket, __VA_ARGS__)
#define tkt_store_list_tickets(tx, ...) TKT_STORE_CALL (tx, list_tickets, __VA_ARGS__)
#define tkt_store_write_tickets(tx, ...) TKT_STORE_CALL (tx, write_tickets, __VA_ARGS__)

#define tkt_store_get_message(tx, ...) TKT_STORE_CALL (tx, get_message, __VA_ARGS__)
#define tkt_store_insert_message(tx, ...) TKT_STORE_CALL (tx, insert_message, __VA_ARGS__)
#define tkt_store_erase_message(tx, ...) TKT_STORE_CALL (tx, erase_message, __VA_ARGS__)
#define tkt_store_get_last_position(tx, ...) TKT_STORE_CALL (tx, get_last_position, __VA_ARGS__)
#define tkt_store_list_messages(tx, ...) TKT_STORE_CALL (tx, list_messages, __VA_ARGS__)
#define tkt_store_write_messages(tx, ...) TKT_STORE_CALL (tx, write_messages, __VA_ARGS__)

#define tkt_store_get_note(tx, ...) TKT_STORE_CALL (tx, get_note, __VA_ARGS__)
#define tkt_store_insert_note(tx, ...) TKT_STORE_CALL (tx, insert_note, __VA_ARGS__)
#define tkt_store_erase_note(tx, ...) TKT_STORE_CALL (tx, erase_note, __VA_ARGS__)
#define tkt_store_get_last_place(tx, ...) TKT_STORE_CALL (tx, get_last_place, __VA_ARGS__)
#define tkt_store_list_notes(tx, ...) TKT_STORE_CALL (tx, list_notes, __VA_ARGS__)
#define tkt_store_write_notes(tx, ...) TKT_STORE_CALL (tx, write_notes, __VA_ARGS__)

#define tkt_store_get_upload(tx, ...) TKT_STORE_CALL (tx, get_upload, __VA_ARGS__)
#define tkt_store_put_upload(tx, ...) TKT_STORE_CALL (tx, put_upload, __VA_ARGS__)
#define tkt_store_count_waiting_uploads(tx, ...)                                                   \
  TKT_STORE_CALL (tx, count_waiting_uploads, __VA_ARGS__)
#define tkt_store_append_upload(tx, ...) TKT_STORE_CALL (tx, append_upload, __VA_ARGS__)
#define tkt_store_read_upload(tx, ...) TKT_STORE_CALL (tx, read_upload, __VA_ARGS__)
#define tkt_store_erase_upload(tx, ...) TKT_STORE_CALL (tx, erase_upload, __VA_ARGS__)

#define tkt_store_get_read_mark(tx, ...) TKT_STORE_CALL (tx, get_read_mark, __VA_ARGS__)
#define tkt_store_put_read_mark(tx, ...) TKT_STORE_CALL (tx, put_read_mark, __VA_ARGS__)

#define tkt_store_get_saved_reply(tx, ...) TKT_STORE_CALL (tx, get_saved_reply, __VA_ARGS__)
#define tkt_store_get_saved_reply_by_name(tx, ...)                                                 \
  TKT_STORE_CALL (tx, get_saved_reply_by_name, __VA_ARGS__)
#define tkt_store_list_saved_replies(tx, ...) TKT_STORE_CALL (tx, list_saved_replies, __VA_ARGS__)
#define tkt_store_put_saved_reply(tx, ...) TKT_STORE_CALL (tx, put_saved_reply, __VA_ARGS__)
#define tkt_store_has_made_saved_reply(tx, ...)                                                    \
  TKT_STORE_CALL (tx, has_made_saved_reply, __VA_ARGS__)

#define tkt_store_list_changed(tx, ...) TKT_STORE_CALL (tx, list_changed, __VA_ARGS__)
#define tkt_store_foreach_shown(tx, ...) TKT_STORE_CALL (tx, foreach_shown, __VA_ARGS__)
#define tkt_store_get_newest_revision(tx, ...) TKT_STORE_CALL (tx, get_newest_revision, __VA_ARGS__)

#define tkt_store_get_session(tx, ...) TKT_STORE_CALL (tx, get_session, __VA_ARGS__)
#define tkt_store_get_session_by_id(tx, ...) TKT_STORE_CALL (tx, get_session_by_id, __VA_ARGS__)
#define tkt_store_list_sessions(tx, ...) TKT_STORE_CALL (tx, list_sessions, __VA_ARGS__)
#define tkt_store_put_session(tx, ...) TKT_STORE_CALL (tx, put_session, __VA_ARGS__)
#define tkt_store_drop_session(tx, ...) TKT_STORE_CALL (tx, drop_session, __VA_ARGS__)
#define tkt_store_drop_sessions(tx, ...) TKT_STORE_CALL (tx, drop_sessions, __VA_ARGS__)
#define tkt_store_drop_expired_sessions(tx, ...)                                                   \
  TKT_STORE_CALL (tx, drop_expired_sessions, __VA_ARGS__)

#define tkt_store_get_invitation(tx, ...) TKT_STORE_CALL (tx, get_invitation, __VA_ARGS__)
#define tkt_store_put_invitation(tx, ...) TKT_STORE_CALL (tx, put_invitation, __VA_ARGS__)
#define tkt_store_drop_invitation(tx, ...) TKT_STORE_CALL (tx, drop_invitation, __VA_ARGS__)

#define tkt_store_add_audit(tx, ...) TKT_STORE_CALL (tx, add_audit, __VA_ARGS__)
#define tkt_store_list_audit(tx, ...) TKT_STORE_CALL (tx, list_audit, __VA_ARGS__)
