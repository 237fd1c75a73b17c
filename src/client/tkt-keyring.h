/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a session's token is kept: the keyring, or a file that only the person can read. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* @folder: of the account, for the file. Main thread; nothing blocks. */
void tkt_keyring_store_async (const char *account_id,
                              const char *label,
                              const char *folder,
                              const char *token,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/* @in_file: (out): there is no keyring, and the token went to the file. */
gboolean tkt_keyring_store_finish (GAsyncResult *result, gboolean *in_file, GError **error);

/* NULL without an error: no token is kept. */
void tkt_keyring_lookup_async (const char *account_id,
                               const char *folder,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
char *tkt_keyring_lookup_finish (GAsyncResult *result, GError **error);

void tkt_keyring_clear_async (const char *account_id,
                              const char *folder,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean tkt_keyring_clear_finish (GAsyncResult *result, GError **error);

G_END_DECLS
