/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What HTTP gives a client that asks for it: methods, media types, tags, codings, preconditions. */
#include "api-fixture.h"

#include <string.h>

static const char *
get_header (const ApiAnswer *answer, const char *name)
{
  return soup_message_headers_get_one (answer->headers, name);
}

/* Each address tells its methods, to OPTIONS and to whoever uses a wrong one. */
static void
test_methods (void)
{
  static const struct
  {
    const char *path, *methods, *wrong;
  } addresses[] = {
    { "/healthz", "GET, HEAD, OPTIONS", "POST" },
    { "/readyz", "GET, HEAD, OPTIONS", "DELETE" },
    { "/v1/sessions", "POST, OPTIONS", "GET" },
    { "/v1/sessions/current", "DELETE, OPTIONS", "HEAD" },
    { "/v1/me", "GET, HEAD, OPTIONS", "PUT" },
    { "/v1/me/password", "PUT, OPTIONS", "GET" },
    { "/v1/tickets", "GET, HEAD, POST, OPTIONS", "DELETE" },
    { "/v1/tickets/" API_MISSING, "GET, HEAD, PATCH, OPTIONS", "DELETE" },
    { "/v1/tickets/" API_MISSING "/messages", "GET, HEAD, POST, OPTIONS", "PUT" },
    { "/v1/tickets/" API_MISSING "/read", "PUT, OPTIONS", "GET" },
    { "/v1/messages/" API_MISSING, "DELETE, OPTIONS", "PATCH" },
    { "/v1/publishers", "GET, HEAD, POST, OPTIONS", "PATCH" },
    { "/v1/publishers/" API_MISSING, "PATCH, OPTIONS", "GET" },
    { "/v1/accounts", "GET, HEAD, POST, OPTIONS", "DELETE" },
    { "/v1/accounts/" API_MISSING, "PATCH, OPTIONS", "DELETE" },
    { "/v1/organization", "GET, HEAD, PATCH, OPTIONS", "DELETE" },
    { "/v1/changes", "GET, HEAD, OPTIONS", "POST" },
  };
  g_autoptr (Api) api = api_new ();

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      ApiAnswer *options = api_expect (api, "204", NULL, NULL, "OPTIONS %s", addresses[i].path);
      ApiAnswer *wrong
          = api_call (api, "ada", NULL, "%s %s", addresses[i].wrong, addresses[i].path);

      g_assert_cmpuint (wrong->status, ==, 405);
      g_assert_cmpstr (get_header (options, "Allow"), ==, addresses[i].methods);
      g_assert_cmpstr (get_header (wrong, "Allow"), ==, addresses[i].methods);
    }
}

/* What is no address of the API, whoever asks. */
static void
test_nowhere (void)
{
  static const char *const paths[] = {
    "/",
    "/v1",
    "/v1/",
    "/v2/me",
    "/v1/Me",
    "/v1/me/",
    "/v1/tickets/",
    "/v1/tickets/1",
    "/v1/tickets/0190AAAA-BBBB-7CCC-8DDD-EEEEEEEEEEEE",
    "/v1/tickets/" API_MISSING "0",
    "/v1/tickets/" API_MISSING "/message",
    "/v1/messages/" API_MISSING "/",
    "/metrics",
  };
  g_autoptr (Api) api = api_new ();

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      api_expect (api, "404 not-found", "ada", NULL, "GET %s", paths[i]);
      api_expect (api, "404 not-found", NULL, "{}", "POST %s", paths[i]);
    }
}

static void
test_media_types (void)
{
  static const struct
  {
    const char *headers, *call, *body, *said;
  } cases[] = {
    { "Accept: text/html", "GET /v1/me", NULL, "406 not-acceptable" },
    { "Accept: image/png, text/plain;q=0.5", "GET /v1/tickets", NULL, "406 not-acceptable" },
    { "Accept: application/json", "GET /v1/me", NULL, "200" },
    { "Accept: text/html, */*;q=0.1", "GET /v1/me", NULL, "200" },
    { "Accept: application/*", "GET /v1/me", NULL, "200" },
    { "Content-Type: text/plain", "PATCH /v1/organization", "{}", "415 unsupported-media-type" },
    { "Content-Type: application/merge-patch+json",
      "PATCH /v1/organization",
      "{}",
      "415 unsupported-media-type" },
    { "Content-Type: application/x-www-form-urlencoded",
      "POST /v1/tickets",
      "a=b",
      "415 unsupported-media-type" },
    { "Content-Encoding: gzip", "PATCH /v1/organization", "{}", "415 unsupported-media-type" },
    { "Content-Type: APPLICATION/JSON; charset=utf-8", "PATCH /v1/organization", "{}", "200" },
  };
  g_autoptr (Api) api = api_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ApiAnswer *answer
          = api_send (api, "alma", cases[i].headers, cases[i].body, "%s", cases[i].call);

      g_test_message ("%s", cases[i].headers);
      g_assert_cmpstr (answer->said, ==, cases[i].said);
    }
}

static const char *const reads[] = {
  "/v1/me",      "/v1/organization", "/v1/tickets",    "/v1/publishers",          "/v1/accounts",
  "/v1/changes", "/healthz",         "/v1/tickets/$T", "/v1/tickets/$T/messages",
};

/* Every read carries a tag. It is good until what it stands for changes, and no longer. */
static void
test_tags (void)
{
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "Tagged");

  for (guint i = 0; i < G_N_ELEMENTS (reads); i++)
    {
      g_autoptr (GString) path = g_string_new (reads[i]);
      ApiAnswer *whole, *other;
      const char *etag;

      g_string_replace (path, "$T", ticket, 0);
      whole = api_expect (api, "200", "alma", NULL, "GET %s", path->str);
      etag = get_header (whole, "ETag");
      g_assert_nonnull (etag);
      for (guint n = 0; n < 2; n++)
        {
          static const char *const forms[]
              = { "If-None-Match: %s", "If-None-Match: \"x\", %s", "If-None-Match: W/%s" };

          for (guint f = 0; f < G_N_ELEMENTS (forms) - (etag[0] == 'W'); f++)
            {
              g_autoptr (GString) headers = g_string_new (forms[f]);

              g_string_replace (headers, "%s", etag, 0);
              other = api_send (api, "alma", headers->str, NULL, "GET %s", path->str);
              g_assert_cmpstr (other->said, ==, "304");
              g_assert_cmpstr (get_header (other, "ETag"), ==, etag);
            }
        }
      other = api_send (api, "alma", "If-None-Match: \"no-such\"", NULL, "GET %s", path->str);
      g_assert_cmpstr (other->said, ==, "200");
      g_assert_cmpstr (other->text, ==, whole->text);
    }
}

/* A tag that was given before a change is not honoured after it. */
static void
test_tags_end (void)
{
  static const struct
  {
    const char *read, *write, *body;
  } changes[] = {
    { "/v1/me", "PATCH /v1/organization", "{'name':'Lark 1'}" },
    { "/v1/organization", "PATCH /v1/organization", "{'name':'Lark 2'}" },
    { "/v1/tickets", "POST /v1/tickets/$T/messages", "{'body':'More'}" },
    { "/v1/tickets/$T", "POST /v1/tickets/$T/messages", "{'body':'More'}" },
    { "/v1/tickets/$T/messages", "POST /v1/tickets/$T/messages", "{'body':'More'}" },
    { "/v1/publishers", "PATCH /v1/tickets/$T", "{'status':'closed'}" },
    { "/v1/accounts", "PATCH /v1/accounts/$A", "{'display_name':'Ada B.'}" },
    { "/v1/changes", "PATCH /v1/organization", "{'name':'Lark 3'}" },
  };
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "Tagged");
  g_autofree char *ada = test_server_find_account (api->server, "ada");

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (GString) read = g_string_new (changes[i].read);
      g_autoptr (GString) write = g_string_new (changes[i].write);
      ApiAnswer *before, *after;

      g_string_replace (read, "$T", ticket, 0);
      g_string_replace (write, "$T", ticket, 0);
      g_string_replace (write, "$A", ada, 0);
      before = api_expect (api, "200", "alma", NULL, "GET %s", read->str);
      g_assert_cmpuint (api_call (api, "alma", changes[i].body, "%s", write->str)->status, <, 300);
      after = api_send (api,
                        "alma",
                        api_text (api, "If-None-Match: %s", get_header (before, "ETag")),
                        NULL,
                        "GET %s",
                        read->str);
      g_assert_cmpstr (after->said, ==, "200");
      g_assert_cmpstr (after->text, !=, before->text);
    }
}

/* One account's tag is not another's: what they see differs. */
static void
test_tags_of_others (void)
{
  g_autoptr (Api) api = api_new ();
  const char *etag, *headers;

  api_open (api, "ada", "Acme only");
  etag = get_header (api_call (api, "ada", NULL, "GET /v1/tickets"), "ETag");
  headers = api_text (api, "If-None-Match: %s", etag);
  g_assert_cmpstr (api_send (api, "bob", headers, NULL, "GET /v1/tickets")->said, ==, "200");
  g_assert_cmpstr (
      api_send (api, NULL, headers, NULL, "GET /v1/tickets")->said, ==, "401 signed-out");
}

static char *
unpack (const ApiAnswer *answer, gsize *size)
{
  g_autoptr (GZlibDecompressor) decompressor
      = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GInputStream) packed
      = g_memory_input_stream_new_from_data (answer->text, answer->length, NULL);
  g_autoptr (GInputStream) in = g_converter_input_stream_new (packed, G_CONVERTER (decompressor));
  char *text = g_malloc0 (1 << 20);
  g_autoptr (GError) error = NULL;

  g_input_stream_read_all (in, text, (1 << 20) - 1, size, NULL, &error);
  g_assert_no_error (error);

  return text;
}

/* Over 1 KiB an answer is packed for those who take it, and only for them. */
static void
test_gzip (void)
{
  g_autoptr (Api) api = api_new ();
  g_autofree char *body = g_strnfill (4000, 'x');
  g_autofree char *unpacked = NULL;
  const char *ticket = api_open (api, "ada", "Packed");
  ApiAnswer *plain, *packed;
  gsize size;

  api_reply (api, "ada", ticket, body);
  plain = api_call (api, "ada", NULL, "GET /v1/tickets/%s/messages", ticket);
  packed = api_send (
      api, "ada", "Accept-Encoding: br, gzip", NULL, "GET /v1/tickets/%s/messages", ticket);
  g_assert_cmpstr (get_header (packed, "Content-Encoding"), ==, "gzip");
  g_assert_cmpstr (get_header (packed, "Vary"), ==, "Accept-Encoding");
  g_assert_cmpuint (packed->length, <, plain->length / 4);
  unpacked = unpack (packed, &size);
  g_assert_cmpstr (unpacked, ==, plain->text);

  g_assert_null (get_header (plain, "Content-Encoding"));
  g_assert_cmpstr (get_header (plain, "Vary"), ==, "Accept-Encoding");
  g_assert_null (
      get_header (api_send (api, "ada", "Accept-Encoding: gzip", NULL, "GET /v1/organization"),
                  "Content-Encoding"));
  g_assert_null (get_header (
      api_send (
          api, "ada", "Accept-Encoding: gzip;q=0", NULL, "GET /v1/tickets/%s/messages", ticket),
      "Content-Encoding"));
}

/* If-Match: nothing is written over what somebody has changed meanwhile. */
static void
test_preconditions (void)
{
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "Meanwhile");
  const char *path = api_text (api, "/v1/tickets/%s", ticket);
  ApiAnswer *first = api_call (api, "mara", NULL, "GET %s", path);
  const char *current = api_text (api, "If-Match: %s", get_header (first, "ETag"));
  const char *const stale[]
      = { current, "If-Match: \"1\"", "If-Match: W/\"abc\"", "If-Match: \"x\"" };
  ApiAnswer *answer;

  answer = api_send (api, "mara", current, "{'assignee_id':null}", "PATCH %s", path);
  g_assert_cmpstr (answer->said, ==, "200");
  for (guint i = 0; i < G_N_ELEMENTS (stale); i++)
    {
      answer = api_send (api, "mara", stale[i], "{'status':'closed'}", "PATCH %s", path);
      g_assert_cmpstr (answer->said, ==, "412 changed-meanwhile");
    }
  g_assert_cmpstr (api_string (api_call (api, "mara", NULL, "GET %s", path), "status"), ==, "open");
  answer = api_send (api, "mara", "If-Match: *", "{'status':'closed'}", "PATCH %s", path);
  g_assert_cmpstr (answer->said, ==, "200");
}

/* The same for what only an admin writes. */
static void
test_preconditions_of_admins (void)
{
  g_autoptr (Api) api = api_new ();
  g_autofree char *ada = test_server_find_account (api->server, "ada");
  const struct
  {
    const char *call, *body;
  } writes[] = {
    { "PATCH /v1/organization", "{'name':'Lark'}" },
    { api_text (api, "PATCH /v1/publishers/%s", api->server->acme), "{'status':'paused'}" },
    { api_text (api, "PATCH /v1/accounts/%s", ada), "{'display_name':'A'}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (writes); i++)
    {
      ApiAnswer *now = api_expect (api, "200", "alma", "{}", "%s", writes[i].call);
      const char *tag = api_text (api, "If-Match: %s", get_header (now, "ETag"));
      ApiAnswer *answer = api_send (api, "alma", tag, writes[i].body, "%s", writes[i].call);

      g_assert_cmpstr (answer->said, ==, "200");
      g_assert_cmpstr (get_header (answer, "ETag"), !=, get_header (now, "ETag"));
      answer = api_send (api, "alma", tag, writes[i].body, "%s", writes[i].call);
      g_assert_cmpstr (answer->said, ==, "412 changed-meanwhile");
    }
}

/* A range is no part of this API: the whole answer comes, not a piece of JSON. */
static void
test_ranges (void)
{
  g_autoptr (Api) api = api_new ();
  ApiAnswer *whole = api_call (api, "ada", NULL, "GET /v1/me");

  g_assert_cmpstr (
      api_send (api, "ada", "Range: bytes=0-9", NULL, "GET /v1/me")->text, ==, whole->text);
  g_assert_cmpstr (
      api_send (api, "ada", "Range: bytes=99999-", NULL, "GET /v1/me")->said, ==, "200");
}

/* Each answer has an id of its own, and nothing of an account is kept by proxies. */
static void
test_headers (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < 50; i++)
    {
      ApiAnswer *answer = api_call (api, i % 2 == 0 ? "ada" : NULL, NULL, "GET /v1/me");

      g_assert_true (g_hash_table_add (ids, (char *)get_header (answer, "X-Request-Id")));
      g_assert_cmpstr (get_header (answer, "X-Content-Type-Options"), ==, "nosniff");
      g_assert_cmpstr (get_header (answer, "Content-Security-Policy"), ==, API_CONTENT_POLICY);
      if (i % 2 == 0)
        g_assert_cmpstr (get_header (answer, "Cache-Control"), ==, "no-cache, private");
    }
}

void
api_add_http_tests (void)
{
  g_test_add_func ("/api/http/methods", test_methods);
  g_test_add_func ("/api/http/nowhere", test_nowhere);
  g_test_add_func ("/api/http/media-types", test_media_types);
  g_test_add_func ("/api/http/tags", test_tags);
  g_test_add_func ("/api/http/tags-end-with-a-change", test_tags_end);
  g_test_add_func ("/api/http/tags-of-others", test_tags_of_others);
  g_test_add_func ("/api/http/gzip", test_gzip);
  g_test_add_func ("/api/http/preconditions", test_preconditions);
  g_test_add_func ("/api/http/preconditions-of-admins", test_preconditions_of_admins);
  g_test_add_func ("/api/http/ranges", test_ranges);
  g_test_add_func ("/api/http/headers", test_headers);
}
