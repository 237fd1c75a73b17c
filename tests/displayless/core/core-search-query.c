/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person asks of the ticket list: what is understood of it, and what is not. */
#include "core-fixture.h"

#include "tkt-search-query.h"
#include "tkt-time.h"

/* Wednesday, 4 November 2026, 15:30 in Berlin, where the day began at 23:00 UTC. */
#define NOW "2026-11-04T14:30:00Z"

static gint64
time_of (const char *text)
{
  gint64 time;

  g_assert_true (tkt_time_parse (text, &time));
  return time;
}

static TktSearchQuery *
ask (const char *typed)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");

  g_assert_nonnull (zone);
  return tkt_search_query_new (typed, zone, time_of (NOW));
}

static char *
join (const GPtrArray *names)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", (char *)g_ptr_array_index (names, i));
  return g_string_free (text, FALSE);
}

static void
test_understood (void)
{
  static const struct
  {
    const char *typed;
    const char *words;
    gint64 number;
    const char *publishers, *authors;
    const char *states; /* o, c, u */
  } cases[] = {
    { "", "", 0, "", "", "" },
    { "  payout  missing ", "payout missing", 0, "", "", "" },
    { "\"never fires\" oct", "\"never fires\" oct", 0, "", "", "" },
    { "#123", "#123", 123, "", "", "" },
    { "123 is:open", "123", 123, "", "", "o" },
    { "see #123", "see #123", 0, "", "", "" },
    { "\"123\"", "\"123\"", 0, "", "", "" },
    { "publisher:acme payout", "payout", 0, "acme", "", "" },
    { "publisher:\"Acme Media\" publisher:7", "", 0, "Acme Media|7", "", "" },
    { "FROM:ada from:\" Mia Chen \"", "", 0, "", "ada|Mia Chen", "" },
    { "is:open", "", 0, "", "", "o" },
    { "Is:Closed is:unread", "", 0, "", "", "cu" },
    { "is:\"unread\"", "", 0, "", "", "u" },
    { "payout is:unread from:ada late", "payout late", 0, "", "ada", "u" },
    { "https://t.example.com", "https://t.example.com", 0, "", "", "" },
    { "text:alpha this:is", "text:alpha this:is", 0, "", "", "" },
    { "is", "is", 0, "", "", "" },
    { "miss\"payout for\"oct", "miss \"payout for\" oct", 0, "", "", "" },
    /* As other keyboards type it. */
    { "publisher：“Acme Media” “payout missing”", "\"payout missing\"", 0, "Acme Media", "", "" },
    { "from：„Mia Chen“ is：open ＂十月 佣金＂", "\"十月 佣金\"", 0, "", "Mia Chen", "o" },
    { "#12 时间：十点", "#12 时间:十点", 0, "", "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TktSearchQuery) query = ask (cases[i].typed);
      g_autofree char *publishers = join (query->publishers);
      g_autofree char *authors = join (query->authors);
      g_autofree char *states = g_strconcat (
          query->open ? "o" : "", query->closed ? "c" : "", query->unread ? "u" : "", NULL);

      g_test_message ("%s", cases[i].typed);
      g_assert_cmpint (query->fault, ==, TKT_SEARCH_FINE);
      g_assert_cmpstr (query->words, ==, cases[i].words);
      g_assert_cmpint (query->number, ==, cases[i].number);
      g_assert_cmpstr (publishers, ==, cases[i].publishers);
      g_assert_cmpstr (authors, ==, cases[i].authors);
      g_assert_cmpstr (states, ==, cases[i].states);
      g_assert_cmpint (query->match != NULL, ==, *query->words != '\0' && query->number == 0);
    }
}

static void
test_days (void)
{
  static const struct
  {
    const char *text;
    const char *begin; /* NULL: no day */
  } cases[] = {
    { "2026-11-03", "2026-11-02T23:00:00Z" },
    { "2026/11/3", "2026-11-02T23:00:00Z" },
    { "2026.11.03", "2026-11-02T23:00:00Z" },
    { "3.11.2026", "2026-11-02T23:00:00Z" },
    { "2026-07-01", "2026-06-30T22:00:00Z" }, /* in summer */
    { "2026-07", "2026-06-30T22:00:00Z" },
    { "2026", "2025-12-31T23:00:00Z" },
    { "2024-02-29", "2024-02-28T23:00:00Z" },
    { "today", "2026-11-03T23:00:00Z" },
    { "Yesterday", "2026-11-02T23:00:00Z" },
    { "wednesday", "2026-11-03T23:00:00Z" },
    { "thursday", "2026-10-28T23:00:00Z" },
    { "monday", "2026-11-01T23:00:00Z" },
    { "0d", "2026-11-03T23:00:00Z" },
    { "7d", "2026-10-27T23:00:00Z" },
    { "2w", "2026-10-20T22:00:00Z" },
    { "1m", "2026-10-03T22:00:00Z" },
    { "1Y", "2025-11-03T23:00:00Z" },
    { "", NULL },
    { "soon", NULL },
    { "2026-13", NULL },
    { "2026-02-29", NULL },
    { "2026-00-01", NULL },
    { "2026-11-", NULL },
    { "2026-11-03-04", NULL },
    { "26-11-03", NULL },
    { "11/03/2026", NULL }, /* of November, or of March? */
    { "20261103", NULL },
    { "1969", NULL },
    { "-1d", NULL },
    { "7", NULL },
    { "d", NULL },
    { "7dd", NULL },
    { "7x", NULL },
    { "9999y", NULL },
    { "99999d", NULL },
    { "2026-11-03T10:00", NULL },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 begin = 0;
      gboolean is_day = tkt_search_day_parse (cases[i].text, zone, time_of (NOW), &begin);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (is_day, ==, cases[i].begin != NULL);
      if (is_day)
        g_assert_cmpint (begin, ==, time_of (cases[i].begin));
    }
}

static void
test_between (void)
{
  g_autoptr (TktSearchQuery) any = ask ("payout");
  g_autoptr (TktSearchQuery) both = ask ("after:2026-10-01 before:2026-11");
  g_autoptr (TktSearchQuery) twice = ask ("after:2026 after:today before:2030 before:2029");

  g_assert_cmpint (any->after, ==, G_MININT64);
  g_assert_cmpint (any->before, ==, G_MAXINT64);
  g_assert_cmpint (both->after, ==, time_of ("2026-09-30T22:00:00Z"));
  g_assert_cmpint (both->before, ==, time_of ("2026-10-31T23:00:00Z"));
  g_assert_cmpint (twice->after, ==, time_of ("2026-11-03T23:00:00Z"));
  g_assert_cmpint (twice->before, ==, time_of ("2028-12-31T23:00:00Z"));
}

static void
test_faults (void)
{
  static const struct
  {
    const char *typed;
    TktSearchFault fault;
    const char *word;
  } cases[] = {
    { "is:foo", TKT_SEARCH_UNKNOWN_STATE, "is:foo" },
    { "payout is: open", TKT_SEARCH_UNKNOWN_STATE, "is:" },
    { "is:open is:closed", TKT_SEARCH_TWO_STATES, "is:closed" },
    { "before:soon", TKT_SEARCH_NO_DATE, "before:soon" },
    { "after:", TKT_SEARCH_NO_DATE, "after:" },
    { "after:\"3 November\"", TKT_SEARCH_NO_DATE, "after:\"3 November\"" },
    { "after:2026-11 before:2026-10", TKT_SEARCH_NO_DAYS, NULL },
    { "after:today before:today", TKT_SEARCH_NO_DAYS, NULL },
    { "from:", TKT_SEARCH_NO_NAME, "from:" },
    { "from: ada", TKT_SEARCH_NO_NAME, "from:" },
    { "publisher:\"\"", TKT_SEARCH_NO_NAME, "publisher:\"\"" },
    { "payout \"never fires", TKT_SEARCH_OPEN_QUOTE, "\"never fires" },
    { "\"", TKT_SEARCH_OPEN_QUOTE, "\"" },
    { "from:\"Mia", TKT_SEARCH_OPEN_QUOTE, "from:\"Mia" },
    { "…", TKT_SEARCH_NO_WORD, "…" },
    { "\"\"", TKT_SEARCH_NO_WORD, "\"\"" },
    { "is:foo before:soon", TKT_SEARCH_UNKNOWN_STATE, "is:foo" }, /* one after the other */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TktSearchQuery) query = ask (cases[i].typed);

      g_test_message ("%s", cases[i].typed);
      g_assert_cmpint (query->fault, ==, cases[i].fault);
      g_assert_cmpstr (query->fault_word, ==, cases[i].word);
      g_assert_false (tkt_search_query_is_empty (query));
    }
}

static void
test_empty (void)
{
  static const char *const empty[] = { NULL, "", "  \t", "\xff" };
  static const char *const full[]
      = { "a", "#1", "is:open", "from:a", "publisher:a", "before:2026" };

  for (guint i = 0; i < G_N_ELEMENTS (empty); i++)
    {
      g_autoptr (TktSearchQuery) query = ask (empty[i]);

      g_assert_true (tkt_search_query_is_empty (query));
    }
  for (guint i = 0; i < G_N_ELEMENTS (full); i++)
    {
      g_autoptr (TktSearchQuery) query = ask (full[i]);

      g_assert_false (tkt_search_query_is_empty (query));
    }
}

static void
test_names (void)
{
  g_assert_true (tkt_search_name_has ("Zürich Clicks", "ZÜ"));
  g_assert_true (tkt_search_name_has ("Zürich Clicks", "click"));
  g_assert_false (tkt_search_name_has ("Zürich Clicks", "clock"));
}

void
core_add_search_query_tests (void)
{
  g_test_add_func ("/core/search-query/understood", test_understood);
  g_test_add_func ("/core/search-query/days", test_days);
  g_test_add_func ("/core/search-query/between", test_between);
  g_test_add_func ("/core/search-query/faults", test_faults);
  g_test_add_func ("/core/search-query/empty", test_empty);
  g_test_add_func ("/core/search-query/names", test_names);
}
