/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links to tickets. */
#include "core-fixture.h"

#include "tkt-link.h"

/* A link that was made is read as what it was made of, however the server was written. */
static void
test_there_and_back (void)
{
  static const struct
  {
    const char *server, *link, *host;
  } cases[] = {
    { "https://desk.example.net", "tickets://desk.example.net/t/123", "desk.example.net" },
    { "https://Desk.Example.net/", "tickets://desk.example.net/t/123", "desk.example.net" },
    { "desk.example.net", "tickets://desk.example.net/t/123", "desk.example.net" },
    { "https://desk.example.net:443", "tickets://desk.example.net/t/123", "desk.example.net" },
    { "https://desk.example.net:8443",
      "tickets://desk.example.net:8443/t/123",
      "desk.example.net:8443" },
    { "http://127.0.0.1:8080", "tickets://127.0.0.1:8080/t/123", "127.0.0.1:8080" },
    { "http://[::1]:8080", "tickets://[::1]:8080/t/123", "[::1]:8080" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *link = tkt_link_new (cases[i].server, 123);
      g_autofree char *host_of_server = tkt_link_host (cases[i].server);
      g_autofree char *host = NULL;
      gint64 number;

      g_assert_cmpstr (link, ==, cases[i].link);
      g_assert_cmpstr (host_of_server, ==, cases[i].host);
      g_assert_true (tkt_link_parse (link, &host, &number));
      g_assert_cmpstr (host, ==, cases[i].host);
      g_assert_cmpint (number, ==, 123);
    }
}

/* What somebody wrote into a message, or a web page, is a link to a ticket or nothing. */
static void
test_refused (void)
{
  static const char *const cases[] = {
    "",
    "tickets:",
    "tickets://",
    "tickets:///t/1",
    "tickets://desk.example.net",
    "tickets://desk.example.net/t/",
    "tickets://desk.example.net/t/0",
    "tickets://desk.example.net/t/01",
    "tickets://desk.example.net/t/-1",
    "tickets://desk.example.net/t/+1",
    "tickets://desk.example.net/t/1a",
    "tickets://desk.example.net/t/1/",
    "tickets://desk.example.net/t/9999999999999999",
    "tickets://desk.example.net/T/1",
    "tickets://desk.example.net/tt/1",
    "tickets://ada@desk.example.net/t/1",
    "tickets://desk.example.net:99999/t/1",
    "https://desk.example.net/t/1",
    "ticket://desk.example.net/t/1",
    "desk.example.net/t/1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char *host = NULL;
      gint64 number;

      g_assert_false (tkt_link_parse (cases[i], &host, &number));
      g_assert_null (host);
    }
  g_assert_null (tkt_link_new ("https://", 1));
  g_assert_null (tkt_link_new ("https://desk.example.net", 0));
}

void
core_add_link_tests (void)
{
  g_test_add_func ("/core/link/there-and-back", test_there_and_back);
  g_test_add_func ("/core/link/refused", test_refused);
}
