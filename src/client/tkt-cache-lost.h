/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the server had taken and has lost. */
#pragma once

#include "tkt-db.h"

G_BEGIN_DECLS

/* At the end of the snapshot of @generation, before what it did not bring is dropped: messages of
 * @own_account_id among it go back into the outbox, refused, so that the person decides. Not those
 * whose publisher left the account's view, for the server has them still. */
gboolean
tkt_cache_keep_lost (TktDb *db, gint64 generation, const char *own_account_id, GError **error);

G_END_DECLS
