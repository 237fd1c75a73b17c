/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk: what it knows, written down for elsewhere. */
#pragma once

#include "tkt-desk.h"
#include "tkt-history.h"

G_BEGIN_DECLS

/**
 * tkt_desk_export_async:
 * @title: a line that says what it is
 * @target: replaced once all is written; until then, and where it fails, what was there stays
 * @progress: (nullable): how many of the tickets are done
 *
 * Needs no network, and holds up nothing: it has a thread and a connection of its own. One export
 * follows the other. %G_IO_ERROR_CANCELLED at the end of the desk, too; then no file is left.
 */
void tkt_desk_export_async (TktDesk *self,
                            TktHistoryChoice *choice_taken,
                            const TktHistoryFormat *format,
                            const char *title,
                            GFile *target,
                            TktTransfer *progress,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean tkt_desk_export_finish (TktDesk *self,
                                 GAsyncResult *result,
                                 TktHistoryFigures *figures,
                                 GError **error);

/* (element-type TktHistoryThread): the whole of what is chosen, as it is now, in memory: not for
 * many. NULL with %TKT_PROBLEM_NOT_FOUND where nothing of it is here any more. */
void tkt_desk_read_threads_async (TktDesk *self,
                                  TktHistoryChoice *choice_taken,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GPtrArray *tkt_desk_read_threads_finish (TktDesk *self, GAsyncResult *result, GError **error);

G_END_DECLS
