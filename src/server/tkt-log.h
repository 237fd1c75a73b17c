/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log: one line a request and one for whatever else is said, to the journal or to standard
 * error. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  TKT_LOG_WARNING,
  TKT_LOG_INFO,
  TKT_LOG_DEBUG,
} TktLogLevel;

typedef enum
{
  TKT_REQUEST_LOG_NO,
  TKT_REQUEST_LOG_SLOW, /* those that took long, or failed by the server's fault (5xx) */
  TKT_REQUEST_LOG_YES,
} TktRequestLog;

/* What is said of a request. Never a token, a word of a query or a text: what stands here are ids,
 * and the route instead of the path. */
typedef struct
{
  char *request_id;
  char *address;      /* the client's; or NULL */
  char *account_id;   /* NULL: nobody has signed in */
  const char *method; /* of the route; NULL: no route was found */
  const char *route;  /* "/v1/tickets/{id}"; or NULL */
  guint status;
  gsize bytes; /* of the answer's body */
  gint64 us;   /* from its head to its answer */
} TktLogRequest;

void tkt_log_request (const TktLogRequest *request);

/* From now on the program's messages, this file's lines among them, are written by this: as fields
 * to the journal where standard error leads there, else as a line. Once. */
void tkt_log_begin (TktLogLevel least);

/* (transfer full): a message as a line, "time=… level=… …" without its end. */
char *tkt_log_format (GLogLevelFlags level, const GLogField *fields, gsize n_fields);

G_END_DECLS
