/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of the ticket list. */
#pragma once

#include "tkt-cell.h"

G_BEGIN_DECLS

#define TKT_TYPE_TICKET_CELL (tkt_ticket_cell_get_type ())
G_DECLARE_FINAL_TYPE (TktTicketCell, tkt_ticket_cell, TKT, TICKET_CELL, TktCell)

G_END_DECLS
