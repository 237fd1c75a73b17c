/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can still be read of a damaged outbox. */
#pragma once

#include "tkt-entry.h"

G_BEGIN_DECLS

/**
 * tkt_outbox_salvage:
 * @path: a damaged outbox that may be thrown away afterwards; its WAL is beside it
 * @entries: (element-type TktEntry): gets those that are whole, in order, with their numbers
 * @drafts: (element-type TktDraft): likewise
 *
 * What can't be read, or is not what the desk would have written, is left out: nothing is made up.
 *
 * Returns: FALSE where none of the entries could be read, though there may have been some
 */
gboolean tkt_outbox_salvage (const char *path, GPtrArray *entries, GPtrArray *drafts);

G_END_DECLS
