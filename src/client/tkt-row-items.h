/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The items of a row model that live: those that somebody holds, and the latest few. */
#pragma once

#include "tkt-row-item.h"

G_BEGIN_DECLS

/* Each key has at most one item at a time. On the main thread. */
typedef struct _TktRowItems TktRowItems;

TktRowItems *tkt_row_items_new (void);
void tkt_row_items_free (TktRowItems *self);

/* (transfer full): the living item of @key, or a new one. */
TktRowItem *tkt_row_items_get (TktRowItems *self, gint64 key);

/* Appends the keys of all that live to @keys (element-type gint64), and forgets the others. */
void tkt_row_items_collect (TktRowItems *self, GArray *keys);

/* Keeps none of them any more. */
void tkt_row_items_let_go (TktRowItems *self);

G_END_DECLS
