/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main window of one signed-in account, in the mode of its role. */
#pragma once

#include <adwaita.h>

#include "tkt-desk.h"

G_BEGIN_DECLS

#define TKT_TYPE_WINDOW (tkt_window_get_type ())
G_DECLARE_FINAL_TYPE (TktWindow, tkt_window, TKT, WINDOW, AdwApplicationWindow)

/* @settings: of the account (org.example.Tickets.Account); @accounts: the other windows, for the
 * main menu. */
TktWindow *tkt_window_new (GtkApplication *application,
                           TktDesk *desk,
                           GSettings *settings,
                           GMenuModel *accounts);

TktDesk *tkt_window_get_desk (TktWindow *self);
GSettings *tkt_window_get_settings (TktWindow *self);

/* How many tickets have something unread. Property unread (uint): the same, notified. */
guint tkt_window_get_unread (TktWindow *self);

/* Turns to the ticket, as soon as the desk is ready. */
void tkt_window_show_ticket (TktWindow *self, const char *ticket_id);

/* Turns to all tickets with these words, as soon as the desk is ready. */
void tkt_window_search (TktWindow *self, const char *words);

/* Opens a new ticket, as soon as the desk is ready. */
void tkt_window_new_ticket (TktWindow *self);

/* A sentence for the person, shown shortly at the bottom. */
void tkt_window_toast (TktWindow *self, const char *words);

G_END_DECLS
