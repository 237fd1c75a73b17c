/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notifications on the desktop for what others write (rule 16). */
#pragma once

#include "tkt-window.h"

G_BEGIN_DECLS

/**
 * TktNotifier:
 *
 * One an account. While the account's window is not in front, each ticket in which somebody wrote
 * has one notification, with the id "ACCOUNT/TICKET"; a click activates app.show-ticket. It is
 * withdrawn when the messages are read, on any computer, and all are with the notifier: a program
 * that does not run could not withdraw them.
 */
#define TKT_TYPE_NOTIFIER (tkt_notifier_get_type ())
G_DECLARE_FINAL_TYPE (TktNotifier, tkt_notifier, TKT, NOTIFIER, GObject)

/* For the account of @window; lives until that is removed from @application. The program that
 * shares its id with others (--demo) has none: a click would go to the one that owns the id. */
void tkt_notifier_add (GApplication *application, TktWindow *window);

G_END_DECLS
