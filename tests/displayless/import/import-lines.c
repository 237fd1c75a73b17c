/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Import: what a line may say, and that every wrong member of it is named. */
#include "import-place.h"

#include <string.h>

#include "tkt-exchange.h"
#include "tkt-problem.h"

#define OPENED "'2026-11-02T09:00:00.000Z'"
#define OPEN "'status':'open','opened_at':" OPENED ",'closed_at':null,'closed_by':null"
#define DELETED "'deleted_at':'2026-11-02T10:00:00.000Z'"
#define MESSAGE                                                                                    \
  "{'author':'pat','name':'Pat','role':'publisher','sent_at':" OPENED ",'body':'Hello'}"
#define GOOD "{'publisher':'Acme','title':'Late payout'," OPEN ",'messages':[" MESSAGE "]}"

/* GOOD with one thing changed, and the member that is to blame. */
typedef struct
{
  const char *name;
  const char *found;
  const char *put;
  const char *pointer;
} BadLine;

static const BadLine bad_lines[] = {
  { "missing-title", "'title':'Late payout',", "", "/title" },
  { "blank-title", "Late payout", " \\u200b ", "/title" },
  { "title-of-two-lines", "Late payout", "Late\\npayout", "/title" },
  { "title-that-turns-round", "Late payout", "Late \\u202etuoyap", "/title" },
  { "null-publisher", "'publisher':'Acme'", "'publisher':null", "/publisher" },
  { "unknown-member", "'publisher':", "'colour':'red','publisher':", "/colour" },
  { "number-zero", "'publisher':", "'number':0,'publisher':", "/number" },
  { "number-in-quotes", "'publisher':", "'number':'7','publisher':", "/number" },
  { "id-that-is-no-uuid", "'publisher':", "'id':'7','publisher':", "/id" },
  { "assignee-with-spaces", "'publisher':", "'assignee':'a b','publisher':", "/assignee" },
  { "unknown-status", "'open'", "'reopened'", "/status" },
  { "closed-without-time", "'open'", "'closed'", "/closed_at" },
  { "open-with-time-of-closing", "'closed_at':null", "'closed_at':" OPENED, "/closed_at" },
  { "open-with-closer", "'closed_by':null", "'closed_by':'mia'", "/closed_by" },
  { "closed-before-opened",
    OPEN,
    "'status':'closed','opened_at':" OPENED
    ",'closed_at':'2026-11-02T08:59:59.999Z','closed_by':'mia'",
    "/closed_at" },
  { "rule-11/sent-after-closing",
    OPEN,
    "'status':'closed','opened_at':'2026-11-02T08:00:00.000Z',"
    "'closed_at':'2026-11-02T08:59:59.999Z','closed_by':'mia'",
    "/messages/0/sent_at" },
  { "time-that-is-none", "'opened_at':" OPENED, "'opened_at':'yesterday'", "/opened_at" },
  { "day-that-is-none",
    "2026-11-02T09:00:00.000Z','closed_at'",
    "2026-02-30T09:00:00Z','closed_at'",
    "/opened_at" },
  { "no-messages", MESSAGE, "", "/messages" },
  { "unknown-role", "'role':'publisher'", "'role':'guest'", "/messages/0/role" },
  { "missing-author", "'author':'pat',", "", "/messages/0/author" },
  { "missing-body", ",'body':'Hello'", "", "/messages/0/body" },
  { "empty-body", "Hello", "", "/messages/0/body" },
  { "control-character", "Hello", "Hel\\u0001lo", "/messages/0/body" },
  { "second-message", MESSAGE, MESSAGE ",{}", "/messages/1/author" },
  { "tombstone-with-text",
    "'body':'Hello'",
    "'body':'Hello','deleted_by':'mia'," DELETED,
    "/messages/0/body" },
  { "tombstone-of-nobody", "'body':'Hello'", DELETED, "/messages/0/deleted_by" },
  { "attachment-in-a-folder",
    "'body':'Hello'",
    "'body':'Hello','attachments':[{'name':'a/b','data':''}]",
    "/messages/0/attachments/0/name" },
  { "attachment-without-bytes",
    "'body':'Hello'",
    "'body':'Hello','attachments':[{'name':'a'}]",
    "/messages/0/attachments/0/data" },
  { "attachment-that-is-no-base64",
    "'body':'Hello'",
    "'body':'Hello','attachments':[{'name':'a','data':'a-b_'}]",
    "/messages/0/attachments/0/data" },
  { "tombstone-with-attachment",
    "'body':'Hello'",
    "'attachments':[{'name':'a','data':'YQ=='}],'deleted_by':'mia'," DELETED,
    "/messages/0/attachments" },
  { "deleter-without-time",
    "'body':'Hello'",
    "'body':'Hello','deleted_by':'mia'",
    "/messages/0/deleted_by" },
};

#define NOTE                                                                                       \
  "{'after':1,'author':'mia','name':'Mia','role':'admin','sent_at':" OPENED ",'body':'Hm'}"
#define NOTED                                                                                      \
  "{'publisher':'Acme','title':'Late payout'," OPEN ",'messages':[" MESSAGE "," MESSAGE            \
  "],'notes':[" NOTE "]}"

/* NOTED with one thing changed. */
static const BadLine bad_notes[] = {
  { "note-behind-nothing", "'after':1", "'after':3", "/notes/0/after" },
  { "note-before-everything", "'after':1", "'after':0", "/notes/0/after" },
  { "notes-in-another-order",
    NOTE "]",
    "{'after':2"
    ","
    "'author':'mia','name':'Mia','role':'admin','sent_at':" OPENED ",'body':'Hm'}," NOTE "]",
    "/notes/1/after" },
  { "rule-21/note-by-a-publisher", "'role':'admin'", "'role':'publisher'", "/notes/0/role" },
  { "note-without-text", ",'body':'Hm'", "", "/notes/0/body" },
  { "note-tombstone-with-text",
    "'body':'Hm'",
    "'body':'Hm','deleted_by':'mia'," DELETED,
    "/notes/0/body" },
  { "note-tombstone-of-nobody", "'body':'Hm'", DELETED, "/notes/0/deleted_by" },
  { "note-deleter-without-time",
    "'body':'Hm'",
    "'body':'Hm','deleted_by':'mia'",
    "/notes/0/deleted_by" },
  { "note-with-attachments",
    "'body':'Hm'",
    "'body':'Hm','attachments':[]",
    "/notes/0/attachments" },
};

static TktExchangeTicket *
read_line (const char *line, GError **error)
{
  g_autofree char *json = import_json (line);

  return tkt_exchange_ticket_read (json, strlen (json), error);
}

static char *
with (const char *good, const char *found, const char *put)
{
  GString *line = g_string_new (good);

  g_assert_cmpuint (g_string_replace (line, found, put, 1), ==, 1);

  return g_string_free (line, FALSE);
}

static gboolean
is_of_notes (const BadLine *bad)
{
  return bad >= bad_notes && bad < bad_notes + G_N_ELEMENTS (bad_notes);
}

static void
test_refused (gconstpointer data)
{
  const BadLine *bad = data;
  g_autofree char *line = with (is_of_notes (bad) ? NOTED : GOOD, bad->found, bad->put);
  g_autoptr (GError) error = NULL;
  g_autoptr (TktExchangeTicket) ticket = read_line (line, &error);

  g_assert_null (ticket);
  import_assert_field (error, bad->pointer);
}

static void
test_every_wrong_member_is_named (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TktExchangeTicket) ticket
      = read_line ("{'publisher':'Acme','title':''," OPEN ",'messages':[" MESSAGE
                   ",{'author':'mia','name':'Mia','role':'boss',"
                   "'sent_at':" OPENED ",'body':'Hi'}]}",
                   &error);

  g_assert_null (ticket);
  import_assert_field (error, "/title");
  g_assert_cmpuint (tkt_problem_get_fields (error)->len, ==, 2);
  g_assert_cmpstr (
      ((TktFieldError *)tkt_problem_get_fields (error)->pdata[1])->pointer, ==, "/messages/1/role");
}

static void
test_what_is_not_json (void)
{
  const char *const lines[] = { "{", "publisher,title", "[]", "null", "{}{}" };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TktExchangeTicket) ticket = read_line (lines[i], &error);

      g_assert_null (ticket);
      g_assert_cmpuint (error->domain, ==, TKT_PROBLEM);
    }
}

static void
test_least (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TktExchangeTicket) ticket = read_line (GOOD, &error);

  g_assert_no_error (error);
  g_assert_null (ticket->id);
  g_assert_cmpint (ticket->number, ==, 0);
  g_assert_null (ticket->assignee);
  g_assert_cmpuint (ticket->messages->len, ==, 1);
}

static void
test_tombstones (void)
{
  const char *const forms[] = {
    "'body':'','deleted_by':'mia'," DELETED,
    "'deleted_by':'mia'," DELETED,
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *line = with (GOOD, "'body':'Hello'", forms[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (TktExchangeTicket) ticket = read_line (line, &error);

      g_assert_no_error (error);
      g_assert_true (tkt_exchange_message_is_tombstone (ticket->messages->pdata[0]));
    }
}

static void
test_notes (void)
{
  g_autofree char *line = with (NOTED,
                                "]}",
                                ",{'after':2,'author':'mia','name':'Mia','role':'admin',"
                                "'sent_at':" OPENED ",'body':'','deleted_by':'mia'," DELETED "}]}");
  g_autoptr (GError) error = NULL;
  g_autoptr (TktExchangeTicket) ticket = read_line (line, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (ticket->notes->len, ==, 2);
  g_assert_cmpstr (((TktExchangeNote *)ticket->notes->pdata[0])->body, ==, "Hm");
  g_assert_true (tkt_exchange_note_is_tombstone (ticket->notes->pdata[1]));
}

/* Taken in, given out again and taken in elsewhere, a ticket has the notes that it had. */
static void
test_notes_come_back (void)
{
  static const char *const lines
      = "{'id':'0197c1f0-5b5e-7a3c-b1d2-000000000001','number':7,'publisher':'Acme','title':'Late'"
        "," OPEN ",'messages':[" MESSAGE "," MESSAGE "],'notes':[" NOTE
        ",{'id':'0197c1f0-5b5e-7a3c-b1d2-000000000002','after':2,'author':'mia','name':'Mia "
        "M.','role':'admin',"
        "'written_at':" OPENED ",'sent_at':" OPENED ",'deleted_at':" OPENED
        ",'deleted_by':'mia'}]}";
  g_autoptr (ImportPlace) first = import_place_new ();
  g_autoptr (ImportPlace) second = import_place_new ();
  g_autofree char *json = import_json (lines);
  g_autofree char *given = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (import_place_take (first, json, &error));
  given = import_place_export (first);
  g_assert_nonnull (strstr (given, "\"notes\":[{\"id\":\""));
  g_assert_nonnull (strstr (given, "\"after\":2,\"author\":\"mia\",\"name\":\"Mia M.\""));
  g_assert_true (import_place_take (second, given, &error));
  again = import_place_export (second);
  g_assert_cmpstr (again, ==, given);
}

void
import_add_line_tests (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_notes); i++)
    {
      g_autofree char *path = g_strconcat ("/import/line/refuses/", bad_notes[i].name, NULL);

      g_test_add_data_func (path, &bad_notes[i], test_refused);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad_lines); i++)
    {
      g_autofree char *path = g_strconcat ("/import/line/refuses/", bad_lines[i].name, NULL);

      g_test_add_data_func (path, &bad_lines[i], test_refused);
    }
  g_test_add_func ("/import/line/refuses/what-is-not-json", test_what_is_not_json);
  g_test_add_func ("/import/line/names-every-wrong-member", test_every_wrong_member_is_named);
  g_test_add_func ("/import/line/needs-no-ids-and-nobody-assigned", test_least);
  g_test_add_func ("/import/line/notes-stand-beside-the-thread", test_notes);
  g_test_add_func ("/import/line/notes-come-back", test_notes_come_back);
  g_test_add_func ("/import/line/tombstone-has-an-empty-body-or-none", test_tombstones);
}
