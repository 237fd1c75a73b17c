/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two files that touch SoupServerMessage share: plain answers, and streams. */
#pragma once

#include <libsoup/soup.h>

#include "tkt-http.h"
#include "tkt-listener.h"
#include "tkt-poller.h"

G_BEGIN_DECLS

struct _TktHttp
{
  SoupServer *server;
  TktTls *tls;
  TktProxies *proxies;
  GPtrArray *listeners; /* of TktListener; NULL: takes no more connections */
  int anchor;           /* keep_connections() */
  TktPoller *poller;    /* of connections that libsoup does not serve */
  gint unfinished;      /* atomic: requests whose answers are not written yet */
  TktHttpHandler handler;
  gpointer user_data;
};

struct _TktHttpRequest
{
  TktHttp *http;
  SoupServerMessage *message;
  char *request_id;
  char *target;
  gint64 began_us;
  gboolean gone;      /* the client has hung up */
  gboolean paused;    /* the answer is waited for */
  gboolean *answered; /* tells the handler's caller, while that has not returned */
};

/* Sends what has been set, and frees the request. */
void tkt_http_request_finish (TktHttpRequest *request);

G_END_DECLS
