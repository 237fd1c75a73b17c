/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of calls share. */
#pragma once

#include <libsoup/soup.h>

#include "tkt-api.h"

G_BEGIN_DECLS

#define TKT_API_PROBLEM_MAX (16 * 1024)

struct _TktApi
{
  GObject parent_instance;

  SoupSession *session;
  GUri *server;
  char *server_text;
  char *token;
};

/* A message to the server, with the session's token. */
SoupMessage *
tkt_api_message_new (TktApi *self, const char *method, const char *path, const char *accept);

gboolean tkt_api_is_of_type (SoupMessage *message, const char *type);

/* Is this what was asked for, whole? */
gboolean tkt_api_is_answer (SoupMessage *message, GBytes *bytes);

/* What an answer says that is not what was asked for. If it is no problem document, something on
 * the way to the server has said it, and nothing follows but that the server was not reached. */
GError *tkt_api_problem_of (SoupMessage *message, GBytes *bytes);

G_END_DECLS
