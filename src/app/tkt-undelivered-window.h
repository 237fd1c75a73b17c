/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of everything that is not delivered. */
#pragma once

#include <adwaita.h>

#include "tkt-desk.h"

G_BEGIN_DECLS

/**
 * TktUndeliveredWindow:
 *
 * Signals, each after which the window closes: show-ticket (const char *ticket_id); edit-reply
 * (const char *ticket_id, gint64 outbox_seq, gboolean note): its words are wanted in the ticket's
 * composer, as a reply or a note; new-ticket: words have become the draft of a new ticket.
 */
#define TKT_TYPE_UNDELIVERED_WINDOW (tkt_undelivered_window_get_type ())
G_DECLARE_FINAL_TYPE (TktUndeliveredWindow,
                      tkt_undelivered_window,
                      TKT,
                      UNDELIVERED_WINDOW,
                      AdwWindow)

TktUndeliveredWindow *tkt_undelivered_window_new (GtkWindow *parent, TktDesk *desk);

G_END_DECLS
