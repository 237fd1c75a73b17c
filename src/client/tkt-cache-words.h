/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a text has the words of a search, told from the text itself: for few texts that is sooner
 * done than to ask the index, which first gathers all that have them. */
#pragma once

#include "tkt-db.h"

G_BEGIN_DECLS

/**
 * TktCacheWords:
 *
 * Answers what the index answers, by its own tokenizer (but for quoted words beyond the 64th of one
 * quotation, which are not looked at). For the thread of its connection, and to be freed before
 * that.
 */
typedef struct _TktCacheWords TktCacheWords;

/* @words: as tkt_search_to_match() takes them. */
TktCacheWords *tkt_cache_words_new (TktDb *db, const char *words, GError **error);
void tkt_cache_words_free (TktCacheWords *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktCacheWords, tkt_cache_words_free)

/* @found: whether @text has all of them. */
gboolean
tkt_cache_words_look (TktCacheWords *self, const char *text, gboolean *found, GError **error);

G_END_DECLS
