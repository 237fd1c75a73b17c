/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A validator of others between the API tests and the server. */
#include "api-proxy.h"

#include <string.h>

#include "tkt-json.h"

guint16
api_proxy_get_server_port (void)
{
  const char *port = g_getenv ("TICKETS_API_PORT");

  return port != NULL ? g_ascii_strtoull (port, NULL, 10) : 0;
}

char **
api_proxy_get_uris (void)
{
  const char *uris = g_getenv ("TICKETS_API_PROXIES");

  return g_strsplit (uris != NULL ? uris : "", " ", -1);
}

/* A validator reads JSON and writes it anew, without what was wrong or twice in it. */
static gboolean
body_survives (const char *body)
{
  g_autofree char *json = g_strdelimit (g_strdup (body), "'", '"');
  g_autoptr (JsonNode) root = tkt_json_parse (json, strlen (json), NULL);
  g_autofree char *anew = NULL;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  anew = json_to_string (root, FALSE);
  return g_str_equal (json, anew);
}

/* The same of an address: bytes that are no text become some. */
static gboolean
target_survives (const char *line)
{
  g_autofree char *plain = g_uri_unescape_string (line, NULL);

  return plain != NULL && g_utf8_validate (plain, -1, NULL);
}

gboolean
api_proxy_takes (const ApiRequest *request)
{
  return request->bytes == NULL && !g_str_has_prefix (request->line, "GET /v1/events")
         && !g_str_has_prefix (request->line, "HEAD ") && target_survives (request->line)
         && (request->body == NULL || body_survives (request->body))
         && (request->headers == NULL || strstr (request->headers, "Accept-Encoding") == NULL);
}

/* What it found, as JSON: of requests that it does not refuse also what it would have refused. */
static void
check_violations (const char *violations, const ApiAnswer *answer, const ApiRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = json_from_string (violations, &error);
  JsonArray *all;

  g_assert_no_error (error);
  all = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (all); i++)
    {
      JsonObject *violation = json_array_get_object_element (all, i);
      JsonArray *location = json_object_get_array_member (violation, "location");

      if (g_str_equal (json_array_get_string_element (location, 0), "response"))
        g_error ("%s: the answer %u is not as the document says: %s %s",
                 request->line,
                 answer->status,
                 violations,
                 answer->text);
    }
}

gboolean
api_proxy_passed (const ApiAnswer *answer, const ApiRequest *request)
{
  const char *violations = soup_message_headers_get_one (answer->headers, "sl-violations");

  if (soup_message_headers_get_one (answer->headers, "X-Request-Id") != NULL)
    {
      if (violations != NULL)
        check_violations (violations, answer, request);
      return TRUE;
    }
  /* It hides an answer that is not as the document says behind one of its own. */
  if (strstr (answer->text, "#VIOLATIONS") != NULL)
    g_error ("%s: the answer is not as the document says: %s", request->line, answer->text);
  return FALSE;
}
