/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sync: life, state and timers. */
#include "tkt-sync.h"

#include "tkt-sync-private.h"
#include "tkt-time.h"

/* From poll to poll where no event stream stands; where one does, to be safe against one that is
 * silent. */
#define INTERVAL (30 * TKT_SECOND)
#define LIVE_INTERVAL (5 * TKT_MINUTE)

enum
{
  PROP_0,
  PROP_NETWORK,
  PROP_SYNCED_AT,
  N_PROPS
};

enum
{
  REFUSED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TktSync, tkt_sync, G_TYPE_OBJECT)

static void
set_network (TktSync *self, TktNetworkState network)
{
  if (self->network == network)
    return;
  self->network = network;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NETWORK]);
}

/* A network that has come back is tried at once. */
static void
on_network_changed (TktSync *self, gboolean available)
{
  if (available && self->network == TKT_NETWORK_OFFLINE)
    tkt_sync_pull (self);
}

/* A stream that has just been opened says what it knows; one that ended may mean that the server is
 * gone. */
static void
on_events_open_changed (TktSync *self)
{
  if (!tkt_events_is_open (self->events))
    tkt_sync_pull (self);
}

static void
tkt_sync_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TktSync *self = TKT_SYNC (object);

  switch (prop_id)
    {
    case PROP_NETWORK:
      g_value_set_enum (value, self->network);
      break;
    case PROP_SYNCED_AT:
      g_value_set_int64 (value, self->synced_at);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tkt_sync_dispose (GObject *object)
{
  tkt_sync_stop (TKT_SYNC (object));

  G_OBJECT_CLASS (tkt_sync_parent_class)->dispose (object);
}

static void
tkt_sync_finalize (GObject *object)
{
  TktSync *self = TKT_SYNC (object);

  g_clear_object (&self->events);
  g_clear_object (&self->api);
  g_clear_object (&self->cache);
  g_clear_object (&self->files);
  g_clear_object (&self->reader);
  g_free (self->cursor);
  g_free (self->next_cursor);
  g_clear_pointer (&self->fetched, tkt_change_page_free);
  g_clear_error (&self->pull_error);

  G_OBJECT_CLASS (tkt_sync_parent_class)->finalize (object);
}

static void
tkt_sync_class_init (TktSyncClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tkt_sync_get_property;
  object_class->dispose = tkt_sync_dispose;
  object_class->finalize = tkt_sync_finalize;

  properties[PROP_NETWORK] = g_param_spec_enum ("network",
                                                NULL,
                                                NULL,
                                                tkt_network_state_get_type (),
                                                TKT_NETWORK_CONNECTING,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SYNCED_AT] = g_param_spec_int64 (
      "synced-at", NULL, NULL, 0, G_MAXINT64, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[REFUSED] = g_signal_new ("refused",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   2,
                                   G_TYPE_STRING,
                                   G_TYPE_STRING);
}

static void
tkt_sync_init (TktSync *self)
{
  self->cancellable = g_cancellable_new ();
  self->reader = tkt_worker_new ("sync-reader");
}

TktSync *
tkt_sync_new (TktApi *api, TktCache *cache, TktFiles *files, const char *cursor)
{
  TktSync *self = g_object_new (TKT_TYPE_SYNC, NULL);

  self->api = g_object_ref (api);
  self->cache = g_object_ref (cache);
  self->files = g_object_ref (files);
  self->cursor = g_strdup (cursor);
  self->beginning = cursor == NULL;
  self->events = tkt_events_new (api);
  g_signal_connect_object (
      self->events, "changed", G_CALLBACK (tkt_sync_pull), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->events, "notify::open", G_CALLBACK (on_events_open_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (g_network_monitor_get_default (),
                           "network-changed",
                           G_CALLBACK (on_network_changed),
                           self,
                           G_CONNECT_SWAPPED);
  return self;
}

void
tkt_sync_set_token (TktSync *self, const char *token)
{
  g_return_if_fail (TKT_IS_SYNC (self));

  tkt_api_set_token (self->api, token);
  tkt_events_stop (self->events);
  if (token == NULL)
    {
      set_network (self, TKT_NETWORK_SIGNED_OUT);
      return;
    }
  set_network (self, TKT_NETWORK_CONNECTING);
  tkt_sync_pull (self);
  tkt_sync_push_all (self);
}

TktApi *
tkt_sync_get_api (TktSync *self)
{
  g_return_val_if_fail (TKT_IS_SYNC (self), NULL);

  return self->api;
}

TktNetworkState
tkt_sync_get_network (TktSync *self)
{
  g_return_val_if_fail (TKT_IS_SYNC (self), TKT_NETWORK_CONNECTING);

  return self->network;
}

gint64
tkt_sync_get_synced_at (TktSync *self)
{
  g_return_val_if_fail (TKT_IS_SYNC (self), 0);

  return self->synced_at;
}

gboolean
tkt_sync_is_active (TktSync *self)
{
  return self->cancellable != NULL && self->network != TKT_NETWORK_SIGNED_OUT;
}

void
tkt_sync_note_success (TktSync *self)
{
  TktNetworkState before = self->network;

  set_network (self, TKT_NETWORK_ONLINE);
  if (before == TKT_NETWORK_OFFLINE)
    tkt_sync_push_all (self);
  if (before != TKT_NETWORK_ONLINE && tkt_sync_is_active (self))
    tkt_events_start (self->events);
}

void
tkt_sync_note_failure (TktSync *self, const GError *error)
{
  if (g_error_matches (error, TKT_PROBLEM, TKT_PROBLEM_SIGNED_OUT))
    {
      tkt_events_stop (self->events);
      set_network (self, TKT_NETWORK_SIGNED_OUT);
    }
  else if (tkt_api_is_offline (error) || error->domain == G_TLS_ERROR
           || g_error_matches (error, TKT_PROBLEM, TKT_PROBLEM_UNAVAILABLE))
    set_network (self, TKT_NETWORK_OFFLINE);
  else if (error->domain == TKT_PROBLEM)
    tkt_sync_note_success (self);
}

void
tkt_sync_set_synced_at (TktSync *self, gint64 time)
{
  self->synced_at = time;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SYNCED_AT]);
}

void
tkt_sync_emit_refused (TktSync *self, const char *sentence, const char *ticket_id)
{
  g_signal_emit (self, signals[REFUSED], 0, sentence, ticket_id);
}

void
tkt_sync_set_timer (TktSync *self, guint *timer, gint64 delay_ms, GSourceFunc func)
{
  g_clear_handle_id (timer, g_source_remove);
  *timer = g_timeout_add (CLAMP (delay_ms, 0, G_MAXINT), func, self);
}

void
tkt_sync_stop (TktSync *self)
{
  g_return_if_fail (TKT_IS_SYNC (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->pull_timer, g_source_remove);
  g_clear_handle_id (&self->push_timer, g_source_remove);
  tkt_events_stop (self->events);
  tkt_worker_stop (self->reader);
}

guint
tkt_sync_get_interval (TktSync *self)
{
  return tkt_events_is_open (self->events) ? LIVE_INTERVAL : INTERVAL;
}
