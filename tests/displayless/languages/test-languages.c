/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words in other languages than English, with the catalogs as they are installed: plural forms,
 * dates, thousands, and what stands between the parts of a list. */
#include <glib/gi18n.h>
#include <locale.h>

#include "tkt-words.h"

/* Tuesday, 3 November 2026, 14:32 UTC, and some time later. */
#define THEN G_GINT64_CONSTANT (1793716320000)
#define HOUR (60 * 60 * G_GINT64_CONSTANT (1000))
#define DAY (24 * HOUR)

static void
speak (const char *locale, const char *language)
{
  g_assert_nonnull (setlocale (LC_ALL, locale));
  if (language != NULL)
    g_setenv ("LANGUAGE", language, TRUE);
  else
    g_unsetenv ("LANGUAGE");
  /* Whoever changes LANGUAGE alone has to say so to gettext, which caches. */
  textdomain (GETTEXT_PACKAGE);
}

/* The words without the number. */
static char *
strip_digits (const char *text)
{
  GString *words = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalpha (g_utf8_get_char (p)))
      g_string_append_unichar (words, g_utf8_get_char (p));
  return g_string_free (words, FALSE);
}

/* How many forms there are of these numbers. */
static guint
count_forms (const guint *numbers, guint n)
{
  g_autoptr (GHashTable) forms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *found = tkt_words_found (numbers[i]);

      g_test_message ("%u: %s", numbers[i], found);
      g_hash_table_add (forms, strip_digits (found));
    }
  return g_hash_table_size (forms);
}

static void
test_plurals (void)
{
  static const guint numbers[] = { 0, 1, 2, 3, 11, 100 };
  static const guint few[] = { 3, 10, 103, 1010 };
  static const guint many[] = { 11, 99, 111 };
  static const guint german[] = { 0, 2, 100 };

  speak ("ar_EG.UTF-8", NULL);
  /* "%d تذكرة" is of eleven as of a hundred, with another ending that is not written. */
  g_assert_cmpuint (count_forms (numbers, G_N_ELEMENTS (numbers)), ==, 5);
  g_assert_cmpuint (count_forms (few, G_N_ELEMENTS (few)), ==, 1);
  g_assert_cmpuint (count_forms (many, G_N_ELEMENTS (many)), ==, 1);
  speak ("de_DE.UTF-8", NULL);
  g_assert_cmpuint (count_forms (numbers, G_N_ELEMENTS (numbers)), ==, 2);
  g_assert_cmpuint (count_forms (german, G_N_ELEMENTS (german)), ==, 1);
  speak ("C.UTF-8", "fr");
  g_assert_cmpuint (count_forms ((const guint[]){ 0, 1 }, 2), ==, 1);
  speak ("C.UTF-8", "zh_CN");
  g_assert_cmpuint (count_forms (numbers, G_N_ELEMENTS (numbers)), ==, 1);
}

static void
test_dates (void)
{
  static const struct
  {
    const char *locale;
    const char *day, *other_year, *moment, *yesterday, *last_week, *this_year;
  } cases[] = {
    { "C.UTF-8",
      "Tuesday, 3 November",
      "Tuesday, 3 November 2026",
      "3 November 2026 at 14:32",
      "Yesterday",
      "Tue",
      "3 Nov" },
    { "de_DE.UTF-8",
      "Dienstag, 3. November",
      "Dienstag, 3. November 2026",
      "3. November 2026 um 14:32",
      "Gestern",
      "Di",
      "3. Nov" },
    { "ar_EG.UTF-8",
      "الثلاثاء، 3 نوفمبر",
      "الثلاثاء، 3 نوفمبر 2026",
      "3 نوفمبر 2026 الساعة 14:32",
      "أمس",
      "الثلاثاء",
      "3 نوفمبر" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *day = NULL, *other_year = NULL, *moment = NULL, *clock = NULL;
      g_autofree char *yesterday = NULL, *last_week = NULL, *this_year = NULL;

      speak (cases[i].locale, NULL);
      day = tkt_words_day (THEN, THEN + 2 * DAY);
      other_year = tkt_words_day (THEN, THEN + 100 * DAY);
      moment = tkt_words_moment (THEN);
      clock = tkt_words_when (THEN, THEN + HOUR);
      yesterday = tkt_words_when (THEN, THEN + DAY);
      last_week = tkt_words_when (THEN, THEN + 2 * DAY);
      this_year = tkt_words_when (THEN, THEN + 20 * DAY);
      g_assert_cmpstr (day, ==, cases[i].day);
      g_assert_cmpstr (other_year, ==, cases[i].other_year);
      g_assert_cmpstr (moment, ==, cases[i].moment);
      g_assert_cmpstr (clock, ==, "14:32");
      g_assert_cmpstr (yesterday, ==, cases[i].yesterday);
      g_assert_cmpstr (last_week, ==, cases[i].last_week);
      g_assert_cmpstr (this_year, ==, cases[i].this_year);
    }
}

/* Whole sentences: no language has to take "on" before "yesterday". */
static void
test_offline (void)
{
  static const struct
  {
    gint64 later;
    const char *expected;
  } cases[] = {
    { HOUR, "Offline: showing what was here at 14:32" },
    { DAY, "Offline: showing what was here yesterday at 14:32" },
    { 3 * DAY, "Offline: showing what was here on 3 Nov at 14:32" },
    { 100 * DAY, "Offline: showing what was here on 3 Nov 2026 at 14:32" },
  };

  speak ("C.UTF-8", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = tkt_words_offline (THEN, 0, THEN + cases[i].later);

      g_assert_cmpstr (words, ==, cases[i].expected);
    }
}

static void
test_thousands (void)
{
  g_autofree char *german = NULL;

  speak ("de_DE.UTF-8", NULL);
  german = tkt_words_progress (18400, 100000);
  g_assert_nonnull (strstr (german, "18.400"));
  g_assert_nonnull (strstr (german, "100.000"));
}

static char *
read_aloud (void)
{
  TktTicket ticket = { .status = TKT_TICKET_OPEN, .reply_count = 12, .title = (char *)"Payout" };
  const TktTicketRow row = { .ticket = &ticket, .publisher_name = (char *)"Acme", .unread = TRUE };

  return tkt_words_ticket_aloud (&row);
}

static void
test_aloud (void)
{
  static const struct
  {
    const char *language;
    const char *between;
  } cases[] = {
    { NULL, ", Payout, Acme, " }, { "de", ", Payout, Acme, " },    { "fr", ", Payout, Acme, " },
    { "es", ", Payout, Acme, " }, { "zh_CN", "，Payout，Acme，" }, { "ar", "، Payout، Acme، " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *aloud = NULL;

      speak ("C.UTF-8", cases[i].language);
      aloud = read_aloud ();
      g_test_message ("%s", aloud);
      g_assert_nonnull (strstr (aloud, cases[i].between));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  bindtextdomain (GETTEXT_PACKAGE, TEST_CATALOGS);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  /* GLib looks once whether there is a catalog. */
  speak ("de_DE.UTF-8", NULL);
  g_assert_cmpstr (g_dgettext (GETTEXT_PACKAGE, "Yesterday"), ==, "Gestern");

  g_test_add_func ("/languages/plurals", test_plurals);
  g_test_add_func ("/languages/dates", test_dates);
  g_test_add_func ("/languages/offline", test_offline);
  g_test_add_func ("/languages/thousands", test_thousands);
  g_test_add_func ("/languages/aloud", test_aloud);

  return g_test_run ();
}
