/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adds a publisher, or changes one. */
#pragma once

#include <adwaita.h>

#include "tkt-accounts.h"

G_BEGIN_DECLS

/**
 * TktPublisherWindow:
 *
 * Signal saved (TktPublisher *publisher): so the server has it now. The window closes.
 */
#define TKT_TYPE_PUBLISHER_WINDOW (tkt_publisher_window_get_type ())
G_DECLARE_FINAL_TYPE (TktPublisherWindow, tkt_publisher_window, TKT, PUBLISHER_WINDOW, AdwWindow)

/* @accounts: of whom the account manager is chosen. @publisher: (nullable): NULL adds one. */
TktPublisherWindow *tkt_publisher_window_new (GtkWindow *parent,
                                              TktDesk *desk,
                                              TktAccounts *accounts,
                                              const TktPublisher *publisher);

G_END_DECLS
