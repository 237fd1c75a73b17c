/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fault proxy itself: each fault does what it says, and the same seed does the same again. */
#include <string.h>

#include "test-await.h"
#include "test-proxy.h"
#include "test-server.h"
#include "test-wire.h"
#include "tkt-json.h"

typedef struct
{
  TestServer *server;
  TestProxy *proxy;
  guint16 port; /* the proxy's */
  char *token;  /* ada's */
} Fixture;

/* What is said to a port, and what came back until the connection ended. */
typedef struct
{
  guint16 port;
  char *request;
  GString *answer;
  int done; /* atomic */
} Talk;

static gpointer
talk_in_thread (gpointer data)
{
  Talk *talk = data;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection
      = g_socket_client_connect_to_host (client, "127.0.0.1", talk->port, NULL, NULL);
  char bytes[4096];
  gssize n = 0;

  g_assert_nonnull (connection);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                             talk->request,
                             strlen (talk->request),
                             NULL,
                             NULL,
                             NULL);
  while ((n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                   bytes,
                                   sizeof bytes,
                                   NULL,
                                   NULL))
         > 0)
    g_string_append_len (talk->answer, bytes, n);
  g_atomic_int_set (&talk->done, TRUE);
  g_main_context_wakeup (NULL);
  return talk;
}

static GThread *
talk_begin (Talk *talk, guint16 port, char *request_taken)
{
  *talk = (Talk){ port, request_taken, g_string_new (NULL) };
  return g_thread_new ("talk", talk_in_thread, talk);
}

/* (transfer full): the answer. */
static char *
talk_end (Talk *talk, GThread *thread)
{
  test_await (g_atomic_int_get (&talk->done));
  g_thread_join (thread);
  g_free (talk->request);
  return g_string_free (talk->answer, FALSE);
}

static char *
say (guint16 port, char *request_taken)
{
  Talk talk;
  GThread *thread = talk_begin (&talk, port, request_taken);

  return talk_end (&talk, thread);
}

static char *
build (Fixture *self, const char *method, const char *path, const char *body)
{
  return g_strdup_printf ("%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                          "Connection: close\r\nContent-Type: application/json\r\n"
                          "Content-Length: %zu\r\n\r\n%s",
                          method,
                          path,
                          self->token,
                          strlen (body),
                          body);
}

/* Without an id, so that the server would make two tickets of two such calls. */
static char *
build_opening (Fixture *self)
{
  return build (self,
                "POST",
                "/v1/tickets",
                "{\"title\":\"Payout\",\"message\":{\"body\":\"Where is it?\"}}");
}

static guint
count_tickets (Fixture *self)
{
  g_autofree char *answer
      = say (self->server->port, build (self, "GET", "/v1/tickets?limit=200", ""));
  guint n = 0;

  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200 "));
  for (const char *at = answer; (at = strstr (at, "\"number\":")) != NULL; at++)
    n++;
  return n;
}

static void
fixture_init (Fixture *self, guint32 seed)
{
  g_autofree char *uri = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *request = NULL;
  const char *token;

  self->server = test_server_new ();
  self->proxy = test_proxy_new (self->server->port, seed);
  uri = test_proxy_get_uri (self->proxy);
  self->port = g_ascii_strtoull (strrchr (uri, ':') + 1, NULL, 10);
  self->token = g_strdup ("none");
  answer = say (self->server->port,
                build (self,
                       "POST",
                       "/v1/sessions",
                       "{\"username\":\"ada\",\"password\":\"" TEST_PASSWORD "\"}"));
  token = strstr (answer, "tkt_");
  g_assert_nonnull (token);
  g_free (self->token);
  self->token = g_strndup (token, strcspn (token, "\""));
}

static void
fixture_clear (Fixture *self)
{
  test_proxy_free (self->proxy);
  test_server_free (self->server);
  g_free (self->token);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

/* What arrived, in words: "201", "201 short", "201 broken", "a part of headers", "no http" or
 * "nothing". */
static char *
describe (const char *answer)
{
  const char *head_end = strstr (answer, "\r\n\r\n");
  const char *length = strstr (answer, "Content-Length: ");
  const char *body = head_end != NULL ? head_end + 4 : NULL;
  g_autoptr (JsonNode) json = NULL;

  if (*answer == '\0')
    return g_strdup ("nothing");
  if (!g_str_has_prefix (answer, "HTTP/1.1 "))
    return g_strdup ("no http");
  if (body == NULL)
    return g_strdup ("a part of headers");
  if (length == NULL || strlen (body) < g_ascii_strtoull (length + 16, NULL, 10))
    return g_strdup_printf ("%.3s short", answer + 9);
  json = tkt_json_parse (body, strlen (body), NULL);
  return g_strdup_printf ("%.3s%s", answer + 9, json != NULL ? "" : " broken");
}

/* What a fault does to one call: what arrives of an answer, and how often the server has done what
 * was asked. */
static void
test_each (void)
{
  static const struct
  {
    TestFault fault;
    gboolean reaches;
    const char *arrives;
    guint n_done;
  } rows[] = {
    { TEST_FAULT_NONE, FALSE, "201", 1 },
    { TEST_FAULT_CUT_BEFORE, FALSE, "nothing", 0 },
    { TEST_FAULT_CUT_REQUEST, FALSE, "nothing", 0 },
    { TEST_FAULT_CUT_UNANSWERED, FALSE, "nothing", 1 },
    { TEST_FAULT_CUT_HEADERS, FALSE, "a part of headers", 1 },
    { TEST_FAULT_CUT_BODY, FALSE, "201 short", 1 },
    { TEST_FAULT_DELAY, FALSE, "201", 1 },
    { TEST_FAULT_OVERTAKEN, FALSE, "201", 1 },
    { TEST_FAULT_TWICE, FALSE, "201", 2 },
    { TEST_FAULT_INTERNAL, FALSE, "500", 0 },
    { TEST_FAULT_INTERNAL, TRUE, "500", 1 },
    { TEST_FAULT_UNAVAILABLE, FALSE, "503 broken", 0 },
    { TEST_FAULT_UNAVAILABLE, TRUE, "503 broken", 1 },
    { TEST_FAULT_SLOW_DOWN, FALSE, "429", 0 },
    { TEST_FAULT_SLOW_DOWN, TRUE, "429", 1 },
    { TEST_FAULT_GARBAGE, FALSE, "no http", 0 },
    { TEST_FAULT_GARBAGE, TRUE, "no http", 1 },
    { TEST_FAULT_TRUNCATED, FALSE, "201 broken", 1 },
    { TEST_FAULT_WRONG_LENGTH, FALSE, "201 short", 1 },
    { TEST_FAULT_PAGE, FALSE, "200 broken", 0 },
    { TEST_FAULT_PAGE, TRUE, "200 broken", 1 },
    { TEST_FAULT_NO_PAGE, FALSE, "404 broken", 0 },
    { TEST_FAULT_NO_PAGE, TRUE, "404 broken", 1 },
    { TEST_FAULT_STALL, FALSE, "nothing", 0 },
    { TEST_FAULT_STALL, TRUE, "nothing", 1 },
  };
  g_auto (Fixture) self = { 0 };
  guint n_done = 0;

  fixture_init (&self, 1);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *answer = NULL;
      g_autofree char *arrives = NULL;

      g_test_message ("%s", test_fault_to_word (rows[i].fault));
      test_proxy_plan (self.proxy, TEST_LANE_WRITES, rows[i].fault, rows[i].reaches, 1);
      answer = say (self.port, build_opening (&self));
      arrives = describe (answer);
      g_assert_cmpstr (arrives, ==, rows[i].arrives);
      n_done += rows[i].n_done;
      g_assert_cmpuint (count_tickets (&self), ==, n_done);
    }
}

static void
test_retry_after (void)
{
  g_auto (Fixture) self = { 0 };
  g_autofree char *unavailable = NULL;
  g_autofree char *slow_down = NULL;

  fixture_init (&self, 1);
  test_proxy_plan (self.proxy, TEST_LANE_WRITES, TEST_FAULT_UNAVAILABLE, FALSE, 1);
  unavailable = say (self.port, build_opening (&self));
  g_assert_nonnull (strstr (unavailable, "\r\nRetry-After: 2\r\n"));
  test_proxy_plan (self.proxy, TEST_LANE_WRITES, TEST_FAULT_SLOW_DOWN, FALSE, 1);
  slow_down = say (self.port, build_opening (&self));
  g_assert_nonnull (strstr (slow_down, "\r\nRetry-After: 3\r\n"));
}

/* The server has the later call first, though the earlier one is answered, too. */
static void
test_overtaken (void)
{
  g_auto (Fixture) self = { 0 };
  g_autofree char *earlier = NULL;
  g_autofree char *later = NULL;
  GThread *thread;
  Talk talk;

  fixture_init (&self, 1);
  test_proxy_plan (self.proxy, TEST_LANE_WRITES, TEST_FAULT_OVERTAKEN, FALSE, -1);
  thread = talk_begin (&talk, self.port, build_opening (&self));
  test_await (test_proxy_count (self.proxy, TEST_FAULT_OVERTAKEN) == 1);
  later = say (self.port, build_opening (&self));
  earlier = talk_end (&talk, thread);
  g_assert_nonnull (strstr (later, "\"number\":1,"));
  g_assert_nonnull (strstr (earlier, "\"number\":2,"));
}

/* Its sender hears of a cut while the server has not got it; then the server does. */
static void
test_late (void)
{
  g_auto (Fixture) self = { 0 };
  g_autofree char *answer = NULL;

  fixture_init (&self, 1);
  test_proxy_set_weather (self.proxy, TEST_WEATHER_STORM);
  test_proxy_plan (self.proxy, TEST_LANE_WRITES, TEST_FAULT_LATE, FALSE, -1);
  answer = say (self.port, build_opening (&self));
  g_assert_cmpstr (answer, ==, "");
  g_assert_cmpuint (count_tickets (&self), ==, 0);
  test_proxy_set_weather (self.proxy, TEST_WEATHER_FAIR);
  test_proxy_await_late (self.proxy);
  g_assert_cmpuint (count_tickets (&self), ==, 1);
}

/* What waits without an end waits while others are served, until it is cut. */
static void
test_held (gconstpointer data)
{
  const TestFault fault = GPOINTER_TO_INT (data);
  g_auto (Fixture) self = { 0 };
  g_autofree char *answer = NULL;
  GThread *thread;
  Talk talk;

  fixture_init (&self, 1);
  test_proxy_plan (self.proxy, TEST_LANE_WRITES, fault, FALSE, -1);
  thread = talk_begin (&talk, self.port, build_opening (&self));
  test_await (test_proxy_count (self.proxy, fault) == 1);
  for (int i = 0; i < 3; i++)
    {
      g_autofree char *other = say (self.port, build_opening (&self));

      g_assert_true (g_str_has_prefix (other, "HTTP/1.1 201 "));
    }
  g_assert_false (g_atomic_int_get (&talk.done));
  test_proxy_cut (self.proxy);
  answer = talk_end (&talk, thread);
  g_assert_cmpstr (answer, ==, "");
  g_assert_cmpuint (count_tickets (&self), ==, 3);
}

static void
test_offline (void)
{
  g_auto (Fixture) self = { 0 };
  g_autofree char *stalled = NULL;
  g_autofree char *offline = NULL;
  g_autofree char *back = NULL;
  GThread *thread;
  Talk talk;

  fixture_init (&self, 1);
  test_proxy_plan (self.proxy, TEST_LANE_WRITES, TEST_FAULT_STALL, FALSE, -1);
  thread = talk_begin (&talk, self.port, build_opening (&self));
  test_await (test_proxy_count (self.proxy, TEST_FAULT_STALL) == 1);
  test_proxy_set_weather (self.proxy, TEST_WEATHER_OFFLINE);
  stalled = talk_end (&talk, thread);
  g_assert_cmpstr (stalled, ==, "");
  offline = say (self.port, build_opening (&self));
  g_assert_cmpstr (offline, ==, "");
  test_proxy_set_weather (self.proxy, TEST_WEATHER_FAIR);
  back = say (self.port, build_opening (&self));
  g_assert_true (g_str_has_prefix (back, "HTTP/1.1 201 "));
  g_assert_cmpuint (count_tickets (&self), ==, 1);
}

/* An event stream goes through as it comes, and ends where it is cut. */
static void
test_stream (void)
{
  g_auto (Fixture) self = { 0 };
  g_autofree char *whole = NULL;
  g_autofree char *cut = NULL;
  g_autofree char *stalled = NULL;
  GThread *thread;
  Talk talk;

  fixture_init (&self, 1);
  thread = talk_begin (&talk, self.port, build (&self, "GET", "/v1/events", ""));
  test_await (test_proxy_count (self.proxy, TEST_FAULT_NONE) == 1);
  g_free (say (self.server->port, build_opening (&self)));
  g_assert_false (g_atomic_int_get (&talk.done));
  /* As long as nothing cuts it, the server does. */
  tkt_server_stop (self.server->server);
  whole = talk_end (&talk, thread);
  g_assert_true (g_str_has_prefix (whole, "HTTP/1.1 200 "));
  g_assert_nonnull (strstr (whole, "event: changes\n"));
  test_server_stop (self.server);
  test_server_start (self.server);

  test_proxy_plan (self.proxy, TEST_LANE_EVENTS, TEST_FAULT_CUT_BODY, FALSE, 1);
  cut = say (self.port, build (&self, "GET", "/v1/events", ""));
  g_assert_null (strstr (cut, "\r\n0\r\n"));

  test_proxy_plan (self.proxy, TEST_LANE_EVENTS, TEST_FAULT_STALL, TRUE, 1);
  stalled = say (self.port, build (&self, "GET", "/v1/events", ""));
  g_assert_cmpstr (stalled, ==, "");
}

/* The faults of 400 calls in each lane. */
static GStrv
blow (guint32 seed)
{
  static const char *const paths[TEST_N_LANES][2] = {
    [TEST_LANE_EVENTS] = { "GET", "/v1/events" },
    [TEST_LANE_READS] = { "GET", "/v1/me" },
    [TEST_LANE_WRITES] = { "DELETE", "/v1/sessions/none" },
  };
  g_auto (Fixture) self = { 0 };
  g_autoptr (GStrvBuilder) histories = g_strv_builder_new ();

  fixture_init (&self, seed);
  test_proxy_set_weather (self.proxy, TEST_WEATHER_STORM);
  /* Another program's place: each call is over at once, whatever happens to it. */
  test_server_stop (self.server);
  for (TestLane lane = 0; lane < TEST_N_LANES; lane++)
    {
      g_autofree char *history = NULL;

      for (int i = 0; i < 150; i++)
        g_free (say (self.port, build (&self, paths[lane][0], paths[lane][1], "")));
      history = test_proxy_get_history (self.proxy, lane);
      g_strv_builder_add (histories, history);
    }
  for (TestFault fault = 0; fault < TEST_N_FAULTS; fault++)
    g_assert_cmpuint (test_proxy_count (self.proxy, fault), >, 0);
  return g_strv_builder_end (histories);
}

static void
test_seed (void)
{
  g_auto (GStrv) one = blow (7);
  g_auto (GStrv) again = blow (7);
  g_auto (GStrv) other = blow (8);

  for (TestLane lane = 0; lane < TEST_N_LANES; lane++)
    {
      g_assert_cmpstr (one[lane], ==, again[lane]);
      g_assert_cmpstr (one[lane], !=, other[lane]);
      g_assert_cmpstr (one[lane], !=, one[(lane + 1) % TEST_N_LANES]);
    }
}

int
main (int argc, char **argv)
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/faults/proxy/each", test_each);
  g_test_add_func ("/faults/proxy/retry-after", test_retry_after);
  g_test_add_func ("/faults/proxy/overtaken", test_overtaken);
  g_test_add_func ("/faults/proxy/late", test_late);
  g_test_add_data_func ("/faults/proxy/stalled", GINT_TO_POINTER (TEST_FAULT_STALL), test_held);
  g_test_add_data_func ("/faults/proxy/delayed", GINT_TO_POINTER (TEST_FAULT_DELAY), test_held);
  g_test_add_func ("/faults/proxy/offline", test_offline);
  g_test_add_func ("/faults/proxy/stream", test_stream);
  g_test_add_func ("/faults/proxy/seed", test_seed);
  return g_test_run ();
}
