/* SPDX-License-Identifier: GPL-3.0-or-later */
/* **Try the Demo**: an embedded server with two people signed in to it. */
#pragma once

#include "tkt-sign-ins.h"

G_BEGIN_DECLS

/**
 * TktDemo:
 *
 * Nothing to set up and nothing to clean up: databases lie in a temporary folder that is removed
 * when the demo is finalized, tokens are in memory. Main thread only.
 */
#define TKT_TYPE_DEMO (tkt_demo_get_type ())
G_DECLARE_FINAL_TYPE (TktDemo, tkt_demo, TKT, DEMO, GObject)

void
tkt_demo_start_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
TktDemo *tkt_demo_start_finish (GAsyncResult *result, GError **error);

TktSignIns *tkt_demo_get_sign_ins (TktDemo *self);
const TktSignIn *tkt_demo_get_manager (TktDemo *self);
const TktSignIn *tkt_demo_get_partner (TktDemo *self);

G_END_DECLS
