/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Publishers overview: who has open tickets. */
#pragma once

#include <gtk/gtk.h>

#include "tkt-desk.h"

G_BEGIN_DECLS

/**
 * TktPublishersPage:
 *
 * Property filter-text (string): the filter as it is remembered (rule 17).
 *
 * Signal chosen (const char *publisher_id, const char *name): a row was activated.
 */
#define TKT_TYPE_PUBLISHERS_PAGE (tkt_publishers_page_get_type ())
G_DECLARE_FINAL_TYPE (TktPublishersPage, tkt_publishers_page, TKT, PUBLISHERS_PAGE, GtkWidget)

void tkt_publishers_page_set_desk (TktPublishersPage *self, TktDesk *desk);
void tkt_publishers_page_focus_search (TktPublishersPage *self);

G_END_DECLS
