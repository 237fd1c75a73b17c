/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of a conversation: one message, its byline, and how far it has got. */
#pragma once

#include "tkt-cell.h"

G_BEGIN_DECLS

/**
 * TktMessageCell:
 *
 * Activates conversation.copy, .quote, .delete, .retry and .discard with its item's key (x).
 */
#define TKT_TYPE_MESSAGE_CELL (tkt_message_cell_get_type ())
G_DECLARE_FINAL_TYPE (TktMessageCell, tkt_message_cell, TKT, MESSAGE_CELL, TktCell)

G_END_DECLS
