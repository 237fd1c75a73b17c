/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TLS: the certificate that is shown, and connections that speak TLS. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TktTls:
 *
 * A certificate and its key, read from two files in PEM. Thread-safe; counted.
 */
typedef struct _TktTls TktTls;

/* Errors: %G_FILE_ERROR for a file that can't be read, %G_TLS_ERROR for one that can't be used;
 * each names the file. */
TktTls *tkt_tls_new (const char *certificate, const char *private_key, GError **error);
TktTls *tkt_tls_ref (TktTls *self);
void tkt_tls_unref (TktTls *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktTls, tkt_tls_unref)

/* Reads both files again, for the connections that come from now on; those that stand go on. Where
 * it fails all stays as it was. */
gboolean tkt_tls_reload (TktTls *self, GError **error);

/* When the certificate ends: seconds since 1970. */
gint64 tkt_tls_get_expiry (TktTls *self);

#define TKT_TYPE_TLS_STREAM (tkt_tls_stream_get_type ())
G_DECLARE_FINAL_TYPE (TktTlsStream, tkt_tls_stream, TKT, TLS_STREAM, GIOStream)

/**
 * tkt_tls_stream_new:
 *
 * The server's end of a connection, on one thread. GIO's own does its handshakes in a pool of
 * threads and blocks one for each client that does not answer: a few hundred of those would keep
 * everybody else out. Here nothing blocks: both ends are pollable, and the handshake is part of
 * the first reads. There are no blocking reads and writes at all.
 */
GIOStream *tkt_tls_stream_new (GSocketConnection *connection, TktTls *tls);

/* (transfer none) */
GSocket *tkt_tls_stream_get_socket (TktTlsStream *self);

G_END_DECLS
