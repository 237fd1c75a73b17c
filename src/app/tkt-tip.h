/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tooltips that cost nothing until they are shown. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What hangs over @widget while the pointer rests there, and describes it to assistive technology;
 * NULL: nothing. Setting a GtkWidget:tooltip-text asks the display each time where the pointer is,
 * and waits for the answer. */
void tkt_tip_set (GtkWidget *widget, const char *text);

G_END_DECLS
