/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cursors. */
#include "tkt-cursor.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "tkt-problem.h"

#define CHECK_LENGTH 8

/* Not a secret: what a cursor shows is decided by who asks. It catches cut and mistyped ones. */
static void
write_check (const char *plain, char check[CHECK_LENGTH + 1])
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, plain, -1);

  g_strlcpy (check, sum, CHECK_LENGTH + 1);
}

char *
tkt_cursor_to_text (const TktCursor *cursor)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  char check[CHECK_LENGTH + 1];
  char *text;

  g_string_append_printf (plain, "%c %s", cursor->kind, *cursor->word != '\0' ? cursor->word : "-");
  for (guint i = 0; i < TKT_CURSOR_NUMBERS; i++)
    g_string_append_printf (plain, " %" G_GINT64_FORMAT, cursor->numbers[i]);
  write_check (plain->str, check);
  g_string_append_printf (plain, " %s", check);
  text = g_base64_encode ((const guchar *)plain->str, plain->len);
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

static gboolean
read_plain (const char *plain, char kind, TktCursor *cursor)
{
  g_auto (GStrv) parts = g_strsplit (plain, " ", -1);

  if (g_strv_length (parts) != 2 + TKT_CURSOR_NUMBERS || parts[0][0] != kind || parts[0][1] != '\0'
      || strlen (parts[1]) >= sizeof cursor->word)
    return FALSE;
  memset (cursor, 0, sizeof *cursor);
  cursor->kind = kind;
  if (!g_str_equal (parts[1], "-"))
    g_strlcpy (cursor->word, parts[1], sizeof cursor->word);
  for (guint i = 0; i < TKT_CURSOR_NUMBERS; i++)
    if (!g_ascii_string_to_signed (
            parts[2 + i], 10, G_MININT64, G_MAXINT64, &cursor->numbers[i], NULL))
      return FALSE;
  return TRUE;
}

gboolean
tkt_cursor_from_text (const char *text, char kind, TktCursor *cursor, GError **error)
{
  g_autoptr (GString) padded = g_string_new (text);
  g_autofree guchar *bytes = NULL;
  g_autofree char *plain = NULL;
  char check[CHECK_LENGTH + 1];
  gsize size = 0;

  if (padded->len <= 512)
    {
      g_strdelimit (padded->str, "-", '+');
      g_strdelimit (padded->str, "_", '/');
      while (padded->len % 4 != 0)
        g_string_append_c (padded, '=');
      bytes = g_base64_decode (padded->str, &size);
    }
  if (size > CHECK_LENGTH + 1 && memchr (bytes, '\0', size) == NULL)
    {
      plain = g_strndup ((const char *)bytes, size - CHECK_LENGTH - 1);
      write_check (plain, check);
      if (bytes[size - CHECK_LENGTH - 1] == ' '
          && memcmp (bytes + size - CHECK_LENGTH, check, CHECK_LENGTH) == 0
          && read_plain (plain, kind, cursor))
        return TRUE;
    }
  tkt_problem_set (
      error, TKT_PROBLEM_BAD_REQUEST, _ ("The cursor is not one that this call has given out."));
  return FALSE;
}
