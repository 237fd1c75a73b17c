/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search language: from texts to what FTS5 indexes, and from words to what FTS5 matches. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * tkt_search_index_text:
 *
 * The text as the index takes it: NFKC, and every character of a script that is
 * written without spaces (Han, Hiragana, Katakana, Thai …) a word of its own, so that FTS5's
 * unicode61 tokenizer finds it in the middle of a sentence.
 *
 * Returns: (transfer full)
 */
char *tkt_search_index_text (const char *text);

/* Whether @text (valid UTF-8) is its own index text, which most are: that is soon told. */
gboolean tkt_search_is_index_text (const char *text);

/* One thing to look for in what a person typed: a word, which may be the beginning of one, or words
 * in quotes, whole and side by side. */
typedef struct
{
  const char *text; /* within what was typed */
  gsize length;     /* in bytes */
  gboolean quoted;
} TktSearchTerm;

/* The next of them in @typed, which is valid UTF-8 and moves on; FALSE at the end. */
gboolean tkt_search_next_term (const char **typed, TktSearchTerm *term);

/**
 * tkt_search_to_match:
 *
 * What the person typed as an FTS5 MATCH expression: every word must occur, each as a
 * prefix ("pay" finds "payout"), quoted words as a phrase; nothing of FTS5's own syntax passes
 * through. "#123" is not a word for this function (see tkt_search_ticket_number()).
 *
 * Returns: (transfer full) (nullable): NULL where there is no word to look for
 */
char *tkt_search_to_match (const char *words);

/* The number in "#123" or " 123 " alone; 0 where @words is something else. */
gint64 tkt_search_ticket_number (const char *words);

/* Of a script that is written without spaces between words: every character is indexed as a word.
 */
gboolean tkt_search_stands_alone (gunichar c);

/* What FTS5's unicode61 takes as part of a word; everything else separates. */
gboolean tkt_search_is_in_word (gunichar c);

G_END_DECLS
