/* SPDX-License-Identifier: GPL-3.0-or-later */
/* History as a PDF. */
#pragma once

#include "tkt-history.h"

G_BEGIN_DECLS

/* Each ticket begins a page and counts its own. One ticket is in memory at a time: GTK's printing
 * would have to know all pages before it draws the first, and would lay them out on the main
 * thread.
 */
extern const TktHistoryFormat tkt_history_pdf;

G_END_DECLS
