/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the history, on the thread that writes it down. */
#pragma once

#include "tkt-db.h"
#include "tkt-history.h"

G_BEGIN_DECLS

/* A connection for it: beside the others, and with little memory, for nothing is read twice. After
 * a writer has opened the files. */
TktDb *tkt_history_open (const char *folder, GError **error);

/* Called again and again: tells how many tickets are @done, and ends the reading with an error. */
typedef gboolean (*TktHistoryStep) (gpointer data, guint done, guint total, GError **error);

/**
 * tkt_history_read:
 * @db: a connection that is nobody else's meanwhile
 *
 * Hands out ticket after ticket, and one message at a time. Each ticket is read from a snapshot of
 * its own: what is deleted meanwhile does not appear, and what was deleted need not wait for the
 * last ticket to leave the files (rule 13).
 */
gboolean tkt_history_read (TktDb *db,
                           const char *own_account_id,
                           const TktHistoryChoice *choice,
                           const TktHistoryFormat *format,
                           gpointer writer,
                           TktHistoryFigures *figures,
                           TktHistoryStep step,
                           gpointer step_data,
                           GError **error);

/* Writes nothing down; what it has gathered is (element-type TktHistoryThread). */
extern const TktHistoryFormat tkt_history_gatherer;
GPtrArray *tkt_history_gatherer_ref_threads (gpointer writer);

G_END_DECLS
