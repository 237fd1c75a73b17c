/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a notification says. */
#include "tkt-words.h"
#include "window-fixture.h"

static void
test_news_title (void)
{
  static const struct
  {
    const char *publisher;
    const char *expected;
  } cases[] = {
    { NULL, "Mara Example – 100% <b>late</b>" },
    { "Acme Media", "Mara Example – 100% <b>late</b> (Acme Media)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const TktNewsItem item = { .title = (char *)"100% <b>late</b>",
                                 .author_name = (char *)"Mara Example",
                                 .publisher_name = (char *)cases[i].publisher };
      g_autofree char *title = tkt_words_news_title (&item);

      g_assert_cmpstr (title, ==, cases[i].expected);
    }
}

static void
test_news_body (void)
{
  static const struct
  {
    gint64 n;
    const char *text;
    const char *expected;
  } cases[] = {
    { 1, "Where is it?", "Where is it?" },
    { 1, "One\nTwo", "One\nTwo" },
    { 1, "One\nTwo\nThree\nFour", "One\nTwo…" },
    { 1, "One\n\nThree", "One…" },
    { 1, "<b>&amp;", "<b>&amp;" },
    { 2, "Where is it?", "2 new messages" },
    { 1234, "Where is it?", "1234 new messages" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const TktNewsItem item = { .text = (char *)cases[i].text, .n_messages = cases[i].n };
      g_autofree char *body = tkt_words_news_body (&item);

      g_assert_cmpstr (body, ==, cases[i].expected);
    }
}

/* A long text is cut between characters, one that just fits is not. */
static void
test_news_long (void)
{
  for (guint n = 199; n <= 201; n++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      TktNewsItem item = { .n_messages = 1 };
      g_autofree char *body = NULL;

      for (guint i = 0; i < n; i++)
        g_string_append (text, "ü");
      item.text = text->str;
      body = tkt_words_news_body (&item);
      g_assert_true (g_utf8_validate (body, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (body, -1), ==, MIN (n, 201));
      g_assert_true (g_str_has_suffix (body, "…") == (n > 200));
    }
}

void
window_add_words_tests (void)
{
  g_test_add_func ("/window/words/news-title", test_news_title);
  g_test_add_func ("/window/words/news-body", test_news_body);
  g_test_add_func ("/window/words/news-long", test_news_long);
}
