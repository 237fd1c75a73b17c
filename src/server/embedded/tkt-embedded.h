/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real server inside the desk's process, for **Try the Demo**: SQLite in a temporary folder,
 * filled with a small network. The only header of the server that the desk sees. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TktEmbedded:
 *
 * It listens on a free port of the loopback interface, runs on threads of its own, and leaves
 * nothing behind when it is stopped. Its accounts have a random password that is nowhere written.
 */
#define TKT_TYPE_EMBEDDED (tkt_embedded_get_type ())
G_DECLARE_FINAL_TYPE (TktEmbedded, tkt_embedded, TKT, EMBEDDED, GObject)

/* Makes the network as it would look at this moment, and serves it. */
void tkt_embedded_start_async (GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
TktEmbedded *tkt_embedded_start_finish (GAsyncResult *result, GError **error);

const char *tkt_embedded_get_uri (TktEmbedded *self);
const char *tkt_embedded_get_manager (TktEmbedded *self);  /* an account manager's username */
const char *tkt_embedded_get_partner (TktEmbedded *self);  /* a publisher account's */
const char *tkt_embedded_get_password (TktEmbedded *self); /* of both */

/* Ends the calls under way and removes the folder; blocks until then. Idempotent; finalizing does
 * it too. */
void tkt_embedded_stop (TktEmbedded *self);

G_END_DECLS
