/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Limits as the operator sets them: each key does what the manual says of it, and TLS changes
 * nothing. */
#include <stdio.h>

#include "ops-fixture.h"
#include "tkt-time.h"

#define TLS                                                                                        \
  " --tls-listen=127.0.0.1 --tls-port=0 --certificate=$F/certificate.pem"                          \
  " --private-key=$F/key.pem"
#define HOST " HTTP/1.1\r\nHost: localhost\r\n"
#define JSON "Content-Type: application/json\r\n"
/* The head of a TLS handshake, and nothing of its body. */
#define HELLO "\x16\x03\x01\x02"

static guint
get_status (const char *answer)
{
  guint status = 0;

  g_assert_cmpint (sscanf (answer, "HTTP/1.1 %u", &status), ==, 1);
  return status;
}

/* What is as long as it may be, and what is longer. */
static void
test_sizes (void)
{
  static const struct
  {
    const char *before, *after;
    guint n; /* letters between them */
    guint status;
  } cases[] = {
    { "GET /healthz?", HOST "\r\n", 1015, 400 },
    { "GET /healthz?", HOST "\r\n", 1016, 414 },
    { "GET /healthz" HOST "A: ", "\r\n\r\n", 900, 200 },
    { "GET /healthz" HOST "A: ", "\r\n\r\n", 1100, 431 },
    { "POST /v1/sessions" HOST JSON "Content-Length: 16384\r\n\r\n", "", 16384, 400 },
    { "POST /v1/sessions" HOST JSON "Content-Length: 16385\r\n\r\n", "", 16385, 413 },
  };
  g_autoptr (Ops) ops = ops_new ();

  ops_serve (ops, "--max-target=1024 --max-headers=1024 --max-body=16384");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *filling = g_strnfill (cases[i].n, 'a');
      g_autofree char *request = g_strconcat (cases[i].before, filling, cases[i].after, NULL);
      g_autoptr (GIOStream) wire = ops_connect (ops->api->server->port, NULL);
      g_autofree char *answer = NULL;

      ops_say (wire, request);
      answer = ops_hear (wire, "\r\n");
      g_assert_cmpuint (get_status (answer), ==, cases[i].status);
    }
}

static void
test_attachments (void)
{
  g_autoptr (Ops) ops = ops_new ();
  g_autofree guint8 *bytes = g_malloc0 (1025);

  ops_serve (ops, "--max-attachment=1024");
  for (guint size = 1024; size <= 1025; size++)
    {
      g_autoptr (GBytes) file = g_bytes_new (bytes, size);
      ApiAnswer *answer
          = api_send_bytes (ops->api, "mara", NULL, file, "POST /v1/attachments?name=a.txt");

      g_assert_cmpuint (answer->status, ==, size == 1024 ? 201 : 413);
    }
}

static const char *
upload (Ops *ops, const char *who, const char *id)
{
  g_autoptr (GBytes) file = g_bytes_new_static ("abc", 3);
  ApiAnswer *answer
      = api_send_bytes (ops->api, who, NULL, file, "POST /v1/attachments?name=a.txt&id=%s", id);

  g_assert_true ((soup_message_headers_get_one (answer->headers, "Retry-After") != NULL)
                 == (answer->status == 429));
  return answer->said;
}

/* What is there may be sent again, others are not kept out, and a message makes room. */
static void
test_waiting (void)
{
  g_autoptr (Ops) ops = ops_new ();
  const char *ids[11];
  const char *ticket;

  ops_serve (ops, "--waiting-uploads=10");
  ticket = api_open (ops->api, "ada", "Payout missing");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      ids[i] = api_new_id (ops->api);
      g_assert_cmpstr (upload (ops, "ada", ids[i]), ==, i < 10 ? "201" : "429 slow-down");
    }
  g_assert_cmpstr (upload (ops, "ada", ids[0]), ==, "200");
  g_assert_cmpstr (upload (ops, "mara", api_new_id (ops->api)), ==, "201");
  api_expect (ops->api,
              "201",
              "ada",
              api_text (ops->api, "{'body':'See this','attachments':[{'id':'%s'}]}", ids[0]),
              "POST /v1/tickets/%s/messages",
              ticket);
  g_assert_cmpstr (upload (ops, "ada", ids[10]), ==, "201");
}

/* What is said, and how long it then takes until the server hangs up; of ten seconds' patience
 * that it has otherwise at the least. */
static void
test_patience (void)
{
  static const struct
  {
    const char *options, *said;
    gboolean shake; /* hands first, where it is TLS */
    gint64 seconds; /* a busy machine may need most of three to shake hands */
  } cases[] = {
    { "--header-timeout=3", "GET", TRUE, 3 },
    { "--header-timeout=3", HELLO, FALSE, 3 },
    { "--header-timeout=3", "", FALSE, 3 },
    { "--idle-timeout=1", "GET /healthz" HOST "\r\n", TRUE, 1 },
    { "--slow-window=1", "POST /v1/sessions" HOST JSON "Content-Length: 9000\r\n\r\n{", TRUE, 1 },
  };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (cases); i++)
    {
      const gboolean tls = i % 2;
      g_autofree char *options = g_strconcat (cases[i / 2].options, TLS, NULL);
      g_autoptr (Ops) ops = ops_new ();
      g_autoptr (GIOStream) wire = NULL;
      gint64 begun;

      ops_serve (ops, options);
      begun = g_get_monotonic_time ();
      wire = ops_connect (tls ? ops->https : ops->api->server->port,
                          tls && cases[i / 2].shake ? ops->certificate : NULL);
      ops_say (wire, cases[i / 2].said);
      g_free (ops_hear (wire, NULL));
      g_test_message ("%s", options);
      g_assert_cmpint (
          g_get_monotonic_time () - begun, >=, cases[i / 2].seconds * G_TIME_SPAN_SECOND);
      g_assert_cmpint (g_get_monotonic_time () - begun, <, 9 * G_TIME_SPAN_SECOND);
    }
}

/* Known to have been let in: two threads take connections, and not always in the order in which
 * they come. */
static GIOStream *
enter (Ops *ops, gboolean tls)
{
  GIOStream *wire
      = ops_connect (tls ? ops->https : ops->api->server->port, tls ? ops->certificate : NULL);

  ops_say (wire, "GET /healthz" HOST "\r\n");
  g_free (ops_hear (wire, "}"));
  return wire;
}

/* One too many is told so, but where it would first have to shake hands. */
static void
test_connections (void)
{
  static const struct
  {
    const char *options;
    guint most, status;
  } cases[] = {
    { "--connections=16" TLS, 16, 503 },
    { "--count-loopback --connections-per-address=3" TLS, 3, 429 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Ops) ops = ops_new ();
      g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr (GIOStream) secure = NULL;
      g_autofree char *told = NULL;
      g_autofree char *silent = NULL;

      ops_serve (ops, cases[i].options);
      for (guint n = 0; n < cases[i].most; n++)
        g_ptr_array_add (open, enter (ops, n % 2));
      told = ops_ask (ops->api->server->port, NULL, "/healthz");
      g_assert_cmpuint (get_status (told), ==, cases[i].status);
      secure = ops_connect (ops->https, NULL);
      silent = ops_hear (secure, NULL);
      g_assert_cmpstr (silent, ==, "");
    }
}

static ApiAnswer *
fail_sign_in (Api *api, const char *name)
{
  return api_call (api,
                   NULL,
                   api_text (api, "{'username':'%s','password':'a wrong password'}", name),
                   "POST /v1/sessions");
}

/* Of a name, of all names together, and how long. */
static void
test_failures (void)
{
  static const struct
  {
    const char *options;
    gboolean one_name;
    gint64 longest; /* in seconds */
  } cases[] = {
    { "--failures-per-name=2", TRUE, 600 },
    { "--failures-per-address=2", FALSE, 600 },
    { "--failures-per-name=2 --failures-minutes=1", TRUE, 60 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Ops) ops = ops_new ();
      ApiAnswer *answer;
      gint64 wait;

      ops_serve (ops, cases[i].options);
      for (guint n = 0; n < 2; n++)
        g_assert_cmpuint (
            fail_sign_in (ops->api, cases[i].one_name || n == 0 ? "ada" : "bob")->status, ==, 401);
      answer = fail_sign_in (ops->api, cases[i].one_name ? "ada" : "mara");

      g_assert_cmpuint (answer->status, ==, 429);
      wait = g_ascii_strtoll (
          soup_message_headers_get_one (answer->headers, "Retry-After"), NULL, 10);
      g_assert_cmpint (wait, >, cases[i].longest - 50);
      g_assert_cmpint (wait, <=, cases[i].longest + 1);
    }
}

/* So many at once, and then so many a second: of an address or of an account. */
static void
test_requests (void)
{
  static const struct
  {
    const char *options, *who, *other, *call;
  } cases[] = {
    { "--count-loopback --address-rate=1 --address-burst=9", NULL, NULL, "GET /healthz" },
    { "--count-loopback --account-rate=1 --account-burst=9", "ada", "bob", "GET /v1/me" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Ops) ops = ops_new ();
      guint n = 0;

      ops_serve (ops, cases[i].options);
      while (n < 100 && api_call (ops->api, cases[i].who, NULL, "%s", cases[i].call)->status == 200)
        n++;
      g_assert_cmpuint (n, >=, 9);
      /* While they are made a few seconds may pass. */
      g_assert_cmpuint (n, <, 60);
      if (cases[i].other != NULL)
        api_expect (ops->api, "200", cases[i].other, NULL, "%s", cases[i].call);
    }
}

/* From the days of the configuration comes the end that a session is told. */
static void
test_sessions (void)
{
  static const struct
  {
    const char *options;
    gint64 days;
  } cases[] = {
    { "", 30 },
    { "--session-idle=3", 3 },
    { "--session-life=2", 2 },
    { "--session-idle=3 --session-life=2", 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Ops) ops = ops_new ();
      ApiAnswer *answer;
      gint64 end;

      ops_serve (ops, cases[i].options);
      answer = api_call (
          ops->api, NULL, "{'username':'ada','password':'" TEST_PASSWORD "'}", "POST /v1/sessions");
      g_assert_true (tkt_time_parse (api_string (answer, "expires_at"), &end));
      g_assert_cmpint (ABS (end - tkt_time_now () - cases[i].days * TKT_DAY), <, TKT_MINUTE);
    }
}

void
ops_add_limits_tests (void)
{
  g_test_add_func ("/ops/limits/sizes", test_sizes);
  g_test_add_func ("/ops/limits/attachments", test_attachments);
  g_test_add_func ("/ops/limits/waiting-uploads", test_waiting);
  g_test_add_func ("/ops/limits/patience", test_patience);
  g_test_add_func ("/ops/limits/connections", test_connections);
  g_test_add_func ("/ops/limits/failed-sign-ins", test_failures);
  g_test_add_func ("/ops/limits/requests", test_requests);
  g_test_add_func ("/ops/limits/sessions", test_sessions);
}
