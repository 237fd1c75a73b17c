/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adds or changes a saved reply. */
#pragma once

#include <adwaita.h>

#include "tkt-client-rows.h"
#include "tkt-desk.h"

G_BEGIN_DECLS

#define TKT_TYPE_SAVED_REPLY_WINDOW (tkt_saved_reply_window_get_type ())
G_DECLARE_FINAL_TYPE (TktSavedReplyWindow,
                      tkt_saved_reply_window,
                      TKT,
                      SAVED_REPLY_WINDOW,
                      AdwWindow)

/* @others: of TktSavedReplyRow, whose names are taken; @row: (nullable): NULL for a new one. What
 * is saved is in the outbox when the window closes. */
TktSavedReplyWindow *tkt_saved_reply_window_new (GtkWindow *parent,
                                                 TktDesk *desk,
                                                 TktRowModel *others,
                                                 const TktSavedReplyRow *row);

G_END_DECLS
