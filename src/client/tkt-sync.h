/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sync: keeps the cache in step with the server and takes the outbox to it. */
#pragma once

#include "tkt-api.h"
#include "tkt-cache.h"
#include "tkt-desk.h"
#include "tkt-files.h"

G_BEGIN_DECLS

/**
 * TktSync:
 *
 * Two loops on the main thread, both asynchronous: pull asks for changes, page by page, when the
 * event stream says that there are some, and every half minute where no stream can be held; push
 * sends one entry of the outbox after the other.
 *
 * Property network (TktNetworkState). Property synced-at (int64, ms): the last time that the server
 * had nothing more. Signal refused (const char *sentence, const char *ticket_id): the server said no
 * to an entry, whose words stand in that ticket with the reason (NULL: it had none).
 */
#define TKT_TYPE_SYNC (tkt_sync_get_type ())
G_DECLARE_FINAL_TYPE (TktSync, tkt_sync, TKT, SYNC, GObject)

/* @cursor: (nullable): where the cache stands. */
TktSync *tkt_sync_new (TktApi *api, TktCache *cache, TktFiles *files, const char *cursor);

/* Begins, or begins again after the session had ended. NULL: signed out. */
void tkt_sync_set_token (TktSync *self, const char *token);

TktApi *tkt_sync_get_api (TktSync *self); /* (transfer none) */
TktNetworkState tkt_sync_get_network (TktSync *self);
gint64 tkt_sync_get_synced_at (TktSync *self);

void tkt_sync_pull (TktSync *self); /* now, whatever was waited for */
void tkt_sync_push (TktSync *self); /* there may be something in the outbox */
/* The same, and what was postponed goes out, too: the server is back, or the person asks. */
void tkt_sync_push_all (TktSync *self);

/* Ends what is under way; no callback comes afterwards. */
void tkt_sync_stop (TktSync *self);

G_END_DECLS
