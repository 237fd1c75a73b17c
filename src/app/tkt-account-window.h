/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adds an account, whose person chooses a password by an invitation. */
#pragma once

#include <adwaita.h>

#include "tkt-desk.h"

G_BEGIN_DECLS

/**
 * TktAccountWindow:
 *
 * Signal added (TktAccount *account): the server has it. The window closes.
 */
#define TKT_TYPE_ACCOUNT_WINDOW (tkt_account_window_get_type ())
G_DECLARE_FINAL_TYPE (TktAccountWindow, tkt_account_window, TKT, ACCOUNT_WINDOW, AdwWindow)

TktAccountWindow *tkt_account_window_new (GtkWindow *parent, TktDesk *desk);

G_END_DECLS
