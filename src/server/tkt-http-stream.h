/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Event streams (WHATWG HTML, section 9.2, "Server-sent events"): answers that stay open. */
#pragma once

#include "tkt-http.h"

G_BEGIN_DECLS

/* All on the thread that the request came on. */
typedef struct _TktHttpStream TktHttpStream;

typedef struct
{
  void (*drained) (gpointer user_data); /* all that was sent has been written */
  void (*gone) (gpointer user_data);    /* the client has hung up: the stream is freed after this */
} TktHttpStreamFuncs;

/* Answers 200 and keeps the answer open. Takes @request; the server is not stopped before the
 * stream has ended. */
TktHttpStream *
tkt_http_stream_new (TktHttpRequest *request, const TktHttpStreamFuncs *funcs, gpointer user_data);

/* The newest event that the client has seen (Last-Event-ID); 0: none. */
gint64 tkt_http_get_last_event_id (TktHttpRequest *request);

/* @text: whole lines of the event stream format. TRUE: it was written, as far as the network takes
 * it; FALSE: drained() or gone() follows. */
gboolean tkt_http_stream_send (TktHttpStream *stream, const char *text);

/* Ends the answer in good order, or (where the client does not read) breaks the connection. No
 * function is called afterwards. */
void tkt_http_stream_end (TktHttpStream *stream);

G_END_DECLS
