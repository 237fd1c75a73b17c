/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server: lanes that listen, one store, and a graceful end. */
#pragma once

#include <gio/gio.h>

#include "tkt-endpoint.h"
#include "tkt-limits.h"
#include "tkt-log.h"
#include "tkt-password.h"
#include "tkt-sessions.h"
#include "tkt-store.h"
#include "tkt-tls.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *endpoints; /* of TktEndpoint of any role; NULL: http at 127.0.0.1 alone */
  guint16 port;         /* of that one; 0: any free one */
  TktTls *tls;          /* for those of https; or NULL */
  const char *const *trusted_proxies; /* networks (tkt-proxies.h); NULL: none */
  TktRequestLog log;
  gint64 slow_us; /* what is slow to the log */
  guint lanes;    /* threads that serve; 0: one for each processor */
  TktPasswordStrength strength;
  TktSessionLife session_life; /* zeros: as tkt-sessions.h says */
  const TktLimits *limits;     /* copied; NULL: tkt_limits_default */
} TktServerOptions;

#define TKT_TYPE_SERVER (tkt_server_get_type ())
G_DECLARE_FINAL_TYPE (TktServer, tkt_server, TKT, SERVER, GObject)

/**
 * tkt_server_new:
 *
 * Listens when it returns. Any thread; what answers runs on the lanes' own threads.
 * Errors: %G_IO_ERROR for a port that can't be listened at.
 */
TktServer *tkt_server_new (TktStore *store, const TktServerOptions *options, GError **error);

/* Of its first endpoint: "http://127.0.0.1:8080" (transfer none) */
const char *tkt_server_get_uri (TktServer *self);

/**
 * tkt_server_check_async:
 *
 * Calls back when every lane and the store's writer have answered: what hangs never does. One that
 * the server's end cuts short is %G_IO_ERROR_CLOSED.
 */
void tkt_server_check_async (TktServer *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean tkt_server_check_finish (TktServer *self, GAsyncResult *result, GError **error);

/* Takes no more calls, finishes those that are under way, then ends the lanes; the store is left to
 * its owner. Blocks until then, at most ten seconds. Idempotent. */
void tkt_server_stop (TktServer *self);

G_END_DECLS
