/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved replies: what asks for one, what fits, and what is filled in. */
#include "core-fixture.h"

#include "tkt-saved-reply.h"

static const struct
{
  const char *line;
  const char *typed; /* NULL: nothing is asked for */
} lines[] = {
  { "/t", "t" },
  { "/thanks", "thanks" },
  { "Hello /th", "th" },
  { "Hello\t/th", "th" },
  { "\xe3\x80\x80/谢", "谢" },
  { "/payout-dates_2", "payout-dates_2" },
  { "/été", "été" },
  { "", NULL },
  { "/", NULL },
  { "Hello /", NULL },
  { "1/2", NULL },
  { "on 1/2/2026", NULL },
  { "and/or", NULL },
  { "/usr/bin", NULL },
  { "https://example.org", NULL },
  { "//x", NULL },
  { "(/x", NULL },
  { "/x y", NULL },
  { "/x.", NULL },
  { "{me}", NULL },
};

static void
test_typed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_test_message ("%s", lines[i].line);
      g_assert_cmpstr (tkt_saved_reply_find_typed (lines[i].line), ==, lines[i].typed);
    }
}

static void
test_rank (void)
{
  g_assert_cmpint (tkt_saved_reply_rank ("payout-dates", "pay"), ==, 0);
  g_assert_cmpint (tkt_saved_reply_rank ("payout-dates", "dates"), ==, 1);
  g_assert_cmpint (tkt_saved_reply_rank ("payout-dates", "invoice"), ==, -1);
  g_assert_cmpint (tkt_saved_reply_rank ("payout-dates", ""), ==, 0);
}

static const struct
{
  const char *body;
  const char *filled;
  const char *unknown;
} bodies[] = {
  { "Hello", "Hello", NULL },
  { "Hello {publisher},\n{ticket}\n{me}", "Hello A{me} & Sons,\n#12 Late\nMara", NULL },
  { "{me}{me}", "MaraMara", NULL },
  { "{invoice} and {date}, {me}", "{invoice} and {date}, Mara", "{invoice}" },
  { "{Me} { me } {} {me", "{Me} { me } {} {me", "{Me}" },
  { "if (x) { return; } {1}", "if (x) { return; } {1}", NULL },
  { "{été} ✓ {me}", "{été} ✓ Mara", "{été}" },
  { "{{me}}", "{Mara}", NULL },
};

static void
test_fill (void)
{
  const TktSavedReplyFacts facts
      = { .publisher = "A{me} & Sons", .me = "Mara", .ticket = "#12 Late" };
  const TktSavedReplyFacts none = { NULL };
  g_autofree char *stays = NULL;
  g_autofree char *named = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autofree char *unknown = NULL;
      g_autofree char *filled = tkt_saved_reply_fill (bodies[i].body, &facts, &unknown);

      g_assert_cmpstr (filled, ==, bodies[i].filled);
      g_assert_cmpstr (unknown, ==, bodies[i].unknown);
    }
  stays = tkt_saved_reply_fill ("To {publisher}", &none, &named);
  g_assert_cmpstr (stays, ==, "To {publisher}");
  g_assert_cmpstr (named, ==, "{publisher}");
}

static void
test_summary (void)
{
  g_autofree char *first = tkt_saved_reply_summarize ("\n  Hello,  \nworld");
  g_autofree char *none = tkt_saved_reply_summarize ("\n");

  g_assert_cmpstr (first, ==, "Hello,");
  g_assert_cmpstr (none, ==, "");
}

void
core_add_saved_reply_tests (void)
{
  g_test_add_func ("/saved-reply/asked-for-by-a-slash", test_typed);
  g_test_add_func ("/saved-reply/rank", test_rank);
  g_test_add_func ("/saved-reply/filled-in", test_fill);
  g_test_add_func ("/saved-reply/summary", test_summary);
}
