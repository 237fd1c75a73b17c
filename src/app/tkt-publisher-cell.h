/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of a list of publishers: name, number, account manager, and the red dot with its open
 * tickets. */
#pragma once

#include "tkt-cell.h"

G_BEGIN_DECLS

#define TKT_TYPE_PUBLISHER_CELL (tkt_publisher_cell_get_type ())
G_DECLARE_FINAL_TYPE (TktPublisherCell, tkt_publisher_cell, TKT, PUBLISHER_CELL, TktCell)

G_END_DECLS
