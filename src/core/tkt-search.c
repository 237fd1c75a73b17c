/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search language. */
#include "tkt-search.h"

#include <string.h>

gboolean
tkt_search_stands_alone (gunichar c)
{
  switch ((int)g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_THAI:
    case G_UNICODE_SCRIPT_LAO:
    case G_UNICODE_SCRIPT_KHMER:
    case G_UNICODE_SCRIPT_MYANMAR:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Of each character of the Basic Multilingual Plane, whether it stays as it is in an index text
 * whatever stands beside it; by the 256, made when the first of them comes. */
typedef struct
{
  guint32 bits[8];
} PlainPage;

static PlainPage *plain_pages[256];

/* What may melt into the character before it: marks, and the vowels and finals of Hangul (The
 * Unicode Standard, 3.12). */
static gboolean
may_compose (gunichar c)
{
  return g_unichar_ismark (c) || (c >= 0x1160 && c <= 0x11FF);
}

static gboolean
stays (gunichar c)
{
  char text[8];
  g_autofree char *normal = NULL;

  if (c == 0 || may_compose (c) || tkt_search_stands_alone (c) || !g_unichar_validate (c))
    return FALSE;
  text[g_unichar_to_utf8 (c, text)] = '\0';
  normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  return g_str_equal (normal, text);
}

static PlainPage *
get_plain_page (guint number)
{
  PlainPage *page = g_atomic_pointer_get (&plain_pages[number]);

  if (page != NULL)
    return page;
  page = g_new0 (PlainPage, 1);
  for (guint i = 0; i < 256; i++)
    if (stays (number << 8 | i))
      page->bits[i / 32] |= 1u << i % 32;
  if (g_atomic_pointer_compare_and_exchange (&plain_pages[number], NULL, page))
    return page;
  g_free (page);
  return plain_pages[number];
}

gboolean
tkt_search_is_index_text (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c;

      if ((guchar)*p < 0x80)
        continue;
      c = g_utf8_get_char (p);
      if (c > 0xFFFF || !(get_plain_page (c >> 8)->bits[c % 256 / 32] & 1u << c % 32))
        return FALSE;
    }
  return TRUE;
}

char *
tkt_search_index_text (const char *text)
{
  g_autofree char *normal = NULL;
  const char *source;
  GString *out;

  if (tkt_search_is_index_text (text))
    return g_strdup (text);
  normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  source = normal != NULL ? normal : "";
  out = g_string_sized_new (strlen (source) + 16);
  for (const char *p = source; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c >= 0x0E00 && tkt_search_stands_alone (c))
        {
          g_string_append_c (out, ' ');
          g_string_append_unichar (out, c);
          g_string_append_c (out, ' ');
        }
      else
        g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

gboolean
tkt_search_is_in_word (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c)
         || g_unichar_type (c) == G_UNICODE_PRIVATE_USE;
}

static gboolean
has_word (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

gboolean
tkt_search_next_term (const char **typed, TktSearchTerm *term)
{
  const char *p = *typed;

  while (g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  term->quoted = *p == '"';
  term->text = p += term->quoted;
  while (*p != '\0' && *p != '"' && (term->quoted || !g_unichar_isspace (g_utf8_get_char (p))))
    p = g_utf8_next_char (p);
  term->length = p - term->text;
  *typed = term->quoted && *p == '"' ? p + 1 : p;
  return term->quoted || term->length > 0;
}

/* Appends @term as an FTS5 string, which no character but the double quote can leave. */
static void
append_term (GString *match, const TktSearchTerm *term)
{
  g_autofree char *text = g_strndup (term->text, term->length);
  g_autofree char *indexed = tkt_search_index_text (text);

  if (!has_word (indexed))
    return;
  if (match->len > 0)
    g_string_append (match, " AND ");
  g_string_append_c (match, '"');
  for (const char *p = indexed; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (match, tkt_search_is_in_word (c) ? c : ' ');
    }
  g_string_append (match, term->quoted ? "\"" : "\"*");
}

char *
tkt_search_to_match (const char *words)
{
  g_autoptr (GString) match = g_string_new (NULL);
  TktSearchTerm term;

  if (!g_utf8_validate (words, -1, NULL))
    return NULL;
  while (tkt_search_next_term (&words, &term))
    append_term (match, &term);
  return match->len > 0 ? g_string_free (g_steal_pointer (&match), FALSE) : NULL;
}

gint64
tkt_search_ticket_number (const char *words)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (words));
  const char *digits = trimmed[0] == '#' ? trimmed + 1 : trimmed;
  gint64 number;

  if (!g_ascii_isdigit (digits[0]) || strlen (digits) > 15)
    return 0;
  number = g_ascii_strtoll (digits, NULL, 10);
  for (const char *p = digits; *p != '\0'; p++)
    if (!g_ascii_isdigit (*p))
      return 0;
  return number;
}
