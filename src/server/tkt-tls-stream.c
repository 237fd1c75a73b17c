/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TLS: the server's end of a connection. */
#include <glib/gi18n-lib.h>

#include "tkt-close-here.h"
#include "tkt-tls-private.h"

/* What the connection and its two halves share; counted. */
typedef struct
{
  GSocketConnection *connection;
  GSocket *socket; /* the connection's */
  TktTls *tls;
  TktTlsCredentials *credentials;
  gnutls_session_t gnutls;
  gboolean shaken;  /* hands */
  gboolean broken;  /* nothing more can be said */
  gboolean sending; /* GnuTLS has a record that the system had no room for */
} Session;

static void
session_clear (gpointer data)
{
  Session *session = data;

  gnutls_deinit (session->gnutls);
  tkt_tls_credentials_unref (session->credentials);
  tkt_tls_unref (session->tls);
  g_object_unref (session->connection);
}

static void
session_unref (Session *session)
{
  g_rc_box_release_full (session, session_clear);
}

/* What GnuTLS says becomes what GIO says. @result is negative. */
static gssize
fail (Session *session, int result, GError **error)
{
  if (result == GNUTLS_E_AGAIN)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "TLS would block");
      return -1;
    }
  session->broken = TRUE;
  g_set_error_literal (error, G_TLS_ERROR, G_TLS_ERROR_MISC, gnutls_strerror (result));
  return -1;
}

/* Does @result say no more than "call again"? */
static gboolean
is_passing (int result)
{
  return result < 0 && result != GNUTLS_E_AGAIN && !gnutls_error_is_fatal (result)
         && result != GNUTLS_E_REHANDSHAKE;
}

/* TRUE when both sides know each other. */
static gboolean
shake_hands (Session *session, GError **error)
{
  int result;

  if (session->broken)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "TLS has failed");
      return FALSE;
    }
  if (session->shaken)
    return TRUE;
  do
    result = gnutls_handshake (session->gnutls);
  while (is_passing (result));
  session->shaken = result >= 0;
  if (session->shaken)
    return TRUE;
  /* The client may like to know why; whether it can still be told is no matter. */
  if (result != GNUTLS_E_AGAIN)
    gnutls_alert_send_appropriate (session->gnutls, result);
  fail (session, result, error);
  return FALSE;
}

/* What GnuTLS waits for: a read may want to write, during the handshake. */
static GIOCondition
get_wanted (Session *session, GIOCondition usual)
{
  if (session->shaken || session->broken)
    return usual;
  return gnutls_record_get_direction (session->gnutls) == 0 ? G_IO_IN : G_IO_OUT;
}

static GSource *
make_source (Session *session, GObject *half, GIOCondition usual, gboolean ready, GCancellable *c)
{
  g_autoptr (GSource) child
      = ready ? g_timeout_source_new (0)
              : g_socket_create_source (session->socket, get_wanted (session, usual), NULL);

  return g_pollable_source_new_full (half, child, c);
}

/* The half that is read */

#define TKT_TYPE_TLS_INPUT (tkt_tls_input_get_type ())
G_DECLARE_FINAL_TYPE (TktTlsInput, tkt_tls_input, TKT, TLS_INPUT, GInputStream)

struct _TktTlsInput
{
  GInputStream parent_instance;

  Session *session;
};

static gboolean
has_input (Session *session)
{
  return session->broken || gnutls_record_check_pending (session->gnutls) > 0;
}

static gboolean
tkt_tls_input_is_readable (GPollableInputStream *stream)
{
  Session *session = TKT_TLS_INPUT (stream)->session;

  return has_input (session)
         || g_socket_condition_check (session->socket, get_wanted (session, G_IO_IN)) != 0;
}

static GSource *
tkt_tls_input_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  Session *session = TKT_TLS_INPUT (stream)->session;

  return make_source (session, G_OBJECT (stream), G_IO_IN, has_input (session), cancellable);
}

static gssize
tkt_tls_input_read_nonblocking (GPollableInputStream *stream,
                                void *buffer,
                                gsize count,
                                GError **error)
{
  Session *session = TKT_TLS_INPUT (stream)->session;
  gssize n;

  if (!shake_hands (session, error))
    return -1;
  do
    n = gnutls_record_recv (session->gnutls, buffer, count);
  while (is_passing (n));
  /* Cut off: HTTP knows by itself whether something is missing. */
  if (n == GNUTLS_E_PREMATURE_TERMINATION || n == GNUTLS_E_PULL_ERROR)
    {
      session->broken = TRUE;
      return 0;
    }
  return n >= 0 ? n : fail (session, n, error);
}

static void
tkt_tls_input_init_pollable (GPollableInputStreamInterface *iface)
{
  iface->is_readable = tkt_tls_input_is_readable;
  iface->create_source = tkt_tls_input_create_source;
  iface->read_nonblocking = tkt_tls_input_read_nonblocking;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TktTlsInput,
                               tkt_tls_input,
                               G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      tkt_tls_input_init_pollable))

static void
tkt_tls_input_finalize (GObject *object)
{
  session_unref (TKT_TLS_INPUT (object)->session);

  G_OBJECT_CLASS (tkt_tls_input_parent_class)->finalize (object);
}

static void
tkt_tls_input_class_init (TktTlsInputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tkt_tls_input_finalize;
}

static void
tkt_tls_input_init (TktTlsInput *self)
{
}

/* The half that is written */

#define TKT_TYPE_TLS_OUTPUT (tkt_tls_output_get_type ())
G_DECLARE_FINAL_TYPE (TktTlsOutput, tkt_tls_output, TKT, TLS_OUTPUT, GOutputStream)

struct _TktTlsOutput
{
  GOutputStream parent_instance;

  Session *session;
};

static gboolean
tkt_tls_output_is_writable (GPollableOutputStream *stream)
{
  Session *session = TKT_TLS_OUTPUT (stream)->session;

  return session->broken
         || g_socket_condition_check (session->socket, get_wanted (session, G_IO_OUT)) != 0;
}

static GSource *
tkt_tls_output_create_source (GPollableOutputStream *stream, GCancellable *cancellable)
{
  Session *session = TKT_TLS_OUTPUT (stream)->session;

  return make_source (session, G_OBJECT (stream), G_IO_OUT, session->broken, cancellable);
}

static gssize
tkt_tls_output_write_nonblocking (GPollableOutputStream *stream,
                                  const void *buffer,
                                  gsize count,
                                  GError **error)
{
  Session *session = TKT_TLS_OUTPUT (stream)->session;
  gssize n;

  if (!shake_hands (session, error))
    return -1;
  /* A record that is half on its way is finished first: its bytes are those that @buffer begins
   * with, for who was told to come again has had nothing accepted. */
  do
    n = session->sending ? gnutls_record_send (session->gnutls, NULL, 0)
                         : gnutls_record_send (session->gnutls, buffer, count);
  while (is_passing (n));
  session->sending = n == GNUTLS_E_AGAIN;
  return n >= 0 ? n : fail (session, n, error);
}

static void
tkt_tls_output_init_pollable (GPollableOutputStreamInterface *iface)
{
  iface->is_writable = tkt_tls_output_is_writable;
  iface->create_source = tkt_tls_output_create_source;
  iface->write_nonblocking = tkt_tls_output_write_nonblocking;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TktTlsOutput,
                               tkt_tls_output,
                               G_TYPE_OUTPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_OUTPUT_STREAM,
                                                      tkt_tls_output_init_pollable))

static void
tkt_tls_output_finalize (GObject *object)
{
  session_unref (TKT_TLS_OUTPUT (object)->session);

  G_OBJECT_CLASS (tkt_tls_output_parent_class)->finalize (object);
}

static void
tkt_tls_output_class_init (TktTlsOutputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tkt_tls_output_finalize;
}

static void
tkt_tls_output_init (TktTlsOutput *self)
{
}

/* Both */

struct _TktTlsStream
{
  GIOStream parent_instance;

  Session *session;
  TktTlsInput *input;
  TktTlsOutput *output;
};

G_DEFINE_FINAL_TYPE (TktTlsStream, tkt_tls_stream, G_TYPE_IO_STREAM)

static GInputStream *
tkt_tls_stream_get_input_stream (GIOStream *stream)
{
  return G_INPUT_STREAM (TKT_TLS_STREAM (stream)->input);
}

static GOutputStream *
tkt_tls_stream_get_output_stream (GIOStream *stream)
{
  return G_OUTPUT_STREAM (TKT_TLS_STREAM (stream)->output);
}

static gboolean
tkt_tls_stream_close (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  Session *session = TKT_TLS_STREAM (stream)->session;

  /* A farewell, as far as there is room for it; none in the middle of a record. */
  if (session->shaken && !session->broken && !session->sending)
    gnutls_bye (session->gnutls, GNUTLS_SHUT_WR);
  session->broken = TRUE;
  return g_io_stream_close (G_IO_STREAM (session->connection), cancellable, error);
}

static void
tkt_tls_stream_finalize (GObject *object)
{
  TktTlsStream *self = TKT_TLS_STREAM (object);

  g_object_unref (self->input);
  g_object_unref (self->output);
  session_unref (self->session);

  G_OBJECT_CLASS (tkt_tls_stream_parent_class)->finalize (object);
}

static void
tkt_tls_stream_class_init (TktTlsStreamClass *klass)
{
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tkt_tls_stream_finalize;
  stream_class->get_input_stream = tkt_tls_stream_get_input_stream;
  stream_class->get_output_stream = tkt_tls_stream_get_output_stream;
  stream_class->close_fn = tkt_tls_stream_close;
  stream_class->close_async = tkt_close_here_async;
  stream_class->close_finish = tkt_close_here_finish;
}

static void
tkt_tls_stream_init (TktTlsStream *self)
{
}

GIOStream *
tkt_tls_stream_new (GSocketConnection *connection, TktTls *tls)
{
  TktTlsStream *self = g_object_new (TKT_TYPE_TLS_STREAM, NULL);
  Session *session = g_rc_box_new0 (Session);

  session->connection = g_object_ref (connection);
  session->socket = g_socket_connection_get_socket (connection);
  session->tls = tkt_tls_ref (tls);
  session->credentials = tkt_tls_get_credentials (tls);
  session->gnutls = tkt_tls_begin (tls, session->credentials, g_socket_get_fd (session->socket));
  self->session = session;
  self->input = g_object_new (TKT_TYPE_TLS_INPUT, NULL);
  self->input->session = g_rc_box_acquire (session);
  self->output = g_object_new (TKT_TYPE_TLS_OUTPUT, NULL);
  self->output->session = g_rc_box_acquire (session);
  return G_IO_STREAM (self);
}

GSocket *
tkt_tls_stream_get_socket (TktTlsStream *self)
{
  g_return_val_if_fail (TKT_IS_TLS_STREAM (self), NULL);

  return self->session->socket;
}
