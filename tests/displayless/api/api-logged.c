/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log: what stands in a request's line. That no secret does is held against every test of the
 * API (api-log.h). */
#include <string.h>

#include "api-fixture.h"
#include "api-log.h"

/* (transfer full): the value of @key in @line. */
static char *
get_value (const char *line, const char *key)
{
  g_autofree char *begin = g_strdup_printf (" %s=", key);
  const char *at = strstr (line, begin);

  g_assert_nonnull (at);
  at += strlen (begin);
  return g_strndup (at, strcspn (at, " "));
}

static void
expect_value (const char *line, const char *key, const char *expected)
{
  g_autofree char *value = get_value (line, key);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_lines (void)
{
  g_autoptr (Api) api = api_new ();
  g_autofree char *ada = test_server_find_account (api->server, "ada");
  const char *ticket = api_open (api, "ada", "A title that nobody may log");
  const struct
  {
    const char *who, *line, *method, *route, *status;
  } cases[] = {
    { "ada", "GET /v1/me", "GET", "/v1/me", "200" },
    /* The same from memory. */
    { "ada", "GET /v1/me", "GET", "/v1/me", "200" },
    { "ada", "HEAD /v1/me", "HEAD", "/v1/me", "200" },
    { "ada", "GET /v1/tickets?q=words+that+are+nobody%27s", "GET", "/v1/tickets", "200" },
    { "ada", api_text (api, "GET /v1/tickets/%s", ticket), "GET", "/v1/tickets/{id}", "200" },
    { "ada", "GET /v1/tickets/" API_MISSING, "GET", "/v1/tickets/{id}", "404" },
    { "ada", "GET /v1/accounts", "GET", "/v1/accounts", "403" },
    { NULL, "GET /v1/me", "GET", "/v1/me", "401" },
    { NULL, "GET /secret/path?with=words", "-", "-", "404" },
    { NULL, "BREW /v1/me", "-", "-", "405" },
    { NULL, "OPTIONS /v1/me", "-", "-", "204" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ApiAnswer *answer = api_send (api, cases[i].who, NULL, NULL, "%s", cases[i].line);
      g_autofree char *request = g_strdup_printf (
          " request=%s ", soup_message_headers_get_one (answer->headers, "X-Request-Id"));
      g_autofree char *line = api_log_wait (request);
      g_autofree char *bytes = g_strdup_printf ("%" G_GSIZE_FORMAT, answer->length);
      g_autofree char *ms = get_value (line, "ms");

      g_test_message ("%s", line);
      g_assert_true (g_str_has_prefix (line, "time=2"));
      expect_value (line, "level", "info");
      expect_value (line, "address", "127.0.0.1");
      expect_value (line, "account", cases[i].who == NULL || answer->status == 401 ? "-" : ada);
      expect_value (line, "method", cases[i].method);
      expect_value (line, "route", cases[i].route);
      expect_value (line, "status", cases[i].status);
      expect_value (line, "bytes", bytes);
      g_assert_cmpfloat (g_ascii_strtod (ms, NULL), >, 0);
      g_assert_null (strstr (line, "words"));
      g_assert_null (strstr (line, "secret"));
    }
}

void
api_add_logged_tests (void)
{
  g_test_add_func ("/api/logged/lines", test_lines);
}
