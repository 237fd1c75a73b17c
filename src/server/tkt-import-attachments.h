/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Import: the files of messages. */
#pragma once

#include "tkt-exchange.h"
#include "tkt-store-calls.h"

G_BEGIN_DECLS

/* (element-type GBytes): the files of a line's message @index; @message gets the list of them. */
GPtrArray *tkt_import_read_attachments (const TktExchangeMessage *source,
                                        guint index,
                                        TktMessage *message,
                                        GError **error);

/* Stores @files as those of @message, which is stored already. */
gboolean tkt_import_store_attachments (TktStoreTx *tx,
                                       const char *organization_id,
                                       const TktMessage *message,
                                       const GPtrArray *files,
                                       GError **error);

G_END_DECLS
