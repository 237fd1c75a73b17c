/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of the list of everything undelivered. */
#pragma once

#include "tkt-cell.h"

G_BEGIN_DECLS

#define TKT_TYPE_UNDELIVERED_CELL (tkt_undelivered_cell_get_type ())
G_DECLARE_FINAL_TYPE (TktUndeliveredCell, tkt_undelivered_cell, TKT, UNDELIVERED_CELL, TktCell)

G_END_DECLS
