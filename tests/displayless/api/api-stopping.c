/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SIGTERM: what is under way is finished and answered, nothing more is begun, and the status is 0.
 */
#include "api-process.h"

#include <signal.h>
#include <string.h>

#define N_UNDER_WAY 6

typedef struct
{
  GSocketConnection *connection;
  GInputStream *in;
  GOutputStream *out;
} Wire;

static Wire
wire_open (Api *api)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  Wire wire;

  g_socket_client_set_timeout (client, 30);
  wire.connection
      = g_socket_client_connect_to_host (client, "127.0.0.1", api->server->port, NULL, &error);
  g_assert_no_error (error);
  wire.in = g_io_stream_get_input_stream (G_IO_STREAM (wire.connection));
  wire.out = g_io_stream_get_output_stream (G_IO_STREAM (wire.connection));

  return wire;
}

static void
wire_say (Wire *wire, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (wire->out, text, strlen (text), NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Reads until @end has come, or (NULL) the server hangs up; a reset is a hanging up. */
static char *
wire_hear (Wire *wire, const char *end)
{
  GString *heard = g_string_new (NULL);
  char c;

  while ((end == NULL || !g_str_has_suffix (heard->str, end))
         && g_input_stream_read (wire->in, &c, 1, NULL, NULL) == 1)
    g_string_append_c (heard, c);

  return g_string_free (heard, FALSE);
}

/* Sign-ins: each takes the one hasher a while, so that the last ones are certainly under way when
 * the first is answered. That the server has each is known by its "100 Continue". */
static void
test_finishes (void)
{
  static const char body[] = "{\"username\":\"ada\",\"password\":\"" TEST_PASSWORD "\"}";
  g_autoptr (Api) api = api_new ();
  g_autoptr (TestProcess) process = NULL;
  Wire wires[N_UNDER_WAY];
  guint n_answered = 0;
  int status;

  test_server_stop (api->server);
  process = api_process_new (api);
  for (guint i = 0; i < N_UNDER_WAY; i++)
    {
      g_autofree char *heard = NULL;

      wires[i] = wire_open (api);
      wire_say (
          &wires[i],
          api_text (api,
                    "POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                    "Content-Type: application/json\r\nContent-Length: %u\r\n\r\n",
                    (guint)strlen (body)));
      heard = wire_hear (&wires[i], "\r\n\r\n");
      g_assert_true (g_str_has_prefix (heard, "HTTP/1.1 100"));
    }
  for (guint i = 0; i < N_UNDER_WAY; i++)
    wire_say (&wires[i], body);
  g_free (wire_hear (&wires[0], "HTTP/1.1 201"));
  status = test_process_end (process, SIGTERM);
  g_assert_cmpint (status, ==, 0);
  for (guint i = 0; i < N_UNDER_WAY; i++)
    {
      g_autofree char *heard = wire_hear (&wires[i], NULL);

      /* Whole to its last brace. */
      n_answered += strstr (heard, "\"token\":\"tkt_") != NULL && g_str_has_suffix (heard, "}}");
      g_object_unref (wires[i].connection);
    }
  g_assert_cmpuint (n_answered, ==, N_UNDER_WAY);
}

/* Idle connections and half a request don't keep it. */
static void
test_idle (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (TestProcess) process = NULL;
  Wire idle, half, used;
  g_autofree char *heard = NULL;
  gint64 began;

  test_server_stop (api->server);
  process = api_process_new (api);
  idle = wire_open (api);
  half = wire_open (api);
  used = wire_open (api);
  wire_say (&half, "POST /v1/tickets HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{");
  wire_say (&used, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
  heard = wire_hear (&used, "}");
  g_assert_true (g_str_has_prefix (heard, "HTTP/1.1 200"));
  began = g_get_monotonic_time ();
  g_assert_cmpint (test_process_end (process, SIGTERM), ==, 0);
  /* Far from the ten seconds that calls which are under way would be given. */
  g_assert_cmpint (g_get_monotonic_time () - began, <, 8 * G_TIME_SPAN_SECOND);
  g_object_unref (idle.connection);
  g_object_unref (half.connection);
  g_object_unref (used.connection);
}

/* Writes that were answered while it stopped are there when it serves again. */
static void
test_keeps (void)
{
  static const int signals[] = { SIGTERM, SIGINT };
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "Stopped");

  test_server_stop (api->server);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      g_autoptr (TestProcess) process = api_process_new (api);

      api_reply (api, "ada", ticket, "Kept");
      g_assert_cmpint (test_process_end (process, signals[i]), ==, 0);
    }
  test_server_start (api->server);
  g_assert_cmpstr (
      api_column (api,
                  api_expect (api, "200", "ada", NULL, "GET /v1/tickets/%s/messages", ticket),
                  "position"),
      ==,
      "1 2 3");
}

void
api_add_stopping_tests (void)
{
  g_test_add_func ("/api/stopping/finishes-what-is-under-way", test_finishes);
  g_test_add_func ("/api/stopping/idle-connections-do-not-keep-it", test_idle);
  g_test_add_func ("/api/stopping/keeps-what-was-answered", test_keeps);
}
