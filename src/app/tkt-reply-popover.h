/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The saved replies that fit what is being typed, below it. */
#pragma once

#include <gtk/gtk.h>

#include "tkt-desk.h"
#include "tkt-saved-reply.h"

G_BEGIN_DECLS

/**
 * TktReplyPopover:
 *
 * Follows what is typed in a text: behind a slash that stands alone it offers the saved replies
 * whose names fit, and puts the chosen one in the place of slash and name, as one step of undo. The
 * text keeps the focus: its keys choose. Only staff have any.
 *
 * Signal told (const char *words): what is offered, in words for people who don't see it, and what
 * the keys do; NULL: nothing is any more.
 * Signal unknown (const char *placeholder): what was inserted has one that nothing stands for.
 */
#define TKT_TYPE_REPLY_POPOVER (tkt_reply_popover_get_type ())
G_DECLARE_FINAL_TYPE (TktReplyPopover, tkt_reply_popover, TKT, REPLY_POPOVER, GtkPopover)

/* @parent: where it hangs, which unparents it and presents it when it is allocated; the text
 * stands in it. */
TktReplyPopover *tkt_reply_popover_new (GtkWidget *parent, GtkTextView *text_view);

/* @desk: (nullable): NULL and desks of publishers offer nothing. */
void tkt_reply_popover_set_desk (TktReplyPopover *self, TktDesk *desk);

/* What stands for the placeholders from now on. */
void tkt_reply_popover_set_facts (TktReplyPopover *self, const TktSavedReplyFacts *facts);

/* The person has typed: offers what fits what stands before the cursor. */
void tkt_reply_popover_look (TktReplyPopover *self);

/* Offers all there are, or says that there are none and where they are made. */
void tkt_reply_popover_offer_all (TktReplyPopover *self);

G_END_DECLS
