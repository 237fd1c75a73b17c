/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTTP: the parts of a request. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "tkt-http-private.h"
#include "tkt-negotiation.h"
#include "tkt-query.h"
#include "tkt-token.h"

/* Of path and query, which is what the client has written. */
static gint64
get_target_size (GUri *uri)
{
  const char *query = g_uri_get_query (uri);

  return strlen (g_uri_get_path (uri)) + (query != NULL ? 1 + strlen (query) : 0);
}

gboolean
tkt_http_check_head (TktHttpRequest *request, GError **error)
{
  const TktLimits *limits = request->http->options.limits;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  g_autofree char *most = NULL;

  if (get_target_size (soup_server_message_get_uri (request->message)) > limits->target_most)
    {
      most = tkt_limits_size_to_text (limits->target_most);
      tkt_problem_set (error, TKT_PROBLEM_URI_TOO_LONG, _ ("The address is longer than %s."), most);
      return FALSE;
    }
  if (tkt_negotiation_get_size (headers) > (gsize)limits->headers_most)
    {
      most = tkt_limits_size_to_text (limits->headers_most);
      tkt_problem_set (error,
                       TKT_PROBLEM_HEADERS_TOO_LARGE,
                       _ ("The request's headers are longer than %s."),
                       most);
      return FALSE;
    }
  return TRUE;
}

gboolean
tkt_http_check_size (TktHttpRequest *request, GError **error)
{
  gint64 most = request->http->options.limits->body_most;
  g_autofree char *text = NULL;

  if (soup_server_message_get_request_body (request->message)->length <= most)
    return TRUE;
  text = tkt_limits_size_to_text (most);
  tkt_problem_set (error, TKT_PROBLEM_TOO_LARGE, _ ("A request's body has at most %s."), text);
  return FALSE;
}

gboolean
tkt_http_read_token (TktHttpRequest *request, TktCall *call, GError **error)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  const char *value = soup_message_headers_get_one (headers, "Authorization");

  if (value != NULL && g_ascii_strncasecmp (value, "Bearer ", 7) == 0
      && tkt_token_hash (value + 7, call->token_hash))
    return TRUE;
  tkt_problem_set (error, TKT_PROBLEM_SIGNED_OUT, _ ("Sign in to do this."));
  return FALSE;
}

gboolean
tkt_http_read_query (TktHttpRequest *request, TktCall *call, GError **error)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (request->message));

  call->query = tkt_query_read (query, call->route->params, error);
  return call->query != NULL;
}

gboolean
tkt_http_check_length (TktHttpRequest *request, GError **error)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);

  if (soup_message_headers_get_one (headers, "Content-Length") != NULL
      || soup_message_headers_get_list (headers, "Transfer-Encoding") != NULL)
    return TRUE;
  tkt_problem_set (
      error, TKT_PROBLEM_LENGTH_REQUIRED, _ ("Send a body, with its length or in chunks."));
  return FALSE;
}

gboolean
tkt_http_read_body (TktHttpRequest *request, TktCall *call, GError **error)
{
  SoupMessageBody *body = soup_server_message_get_request_body (request->message);
  g_autoptr (GBytes) bytes = NULL;

  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);

  if (call->route->shape == NULL)
    return TRUE;
  if (!tkt_http_check_length (request, error))
    return FALSE;
  if (!tkt_negotiation_sends_json (headers))
    {
      tkt_problem_set (error,
                       TKT_PROBLEM_UNSUPPORTED_MEDIA_TYPE,
                       _ ("Send the body as application/json, not compressed."));
      return FALSE;
    }
  bytes = soup_message_body_flatten (body);
  call->body = tkt_shape_read_bytes (call->route->shape,
                                     g_bytes_get_data (bytes, NULL),
                                     g_bytes_get_size (bytes),
                                     TKT_READ_STRICT,
                                     error);
  return call->body != NULL;
}
