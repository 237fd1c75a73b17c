/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in the place of the conversation while several tickets are selected. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TktSeveralPage:
 *
 * What can be done with all of them goes through the window's actions.
 */
#define TKT_TYPE_SEVERAL_PAGE (tkt_several_page_get_type ())
G_DECLARE_FINAL_TYPE (TktSeveralPage, tkt_several_page, TKT, SEVERAL_PAGE, GtkWidget)

void tkt_several_page_set_n_tickets (TktSeveralPage *self, guint n);

G_END_DECLS
