/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox: what the person did and the server has not yet accepted. Its own database file, never
 * thrown away. */
#pragma once

#include "tkt-db.h"
#include "tkt-entry.h"
#include "tkt-problem.h"

G_BEGIN_DECLS

/* The schema name under which the cache's connections attach the outbox's file. */
#define TKT_OUTBOX_SCHEMA "outbox"

/* Of the schema that tkt_outbox_migrate() brings the file to (PRAGMA user_version). */
extern const guint tkt_outbox_version;

gboolean tkt_outbox_migrate (TktDb *db, GError **error);

/* All within the caller's transaction. */

/* As it is, with its number where it has one; sets it where it has none. */
gboolean tkt_outbox_insert (TktDb *db, TktEntry *entry, GError **error);
/* The same of what was just done. MARK_READ takes an older one's place and reaches as far;
 * CHANGE_SAVED_REPLY changes what has not gone out, or was refused, of the same reply, if any; what
 * was the draft of a reply or of a new ticket (tkt-drafts.h) is in the outbox now, and no draft any
 * more. */
gboolean tkt_outbox_add (TktDb *db, TktEntry *entry, GError **error);
/* (transfer full) (element-type TktEntry): in order; refused ones too. */
GPtrArray *tkt_outbox_list (TktDb *db, GError **error);
/* (transfer full) (nullable): the next entry that may go out at @now: the first of its ticket, not
 * refused, not behind a refused opening. @impatient: also one that was postponed, but none that is
 * held. NULL without @error: nothing to send, and until @due (0: for as long as nothing is added)
 * there will not be. */
TktEntry *tkt_outbox_next (TktDb *db, gint64 now, gboolean impatient, gint64 *due, GError **error);

/* %TKT_PROBLEM_CHANGED_MEANWHILE where there is no such entry any more. */
gboolean tkt_outbox_set_state (TktDb *db, gint64 seq, TktEntryState state, GError **error);
gboolean tkt_outbox_set_refused (TktDb *db, gint64 seq, const GError *problem, GError **error);
/* @uncertain: the attempt that failed may have arrived. */
gboolean
tkt_outbox_set_retry (TktDb *db, gint64 seq, gint64 not_before, gboolean uncertain, GError **error);

gboolean tkt_outbox_remove (TktDb *db, gint64 seq, GError **error); /* delivered */
/* The server has the message @message_id: whatever was last heard of the entry that sent it, a
 * refusal included, it is delivered. */
gboolean
tkt_outbox_settle (TktDb *db, const char *ticket_id, const char *message_id, GError **error);
/* The same of a saved reply, and of what was to add it in these words. */
gboolean tkt_outbox_settle_saved_reply (TktDb *db, const TktSavedReply *reply, GError **error);
gint64 tkt_outbox_count (TktDb *db, GError **error); /* without read marks; -1: failed */

/* Nobody is there any more who could undo: what is held may go out. */
gboolean tkt_outbox_release (TktDb *db, GError **error);
/* After the program's end, whatever it was: what was on its way is sent again, for the server knows
 * its id; what was postponed by the clock of then is not by that of now. */
gboolean tkt_outbox_resume (TktDb *db, GError **error);

G_END_DECLS
