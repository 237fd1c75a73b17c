/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of the saved replies that are offered where a message is written. */
#pragma once

#include "tkt-cell.h"

G_BEGIN_DECLS

#define TKT_TYPE_SAVED_REPLY_CELL (tkt_saved_reply_cell_get_type ())
G_DECLARE_FINAL_TYPE (TktSavedReplyCell, tkt_saved_reply_cell, TKT, SAVED_REPLY_CELL, TktCell)

G_END_DECLS
