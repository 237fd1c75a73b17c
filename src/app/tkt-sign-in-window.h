/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first minute: server, name and password, or the demo. */
#pragma once

#include <adwaita.h>

#include "tkt-sign-ins.h"

G_BEGIN_DECLS

/**
 * TktSignInWindow:
 *
 * Signal signed-in (TktSignIn *sign_in, gboolean kept_in_file): the account is remembered and its
 * token kept, in the keyring or (@kept_in_file) in a file that only the person can read; the window
 * closes itself.
 * **Try the Demo** activates app.demo.
 */
#define TKT_TYPE_SIGN_IN_WINDOW (tkt_sign_in_window_get_type ())
G_DECLARE_FINAL_TYPE (TktSignInWindow,
                      tkt_sign_in_window,
                      TKT,
                      SIGN_IN_WINDOW,
                      AdwApplicationWindow)

/* @again: (nullable): an account whose session has ended: server and name are filled in. */
TktSignInWindow *
tkt_sign_in_window_new (GtkApplication *application, TktSignIns *sign_ins, const TktSignIn *again);

G_END_DECLS
