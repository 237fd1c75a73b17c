/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What notifications, the audit trail and the lines about a ticket say. */
#include <string.h>

#include "tkt-words-audit.h"
#include "tkt-words-history.h"
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
      g_autofree char *body = tkt_words_news_body (&item, TRUE);

      g_assert_cmpstr (body, ==, cases[i].expected);
    }
}

/* What colleagues write for each other is not taken for what a publisher would read. */
static void
test_news_notes (void)
{
  static const struct
  {
    gint64 n;
    gint64 n_notes;
    gboolean note;
    gboolean text;
    const char *expected;
  } cases[] = {
    { 1, 1, TRUE, TRUE, "Internal note: Ask the bank" },
    { 1, 1, TRUE, FALSE, "1 new internal note" },
    { 2, 2, TRUE, TRUE, "2 new internal notes" },
    { 2, 1, TRUE, TRUE, "2 new messages and internal notes" },
    { 2, 1, FALSE, FALSE, "2 new messages and internal notes" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const TktNewsItem item = { .text = (char *)"Ask the bank",
                                 .note = cases[i].note,
                                 .n_notes = cases[i].n_notes,
                                 .n_messages = cases[i].n };
      g_autofree char *body = tkt_words_news_body (&item, cases[i].text);

      g_assert_cmpstr (body, ==, cases[i].expected);
    }
}

/* Who does not want texts on the screen is told how many there are. */
static void
test_news_without_text (void)
{
  const TktNewsItem item = { .text = (char *)"A secret", .n_messages = 1 };
  g_autofree char *body = tkt_words_news_body (&item, FALSE);

  g_assert_cmpstr (body, ==, "1 new message");
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
      body = tkt_words_news_body (&item, TRUE);
      g_assert_true (g_utf8_validate (body, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (body, -1), ==, MIN (n, 201));
      g_assert_true (g_str_has_suffix (body, "…") == (n > 200));
    }
}

#define ID "01a22eae-657f-768f-af12-8135aab8ac82"

/* Neither members of the protocol nor ids. */
static void
test_audit_details (void)
{
  static const struct
  {
    TktAuditKind kind;
    const char *field, *from, *to; /* of the entry */
    const char *from_name, *to_name;
    const char *expected;
  } cases[] = {
    { .kind = TKT_AUDIT_SETTINGS_CHANGED,
      .field = "support_tickets_enabled",
      .from = "false",
      .to = "true",
      .expected = "Support Tickets · Off → On" },
    { .kind = TKT_AUDIT_SETTINGS_CHANGED,
      .field = "name",
      .from = "Old",
      .to = "New",
      .expected = "Name · Old → New" },
    { .kind = TKT_AUDIT_SETTINGS_CHANGED,
      .field = "later",
      .from = "1",
      .to = "2",
      .expected = "later · 1 → 2" },
    { .kind = TKT_AUDIT_PUBLISHER_CHANGED,
      .field = "status",
      .from = "active",
      .to = "paused",
      .expected = "Status · Active → Paused" },
    { .kind = TKT_AUDIT_ACCOUNT_ROLE_CHANGED,
      .from = "account-manager",
      .to = "admin",
      .expected = "Account manager → Admin" },
    { .kind = TKT_AUDIT_ACCOUNT_RENAMED,
      .from = "active",
      .to = "true",
      .expected = "active → true" },
    { .kind = TKT_AUDIT_TICKET_REASSIGNED,
      .from = ID,
      .to = ID,
      .from_name = "alma",
      .to_name = "mara",
      .expected = "alma → mara" },
    { .kind = TKT_AUDIT_TICKET_REASSIGNED,
      .from = ID,
      .from_name = "alma",
      .expected = "alma → –" },
    { .kind = TKT_AUDIT_TICKET_REASSIGNED, .to = ID, .to_name = "mara", .expected = "mara" },
    { .kind = TKT_AUDIT_IMPORTED, .to = "1", .expected = "1 ticket" },
    { .kind = TKT_AUDIT_IMPORTED, .to = "154", .expected = "154 tickets" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const TktListedAuditEntry listed = { .entry = { .kind = cases[i].kind,
                                                      .field = (char *)cases[i].field,
                                                      .old_value = (char *)cases[i].from,
                                                      .new_value = (char *)cases[i].to },
                                           .old_name = (char *)cases[i].from_name,
                                           .new_name = (char *)cases[i].to_name };
      g_autofree char *details = tkt_words_audit_details (&listed, "alma");
      g_autofree char *pattern = g_strdup_printf ("alma · * · %s", cases[i].expected);

      if (!g_pattern_match_simple (pattern, details))
        g_error ("“%s” is not “%s”", details, pattern);
    }
}

/* A name that runs the other way stays where the sentence has it, and the sentence goes its own
 * way, whatever its first letter. */
static void
test_directions (void)
{
  static const struct
  {
    const char *publisher;
    const char *name;
    const char *expected;
  } cases[] = {
    { "Acme Media", "Mara Example", "#7 · Acme Media · Opened by Mara Example on *" },
    { "شركة", "Mara Example", "\u200e#7 · \u2068شركة\u2069 · Opened by Mara Example on *" },
    { "Acme Media", "خليل", "#7 · Acme Media · Opened by \u2068خليل\u2069 on *" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TktTicket ticket = { .number = 7 };
      const TktTicketRow row = { .ticket = &ticket,
                                 .publisher_name = (char *)cases[i].publisher,
                                 .opened_by_name = (char *)cases[i].name,
                                 .closed_by_name = (char *)cases[i].name };
      g_autofree char *subtitle = tkt_words_ticket_subtitle (&row, TRUE);
      g_autofree char *closed = tkt_words_closed_by (&row);

      if (!g_pattern_match_simple (cases[i].expected, subtitle))
        g_error ("“%s” is not “%s”", subtitle, cases[i].expected);
      g_assert_true (g_str_has_prefix (closed, "Closed by "));
      g_assert_true ((strstr (closed, "\u2068") != NULL) == (i == 2));
    }
}

static void
test_figures (void)
{
  const TktHistoryFigures whole = { .n_tickets = 2 };
  const TktHistoryFigures partial = { .n_tickets = 1, .n_waiting = 1, .partial = TRUE };
  g_autofree char *words = tkt_words_history_figures (&whole);
  g_autofree char *more = tkt_words_history_figures (&partial);

  g_assert_cmpstr (words, ==, "2 tickets exported");
  g_assert_cmpstr (more,
                   ==,
                   "1 ticket exported · 1 message that waits to be sent left out · the history is "
                   "still being fetched, export again for all of it");
}

void
window_add_words_tests (void)
{
  g_test_add_func ("/window/words/figures", test_figures);
  g_test_add_func ("/window/words/directions", test_directions);
  g_test_add_func ("/window/words/audit-details", test_audit_details);
  g_test_add_func ("/window/words/news-title", test_news_title);
  g_test_add_func ("/window/words/news-body", test_news_body);
  g_test_add_func ("/window/words/news-notes", test_news_notes);
  g_test_add_func ("/window/words/news-without-text", test_news_without_text);
  g_test_add_func ("/window/words/news-long", test_news_long);
}
