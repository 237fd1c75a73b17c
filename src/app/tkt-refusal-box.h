/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why the server has refused a message, and what may be done with its words. */
#pragma once

#include <gtk/gtk.h>

#include "tkt-client-rows.h"

G_BEGIN_DECLS

/* Few messages ever have one, and it is more than the rest of a message's cell: it is made when it
 * is needed. Its buttons activate "conversation." actions on the row's key. */
#define TKT_TYPE_REFUSAL_BOX (tkt_refusal_box_get_type ())
G_DECLARE_FINAL_TYPE (TktRefusalBox, tkt_refusal_box, TKT, REFUSAL_BOX, GtkWidget)

GtkWidget *tkt_refusal_box_new (void);

/* @words: why */
void
tkt_refusal_box_show (TktRefusalBox *self, const TktMessageRow *row, gint64 key, const char *words);

/* The action that writes the words of @row anew, where they are not delivered. */
const char *tkt_refusal_box_get_edit_action (const TktMessageRow *row);

G_END_DECLS
