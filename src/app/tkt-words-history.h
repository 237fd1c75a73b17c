/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands on paper and in files: words that are still true when they are read years later. */
#pragma once

#include "tkt-history.h"

G_BEGIN_DECLS

/* All results are (transfer full) and translated. Pure, on any thread. */

/* "#12 Payout missing for October" */
char *tkt_words_history_heading (const TktHistoryTicket *ticket);
/* "Acme Media · Open · Assigned to Mara Example" */
char *tkt_words_history_about (const TktHistoryTicket *ticket);
/* "Opened by Ada Chen on 3 November 2026 at 14:32", and who closed it when. */
char *tkt_words_history_times (const TktHistoryTicket *ticket);

/* "Tuesday, 3 November 2026", never "Today". */
char *tkt_words_history_day (const TktHistoryMessage *message);
/* "Ada Chen", and whether it is an internal note. */
char *tkt_words_history_name (const TktHistoryMessage *message);
/* The text, or what is said in the place of a deleted one. */
char *tkt_words_history_text (const TktHistoryMessage *message);
/* (nullable): NULL: it is delivered. "Waiting to be sent", "Not delivered: The ticket is closed."
 */
char *tkt_words_history_state (const TktHistoryMessage *message);
/* "screenshot.png (12.5 kB)" */
char *tkt_words_history_attachment (const TktAttachment *attachment);

/* "1 ticket exported", and what is not among it. */
char *tkt_words_history_figures (const TktHistoryFigures *figures);

G_END_DECLS
