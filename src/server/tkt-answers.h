/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers to reads that a lane remembers while nothing is committed. Used by one thread. */
#pragma once

#include "tkt-call.h"

G_BEGIN_DECLS

typedef struct _TktAnswers TktAnswers;

TktAnswers *tkt_answers_new (void);
void tkt_answers_free (TktAnswers *answers);

/* Forgets everything when the store's generation is another one than before. */
void tkt_answers_set_generation (TktAnswers *answers, gint64 generation);

/* @target: path and query as they were sent. The session in @call is part of what an answer is
 * remembered by: an answer is never given to another account, and a session that ended has changed
 * the generation. */
gboolean tkt_answers_find (TktAnswers *answers, const char *target, TktCall *call);
void tkt_answers_add (TktAnswers *answers, const char *target, TktCall *call);

G_END_DECLS
