/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A damaged outbox is kept aside, and what can be read of it goes into a new one. */
#pragma once

#include "tkt-db.h"
#include "tkt-entry.h"

G_BEGIN_DECLS

/**
 * tkt_outbox_rescue:
 * @db: the cache's writer, to which no outbox is attached
 * @folder: whose outbox nobody has open
 *
 * Looks through outbox.db before it is attached. Where it is damaged it is moved to
 * "outbox.db.damaged-" and the time, and a new one takes its place, with the entries and drafts
 * that could be read and a note of it. Cut short at any moment it leaves the damaged file or the
 * new one, and goes on when it is repeated. One of a newer program is left alone. FALSE with @error
 * where the disk did not let it; then nothing was changed that a repeat would miss.
 */
gboolean tkt_outbox_rescue (TktDb *db, const char *folder, GError **error);

/* With the outbox attached, within the caller's transaction. */

/* (transfer full) (nullable): the last rescue that the person has not been told of; NULL without
 * @error: there is none. */
TktRescue *tkt_outbox_find_rescue (TktDb *db, GError **error);
gboolean tkt_outbox_forget_rescue (TktDb *db, GError **error);

G_END_DECLS
