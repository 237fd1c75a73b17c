/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adds an account, whose person chooses a password by an invitation, or changes one. */
#pragma once

#include <adwaita.h>

#include "tkt-desk.h"

G_BEGIN_DECLS

/**
 * TktAccountWindow:
 *
 * Signal saved (TktAccount *account): so the server has it now. The window closes.
 */
#define TKT_TYPE_ACCOUNT_WINDOW (tkt_account_window_get_type ())
G_DECLARE_FINAL_TYPE (TktAccountWindow, tkt_account_window, TKT, ACCOUNT_WINDOW, AdwWindow)

/* @account: (nullable): NULL adds one. */
TktAccountWindow *
tkt_account_window_new (GtkWindow *parent, TktDesk *desk, const TktAccount *account);

G_END_DECLS
