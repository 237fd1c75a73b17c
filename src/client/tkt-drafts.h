/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts: what was typed and not yet sent. They are kept beside the outbox, in its file, and like
 * it never thrown away. */
#pragma once

#include "tkt-db.h"
#include "tkt-entry.h"

G_BEGIN_DECLS

/* All within the caller's transaction; @ticket_id NULL: the draft of a new ticket. */

/* (transfer full) (nullable): NULL without @error where there is none. */
TktDraft *tkt_drafts_find (TktDb *db, const char *ticket_id, gboolean note, GError **error);
/* Takes the place of what was kept; without title and body there is none. */
gboolean tkt_drafts_put (TktDb *db, const TktDraft *draft, GError **error);
/* Puts @draft's texts and attachments before what is typed in its place already. */
gboolean tkt_drafts_prepend (TktDb *db, const TktDraft *draft, GError **error);
gboolean tkt_drafts_remove (TktDb *db, const char *ticket_id, gboolean note, GError **error);

gint64 tkt_drafts_count (TktDb *db, GError **error); /* -1: failed */

G_END_DECLS
