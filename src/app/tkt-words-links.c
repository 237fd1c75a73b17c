/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A message as markup: its addresses can be clicked, and its length can be borne. */
#include <string.h>

#include "tkt-link.h"
#include "tkt-words.h"

/* Characters after which a run of text ends at the next blank, and after which it ends anyway. */
#define RUN_LENGTH 250
#define RUN_MAX (2 * RUN_LENGTH)

/* Pango breaks a run into lines in a time that grows with its length squared: a message of 32,768
 * characters without a blank would hold the window for a minute and a half. An attribute that
 * changes nothing, on every other piece, makes many short runs of it, and the text stays what it
 * is. */
typedef struct
{
  GString *string;
  guint length; /* of the run so far */
  gboolean odd; /* this run has the attribute */
} Markup;

/* Where the address that starts at @start ends: without the punctuation that closes a sentence
 * around it. */
static const char *
address_end (const char *start)
{
  const char *end = start;
  int open = 0;

  for (const char *p = start; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isgraph (c) || strchr ("<>\"", *p) != NULL)
        break;
      if (c == '(')
        open++;
      if (c == ')' && open-- <= 0)
        break;
      if (strchr (".,;:!?'", *p) == NULL)
        end = g_utf8_next_char (p);
    }
  return end;
}

static gsize
address_scheme_length (const char *text)
{
  if (g_ascii_strncasecmp (text, "https://", 8) == 0)
    return 8;
  if (g_ascii_strncasecmp (text, "http://", 7) == 0)
    return 7;
  if (g_ascii_strncasecmp (text, TKT_LINK_SCHEME "://", 10) == 0)
    return 10;
  return 0;
}

/* Whether what stands at @p belongs to what stands before it: an accent, a joined emoji. */
static gboolean
continues (const char *p)
{
  gunichar c = g_utf8_get_char (p);

  return g_unichar_ismark (c) || g_unichar_iszerowidth (c);
}

static void
append_piece (Markup *markup, const char *start, const char *end)
{
  g_autofree char *escaped = g_markup_escape_text (start, end - start);

  if (end == start)
    return;
  g_string_append_printf (
      markup->string, markup->odd ? "<span fallback=\"true\">%s</span>" : "%s", escaped);
}

static void
append_text (Markup *markup, const char *start, const char *end)
{
  const char *piece = start;

  for (const char *p = start; p < end; p = g_utf8_next_char (p))
    {
      if (markup->length >= RUN_MAX ? !continues (p)
                                    : markup->length >= RUN_LENGTH && g_ascii_isspace (*p))
        {
          append_piece (markup, piece, p);
          piece = p;
          markup->length = 0;
          markup->odd = !markup->odd;
        }
      markup->length++;
    }
  append_piece (markup, piece, end);
}

static void
append_address (Markup *markup, const char *start, const char *end)
{
  g_autofree char *address = g_markup_escape_text (start, end - start);

  g_string_append_printf (markup->string, "<a href=\"%s\" title=\"%s\">", address, address);
  append_text (markup, start, end);
  g_string_append (markup->string, "</a>");
}

char *
tkt_words_link_markup (const char *body)
{
  Markup markup = { .string = g_string_sized_new (strlen (body) + 64) };
  const char *plain = body;
  const char *p = body;

  while (*p != '\0')
    {
      gsize scheme = address_scheme_length (p);
      const char *end = scheme > 0 ? address_end (p) : p;

      if (scheme > 0 && (gsize)(end - p) > scheme)
        {
          append_text (&markup, plain, p);
          append_address (&markup, p, end);
          plain = p = end;
        }
      else
        p = g_utf8_next_char (p);
    }
  append_text (&markup, plain, p);
  return g_string_free (markup.string, FALSE);
}

char *
tkt_words_plain_markup (const char *body)
{
  Markup markup = { .string = g_string_sized_new (strlen (body) + 64) };

  append_text (&markup, body, body + strlen (body));
  return g_string_free (markup.string, FALSE);
}
