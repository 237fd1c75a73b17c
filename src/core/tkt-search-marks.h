/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where in a text stands what was looked for. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Of a text, in bytes. */
typedef struct
{
  guint start, end;
} TktSearchSpan;

/**
 * TktSearchMarks:
 *
 * The words of a search, made ready to be found in many texts as the index finds them: whatever the
 * case and the accents, each as the beginning of a word, quoted ones whole and side by side.
 */
typedef struct _TktSearchMarks TktSearchMarks;

/* @words: (nullable): as tkt_search_to_match() takes them. */
TktSearchMarks *tkt_search_marks_new (const char *words);
void tkt_search_marks_free (TktSearchMarks *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktSearchMarks, tkt_search_marks_free)

/* (transfer full) (element-type TktSearchSpan): in order and apart from each other; the first
 * thousand, for more can't be told from all. @text is valid UTF-8. */
GArray *tkt_search_marks_find (const TktSearchMarks *self, const char *text);

/* Whether all of the words stand in @text: what is looked for is. FALSE where there are none. */
gboolean tkt_search_marks_fit (const TktSearchMarks *self, const char *text);

/**
 * tkt_search_excerpt_new:
 *
 * One line of @text for a list, in which what stands at @start, in bytes, comes early enough to be
 * seen.
 *
 * Returns: (transfer full): with "…" where something is left out
 */
char *tkt_search_excerpt_new (const char *text, guint start);

G_END_DECLS
