/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an account takes on the disk, and how its cache is cleared. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* In bytes. */
typedef struct
{
  gint64 cache; /* the cache, and what was set aside of it: can be fetched again */
  gint64 files; /* attachments that were seen: likewise */
  gint64 own;   /* outbox, drafts and their files: nowhere else */
} TktStorage;

/* @folder: the account's. Both run in a thread of GIO's. */
void tkt_storage_measure_async (const char *folder,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean tkt_storage_measure_finish (GAsyncResult *result, TktStorage *storage, GError **error);

/* Removes what can be fetched again, and nothing else. The account's desk is stopped. */
void tkt_storage_clear_async (const char *folder, GAsyncReadyCallback callback, gpointer user_data);
gboolean tkt_storage_clear_finish (GAsyncResult *result, GError **error);

G_END_DECLS
