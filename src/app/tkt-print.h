/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tickets on paper. */
#pragma once

#include <gtk/gtk.h>

#include "tkt-desk-history.h"

G_BEGIN_DECLS

/* So many at once: they are in memory while they are printed. */
#define TKT_PRINT_MOST 100

/* Asks for the printer, and prints the whole of these tickets as it is here, each beginning a page.
 * Whoever may see notes is asked whether they are wanted, too. */
void tkt_print_tickets (GtkWindow *parent, TktDesk *desk, TktHistoryChoice *choice_taken);

G_END_DECLS
