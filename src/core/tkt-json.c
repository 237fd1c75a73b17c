/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strict JSON text: checked to the letter here, built by json-glib afterwards. */
#include "tkt-json.h"

#include <string.h>

#include "tkt-problem.h"
#include "tkt-time.h"

/* A walk over the text; @p never passes @end, and the first thing that is wrong stops it. */
typedef struct
{
  const char *start;
  const char *p;
  const char *end;
  guint depth;
  const TktJsonPlace *place; /* where the walk is */
  const char *wrong;         /* what is wrong at @p */
  char *nul_pointer;         /* a string with \u0000: valid JSON that a C string can't hold */
} Walk;

static gboolean check_value (Walk *w);

static gboolean
fail (Walk *w, const char *wrong)
{
  if (w->wrong == NULL)
    w->wrong = wrong;
  return FALSE;
}

static char
peek (Walk *w)
{
  return w->p < w->end ? *w->p : '\0';
}

static void
skip_space (Walk *w)
{
  while (w->p < w->end && strchr (" \t\r\n", *w->p) != NULL && *w->p != '\0')
    w->p++;
}

static gboolean
take (Walk *w, const char *literal)
{
  gsize length = strlen (literal);

  if ((gsize)(w->end - w->p) < length || strncmp (w->p, literal, length) != 0)
    return fail (w, "a value was expected");
  w->p += length;
  return TRUE;
}

static int
take_hex4 (Walk *w)
{
  int value = 0;

  for (int i = 0; i < 4; i++, w->p++)
    {
      int digit = w->p < w->end ? g_ascii_xdigit_value (*w->p) : -1;

      if (digit < 0)
        return -1;
      value = value << 4 | digit;
    }
  return value;
}

static gboolean
take_unicode_escape (Walk *w, GString *text)
{
  int high = take_hex4 (w);

  if (high < 0 || (high >= 0xDC00 && high <= 0xDFFF))
    return fail (w, "a \\u escape is broken");
  if (high >= 0xD800 && high <= 0xDBFF)
    {
      int low = -1;

      if (w->end - w->p >= 6 && w->p[0] == '\\' && w->p[1] == 'u')
        {
          w->p += 2;
          low = take_hex4 (w);
        }
      if (low < 0xDC00 || low > 0xDFFF)
        return fail (w, "a surrogate stands alone");
      high = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
    }
  if (high == 0 && w->nul_pointer == NULL)
    w->nul_pointer = tkt_json_place_to_pointer (w->place);
  if (text == NULL)
    return TRUE;
  /* NUL in two bytes that stand in no valid text, so that "x" and "x\u0000" stay two names. */
  if (high == 0)
    g_string_append (text, "\xc0\x80");
  else
    g_string_append_unichar (text, high);
  return TRUE;
}

/* A string; its unescaped text is appended to @text where that is not NULL. */
static gboolean
check_string (Walk *w, GString *text)
{
  static const char escapes[] = "\"\\/bfnrt";
  static const char escaped[] = "\"\\/\b\f\n\r\t";

  if (peek (w) != '"')
    return fail (w, "a string was expected");
  for (w->p++; w->p < w->end; w->p++)
    {
      const char *escape;

      if (*w->p == '"')
        {
          w->p++;
          return TRUE;
        }
      if ((guchar)*w->p < 0x20)
        return fail (w, "a control character stands in a string without being escaped");
      if (*w->p != '\\')
        {
          if (text != NULL)
            g_string_append_c (text, *w->p);
          continue;
        }
      if (++w->p == w->end)
        break;
      if (*w->p == 'u')
        {
          w->p++;
          if (!take_unicode_escape (w, text))
            return FALSE;
          w->p--;
          continue;
        }
      escape = *w->p != '\0' ? strchr (escapes, *w->p) : NULL;
      if (escape == NULL)
        return fail (w, "an escape is unknown");
      if (text != NULL)
        g_string_append_c (text, escaped[escape - escapes]);
    }
  return fail (w, "a string has no end");
}

static gboolean
take_digits (Walk *w)
{
  const char *first = w->p;

  while (w->p < w->end && g_ascii_isdigit (*w->p))
    w->p++;
  return w->p > first || fail (w, "a digit was expected");
}

/* As many digits, with a sign, are a gint64 whatever they are. */
#define SAFE_DIGITS 18

static gboolean
check_number (Walk *w)
{
  const char *first = w->p;
  gboolean whole = TRUE;

  if (peek (w) == '-')
    w->p++;
  if (peek (w) == '0')
    w->p++;
  else if (!take_digits (w))
    return FALSE;
  if (peek (w) == '.')
    {
      whole = FALSE;
      w->p++;
      if (!take_digits (w))
        return FALSE;
    }
  if (peek (w) == 'e' || peek (w) == 'E')
    {
      whole = FALSE;
      w->p++;
      if (peek (w) == '+' || peek (w) == '-')
        w->p++;
      if (!take_digits (w))
        return FALSE;
    }
  if (whole && w->p - first > SAFE_DIGITS)
    {
      g_autofree char *digits = g_strndup (first, w->p - first);
      g_autoptr (GError) error = NULL;

      /* json-glib would silently make another number of it. */
      if (!g_ascii_string_to_signed (digits, 10, G_MININT64, G_MAXINT64, NULL, &error)
          && !g_str_equal (digits, "-0"))
        return fail (w, "a number is too large");
    }
  return TRUE;
}

static gboolean
check_member (Walk *w, GHashTable *seen)
{
  const TktJsonPlace *outer = w->place;
  GString *text = g_string_new (NULL);
  gboolean ok;
  char *name;
  TktJsonPlace place = { outer };

  skip_space (w);
  ok = check_string (w, text);
  place.name = name = g_string_free (text, FALSE);
  if (!ok)
    {
      g_free (name);
      return FALSE;
    }
  if (!g_hash_table_add (seen, name))
    return fail (w, "a member stands twice in one object");
  if (g_hash_table_size (seen) > TKT_JSON_MEMBERS_MAX)
    return fail (w, "an object has too many members");
  skip_space (w);
  if (peek (w) != ':')
    return fail (w, "a colon was expected");
  w->p++;
  w->place = &place;
  ok = check_value (w);
  w->place = outer;
  return ok;
}

static gboolean
check_object (Walk *w)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  w->p++;
  skip_space (w);
  if (peek (w) == '}')
    {
      w->p++;
      return TRUE;
    }
  for (;;)
    {
      if (!check_member (w, seen))
        return FALSE;
      skip_space (w);
      if (peek (w) == '}')
        {
          w->p++;
          return TRUE;
        }
      if (peek (w) != ',')
        return fail (w, "a comma or the object's end was expected");
      w->p++;
    }
}

static gboolean
check_array (Walk *w)
{
  const TktJsonPlace *outer = w->place;
  TktJsonPlace place = { outer };

  w->p++;
  skip_space (w);
  if (peek (w) == ']')
    {
      w->p++;
      return TRUE;
    }
  for (;; place.index++)
    {
      gboolean ok;

      w->place = &place;
      ok = check_value (w);
      w->place = outer;
      if (!ok)
        return FALSE;
      skip_space (w);
      if (peek (w) == ']')
        {
          w->p++;
          return TRUE;
        }
      if (peek (w) != ',')
        return fail (w, "a comma or the array's end was expected");
      w->p++;
    }
}

static gboolean
check_value (Walk *w)
{
  gboolean ok;

  skip_space (w);
  switch (peek (w))
    {
    case '{':
    case '[':
      if (w->depth == TKT_JSON_DEPTH_MAX)
        return fail (w, "values are nested too deeply");
      w->depth++;
      ok = peek (w) == '{' ? check_object (w) : check_array (w);
      w->depth--;
      return ok;
    case '"':
      return check_string (w, NULL);
    case 't':
      return take (w, "true");
    case 'f':
      return take (w, "false");
    case 'n':
      return take (w, "null");
    default:
      if (peek (w) == '-' || g_ascii_isdigit (peek (w)))
        return check_number (w);
      return fail (w, "a value was expected");
    }
}

static void
set_bad_request (const Walk *w, GError **error)
{
  guint line = 1;
  const char *line_start = w->start;

  for (const char *p = w->start; p < w->p; p++)
    if (*p == '\n')
      {
        line++;
        line_start = p + 1;
      }
  tkt_problem_set (error,
                   TKT_PROBLEM_BAD_REQUEST,
                   "This is not JSON: %s (line %u, column %u).",
                   w->wrong,
                   line,
                   (guint)(w->p - line_start) + 1);
}

static gboolean
check (const char *text, gsize length, GError **error)
{
  Walk w = { .start = text, .p = text, .end = text + length };
  g_autofree char *nul_pointer = NULL;
  const char *valid_end;

  if (!g_utf8_validate_len (text, length, &valid_end))
    {
      w.p = valid_end;
      w.wrong = "it is not valid UTF-8";
    }
  else if (check_value (&w))
    {
      skip_space (&w);
      if (w.p < w.end)
        w.wrong = "something follows the value";
    }
  nul_pointer = w.nul_pointer;
  if (w.wrong != NULL)
    set_bad_request (&w, error);
  else if (nul_pointer != NULL)
    tkt_problem_set_invalid (error, nul_pointer, "The control character U+0000 can't be used.");
  return w.wrong == NULL && nul_pointer == NULL;
}

JsonNode *
tkt_json_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) broken = NULL;

  if (!check (text, length, error))
    return NULL;
  if (!json_parser_load_from_data (parser, text, length, &broken))
    {
      tkt_problem_set (error, TKT_PROBLEM_BAD_REQUEST, "This is not JSON: %s", broken->message);
      return NULL;
    }
  return json_parser_steal_root (parser);
}

void
tkt_json_append_string (GString *out, const char *text)
{
  const char *run = text;
  const char *p;

  g_string_append_c (out, '"');
  for (p = text; *p != '\0'; p++)
    {
      guchar c = *p;

      if (c >= 0x20 && c != '"' && c != '\\')
        continue;
      g_string_append_len (out, run, p - run);
      run = p + 1;
      if (c == '"' || c == '\\')
        {
          g_string_append_c (out, '\\');
          g_string_append_c (out, c);
        }
      else if (c == '\n')
        g_string_append (out, "\\n");
      else if (c == '\t')
        g_string_append (out, "\\t");
      else
        g_string_append_printf (out, "\\u%04x", c);
    }
  g_string_append_len (out, run, p - run);
  g_string_append_c (out, '"');
}

void
tkt_json_append_integer (GString *out, gint64 value)
{
  char digits[20];
  gsize n = sizeof digits;
  guint64 rest = value < 0 ? -(guint64)value : (guint64)value;

  do
    {
      digits[--n] = '0' + rest % 10;
      rest /= 10;
    }
  while (rest > 0);
  if (value < 0)
    g_string_append_c (out, '-');
  g_string_append_len (out, digits + n, sizeof digits - n);
}

void
tkt_json_append_time (GString *out, gint64 time_ms)
{
  char text[TKT_TIME_LENGTH + 3];

  text[0] = '"';
  tkt_time_write (time_ms, text + 1);
  text[TKT_TIME_LENGTH + 1] = '"';
  g_string_append_len (out, text, TKT_TIME_LENGTH + 2);
}

static void
append_place (GString *pointer, const TktJsonPlace *place)
{
  if (place == NULL)
    return;
  append_place (pointer, place->outer);
  if (place->name == NULL)
    {
      g_string_append_printf (pointer, "/%u", place->index);
      return;
    }
  g_string_append_c (pointer, '/');
  for (const char *p = place->name; *p != '\0'; p++)
    if (*p == '~')
      g_string_append (pointer, "~0");
    else if (*p == '/')
      g_string_append (pointer, "~1");
    else
      g_string_append_c (pointer, *p);
}

char *
tkt_json_place_to_pointer (const TktJsonPlace *place)
{
  GString *pointer = g_string_new (NULL);

  append_place (pointer, place);
  return g_string_free (pointer, FALSE);
}
