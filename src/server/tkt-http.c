/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTTP: the one file that touches SoupServerMessage. */
#include "tkt-http.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "tkt-db.h"
#include "tkt-token.h"

#define BODY_MAX (256 * 1024)
#define TARGET_MAX 8192
#define COMPRESS_FROM 1024


struct _TktHttp
{
  SoupServer *server;
  TktHttpHandler handler;
  gpointer user_data;
};

struct _TktHttpRequest
{
  SoupServerMessage *message;
  char *request_id;
  char *target;
  gint64 began_us;
  gboolean gone; /* the client has hung up */
};

static void
on_finished (TktHttpRequest *request)
{
  request->gone = TRUE;
}

static TktHttpRequest *
request_new (SoupServerMessage *message)
{
  TktHttpRequest *request = g_new0 (TktHttpRequest, 1);
  guint8 random[8];
  char hex[2 * sizeof random + 1];

  randombytes_buf (random, sizeof random);
  request->request_id = g_strdup (sodium_bin2hex (hex, sizeof hex, random, sizeof random));
  request->message = g_object_ref (message);
  request->target = g_uri_to_string_partial (soup_server_message_get_uri (message),
                                             G_URI_HIDE_USERINFO | G_URI_HIDE_FRAGMENT);
  request->began_us = g_get_monotonic_time ();
  g_signal_connect_swapped (message, "finished", G_CALLBACK (on_finished), request);
  soup_server_message_pause (message);
  return request;
}

/* One line a request: never a token, a query or a text. */
static void
log_request (TktHttpRequest *request)
{
  g_info ("%s %s %u %.1f ms %s", soup_server_message_get_method (request->message),
          g_uri_get_path (soup_server_message_get_uri (request->message)),
          soup_server_message_get_status (request->message),
          (g_get_monotonic_time () - request->began_us) / 1000.0, request->request_id);
}

static void
request_finish (TktHttpRequest *request)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);

  soup_message_headers_replace (headers, "X-Request-Id", request->request_id);
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  log_request (request);
  g_signal_handlers_disconnect_by_data (request->message, request);
  if (!request->gone)
    soup_server_message_unpause (request->message);
  g_object_unref (request->message);
  g_free (request->request_id);
  g_free (request->target);
  g_free (request);
}

const char *
tkt_http_get_target (TktHttpRequest *request)
{
  return request->target;
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

static gboolean
is_known_param (const char *params, const char *name)
{
  g_auto (GStrv) known = g_strsplit (params != NULL ? params : "", " ", -1);

  return g_strv_contains ((const char *const *) known, name);
}

gboolean
tkt_http_read_query (TktHttpRequest *request, TktCall *call, GError **error)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (request->message));
  GUriParamsIter iter;
  g_autoptr (GError) broken = NULL;
  char *name, *value;

  if (query == NULL)
    return TRUE;
  call->query = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_uri_params_iter_init (&iter, query, -1, "&", G_URI_PARAMS_WWW_FORM);
  while (g_uri_params_iter_next (&iter, &name, &value, &broken))
    {
      g_autofree char *taken_name = name;

      if (!is_known_param (call->route->params, name))
        {
          g_free (value);
          tkt_call_set_bad_param (error, taken_name, _ ("this call does not have it"));
          return FALSE;
        }
      if (!g_hash_table_insert (call->query, g_steal_pointer (&taken_name), value))
        {
          tkt_call_set_bad_param (error, name, _ ("it stands there twice"));
          return FALSE;
        }
    }
  if (broken == NULL)
    return TRUE;
  tkt_problem_set (error, TKT_PROBLEM_BAD_REQUEST, _ ("The query can't be read: %s"),
                   broken->message);
  return FALSE;
}

static gboolean
is_json (TktHttpRequest *request)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);

  return type != NULL && g_ascii_strcasecmp (type, "application/json") == 0;
}

gboolean
tkt_http_read_body (TktHttpRequest *request, TktCall *call, GError **error)
{
  SoupMessageBody *body = soup_server_message_get_request_body (request->message);
  g_autoptr (GBytes) bytes = NULL;

  if (call->route->shape == NULL)
    return TRUE;
  if (!is_json (request))
    {
      tkt_problem_set (error, TKT_PROBLEM_UNSUPPORTED_MEDIA_TYPE,
                       _ ("Send the body as application/json."));
      return FALSE;
    }
  bytes = soup_message_body_flatten (body);
  call->body = tkt_shape_read_bytes (call->route->shape, g_bytes_get_data (bytes, NULL),
                                     g_bytes_get_size (bytes), TKT_READ_STRICT, error);
  return call->body != NULL;
}

void
tkt_http_finish_answer (TktCall *call)
{
  guint8 hash[8];
  char hex[2 * sizeof hash + 1];

  if (call->json == NULL)
    return;
  call->body_bytes = g_string_free_to_bytes (g_steal_pointer (&call->json));
  if (call->revision != 0)
    {
      call->etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", call->revision);
      return;
    }
  crypto_generichash (hash, sizeof hash, g_bytes_get_data (call->body_bytes, NULL),
                      g_bytes_get_size (call->body_bytes), NULL, 0);
  call->etag = g_strdup_printf ("W/\"%s\"", sodium_bin2hex (hex, sizeof hex, hash, sizeof hash));
}

/* RFC 9110 section 13.1.2: a list of entity tags, compared weakly, or "*". */
static gboolean
client_has (SoupMessageHeaders *headers, const char *etag)
{
  const char *sent = soup_message_headers_get_list (headers, "If-None-Match");
  const char *opaque = g_str_has_prefix (etag, "W/") ? etag + 2 : etag;
  g_auto (GStrv) tags = NULL;

  if (sent == NULL)
    return FALSE;
  tags = g_strsplit (sent, ",", 32);
  for (char **tag = tags; *tag != NULL; tag++)
    {
      const char *t = g_strstrip (*tag);

      if (g_str_equal (t, "*") || g_str_equal (g_str_has_prefix (t, "W/") ? t + 2 : t, opaque))
        return TRUE;
    }
  return FALSE;
}

static gboolean
takes_gzip (SoupMessageHeaders *headers)
{
  const char *accepted = soup_message_headers_get_list (headers, "Accept-Encoding");

  return accepted != NULL && soup_header_contains (accepted, "gzip");
}

static GBytes *
compress (GBytes *plain)
{
  g_autoptr (GZlibCompressor) compressor
      = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1);
  g_autoptr (GInputStream) source = g_memory_input_stream_new_from_bytes (plain);
  g_autoptr (GInputStream) filter
      = g_converter_input_stream_new (source, G_CONVERTER (compressor));
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();

  if (g_output_stream_splice (out, filter, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL) < 0)
    return NULL;
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
}

static void
set_body (TktHttpRequest *request, const char *type, GBytes *plain)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);
  g_autoptr (GBytes) packed = NULL;

  soup_message_headers_set_content_type (headers, type, NULL);
  soup_message_headers_append (headers, "Vary", "Accept-Encoding");
  if (g_bytes_get_size (plain) > COMPRESS_FROM
      && takes_gzip (soup_server_message_get_request_headers (request->message)))
    packed = compress (plain);
  if (packed != NULL)
    soup_message_headers_replace (headers, "Content-Encoding", "gzip");
  soup_message_body_append_bytes (soup_server_message_get_response_body (request->message),
                                  packed != NULL ? packed : plain);
}

static void
set_link_next (TktHttpRequest *request, const TktCall *call)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);
  GUri *uri = soup_server_message_get_uri (request->message);
  g_autoptr (GString) target = g_string_new (g_uri_get_path (uri));
  GHashTableIter iter;
  gpointer name, value;

  g_string_append_printf (target, "?cursor=%s", call->next);
  if (call->query != NULL)
    {
      g_hash_table_iter_init (&iter, call->query);
      while (g_hash_table_iter_next (&iter, &name, &value))
        if (!g_str_equal (name, "cursor"))
          {
            g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);

            g_string_append_printf (target, "&%s=%s", (char *) name, escaped);
          }
    }
  g_string_prepend_c (target, '<');
  g_string_append (target, ">; rel=\"next\"");
  soup_message_headers_replace (headers, "Link", target->str);
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
  if (reads && call->etag != NULL
      && client_has (soup_server_message_get_request_headers (message), call->etag))
    soup_server_message_set_status (message, SOUP_STATUS_NOT_MODIFIED, NULL);
  else
    {
      soup_server_message_set_status (message, call->status, NULL);
      if (call->body_bytes != NULL)
        set_body (request, "application/json", call->body_bytes);
    }
  request_finish (request);
}

/* What the store or GLib reports is for the log; the client learns whether to try again. */
static GError *
problem_of (TktHttpRequest *request, const GError *error)
{
  gboolean passing = g_error_matches (error, TKT_DB_ERROR, TKT_DB_ERROR_BUSY)
                     || g_error_matches (error, TKT_DB_ERROR, TKT_DB_ERROR_FULL);
  GError *problem;

  if (error->domain == TKT_PROBLEM)
    return g_error_copy (error);
  g_warning ("%s: %s", request->request_id, error->message);
  if (!passing)
    return tkt_problem_new (TKT_PROBLEM_INTERNAL,
                            _ ("The server failed. Its log has the reason under %s."),
                            request->request_id);
  problem = tkt_problem_new (TKT_PROBLEM_UNAVAILABLE,
                             _ ("The server can't do this at the moment. Try again shortly."));
  tkt_problem_set_retry_after (problem, 5);
  return problem;
}

void
tkt_http_refuse (TktHttpRequest *request, const GError *error)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);
  g_autoptr (GError) problem = problem_of (request, error);
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
  soup_server_message_set_status (request->message, tkt_problem_code_to_status (problem->code),
                                  NULL);
  set_body (request, "application/problem+json", body);
  request_finish (request);
}

static void
refuse_new (TktHttpRequest *request, TktProblemCode code, const char *detail)
{
  g_autoptr (GError) problem = tkt_problem_new (code, "%s", detail);

  tkt_http_refuse (request, problem);
}

/* The revision in If-Match, -1 where none was sent. A tag that is no revision matches nothing. */
static gint64
read_if_match (SoupServerMessage *message)
{
  const char *tag = soup_message_headers_get_one (soup_server_message_get_request_headers (message),
                                                  "If-Match");
  g_autofree char *digits = NULL;
  gint64 revision;

  if (tag == NULL || g_str_equal (tag, "*"))
    return -1;
  digits = g_strdup (tag);
  g_strdelimit (digits, "\"", ' ');
  return g_ascii_string_to_signed (g_strstrip (digits), 10, 1, G_MAXINT64, &revision, NULL)
             ? revision
             : 0;
}

static gboolean
takes_json (SoupServerMessage *message)
{
  const char *accepted = soup_message_headers_get_list (
      soup_server_message_get_request_headers (message), "Accept");

  return accepted == NULL || strstr (accepted, "*/*") != NULL
         || strstr (accepted, "application/*") != NULL || strstr (accepted, "json") != NULL;
}

static void
answer_options (TktHttpRequest *request, const char *methods)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);

  soup_message_headers_replace (headers, "Allow", methods);
  soup_server_message_set_status (request->message, SOUP_STATUS_NO_CONTENT, NULL);
  request_finish (request);
}

/* What can be said before a call begins. FALSE: it has been answered. */
static gboolean
find_route (TktHttpRequest *request, const char *path, TktCall *call)
{
  SoupServerMessage *message = request->message;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  const char *method = soup_server_message_get_method (message);
  g_autofree char *methods = NULL;

  call->route = tkt_routes_find (method, path, &call->id, &methods);
  if (strlen (request->target) > TARGET_MAX)
    refuse_new (request, TKT_PROBLEM_URI_TOO_LONG, _ ("The address is longer than 8 KiB."));
  else if (methods == NULL)
    refuse_new (request, TKT_PROBLEM_NOT_FOUND, _ ("There is nothing at this address."));
  else if (g_str_equal (method, "OPTIONS"))
    answer_options (request, methods);
  else if (call->route == NULL)
    {
      soup_message_headers_replace (soup_server_message_get_response_headers (message), "Allow",
                                    methods);
      refuse_new (request, TKT_PROBLEM_METHOD_NOT_ALLOWED,
                  _ ("This address does not have this method."));
    }
  else if (!takes_json (message))
    refuse_new (request, TKT_PROBLEM_NOT_ACCEPTABLE, _ ("Answers come as application/json."));
  else if (body->length > BODY_MAX)
    refuse_new (request, TKT_PROBLEM_TOO_LARGE, _ ("A request's body has at most 256 KiB."));
  else
    return TRUE;
  return FALSE;
}

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *unused, gpointer user_data)
{
  TktHttp *http = user_data;
  TktHttpRequest *request = request_new (message);
  g_autoptr (TktCall) call = tkt_call_new ();

  if (!find_route (request, path, call))
    return;
  call->request_id = g_strdup (request->request_id);
  call->address = g_strdup (soup_server_message_get_remote_host (message));
  call->if_match = read_if_match (message);
  http->handler (request, g_steal_pointer (&call), http->user_data);
}

/* Of a body that is too large the rest is read and thrown away, so that the answer reaches the client. */
static void
on_got_chunk (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  if (body->length > BODY_MAX)
    soup_message_body_set_accumulate (body, FALSE);
}

static void
on_early (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  g_signal_connect (message, "got-chunk", G_CALLBACK (on_got_chunk), NULL);
}

TktHttp *
tkt_http_new (GSocket *socket, TktHttpHandler handler, gpointer user_data, GError **error)
{
  TktHttp *http = g_new0 (TktHttp, 1);
  int fd = g_socket_get_fd (socket);
  g_autoptr (GSocket) own = NULL;

  http->handler = handler;
  http->user_data = user_data;
  http->server = soup_server_new ("server-header", "tickets", NULL);
  soup_server_add_early_handler (http->server, NULL, on_early, http, NULL);
  soup_server_add_handler (http->server, NULL, on_request, http, NULL);
  fd = dup (fd);
  own = g_socket_new_from_fd (fd, error);
  if (own != NULL && soup_server_listen_socket (http->server, own, 0, error))
    return http;
  if (own == NULL && fd >= 0)
    close (fd);
  tkt_http_free (http);
  return NULL;
}

void
tkt_http_close (TktHttp *http)
{
  soup_server_disconnect (http->server);
}

void
tkt_http_free (TktHttp *http)
{
  g_object_unref (http->server);
  g_free (http);
}
