/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One item of a row model: a key now, its row as soon as the worker has read it. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define TKT_TYPE_ROW_ITEM (tkt_row_item_get_type ())
G_DECLARE_FINAL_TYPE (TktRowItem, tkt_row_item, TKT, ROW_ITEM, GObject)

/**
 * TktRowItem:row: (type gpointer) (nullable)
 *
 * A TktTicketRow, TktMessageRow … as the model says; NULL until it is read, then notified, and
 * notified again whenever a newer one takes its place. Valid until the next notification; copy what
 * is kept longer.
 */
gconstpointer tkt_row_item_get_row (TktRowItem *self);

/* What the model tells rows apart by; the same item stays for the same key. */
gint64 tkt_row_item_get_key (TktRowItem *self);

/* For the model: takes @row, of the boxed type @type. */
TktRowItem *tkt_row_item_new (gint64 key);
void tkt_row_item_take_row (TktRowItem *self, GType type, gpointer row);

G_END_DECLS
