/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is counted: connections and requests, of each client and in all. */
#include <string.h>

#include "limits-wire.h"
#include "tkt-gate.h"
#include "tkt-problem.h"
#include "tkt-rates.h"

#define HEALTH "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
#define SECOND G_TIME_SPAN_SECOND

static void
test_clients (void)
{
  static const struct
  {
    const char *address, *client;
    gboolean exempt;
  } cases[] = {
    { "127.0.0.1", "127.0.0.1", TRUE },
    { "127.9.9.9", "127.9.9.9", TRUE },
    { "::1", "::", TRUE },
    { "::ffff:127.0.0.1", "127.0.0.1", TRUE },
    { "128.0.0.1", "128.0.0.1", FALSE },
    { "::ffff:192.0.2.7", "192.0.2.7", FALSE },
    { "192.0.2.127", "192.0.2.127", FALSE },
    { "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::", FALSE },
    { "2001:db8:1:2:ffff::1", "2001:db8:1:2::", FALSE },
    { "2001:db8:1:3::1", "2001:db8:1:3::", FALSE },
    { "local", "local", FALSE },
  };
  TktLimits strict = tkt_limits_default;

  strict.loopback_too = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *client = tkt_limits_client_of (cases[i].address);

      g_assert_cmpstr (client, ==, cases[i].client);
      g_assert_cmpint (
          tkt_limits_exempt (&tkt_limits_default, cases[i].address), ==, cases[i].exempt);
      g_assert_false (tkt_limits_exempt (&strict, cases[i].address));
    }
}

static guint
take_all (TktRates *rates, const char *key, gint64 now)
{
  guint n = 0;

  while (tkt_rates_take (rates, key, now, NULL))
    n++;
  return n;
}

/* So many at once, so many a second, and never more than a bucket holds. */
static void
test_rates (void)
{
  g_autoptr (TktRates) rates = tkt_rates_new (10, 25);
  g_autoptr (GError) error = NULL;
  gint64 now = 1000 * SECOND;

  g_assert_cmpuint (take_all (rates, "ada", now), ==, 25);
  g_assert_false (tkt_rates_take (rates, "ada", now, &error));
  g_assert_error (error, TKT_PROBLEM, TKT_PROBLEM_SLOW_DOWN);
  g_assert_cmpuint (tkt_problem_get_retry_after (error), ==, 1);
  g_assert_cmpuint (take_all (rates, "bob", now), ==, 25);
  g_assert_cmpuint (take_all (rates, "ada", now + SECOND), ==, 10);
  g_assert_cmpuint (take_all (rates, "ada", now + SECOND + SECOND / 2), ==, 5);
  g_assert_cmpuint (take_all (rates, "ada", now + 1000 * SECOND), ==, 25);
}

/* Whoever waits as long as was said gets one. */
static void
test_delays (void)
{
  static const guint slow[] = { 1, 2, 7 };

  for (guint i = 0; i < G_N_ELEMENTS (slow); i++)
    {
      g_autoptr (TktRates) rates = tkt_rates_new (slow[i], 3);
      g_autoptr (GError) error = NULL;

      take_all (rates, "ada", SECOND);
      g_assert_false (tkt_rates_take (rates, "ada", SECOND, &error));
      g_assert_true (tkt_rates_take (
          rates, "ada", SECOND + tkt_problem_get_retry_after (error) * SECOND, NULL));
    }
}

/* A million addresses, a thousand a second, leave no more than those of the last seconds. */
static void
test_memory (void)
{
  g_autoptr (TktRates) rates = tkt_rates_new (10, 10);
  guint most = 0;

  for (guint i = 0; i < 1000000; i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);

      g_assert_true (tkt_rates_take (rates, key, i * SECOND / 1000, NULL));
      most = MAX (most, tkt_rates_get_size (rates));
    }
  g_assert_cmpuint (most, <, 5000);
}

static void
test_gate (void)
{
  static const char *const proxy[] = { "192.0.2.80", NULL };
  TktLimits limits = tkt_limits_default;
  g_autoptr (TktProxies) proxies = tkt_proxies_new (proxy, NULL);
  g_autoptr (TktGate) gate = NULL;
  g_autoptr (GError) enough = NULL;
  g_autoptr (GError) full = NULL;

  limits.connections = 8;
  limits.connections_per_address = 2;
  gate = tkt_gate_new (&limits, proxies);
  g_assert_true (tkt_gate_enter (gate, "2001:db8::1", NULL));
  g_assert_true (tkt_gate_enter (gate, "2001:db8::2", NULL));
  g_assert_false (tkt_gate_enter (gate, "2001:db8::3", &enough));
  g_assert_error (enough, TKT_PROBLEM, TKT_PROBLEM_SLOW_DOWN);
  /* Those on this computer are not counted, nor those who come for others. */
  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (tkt_gate_enter (gate, "127.0.0.1", NULL));
      g_assert_true (tkt_gate_enter (gate, i == 0 ? "::ffff:192.0.2.80" : "192.0.2.80", NULL));
    }
  g_assert_false (tkt_gate_enter (gate, "192.0.2.1", &full));
  g_assert_error (full, TKT_PROBLEM, TKT_PROBLEM_UNAVAILABLE);
  g_assert_cmpuint (tkt_problem_get_retry_after (full), >, 0);
  tkt_gate_leave (gate, "2001:db8::2");
  g_assert_true (tkt_gate_enter (gate, "2001:db8::4", NULL));
}

static void
check_refused (const char *answer, guint status, const char *code)
{
  g_autofree char *line = g_strdup_printf ("HTTP/1.1 %u ", status);
  g_autofree char *member = g_strdup_printf ("\"code\":\"%s\"", code);

  g_assert_true (g_str_has_prefix (answer, line));
  g_assert_nonnull (strstr (answer, "\r\nX-Request-Id: "));
  g_assert_nonnull (strstr (answer, "\r\nRetry-After: "));
  g_assert_nonnull (strstr (answer, "\r\nContent-Type: application/problem+json\r\n"));
  g_assert_nonnull (strstr (answer, member));
}

/* Connections that were made in the same moment may come to the server in either order. */
static guint
ask_until_refused (Api *api, const char *address, char **answer)
{
  guint status;

  do
    {
      g_clear_pointer (answer, g_free);
      status = limits_ask (api, address, HEALTH, answer);
    }
  while (status == 200);
  return status;
}

/* One address has all it may have; another one is served, and so is the first when it closes one.
 */
static void
test_connections_of_one (void)
{
  TktLimits limits = tkt_limits_default;
  g_autoptr (Api) api = NULL;
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *answer = NULL;
  guint status;

  limits.connections_per_address = 8;
  api = limits_api_new (&limits);
  for (guint i = 0; i < 8; i++)
    g_ptr_array_add (open, limits_connect (api, "127.0.0.2"));
  g_assert_cmpuint (ask_until_refused (api, "127.0.0.2", &answer), ==, 429);
  check_refused (answer, 429, "slow-down");
  g_assert_cmpuint (limits_ask (api, "127.0.0.3", HEALTH, NULL), ==, 200);
  g_ptr_array_remove_index (open, 0);
  /* The server sees that it is closed when it looks. */
  do
    status = limits_ask (api, "127.0.0.2", HEALTH, NULL);
  while (status == 429);
  g_assert_cmpuint (status, ==, 200);
}

static void
test_connections_of_all (void)
{
  TktLimits limits = tkt_limits_default;
  g_autoptr (Api) api = NULL;
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *answer = NULL;

  limits.connections = 4;
  api = limits_api_new (&limits);
  for (guint i = 0; i < 4; i++)
    g_ptr_array_add (open, limits_connect (api, "127.0.0.2"));
  g_assert_cmpuint (ask_until_refused (api, "127.0.0.3", &answer), ==, 503);
  check_refused (answer, 503, "unavailable");
}

/* So many of @who's requests are answered before one is refused. */
static guint
count_answered (Api *api, const char *who, const char *call)
{
  for (guint n = 0; n < 1000; n++)
    {
      ApiAnswer *answer = api_call (api, who, NULL, "%s", call);

      if (answer->status == 429)
        return n;
      g_assert_cmpuint (answer->status, <, 500);
    }
  return G_MAXUINT;
}

/* Reads that come from memory, others, and writes count alike; the next account has its own. */
static void
test_requests_of_an_account (void)
{
  static const struct
  {
    const char *who, *call;
  } cases[] = {
    { "ada", "GET /v1/me" },
    { "bob", "DELETE /v1/messages/" API_MISSING },
    { "mara", "GET /v1/tickets/" API_MISSING },
  };
  TktLimits limits = tkt_limits_default;
  g_autoptr (Api) api = NULL;

  limits.account_rate = 1;
  limits.account_burst = 20;
  api = limits_api_new (&limits);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint n;

      api_token (api, cases[i].who);
      n = count_answered (api, cases[i].who, cases[i].call);
      /* While they are made a few seconds may pass. */
      g_assert_cmpuint (n, >=, 20);
      g_assert_cmpuint (n, <, 60);
    }
  api_expect (api, "200", NULL, NULL, "GET /healthz");
}

/* Of one address, signed in or not. */
static void
test_requests_of_an_address (void)
{
  TktLimits limits = tkt_limits_default;
  g_autoptr (Api) api = NULL;
  guint n;

  limits.address_rate = 1;
  limits.address_burst = 20;
  api = limits_api_new (&limits);
  n = count_answered (api, NULL, "GET /healthz");
  g_assert_cmpuint (n, >=, 20);
  g_assert_cmpuint (n, <, 60);
  g_assert_cmpuint (limits_ask (api, "127.0.0.2", HEALTH, NULL), ==, 200);
}

/* Behind a trusted proxy each client has its own, whatever it writes itself; and the proxy's
 * connections are nobody's. */
static void
test_requests_behind_a_proxy (void)
{
  static const char *const proxies[] = { "127.0.0.1", NULL };
  TktLimits limits = tkt_limits_default;
  g_autoptr (Api) api = NULL;
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_object_unref);
  ApiAnswer *answer = NULL;

  limits.address_rate = 1;
  limits.address_burst = 20;
  limits.connections_per_address = 1;
  api = limits_api_new (&limits);
  test_server_stop (api->server);
  api->server->trusted_proxies = proxies;
  test_server_start (api->server);
  for (guint i = 0; i < 20; i++)
    g_ptr_array_add (open, limits_connect (api, "127.0.0.1"));
  for (guint i = 0; i < 60 && (answer == NULL || answer->status == 200); i++)
    answer = api_send (api,
                       NULL,
                       api_text (api, "X-Forwarded-For: 203.0.113.%u, 198.51.100.4", i),
                       NULL,
                       "GET /healthz");
  g_assert_cmpuint (answer->status, ==, 429);
  answer = api_send (api, NULL, "X-Forwarded-For: 198.51.100.5", NULL, "GET /healthz");
  g_assert_cmpuint (answer->status, ==, 200);
}

/* Unless it is asked for, this computer's clients feel nothing of it. */
static void
test_loopback (void)
{
  TktLimits limits = tkt_limits_default;
  g_autoptr (Api) api = api_new ();
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_object_unref);

  limits.address_rate = limits.address_burst = 1;
  limits.account_rate = limits.account_burst = 1;
  limits.connections_per_address = 1;
  api->server->limits = &limits;
  test_server_stop (api->server);
  test_server_start (api->server);
  for (guint i = 0; i < 20; i++)
    {
      g_ptr_array_add (open, limits_connect (api, "127.0.0.1"));
      api_expect (api, "200", "ada", NULL, "GET /v1/me");
    }
}

void
limits_add_count_tests (void)
{
  g_test_add_func ("/limits/clients", test_clients);
  g_test_add_func ("/limits/rates", test_rates);
  g_test_add_func ("/limits/rates/delays", test_delays);
  g_test_add_func ("/limits/rates/memory", test_memory);
  g_test_add_func ("/limits/gate", test_gate);
  g_test_add_func ("/limits/connections/of-one-address", test_connections_of_one);
  g_test_add_func ("/limits/connections/of-all", test_connections_of_all);
  g_test_add_func ("/limits/requests/of-an-account", test_requests_of_an_account);
  g_test_add_func ("/limits/requests/of-an-address", test_requests_of_an_address);
  g_test_add_func ("/limits/requests/behind-a-proxy", test_requests_behind_a_proxy);
  g_test_add_func ("/limits/loopback-feels-nothing", test_loopback);
}
