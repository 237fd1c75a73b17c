/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a reply is written. */
#pragma once

#include "tkt-attachment-bar.h"
#include "tkt-saved-reply.h"

G_BEGIN_DECLS

/**
 * TktComposer:
 *
 * Signal send (const char *text): Reply, Ctrl+Enter, or Enter where the
 * person wants that. The text stays until tkt_composer_clear(),
 * for only who has kept it safely may throw it away here. Signal typed: the text is not what it
 * was, or the attachments are not. Signal chosen (gboolean note): the person wants to write the
 * other of the two, a reply or a note; nothing has changed yet.
 */
#define TKT_TYPE_COMPOSER (tkt_composer_get_type ())
G_DECLARE_FINAL_TYPE (TktComposer, tkt_composer, TKT, COMPOSER, GtkWidget)

char *tkt_composer_get_text (TktComposer *self);
/* Not signalled as typed. */
void tkt_composer_set_text (TktComposer *self, const char *text);
/* Text and attachments. */
void tkt_composer_clear (TktComposer *self);

/* The files that go with the text. (transfer none) */
TktAttachmentBar *tkt_composer_get_attachment_bar (TktComposer *self);

/* Whose saved replies are offered; (nullable). */
void tkt_composer_set_desk (TktComposer *self, TktDesk *desk);
/* What stands for the placeholders in them. */
void tkt_composer_set_facts (TktComposer *self, const TktSavedReplyFacts *facts);

/* Whether what is written is a note, which only the staff see: said in words, and by the colour. */
gboolean tkt_composer_is_note (TktComposer *self);
void tkt_composer_set_note (TktComposer *self, gboolean note);
/* Whether the person may choose between the two. */
void tkt_composer_set_choice (TktComposer *self, gboolean choice);

/* Adds @text as a quotation ("> " before each line) and puts the cursor below it. */
void tkt_composer_quote (TktComposer *self, const char *text);

/* The keyboard goes into the text. */
void tkt_composer_focus (TktComposer *self);

/* While the text is on its way to the outbox: no second Reply. */
void tkt_composer_set_busy (TktComposer *self, gboolean busy);
gboolean tkt_composer_is_busy (TktComposer *self);

/* @sentence: (nullable): why nothing can be sent any more; what is typed stays to be copied. */
void tkt_composer_set_refusal (TktComposer *self, const char *sentence);

G_END_DECLS
