/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bar that shows how far an export is. */
#pragma once

#include <gtk/gtk.h>

#include "tkt-desk-history.h"

G_BEGIN_DECLS

/**
 * TktExportBar:
 *
 * Says what came of it through the actions "win.toast" and, with the file to be opened,
 * "win.exported".
 */
#define TKT_TYPE_EXPORT_BAR (tkt_export_bar_get_type ())
G_DECLARE_FINAL_TYPE (TktExportBar, tkt_export_bar, TKT, EXPORT_BAR, GtkWidget)

/* FALSE, with a toast that says so: another one is under way. The rest is as for
 * tkt_desk_export_async(). */
gboolean tkt_export_bar_start (TktExportBar *self,
                               TktDesk *desk,
                               TktHistoryChoice *choice_taken,
                               const TktHistoryFormat *format,
                               const char *title,
                               GFile *target);

/* Cancels what is under way. */
void tkt_export_bar_cancel (TktExportBar *self);

G_END_DECLS
