/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hub: rounds through the streams after commits, and heartbeats. */
#include "tkt-hub.h"

#include <string.h>

#include "tkt-http-stream.h"
#include "tkt-hub-private.h"
#include "tkt-sessions.h"
#include "tkt-time.h"

/* Streams that are looked at before others have their turn on the thread. */
#define SLICE 64

/* What other processes commit (the command line) is noticed by looking. */
#define LOOK_MS 500

/* Every stream has a sign of life in 25 s: each tick serves its share of them. */
#define BEAT_TICKS 50
#define BEAT ":\n\n"

/* protocol.md: at most ten events a second, and a comment line every 25 s. */
TktHubTimes tkt_hub_times = { .round_us = 100 * G_TIME_SPAN_MILLISECOND,
                              .stuck_us = 60 * G_TIME_SPAN_SECOND,
                              .beat_ms = 25 * 1000 / BEAT_TICKS };

typedef struct
{
  TktHub *hub;
  guint index; /* in the hub's array */
  TktHttpStream *http;
  guint8 token_hash[32];
  gint64 told;     /* the newest revision that the client knows of */
  gint64 busy_us;  /* since when it has not read; 0: it has read all */
  gboolean behind; /* there is an event that it had no room for */
} Stream;

struct _TktHub
{
  TktStore *store;
  GMainContext *context;
  GPtrArray *streams; /* of Stream */

  GMutex lock;
  gboolean woken;  /* (locked) a round is on its way */
  gboolean closed; /* (locked) none begins any more */

  GSource *round;  /* goes on with the round, or waits for its time; or NULL */
  gint64 round_us; /* when the last round began */
  guint left;      /* streams that this round has still to look at: the first ones */

  GSource *look;
  gint64 generation;

  GSource *beat;
  guint beat_at;     /* the next stream to have one */
  guint beat_credit; /* what is owed, in parts of a beat: BEAT_TICKS make one */
};

static GSource *
attach (TktHub *hub, GSource *source, GSourceFunc func)
{
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, tkt_hub_ref (hub), (GDestroyNotify)tkt_hub_unref);
  g_source_attach (source, hub->context);
  return source;
}

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
forget (Stream *stream)
{
  TktHub *hub = stream->hub;

  g_ptr_array_remove_index_fast (hub->streams, stream->index);
  if (stream->index < hub->streams->len)
    ((Stream *)g_ptr_array_index (hub->streams, stream->index))->index = stream->index;
  g_free (stream);
}

static void
end (Stream *stream)
{
  tkt_http_stream_end (stream->http);
  forget (stream);
}

static void
send (Stream *stream, const char *text)
{
  stream->busy_us = tkt_http_stream_send (stream->http, text) ? 0 : g_get_monotonic_time ();
}

static void
tell (Stream *stream, gint64 revision)
{
  g_autofree char *event
      = g_strdup_printf ("event: changes\nid: %" G_GINT64_FORMAT "\ndata: {}\n\n", revision);

  stream->told = revision;
  send (stream, event);
}

/* FALSE: its session has ended, or the store failed. */
static gboolean
look_at (Stream *stream, TktStoreTx *tx, GError **error)
{
  g_autoptr (TktActor) actor
      = tkt_sessions_load (tx, stream->token_hash, tkt_time_now (), NULL, error);
  TktView view;
  gint64 newest;

  if (actor == NULL)
    return FALSE;
  view = tkt_service_view (actor);
  newest = tkt_store_get_newest_revision (tx, &view, error);
  if (newest < 0)
    return FALSE;
  /* Less than before: what the account sees has shrunk, or a backup was restored. */
  stream->behind = newest != stream->told && stream->busy_us != 0;
  if (newest != stream->told && !stream->behind)
    tell (stream, newest);
  return TRUE;
}

/* Looks at the next few, from the last one down: one that goes meanwhile has its place taken by one
 * that has been looked at. */
static gpointer
run_slice (TktStoreTx *tx, gpointer data, GError **error)
{
  TktHub *hub = data;

  for (guint n = 0; n < SLICE && hub->left > 0; n++)
    {
      g_autoptr (GError) problem = NULL;
      Stream *stream = g_ptr_array_index (hub->streams, --hub->left);

      if (look_at (stream, tx, &problem))
        continue;
      if (problem->domain != TKT_PROBLEM)
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return NULL;
        }
      end (stream);
    }
  return hub;
}

static gboolean
take_woken (TktHub *hub)
{
  gboolean woken;

  g_mutex_lock (&hub->lock);
  woken = hub->woken;
  hub->woken = FALSE;
  g_mutex_unlock (&hub->lock);
  return woken;
}

static gboolean
on_round (gpointer data)
{
  TktHub *hub = data;
  g_autoptr (GError) error = NULL;

  /* A commit from now on asks for another round. */
  if (hub->left == 0)
    {
      take_woken (hub);
      hub->round_us = g_get_monotonic_time ();
      hub->left = hub->streams->len;
    }
  if (hub->left > 0 && tkt_store_read (hub->store, run_slice, hub, &error) == NULL)
    {
      /* Those that were not told are told after the next commit, or at the next look. */
      g_warning ("Event streams could not be told: %s", error->message);
      hub->left = 0;
      hub->generation = -1;
    }
  hub->left = MIN (hub->left, hub->streams->len);
  if (hub->left > 0)
    return G_SOURCE_CONTINUE;
  clear_source (&hub->round);
  if (take_woken (hub))
    tkt_hub_wake (hub);
  return G_SOURCE_REMOVE;
}

/* Idle sources of one priority take turns with the connections' own. */
static gboolean
on_due (gpointer data)
{
  TktHub *hub = data;

  clear_source (&hub->round);
  hub->round = attach (hub, g_idle_source_new (), on_round);
  return G_SOURCE_REMOVE;
}

/* A round begins at once, or when the last one is long enough ago. */
static gboolean
on_woken (gpointer data)
{
  TktHub *hub = data;
  gint64 wait_us = hub->round_us + tkt_hub_times.round_us - g_get_monotonic_time ();

  if (hub->streams->len == 0)
    take_woken (hub);
  else if (hub->round == NULL && wait_us > 0)
    hub->round = attach (hub, g_timeout_source_new (wait_us / 1000 + 1), on_due);
  else if (hub->round == NULL)
    on_due (hub);
  return G_SOURCE_REMOVE;
}

void
tkt_hub_wake (TktHub *hub)
{
  g_mutex_lock (&hub->lock);
  if (!hub->woken && !hub->closed)
    {
      hub->woken = TRUE;
      g_source_unref (attach (hub, g_idle_source_new (), on_woken));
    }
  g_mutex_unlock (&hub->lock);
}

static gboolean
on_look (gpointer data)
{
  TktHub *hub = data;
  g_autoptr (GError) error = NULL;
  gint64 generation;

  if (hub->streams->len == 0)
    return G_SOURCE_CONTINUE;
  generation = tkt_store_get_generation (hub->store, &error);
  if (generation < 0)
    g_warning ("The store's generation can't be read: %s", error->message);
  else if (generation != hub->generation)
    tkt_hub_wake (hub);
  hub->generation = generation;
  return G_SOURCE_CONTINUE;
}

static void
beat (Stream *stream)
{
  if (stream->busy_us == 0)
    send (stream, BEAT);
  else if (g_get_monotonic_time () - stream->busy_us > tkt_hub_times.stuck_us)
    end (stream);
}

static gboolean
on_beat (gpointer data)
{
  TktHub *hub = data;

  hub->beat_credit += hub->streams->len;
  for (; hub->beat_credit >= BEAT_TICKS; hub->beat_credit -= BEAT_TICKS)
    {
      if (hub->beat_at >= hub->streams->len)
        hub->beat_at = 0;
      if (hub->streams->len > 0)
        beat (g_ptr_array_index (hub->streams, hub->beat_at++));
    }
  return G_SOURCE_CONTINUE;
}

static void
on_drained (gpointer data)
{
  Stream *stream = data;

  stream->busy_us = 0;
  if (stream->behind)
    tkt_hub_wake (stream->hub);
}

static void
on_gone (gpointer data)
{
  forget (data);
}

static const TktHttpStreamFuncs stream_funcs = { .drained = on_drained, .gone = on_gone };

void
tkt_hub_add (TktHub *hub, TktHttpRequest *request, const TktCall *call)
{
  Stream *stream = g_new0 (Stream, 1);
  gint64 seen = tkt_http_get_last_event_id (request);

  stream->hub = hub;
  stream->index = hub->streams->len;
  g_ptr_array_add (hub->streams, stream);
  memcpy (stream->token_hash, call->token_hash, sizeof stream->token_hash);
  stream->http = tkt_http_stream_new (request, &stream_funcs, stream);
  stream->told = call->revision;
  /* The first bytes at once: the client learns that the stream stands. */
  if (seen != call->revision)
    tell (stream, call->revision);
  else
    send (stream, BEAT);
}

TktHub *
tkt_hub_new (TktStore *store, GMainContext *context)
{
  TktHub *hub = g_atomic_rc_box_new0 (TktHub);

  g_mutex_init (&hub->lock);
  hub->store = g_object_ref (store);
  hub->context = g_main_context_ref (context);
  hub->streams = g_ptr_array_new ();
  hub->look = attach (hub, g_timeout_source_new (LOOK_MS), on_look);
  hub->beat = attach (hub, g_timeout_source_new (tkt_hub_times.beat_ms), on_beat);
  g_signal_connect_data (hub->store,
                         "committed",
                         G_CALLBACK (tkt_hub_wake),
                         tkt_hub_ref (hub),
                         (GClosureNotify)tkt_hub_unref,
                         G_CONNECT_SWAPPED);
  return hub;
}

void
tkt_hub_close (TktHub *hub)
{
  g_mutex_lock (&hub->lock);
  hub->closed = TRUE;
  g_mutex_unlock (&hub->lock);
  g_signal_handlers_disconnect_by_data (hub->store, hub);
  clear_source (&hub->round);
  clear_source (&hub->look);
  clear_source (&hub->beat);
  while (hub->streams->len > 0)
    end (g_ptr_array_index (hub->streams, hub->streams->len - 1));
}

TktHub *
tkt_hub_ref (TktHub *hub)
{
  return g_atomic_rc_box_acquire (hub);
}

static void
clear (gpointer data)
{
  TktHub *hub = data;

  g_ptr_array_unref (hub->streams);
  g_main_context_unref (hub->context);
  g_object_unref (hub->store);
  g_mutex_clear (&hub->lock);
}

void
tkt_hub_unref (TktHub *hub)
{
  g_atomic_rc_box_release_full (hub, clear);
}
