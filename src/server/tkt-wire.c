/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A client's connection, as libsoup gets it. */
#include "tkt-wire.h"

#define BEGUN 'X'

/* The half that is read */

#define TKT_TYPE_WIRE_INPUT (tkt_wire_input_get_type ())
G_DECLARE_FINAL_TYPE (TktWireInput, tkt_wire_input, TKT, WIRE_INPUT, GFilterInputStream)

struct _TktWireInput
{
  GFilterInputStream parent_instance;

  gboolean idle;
};

static GPollableInputStream *
get_base (gpointer stream)
{
  return G_POLLABLE_INPUT_STREAM (
      g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (stream)));
}

static gboolean
tkt_wire_input_is_readable (GPollableInputStream *stream)
{
  return g_pollable_input_stream_is_readable (get_base (stream));
}

static GSource *
tkt_wire_input_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  g_autoptr (GSource) child = g_pollable_input_stream_create_source (get_base (stream), NULL);

  return g_pollable_source_new_full (stream, child, cancellable);
}

static gssize
tkt_wire_input_read_nonblocking (GPollableInputStream *stream,
                                 void *buffer,
                                 gsize count,
                                 GError **error)
{
  TktWireInput *self = TKT_WIRE_INPUT (stream);
  GError *failed = NULL;
  gssize n
      = g_pollable_input_stream_read_nonblocking (get_base (stream), buffer, count, NULL, &failed);

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
tkt_wire_input_class_init (TktWireInputClass *klass)
{
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

  return self->base == NULL || g_io_stream_close (self->base, cancellable, error);
}

static void
tkt_wire_finalize (GObject *object)
{
  TktWire *self = TKT_WIRE (object);

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
}

static void
tkt_wire_init (TktWire *self)
{
}

TktWire *
tkt_wire_new (GIOStream *base)
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

  return g_steal_pointer (&self->base);
}
