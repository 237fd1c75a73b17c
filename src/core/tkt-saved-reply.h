/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved replies as they are written into a message: how they are asked for, found and filled in. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * tkt_saved_reply_find_typed:
 * @line: what stands before the cursor in its line
 *
 * Returns: (nullable): in @line, the letters of a name that is being typed: behind a slash that
 *   stands at the beginning or behind white space. Dates, fractions and the rest of a path are
 *   text.
 */
const char *tkt_saved_reply_find_typed (const char *line);

/* How well what is typed fits a name, both folded (tkt_text_fold_name()): 0 where the name begins
 * with it, 1 where it is in it, -1 where it is not. Nothing typed fits all. */
int tkt_saved_reply_rank (const char *name, const char *typed);

/* What stands for the placeholders where a reply is written. Of what is NULL the placeholder stays.
 */
typedef struct
{
  const char *publisher; /* {publisher}: its name */
  const char *me;        /* {me}: the writer's */
  const char *ticket;    /* {ticket}: "#12 Payout missing" */
} TktSavedReplyFacts;

/**
 * tkt_saved_reply_fill:
 * @unknown: (out) (transfer full) (nullable): the first placeholder that stayed, "{invoice}"
 *
 * Returns: (transfer full): @body with the facts in it; what comes from them is not filled again
 */
char *tkt_saved_reply_fill (const char *body, const TktSavedReplyFacts *facts, char **unknown);

/* (transfer full): what of @body tells it from others in one line. */
char *tkt_saved_reply_summarize (const char *body);

G_END_DECLS
