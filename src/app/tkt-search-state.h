/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is being searched for, for all that show it. */
#pragma once

#include <pango/pango.h>

#include "tkt-search-query.h"

G_BEGIN_DECLS

/**
 * TktSearchState:
 *
 * One a window: the ticket list sets it; rows of both lists mark what it names, and the
 * conversation counts it.
 *
 * Signal changed: something else is searched for, or gone to.
 */
#define TKT_TYPE_SEARCH_STATE (tkt_search_state_get_type ())
G_DECLARE_FINAL_TYPE (TktSearchState, tkt_search_state, TKT, SEARCH_STATE, GObject)

TktSearchState *tkt_search_state_new (void);

void tkt_search_state_set_words (TktSearchState *self, const char *typed);
const char *tkt_search_state_get_words (TktSearchState *self); /* as they were typed */
const TktSearchQuery *tkt_search_state_get_query (TktSearchState *self);

/* The message that the person has gone to, by its row's key; 0, as after each change of the words:
 * none. */
void tkt_search_state_set_current (TktSearchState *self, gint64 key);
gint64 tkt_search_state_get_current (TktSearchState *self);

/* (transfer full) (nullable): what marks the words in @text; NULL: they are not there. @current: it
 * is the one that the person has gone to. */
PangoAttrList *tkt_search_state_mark (TktSearchState *self, const char *text, gboolean current);

/* Whether it asks for words that stand in texts. */
gboolean tkt_search_state_has_words (TktSearchState *self);

G_END_DECLS
