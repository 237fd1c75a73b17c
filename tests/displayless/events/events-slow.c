/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clients that do not read: they hold up nobody, are not waited for, and in the end are dropped. */
#include "events-stream.h"

#include "tkt-hub-private.h"

/* More than the buffers of both sides have room for. */
#define MANY 350

/* Events as fast as they come, and signs of life twenty times a second. */
static void
hurry (gint64 stuck_us)
{
  tkt_hub_times = (TktHubTimes){ .stuck_us = stuck_us, .beat_ms = 1 };
}

/* One event for everybody, which @reads has had when it returns. */
static void
make_event (Api *api, Stream *reads)
{
  guint n = stream_count (reads, "event:");

  test_server_set_support_tickets (api->server, n % 2 == 0);
  while (stream_count (reads, "event:") == n)
    g_assert_true (stream_read (reads));
}

/* One who reads, and one who does not, are told of the same events by the same thread. */
static void
open_both (Api *api, Stream **reads, Stream **stuck)
{
  test_server_stop (api->server);
  api->server->lanes = 1;
  test_server_start (api->server);
  *reads = stream_open (api, "nils", NULL);
  *stuck = stream_open_narrow (api, "mara");
  stream_wait (*reads, "data: {}\n\n");
  stream_wait (*stuck, "data: {}\n\n");
}

static void
make_stuck (Api *api, Stream **reads, Stream **stuck)
{
  open_both (api, reads, stuck);
  for (guint i = 0; i < MANY; i++)
    make_event (api, *reads);
}

/* Who reads again after a while hears of the newest alone. */
static void
test_reads_again (void)
{
  const TktHubTimes usual = tkt_hub_times;
  g_autoptr (Api) api = NULL;
  g_autoptr (Stream) reads = NULL;
  g_autoptr (Stream) stuck = NULL;
  g_autofree char *newest = NULL;

  hurry (usual.stuck_us);
  api = api_new ();
  make_stuck (api, &reads, &stuck);
  newest = g_strdup (g_strrstr (reads->got->str, "id: "));
  stream_wait (stuck, newest);
  g_assert_cmpuint (stream_count (stuck, "event:"), <, MANY);
  /* And then goes on like everybody. */
  make_event (api, reads);
  g_free (newest);
  newest = g_strdup (g_strrstr (reads->got->str, "id: "));
  stream_wait (stuck, newest);
  tkt_hub_times = usual;
}

static gboolean
is_broken (Stream *stream)
{
  return g_socket_condition_check (stream->socket, G_IO_ERR | G_IO_HUP) != 0;
}

/* Its connection is broken off, and what it had not taken with it; others notice nothing. */
static void
test_dropped (void)
{
  const TktHubTimes usual = tkt_hub_times;
  g_autoptr (Api) api = NULL;
  g_autoptr (Stream) reads = NULL;
  g_autoptr (Stream) stuck = NULL;
  gint64 deadline = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  hurry (200 * G_TIME_SPAN_MILLISECOND);
  api = api_new ();
  open_both (api, &reads, &stuck);
  while (!is_broken (stuck))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      make_event (api, reads);
    }
  make_event (api, reads);
  g_assert_false (is_broken (reads));
  tkt_hub_times = usual;
}

/* Broken off; or ended, where the system had just made room for the last that it was to hear. */
static void
read_to_end (Stream *stream)
{
  char bytes[4096];
  g_autoptr (GError) error = NULL;

  while (g_socket_receive (stream->socket, bytes, sizeof bytes, NULL, &error) > 0)
    ;
  if (error != NULL)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
}

/* A server that stops does not wait for one who does not read, and its connection is gone. */
static void
test_stop (void)
{
  const TktHubTimes usual = tkt_hub_times;
  g_autoptr (Api) api = NULL;
  g_autoptr (Stream) reads = NULL;
  g_autoptr (Stream) stuck = NULL;
  gint64 began;

  hurry (usual.stuck_us);
  api = api_new ();
  make_stuck (api, &reads, &stuck);
  began = g_get_monotonic_time ();
  test_server_stop (api->server);
  /* Its grace for calls that are under way is ten seconds. */
  g_assert_cmpint (g_get_monotonic_time () - began, <, 8 * G_TIME_SPAN_SECOND);
  while (stream_read (reads))
    ;
  read_to_end (stuck);
  tkt_hub_times = usual;
}

void
events_add_slow_tests (void)
{
  g_test_add_func ("/events/slow/reads-again", test_reads_again);
  g_test_add_func ("/events/slow/dropped", test_dropped);
  g_test_add_func ("/events/slow/stop", test_stop);
}
