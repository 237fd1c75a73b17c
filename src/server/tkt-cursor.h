/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cursors: a few numbers and a word as one opaque text, with a check that it came from here
 * unchanged. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TKT_CURSOR_NUMBERS 6
#define TKT_CURSOR_WORD 256

typedef struct
{
  char kind; /* what it is a cursor of: a cursor of one list is no cursor of another */
  char word[TKT_CURSOR_WORD]; /* an id or a name, without spaces; or "" */
  gint64 numbers[TKT_CURSOR_NUMBERS];
} TktCursor;

/* URL-safe (RFC 4648 section 5), without padding. (transfer full) */
char *tkt_cursor_to_text (const TktCursor *cursor);

/* %TKT_PROBLEM_BAD_REQUEST for anything that tkt_cursor_to_text() has not made for @kind. */
gboolean tkt_cursor_from_text (const char *text, char kind, TktCursor *cursor, GError **error);

G_END_DECLS
