/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many tickets have something that the account has not read. */
#pragma once

#include "tkt-desk.h"

G_BEGIN_DECLS

/**
 * TktUnread:
 *
 * Follows a desk's cache, what waits in the outbox included, from its making until the desk is
 * stopped. After the first look its cost is in proportion to what came and to what is unread, never
 * to the history. Main thread only; nothing here waits.
 *
 * Property count (uint): 0 until the first snapshot is whole.
 */
#define TKT_TYPE_UNREAD (tkt_unread_get_type ())
G_DECLARE_FINAL_TYPE (TktUnread, tkt_unread, TKT, UNREAD, GObject)

TktUnread *tkt_unread_new (TktDesk *desk);
guint tkt_unread_get_count (TktUnread *self);

G_END_DECLS
