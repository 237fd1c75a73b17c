/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An attachment in a conversation: a thumbnail, or icon, name and size. */
#pragma once

#include "tkt-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TKT_TYPE_ATTACHMENT_VIEW (tkt_attachment_view_get_type ())
G_DECLARE_FINAL_TYPE (TktAttachmentView, tkt_attachment_view, TKT, ATTACHMENT_VIEW, GtkWidget)

/* @key: of the message's row, for the actions conversation.open-attachment and
 * conversation.save-attachment. Images are fetched by the desk of the conversation around it. */
GtkWidget *tkt_attachment_view_new (const TktAttachment *attachment, gint64 key);

G_END_DECLS
