/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The right pane: one ticket's header, thread and composer. */
#pragma once

#include <gtk/gtk.h>

#include "tkt-desk.h"
#include "tkt-search-state.h"

G_BEGIN_DECLS

/**
 * TktConversation:
 *
 * Widget actions: conversation.close-ticket, .reassign (s: an account's id, or "" for nobody),
 * .reply (focuses the composer); .copy, .quote, .delete, .delete-own, and of those that are not
 * delivered .retry, .edit, .as-new-ticket, .discard, .undo-message (x: a message's key); .undo (s:
 * the id of what it is about), .edit-entry (x: the number of a reply in the outbox);
 * .open-attachment, .save-attachment (xs: a message's key, an attachment's id). Errors go to
 * `win.toast` (s), what can be undone to `win.offer-undo` (ss: words, id). Property title (string):
 * the ticket's, for a narrow window's header bar.
 */
#define TKT_TYPE_CONVERSATION (tkt_conversation_get_type ())
G_DECLARE_FINAL_TYPE (TktConversation, tkt_conversation, TKT, CONVERSATION, GtkWidget)

void tkt_conversation_set_desk (TktConversation *self, TktDesk *desk);
TktDesk *tkt_conversation_get_desk (TktConversation *self); /* (transfer none) (nullable) */

/* Once, before anything is shown: what is searched for beside it. */
void tkt_conversation_set_search (TktConversation *self, TktSearchState *search);

/* NULL: nothing is chosen. What was typed for the ticket before is kept for when it is shown again.
 */
void tkt_conversation_show_ticket (TktConversation *self, const char *ticket_id);
const char *tkt_conversation_get_ticket_id (TktConversation *self);

/* To the next (1) or the previous (-1) message that has what is searched for. */
void tkt_conversation_find_step (TktConversation *self, int step);

/* A page further down; FALSE: there is no more to read in this ticket. */
gboolean tkt_conversation_read_on (TktConversation *self);

/* (nullable): the ticket that is shown, once its row is there. */
const TktTicketRow *tkt_conversation_get_row (TktConversation *self);

G_END_DECLS
