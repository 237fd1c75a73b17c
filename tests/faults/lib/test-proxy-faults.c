/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fault proxy: what happens to a call. */
#include "test-proxy-private.h"

#define PROBLEM "application/problem+json"
#define PAGE "<!DOCTYPE html><title>Welcome</title><p>Accept our terms to go on."

/* Who is cut does not ask why: failures to write are the other side's to notice. */
static gboolean
send_bytes (GIOStream *to, const GString *bytes, gsize n, GCancellable *cancellable)
{
  return g_output_stream_write_all (
      g_io_stream_get_output_stream (to), bytes->str, n, NULL, cancellable, NULL);
}

/* Sends the first @part of the request to the server. (nullable): the connection. */
static GIOStream *
ask (TestCall *call, double part)
{
  GIOStream *server = test_proxy_connect (call->proxy, call->cancellable);
  const GString *bytes = call->request.bytes;

  if (server != NULL)
    send_bytes (server, bytes, part * bytes->len, call->cancellable);
  return server;
}

/* FALSE where the server has not answered. */
static gboolean
hear (TestCall *call, GIOStream *server, TestWire *answer)
{
  if (server == NULL
      || !test_wire_read_answer (answer, g_io_stream_get_input_stream (server), call->cancellable))
    return FALSE;
  test_proxy_note_answered (call->proxy);
  return TRUE;
}

static gboolean
exchange (TestCall *call, TestWire *answer)
{
  g_autoptr (GIOStream) server = ask (call, 1);

  return hear (call, server, answer);
}

static void
pass_on (TestCall *call, const TestWire *answer, gsize n)
{
  send_bytes (call->client, answer->bytes, n, call->cancellable);
}

/* The server has done it, and its answer arrives as far as the plan says. */
static void
cut (TestCall *call)
{
  g_auto (TestWire) answer = { 0 };
  const double at = call->plan.at;

  test_wire_init (&answer);
  if (!exchange (call, &answer))
    return;
  if (call->plan.fault == TEST_FAULT_CUT_HEADERS)
    pass_on (call, &answer, at * (answer.body - 1));
  else if (call->plan.fault == TEST_FAULT_CUT_BODY)
    pass_on (call, &answer, answer.body + at * (answer.bytes->len - answer.body));
}

static void
cut_before (TestCall *call)
{
}

static void
cut_request (TestCall *call)
{
  /* All but a byte at the most. */
  g_autoptr (GIOStream) server = ask (call, call->plan.at * 0.999);

  if (server != NULL)
    g_io_stream_close (server, NULL, NULL);
}

static void
hand_over (TestCall *call)
{
  g_auto (TestWire) answer = { 0 };

  test_wire_init (&answer);
  if (call->plan.fault == TEST_FAULT_OVERTAKEN)
    test_call_await_other (call);
  else if (call->plan.fault == TEST_FAULT_DELAY && !call->plan.reaches)
    test_call_pause (call);
  if (!exchange (call, &answer))
    return;
  if (call->plan.fault == TEST_FAULT_DELAY && call->plan.reaches)
    test_call_pause (call);
  pass_on (call, &answer, answer.bytes->len);
}

static void
come_late (TestCall *call)
{
  g_auto (TestWire) answer = { 0 };

  test_wire_init (&answer);
  test_proxy_begin_late (call->proxy);
  g_io_stream_close (call->client, NULL, NULL);
  test_call_pause (call);
  exchange (call, &answer);
  test_proxy_end_late (call->proxy);
}

/* Both are on their way before either is answered. */
static void
ask_twice (TestCall *call)
{
  g_autoptr (GIOStream) first = ask (call, 1);
  g_autoptr (GIOStream) second = ask (call, 1);
  g_auto (TestWire) one = { 0 };
  g_auto (TestWire) other = { 0 };
  gboolean heard_one, heard_other;

  test_wire_init (&one);
  test_wire_init (&other);
  heard_one = hear (call, first, &one);
  heard_other = hear (call, second, &other);
  if (call->plan.at < 0.5 && heard_one)
    pass_on (call, &one, one.bytes->len);
  else if (heard_other)
    pass_on (call, &other, other.bytes->len);
}

/* The server's answer with another length than it has, or another body than its length says. */
static void
spoil_length (TestCall *call)
{
  const gboolean truncates = call->plan.fault == TEST_FAULT_TRUNCATED;
  g_auto (TestWire) answer = { 0 };
  g_autofree char *length = NULL;
  gsize size;

  test_wire_init (&answer);
  /* A body that says itself where it ends could not be wrong about it. */
  test_wire_drop_header (&call->request, "Accept-Encoding");
  if (!exchange (call, &answer))
    return;
  size = answer.bytes->len - answer.body;
  if (truncates)
    size = call->plan.at * size;
  length = g_strdup_printf ("%zu", truncates ? size : size + 7);
  test_wire_drop_header (&answer, "Transfer-Encoding");
  test_wire_set_header (&answer, "Content-Length", length);
  pass_on (call, &answer, answer.body + size);
}

/* In the server's place. */
static void
answer_for (TestCall *call)
{
  static const struct
  {
    TestFault fault;
    const char *status;
    const char *headers;
    const char *type;
    const char *body;
  } answers[] = {
    { TEST_FAULT_INTERNAL, "500 Oops", "", PROBLEM, "{\"code\":\"internal\"}" },
    { TEST_FAULT_UNAVAILABLE, "503 Later", "Retry-After: 2\r\n", "text/plain", "Later" },
    { TEST_FAULT_SLOW_DOWN, "429 Slow", "Retry-After: 3\r\n", PROBLEM, "{\"code\":\"slow-down\"}" },
    { TEST_FAULT_PAGE, "200 OK", "", "text/html", PAGE },
    { TEST_FAULT_NO_PAGE, "404 Not Found", "", "text/html", PAGE },
  };
  g_auto (TestWire) answer = { 0 };

  test_wire_init (&answer);
  if (call->plan.reaches)
    exchange (call, &answer);
  g_string_assign (answer.bytes, "\x16\x03\x01 this is no HTTP \xff\xfe\r\n\r\n");
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    if (answers[i].fault == call->plan.fault)
      test_wire_make_answer (
          &answer, answers[i].status, answers[i].headers, answers[i].type, answers[i].body);
  pass_on (call, &answer, answer.bytes->len);
}

static void
stall (TestCall *call)
{
  g_auto (TestWire) answer = { 0 };

  test_wire_init (&answer);
  if (call->plan.reaches)
    exchange (call, &answer);
  test_call_pause (call);
}

/* Hands on what comes from the server, until either side ends it or @end (in microseconds, or -1)
 * has come. */
static void
relay (TestCall *call, GIOStream *server, gint64 end)
{
  GSocket *sockets[2] = { g_socket_connection_get_socket (G_SOCKET_CONNECTION (server)),
                          g_socket_connection_get_socket (G_SOCKET_CONNECTION (call->client)) };
  GPollFD polled[3]
      = { { g_socket_get_fd (sockets[0]), G_IO_IN }, { g_socket_get_fd (sockets[1]), G_IO_IN } };
  char chunk[4096];
  gssize n = 1;

  if (!g_cancellable_make_pollfd (call->cancellable, &polled[2]))
    return;
  while (n > 0)
    {
      const gint64 left = (end - g_get_monotonic_time ()) / 1000;

      if (g_poll (polled, 3, end < 0 ? -1 : MAX (left, 0)) <= 0 || polled[1].revents != 0
          || polled[2].revents != 0)
        break;
      n = g_socket_receive (sockets[0], chunk, sizeof chunk, call->cancellable, NULL);
      if (n > 0
          && !g_output_stream_write_all (g_io_stream_get_output_stream (call->client),
                                         chunk,
                                         n,
                                         NULL,
                                         call->cancellable,
                                         NULL))
        break;
    }
  g_cancellable_release_fd (call->cancellable);
}

/* A stream has no end: where it is cut, it is after its time. */
static void
run_stream (TestCall *call)
{
  const TestFault fault = call->plan.fault;
  const gboolean cuts = fault >= TEST_FAULT_CUT_UNANSWERED && fault <= TEST_FAULT_CUT_BODY;
  const gint64 end
      = cuts ? g_get_monotonic_time () + call->plan.pause_ms * G_TIME_SPAN_MILLISECOND : -1;
  g_autoptr (GIOStream) server = NULL;

  if (fault == TEST_FAULT_DELAY)
    test_call_pause (call);
  server = ask (call, 1);
  if (server != NULL)
    relay (call, server, end);
}

typedef void (*Act) (TestCall *call);

static const struct
{
  Act call;
  Act stream;
} acts[TEST_N_FAULTS] = {
  [TEST_FAULT_NONE] = { hand_over, run_stream },
  [TEST_FAULT_CUT_BEFORE] = { cut_before, cut_before },
  [TEST_FAULT_CUT_REQUEST] = { cut_request, cut_request },
  [TEST_FAULT_CUT_UNANSWERED] = { cut, run_stream },
  [TEST_FAULT_CUT_HEADERS] = { cut, run_stream },
  [TEST_FAULT_CUT_BODY] = { cut, run_stream },
  [TEST_FAULT_DELAY] = { hand_over, run_stream },
  [TEST_FAULT_OVERTAKEN] = { hand_over, run_stream },
  [TEST_FAULT_LATE] = { come_late, run_stream },
  [TEST_FAULT_TWICE] = { ask_twice, run_stream },
  [TEST_FAULT_INTERNAL] = { answer_for, answer_for },
  [TEST_FAULT_UNAVAILABLE] = { answer_for, answer_for },
  [TEST_FAULT_SLOW_DOWN] = { answer_for, answer_for },
  [TEST_FAULT_GARBAGE] = { answer_for, answer_for },
  [TEST_FAULT_TRUNCATED] = { spoil_length, run_stream },
  [TEST_FAULT_WRONG_LENGTH] = { spoil_length, run_stream },
  [TEST_FAULT_PAGE] = { answer_for, answer_for },
  [TEST_FAULT_NO_PAGE] = { answer_for, answer_for },
  [TEST_FAULT_STALL] = { stall, stall },
};

void
test_call_run (TestCall *call)
{
  const gboolean stream = test_wire_is_for (&call->request, "GET", "/v1/events");

  /* Where a message ends is easy to tell if its connection ends with it. */
  test_wire_set_header (&call->request, "Connection", "close");
  /* Nobody could wait for the end of the stream that the server would answer with. */
  call->plan.reaches &= !stream;
  (stream ? acts[call->plan.fault].stream : acts[call->plan.fault].call) (call);
}
