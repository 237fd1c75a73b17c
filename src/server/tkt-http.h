/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTTP: turns requests into calls and calls into answers. With tkt-http-stream.h and
 * tkt-http-file.h the only place that touches SoupServerMessage. */
#pragma once

#include <gio/gio.h>

#include "tkt-call.h"
#include "tkt-endpoint.h"
#include "tkt-figures.h"
#include "tkt-gate.h"
#include "tkt-log.h"
#include "tkt-proxies.h"
#include "tkt-tls.h"

G_BEGIN_DECLS

typedef struct _TktHttp TktHttp;
typedef struct _TktHttpRequest TktHttpRequest;

/* A request whose route is known, and whose body has come, but for that of an upload. It must be
 * answered or refused exactly once, now or later, on the thread that it came on. Takes @call. */
typedef void (*TktHttpHandler) (TktHttpRequest *request, TktCall *call, gpointer user_data);

/* All of it stays the caller's, and outlives the TktHttp. */
typedef struct
{
  GPtrArray *endpoints; /* of TktEndpoint; others may listen at the same sockets */
  TktTls *tls;          /* for those that speak TLS; or NULL */
  TktProxies *proxies;
  const TktLimits *limits;
  TktGate *gate; /* that connections come through; NULL: all are let in */
  const TktRoute *routes;
  guint n_routes;
  TktFigures *figures; /* what is counted; NULL: nothing */
  TktRequestLog log;
  gint64 slow_us; /* what is slow to the log */
} TktHttpOptions;

/* Serves what comes to its endpoints, on the thread's default context. */
TktHttp *tkt_http_new (const TktHttpOptions *options,
                       TktHttpHandler handler,
                       gpointer user_data,
                       GError **error);
void tkt_http_close (TktHttp *http); /* no more calls; what is under way goes on */
gboolean
tkt_http_is_idle (TktHttp *http); /* any thread: every answer has been written to its end */
void tkt_http_free (TktHttp *http);

/* Path and query as they were sent. */
const char *tkt_http_get_target (TktHttpRequest *request);

/* Parts of a request, each with the problem that protocol.md says. */
gboolean tkt_http_read_token (TktHttpRequest *request, TktCall *call, GError **error); /* 401 */
gboolean tkt_http_read_query (TktHttpRequest *request, TktCall *call, GError **error); /* 400 */
gboolean tkt_http_read_body (TktHttpRequest *request,
                             TktCall *call,
                             GError **error); /* 400, 413, 415, 422 */

/* Sends the answer: 304 where the client has it, compressed where it takes that. */
void tkt_http_answer (TktHttpRequest *request, TktCall *call);

/* Sends a problem document. What is no %TKT_PROBLEM goes to the log and is `internal` or
 * `unavailable` to the client. */
void tkt_http_refuse (TktHttpRequest *request, const GError *error);

G_END_DECLS
