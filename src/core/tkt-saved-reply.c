/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved replies as they are written into a message. */
#include "tkt-saved-reply.h"

#include <string.h>

/* Of a name (TKT_TEXT_REPLY_NAME). */
static gboolean
is_of_name (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '-' || c == '_';
}

const char *
tkt_saved_reply_find_typed (const char *line)
{
  const char *typed = line + strlen (line);

  while (typed > line && is_of_name (g_utf8_get_char (g_utf8_prev_char (typed))))
    typed = g_utf8_prev_char (typed);
  if (*typed == '\0' || typed == line || typed[-1] != '/')
    return NULL;
  if (typed - 1 == line || g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (typed - 1))))
    return typed;
  return NULL;
}

int
tkt_saved_reply_rank (const char *name, const char *typed)
{
  if (g_str_has_prefix (name, typed))
    return 0;
  return strstr (name, typed) != NULL ? 1 : -1;
}

static const char *
find_fact (const TktSavedReplyFacts *facts, const char *name, gsize length)
{
  const struct
  {
    const char *name;
    const char *value;
  } known[] = {
    { "publisher", facts->publisher },
    { "me", facts->me },
    { "ticket", facts->ticket },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (strlen (known[i].name) == length && strncmp (known[i].name, name, length) == 0)
      return known[i].value;
  return NULL;
}

/* How long the placeholder at @text is with its braces; 0: there is none. What a person means by
 * one has letters alone in it: code and empty braces are text. */
static gsize
measure_placeholder (const char *text)
{
  const char *end = text + 1;

  if (*text != '{')
    return 0;
  while (g_unichar_isalpha (g_utf8_get_char (end)) || *end == '_')
    end = g_utf8_next_char (end);
  return *end == '}' && end > text + 1 ? (gsize)(end + 1 - text) : 0;
}

char *
tkt_saved_reply_fill (const char *body, const TktSavedReplyFacts *facts, char **unknown)
{
  GString *filled = g_string_new (NULL);
  gsize length;

  *unknown = NULL;
  for (const char *text = body; *text != '\0'; text += length)
    {
      const char *fact = NULL;

      length = measure_placeholder (text);
      if (length > 0)
        fact = find_fact (facts, text + 1, length - 2);
      if (length > 0 && fact == NULL && *unknown == NULL)
        *unknown = g_strndup (text, length);
      length = MAX (length, 1);
      if (fact != NULL)
        g_string_append (filled, fact);
      else
        g_string_append_len (filled, text, length);
    }
  return g_string_free (filled, FALSE);
}

char *
tkt_saved_reply_summarize (const char *body)
{
  g_auto (GStrv) lines = g_strsplit (body, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    if (*g_strstrip (*line) != '\0')
      return g_strdup (*line);
  return g_strdup ("");
}
