/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What domain.md ("Text") takes and what it refuses. */
#include "tkt-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  glong least, most; /* characters */
  gboolean trimmed;
  gboolean one_line;
  gboolean overrides;   /* bidirectional overrides are taken */
  const char *alphabet; /* NULL: any */
  gboolean file_name;   /* counted in bytes */
  gboolean word;        /* letters and digits of any script, - and _ alone */
} Limits;

static const Limits limits[] = {
  [TKT_TEXT_TITLE] = { 1, TKT_TITLE_MAX, TRUE, TRUE, FALSE, NULL },
  [TKT_TEXT_MESSAGE] = { 1, TKT_MESSAGE_MAX, FALSE, FALSE, TRUE, NULL },
  [TKT_TEXT_NAME] = { 1, TKT_TITLE_MAX, TRUE, TRUE, FALSE, NULL },
  [TKT_TEXT_USERNAME] = { 1, 64, TRUE, TRUE, FALSE, "abcdefghijklmnopqrstuvwxyz0123456789._-+@" },
  [TKT_TEXT_SLUG] = { 1, 64, TRUE, TRUE, FALSE, "abcdefghijklmnopqrstuvwxyz0123456789-" },
  [TKT_TEXT_PASSWORD] = { 12, 256, FALSE, TRUE, TRUE, NULL },
  [TKT_TEXT_FILE_NAME] = { 1, 255, TRUE, TRUE, FALSE, NULL, TRUE },
  [TKT_TEXT_FREE] = { 0, 4096, FALSE, FALSE, TRUE, NULL },
  [TKT_TEXT_REPLY_NAME] = { 1, 40, TRUE, TRUE, FALSE, NULL, FALSE, TRUE },
  [TKT_TEXT_BASE64] = { 0,
                        (TKT_ATTACHMENT_SIZE_MAX + 2) / 3 * 4,
                        FALSE,
                        TRUE,
                        FALSE,
                        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=" },
};

static gboolean
is_override (gunichar c)
{
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/* Unicode's White_Space and Default_Ignorable_Code_Point, controls, and the blank of Braille. A
 * list and not GLib's tables: those call every character blank that is younger than they are. */
static gboolean
is_invisible (gunichar c)
{
  static const gunichar ranges[][2] = {
    { 0x0000, 0x0020 },   { 0x007F, 0x00A0 },   { 0x00AD, 0x00AD }, { 0x034F, 0x034F },
    { 0x061C, 0x061C },   { 0x115F, 0x1160 },   { 0x1680, 0x1680 }, { 0x17B4, 0x17B5 },
    { 0x180B, 0x180F },   { 0x2000, 0x200F },   { 0x2028, 0x202F }, { 0x205F, 0x206F },
    { 0x2800, 0x2800 },   { 0x3000, 0x3000 },   { 0x3164, 0x3164 }, { 0xFE00, 0xFE0F },
    { 0xFEFF, 0xFEFF },   { 0xFFA0, 0xFFA0 },   { 0xFFF0, 0xFFF8 }, { 0x1BCA0, 0x1BCA3 },
    { 0x1D173, 0x1D17A }, { 0xE0000, 0xE0FFF },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ranges) && c >= ranges[i][0]; i++)
    if (c <= ranges[i][1])
      return TRUE;
  return FALSE;
}

gboolean
tkt_text_is_blank (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!is_invisible (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

/* CRLF becomes LF; nothing else changes. */
static char *
with_line_feeds (const char *text)
{
  char *out = g_malloc (strlen (text) + 1);
  char *o = out;

  for (const char *p = text; *p != '\0'; p++)
    if (p[0] != '\r' || p[1] != '\n')
      *o++ = *p;
  *o = '\0';
  return out;
}

/* Unicode's white space, but for the C0 controls that are refused wherever they stand. */
static gboolean
is_space (gunichar c)
{
  return g_unichar_isspace (c) && c != '\r' && c != '\f';
}

/* What a reader or a widget would begin a new line at. */
static gboolean
ends_line (gunichar c)
{
  return c == '\n' || c == 0x0085 || c == 0x2028 || c == 0x2029;
}

/* Without white space at both ends; g_strstrip() knows only ASCII's. */
static char *
trimmed (const char *text)
{
  const char *end = text + strlen (text);

  while (*text != '\0' && is_space (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  while (end > text)
    {
      const char *last = g_utf8_prev_char (end);

      if (!is_space (g_utf8_get_char (last)))
        break;
      end = last;
    }
  return g_strndup (text, end - text);
}

/* Marks belong to the letters of many scripts. */
static gboolean
is_of_word (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '-' || c == '_';
}

static char *
find_bad_character (const char *text, const Limits *limit)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (limit->one_line && ends_line (c))
        return g_strdup (_ ("This has to be one line."));
      if (c < 0x20 && c != '\t' && c != '\n')
        return g_strdup_printf (_ ("The control character U+%04X can't be used."), c);
      if (is_override (c) && !limit->overrides)
        return g_strdup_printf (
            _ ("The character U+%04X changes the direction of reading and can't be used here."), c);
      if (limit->file_name && (c == '/' || c == '\\'))
        return g_strdup (_ ("A file's name can't have slashes in it."));
      if (limit->file_name && g_unichar_iscntrl (c))
        return g_strdup_printf (_ ("The control character U+%04X can't be used."), c);
      if (limit->word && !is_of_word (c))
        return g_strdup (_ ("Only letters, digits, “-” and “_” can be used."));
      if (limit->alphabet != NULL && (c > 0x7f || strchr (limit->alphabet, (char)c) == NULL))
        return g_strdup_printf (_ ("Only these characters can be used: %s"), limit->alphabet);
    }
  return NULL;
}

static char *
find_bad_length (TktTextKind kind, const char *text, const Limits *limit)
{
  glong length = limit->file_name ? (glong)strlen (text) : g_utf8_strlen (text, -1);

  if (length > limit->most && limit->file_name)
    return g_strdup_printf (_ ("This is too long: %ld of at most %ld bytes."), length, limit->most);
  if (length > limit->most)
    return g_strdup_printf (
        _ ("This is too long: %ld of at most %ld characters."), length, limit->most);
  if (length < limit->least && limit->least > 1)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "This needs at least %ld character.",
                                         "This needs at least %ld characters.",
                                         limit->least),
                            limit->least);
  if (limit->least > 0 && kind != TKT_TEXT_PASSWORD && tkt_text_is_blank (text))
    return g_strdup (_ ("This can't be empty."));
  if (kind == TKT_TEXT_SLUG && (text[0] == '-' || text[length - 1] == '-'))
    return g_strdup (_ ("This can't begin or end with a hyphen."));
  if (limit->file_name && (g_str_equal (text, ".") || g_str_equal (text, "..")))
    return g_strdup (_ ("This is a folder's name."));
  return NULL;
}

char *
tkt_text_clean (TktTextKind kind, const char *text, gssize length, char **reason)
{
  const Limits *limit = &limits[kind];
  gsize size = length < 0 ? strlen (text) : (gsize)length;
  g_autofree char *copy = NULL;
  g_autofree char *clean = NULL;
  char *problem;

  if (memchr (text, '\0', size) != NULL)
    problem = g_strdup (_ ("The control character U+0000 can't be used."));
  else if (!g_utf8_validate (text, size, NULL))
    problem = g_strdup (_ ("This is not valid UTF-8 text."));
  else
    {
      copy = g_strndup (text, size);
      clean = kind == TKT_TEXT_PASSWORD || kind == TKT_TEXT_FREE ? g_strdup (copy)
                                                                 : with_line_feeds (copy);
      if (limit->trimmed)
        {
          g_autofree char *untrimmed = g_steal_pointer (&clean);

          clean = trimmed (untrimmed);
        }
      if (kind == TKT_TEXT_USERNAME)
        {
          g_autofree char *mixed = g_steal_pointer (&clean);

          clean = g_ascii_strdown (mixed, -1);
        }
      problem = find_bad_length (kind, clean, limit);
      if (problem == NULL)
        problem = find_bad_character (clean, limit);
    }

  if (problem == NULL)
    return g_steal_pointer (&clean);
  if (reason != NULL)
    *reason = problem;
  else
    g_free (problem);
  return NULL;
}

void
tkt_text_list_append (GString *list, const char *part)
{
  if (list->len > 0)
    /* Translators: stands between the parts of a list, and is read aloud: "Open, 12 replies". */
    g_string_append (list, C_ ("list", ", "));
  g_string_append (list, part);
}

char *
tkt_text_list_join (const char *const *parts)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (; *parts != NULL; parts++)
    tkt_text_list_append (list, *parts);
  return g_string_free (g_steal_pointer (&list), FALSE);
}

char *
tkt_text_fold_name (const char *name)
{
  g_autofree char *normal = g_utf8_normalize (name, -1, G_NORMALIZE_ALL_COMPOSE);

  return g_utf8_casefold (normal != NULL ? normal : name, -1);
}
