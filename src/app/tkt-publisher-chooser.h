/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A button that chooses a publisher: a popover with a search entry over all of them. */
#pragma once

#include <gtk/gtk.h>

#include "tkt-desk.h"

G_BEGIN_DECLS

/**
 * TktPublisherChooser:
 *
 * Property publisher-id (string, nullable): what is chosen; notified when the person chooses.
 * Property any-label (string, nullable): the words for "no publisher"; without it one must be
 * chosen.
 */
#define TKT_TYPE_PUBLISHER_CHOOSER (tkt_publisher_chooser_get_type ())
G_DECLARE_FINAL_TYPE (TktPublisherChooser, tkt_publisher_chooser, TKT, PUBLISHER_CHOOSER, GtkWidget)

void tkt_publisher_chooser_set_desk (TktPublisherChooser *self, TktDesk *desk);

const char *tkt_publisher_chooser_get_publisher_id (TktPublisherChooser *self);
/* (nullable): what it is called; NULL: none is chosen, or its name has not been read yet. */
const char *tkt_publisher_chooser_get_name (TktPublisherChooser *self);
/* @name: (nullable): what it is called, where that is known already. */
void tkt_publisher_chooser_set_publisher (TktPublisherChooser *self,
                                          const char *publisher_id,
                                          const char *name);

G_END_DECLS
