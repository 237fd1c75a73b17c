/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts travel byte for byte; what the server would refuse is refused before it is kept. */
#include "desk-fixture.h"

#include "tkt-text.h"

/* As it is typed, and as it arrives where that differs. */
typedef struct
{
  const char *typed;
  const char *arrives;
} Text;

static const Text texts[] = {
  { "\xf0\x9f\x92\xb8 \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb "
    "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa" },
  { "\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7 \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d (42)" },
  { "\xe2\x80\xae"
    "desrever"
    "\xe2\x80\xac" },
  { "zero\xe2\x80\x8bwidth\xe2\x81\xa0joined\xef\xbb\xbf" },
  { "e\xcc\x81 is not \xc3\xa9" },
  { "\xe2\x80\xa8line and paragraph\xe2\x80\xa9separators" },
  { "one\r\ntwo\r\n\r\nthree", "one\ntwo\n\nthree" },
  { "  kept\tas it is \n " },
  { "<b>\"quoted\"</b> & \\u0041 \\n %s '; DROP TABLE message; --" },
  { "> On Monday you wrote:\n>> and so on" },
  { "\xf4\x8f\xbf\xbf last of all" },
};

static void
assert_message (const GPtrArray *messages, guint position, const char *expected)
{
  const TktMessageRow *row = g_ptr_array_index (messages, position);

  g_assert_cmpstr (row->message->body, ==, expected);
}

static void
test_travel (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  Seat *mara = seat_new (self, "mara");
  g_autofree char *id = seat_open_ticket (ada, NULL, "  Texts \xf0\x9f\x92\xb8 ", "First", NULL);
  g_autoptr (GString) longest = g_string_new (NULL);
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (TktTicketRow) row = NULL;

  for (guint i = 0; i < TKT_MESSAGE_MAX; i++)
    g_string_append_unichar (longest, 0x1F4B8 + i % 64);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (seat_reply (ada, id, texts[i].typed, NULL));
  g_free (seat_reply (ada, id, longest->str, NULL));
  desk_settle (self);

  row = seat_get_ticket (mara, id);
  g_assert_cmpstr (row->ticket->title, ==, "Texts \xf0\x9f\x92\xb8");
  messages = seat_list_messages (mara, id);
  g_assert_cmpuint (messages->len, ==, G_N_ELEMENTS (texts) + 2);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_message (messages, i + 1, texts[i].arrives != NULL ? texts[i].arrives : texts[i].typed);
  assert_message (messages, G_N_ELEMENTS (texts) + 1, longest->str);
  seat_assert_in_step (ada);
  seat_assert_in_step (mara);
}

typedef struct
{
  const char *name;
  const char *title;
  const char *body; /* NULL: one character too many */
  const char *pointer;
} Refused;

static const Refused refused[] = {
  { "blank-title", " \xe2\x80\x8b ", "Body", "/title" },
  { "title-of-two-lines", "One\nTwo", "Body", "/title" },
  { "title-that-turns-round", "One \xe2\x80\xaeowT", "Body", "/title" },
  { "title-in-no-utf8", "One \xff", "Body", "/title" },
  { "empty-body", "Title", "", "/message/body" },
  { "blank-body", "Title", " \n\t\xe2\x80\x8b", "/message/body" },
  { "control-character", "Title", "Hel\x01lo", "/message/body" },
  { "body-in-no-utf8", "Title", "Hello \xc3", "/message/body" },
  { "too-long-body", "Title", NULL, "/message/body" },
};

static void
test_refused (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *ada = seat_new (self, "ada");
  g_autofree char *too_long = g_strnfill (TKT_MESSAGE_MAX + 1, 'x');
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      const char *body = refused[i].body != NULL ? refused[i].body : too_long;
      g_autoptr (GError) error = NULL;
      const GPtrArray *fields;

      g_test_message ("%s", refused[i].name);
      g_assert_null (seat_open_ticket (ada, NULL, refused[i].title, body, &error));
      g_assert_error (error, TKT_PROBLEM, TKT_PROBLEM_INVALID);
      fields = tkt_problem_get_fields (error);
      g_assert_cmpuint (fields->len, ==, 1);
      g_assert_cmpstr (((TktFieldError *)fields->pdata[0])->pointer, ==, refused[i].pointer);
    }
  seat_assert_tickets (ada, filter, "");
}

/* Staff say for whom; a publisher's account can't say it is for somebody else. */
static void
test_for_whom (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  Seat *mara = seat_new (self, "mara");
  Seat *ada = seat_new (self, "ada");
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autoptr (TktTicketRow) row = NULL;

  g_assert_null (seat_open_ticket (mara, NULL, "For whom?", "Nobody", &error));
  g_assert_error (error, TKT_PROBLEM, TKT_PROBLEM_INVALID);
  g_assert_cmpstr (
      ((TktFieldError *)tkt_problem_get_fields (error)->pdata[0])->pointer, ==, "/publisher_id");
  id = seat_open_ticket (ada, self->server->bravo, "Mine", "Not Bravo's", NULL);
  desk_settle (self);
  row = seat_get_ticket (mara, id);
  g_assert_cmpstr (row->ticket->publisher_id, ==, self->server->acme);
  g_assert_cmpuint (mara->n_refused + ada->n_refused, ==, 0);
}

void
desk_add_text_tests (void)
{
  g_test_add_func ("/desk/text/travel", test_travel);
  g_test_add_func ("/desk/text/rule-4/refused", test_refused);
  g_test_add_func ("/desk/text/rule-5/for-whom", test_for_whom);
}
