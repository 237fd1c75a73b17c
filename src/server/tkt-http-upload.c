/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that come: bodies of requests, piece by piece. */
#include <glib/gi18n-lib.h>

#include "tkt-http-private.h"
#include "tkt-negotiation.h"

gboolean
tkt_http_check_body (TktHttpRequest *request, GError **error)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  gint64 most = request->http->options.limits->attachment_most;

  if (!tkt_http_check_length (request, error))
    return FALSE;
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH
      && soup_message_headers_get_content_length (headers) > most)
    {
      g_autofree char *text = tkt_limits_size_to_text (most);

      tkt_problem_set (error, TKT_PROBLEM_TOO_LARGE, _ ("An attachment has at most %s."), text);
      return FALSE;
    }
  if (tkt_negotiation_is_plain (headers))
    return TRUE;
  tkt_problem_set (error,
                   TKT_PROBLEM_UNSUPPORTED_MEDIA_TYPE,
                   _ ("Send the file's bytes as they are, not compressed."));
  return FALSE;
}

/* A request that was answered before its end has no such handler any more. */
static void
on_got_chunk (TktHttpRequest *request, GBytes *chunk)
{
  gboolean answered = FALSE;

  request->answered = &answered;
  if (!request->body_funcs->bytes (chunk, request->body_data))
    tkt_http_pause (request);
  else if (!answered)
    request->answered = NULL;
}

void
tkt_http_take_body (TktHttpRequest *request, const TktHttpBodyFuncs *funcs, gpointer user_data)
{
  request->body_funcs = funcs;
  request->body_data = user_data;
  g_hash_table_insert (request->http->uploads, request->message, request);
  g_signal_connect_swapped (request->message, "got-chunk", G_CALLBACK (on_got_chunk), request);
}

void
tkt_http_go_on (TktHttpRequest *request)
{
  if (!request->paused || request->gone)
    return;
  request->paused = FALSE;
  tkt_http_set_phase (request->http, request->message, TKT_CONNECTION_BODY);
  soup_server_message_unpause (request->message);
}

gboolean
tkt_http_end_body (TktHttp *http, SoupServerMessage *message)
{
  TktHttpRequest *request = g_hash_table_lookup (http->uploads, message);
  gboolean answered = FALSE;

  if (request == NULL)
    return FALSE;
  g_hash_table_remove (http->uploads, message);
  request->answered = &answered;
  request->body_funcs->end (request->body_data);
  if (!answered)
    tkt_http_pause (request);
  return TRUE;
}

void
tkt_http_cut_body (TktHttpRequest *request)
{
  if (g_hash_table_remove (request->http->uploads, request->message))
    request->body_funcs->cut (request->body_data);
}
