/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the server had taken and has lost. */
#pragma once

#include "tkt-db.h"

G_BEGIN_DECLS

/* At the end of the snapshot of @generation, before what it did not bring is dropped: messages and
 * notes of @own_account_id among it, and saved replies, go back into the outbox, refused, so that
 * the person decides. Not those that left the account's view, with their publisher or because it is
 * no staff any more, for the server has them still. */
gboolean
tkt_cache_keep_lost (TktDb *db, gint64 generation, const char *own_account_id, GError **error);

G_END_DECLS
