/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ticket on paper. */
#pragma once

#include <gtk/gtk.h>

#include "tkt-desk.h"

G_BEGIN_DECLS

/* Asks for the printer, and prints the whole of the ticket as it is here. */
void tkt_print_ticket (GtkWindow *parent, TktDesk *desk, const char *ticket_id);

G_END_DECLS
