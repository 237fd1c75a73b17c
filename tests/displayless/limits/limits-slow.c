/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is slow is cut, and keeps nobody out. */
#include <string.h>

#include "limits-wire.h"

#define HOST " HTTP/1.1\r\nHost: localhost\r\n"
#define JSON "Content-Type: application/json\r\n"
#define HEALTH "GET /healthz" HOST "Connection: close\r\n\r\n"
#define SECOND G_TIME_SPAN_SECOND

/* Nothing is too much, and everything is waited for a second, idle connections four. */
static TktLimits
make_short (void)
{
  TktLimits limits = tkt_limits_default;

  limits.connections_per_address = G_MAXINT;
  limits.address_rate = limits.address_burst = 1000000;
  limits.account_rate = limits.account_burst = 1000000;
  limits.headers_seconds = limits.window_seconds = 1;
  limits.idle_seconds = 4;
  return limits;
}

/* What is said first, what then trickles, and after how many seconds at the least it is cut. */
static void
test_slow_requests (void)
{
  static const struct
  {
    const char *first, *piece;
    double seconds;
  } cases[] = {
    { "", "", 1 },
    { "", "G", 1 },
    { "GET /healthz" HOST, "A: b\r\n", 1 },
    { "GET /healthz" HOST "\r\n", "", 4 },
    { "GET /healthz" HOST "\r\n", "G", 1 },
    { "POST /v1/sessions" HOST JSON "Content-Length: 9000\r\n\r\n{", "a", 1 },
    { "POST /v1/sessions" HOST JSON "Transfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n", 1 },
  };
  TktLimits limits = make_short ();
  g_autoptr (Api) api = limits_api_new (&limits);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GSocketConnection) connection = limits_connect (api, "127.0.0.2");
      double seconds;

      limits_write (connection, cases[i].first);
      seconds = (double)limits_trickle (connection, cases[i].piece, 200) / SECOND;
      g_test_message ("case %u: %.1f s", i, seconds);
      g_assert_cmpfloat (seconds, >=, cases[i].seconds * 0.9);
    }
}

/* Slow, but not too slow: a body of three seconds, in many windows. */
static void
test_slow_enough (void)
{
  TktLimits limits = make_short ();
  g_autoptr (Api) api = limits_api_new (&limits);
  g_autoptr (GSocketConnection) connection = limits_connect (api, "127.0.0.2");
  GSocket *socket = g_socket_connection_get_socket (connection);
  g_autofree char *piece = g_strnfill (500, ' ');
  g_autofree char *answer = NULL;

  limits_write (connection,
                "POST /v1/sessions" HOST JSON "Connection: close\r\n"
                "Content-Length: 7502\r\n\r\n");
  for (guint i = 0; i < 15; i++)
    {
      limits_write (connection, piece);
      g_assert_false (g_socket_condition_timed_wait (socket, G_IO_IN, SECOND / 5, NULL, NULL));
    }
  limits_write (connection, "{}");
  answer = limits_read_to_end (connection);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 422 "));
}

/* Answers that nobody takes wait for a window and not longer. */
static void
test_untaken_answers (void)
{
  TktLimits limits = make_short ();
  g_autoptr (Api) api = limits_api_new (&limits);
  g_autoptr (GSocketConnection) connection = limits_connect (api, "127.0.0.2");
  GSocket *socket = g_socket_connection_get_socket (connection);
  g_autoptr (GString) requests = g_string_new (NULL);
  g_autofree char *taken = NULL;

  for (guint i = 0; i < 400; i++)
    g_string_append (requests, "GET /v1/openapi.json" HOST "\r\n");
  limits_write (connection, requests->str);
  /* Fifty megabytes are asked for, and the end comes without any of them being read. */
  g_assert_true (g_socket_condition_timed_wait (socket, G_IO_HUP, 60 * SECOND, NULL, NULL));
  taken = limits_read_to_end (connection);
  g_assert_cmpuint (strlen (taken), <, 400 * 100000);
}

/* A client with many connections, on a thread of its own. */
typedef struct
{
  Api *api;
  guint n;
  GMutex lock;
  GCond stop;
  gboolean stopped; /* (locked) */
  gint n_cut;       /* atomic */
} Crowd;

/* Each sends one byte more; who was cut comes again. */
static void
crowd_act (Crowd *crowd, GPtrArray *connections)
{
  for (guint i = 0; i < crowd->n; i++)
    {
      GSocketConnection *connection;

      if (i == connections->len)
        g_ptr_array_add (connections, limits_connect (crowd->api, "127.0.0.2"));
      connection = g_ptr_array_index (connections, i);
      if (g_socket_send (g_socket_connection_get_socket (connection), "a", 1, NULL, NULL) == 1)
        continue;
      g_object_unref (connection);
      g_ptr_array_index (connections, i) = limits_connect (crowd->api, "127.0.0.2");
      g_atomic_int_inc (&crowd->n_cut);
    }
}

/* Once a second. */
static gpointer
crowd_run (gpointer data)
{
  Crowd *crowd = data;
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);

  g_mutex_lock (&crowd->lock);
  while (!crowd->stopped)
    {
      gint64 next = g_get_monotonic_time () + SECOND;

      g_mutex_unlock (&crowd->lock);
      crowd_act (crowd, connections);
      g_mutex_lock (&crowd->lock);
      while (!crowd->stopped && g_cond_wait_until (&crowd->stop, &crowd->lock, next))
        continue;
    }
  g_mutex_unlock (&crowd->lock);
  return NULL;
}

static void
crowd_end (Crowd *crowd, GThread *thread)
{
  g_mutex_lock (&crowd->lock);
  crowd->stopped = TRUE;
  g_cond_signal (&crowd->stop);
  g_mutex_unlock (&crowd->lock);
  g_thread_join (thread);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const gint64 *one = a, *other = b;

  return *one < *other ? -1 : *one > *other;
}

static void
add_time (GArray *times, gint64 begun)
{
  gint64 time = g_get_monotonic_time () - begun;

  g_array_append_val (times, time);
}

static void
check_times (const Crowd *crowd, const char *what, GArray *times)
{
  gint64 slowest;

  g_array_sort (times, compare_times);
  slowest = g_array_index (times, gint64, times->len - 1);
  g_test_message ("beside %u others %u requests %s: p99 %.1f ms, the slowest %.1f ms",
                  crowd->n,
                  times->len,
                  what,
                  g_array_index (times, gint64, times->len * 99 / 100) / 1000.0,
                  slowest / 1000.0);
  g_assert_cmpint (slowest, <, 10 * SECOND);
}

/* Let in or kept out, they keep nobody out. TICKETS_CROWD is how many; 5,000 are the long form. */
static void
test_crowd (gconstpointer per_address)
{
  TktLimits limits = make_short ();
  const char *said = g_getenv ("TICKETS_CROWD");
  g_autoptr (Api) api = NULL;
  Crowd crowd = { .n = said != NULL ? g_ascii_strtoull (said, NULL, 10) : 500 };
  g_autoptr (GArray) known = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) new = g_array_new (FALSE, FALSE, sizeof (gint64));
  GThread *thread;

  limits.connections_per_address = GPOINTER_TO_UINT (per_address);
  api = crowd.api = limits_api_new (&limits);
  api_token (api, "ada");
  thread = g_thread_new ("crowd", crowd_run, &crowd);
  /* As many times as the crowd is large have they been cut. */
  while (known->len < 200 || g_atomic_int_get (&crowd.n_cut) < (gint)crowd.n)
    {
      gint64 begun = g_get_monotonic_time ();

      api_expect (api, "200", "ada", NULL, "GET /v1/tickets");
      add_time (known, begun);
      begun = g_get_monotonic_time ();
      g_assert_cmpuint (limits_ask (api, "127.0.0.3", HEALTH, NULL), ==, 200);
      add_time (new, begun);
    }
  crowd_end (&crowd, thread);
  check_times (&crowd, "over one connection", known);
  check_times (&crowd, "over new ones", new);
}

void
limits_add_slow_tests (void)
{
  g_test_add_func ("/limits/slow/requests", test_slow_requests);
  g_test_add_func ("/limits/slow/but-not-too-slow", test_slow_enough);
  g_test_add_func ("/limits/slow/untaken-answers", test_untaken_answers);
  g_test_add_data_func ("/limits/crowd/kept-out", GUINT_TO_POINTER (64), test_crowd);
  g_test_add_data_func ("/limits/crowd/let-in", GUINT_TO_POINTER (G_MAXINT), test_crowd);
}
