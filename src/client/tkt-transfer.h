/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far a file on its way has come. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TktTransfer:
 *
 * Main thread. Property fraction (double): 0 to 1.
 */
#define TKT_TYPE_TRANSFER (tkt_transfer_get_type ())
G_DECLARE_FINAL_TYPE (TktTransfer, tkt_transfer, TKT, TRANSFER, GObject)

TktTransfer *tkt_transfer_new (void);
double tkt_transfer_get_fraction (TktTransfer *self);

/* @done of @size bytes; 0 of 0 is all. */
void tkt_transfer_set (TktTransfer *self, gint64 done, gint64 size);

G_END_DECLS
