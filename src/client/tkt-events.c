/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event stream. */
#include "tkt-events.h"

#include "tkt-backoff.h"
#include "tkt-event-parser.h"

#define CHUNK 4096

struct _TktEvents
{
  GObject parent_instance;

  TktApi *api;
  GCancellable *cancellable; /* of the stream that is open or opening; NULL: there is none */
  GInputStream *stream;      /* NULL unless open */
  TktEventParser parser;
  guint failures; /* in a row */
  guint timer;    /* until the next try; 0: not waiting */
};

enum
{
  PROP_0,
  PROP_OPEN,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TktEvents, tkt_events, G_TYPE_OBJECT)

static void open_stream (TktEvents *self);
static void read_on (TktEvents *self);

/* What is under way answers into the void. */
static void
drop_stream (TktEvents *self)
{
  gboolean was_open = self->stream != NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (was_open)
    g_input_stream_close_async (self->stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_clear_object (&self->stream);
  if (was_open)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPEN]);
}

static gboolean
on_timer (gpointer data)
{
  TktEvents *self = data;

  self->timer = 0;
  open_stream (self);
  return G_SOURCE_REMOVE;
}

/* @error: NULL where the server has ended the stream. */
static void
failed (TktEvents *self, const GError *error)
{
  guint retry_after
      = error != NULL && error->domain == TKT_PROBLEM ? tkt_problem_get_retry_after (error) : 0;

  g_info ("The event stream ended: %s",
          error != NULL ? error->message : "the server has closed it");
  self->timer = g_timeout_add (tkt_backoff (++self->failures, retry_after), on_timer, self);
  drop_stream (self);
}

static void
on_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktEvents) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes
      = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, &error);
  gsize size = bytes != NULL ? g_bytes_get_size (bytes) : 0;

  if (self->stream != G_INPUT_STREAM (object))
    return;
  if (size == 0)
    {
      failed (self, error);
      return;
    }
  self->failures = 0;
  if (tkt_event_parser_feed (&self->parser, g_bytes_get_data (bytes, NULL), size) > 0)
    g_signal_emit (self, signals[CHANGED], 0);
  if (self->stream == G_INPUT_STREAM (object))
    read_on (self);
}

static void
read_on (TktEvents *self)
{
  g_input_stream_read_bytes_async (
      self->stream, CHUNK, G_PRIORITY_DEFAULT, self->cancellable, on_read, g_object_ref (self));
}

static void
on_opened (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktEvents) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = tkt_api_stream_finish (TKT_API (object), result, &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  if (stream == NULL)
    {
      failed (self, error);
      return;
    }
  self->stream = g_steal_pointer (&stream);
  tkt_event_parser_restart (&self->parser);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPEN]);
  if (self->stream != NULL)
    read_on (self);
}

static void
open_stream (TktEvents *self)
{
  self->cancellable = g_cancellable_new ();
  tkt_api_stream_async (self->api,
                        "/v1/events",
                        self->parser.last_id,
                        self->cancellable,
                        on_opened,
                        g_object_ref (self));
}

static void
tkt_events_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TktEvents *self = TKT_EVENTS (object);

  if (prop_id == PROP_OPEN)
    g_value_set_boolean (value, tkt_events_is_open (self));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
tkt_events_dispose (GObject *object)
{
  tkt_events_stop (TKT_EVENTS (object));

  G_OBJECT_CLASS (tkt_events_parent_class)->dispose (object);
}

static void
tkt_events_finalize (GObject *object)
{
  TktEvents *self = TKT_EVENTS (object);

  g_object_unref (self->api);
  tkt_event_parser_clear (&self->parser);

  G_OBJECT_CLASS (tkt_events_parent_class)->finalize (object);
}

static void
tkt_events_class_init (TktEventsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tkt_events_get_property;
  object_class->dispose = tkt_events_dispose;
  object_class->finalize = tkt_events_finalize;

  properties[PROP_OPEN]
      = g_param_spec_boolean ("open", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tkt_events_init (TktEvents *self)
{
  tkt_event_parser_init (&self->parser);
}

TktEvents *
tkt_events_new (TktApi *api)
{
  TktEvents *self = g_object_new (TKT_TYPE_EVENTS, NULL);

  self->api = g_object_ref (api);
  return self;
}

void
tkt_events_start (TktEvents *self)
{
  g_return_if_fail (TKT_IS_EVENTS (self));

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->cancellable == NULL)
    open_stream (self);
}

void
tkt_events_stop (TktEvents *self)
{
  g_return_if_fail (TKT_IS_EVENTS (self));

  g_clear_handle_id (&self->timer, g_source_remove);
  drop_stream (self);
}

gboolean
tkt_events_is_open (TktEvents *self)
{
  g_return_val_if_fail (TKT_IS_EVENTS (self), FALSE);

  return self->stream != NULL;
}
