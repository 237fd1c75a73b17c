/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this program is: the only file that knows AdwAboutWindow. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @parent: (nullable) */
void tkt_about_show (GtkWindow *parent);

G_END_DECLS
