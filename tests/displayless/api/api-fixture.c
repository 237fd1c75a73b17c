/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk of the API tests: calls the real server as anybody and says in one line what it answered.
 */
#include "api-fixture.h"

#include <string.h>

#include "api-contract.h"
#include "api-log.h"
#include "api-proxy.h"
#include "tkt-uuid.h"

/* How many there are; only the first one's server is where a validator looks for it. */
static guint n_fixtures = 0;

static void
answer_free (gpointer data)
{
  ApiAnswer *answer = data;

  g_free (answer->said);
  g_free (answer->text);
  g_clear_pointer (&answer->json, json_node_unref);
  soup_message_headers_unref (answer->headers);
  g_free (answer);
}

Api *
api_new (void)
{
  Api *self = g_new0 (Api, 1);

  api_log_begin ();
  api_log_plant (TEST_PASSWORD);
  self->server = test_server_new_at (n_fixtures == 0 ? api_proxy_get_server_port () : 0);
  self->proxies = n_fixtures == 0 ? api_proxy_get_uris () : g_new0 (char *, 1);
  n_fixtures++;
  self->session = soup_session_new_with_options (
      "timeout", 15, "max-conns-per-host", 8, "proxy-resolver", NULL, NULL);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
  self->tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->answers = g_ptr_array_new_with_free_func (answer_free);
  self->texts = g_string_chunk_new (1024);

  return self;
}

void
api_free (Api *self)
{
  soup_session_abort (self->session);
  g_assert_finalize_object (self->session);
  g_hash_table_unref (self->tokens);
  g_ptr_array_unref (self->answers);
  g_string_chunk_free (self->texts);
  g_strfreev (self->proxies);
  test_server_free (self->server);
  n_fixtures--;
  api_log_check ();
  g_free (self);
}

const char *
api_add_elsewhere (Api *self)
{
  g_autofree char *id = test_server_add_organization (self->server, "elsewhere");

  return g_string_chunk_insert (self->texts, id);
}

const char *
api_text (Api *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  return g_string_chunk_insert (self->texts, text);
}

const char *
api_new_id (Api *self)
{
  g_autofree char *id = tkt_uuid_new ();

  return g_string_chunk_insert (self->texts, id);
}

static void
add_headers (SoupMessageHeaders *to, const char *headers)
{
  g_auto (GStrv) lines = g_strsplit (headers, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) parts = g_strsplit (*line, ": ", 2);

      soup_message_headers_replace (to, parts[0], parts[1]);
    }
}

static gboolean
is_json (SoupMessageHeaders *headers)
{
  const char *type = soup_message_headers_get_content_type (headers, NULL);

  return soup_message_headers_get_one (headers, "Content-Encoding") == NULL && type != NULL
         && g_str_has_suffix (type, "json");
}

static ApiAnswer *
receive (Api *self, SoupMessage *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = soup_session_send_and_read (self->session, message, NULL, &error);
  ApiAnswer *answer = g_new0 (ApiAnswer, 1);

  g_assert_no_error (error);
  answer->status = soup_message_get_status (message);
  answer->headers = soup_message_headers_ref (soup_message_get_response_headers (message));
  answer->length = g_bytes_get_size (bytes);
  answer->text = g_malloc0 (answer->length + 1);
  if (answer->length > 0)
    memcpy (answer->text, g_bytes_get_data (bytes, NULL), answer->length);
  if (is_json (answer->headers) && answer->length > 0)
    answer->json = json_from_string (answer->text, &error);
  g_assert_no_error (error);
  g_ptr_array_add (self->answers, answer);

  return answer;
}

static SoupMessage *
make_message (Api *self, const char *base, const ApiRequest *request)
{
  g_auto (GStrv) words = g_strsplit (request->line, " ", 2);
  g_autofree char *uri = g_strconcat (base, words[1], NULL);
  SoupMessage *message = soup_message_new (words[0], uri);
  SoupMessageHeaders *headers;

  g_assert_nonnull (message);
  headers = soup_message_get_request_headers (message);
  if (request->body != NULL)
    {
      char *json = g_strdelimit (g_strdup (request->body), "'", '"');
      g_autoptr (GBytes) bytes = g_bytes_new_take (json, strlen (json));

      api_log_plant_json (json);
      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }
  else if (request->bytes != NULL)
    soup_message_set_request_body_from_bytes (message, "image/png", request->bytes);
  if (request->headers != NULL)
    add_headers (headers, request->headers);
  if (request->who != NULL)
    {
      g_autofree char *value = g_strconcat ("Bearer ", api_token (self, request->who), NULL);

      soup_message_headers_replace (headers, "Authorization", value);
    }

  return message;
}

static ApiAnswer *
exchange (Api *self, const char *base, const ApiRequest *request)
{
  g_autoptr (SoupMessage) message = make_message (self, base, request);

  return receive (self, message);
}

/* Through the validators, where there are some. What the document refuses the server must refuse,
 * too. */
static ApiAnswer *
exchange_validated (Api *self, const ApiRequest *request)
{
  g_autofree char *base = test_server_get_uri (self->server);
  const char *refusal = NULL;
  ApiAnswer *answer = NULL;

  for (char **proxy = self->proxies; *proxy != NULL && api_proxy_takes (request); proxy++)
    {
      answer = exchange (self, *proxy, request);
      if (api_proxy_passed (answer, request))
        break;
      refusal = answer->text;
      answer = NULL;
    }
  if (answer == NULL)
    answer = exchange (self, base, request);
  if (refusal != NULL && answer->status < 400)
    g_error ("%s %s: the server takes what is refused: %s", request->line, request->body, refusal);

  return answer;
}

static ApiAnswer *
send_request (Api *self, const ApiRequest *request)
{
  g_auto (GStrv) words = g_strsplit (request->line, " ", 2);
  ApiAnswer *answer = exchange_validated (self, request);

  answer->said = api_contract_check (answer, words[0]);

  return answer;
}

const char *
api_token (Api *self, const char *who)
{
  char *token = g_hash_table_lookup (self->tokens, who);
  g_auto (GStrv) name = g_strsplit (who, "/", 2);
  g_autofree char *body = NULL;
  ApiAnswer *answer;

  if (token != NULL)
    return token;
  body = g_strdup_printf ("{'organization':'%s','username':'%s','password':'" TEST_PASSWORD "'}",
                          g_str_equal (name[0], "ursa") ? "elsewhere" : "larkfield",
                          name[0]);
  answer = send_request (self, &(ApiRequest){ NULL, NULL, body, "POST /v1/sessions" });
  g_assert_cmpstr (answer->said, ==, "201");
  token = g_strdup (api_string (answer, "token"));
  api_log_plant (token);
  g_hash_table_insert (self->tokens, g_strdup (who), token);

  return token;
}

ApiAnswer *
api_send_bytes (Api *self,
                const char *who,
                const char *headers,
                GBytes *bytes,
                const char *format,
                ...)
{
  g_autofree char *line = NULL;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);

  return send_request (self, &(ApiRequest){ who, headers, NULL, line, bytes });
}

ApiAnswer *
api_send (Api *self,
          const char *who,
          const char *headers,
          const char *body,
          const char *format,
          ...)
{
  g_autofree char *line = NULL;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);

  return send_request (self, &(ApiRequest){ who, headers, body, line });
}

ApiAnswer *
api_expect_at (const char *function,
               int line_number,
               Api *self,
               const char *expected,
               const char *who,
               const char *body,
               const char *format,
               ...)
{
  g_autofree char *line = NULL;
  ApiAnswer *answer;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  answer = send_request (self, &(ApiRequest){ who, NULL, body, line });
  if (!g_str_equal (answer->said, expected))
    {
      g_test_message ("%s: %s %s\n%s", who, line, body, answer->text);
      g_assertion_message_cmpstr (
          G_LOG_DOMAIN, __FILE__, line_number, function, line, answer->said, "==", expected);
    }

  return answer;
}

JsonNode *
api_member (const ApiAnswer *answer, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, ".", -1);
  JsonNode *node = answer->json;

  for (char **name = names; *name != NULL; name++)
    {
      g_assert_nonnull (node);
      if (JSON_NODE_HOLDS_ARRAY (node))
        node = json_array_get_element (json_node_get_array (node),
                                       g_ascii_strtoull (*name, NULL, 10));
      else
        node = json_object_get_member (json_node_get_object (node), *name);
    }
  g_assert_nonnull (node);

  return node;
}

const char *
api_string (const ApiAnswer *answer, const char *path)
{
  JsonNode *node = api_member (answer, path);

  return JSON_NODE_HOLDS_NULL (node) ? NULL : json_node_get_string (node);
}

gint64
api_integer (const ApiAnswer *answer, const char *path)
{
  return json_node_get_int (api_member (answer, path));
}

const char *
api_column (Api *self, const ApiAnswer *answer, const char *member)
{
  JsonArray *items = json_node_get_array (api_member (answer, "items"));
  g_autoptr (GString) column = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonNode *node = json_object_get_member (json_array_get_object_element (items, i), member);
      g_autofree char *value = json_node_get_value_type (node) == G_TYPE_STRING
                                   ? json_node_dup_string (node)
                                   : json_to_string (node, FALSE);

      g_string_append_printf (column, "%s%s", i > 0 ? " " : "", value);
    }

  return g_string_chunk_insert (self->texts, column->str);
}

JsonArray *
api_walk (Api *self, const char *who, const char *path, guint limit)
{
  JsonArray *all = json_array_new ();
  const char *join = strchr (path, '?') != NULL ? "&" : "?";
  g_autofree char *cursor = g_strdup ("");

  while (cursor != NULL)
    {
      ApiAnswer *page
          = api_expect (self, "200", who, NULL, "GET %s%slimit=%u%s", path, join, limit, cursor);
      JsonArray *items = json_node_get_array (api_member (page, "items"));
      const char *next = api_string (page, "next");

      g_assert_cmpuint (json_array_get_length (items), <=, limit);
      for (guint i = 0; i < json_array_get_length (items); i++)
        json_array_add_element (all, json_array_dup_element (items, i));
      g_free (cursor);
      cursor = next != NULL ? g_strconcat ("&cursor=", next, NULL) : NULL;
    }

  return all;
}

const char *
api_open (Api *self, const char *who, const char *title)
{
  static const char *const publishers[] = { "ada", "abel", "bob", NULL };
  gboolean staff = !g_strv_contains (publishers, who);
  const char *publisher = staff ? api_text (self, ",'publisher_id':'%s'", self->server->acme) : "";
  const char *body = api_text (
      self, "{'title':'%s','message':{'body':'Opening %s'}%s}", title, title, publisher);

  return api_string (api_expect (self, "201", who, body, "POST /v1/tickets"), "ticket.id");
}

const char *
api_reply (Api *self, const char *who, const char *ticket, const char *body)
{
  const char *json = api_text (self, "{'body':'%s'}", body);

  return api_string (api_expect (self, "201", who, json, "POST /v1/tickets/%s/messages", ticket),
                     "id");
}

const char *
api_write_note (Api *self, const char *who, const char *ticket, const char *body)
{
  const char *json = api_text (self, "{'body':'%s'}", body);

  return api_string (api_expect (self, "201", who, json, "POST /v1/tickets/%s/notes", ticket),
                     "id");
}

void
api_close (Api *self, const char *who, const char *ticket)
{
  api_expect (self, "200", who, "{'status':'closed'}", "PATCH /v1/tickets/%s", ticket);
}

char *
api_wire (Api *self, const char *request, gssize length)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GOutputStream) answer = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  g_socket_client_set_timeout (client, 15);
  connection
      = g_socket_client_connect_to_host (client, "127.0.0.1", self->server->port, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                             request,
                             length < 0 ? strlen (request) : (gsize)length,
                             NULL,
                             NULL,
                             &error);
  g_assert_no_error (error);
  g_output_stream_splice (answer,
                          g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                          G_OUTPUT_STREAM_SPLICE_NONE,
                          NULL,
                          &error);
  g_assert_no_error (error);
  g_output_stream_write_all (answer, "", 1, NULL, NULL, &error);
  g_output_stream_close (answer, NULL, &error);
  g_assert_no_error (error);

  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (answer));
}
