/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts: what domain.md ("Text") takes, as it is stored, and what it refuses. */
#include "core-fixture.h"

#include <string.h>

#include "tkt-text.h"

/* The clean text, or NULL; a refusal says why. */
static char *
clean (TktTextKind kind, const char *text, gssize length)
{
  g_autofree char *reason = NULL;
  char *stored = tkt_text_clean (kind, text, length, &reason);
  g_autofree char *without_reason = tkt_text_clean (kind, text, length, NULL);

  g_assert_cmpstr (without_reason, ==, stored);
  g_assert_true ((stored == NULL) == (reason != NULL && *reason != '\0'));
  return stored;
}

static const struct
{
  TktTextKind kind;
  const char *text;
  const char *stored; /* NULL: refused */
} texts[] = {
  { TKT_TEXT_TITLE, "Late payout", "Late payout" },
  { TKT_TEXT_TITLE, " \t\n Late\tpayout \r\n", "Late\tpayout" },
  { TKT_TEXT_TITLE, "\xc2\xa0\xe3\x80\x80Late payout\xe2\x80\x83\xe2\x80\xa9", "Late payout" },
  { TKT_TEXT_TITLE, "<b>Late</b> &amp; 'more' \"\\\"", "<b>Late</b> &amp; 'more' \"\\\"" },
  { TKT_TEXT_TITLE,
    "دفعة متأخرة 👩‍👩‍👧 ‏",
    "دفعة متأخرة 👩‍👩‍👧 ‏" },
  { TKT_TEXT_TITLE, "Late\npayout", NULL },
  { TKT_TEXT_TITLE, "Late\r\npayout", NULL },
  { TKT_TEXT_TITLE, "Late payout\r", NULL },
  { TKT_TEXT_TITLE, "\fLate payout", NULL },
  { TKT_TEXT_TITLE, "Late\xe2\x80\xa8payout", NULL }, /* line separator */
  { TKT_TEXT_TITLE, "Late\xe2\x80\xa9payout", NULL }, /* paragraph separator */
  { TKT_TEXT_TITLE, "Late\xc2\x85payout", NULL },     /* next line */
  { TKT_TEXT_NAME, "  Ada  Lovelace ", "Ada  Lovelace" },
  { TKT_TEXT_NAME, "Ada\nLovelace", NULL },
  { TKT_TEXT_MESSAGE, " Hello \n", " Hello \n" },
  { TKT_TEXT_MESSAGE, "a\r\nb\r\n\r\nc\n\td", "a\nb\n\nc\n\td" },
  { TKT_TEXT_MESSAGE, "a\rb", NULL },
  { TKT_TEXT_MESSAGE, "a\r\r\nb", NULL },
  { TKT_TEXT_MESSAGE, "a\r", NULL },
  { TKT_TEXT_MESSAGE, "<b>&\"'\\", "<b>&\"'\\" },
  { TKT_TEXT_MESSAGE, "\x7f\xc2\x80", NULL }, /* controls alone show nothing */
  { TKT_TEXT_MESSAGE, "a\x7f\xc2\x80\xef\xbf\xbf", "a\x7f\xc2\x80\xef\xbf\xbf" },
  { TKT_TEXT_MESSAGE, "\xee\x80\x80", "\xee\x80\x80" }, /* private use: a font may show it */
  { TKT_TEXT_USERNAME, " Ada.L_o-v+e@x9 ", "ada.l_o-v+e@x9" },
  { TKT_TEXT_USERNAME, "ada lovelace", NULL },
  { TKT_TEXT_USERNAME, "adä", NULL },
  { TKT_TEXT_USERNAME, "\xe2\x84\xaa", NULL }, /* the Kelvin sign, a K to Unicode's lower case */
  { TKT_TEXT_USERNAME, "", NULL },
  { TKT_TEXT_REPLY_NAME, " Payout-dates_2 ", "Payout-dates_2" },
  { TKT_TEXT_REPLY_NAME, "été", "été" },
  { TKT_TEXT_REPLY_NAME, "नमस्ते", "नमस्ते" }, /* vowel signs are marks */
  { TKT_TEXT_REPLY_NAME, "谢谢", "谢谢" },
  { TKT_TEXT_REPLY_NAME, "شكرا", "شكرا" },
  { TKT_TEXT_REPLY_NAME, "payout dates", NULL },
  { TKT_TEXT_REPLY_NAME, "/payout", NULL },
  { TKT_TEXT_REPLY_NAME, "payout\xe2\x80\xae", NULL },
  { TKT_TEXT_REPLY_NAME, "👍", NULL },
  { TKT_TEXT_REPLY_NAME, " ", NULL },
  { TKT_TEXT_SLUG, "lark-field-2", "lark-field-2" },
  { TKT_TEXT_SLUG, "Lark", NULL },
  { TKT_TEXT_SLUG, "-lark", NULL },
  { TKT_TEXT_SLUG, "lark-", NULL },
  { TKT_TEXT_SLUG, "-", NULL },
  { TKT_TEXT_SLUG, "", NULL },
  { TKT_TEXT_PASSWORD, "  spaces stay  ", "  spaces stay  " },
  { TKT_TEXT_PASSWORD, "            ", "            " },
  { TKT_TEXT_PASSWORD, "twelve chars\n", NULL },
  { TKT_TEXT_FILE_NAME, " Screenshot 1.png ", "Screenshot 1.png" },
  { TKT_TEXT_FILE_NAME, "...", "..." },
  { TKT_TEXT_FILE_NAME, ".", NULL },
  { TKT_TEXT_FILE_NAME, " .. ", NULL },
  { TKT_TEXT_FILE_NAME, "a/b", NULL },
  { TKT_TEXT_FILE_NAME, "a\\b", NULL },
  { TKT_TEXT_FILE_NAME, "a\nb", NULL },
  { TKT_TEXT_FILE_NAME, "a\tb", NULL },
  { TKT_TEXT_FILE_NAME, "a\x7f", NULL },
  { TKT_TEXT_FILE_NAME, "a\xc2\x80", NULL },
  { TKT_TEXT_FILE_NAME,
    "a\xe2\x80\xae"
    "gnp.exe",
    NULL },
  { TKT_TEXT_FREE, "", "" },
  { TKT_TEXT_FREE, " \t", " \t" },
};

static void
test_texts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *stored = clean (texts[i].kind, texts[i].text, -1);

      g_test_message ("text %u", i);
      g_assert_cmpstr (stored, ==, texts[i].stored);
    }
}

static const struct
{
  TktTextKind kind;
  guint least, most;
} lengths[] = {
  { TKT_TEXT_TITLE, 1, 200 },     { TKT_TEXT_NAME, 1, 200 },  { TKT_TEXT_MESSAGE, 1, 32768 },
  { TKT_TEXT_PASSWORD, 12, 256 }, { TKT_TEXT_FREE, 0, 4096 }, { TKT_TEXT_USERNAME, 1, 64 },
  { TKT_TEXT_SLUG, 1, 64 },
};

static void
check_length (TktTextKind kind, const char *unit, guint n, gboolean taken)
{
  g_autofree char *text = core_repeat (unit, n);
  g_autofree char *stored = clean (kind, text, -1);

  if ((stored != NULL) != taken)
    g_error ("%u × “%s” of kind %d", n, unit, kind);
  if (taken)
    g_assert_cmpstr (stored, ==, text);
}

/* A file's name is counted in bytes, as file systems do. */
static void
test_file_name_lengths (void)
{
  check_length (TKT_TEXT_FILE_NAME, "a", 255, TRUE);
  check_length (TKT_TEXT_FILE_NAME, "a", 256, FALSE);
  check_length (TKT_TEXT_FILE_NAME, "漢", 85, TRUE);
  check_length (TKT_TEXT_FILE_NAME, "漢", 86, FALSE);
  check_length (TKT_TEXT_FILE_NAME, "a", 0, FALSE);
}

/* Characters are code points, whatever bytes they take. */
static void
test_lengths (void)
{
  static const char *const units[] = { "a", "é", "漢", "😀" };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      gboolean ascii = lengths[i].kind == TKT_TEXT_USERNAME || lengths[i].kind == TKT_TEXT_SLUG;

      for (guint u = 0; u < (ascii ? 1 : G_N_ELEMENTS (units)); u++)
        {
          check_length (lengths[i].kind, units[u], lengths[i].most, TRUE);
          check_length (lengths[i].kind, units[u], lengths[i].most + 1, FALSE);
          check_length (lengths[i].kind, units[u], lengths[i].least, TRUE);
          if (lengths[i].least > 0)
            check_length (lengths[i].kind, units[u], lengths[i].least - 1, FALSE);
        }
    }
}

/* What trimming and CRLF take away does not count. */
static void
test_lengths_are_of_what_is_stored (void)
{
  g_autofree char *title = core_repeat ("t", 200);
  g_autofree char *padded = g_strconcat ("    ", title, "\r\n\r\n", NULL);
  g_autofree char *stored = clean (TKT_TEXT_TITLE, padded, -1);
  g_autofree char *lines = core_repeat ("a\r\n", 16384);
  g_autofree char *message = core_repeat ("a\n", 16384);
  g_autofree char *kept = clean (TKT_TEXT_MESSAGE, lines, -1);

  g_assert_cmpstr (stored, ==, title);
  g_assert_cmpstr (kept, ==, message);
}

static void
test_controls (void)
{
  for (guint kind = TKT_TEXT_TITLE; kind <= TKT_TEXT_FREE; kind++)
    for (guint c = 0; c < 0x20; c++)
      {
        const char text[]
            = { 'l', 'o', 'n', 'g', 'e', 'n', 'o', 'u', 'g', 'h', (char)c, 'x', 'y', '\0' };
        gboolean taken = c == '\t' || c == '\n';
        g_autofree char *stored = clean (kind, text, sizeof text - 1);

        if (kind == TKT_TEXT_USERNAME || kind == TKT_TEXT_SLUG || kind == TKT_TEXT_FILE_NAME
            || (c == '\n' && kind != TKT_TEXT_MESSAGE && kind != TKT_TEXT_FREE))
          taken = FALSE;
        g_assert_cmpstr (stored, ==, taken ? text : NULL);
      }
}

static const struct
{
  const char *text;
  gsize length;
} broken[] = {
#define BYTES(text)                                                                                \
  {                                                                                                \
    text, sizeof text - 1                                                                          \
  }
  BYTES ("lone tail \x80 of many"),
  BYTES ("cut \xe2\x82 of many"),
  BYTES ("cut at the end \xc3"),
  BYTES ("surrogate \xed\xa0\x80 high"),
  BYTES ("surrogate \xed\xbf\xbf low"),
  BYTES ("paired \xed\xa0\xbd\xed\xb8\x80 as CESU"),
  BYTES ("overlong \xc0\xaf slash"),
  BYTES ("overlong \xe0\x80\x80 nothing"),
  BYTES ("beyond \xf4\x90\x80\x80 all"),
  BYTES ("latin \xfc ber uns"),
  BYTES ("byte order \xff\xfe marks"),
  BYTES ("five \xf8\x88\x80\x80\x80 bytes"),
  BYTES ("\0 at the beginning"),
  BYTES ("in the \0 middle of it"),
  BYTES ("and at the end\0"),
#undef BYTES
};

static void
test_broken (void)
{
  for (guint kind = TKT_TEXT_TITLE; kind <= TKT_TEXT_FREE; kind++)
    for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
      {
        g_autofree char *bytes = g_memdup2 (broken[i].text, broken[i].length);

        g_assert_null (clean (kind, bytes, broken[i].length));
      }
}

static void
test_length_is_believed (void)
{
  g_autofree char *bytes = g_memdup2 ("Late payout", 4);
  g_autofree char *stored = clean (TKT_TEXT_TITLE, bytes, 4);

  g_assert_cmpstr (stored, ==, "Late");
}

static void
test_overrides (void)
{
  static const gunichar overrides[]
      = { 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069 };
  static const gunichar marks[] = { 0x200E, 0x200F, 0x061C, 0x200D };
  char text[] = "one ...... two"; /* room for the character */

  for (guint i = 0; i < G_N_ELEMENTS (overrides) + G_N_ELEMENTS (marks); i++)
    {
      gboolean refused = i < G_N_ELEMENTS (overrides);
      gunichar c = refused ? overrides[i] : marks[i - G_N_ELEMENTS (overrides)];
      g_autofree char *title = NULL;
      g_autofree char *name = NULL;
      g_autofree char *message = NULL;

      memset (text + 4, '.', 6);
      g_unichar_to_utf8 (c, text + 4);
      title = clean (TKT_TEXT_TITLE, text, -1);
      name = clean (TKT_TEXT_NAME, text, -1);
      message = clean (TKT_TEXT_MESSAGE, text, -1);
      g_assert_cmpstr (title, ==, refused ? NULL : text);
      g_assert_cmpstr (name, ==, refused ? NULL : text);
      g_assert_cmpstr (message, ==, text);
    }
}

/* However many of them there are. */
static void
test_blank (void)
{
  static const gunichar invisible[] = {
    ' ',    '\t',   '\n',   0x0085, 0x00A0, 0x00AD,  0x034F,  0x061C,  0x115F, 0x1160,
    0x1680, 0x17B4, 0x180B, 0x180E, 0x2000, 0x200A,  0x200B,  0x200C,  0x200D, 0x200E,
    0x2028, 0x2029, 0x202E, 0x202F, 0x205F, 0x2060,  0x2064,  0x2069,  0x2800, 0x3000,
    0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0, 0xE0001, 0xE0020, 0xE01EF,
  };

  for (guint i = 0; i < G_N_ELEMENTS (invisible); i++)
    {
      g_autoptr (GString) text = g_string_new (" ");

      for (guint n = 0; n < 3; n++)
        g_string_append_unichar (text, invisible[i]);
      g_test_message ("U+%04X", invisible[i]);
      g_assert_true (tkt_text_is_blank (text->str));
      g_assert_null (clean (TKT_TEXT_MESSAGE, text->str, -1));
      g_assert_null (clean (TKT_TEXT_TITLE, text->str, -1));
      g_assert_null (clean (TKT_TEXT_NAME, text->str, -1));
      g_string_append_c (text, '.');
      g_assert_false (tkt_text_is_blank (text->str));
    }
  g_assert_true (tkt_text_is_blank (""));
}

/* A character younger than the library is a character all the same. */
static void
test_not_blank (void)
{
  static const char *const visible[] = {
    "?",
    "…",
    "\xcc\x81", /* an accent alone */
    "漢",
    "😀",
    "ｱ",
    "\xef\xbf\xbd",     /* U+FFFD */
    "\xf0\x9f\xab\xa8", /* of Unicode 15 */
    "\xf0\x9f\xaa\x8f", /* of Unicode 16 */
    "\xf0\x9f\xab\xae", /* not given away yet */
    "\xee\x80\x80",     /* private use */
  };

  for (guint i = 0; i < G_N_ELEMENTS (visible); i++)
    {
      g_autofree char *stored = clean (TKT_TEXT_MESSAGE, visible[i], -1);

      g_assert_false (tkt_text_is_blank (visible[i]));
      g_assert_cmpstr (stored, ==, visible[i]);
    }
}

/* What is stored is clean: the desk sends again what the server has stored. */
static void
test_clean_stays_clean (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i].stored != NULL)
      {
        g_autofree char *again = clean (texts[i].kind, texts[i].stored, -1);

        g_assert_cmpstr (again, ==, texts[i].stored);
      }
}

void
core_add_text_tests (void)
{
  g_test_add_func ("/core/text/taken-as-stored-or-refused", test_texts);
  g_test_add_func ("/core/text/lengths-are-code-points", test_lengths);
  g_test_add_func ("/core/text/file-names-are-counted-in-bytes", test_file_name_lengths);
  g_test_add_func ("/core/text/lengths-are-of-what-is-stored", test_lengths_are_of_what_is_stored);
  g_test_add_func ("/core/text/controls-are-refused", test_controls);
  g_test_add_func ("/core/text/broken-utf-8-and-nul-are-refused", test_broken);
  g_test_add_func ("/core/text/the-given-length-is-believed", test_length_is_believed);
  g_test_add_func ("/core/text/titles-and-names-take-no-overrides", test_overrides);
  g_test_add_func ("/core/text/what-shows-nothing-is-blank", test_blank);
  g_test_add_func ("/core/text/what-shows-something-is-not-blank", test_not_blank);
  g_test_add_func ("/core/text/clean-stays-clean", test_clean_stays_clean);
}
