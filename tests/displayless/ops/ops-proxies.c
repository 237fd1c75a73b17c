/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who stands behind a proxy: nobody can choose the address that is counted for him. */
#include "ops-fixture.h"
#include "tkt-proxies.h"

static void
test_find (void)
{
  static const struct
  {
    const char *networks, *peer, *forwarded, *client;
  } cases[] = {
    /* Nobody is trusted unless said. */
    { "", "192.0.2.7", NULL, "192.0.2.7" },
    { "", "127.0.0.1", "203.0.113.1", "127.0.0.1" },
    { "10.0.0.0/8", "192.0.2.7", "203.0.113.1", "192.0.2.7" },
    /* One proxy: its last word counts, and what the client wrote before it does not. */
    { "10.0.0.0/8", "10.1.2.3", "203.0.113.1", "203.0.113.1" },
    { "10.0.0.0/8", "10.1.2.3", "198.51.100.9, 203.0.113.1", "203.0.113.1" },
    { "10.0.0.0/8", "10.1.2.3", "198.51.100.9,203.0.113.1 ", "203.0.113.1" },
    { "10.0.0.0/8", "10.1.2.3", NULL, "10.1.2.3" },
    { "10.0.0.0/8", "10.1.2.3", "", "10.1.2.3" },
    /* A chain of them. */
    { "10.0.0.0/8;192.0.2.1", "10.1.2.3", "203.0.113.1, 192.0.2.1, 10.9.9.9", "203.0.113.1" },
    { "10.0.0.0/8", "10.1.2.3", "203.0.113.1, 192.0.2.1, 10.9.9.9", "192.0.2.1" },
    { "10.0.0.0/8", "10.1.2.3", "10.7.7.7, 10.8.8.8", "10.7.7.7" },
    /* What is no address is believed no further. */
    { "10.0.0.0/8", "10.1.2.3", "203.0.113.1, unknown", "10.1.2.3" },
    { "10.0.0.0/8", "10.1.2.3", "203.0.113.1, unknown, 10.2.2.2", "10.2.2.2" },
    { "10.0.0.0/8", "10.1.2.3", "203.0.113.1;10.0.0.1", "10.1.2.3" },
    { "10.0.0.0/8", "10.1.2.3", ",,,", "10.1.2.3" },
    /* IPv6, and IPv4 in its clothes. */
    { "::1", "::1", "2001:db8::5", "2001:db8::5" },
    { "2001:db8::/32", "2001:db8::1", "2001:DB8:1::5, 2001:db9::1", "2001:db9::1" },
    { "10.0.0.0/8", "::ffff:10.1.2.3", "::ffff:203.0.113.1", "203.0.113.1" },
    { "::/0", "10.1.2.3", "203.0.113.1", "10.1.2.3" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) networks = g_strsplit (cases[i].networks, ";", -1);
      g_autoptr (GError) error = NULL;
      g_autoptr (TktProxies) proxies = tkt_proxies_new ((const char *const *)networks, &error);
      g_autoptr (GInetAddress) peer = g_inet_address_new_from_string (cases[i].peer);
      g_autofree char *client = NULL;

      g_assert_no_error (error);
      client = tkt_proxies_find_client (proxies, peer, cases[i].forwarded);
      g_assert_cmpstr (client, ==, cases[i].client);
    }
}

static void
fail_sign_ins (Api *api, const char *client, guint n)
{
  for (guint i = 0; i < n; i++)
    api_send (api,
              NULL,
              api_text (api, "X-Forwarded-For: 203.0.113.%u, %s", i, client),
              api_text (api, "{'username':'nobody%u','password':'wrong password'}", i),
              "POST /v1/sessions");
}

static const char *
sign_in (Api *api, const char *forwarded)
{
  ApiAnswer *answer = api_send (api,
                                NULL,
                                api_text (api, "X-Forwarded-For: %s", forwarded),
                                "{'username':'ada','password':'" TEST_PASSWORD "'}",
                                "POST /v1/sessions");

  return answer->said;
}

/* A hundred failed sign-ins from one address close the door to it: behind a trusted proxy to that
 * client, whatever it writes itself; of a proxy that is not trusted to all that comes through it.
 */
static void
test_throttle (void)
{
  static const struct
  {
    const char *networks[2];
    const char *same, *other; /* what happens to the client, and to another one */
  } cases[] = {
    { { "127.0.0.1" }, "429 slow-down", "201" },
    { { "10.0.0.0/8" }, "429 slow-down", "429 slow-down" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Api) api = api_new ();

      test_server_stop (api->server);
      api->server->trusted_proxies = cases[i].networks;
      test_server_start (api->server);
      fail_sign_ins (api, "198.51.100.4", 100);
      g_assert_cmpstr (sign_in (api, "198.51.100.4"), ==, cases[i].same);
      g_assert_cmpstr (sign_in (api, "198.51.100.5, 198.51.100.4"), ==, cases[i].same);
      g_assert_cmpstr (sign_in (api, "198.51.100.4, 198.51.100.5"), ==, cases[i].other);
    }
}

void
ops_add_proxies_tests (void)
{
  g_test_add_func ("/ops/proxies/find-the-client", test_find);
  g_test_add_func ("/ops/proxies/throttle-the-client", test_throttle);
}
