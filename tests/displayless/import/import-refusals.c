/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Import: a bad line takes nothing with it, or takes everything, as the caller chose. */
#include "import-place.h"

#include "tkt-problem.h"
#include "tkt-uuid.h"

#define TIME "'2026-11-02T09:00:00.000Z'"
#define ID "0197c1f0-5b5e-7000-8000-00000000000"

/* A ticket of a publisher and an author of its own, so that it would leave traces. */
static char *
line (const char *members, const char *publisher, const char *author, const char *message_members)
{
  g_autofree char *text = g_strdup_printf (
      "{%s'publisher':'%s','title':'Late payout','status':'open','opened_at':" TIME
      ",'closed_at':null,'closed_by':null,'messages':[{%s'author':'%s','name':'P',"
      "'role':'publisher','sent_at':" TIME ",'body':'Hello'}]}",
      members,
      publisher,
      message_members,
      author);

  return import_json (text);
}

/* The ways in which a line is well-formed and yet cannot be taken. */
typedef struct
{
  const char *name;
  const char *members;
  const char *message_members;
  const char *pointer;
} Clash;

static const Clash clashes[] = {
  { "same-id", "'id':'" ID "1',", "", "/id" },
  { "same-number", "'number':7,", "", "/number" },
  { "same-message-id", "", "'id':'" ID "2',", "/messages/0/id" },
};

static void
test_clash_takes_nothing (gconstpointer data)
{
  const Clash *clash = data;
  g_autoptr (ImportPlace) place = import_place_new ();
  g_autofree char *first = line ("'id':'" ID "1','number':7,", "Acme", "pat", "'id':'" ID "2',");
  g_autofree char *good = line ("", "Bravo", "kim", "");
  g_autofree char *bad = line (clash->members, "Charlie", "lee", clash->message_members);
  g_autofree char *both = import_lines (good, bad);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  ImportCounts counts_before, counts_after;
  g_autoptr (GError) error = NULL;

  import_place_take (place, first, &error);
  g_assert_no_error (error);
  before = import_place_export (place);
  counts_before = import_place_count (place);

  g_assert_false (import_place_take (place, both, &error));
  import_assert_field (error, clash->pointer);
  g_assert_true (g_str_has_prefix (error->message, "line 2: "));

  after = import_place_export (place);
  g_assert_cmpstr (before, ==, after);
  counts_after = import_place_count (place);
  g_assert_cmpuint (counts_after.accounts, ==, counts_before.accounts);
  g_assert_cmpuint (counts_after.publishers, ==, counts_before.publishers);
  g_assert_cmpint (counts_after.revision, ==, counts_before.revision);
}

static void
test_same_file_twice (void)
{
  g_autoptr (ImportPlace) place = import_place_new ();
  g_autofree char *lines = import_load ("samples", "conversations.jsonl");
  g_autofree char *exported = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  import_place_take (place, lines, &error);
  g_assert_no_error (error);
  exported = import_place_export (place);

  g_assert_false (import_place_take (place, exported, &error));
  import_assert_field (error, "/id");
  after = import_place_export (place);
  g_assert_cmpstr (exported, ==, after);
}

/* What a bad line would have made (its publisher, its people) is undone with it, and a good line
 * after it that needs the same makes it anew. */
static void
test_keep_going (void)
{
  g_autoptr (ImportPlace) place = import_place_new ();
  g_autofree char *first = line ("", "Acme", "pat", "'id':'" ID "2',");
  g_autofree char *clash = line ("", "Bravo", "kim", "'id':'" ID "2',");
  g_autofree char *broken = import_json ("{'publisher':'Charlie'");
  g_autofree char *second = line ("", "Bravo", "kim", "");
  g_autofree char *lines = import_lines (first, clash, broken, second);
  g_autofree char *refused = import_place_take_good (place, lines);
  ImportCounts counts = import_place_count (place);

  g_assert_cmpstr (refused, ==, "2 3");
  g_assert_cmpuint (counts.tickets, ==, 2);
  g_assert_cmpuint (counts.publishers, ==, 2);
  g_assert_cmpuint (counts.accounts, ==, 2);
}

/* The bad line's share is undone even where it had told more of somebody who was guessed. */
static void
test_keep_going_forgets_what_a_bad_line_told (void)
{
  g_autoptr (ImportPlace) place = import_place_new ();
  g_autofree char *closed = import_json (
      "{'publisher':'Acme','title':'One','status':'closed','opened_at':" TIME ",'closed_at':" TIME
      ",'closed_by':'mia','messages':[{'author':'pat','name':'Pat','role':'publisher','sent_at'"
      ":" TIME ",'body':'Hello'}]}");
  g_autofree char *bad = import_json (
      "{'publisher':'Acme','title':'Two','status':'open','opened_at':" TIME
      ",'closed_at':null,'closed_by':null,'messages':["
      "{'id':'" ID "3','author':'mia','name':'Mia','role':'admin','sent_at':" TIME ",'body':'a'},"
      "{'id':'" ID "3','author':'mia','name':'Mia','role':'admin','sent_at':" TIME
      ",'body':'b'}]}");
  g_autofree char *good = import_json (
      "{'publisher':'Acme','title':'Two','status':'open','opened_at':" TIME
      ",'closed_at':null,'closed_by':null,'messages':[{'author':'mia','name':'Mia L.',"
      "'role':'account-manager','sent_at':" TIME ",'body':'Hello'}]}");
  g_autofree char *lines = import_lines (closed, bad, good);
  g_autofree char *refused = import_place_take_good (place, lines);
  g_autoptr (TktAccount) mia = import_place_get_account (place, "mia");

  g_assert_cmpstr (refused, ==, "2");
  g_assert_cmpstr (mia->display_name, ==, "Mia L.");
  g_assert_cmpint (mia->role, ==, TKT_ROLE_ACCOUNT_MANAGER);
}

void
import_add_refusal_tests (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (clashes); i++)
    {
      g_autofree char *path
          = g_strdup_printf ("/import/refusal/%s-takes-nothing-of-the-file", clashes[i].name);

      g_test_add_data_func (path, &clashes[i], test_clash_takes_nothing);
    }
  g_test_add_func ("/import/refusal/an-export-is-not-taken-twice", test_same_file_twice);
  g_test_add_func ("/import/keep-going/takes-the-good-and-no-trace-of-the-bad", test_keep_going);
  g_test_add_func ("/import/keep-going/forgets-what-a-bad-line-told",
                   test_keep_going_forgets_what_a_bad_line_told);
}
