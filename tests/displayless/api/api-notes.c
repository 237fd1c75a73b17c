/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 21 on the wire: what notes are to the staff, and that they are nothing to a publisher. */
#include "api-fixture.h"

#include <string.h>

/* Words that only notes hold. */
#define SECRET "zweifelhaft"

/* Every call that a publisher's account can ask about tickets; $T is one of them. */
static const char *const questions[] = {
  "GET /v1/me",
  "GET /v1/tickets?status=all&sort=number",
  "GET /v1/tickets?status=open",
  "GET /v1/tickets?status=closed",
  "GET /v1/tickets?status=all&sort=opened&limit=1",
  "GET /v1/tickets?status=all&q=" SECRET,
  "GET /v1/tickets?status=all&q=zwei",
  "GET /v1/tickets?status=all&q=payout",
  "GET /v1/tickets/$T",
  "GET /v1/tickets/$T/messages",
  "GET /v1/tickets/$T/messages?limit=1",
  "GET /v1/tickets/$T/notes",
  "GET /v1/organization",
  "GET /v1/changes?limit=1000",
  "GET /v1/changes?limit=3",
};

/* Cursors tell how many changes an organization has seen, whoever they were about. */
static char *
hide_cursor (const char *text)
{
  g_autoptr (GRegex) cursor = g_regex_new ("\"cursor\":\"[^\"]*\"", 0, 0, NULL);

  return g_regex_replace_literal (cursor, text, -1, 0, "", 0, NULL);
}

/* All that @who gets to see and hear of @ticket and beside it, headers that tell of content too. */
static char *
look (Api *api, const char *who, const char *ticket)
{
  GString *seen = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      g_autoptr (GString) call = g_string_new (questions[i]);
      ApiAnswer *answer;
      g_autofree char *text = NULL;

      g_string_replace (call, "$T", ticket, 0);
      answer = api_call (api, who, NULL, "%s", call->str);
      text = hide_cursor (answer->text);
      g_string_append_printf (seen, "%s: %s\n%s\n", questions[i], answer->said, text);
      /* The page of changes has its cursor in its ETag. */
      if (strstr (questions[i], "/changes") == NULL)
        g_string_append_printf (seen,
                                "%s %s\n",
                                soup_message_headers_get_one (answer->headers, "ETag"),
                                soup_message_headers_get_one (answer->headers, "Link"));
    }
  return g_string_free (seen, FALSE);
}

/* Byte for byte as if nothing had been written, to each account of the ticket's publisher, of
 * another one, and to whoever reads on from where they stood. */
static void
test_nobody_can_tell (void)
{
  static const char *const outsiders[] = { "ada", "abel", "bob" };
  g_autoptr (Api) api = api_new ();
  const char *open = api_open (api, "ada", "Payout missing");
  const char *closed = api_open (api, "ada", "Payout late");
  const char *tickets[] = { open, closed };

  api_reply (api, "mara", open, "We look into the payout");
  api_close (api, "mara", closed);
  for (guint i = 0; i < G_N_ELEMENTS (tickets); i++)
    for (guint j = 0; j < G_N_ELEMENTS (outsiders); j++)
      {
        g_autofree char *before = look (api, outsiders[j], tickets[i]);
        const char *cursor = api_string (
            api_expect (api, "200", outsiders[j], NULL, "GET /v1/changes?limit=1000"), "cursor");
        const char *note = api_write_note (api, "mara", tickets[i], SECRET " payout");
        g_autofree char *written = look (api, outsiders[j], tickets[i]);
        g_autofree char *deleted = NULL;
        ApiAnswer *on;

        g_assert_cmpstr (written, ==, before);
        api_expect (api, "200", "nils", NULL, "DELETE /v1/notes/%s", note);
        api_write_note (api, "alma", tickets[i], SECRET);
        deleted = look (api, outsiders[j], tickets[i]);
        g_assert_cmpstr (deleted, ==, before);
        on = api_expect (api, "200", outsiders[j], NULL, "GET /v1/changes?cursor=%s", cursor);
        g_assert_nonnull (strstr (on->text, "{\"changes\":[],"));
      }
}

/* What differs from one network to the next. */
static char *
mask (const char *text)
{
  static const char *const patterns[][2] = {
    { "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID" },
    { "\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME" },
    { "\"revision\":\\d+", "REVISION" },
    { "\"next\":\"[^\"]+\"", "NEXT" },
    { "(?m)^(\"|W/\"|\\(null\\)).*$", "HEADERS" },
  };
  char *masked = g_strdup (text);

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autoptr (GRegex) pattern = g_regex_new (patterns[i][0], 0, 0, NULL);
      g_autofree char *before = masked;

      masked = g_regex_replace_literal (pattern, before, -1, 0, patterns[i][1], 0, NULL);
    }
  return masked;
}

static void
scribble (Api *api, gboolean notes, const char *ticket)
{
  const char *first;

  if (!notes)
    return;
  first = api_write_note (api, "mara", ticket, SECRET);
  api_write_note (api, "alma", ticket, SECRET " again");
  api_expect (api, "200", "mara", NULL, "DELETE /v1/notes/%s", first);
}

/* A day of two tickets, with the staff's notes in between or without. (transfer full): what the
 * publisher's people see in the evening. */
static char *
play (gboolean notes)
{
  g_autoptr (Api) api = api_new ();
  const char *open = api_open (api, "ada", "Payout missing");
  const char *closed, *gone;
  g_autofree char *seen = NULL;
  g_autofree char *of_closed = NULL;
  g_autofree char *both = NULL;

  scribble (api, notes, open);
  closed = api_open (api, "abel", "Payout late");
  gone = api_reply (api, "ada", open, "Hello?");
  scribble (api, notes, open);
  api_reply (api, "mara", closed, "It was sent on Monday");
  api_expect (api, "200", "ada", NULL, "DELETE /v1/messages/%s", gone);
  scribble (api, notes, closed);
  api_close (api, "abel", closed);
  scribble (api, notes, closed);
  api_reply (api, "mara", open, "We look into the payout");
  scribble (api, notes, open);
  api_expect (api, "200", "ada", "{'position':9}", "PUT /v1/tickets/%s/read", open);
  api_reply (api, "ada", open, "Thank you");

  seen = look (api, "ada", open);
  of_closed = look (api, "abel", closed);
  both = g_strconcat (seen, of_closed, NULL);
  return mask (both);
}

/* Positions have no gap, counts and order are the same, and so is the whole history of changes. */
static void
test_the_same_day (void)
{
  g_autofree char *with = play (TRUE);
  g_autofree char *without = play (FALSE);

  g_assert_null (strstr (with, SECRET " "));
  g_assert_null (strstr (with, "\"note\""));
  g_assert_nonnull (strstr (with, "We look into the payout"));
  g_assert_cmpstr (with, ==, without);
}

static void
test_calls (void)
{
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "Payout missing");
  const char *other = api_open (api, "bob", "Another one");
  const char *id = api_new_id (api);
  const char *body = api_text (api, "{'id':'%s','body':'" SECRET "'}", id);
  const char *message = api_reply (api, "mara", ticket, "We look into it");
  ApiAnswer *before, *after, *note, *list;
  g_autoptr (JsonArray) pages = NULL;

  before = api_expect (api, "200", "mara", NULL, "GET /v1/tickets/%s", ticket);
  note = api_expect (api, "201", "mara", body, "POST /v1/tickets/%s/notes", ticket);
  g_assert_cmpint (api_integer (note, "after"), ==, 2);
  g_assert_cmpint (api_integer (note, "place"), ==, 1);
  g_assert_cmpstr (api_string (note, "author_username"), ==, "mara");
  after = api_expect (api, "200", "mara", NULL, "GET /v1/tickets/%s", ticket);
  g_assert_cmpstr (after->text, ==, before->text);

  /* Written twice is written once. */
  list = api_expect (api, "200", "mara", body, "POST /v1/tickets/%s/notes", ticket);
  g_assert_cmpstr (list->text, ==, note->text);
  api_expect (api, "409 id-taken", "nils", body, "POST /v1/tickets/%s/notes", ticket);
  api_expect (api, "409 id-taken", "mara", body, "POST /v1/tickets/%s/notes", other);
  api_expect (api,
              "409 id-taken",
              "mara",
              api_text (api, "{'id':'%s','body':'else'}", id),
              "POST /v1/tickets/%s/notes",
              ticket);
  api_expect (api,
              "409 id-taken",
              "mara",
              api_text (api, "{'id':'%s','body':'We look into it'}", message),
              "POST /v1/tickets/%s/notes",
              ticket);
  api_expect (api, "422 /body", "mara", "{'body':' '}", "POST /v1/tickets/%s/notes", ticket);
  api_expect (api,
              "422 /attachments",
              "mara",
              "{'body':'B','attachments':[]}",
              "POST /v1/tickets/%s/notes",
              ticket);

  /* A closed ticket takes notes, too; they stand in the order of their acceptance. */
  api_close (api, "ada", ticket);
  for (guint i = 0; i < 4; i++)
    api_write_note (api, i % 2 == 0 ? "nils" : "alma", ticket, api_text (api, "number %u", i));
  api_expect (api, "200", "nils", NULL, "DELETE /v1/notes/%s", id);
  note = api_expect (api, "200", "alma", NULL, "DELETE /v1/notes/%s", id);
  g_assert_cmpstr (api_string (note, "body"), ==, "");
  g_assert_nonnull (api_string (note, "deleted_by"));
  list = api_expect (api, "200", "mara", NULL, "GET /v1/tickets/%s/notes", ticket);
  g_assert_cmpstr (api_column (api, list, "place"), ==, "1 2 3 4 5");
  g_assert_cmpstr (api_column (api, list, "body"), ==, " number 0 number 1 number 2 number 3");
  pages = api_walk (api, "mara", api_text (api, "/v1/tickets/%s/notes", ticket), 2);
  g_assert_cmpuint (json_array_get_length (pages), ==, 5);
}

static const char *
found (Api *api, const char *who, const char *words)
{
  return api_column (
      api,
      api_expect (api, "200", who, NULL, "GET /v1/tickets?status=all&sort=number&q=%s", words),
      "number");
}

/* All words in one note, or in one message or title: never some here and some there. */
static void
test_search (void)
{
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "Payout missing");
  const char *note = api_write_note (api, "mara", ticket, SECRET " bank");

  api_open (api, "bob", "Another bank");
  g_assert_cmpstr (found (api, "mara", SECRET), ==, "1");
  g_assert_cmpstr (found (api, "nils", "zweif"), ==, "1");
  g_assert_cmpstr (found (api, "mara", "bank"), ==, "2 1");
  g_assert_cmpstr (found (api, "mara", SECRET "%20payout"), ==, "");
  g_assert_cmpstr (found (api, "ada", SECRET), ==, "");
  g_assert_cmpstr (found (api, "ada", "bank"), ==, "");
  api_expect (api, "200", "mara", NULL, "DELETE /v1/notes/%s", note);
  g_assert_cmpstr (found (api, "mara", SECRET), ==, "");
  g_assert_cmpstr (found (api, "mara", "bank"), ==, "2");
}

/* The account that came down to a publisher's is given nothing that it had as one of the staff. */
static void
test_another_role (void)
{
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "Payout missing");
  g_autofree char *nils = test_server_find_account (api->server, "nils");
  const char *cursor, *moved;
  ApiAnswer *page;

  api_write_note (api, "mara", ticket, SECRET);
  page = api_expect (api, "200", "nils", NULL, "GET /v1/changes?limit=1000");
  g_assert_nonnull (strstr (page->text, SECRET));
  cursor = api_string (page, "cursor");
  moved = api_text (api, "{'role':'publisher','publisher_id':'%s'}", api->server->acme);
  api_expect (api, "200", "alma", moved, "PATCH /v1/accounts/%s", nils);
  api_expect (api, "410 cursor-gone", "nils", NULL, "GET /v1/changes?cursor=%s", cursor);
  page = api_expect (api, "200", "nils", NULL, "GET /v1/changes?limit=1000");
  g_assert_null (strstr (page->text, SECRET));
  g_assert_nonnull (strstr (page->text, "Payout missing"));
}

void
api_add_note_tests (void)
{
  g_test_add_func ("/api/rule-21/notes-are-written-listed-and-deleted", test_calls);
  g_test_add_func ("/api/rule-21/staff-find-tickets-by-their-notes", test_search);
  g_test_add_func ("/api/rule-21/not-a-byte-tells-a-publisher", test_nobody_can_tell);
  g_test_add_func ("/api/rule-21/the-same-day-with-and-without-notes", test_the_same_day);
  g_test_add_func ("/api/rule-21/another-role-loses-sight-of-them", test_another_role);
}
