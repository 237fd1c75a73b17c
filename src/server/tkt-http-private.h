/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files that touch SoupServerMessage share: connections, plain answers, streams, and
 * files.
 */
#pragma once

#include <libsoup/soup.h>

#include "tkt-connections.h"
#include "tkt-http-file.h"
#include "tkt-listener.h"
#include "tkt-poller.h"
#include "tkt-wire.h"

G_BEGIN_DECLS

struct _TktHttp
{
  TktHttpOptions options; /* but its endpoints */
  SoupServer *server;
  GHashTable *wires;    /* the client's GSocketAddress → its TktWire, both borrowed */
  TktConnections *connections;
  GPtrArray *listeners; /* of TktListener; NULL: takes no more connections */
  int anchor;           /* keep_connections() */
  TktPoller *poller;    /* of connections, whether or not libsoup serves them */
  gint unfinished;      /* atomic: requests whose answers are not written yet */
  TktHttpHandler handler;
  gpointer user_data;
  GHashTable *uploads; /* SoupServerMessage → its TktHttpRequest, whose body is on its way */
};

struct _TktHttpRequest
{
  TktHttp *http;
  SoupServerMessage *message;
  TktLogRequest log;   /* as far as it is known */
  const TktCall *call; /* the handler's, while the request is there; or NULL */
  char *target;
  gint64 began_us;
  gboolean gone;                      /* the client has hung up */
  gboolean paused;                    /* the answer is waited for */
  gboolean *answered;                 /* tells the handler's caller, while that has not returned */
  const TktHttpBodyFuncs *body_funcs; /* who takes the body piece by piece; NULL: nobody */
  gpointer body_data;
};

/* Serves those who come to @endpoints, with http->server. */
gboolean tkt_http_listen (TktHttp *http, GPtrArray *endpoints, GError **error);

/* (transfer full): the address of who sent it, by way of proxies or not. */
char *tkt_http_find_client (TktHttp *http, SoupServerMessage *message);

/* What @message's connection does from now on. */
void tkt_http_set_phase (TktHttp *http, SoupServerMessage *message, TktConnectionPhase phase);

/* Sends what has been set, and frees the request. */
void tkt_http_request_finish (TktHttpRequest *request);

/* 414 and 431, then 413, for what is longer than the server's limits. */
gboolean tkt_http_check_head (TktHttpRequest *request, GError **error);
gboolean tkt_http_check_size (TktHttpRequest *request, GError **error);

/* %TKT_PROBLEM_LENGTH_REQUIRED where there is no body. */
gboolean tkt_http_check_length (TktHttpRequest *request, GError **error);

/* Lets a request wait for its answer. */
void tkt_http_pause (TktHttpRequest *request);

/* The whole body of @message has come: TRUE where somebody took it, who answers now. */
gboolean tkt_http_end_body (TktHttp *http, SoupServerMessage *message);

/* The client is gone; where it is in the middle of a body, whoever takes that is told. */
void tkt_http_cut_body (TktHttpRequest *request);
/* The same of an answer that goes on: (transfer full) what is to be logged at its end. */
TktLogRequest tkt_http_request_let_go (TktHttpRequest *request);

/* Logs what is to be logged, and clears it. */
void tkt_http_log (TktHttp *http, TktLogRequest *request);

G_END_DECLS
