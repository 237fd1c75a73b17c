/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fault proxy: its port, its weather, and the lots it draws. */
#include "test-proxy-private.h"

/* Of a hundred calls in a storm, so many have no fault. */
#define SPARED 60
#define PAUSE_MAX_MS 40

struct _TestProxy
{
  guint16 server_port;
  guint16 port;
  GSocketService *service;

  GMutex lock;
  GCond changed;
  /* All below is locked. */
  TestWeather weather;
  GCancellable *cancellable; /* of what is open; another one after each cut */
  GRand *lots[TEST_N_LANES];
  GQueue planned[TEST_N_LANES]; /* of TestPlan */
  GString *history[TEST_N_LANES];
  guint counts[TEST_N_FAULTS];
  guint n_open;     /* connections */
  guint n_late;     /* calls whose sender has given up */
  guint n_answered; /* by the server */
  guint n_changes;  /* of the weather */
};

static const char *const words[] = {
  "none",         "cut-before",  "cut-request", "cut-unanswered", "cut-headers",
  "cut-body",     "delay",       "overtaken",   "late",           "twice",
  "internal",     "unavailable", "slow-down",   "garbage",        "truncated",
  "wrong-length", "page",        "no-page",     "stall",
};
G_STATIC_ASSERT (G_N_ELEMENTS (words) == TEST_N_FAULTS);

const char *
test_fault_to_word (TestFault fault)
{
  return words[fault];
}

static TestLane
lane_of (const TestWire *request)
{
  if (test_wire_is_for (request, "GET", "/v1/events"))
    return TEST_LANE_EVENTS;
  return test_wire_is_for (request, "GET", "/") ? TEST_LANE_READS : TEST_LANE_WRITES;
}

/* Always as many lots a call, whatever comes of them. */
static TestPlan
draw (GRand *lots)
{
  const gboolean spared = g_rand_int_range (lots, 0, 100) < SPARED;
  const TestFault fault = g_rand_int_range (lots, TEST_FAULT_NONE + 1, TEST_N_FAULTS);
  TestPlan plan = { spared ? TEST_FAULT_NONE : fault };

  plan.reaches = g_rand_boolean (lots);
  plan.pause_ms = g_rand_int_range (lots, 1, PAUSE_MAX_MS);
  plan.at = g_rand_double (lots);
  return plan;
}

static TestPlan
decide (TestProxy *self, const TestWire *request)
{
  const TestLane lane = lane_of (request);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autofree TestPlan *planned = g_queue_pop_head (&self->planned[lane]);
  TestPlan plan = { TEST_FAULT_NONE };

  if (self->weather == TEST_WEATHER_STORM)
    plan = draw (self->lots[lane]);
  if (planned != NULL)
    plan = *planned;
  if (self->weather == TEST_WEATHER_OFFLINE)
    plan.fault = TEST_FAULT_CUT_BEFORE;
  self->counts[plan.fault]++;
  g_string_append_printf (self->history[lane], "%s ", words[plan.fault]);
  return plan;
}

static gboolean
on_run (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer data)
{
  TestProxy *self = data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  TestCall call = { self, G_IO_STREAM (connection), g_object_ref (self->cancellable) };
  const gboolean offline = self->weather == TEST_WEATHER_OFFLINE;

  self->n_open++;
  g_clear_pointer (&locker, g_mutex_locker_free);
  test_wire_init (&call.request);
  if (!offline
      && test_wire_read_request (
          &call.request, g_io_stream_get_input_stream (call.client), call.cancellable))
    {
      call.plan = decide (self, &call.request);
      /* Whoever awaits the count looks again. */
      g_main_context_wakeup (NULL);
      test_call_run (&call);
    }
  g_io_stream_close (call.client, NULL, NULL);
  test_wire_clear (&call.request);
  g_object_unref (call.cancellable);

  locker = g_mutex_locker_new (&self->lock);
  self->n_open--;
  g_cond_broadcast (&self->changed);
  return TRUE;
}

TestProxy *
test_proxy_new (guint16 server_port, guint32 seed)
{
  TestProxy *self = g_new0 (TestProxy, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  self->server_port = server_port;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->cancellable = g_cancellable_new ();
  for (TestLane lane = 0; lane < TEST_N_LANES; lane++)
    {
      self->lots[lane] = g_rand_new_with_seed_array ((guint32[]){ seed, lane }, 2);
      self->history[lane] = g_string_new (NULL);
      g_queue_init (&self->planned[lane]);
    }
  self->service = g_threaded_socket_service_new (-1);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service),
                                 address,
                                 G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP,
                                 NULL,
                                 &bound,
                                 &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_signal_connect (self->service, "run", G_CALLBACK (on_run), self);
  return self;
}

void
test_proxy_free (TestProxy *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  test_proxy_cut (self);
  g_mutex_lock (&self->lock);
  while (self->n_open > 0)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
  g_signal_handlers_disconnect_by_data (self->service, self);
  g_object_unref (self->service);
  g_object_unref (self->cancellable);
  for (TestLane lane = 0; lane < TEST_N_LANES; lane++)
    {
      g_rand_free (self->lots[lane]);
      g_queue_clear_full (&self->planned[lane], g_free);
      g_string_free (self->history[lane], TRUE);
    }
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}

char *
test_proxy_get_uri (TestProxy *self)
{
  return g_strdup_printf ("http://127.0.0.1:%u", self->port);
}

void
test_proxy_set_weather (TestProxy *self, TestWeather weather)
{
  g_mutex_lock (&self->lock);
  self->weather = weather;
  self->n_changes++;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  if (weather == TEST_WEATHER_OFFLINE)
    test_proxy_cut (self);
}

void
test_proxy_cut (TestProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_cond_broadcast (&self->changed);
}

void
test_proxy_await_late (TestProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (self->n_late > 0)
    g_cond_wait (&self->changed, &self->lock);
}

void
test_proxy_plan (TestProxy *self, TestLane lane, TestFault fault, gboolean reaches, int pause_ms)
{
  const TestPlan plan = { fault, reaches, pause_ms, 0.5 };
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_queue_push_tail (&self->planned[lane], g_memdup2 (&plan, sizeof plan));
}

guint
test_proxy_count (TestProxy *self, TestFault fault)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->counts[fault];
}

char *
test_proxy_get_history (TestProxy *self, TestLane lane)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_strdup (self->history[lane]->str);
}

GIOStream *
test_proxy_connect (TestProxy *self, GCancellable *cancellable)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, self->server_port);
  g_autoptr (GSocket) socket
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

  if (socket == NULL || !g_socket_connect (socket, address, cancellable, NULL))
    return NULL;
  return G_IO_STREAM (g_socket_connection_factory_create_connection (socket));
}

/* Until the call is cut, its time is over, the weather changes, or the server has answered another
 * than the @n_answered so far. */
static void
wait_for (TestCall *call, guint n_answered)
{
  TestProxy *self = call->proxy;
  const gint64 end = g_get_monotonic_time () + call->plan.pause_ms * G_TIME_SPAN_MILLISECOND;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const guint n_changes = self->n_changes;

  while (!g_cancellable_is_cancelled (call->cancellable) && self->n_changes == n_changes
         && self->n_answered <= n_answered)
    {
      if (call->plan.pause_ms < 0)
        g_cond_wait (&self->changed, &self->lock);
      else if (!g_cond_wait_until (&self->changed, &self->lock, end))
        return;
    }
}

void
test_call_pause (TestCall *call)
{
  wait_for (call, G_MAXUINT);
}

void
test_call_await_other (TestCall *call)
{
  TestProxy *self = call->proxy;
  guint n_answered;

  g_mutex_lock (&self->lock);
  n_answered = self->n_answered;
  g_mutex_unlock (&self->lock);
  wait_for (call, n_answered);
}

void
test_proxy_note_answered (TestProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->n_answered++;
  g_cond_broadcast (&self->changed);
}

void
test_proxy_begin_late (TestProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->n_late++;
}

void
test_proxy_end_late (TestProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->n_late--;
  g_cond_broadcast (&self->changed);
}
