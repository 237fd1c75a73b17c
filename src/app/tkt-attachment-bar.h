/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files that go with what is being written: chosen, pasted or dropped, and taken off again. */
#pragma once

#include "tkt-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TktAttachmentBar:
 *
 * Hidden while there are none. Signal changed: there are others than before, or one is being
 * copied. Signal refused (const char *sentence): something could not be attached.
 */
#define TKT_TYPE_ATTACHMENT_BAR (tkt_attachment_bar_get_type ())
G_DECLARE_FINAL_TYPE (TktAttachmentBar, tkt_attachment_bar, TKT, ATTACHMENT_BAR, GtkWidget)

void tkt_attachment_bar_set_desk (TktAttachmentBar *self, TktDesk *desk);

/* (transfer none) (element-type TktAttachment) */
const GPtrArray *tkt_attachment_bar_get_attachments (TktAttachmentBar *self);
/* @attachments: (nullable): none. What is being copied does not come any more. Not signalled. */
void tkt_attachment_bar_set_attachments (TktAttachmentBar *self, const GPtrArray *attachments);

/* A file is being copied: what is sent now would go without it. */
gboolean tkt_attachment_bar_is_busy (TktAttachmentBar *self);

/* Asks which files. */
void tkt_attachment_bar_choose (TktAttachmentBar *self);
void tkt_attachment_bar_add_file (TktAttachmentBar *self, GFile *file);
void tkt_attachment_bar_add_image (TktAttachmentBar *self, GdkTexture *image);

/* Takes what is dropped on @view or pasted there and is no text. */
void tkt_attachment_bar_serve (TktAttachmentBar *self, GtkTextView *view);

G_END_DECLS
