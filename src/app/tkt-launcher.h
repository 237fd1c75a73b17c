/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The number on the program's icon, where a dock or a panel shows one. */
#pragma once

#include "tkt-window.h"

G_BEGIN_DECLS

/* Counts what is unread in @window, too, from now until it is closed. */
void tkt_launcher_add (GtkApplication *application, TktWindow *window);

/* (transfer full): the signal's parameters for @count. */
GVariant *tkt_launcher_make_update (const char *application_id, guint count);
char *tkt_launcher_make_path (const char *application_id);

G_END_DECLS
