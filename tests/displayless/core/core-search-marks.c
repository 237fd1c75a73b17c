/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was looked for is marked where it stands, as the index finds it. */
#include "core-fixture.h"

#include <string.h>

#include "tkt-search-marks.h"

/* The text with what is marked in brackets. */
static char *
mark (const char *words, const char *text)
{
  g_autoptr (TktSearchMarks) marks = tkt_search_marks_new (words);
  g_autoptr (GArray) spans = tkt_search_marks_find (marks, text);
  GString *marked = g_string_new (NULL);
  guint place = 0;

  for (guint i = 0; i < spans->len; i++)
    {
      TktSearchSpan span = g_array_index (spans, TktSearchSpan, i);

      g_assert_cmpuint (span.start, >=, place);
      g_assert_cmpuint (span.end, >, span.start);
      g_string_append_len (marked, text + place, span.start - place);
      g_string_append_c (marked, '[');
      g_string_append_len (marked, text + span.start, span.end - span.start);
      g_string_append_c (marked, ']');
      place = span.end;
    }
  g_string_append (marked, text + place);
  g_assert_true (g_utf8_validate (marked->str, -1, NULL));
  return g_string_free (marked, FALSE);
}

static void
test_marks (void)
{
  static const struct
  {
    const char *words;
    const char *marked;
  } cases[] = {
    { NULL, "Missing payout" },
    { "", "Missing payout" },
    { "pay", "Missing [pay]out, [PAY]OUT and repay" },
    { "payout miss", "[Miss]ing [payout]" },
    { "\"missing payout\"", "A [Missing payout], missing a payout" },
    { "\"pay\"", "[Pay] the payout" },
    { "missing \"payout", "[Missing] [payout]" },
    { "zurich", "[Zürich]er" },
    { "zür", "[Zur]ich" },
    { "cafe", "[café], [caf\x65\xcc\x81]" }, /* composed and decomposed */
    { "full", "[ＦＵＬＬ]" },
    { "office", "the [ofﬁce]" },
    { "付款", "我们的[付款]没有到账" },
    { "누락", "정산이 [누락]되었습니다" },
    { "الدفع", "لم يصل [الدفع]" },
    { "sub_id=42", "[sub_id=42]7 and sub id 7" },
    { "pay payout p", "[payout] [p]" },
    { "alpha NOT beta", "[alpha] or [beta]" },
    { "* ( \"", "nothing (at) all*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) parts = g_strsplit_set (cases[i].marked, "[]", -1);
      g_autofree char *text = g_strjoinv ("", parts);
      g_autofree char *marked = mark (cases[i].words, text);

      g_assert_cmpstr (marked, ==, cases[i].marked);
    }
}

/* A message of nothing else is marked as far as it matters. */
static void
test_many (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (TktSearchMarks) marks = tkt_search_marks_new ("a b");
  g_autoptr (GArray) spans = NULL;

  for (guint i = 0; i < 16384; i++)
    g_string_append (text, "a ");
  spans = tkt_search_marks_find (marks, text->str);
  g_assert_cmpuint (spans->len, ==, 1000);
}

static void
test_fit (void)
{
  g_autoptr (TktSearchMarks) marks = tkt_search_marks_new ("pai \"in may\"");
  g_autoptr (TktSearchMarks) none = tkt_search_marks_new ("");

  g_assert_true (tkt_search_marks_fit (marks, "It was Paid out in May"));
  g_assert_true (tkt_search_marks_fit (marks, "in May it was paid"));
  g_assert_false (tkt_search_marks_fit (marks, "in or about May it was paid"));
  g_assert_false (tkt_search_marks_fit (marks, "in May"));
  g_assert_false (tkt_search_marks_fit (none, "in May"));
}

/* One line, whatever the text is, and what was found near its beginning. */
static void
test_excerpt (void)
{
  static const struct
  {
    const char *text;
    const char *found;
    const char *excerpt;
  } cases[] = {
    { "Where is it?", "Where", "Where is it?" },
    { "  Where\n\n is\tit? \n", "is", "Where is it?" },
    { "It has been a year since the payout came", "payout", "…a year since the payout came" },
    { "双十一订单大量被判无效", "判", "双十一订单大量被判无效" },
    { "", "", "" },
  };
  g_autofree char *long_text = g_strnfill (10000, 'a');
  g_autofree char *cut = tkt_search_excerpt_new (long_text, 0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint start = strstr (cases[i].text, cases[i].found) - cases[i].text;
      g_autofree char *excerpt = tkt_search_excerpt_new (cases[i].text, start);

      g_assert_cmpstr (excerpt, ==, cases[i].excerpt);
    }
  g_assert_cmpint (g_utf8_strlen (cut, -1), ==, 161);
  g_assert_true (g_str_has_suffix (cut, "a…"));
}

void
core_add_search_marks_tests (void)
{
  g_test_add_func ("/core/search-marks/marks", test_marks);
  g_test_add_func ("/core/search-marks/many", test_many);
  g_test_add_func ("/core/search-marks/fit", test_fit);
  g_test_add_func ("/core/search-marks/excerpt", test_excerpt);
}
