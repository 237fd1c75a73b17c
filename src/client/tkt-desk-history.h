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
                            const TktTicketFilter *filter,
                            const char *const *ticket_ids,
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

/* The whole of one ticket, as it is now. NULL with %TKT_PROBLEM_NOT_FOUND where it is gone. */
void tkt_desk_read_thread_async (TktDesk *self,
                                 const char *ticket_id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
TktHistoryThread *tkt_desk_read_thread_finish (TktDesk *self, GAsyncResult *result, GError **error);

G_END_DECLS
