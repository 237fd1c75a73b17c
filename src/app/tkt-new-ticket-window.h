/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog that opens a ticket: title, message, and for staff the publisher it is for. */
#pragma once

#include <adwaita.h>

#include "tkt-desk.h"

G_BEGIN_DECLS

/**
 * TktNewTicketWindow:
 *
 * Signal opened (const char *ticket_id): the ticket is safely in the outbox; the dialog closes
 * itself.
 */
#define TKT_TYPE_NEW_TICKET_WINDOW (tkt_new_ticket_window_get_type ())
G_DECLARE_FINAL_TYPE (TktNewTicketWindow, tkt_new_ticket_window, TKT, NEW_TICKET_WINDOW, AdwWindow)

TktNewTicketWindow *tkt_new_ticket_window_new (GtkWindow *parent, TktDesk *desk);

G_END_DECLS
