/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing out of a desk, after a question where something would be lost. */
#pragma once

#include <gtk/gtk.h>

#include "tkt-desk.h"

G_BEGIN_DECLS

/* Asks over @widget's window where @desk's outbox holds undelivered words, then activates
 * app.sign-out. */
void tkt_sign_out_dialog_ask (GtkWidget *widget, TktDesk *desk);

G_END_DECLS
