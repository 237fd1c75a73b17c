/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The quiet bar below the header: offline since when, the first fetch's progress, what is wrong
 * with the disk. */
#pragma once

#include <gtk/gtk.h>

#include "tkt-desk.h"

G_BEGIN_DECLS

#define TKT_TYPE_NETWORK_BAR (tkt_network_bar_get_type ())
G_DECLARE_FINAL_TYPE (TktNetworkBar, tkt_network_bar, TKT, NETWORK_BAR, GtkWidget)

void tkt_network_bar_set_desk (TktNetworkBar *self, TktDesk *desk);

/* Staff read while the feature is off, and are told so (rule 2). */
void tkt_network_bar_set_support_off (TktNetworkBar *self, gboolean off);

G_END_DECLS
