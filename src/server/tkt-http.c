/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTTP: requests and plain answers. */
#include "tkt-http-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tkt-negotiation.h"
#include "tkt-query.h"
#include "tkt-refusal.h"
#include "tkt-token.h"

#define COMPRESS_FROM 1024

static void
on_finished (TktHttpRequest *request)
{
  request->gone = TRUE;
  tkt_http_cut_body (request);
}

static void
on_written (SoupServerMessage *message, TktHttp *http)
{
  g_atomic_int_add (&http->unfinished, -1);
  tkt_http_set_phase (http, message, TKT_CONNECTION_IDLE);
}

static TktHttpRequest *
request_new (TktHttp *http, SoupServerMessage *message)
{
  TktHttpRequest *request = g_new0 (TktHttpRequest, 1);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  request->http = http;
  /* "100 Continue" took the one of on_started() with it. */
  request->log.request_id = g_strdup (soup_message_headers_get_one (headers, "X-Request-Id"));
  if (request->log.request_id == NULL)
    request->log.request_id = tkt_request_id_new ();
  request->message = g_object_ref (message);
  request->target = g_uri_to_string_partial (soup_server_message_get_uri (message),
                                             G_URI_HIDE_USERINFO | G_URI_HIDE_FRAGMENT);
  request->began_us = g_get_monotonic_time ();
  g_atomic_int_inc (&http->unfinished);
  g_signal_connect (message, "finished", G_CALLBACK (on_written), http);
  g_signal_connect_swapped (message, "finished", G_CALLBACK (on_finished), request);
  return request;
}

void
tkt_http_log (TktHttp *http, TktLogRequest *request)
{
  gboolean slow = request->us >= http->options.slow_us || request->status >= 500;

  if (http->options.log == TKT_REQUEST_LOG_YES
      || (http->options.log == TKT_REQUEST_LOG_SLOW && slow))
    tkt_log_request (request);
  g_free (request->request_id);
  g_free (request->address);
  g_free (request->account_id);
}

/* (transfer full): with all that is known now. */
static TktLogRequest
describe (TktHttpRequest *request)
{
  const TktCall *call = request->call;
  SoupMessageBody *body = soup_server_message_get_response_body (request->message);
  TktLogRequest log = request->log;

  if (call != NULL && call->route != NULL)
    {
      log.method = call->head ? "HEAD" : call->route->method;
      log.route = call->route->path;
    }
  if (call != NULL)
    {
      log.address = g_strdup (call->address);
      log.account_id = g_strdup (call->actor != NULL ? call->actor->account->id : call->account_id);
    }
  log.status = soup_server_message_get_status (request->message);
  log.bytes = call != NULL && call->head ? 0 : body->length;
  log.us = g_get_monotonic_time () - request->began_us;
  if (request->http->options.figures != NULL)
    tkt_figures_count (
        request->http->options.figures, call != NULL ? call->route : NULL, log.status, log.us);
  return log;
}

static void
set_common_headers (SoupMessageHeaders *headers, const char *request_id)
{
  soup_message_headers_replace (headers, "X-Request-Id", request_id);
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "Content-Security-Policy", TKT_CONTENT_POLICY);
}

TktLogRequest
tkt_http_request_let_go (TktHttpRequest *request)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);
  TktLogRequest log = describe (request);

  set_common_headers (headers, log.request_id);
  if (request->http->listeners == NULL)
    soup_message_headers_replace (headers, "Connection", "close");
  g_hash_table_remove (request->http->uploads, request->message);
  g_signal_handlers_disconnect_by_data (request->message, request);
  if (request->answered != NULL)
    *request->answered = TRUE;
  if (request->paused && !request->gone)
    soup_server_message_unpause (request->message);
  g_object_unref (request->message);
  g_free (request->target);
  g_free (request);
  return log;
}

void
tkt_http_request_finish (TktHttpRequest *request)
{
  TktHttp *http = request->http;
  TktLogRequest log = tkt_http_request_let_go (request);

  tkt_http_log (http, &log);
}

const char *
tkt_http_get_target (TktHttpRequest *request)
{
  return request->target;
}

static const char *
get_media_type (const TktRoute *route)
{
  if (route->media_type != NULL)
    return route->media_type;
  return route->stream ? "text/event-stream" : "application/json";
}

static void
set_body (TktHttpRequest *request, const char *type, GBytes *plain, GBytes *packed_before)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);
  g_autoptr (GBytes) packed = NULL;

  soup_message_headers_set_content_type (headers, type, NULL);
  soup_message_headers_append (headers, "Vary", "Accept-Encoding");
  if (g_bytes_get_size (plain) > COMPRESS_FROM
      && tkt_negotiation_takes_gzip (soup_server_message_get_request_headers (request->message)))
    packed = packed_before != NULL ? g_bytes_ref (packed_before) : tkt_negotiation_compress (plain);
  if (packed != NULL)
    soup_message_headers_replace (headers, "Content-Encoding", "gzip");
  soup_message_body_append_bytes (soup_server_message_get_response_body (request->message),
                                  packed != NULL ? packed : plain);
}

/* From the query as it was sent: an answer from memory has no other. */
static void
set_link_next (TktHttpRequest *request, const TktCall *call)
{
  GUri *uri = soup_server_message_get_uri (request->message);
  g_autofree char *link
      = tkt_query_link_next (g_uri_get_path (uri), g_uri_get_query (uri), call->next);

  soup_message_headers_replace (
      soup_server_message_get_response_headers (request->message), "Link", link);
}

/* RFC 9110 section 15.4.5: what varies is said as in the whole answer, and no length but its. */
static void
set_not_modified (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, SOUP_STATUS_NOT_MODIFIED, NULL);
  soup_message_headers_replace (headers, "Vary", "Accept-Encoding");
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_NONE);
}

/* How far an upload has got, in the words of the IETF's draft "Resumable Uploads for HTTP". */
static void
set_progress (SoupMessageHeaders *headers, const TktUpload *upload)
{
  g_autofree char *offset = g_strdup_printf ("%" G_GINT64_FORMAT, upload->size);

  soup_message_headers_replace (headers, "Upload-Offset", offset);
  soup_message_headers_replace (headers, "Upload-Complete", "?0");
}

void
tkt_http_answer (TktHttpRequest *request, TktCall *call)
{
  SoupServerMessage *message = request->message;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  gboolean reads = !call->route->write;

  soup_message_headers_replace (headers, "Cache-Control", "no-cache, private");
  if (call->etag != NULL)
    soup_message_headers_replace (headers, "ETag", call->etag);
  if (reads && call->next != NULL)
    set_link_next (request, call);
  if (call->file != NULL)
    set_progress (headers, call->file);
  if (reads && call->etag != NULL
      && tkt_negotiation_client_has (soup_server_message_get_request_headers (message), call->etag))
    set_not_modified (message);
  else
    {
      soup_server_message_set_status (message, call->status, NULL);
      if (call->body_bytes != NULL)
        set_body (request, get_media_type (call->route), call->body_bytes, call->packed_bytes);
    }
  tkt_http_request_finish (request);
}

void
tkt_http_refuse (TktHttpRequest *request, const GError *error)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);
  g_autoptr (GError) problem = tkt_call_describe_failure (request->log.request_id, error);
  guint retry_after = tkt_problem_get_retry_after (problem);
  gsize length;
  char *json = tkt_problem_to_json (problem, &length);
  g_autoptr (GBytes) body = g_bytes_new_take (json, length);

  if (tkt_problem_code_to_status (problem->code) == 401)
    soup_message_headers_replace (headers, "WWW-Authenticate", "Bearer");
  if (retry_after > 0)
    {
      g_autofree char *seconds = g_strdup_printf ("%u", retry_after);

      soup_message_headers_replace (headers, "Retry-After", seconds);
    }
  soup_server_message_set_status (
      request->message, tkt_problem_code_to_status (problem->code), NULL);
  set_body (request, "application/problem+json", body, NULL);
  tkt_http_request_finish (request);
}

static void refuse_new (TktHttpRequest *request, TktProblemCode code, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static void
refuse_new (TktHttpRequest *request, TktProblemCode code, const char *format, ...)
{
  g_autoptr (GError) problem = NULL;
  va_list args;

  va_start (args, format);
  problem = g_error_new_valist (TKT_PROBLEM, code, format, args);
  va_end (args);
  tkt_http_refuse (request, problem);
}

/* A connection that is still open, after the server was told to stop. */
static void
refuse_stopping (TktHttpRequest *request)
{
  g_autoptr (GError) problem
      = tkt_problem_new (TKT_PROBLEM_UNAVAILABLE, _ ("The server is stopping. Try again shortly."));

  tkt_problem_set_retry_after (problem, 1);
  tkt_http_refuse (request, problem);
}

static void
answer_options (TktHttpRequest *request, const char *methods)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);

  soup_message_headers_replace (headers, "Allow", methods);
  soup_server_message_set_status (request->message, SOUP_STATUS_NO_CONTENT, NULL);
  tkt_http_request_finish (request);
}

/* No call: the methods that there are, or why there is none. */
static void
answer_without_route (TktHttpRequest *request, const char *method, const char *path)
{
  const TktHttpOptions *options = &request->http->options;
  g_autofree char *methods = tkt_routes_list_methods (options->routes, options->n_routes, path);

  if (methods == NULL)
    refuse_new (request, TKT_PROBLEM_NOT_FOUND, _ ("There is nothing at this address."));
  else if (g_str_equal (method, "OPTIONS"))
    answer_options (request, methods);
  else
    {
      soup_message_headers_replace (
          soup_server_message_get_response_headers (request->message), "Allow", methods);
      refuse_new (
          request, TKT_PROBLEM_METHOD_NOT_ALLOWED, _ ("This address does not have this method."));
    }
}

/* What can be said before a call begins. FALSE: it has been answered. */
static gboolean
find_route (TktHttpRequest *request, const char *path, TktCall *call)
{
  SoupServerMessage *message = request->message;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *method = soup_server_message_get_method (message);
  const TktHttpOptions *options = &request->http->options;
  g_autoptr (GError) too_much = NULL;

  call->route = tkt_routes_find (options->routes, options->n_routes, method, path, &call->id);
  if (!tkt_http_check_head (request, &too_much))
    tkt_http_refuse (request, too_much);
  else if (call->route == NULL)
    answer_without_route (request, method, path);
  else if (!call->route->file && !tkt_negotiation_takes (headers, get_media_type (call->route)))
    refuse_new (request,
                TKT_PROBLEM_NOT_ACCEPTABLE,
                _ ("The answer comes as %s."),
                get_media_type (call->route));
  else if (!tkt_http_check_size (request, &too_much))
    tkt_http_refuse (request, too_much);
  else
    return TRUE;
  return FALSE;
}

void
tkt_http_pause (TktHttpRequest *request)
{
  request->answered = NULL;
  request->paused = TRUE;
  /* It is for us, not for the client, to go on. */
  tkt_http_set_phase (request->http, request->message, TKT_CONNECTION_ANSWER);
  soup_server_message_pause (request->message);
}

/* Finds the route and calls the handler: for an upload when the head has come, for all others when
 * the body has. */
static void
serve (TktHttp *http, SoupServerMessage *message, const char *path)
{
  TktHttpRequest *request = request_new (http, message);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autoptr (TktCall) call = tkt_call_new ();
  gboolean answered = FALSE;

  request->call = call;
  call->address = tkt_http_find_client (http, message);
  call->head = g_str_equal (soup_server_message_get_method (message), "HEAD");
  if (http->listeners == NULL)
    {
      refuse_stopping (request);
      return;
    }
  if (!find_route (request, path, call))
    return;
  /* libsoup would cut any answer to it. */
  call->range = g_strdup (soup_message_headers_get_one (headers, "Range"));
  soup_message_headers_remove (headers, "Range");
  call->request_id = g_strdup (request->log.request_id);
  call->if_match = tkt_negotiation_get_if_match (headers);
  request->answered = &answered;
  http->handler (request, g_steal_pointer (&call), http->user_data);
  /* To pause and go on costs a turn of the main loop: most answers are there at once. */
  if (answered)
    return;
  request->answered = NULL;
  if (request->body_funcs == NULL)
    tkt_http_pause (request);
}

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *unused,
            gpointer user_data)
{
  TktHttp *http = user_data;

  tkt_http_set_phase (http, message, TKT_CONNECTION_ANSWER);
  if (!tkt_http_end_body (http, message))
    serve (http, message, path);
}

/* Of a body that is too large the rest is read and thrown away, so that the answer reaches the
 * client. */
static void
on_got_chunk (SoupServerMessage *message, GBytes *chunk, const TktLimits *limits)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  if (body->length > limits->body_most)
    soup_message_body_set_accumulate (body, FALSE);
}

/* Before a request is read. What libsoup itself refuses, it answers without asking anybody: this
 * is what it then sends. */
static void
on_started (SoupServer *server, SoupServerMessage *message, TktHttp *http)
{
  static const char problem[] = "{\"type\":\"/problems/bad-request\","
                                "\"title\":\"The request can't be understood\",\"status\":400,"
                                "\"detail\":\"This is not HTTP as the server understands it.\","
                                "\"code\":\"bad-request\"}";
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *request_id = tkt_request_id_new ();

  tkt_http_set_phase (http, message, TKT_CONNECTION_HEADERS);
  set_common_headers (headers, request_id);
  soup_message_headers_set_content_type (headers, "application/problem+json", NULL);
  soup_message_body_append (soup_server_message_get_response_body (message),
                            SOUP_MEMORY_STATIC,
                            problem,
                            strlen (problem));
}

static gboolean
is_upload (TktHttp *http, const char *method, const char *path)
{
  g_autofree char *id = NULL;
  const TktRoute *route
      = tkt_routes_find (http->options.routes, http->options.n_routes, method, path, &id);

  return route != NULL && route->upload;
}

/* Now libsoup has understood it, and will ask. */
static void
on_early (SoupServer *server,
          SoupServerMessage *message,
          const char *path,
          GHashTable *query,
          gpointer user_data)
{
  TktHttp *http = user_data;

  soup_message_headers_remove (soup_server_message_get_response_headers (message), "Content-Type");
  soup_message_body_truncate (soup_server_message_get_response_body (message));
  tkt_http_set_phase (http, message, TKT_CONNECTION_BODY);
  if (is_upload (http, soup_server_message_get_method (message), path))
    {
      soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
      serve (http, message, path);
    }
  else
    g_signal_connect (
        message, "got-chunk", G_CALLBACK (on_got_chunk), (gpointer)http->options.limits);
}

TktHttp *
tkt_http_new (const TktHttpOptions *options,
              TktHttpHandler handler,
              gpointer user_data,
              GError **error)
{
  TktHttp *http = g_new0 (TktHttp, 1);

  http->anchor = -1;
  http->options = *options;
  http->uploads = g_hash_table_new (NULL, NULL);
  http->wires = g_hash_table_new (NULL, NULL);
  http->connections = tkt_connections_new (options->limits, options->gate);
  http->handler = handler;
  http->user_data = user_data;
  http->server = soup_server_new ("server-header", "tickets", NULL);
  g_signal_connect (http->server, "request-started", G_CALLBACK (on_started), http);
  soup_server_add_early_handler (http->server, NULL, on_early, http, NULL);
  soup_server_add_handler (http->server, NULL, on_request, http, NULL);
  http->poller = tkt_poller_new (error);
  if (http->poller != NULL && tkt_http_listen (http, options->endpoints, error))
    return http;
  tkt_http_free (http);
  return NULL;
}

void
tkt_http_close (TktHttp *http)
{
  g_clear_pointer (&http->listeners, g_ptr_array_unref);
}

gboolean
tkt_http_is_idle (TktHttp *http)
{
  return g_atomic_int_get (&http->unfinished) == 0;
}

void
tkt_http_free (TktHttp *http)
{
  g_autoptr (GList) cut = g_hash_table_get_values (http->uploads);

  tkt_http_close (http);
  g_list_foreach (cut, (GFunc)on_finished, NULL);
  g_object_unref (http->server);
  g_hash_table_unref (http->wires);
  g_clear_pointer (&http->poller, tkt_poller_unref);
  tkt_connections_free (http->connections);
  g_hash_table_unref (http->uploads);
  if (http->anchor >= 0)
    close (http->anchor);
  g_free (http);
}
