/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TLS on the server's own listener: calls, event streams, reloading, and clients that stand still.
 */
#include <signal.h>
#include <string.h>
#include <sys/socket.h>

#include "ops-fixture.h"

#define TLS                                                                                        \
  "--tls-listen=127.0.0.1 --tls-port=0 --certificate=$F/certificate.pem"                           \
  " --private-key=$F/key.pem"
#define OK "HTTP/1.1 200 OK\r\n"
#define RELOADED "The certificate has been read again"
#define STILL 400

static void
call (GIOStream *wire)
{
  g_autofree char *answer = NULL;

  ops_say (wire, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
  answer = ops_hear (wire, "}");
  g_assert_true (g_str_has_prefix (answer, OK));
}

/* Many over one connection, and none in the clear. */
static void
test_calls (void)
{
  g_autoptr (Ops) ops = ops_new ();
  g_autoptr (GIOStream) wire = NULL;
  g_autofree char *clear = NULL;

  ops_serve (ops, TLS);
  wire = ops_connect (ops->https, ops->certificate);
  for (guint i = 0; i < 50; i++)
    call (wire);
  clear = ops_ask (ops->https, NULL, "/healthz");
  g_assert_null (strstr (clear, "HTTP"));
}

/* TLS 1.2 and up, with keys of their own for each connection. */
static void
test_versions (void)
{
  static const struct
  {
    const char *priority;
    gboolean spoken;
  } cases[] = {
    { "NORMAL:-VERS-ALL:+VERS-TLS1.3", TRUE },
    { "NORMAL:-VERS-ALL:+VERS-TLS1.2", TRUE },
    { "NORMAL:-VERS-ALL:+VERS-TLS1.1", FALSE },
    { "NORMAL:-VERS-ALL:+VERS-TLS1.0", FALSE },
    { "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA", FALSE },
    { "NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+AES-128-CBC", FALSE },
  };
  g_autoptr (Ops) ops = ops_new ();

  ops_serve (ops, TLS);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].priority);
      g_assert_cmpint (ops_handshake (ops->https, cases[i].priority), ==, cases[i].spoken);
    }
}

static GIOStream *
open_events (Ops *ops)
{
  GIOStream *wire = ops_connect (ops->https, ops->certificate);

  ops_say (wire,
           api_text (ops->api,
                     "GET /v1/events HTTP/1.1\r\nHost: localhost\r\n"
                     "Authorization: Bearer %s\r\n\r\n",
                     api_token (ops->api, "ada")));
  return wire;
}

static void
wait_for_event (GIOStream *events)
{
  g_autofree char *event = ops_hear (events, "data: {}\n\n\r\n");

  g_assert_true (g_str_has_suffix (event, "data: {}\n\n\r\n"));
}

/* A reload drops nobody: neither an event stream nor a connection between two calls. Who comes
 * later sees the new certificate, and a broken one takes nobody's place. */
static void
test_reload (void)
{
  g_autoptr (Ops) ops = ops_new ();
  g_autoptr (GIOStream) events = NULL;
  g_autoptr (GIOStream) kept = NULL;
  g_autoptr (GIOStream) late = NULL;
  g_autoptr (GIOStream) later = NULL;
  g_autofree char *rest = NULL;
  g_autofree char *told = NULL;
  g_autoptr (GError) error = NULL;
  const char *ticket;

  ops_serve (ops, TLS);
  events = open_events (ops);
  wait_for_event (events);
  kept = ops_connect (ops->https, ops->certificate);
  call (kept);
  ticket = api_open (ops->api, "ada", "Before");
  wait_for_event (events);

  ops_make_certificate (ops->certificate, ops->private_key, 60);
  ops_reload (ops, RELOADED);
  api_reply (ops->api, "ada", ticket, "After");
  wait_for_event (events);
  call (kept);
  /* This trusts the new one alone. */
  late = ops_connect (ops->https, ops->certificate);
  call (late);

  g_file_set_contents (ops->private_key, "not a key", -1, &error);
  g_assert_no_error (error);
  g_subprocess_send_signal (ops->process->process, SIGHUP);
  told = ops_wait_log (ops, "The certificate stays the old one");
  g_assert_nonnull (strstr (told, "key.pem"));
  later = ops_connect (ops->https, ops->certificate);
  call (later);
  call (kept);

  /* The end comes in good order. */
  g_assert_cmpint (test_process_end (ops->process, SIGTERM), ==, 0);
  rest = ops_hear (events, NULL);
  g_assert_cmpstr (rest, ==, "0\r\n\r\n");
}

/* Without TLS there is nothing to read again, and the signal ends nothing. */
static void
test_reload_nothing (void)
{
  g_autoptr (Ops) ops = ops_new ();

  ops_serve (ops, "");
  ops_reload (ops, "no certificate");
  api_expect (ops->api, "200", NULL, NULL, "GET /healthz");
}

/* Those that begin a handshake and don't go on keep nobody out. */
static void
test_still (void)
{
  /* The head of a ClientHello, and nothing of it. */
  static const char begun[] = { 22, 3, 1, 2, 0, 1 };
  g_autoptr (Ops) ops = ops_new ();
  g_autoptr (GPtrArray) still = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 began;

  ops_serve (ops, TLS);
  for (guint i = 0; i < STILL; i++)
    {
      GIOStream *wire = ops_connect (ops->https, NULL);
      GOutputStream *out = g_io_stream_get_output_stream (wire);

      g_ptr_array_add (still, wire);
      g_assert_true (g_output_stream_write_all (out, begun, sizeof begun, NULL, NULL, NULL));
    }
  began = g_get_monotonic_time ();
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (GIOStream) wire = ops_connect (ops->https, ops->certificate);

      call (wire);
    }
  g_assert_cmpint (g_get_monotonic_time () - began, <, 5 * G_TIME_SPAN_SECOND);
}

static char *
get_body (const char *answer)
{
  const char *end = strstr (answer, "\r\n\r\n");

  g_assert_true (g_str_has_prefix (answer, OK));
  return g_strdup (end + 4);
}

/* An answer that does not fit into the system's buffers comes whole, record by record. */
static void
test_large (void)
{
  g_autoptr (Ops) ops = ops_new ();
  g_autofree char *words = g_strnfill (30000, 'x');
  g_autofree char *clear_answer = NULL;
  g_autofree char *clear = NULL;
  g_autofree char *secret_answer = NULL;
  g_autofree char *secret = NULL;
  const char *ticket, *request;
  g_autoptr (GIOStream) in_clear = NULL;
  g_autoptr (GIOStream) secretly = NULL;

  ops_serve (ops, TLS);
  ticket = api_open (ops->api, "ada", "Long");
  for (guint i = 0; i < 60; i++)
    api_reply (ops->api, "ada", ticket, words);
  request = api_text (ops->api,
                      "GET /v1/tickets/%s/messages?limit=200 HTTP/1.1\r\nHost: localhost\r\n"
                      "Connection: close\r\nAuthorization: Bearer %s\r\n\r\n",
                      ticket,
                      api_token (ops->api, "ada"));
  in_clear = ops_connect (ops->api->server->port, NULL);
  ops_say (in_clear, request);
  clear_answer = ops_hear (in_clear, NULL);
  secretly = ops_connect (ops->https, ops->certificate);
  ops_say (secretly, request);
  secret_answer = ops_hear (secretly, NULL);
  clear = get_body (clear_answer);
  secret = get_body (secret_answer);
  g_assert_cmpuint (strlen (secret), >, 60 * 30000);
  g_assert_true (g_str_equal (secret, clear));
}

void
ops_add_tls_tests (void)
{
  g_test_add_func ("/ops/tls/calls", test_calls);
  g_test_add_func ("/ops/tls/versions-and-ciphers", test_versions);
  g_test_add_func ("/ops/tls/reload-drops-nobody", test_reload);
  g_test_add_func ("/ops/tls/reload-without-a-certificate", test_reload_nothing);
  g_test_add_func ("/ops/tls/standing-clients-keep-nobody-out", test_still);
  g_test_add_func ("/ops/tls/large-answers-are-whole", test_large);
}
