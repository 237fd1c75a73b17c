/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A validator of others between the API tests and the server (tests/contract/traffic.py): every
 * exchange is held against data/openapi.json by a program that knows nothing but that document. */
#pragma once

#include "api-fixture.h"

G_BEGIN_DECLS

/* What one call sends. */
typedef struct
{
  const char *who;     /* or NULL */
  const char *headers; /* or NULL */
  const char *body;    /* or NULL */
  const char *line;    /* method and target */
  GBytes *bytes;       /* a picture in place of a body, or NULL */
} ApiRequest;

/* The port that the server has to have, for the validator to find it; 0: any. */
guint16 api_proxy_get_server_port (void);

/* Where the validators are, NULL-terminated: first one that lets no request pass that the document
 * refuses, then one that lets all pass and says what is wrong. Empty: there are none. (transfer
 * full) */
char **api_proxy_get_uris (void);

/* Can it be sent through one at all? A stream that stays open can't, nor HEAD, in whose
 * answer a validator looks for JSON, nor what comes out of a validator otherwise than it went in.
 */
gboolean api_proxy_takes (const ApiRequest *request);

/* Is this the server's answer? The test fails where that is not as the document says. FALSE: the
 * validator has answered, for the document refuses the request. */
gboolean api_proxy_passed (const ApiAnswer *answer, const ApiRequest *request);

G_END_DECLS
