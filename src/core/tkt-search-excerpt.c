/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of a text, for a list. */
#include "tkt-search-marks.h"

/* What stands before what was found, so that it is seen in a narrow list, and all of it. */
#define LEAD_CHARACTERS 20
#define MOST_CHARACTERS 160

/* The beginning of a word some characters before @place. */
static const char *
find_begin (const char *text, const char *place)
{
  const char *begin = place;
  const char *word;

  for (guint i = 0; i < LEAD_CHARACTERS && begin > text; i++)
    begin = g_utf8_prev_char (begin);
  if (begin == text)
    return text;
  for (word = begin; word < place; word = g_utf8_next_char (word))
    if (g_unichar_isspace (g_utf8_get_char (word)))
      return word;
  /* It is written without blanks. */
  return begin;
}

char *
tkt_search_excerpt_new (const char *text, guint start)
{
  const char *p = find_begin (text, text + start);
  g_autoptr (GString) line = g_string_new (p > text ? "…" : NULL);
  gboolean blank = TRUE; /* none at the beginning */
  guint n;

  for (n = 0; *p != '\0' && n < MOST_CHARACTERS; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean is_blank = g_unichar_isspace (c);

      if (is_blank && blank)
        continue;
      g_string_append_unichar (line, is_blank ? ' ' : c);
      blank = is_blank;
      n++;
    }
  if (blank && line->len > 0 && line->str[line->len - 1] == ' ')
    g_string_truncate (line, line->len - 1);
  if (*p != '\0')
    g_string_append (line, "…");
  return g_string_free (g_steal_pointer (&line), FALSE);
}
