/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of attachments on this computer: those that the outbox will send, and those that were
 * seen. */
#pragma once

#include "tkt-cache.h"
#include "tkt-transfer.h"

G_BEGIN_DECLS

/**
 * TktFiles:
 *
 * Two folders beside the two databases, files named by the attachment's id: "outbox-files", whose
 * files are nowhere else, and "files", which can be fetched again. Main thread; what waits on a
 * disk runs in GIO's threads.
 */
#define TKT_TYPE_FILES (tkt_files_get_type ())
G_DECLARE_FINAL_TYPE (TktFiles, tkt_files, TKT, FILES, GObject)

/* What files that can be fetched again take at most, in bytes. */
#define TKT_FILES_SEEN_MOST (512 * G_GINT64_CONSTANT (1024 * 1024))

TktFiles *tkt_files_new (const char *folder);
void tkt_files_set_limit (TktFiles *self, gint64 bytes);

/* Removes the account's files; with @own also those that wait to be sent. Blocks. */
gboolean tkt_files_remove_all (const char *folder, gboolean own, GError **error);

/**
 * tkt_files_take_async:
 * @source: (nullable): a file that the person chose, of any kind of place; NULL: @bytes
 * @name: (nullable): what to call it; NULL: as @source is called
 *
 * Copies it, durably: answered when it is on the disk. %TKT_PROBLEM_TOO_LARGE for more than an
 * attachment may have.
 */
void tkt_files_take_async (TktFiles *self,
                           GFile *source,
                           GBytes *bytes,
                           const char *name,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
TktAttachment *tkt_files_take_finish (TktFiles *self, GAsyncResult *result, GError **error);

/* They are in the outbox or in a draft from now on, which says how long they stay. */
void tkt_files_settle (TktFiles *self, const GPtrArray *attachments);

/* Keeps what was fetched, if it is the file that @attachment says. */
void tkt_files_keep_async (TktFiles *self,
                           const TktAttachment *attachment,
                           GBytes *bytes,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean tkt_files_keep_finish (TktFiles *self, GAsyncResult *result, GError **error);

/* Where the file of that id may be, in order. (transfer full) */
char **tkt_files_get_paths (TktFiles *self, const char *id);

/* Where the file of that id is; NULL without an error: it is not here. (transfer full) */
void tkt_files_find_async (TktFiles *self,
                           const char *id,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
char *tkt_files_find_finish (TktFiles *self, GAsyncResult *result, GError **error);

/* Removes what nobody knows any more, and of what was seen, above the limit, what was looked at
 * longest ago. What was taken and is not in the outbox or a draft yet stays. */
void tkt_files_sweep (TktFiles *self, const TktCacheFiles *known);

/* How far a file is, while it comes or goes; made where there is none. (transfer none) */
TktTransfer *tkt_files_get_transfer (TktFiles *self, const char *id);

G_END_DECLS
