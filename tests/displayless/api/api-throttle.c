/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Failed sign-ins are counted, by name and by address, for ten minutes. */
#include "api-fixture.h"

#include "tkt-problem.h"
#include "tkt-throttle.h"

#define BAD "401 bad-credentials"
#define SLOW "429 slow-down"

static const char *
body_of (Api *api, const char *organization, const char *username, gboolean good)
{
  return api_text (api,
                   "{%s'username':'%s','password':'%s'}",
                   organization,
                   username,
                   good ? TEST_PASSWORD : "wrong password");
}

static void
fail (Api *api, const char *username, guint times)
{
  for (guint i = 0; i < times; i++)
    api_expect (api, BAD, NULL, body_of (api, "", username, FALSE), "POST /v1/sessions");
}

/* Ten for one name, however it is spelled; then not even the right password helps, and others go
 * on. */
static void
test_name (void)
{
  static const struct
  {
    const char *organization, *username, *said;
  } after[] = {
    { "", "ada", SLOW },
    { "", "ADA", SLOW },
    { "'organization':null,", "ada", SLOW },
    { "'organization':'larkfield',", "ada", SLOW },
    { "'organization':'larkfield',", "Ada", SLOW },
    { "", "abel", "201" },
  };
  g_autoptr (Api) api = api_new ();

  fail (api, "ada", 5);
  fail (api, "Ada", 4);
  api_expect (api,
              BAD,
              NULL,
              body_of (api, "'organization':'larkfield',", "ada", FALSE),
              "POST /v1/sessions");
  for (guint i = 0; i < G_N_ELEMENTS (after); i++)
    {
      ApiAnswer *answer = api_expect (api,
                                      after[i].said,
                                      NULL,
                                      body_of (api, after[i].organization, after[i].username, TRUE),
                                      "POST /v1/sessions");
      const char *seconds = soup_message_headers_get_one (answer->headers, "Retry-After");

      if (answer->status == 429)
        g_assert_cmpint (g_ascii_strtoll (seconds, NULL, 10), >, 590);
    }
}

/* A name that does not exist is counted too, or it would be known by that. */
static void
test_unknown_name (void)
{
  g_autoptr (Api) api = api_new ();

  fail (api, "nobody", 10);
  api_expect (api, SLOW, NULL, body_of (api, "", "nobody", TRUE), "POST /v1/sessions");
}

static void
test_good_clears (void)
{
  g_autoptr (Api) api = api_new ();

  for (guint i = 0; i < 2; i++)
    {
      fail (api, "ada", 9);
      api_expect (api, "201", NULL, body_of (api, "", "ada", TRUE), "POST /v1/sessions");
    }
  fail (api, "ada", 10);
  api_expect (api, SLOW, NULL, body_of (api, "", "ada", TRUE), "POST /v1/sessions");
}

static void
test_address (void)
{
  g_autoptr (Api) api = api_new ();

  api_token (api, "mara");
  for (guint i = 0; i < 100; i++)
    fail (api, api_text (api, "name%u", i), 1);
  api_expect (api, SLOW, NULL, body_of (api, "", "ada", TRUE), "POST /v1/sessions");
  api_expect (api, "200", "mara", NULL, "GET /v1/me");
}

/* Whoever has found a desk open can't guess its password either. */
static void
test_change (void)
{
  const char *body = "{'current':'wrong password','new':'quite another one'}";
  g_autoptr (Api) api = api_new ();

  for (guint i = 0; i < 10; i++)
    api_expect (api, "422 /current", "ada", body, "PUT /v1/me/password");
  api_expect (api, SLOW, "ada", body, "PUT /v1/me/password");
  api_expect (api, "200", "ada", NULL, "GET /v1/me");
}

/* The window is ten minutes from its first failure, by a clock that the test moves. */
static void
test_window (void)
{
  TktThrottle *throttle = tkt_throttle_new (&tkt_limits_default);
  const gint64 minute = 60 * G_TIME_SPAN_SECOND;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 10; i++)
    tkt_throttle_failed (throttle, "ada", "::1", i * minute / 2);
  g_assert_false (tkt_throttle_check (throttle, "ada", "::1", 9 * minute, &error));
  g_assert_error (error, TKT_PROBLEM, TKT_PROBLEM_SLOW_DOWN);
  g_assert_cmpuint (tkt_problem_get_retry_after (error), ==, 61);
  g_assert_true (tkt_throttle_check (throttle, "abel", "::1", 9 * minute, NULL));
  g_assert_true (tkt_throttle_check (throttle, "ada", "::1", 10 * minute, NULL));
  tkt_throttle_failed (throttle, "ada", "::1", 10 * minute);
  g_assert_true (tkt_throttle_check (throttle, "ada", "::1", 10 * minute, NULL));
  tkt_throttle_free (throttle);
}

/* Of IPv6 one client has a whole network, and may come from another address of it each time. */
static void
test_network (void)
{
  g_autoptr (TktThrottle) throttle = tkt_throttle_new (&tkt_limits_default);

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *name = g_strdup_printf ("nobody%u", i);
      g_autofree char *address = g_strdup_printf ("2001:db8::%x", i + 1);

      g_assert_true (tkt_throttle_check (throttle, name, address, 0, NULL));
      tkt_throttle_failed (throttle, name, address, 0);
    }
  g_assert_false (tkt_throttle_check (throttle, "ada", "2001:db8::abcd", 0, NULL));
  g_assert_true (tkt_throttle_check (throttle, "ada", "2001:db8:0:1::1", 0, NULL));
}

void
api_add_throttle_tests (void)
{
  g_test_add_func ("/api/throttle/ten-for-a-name", test_name);
  g_test_add_func ("/api/throttle/unknown-names-too", test_unknown_name);
  g_test_add_func ("/api/throttle/a-good-one-clears", test_good_clears);
  g_test_add_func ("/api/throttle/a-hundred-from-an-address", test_address);
  g_test_add_func ("/api/throttle/changing-the-password", test_change);
  g_test_add_func ("/api/throttle/ten-minutes", test_window);
  g_test_add_func ("/api/throttle/a-network-is-one-address", test_network);
}
