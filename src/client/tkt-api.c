/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls of protocol.md to one server. */
#include "tkt-api.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "tkt-api-private.h"
#include "tkt-json.h"

/* Seconds without a byte; longer than from heartbeat to heartbeat of an event stream. */
#define TIMEOUT 40

/* A stream, a page of changes, an entry of the outbox, and one for what a person asks. */
#define CONNECTIONS 4

#define ANSWER_MAX (64 * 1024 * 1024)

G_DEFINE_FINAL_TYPE (TktApi, tkt_api, G_TYPE_OBJECT)

static void
tkt_api_finalize (GObject *object)
{
  TktApi *self = TKT_API (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->server, g_uri_unref);
  g_free (self->server_text);
  g_free (self->token);

  G_OBJECT_CLASS (tkt_api_parent_class)->finalize (object);
}

static void
tkt_api_class_init (TktApiClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tkt_api_finalize;
}

static void
tkt_api_init (TktApi *self)
{
  self->session = soup_session_new_with_options ("user-agent",
                                                 "Tickets",
                                                 "timeout",
                                                 TIMEOUT,
                                                 "idle-timeout",
                                                 2 * TIMEOUT,
                                                 "max-conns",
                                                 CONNECTIONS,
                                                 "max-conns-per-host",
                                                 CONNECTIONS,
                                                 NULL);
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return g_strcmp0 (host, "localhost") == 0
         || (address != NULL && g_inet_address_get_is_loopback (address));
}

/* What the person typed as scheme, host and port; a bare host means https. */
static GUri *
parse_server (const char *text, GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_autofree char *full = strstr (trimmed, "://") != NULL ? g_strdup (trimmed)
                                                          : g_strconcat ("https://", trimmed, NULL);
  g_autoptr (GUri) uri = g_uri_parse (full, SOUP_HTTP_URI_FLAGS, NULL);
  const char *path = uri != NULL ? g_uri_get_path (uri) : NULL;
  gboolean http;

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0'
      || (*path != '\0' && !g_str_equal (path, "/")) || g_uri_get_query (uri) != NULL)
    {
      tkt_problem_set_invalid (
          error, "/server", _ ("This is not a server's address. It looks like desk.example.net."));
      return NULL;
    }
  http = g_str_equal (g_uri_get_scheme (uri), "http");
  if (!http && !g_str_equal (g_uri_get_scheme (uri), "https"))
    {
      tkt_problem_set_invalid (error, "/server", _ ("A server's address begins with https://"));
      return NULL;
    }
  if (http && !is_loopback (g_uri_get_host (uri)))
    {
      tkt_problem_set_invalid (
          error,
          "/server",
          _ ("Without encryption (http://) only a server on this computer is used. Try https://"));
      return NULL;
    }
  return g_steal_pointer (&uri);
}

TktApi *
tkt_api_new (const char *server, GError **error)
{
  g_autoptr (GUri) uri = parse_server (server, error);
  TktApi *self;

  if (uri == NULL)
    return NULL;
  self = g_object_new (TKT_TYPE_API, NULL);
  self->server = g_uri_build (SOUP_HTTP_URI_FLAGS,
                              g_uri_get_scheme (uri),
                              NULL,
                              g_uri_get_host (uri),
                              g_uri_get_port (uri),
                              "/",
                              NULL,
                              NULL);
  self->server_text = g_uri_to_string (self->server);
  g_strchomp (self->server_text);
  if (g_str_has_suffix (self->server_text, "/"))
    self->server_text[strlen (self->server_text) - 1] = '\0';
  return self;
}

const char *
tkt_api_get_server (TktApi *self)
{
  g_return_val_if_fail (TKT_IS_API (self), NULL);

  return self->server_text;
}

void
tkt_api_set_token (TktApi *self, const char *token)
{
  g_return_if_fail (TKT_IS_API (self));

  g_free (self->token);
  self->token = g_strdup (token);
}

static guint
read_retry_after (SoupMessage *message)
{
  const char *value
      = soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");
  guint64 seconds;

  return value != NULL && g_ascii_string_to_unsigned (value, 10, 0, 24 * 3600, &seconds, NULL)
             ? seconds
             : 0;
}

gboolean
tkt_api_is_of_type (SoupMessage *message, const char *type)
{
  return g_strcmp0 (soup_message_headers_get_content_type (
                        soup_message_get_response_headers (message), NULL),
                    type)
         == 0;
}

/* Only the server writes problem documents. */
static gboolean
is_problem (SoupMessage *message, const char *body, gsize size)
{
  g_autoptr (JsonNode) root = NULL;

  if (!tkt_api_is_of_type (message, "application/problem+json"))
    return FALSE;
  root = tkt_json_parse (body, size, NULL);
  return root != NULL;
}

GError *
tkt_api_problem_of (SoupMessage *message, GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  const char *body = data != NULL ? data : "";
  GError *problem;

  if (is_problem (message, body, size))
    problem = tkt_problem_from_json (soup_message_get_status (message), body, size);
  else
    problem = tkt_problem_new (TKT_PROBLEM_UNAVAILABLE,
                               _ ("Something else answered in the server's place. Perhaps this "
                                  "network wants you to sign in to it first."));
  tkt_problem_set_retry_after (problem, read_retry_after (message));
  return problem;
}

gboolean
tkt_api_is_answer (SoupMessage *message, GBytes *bytes)
{
  const guint status = soup_message_get_status (message);

  return status == SOUP_STATUS_NO_CONTENT
         || (status >= 200 && status < 300 && tkt_api_is_of_type (message, "application/json")
             && g_bytes_get_size (bytes) <= ANSWER_MAX);
}

/* A call under way. */
typedef struct
{
  char *method;
  char *path;
  GBytes *body; /* NULL: none */
  char *token;  /* that it was sent with, or NULL */
  SoupMessage *message;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_free (call->method);
  g_free (call->path);
  g_clear_pointer (&call->body, g_bytes_unref);
  g_free (call->token);
  g_clear_object (&call->message);
  g_free (call);
}

static void send_call (GTask *task);

static void
on_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TktApi *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes
      = soup_session_send_and_read_finish (SOUP_SESSION (object), result, &error);

  if (bytes == NULL)
    g_task_return_error (task, error);
  else if (tkt_api_is_answer (call->message, bytes))
    g_task_return_pointer (task, g_steal_pointer (&bytes), (GDestroyNotify)g_bytes_unref);
  else if (soup_message_get_status (call->message) == SOUP_STATUS_UNAUTHORIZED
           && self->token != NULL && g_strcmp0 (call->token, self->token) != 0)
    /* What is said of the session of before is not said of that of now. */
    send_call (g_steal_pointer (&task));
  else
    g_task_return_error (task, tkt_api_problem_of (call->message, bytes));
}

SoupMessage *
tkt_api_message_new (TktApi *self, const char *method, const char *path, const char *accept)
{
  g_autofree char *address = g_strconcat (self->server_text, path, NULL);
  SoupMessage *message = soup_message_new (method, address);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  /* A redirection would carry the token to where nobody has agreed to. */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_append (headers, "Accept", accept);
  if (self->token != NULL)
    {
      g_autofree char *value = g_strconcat ("Bearer ", self->token, NULL);

      soup_message_headers_append (headers, "Authorization", value);
    }
  return message;
}

static void
send_call (GTask *task)
{
  TktApi *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);

  g_clear_object (&call->message);
  call->message = tkt_api_message_new (
      self, call->method, call->path, "application/json, application/problem+json");
  g_free (call->token);
  call->token = g_strdup (self->token);
  if (call->body != NULL)
    soup_message_set_request_body_from_bytes (call->message, "application/json", call->body);
  soup_session_send_and_read_async (self->session,
                                    call->message,
                                    G_PRIORITY_DEFAULT,
                                    g_task_get_cancellable (task),
                                    on_read,
                                    task);
}

void
tkt_api_call_async (TktApi *self,
                    const char *method,
                    const char *path,
                    char *body_taken,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);

  call->method = g_strdup (method);
  call->path = g_strdup (path);
  if (body_taken != NULL)
    call->body = g_bytes_new_take (body_taken, strlen (body_taken));
  g_task_set_source_tag (task, tkt_api_call_async);
  g_task_set_task_data (task, call, call_free);
  send_call (task);
}

GBytes *
tkt_api_call_finish (TktApi *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_problem_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes
      = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, &error);

  g_task_return_error (
      task, bytes != NULL ? tkt_api_problem_of (g_task_get_task_data (task), bytes) : error);
}

static void
on_stream_sent (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SoupMessage *message = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GInputStream) stream
      = soup_session_send_finish (SOUP_SESSION (object), result, &error);

  if (stream == NULL)
    g_task_return_error (task, error);
  else if (soup_message_get_status (message) == SOUP_STATUS_OK
           && tkt_api_is_of_type (message, "text/event-stream"))
    g_task_return_pointer (task, g_steal_pointer (&stream), g_object_unref);
  else
    g_input_stream_read_bytes_async (stream,
                                     TKT_API_PROBLEM_MAX,
                                     G_PRIORITY_DEFAULT,
                                     g_task_get_cancellable (task),
                                     on_problem_read,
                                     g_object_ref (task));
}

void
tkt_api_stream_async (TktApi *self,
                      const char *path,
                      gint64 last_event_id,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  SoupMessage *message = tkt_api_message_new (self, "GET", path, "text/event-stream");

  g_task_set_source_tag (task, tkt_api_stream_async);
  g_task_set_task_data (task, message, g_object_unref);
  if (last_event_id != 0)
    {
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, last_event_id);

      soup_message_headers_append (soup_message_get_request_headers (message), "Last-Event-ID", id);
    }
  soup_session_send_async (
      self->session, message, G_PRIORITY_DEFAULT, cancellable, on_stream_sent, task);
}

GInputStream *
tkt_api_stream_finish (TktApi *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
tkt_api_is_offline (const GError *error)
{
  /* A certificate that is not trusted is no matter of waiting: the person has to know. */
  if (error->domain == G_TLS_ERROR)
    return g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_EOF);
  return error->domain == G_RESOLVER_ERROR || error->domain == SOUP_SESSION_ERROR
         || (error->domain == G_IO_ERROR && error->code != G_IO_ERROR_CANCELLED);
}

gboolean
tkt_api_may_retry (const GError *error)
{
  if (error->domain != TKT_PROBLEM)
    return TRUE;
  return error->code == TKT_PROBLEM_INTERNAL || error->code == TKT_PROBLEM_UNAVAILABLE
         || error->code == TKT_PROBLEM_SLOW_DOWN || error->code == TKT_PROBLEM_SIGNED_OUT;
}

gboolean
tkt_api_is_untaken (const GError *error)
{
  if (error->domain == G_IO_ERROR)
    return error->code == G_IO_ERROR_CONNECTION_REFUSED || error->code == G_IO_ERROR_HOST_NOT_FOUND
           || error->code == G_IO_ERROR_HOST_UNREACHABLE
           || error->code == G_IO_ERROR_NETWORK_UNREACHABLE;
  /* A proxy may say 500 or 503 of what its server has done. */
  return error->domain == G_RESOLVER_ERROR
         || g_error_matches (error, TKT_PROBLEM, TKT_PROBLEM_SIGNED_OUT)
         || g_error_matches (error, TKT_PROBLEM, TKT_PROBLEM_SLOW_DOWN);
}
