/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person asks of a list of tickets: words, and what narrows them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is wrong with a question, so that somebody can say what to write instead. */
typedef enum
{
  TKT_SEARCH_FINE,
  TKT_SEARCH_UNKNOWN_STATE, /* "is:foo" */
  TKT_SEARCH_TWO_STATES,    /* "is:open is:closed": no ticket is both */
  TKT_SEARCH_NO_DATE,       /* "before:soon" */
  TKT_SEARCH_NO_DAYS,       /* "after:2026-11 before:2026-10": no day is both */
  TKT_SEARCH_NO_NAME,       /* "from:" and nothing after it */
  TKT_SEARCH_OPEN_QUOTE,    /* a quotation mark that is not closed */
  TKT_SEARCH_NO_WORD,       /* nothing but signs, which no index has */
} TktSearchFault;

typedef struct
{
  char *words;           /* what is to be looked for in texts, as it was typed; "": nothing */
  char *match;           /* the same for FTS5 (tkt_search_to_match()); NULL: nothing */
  gint64 number;         /* of the one ticket; 0: any. Then there is no @match */
  GPtrArray *publishers; /* (element-type utf8): a number or part of a name; any of them will do */
  GPtrArray *authors;    /* (element-type utf8): part of a username or name; any of them will do */
  gboolean open, closed, unread;
  gint64 after;         /* the first millisecond; G_MININT64: any */
  gint64 before;        /* the first millisecond that is too late; G_MAXINT64: any */
  TktSearchFault fault; /* the first; nothing else is to be made of the question then */
  char *fault_word;     /* (nullable): what it is about, as it was typed: "before:soon" */
} TktSearchQuery;

/**
 * tkt_search_query_new:
 * @typed: (nullable): what the person typed
 * @zone: where the days of "before:" and "after:" begin
 * @now: in milliseconds, for "today" and the like
 *
 * Understands "#123", "publisher:", "from:", "is:open", "is:closed", "is:unread", "before:" and
 * "after:", each with a word or "quoted words" after the colon; all else is words to look for. A
 * word with a colon that is none of these is a word. “”, „“ and ＂ are quotation marks, too, and ：
 * is a colon: keyboards type them.
 */
TktSearchQuery *tkt_search_query_new (const char *typed, GTimeZone *zone, gint64 now);
/* In the time zone here, now. */
TktSearchQuery *tkt_search_query_new_here (const char *typed);
void tkt_search_query_free (TktSearchQuery *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktSearchQuery, tkt_search_query_free)

/* Nothing is asked: everything will do. */
gboolean tkt_search_query_is_empty (const TktSearchQuery *query);

/* FALSE where @name has not all of @part, whatever the case. */
gboolean tkt_search_name_has (const char *name, const char *part);

/**
 * tkt_search_day_parse:
 *
 * The moment at which a day begins: "2026-11-03", "2026/11/3", "3.11.2026", "2026-11" and "2026"
 * (their first day), "today", "yesterday", "monday" (the last one that has begun), "3d", "2w",
 * "6m" and "1y" (so long ago). FALSE for anything else.
 */
gboolean tkt_search_day_parse (const char *text, GTimeZone *zone, gint64 now, gint64 *begin);

G_END_DECLS
