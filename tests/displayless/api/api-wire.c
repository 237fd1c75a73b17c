/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTTP as it stands on the wire: what a client library would never send, or never show. */
#include "api-fixture.h"

#include <stdio.h>
#include <string.h>

#define HOST " HTTP/1.1\r\nHost: localhost\r\n"
#define LAST "Connection: close\r\n"

/* Sends a request of a's; $A in it stands for her Authorization header. */
static char *
ask (Api *api, const char *request)
{
  g_autoptr (GString) filled = g_string_new (request);
  const char *line = api_text (api, "Authorization: Bearer %s\r\n", api_token (api, "ada"));

  g_string_replace (filled, "$A", line, 0);

  return api_wire (api, filled->str, -1);
}

static char *
get_header (const char *answer, const char *name)
{
  g_autofree char *pattern = g_strdup_printf ("(?im)^%s: (.*?)\r$", name);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_regex_match (regex, answer, 0, &match);

  return g_match_info_matches (match) ? g_match_info_fetch (match, 1) : NULL;
}

static const char *
get_body (const char *answer)
{
  const char *body = strstr (answer, "\r\n\r\n");

  g_assert_nonnull (body);

  return body + 4;
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  for (const char *p = strstr (text, part); p != NULL; p = strstr (p + 1, part))
    n++;

  return n;
}

/* One at a time, each a problem with its request's id, and the server goes on. */
static void
test_refused (void)
{
  static const struct
  {
    const char *request;
    guint status;
    const char *code;
  } cases[] = {
    { "NONSENSE\r\n\r\n", 400, "bad-request" },
    { "GET /v1/me HTTP/1.1\r\n\r\n", 400, "bad-request" }, /* no Host */
    { "GET /v1/me HTTP/9.9\r\nHost: localhost\r\n\r\n", 0, "bad-request" },
    { "GET /v1/../v1/me" HOST LAST "\r\n", 0, NULL },
    { "GET /%2e%2e/etc/passwd" HOST LAST "\r\n", 0, NULL },
    { "POST /v1/sessions" HOST LAST "\r\n", 411, "length-required" },
    { "POST /v1/sessions" HOST LAST "Content-Length: 0\r\n\r\n", 415, "unsupported-media-type" },
    { "POST /v1/sessions" HOST LAST "Content-Type: application/json\r\nContent-Length: 0\r\n\r\n",
      400,
      "bad-request" },
    { "BREW /v1/me" HOST LAST "\r\n", 405, "method-not-allowed" },
    { "TRACE /v1/me" HOST LAST "\r\n", 405, "method-not-allowed" },
    { "GET /v1/tickets?limit=%zz" HOST LAST "$A\r\n", 400, "bad-request" },
    { "GET /v1/tickets?q=%00" HOST LAST "$A\r\n", 400, "bad-request" },
  };
  g_autoptr (Api) api = api_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *answer = ask (api, cases[i].request);
      g_autofree char *id = get_header (answer, "X-Request-Id");
      g_autofree char *type = get_header (answer, "Content-Type");
      g_autofree char *code
          = cases[i].code != NULL ? g_strdup_printf ("\"code\":\"%s\"", cases[i].code) : NULL;
      guint status = 0;

      g_test_message ("%s", cases[i].request);
      g_assert_cmpint (sscanf (answer, "HTTP/1.%*d %u", &status), ==, 1);
      g_assert_cmpuint (status, >=, 400);
      g_assert_cmpuint (status, !=, 500);
      if (cases[i].status != 0)
        g_assert_cmpuint (status, ==, cases[i].status);
      g_assert_nonnull (id);
      g_assert_cmpstr (type, ==, "application/problem+json");
      if (code != NULL)
        g_assert_nonnull (strstr (get_body (answer), code));
    }
  api_expect (api, "200", NULL, NULL, "GET /healthz");
}

/* Everything that is too large is refused in words, and read to its end first. */
static void
test_too_large (void)
{
  static const struct
  {
    const char *before, *after;
    gsize size;
    const char *status;
  } cases[] = {
    { "GET /v1/tickets?q=", HOST LAST "$A\r\n", 8 * 1024 - 60, "HTTP/1.1 200" },
    { "GET /v1/tickets?q=", HOST LAST "$A\r\n", 8 * 1024, "HTTP/1.1 414" },
    { "GET /v1/me" HOST LAST "$AX-Long: ", "\r\n\r\n", 15 * 1024, "HTTP/1.1 200" },
    { "GET /v1/me" HOST LAST "$AX-Long: ", "\r\n\r\n", 17 * 1024, "HTTP/1.1 431" },
    { "POST /v1/tickets" HOST LAST
      "$AContent-Type: application/json\r\nContent-Length: 262145\r\n\r\n",
      "",
      262145,
      "HTTP/1.1 413" },
    { "POST /v1/tickets" HOST LAST
      "$AContent-Type: application/json\r\nContent-Length: 262144\r\n\r\n",
      "",
      262144,
      "HTTP/1.1 400" },
    { "POST /v1/tickets" HOST LAST
      "$AContent-Type: application/json\r\nContent-Length: 2000000\r\n\r\n",
      "",
      2000000,
      "HTTP/1.1 413" },
  };
  g_autoptr (Api) api = api_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *filler = g_strnfill (cases[i].size, 'a');
      g_autofree char *request = g_strconcat (cases[i].before, filler, cases[i].after, NULL);
      g_autofree char *answer = ask (api, request);

      answer[strlen (cases[i].status)] = '\0';
      g_assert_cmpstr (answer, ==, cases[i].status);
    }
}

/* HEAD has the headers of GET, its length too, and no body; also where GET answers a problem. */
static void
test_head (void)
{
  static const char *const targets[] = {
    "/v1/me", "/v1/tickets", "/v1/organization", "/healthz", "/v1/nothing", "/v1/tickets?limit=0",
  };
  g_autoptr (Api) api = api_new ();

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      const char *rest = api_text (api, "%s" HOST LAST "$A\r\n", targets[i]);
      g_autofree char *get = ask (api, api_text (api, "GET %s", rest));
      g_autofree char *head = ask (api, api_text (api, "HEAD %s", rest));
      g_autofree char *length = get_header (get, "Content-Length");
      g_autofree char *head_length = get_header (head, "Content-Length");
      g_autofree char *etag = get_header (get, "ETag");
      g_autofree char *head_etag = get_header (head, "ETag");

      g_assert_cmpint (strlen (get_body (get)), ==, g_ascii_strtoull (length, NULL, 10));
      g_assert_cmpstr (head_length, ==, length);
      g_assert_cmpstr (head_etag, ==, etag);
      g_assert_cmpstr (get_body (head), ==, "");
      g_assert_cmpint (strncmp (head, get, strlen ("HTTP/1.1 200")), ==, 0);
    }
}

/* Three requests in one go are three answers in their order, on one connection. */
static void
test_pipeline (void)
{
  g_autoptr (Api) api = api_new ();
  g_autofree char *answers = ask (api,
                                  "GET /v1/me" HOST "$A\r\n"
                                  "POST /v1/tickets" HOST
                                  "$AContent-Type: application/json\r\nContent-Length: 40\r\n\r\n"
                                  "{\"title\":\"T\",\"message\":{\"body\":\"Piped\"}}"
                                  "GET /v1/tickets" HOST "$A" LAST "\r\n");
  const char *me = strstr (answers, "\"account\"");
  const char *opened = strstr (answers, "HTTP/1.1 201");
  const char *list = strstr (answers, "\"items\"");

  g_assert_cmpuint (count (answers, "HTTP/1.1 2"), ==, 3);
  g_assert_true (me != NULL && opened > me && list > opened);
  g_assert_nonnull (strstr (list, "\"title\":\"T\""));
}

/* A connection serves until the client is done with it. */
static void
test_keep_alive (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (GString) requests = g_string_new (NULL);
  g_autofree char *answers = NULL;

  for (guint i = 0; i < 20; i++)
    g_string_append (requests, "GET /v1/me" HOST "$A\r\n");
  g_string_append (requests, "GET /healthz" HOST LAST "\r\n");
  answers = ask (api, requests->str);
  g_assert_cmpuint (count (answers, "HTTP/1.1 200"), ==, 21);
}

static void
test_bodies (void)
{
  static const char *const bodies[] = {
    /* in chunks */
    "Transfer-Encoding: chunked\r\n\r\n"
    "10\r\n{\"title\":\"T\",\"me\r\n18\r\nssage\":{\"body\":\"Piped\"}}\r\n0\r\n\r\n",
    /* asked for first */
    "Expect: 100-continue\r\nContent-Length: "
    "40\r\n\r\n{\"title\":\"T\",\"message\":{\"body\":\"Piped\"}}",
    /* with a character set */
    "Content-Length: 40\r\n\r\n{\"title\":\"T\",\"message\":{\"body\":\"Piped\"}}",
  };
  g_autoptr (Api) api = api_new ();

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      const char *request = api_text (api,
                                      "POST /v1/tickets" HOST LAST
                                      "$AContent-Type: application/json; charset=utf-8\r\n%s",
                                      bodies[i]);
      g_autofree char *answer = ask (api, request);

      g_assert_cmpuint (count (answer, "HTTP/1.1 201"), ==, 1);
      g_assert_nonnull (strstr (strstr (answer, "HTTP/1.1 201"), "X-Request-Id: "));
      g_assert_cmpuint (count (answer, "HTTP/1.1 100"), ==, i == 1);
    }
  g_assert_cmpint (json_array_get_length (json_node_get_array (
                       api_member (api_call (api, "ada", NULL, "GET /v1/tickets"), "items"))),
                   ==,
                   3);
}

/* A client that hangs up, before or after its request is whole, harms nobody. */
static void
test_hung_up (void)
{
  static const char *const halves[] = {
    "",
    "GET /v1",
    "GET /v1/me" HOST,
    "POST /v1/tickets" HOST
    "$AContent-Type: application/json\r\nContent-Length: 40\r\n\r\n{\"title\"",
    "GET /v1/me" HOST "$A\r\n",
    "POST /v1/tickets" HOST "$AContent-Type: application/json\r\nContent-Length: 40\r\n\r\n"
    "{\"title\":\"T\",\"message\":{\"body\":\"Piped\"}}",
  };
  g_autoptr (Api) api = api_new ();

  for (guint i = 0; i < G_N_ELEMENTS (halves) * 4; i++)
    {
      g_autoptr (GSocketClient) client = g_socket_client_new ();
      g_autoptr (GSocketConnection) connection
          = g_socket_client_connect_to_host (client, "127.0.0.1", api->server->port, NULL, NULL);
      g_autoptr (GString) half = g_string_new (halves[i % G_N_ELEMENTS (halves)]);

      g_assert_nonnull (connection);
      g_string_replace (
          half, "$A", api_text (api, "Authorization: Bearer %s\r\n", api_token (api, "ada")), 0);
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                 half->str,
                                 half->len,
                                 NULL,
                                 NULL,
                                 NULL);
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
    }
  api_expect (api, "200", "ada", NULL, "GET /v1/tickets");
}

/* An answer that the client has is told in the headers that the whole one has. */
static void
test_not_modified (void)
{
  g_autoptr (Api) api = api_new ();
  g_autofree char *whole = ask (api, "GET /v1/organization" HOST LAST "$A\r\n");
  g_autofree char *etag = get_header (whole, "ETag");
  const char *again
      = api_text (api, "GET /v1/organization" HOST LAST "$AIf-None-Match: %s\r\n\r\n", etag);
  g_autofree char *answer = ask (api, again);
  static const char *const kept[] = { "ETag", "Vary", "Cache-Control" };
  g_autofree char *length = get_header (answer, "Content-Length");

  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 304"));
  g_assert_cmpstr (get_body (answer), ==, "");
  g_assert_null (length);
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_autofree char *before = get_header (whole, kept[i]);
      g_autofree char *after = get_header (answer, kept[i]);

      g_assert_nonnull (before);
      g_assert_cmpstr (after, ==, before);
    }
}

void
api_add_wire_tests (void)
{
  g_test_add_func ("/api/wire/refused", test_refused);
  g_test_add_func ("/api/wire/too-large", test_too_large);
  g_test_add_func ("/api/wire/head", test_head);
  g_test_add_func ("/api/wire/pipeline", test_pipeline);
  g_test_add_func ("/api/wire/keep-alive", test_keep_alive);
  g_test_add_func ("/api/wire/bodies", test_bodies);
  g_test_add_func ("/api/wire/hung-up", test_hung_up);
  g_test_add_func ("/api/wire/not-modified", test_not_modified);
}
