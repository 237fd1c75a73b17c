/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A client's connection, as libsoup gets it. */
#include "tkt-wire.h"

#include "tkt-close-here.h"

#define BEGUN 'X'

/* The half that is read */

#define TKT_TYPE_WIRE_INPUT (tkt_wire_input_get_type ())
G_DECLARE_FINAL_TYPE (TktWireInput, tkt_wire_input, TKT, WIRE_INPUT, GFilterInputStream)

struct _TktWireInput
{
  GFilterInputStream parent_instance;

  gboolean idle;
  TktPoller *poller; /* NULL: the base waits by itself, or is closed */
  TktPollerWatch watch;
  gboolean readable; /* with @poller: something has come that may not have been read */
};

static GPollableInputStream *
get_base (gpointer stream)
{
  return G_POLLABLE_INPUT_STREAM (
      g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (stream)));
}

static void
on_news (gboolean readable, gboolean writable, gpointer user_data)
{
  TktWireInput *self = user_data;

  self->readable = TRUE;
}

static void
watch (TktWireInput *self, TktPoller *poller, int fd)
{
  g_autoptr (GError) error = NULL;

  self->watch = (TktPollerWatch){ fd, on_news, self, .news_only = TRUE };
  if (tkt_poller_add (poller, &self->watch, &error))
    self->poller = tkt_poller_ref (poller);
  else
    g_warning ("A connection waits by itself: %s", error->message);
}

/* Before the socket is closed, or is somebody else's to wait for. */
static void
unwatch (TktWireInput *self)
{
  if (self->poller == NULL)
    return;
  tkt_poller_remove (self->poller, &self->watch);
  g_clear_pointer (&self->poller, tkt_poller_unref);
}

/* Is ready when the poller has said so. */
typedef struct
{
  GSource source;
  TktWireInput *input;
} NewsSource;

static gboolean
news_prepare (GSource *source, int *timeout)
{
  *timeout = -1;
  return ((NewsSource *)source)->input->readable;
}

static gboolean
news_check (GSource *source)
{
  return ((NewsSource *)source)->input->readable;
}

/* Nobody calls it: whoever is told is its parent. */
static gboolean
news_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
news_finalize (GSource *source)
{
  g_object_unref (((NewsSource *)source)->input);
}

static gboolean
news_closure (gpointer unused)
{
  return G_SOURCE_CONTINUE;
}

static GSource *
news_source_new (TktWireInput *input)
{
  static GSourceFuncs funcs = {
    news_prepare, news_check, news_dispatch, news_finalize, .closure_callback = news_closure
  };
  GSource *source = g_source_new (&funcs, sizeof (NewsSource));

  g_source_set_static_name (source, "TktWire");
  ((NewsSource *)source)->input = g_object_ref (input);
  return source;
}

static gboolean
tkt_wire_input_is_readable (GPollableInputStream *stream)
{
  return g_pollable_input_stream_is_readable (get_base (stream));
}

static GSource *
tkt_wire_input_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  TktWireInput *self = TKT_WIRE_INPUT (stream);
  g_autoptr (GSource) child = self->poller != NULL
                                  ? news_source_new (self)
                                  : g_pollable_input_stream_create_source (get_base (stream), NULL);

  return g_pollable_source_new_full (stream, child, cancellable);
}

/* epoll(7): where less has come than there was room for, there is no more, and what comes next is
 * told. Of an end it is told once. */
static gssize
read_some (TktWireInput *self, void *buffer, gsize count, GError **error)
{
  gssize n = g_pollable_input_stream_read_nonblocking (get_base (self), buffer, count, NULL, error);

  if (n < (gssize)count)
    self->readable = self->watch.ended;
  return n;
}

static gssize
tkt_wire_input_read_nonblocking (GPollableInputStream *stream,
                                 void *buffer,
                                 gsize count,
                                 GError **error)
{
  TktWireInput *self = TKT_WIRE_INPUT (stream);
  GError *failed = NULL;
  gssize n = read_some (self, buffer, count, &failed);

  if (g_error_matches (failed, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK) || !self->idle)
    {
      if (failed != NULL)
        g_propagate_error (error, failed);
      return n;
    }
  self->idle = FALSE;
  if (n > 0)
    return n;
  g_clear_error (&failed);
  *(char *)buffer = BEGUN;
  return 1;
}

static void
tkt_wire_input_init_pollable (GPollableInputStreamInterface *iface)
{
  iface->is_readable = tkt_wire_input_is_readable;
  iface->create_source = tkt_wire_input_create_source;
  iface->read_nonblocking = tkt_wire_input_read_nonblocking;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TktWireInput,
                               tkt_wire_input,
                               G_TYPE_FILTER_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      tkt_wire_input_init_pollable))

static void
tkt_wire_input_finalize (GObject *object)
{
  unwatch (TKT_WIRE_INPUT (object));

  G_OBJECT_CLASS (tkt_wire_input_parent_class)->finalize (object);
}

static void
tkt_wire_input_class_init (TktWireInputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tkt_wire_input_finalize;
}

static void
tkt_wire_input_init (TktWireInput *self)
{
}

/* Both */

struct _TktWire
{
  GIOStream parent_instance;

  GIOStream *base; /* NULL: stolen */
  TktWireInput *input;
  GOutputStream *output; /* the base's own */
};

G_DEFINE_FINAL_TYPE (TktWire, tkt_wire, G_TYPE_IO_STREAM)

static GInputStream *
tkt_wire_get_input_stream (GIOStream *stream)
{
  return G_INPUT_STREAM (TKT_WIRE (stream)->input);
}

static GOutputStream *
tkt_wire_get_output_stream (GIOStream *stream)
{
  return TKT_WIRE (stream)->output;
}

static gboolean
tkt_wire_close (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  TktWire *self = TKT_WIRE (stream);

  unwatch (self->input);
  return self->base == NULL || g_io_stream_close (self->base, cancellable, error);
}

static void
tkt_wire_finalize (GObject *object)
{
  TktWire *self = TKT_WIRE (object);

  unwatch (self->input);
  g_object_unref (self->input);
  g_object_unref (self->output);
  g_clear_object (&self->base);

  G_OBJECT_CLASS (tkt_wire_parent_class)->finalize (object);
}

static void
tkt_wire_class_init (TktWireClass *klass)
{
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tkt_wire_finalize;
  stream_class->get_input_stream = tkt_wire_get_input_stream;
  stream_class->get_output_stream = tkt_wire_get_output_stream;
  stream_class->close_fn = tkt_wire_close;
  stream_class->close_async = tkt_close_here_async;
  stream_class->close_finish = tkt_close_here_finish;
}

static void
tkt_wire_init (TktWire *self)
{
}

TktWire *
tkt_wire_new (GIOStream *base, TktPoller *poller)
{
  TktWire *self = g_object_new (TKT_TYPE_WIRE, NULL);

  self->base = g_object_ref (base);
  self->output = g_object_ref (g_io_stream_get_output_stream (base));
  self->input = g_object_new (TKT_TYPE_WIRE_INPUT,
                              "base-stream",
                              g_io_stream_get_input_stream (base),
                              "close-base-stream",
                              FALSE,
                              NULL);
  if (G_IS_SOCKET_CONNECTION (base))
    watch (self->input,
           poller,
           g_socket_get_fd (g_socket_connection_get_socket (G_SOCKET_CONNECTION (base))));
  return self;
}

void
tkt_wire_set_idle (TktWire *self, gboolean idle)
{
  g_return_if_fail (TKT_IS_WIRE (self));

  self->input->idle = idle;
}

GIOStream *
tkt_wire_steal (TktWire *self)
{
  g_return_val_if_fail (TKT_IS_WIRE (self), NULL);

  unwatch (self->input);
  return g_steal_pointer (&self->base);
}
