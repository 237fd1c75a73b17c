/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files: bodies of requests and answers that go piece by piece, so that none is ever in memory as a
 * whole. */
#pragma once

#include "tkt-http.h"

G_BEGIN_DECLS

/* All on the thread that the request came on. */
typedef struct
{
  /* Bytes of the body. FALSE: no more of it before tkt_http_go_on(). */
  gboolean (*bytes) (GBytes *bytes, gpointer user_data);
  /* That was all: now the request is answered. */
  void (*end) (gpointer user_data);
  /* The client is gone before the end; the request is still refused, to free it. */
  void (*cut) (gpointer user_data);
} TktHttpBodyFuncs;

/* Checks what the head of @request says of its body: 411, 413, 415. */
gboolean tkt_http_check_body (TktHttpRequest *request, GError **error);

/* From the handler of a route with `upload`: hands over what comes of the body. A request may be
 * answered or refused before its end; the rest is then read and thrown away. */
void
tkt_http_take_body (TktHttpRequest *request, const TktHttpBodyFuncs *funcs, gpointer user_data);
void tkt_http_go_on (TktHttpRequest *request);

/* (transfer full): bytes of a file from @offset on; NULL: they can't be had (any more). */
typedef GBytes *(*TktHttpFileFunc) (gint64 offset, gpointer data);

/* Answers with the file that @call has, as a whole or in a range (RFC 9110, section 14), or 304.
 * What is not asked for is not read. */
void tkt_http_send_file (TktHttpRequest *request,
                         const TktCall *call,
                         TktHttpFileFunc read,
                         gpointer data,
                         GDestroyNotify data_free);

G_END_DECLS
