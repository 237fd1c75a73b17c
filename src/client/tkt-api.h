/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls of protocol.md to one server, as asynchronous functions: bytes out, rows or a problem back.
 */
#pragma once

#include <gio/gio.h>

#include "tkt-problem.h"
#include "tkt-requests.h"
#include "tkt-transfer.h"

G_BEGIN_DECLS

/**
 * TktApi:
 *
 * Main thread; libsoup underneath. Errors: %TKT_PROBLEM for every answer that is not 2xx (code,
 * fields and Retry-After kept); %TKT_PROBLEM_UNAVAILABLE for one that is not the server's, by its
 * type: neither what was asked for nor a problem document; %G_IO_ERROR, %G_TLS_ERROR and
 * %G_RESOLVER_ERROR for a server that can't be reached. tkt_api_is_offline() tells the latter.
 */
#define TKT_TYPE_API (tkt_api_get_type ())
G_DECLARE_FINAL_TYPE (TktApi, tkt_api, TKT, API, GObject)

/**
 * tkt_api_new:
 * @server: "https://desk.example.net", or "http://127.0.0.1:8080"; a bare host means https
 *
 * NULL with %TKT_PROBLEM_INVALID and a sentence for what is no address, or for http to anything but
 * loopback.
 */
TktApi *tkt_api_new (const char *server, GError **error);
const char *tkt_api_get_server (TktApi *self); /* as it is stored: scheme, host, port */
void tkt_api_set_token (TktApi *self, const char *token);

/* @body: (nullable): JSON, taken. Answers the body of a 2xx answer; free with g_bytes_unref. */
void tkt_api_call_async (TktApi *self,
                         const char *method,
                         const char *path,
                         char *body_taken,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
GBytes *tkt_api_call_finish (TktApi *self, GAsyncResult *result, GError **error);

/* An answer that stays open; its bytes are read from the stream. @last_event_id: 0: none. */
void tkt_api_stream_async (TktApi *self,
                           const char *path,
                           gint64 last_event_id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
GInputStream *tkt_api_stream_finish (TktApi *self, GAsyncResult *result, GError **error);

/* Sends the file at one of the @paths, of which the server may have some already: asks how much,
 * and sends the rest. %TKT_PROBLEM_NOT_FOUND where there is no such file (any more). */
void tkt_api_upload_async (TktApi *self,
                           const TktAttachment *attachment,
                           const char *const *paths,
                           TktTransfer *transfer,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean tkt_api_upload_finish (TktApi *self, GAsyncResult *result, GError **error);

/* Gets the whole file. (transfer full) */
void tkt_api_download_async (TktApi *self,
                             const TktAttachment *attachment,
                             TktTransfer *transfer,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
GBytes *tkt_api_download_finish (TktApi *self, GAsyncResult *result, GError **error);

/* The server could not be reached, or can't answer at the moment (503, 429, 500): it is worth
 * trying again later. */
gboolean tkt_api_is_offline (const GError *error);
gboolean tkt_api_may_retry (const GError *error);
/* What was sent has certainly not been done: no connection was made, or the server said no. */
gboolean tkt_api_is_untaken (const GError *error);

G_END_DECLS
