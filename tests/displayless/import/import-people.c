/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Import: who the names in a file become, and which numbers its tickets get. */
#include "import-place.h"

#include "tkt-problem.h"
#include "tkt-uuid.h"

#define TIME "'2026-11-02T09:00:00.000Z'"
#define LATER "'2026-11-02T11:00:00.000Z'"
#define TICKET(publisher, title, state, messages)                                                  \
  "{'publisher':'" publisher "','title':'" title "','opened_at':" TIME "," state                   \
  ",'messages':[" messages "]}"
#define OPEN "'status':'open','closed_at':null,'closed_by':null"
#define CLOSED_BY_MIA "'status':'closed','closed_at':" LATER ",'closed_by':'mia'"
#define FROM(author, name, role)                                                                   \
  "{'author':'" author "','name':'" name "','role':'" role "','sent_at':" TIME ",'body':'Hello'}"
#define FROM_PAT FROM ("pat", "Pat", "publisher")

static void
take (ImportPlace *place, const char *line)
{
  g_autofree char *json = import_json (line);
  g_autoptr (GError) error = NULL;

  import_place_take (place, json, &error);
  g_assert_no_error (error);
}

static void
test_made (void)
{
  g_autoptr (ImportPlace) place = import_place_new ();
  g_autoptr (TktAccount) pat = NULL;
  g_autoptr (TktAccount) mia = NULL;
  ImportCounts counts;

  take (place, TICKET ("Acme", "One", OPEN, FROM_PAT "," FROM ("mia", "Mia", "account-manager")));
  pat = import_place_get_account (place, "pat");
  mia = import_place_get_account (place, "mia");
  counts = import_place_count (place);

  g_assert_cmpuint (counts.accounts, ==, 2);
  g_assert_cmpuint (counts.publishers, ==, 1);
  g_assert_cmpint (pat->role, ==, TKT_ROLE_PUBLISHER);
  g_assert_nonnull (pat->publisher_id);
  g_assert_cmpint (mia->role, ==, TKT_ROLE_ACCOUNT_MANAGER);
  g_assert_null (mia->publisher_id);
  g_assert_cmpstr (mia->display_name, ==, "Mia");
}

/* Rule 5: an open ticket is the staff's, or nobody's. One that was closed keeps whom it had. */
static void
test_assignee_is_staff (void)
{
  g_autoptr (ImportPlace) place = import_place_new ();
  g_autofree char *open = import_json (TICKET ("Acme", "Two", OPEN ",'assignee':'pat'", FROM_PAT));
  g_autoptr (GError) error = NULL;

  take (place, TICKET ("Acme", "One", OPEN, FROM_PAT));
  g_assert_false (import_place_take (place, open, &error));
  import_assert_field (error, "/assignee");
  take (place, TICKET ("Acme", "Three", CLOSED_BY_MIA ",'assignee':'pat'", FROM_PAT));
}

static gpointer
find_password (TktStoreTx *tx, gpointer account, GError **error)
{
  g_assert_null (tkt_store_get_password (tx, ((TktAccount *)account)->id, error));

  return GINT_TO_POINTER (*error == NULL);
}

static void
test_no_password (void)
{
  g_autoptr (ImportPlace) place = import_place_new ();
  g_autoptr (TktAccount) pat = NULL;
  g_autoptr (GError) error = NULL;

  take (place, TICKET ("Acme", "One", OPEN, FROM_PAT));
  pat = import_place_get_account (place, "pat");
  tkt_store_read (place->store, find_password, pat, &error);
  g_assert_no_error (error);
}

static void
test_closer_may_do_least (void)
{
  g_autoptr (ImportPlace) place = import_place_new ();
  g_autoptr (TktAccount) pat = NULL;
  g_autoptr (TktAccount) mia = NULL;

  take (place, TICKET ("Acme", "One", CLOSED_BY_MIA, FROM_PAT));
  pat = import_place_get_account (place, "pat");
  mia = import_place_get_account (place, "mia");

  g_assert_cmpint (mia->role, ==, TKT_ROLE_PUBLISHER);
  g_assert_cmpstr (mia->publisher_id, ==, pat->publisher_id);
}

static void
test_later_line_tells_more (void)
{
  g_autoptr (ImportPlace) place = import_place_new ();
  g_autoptr (TktAccount) mia = NULL;

  take (place,
        TICKET ("Acme", "One", CLOSED_BY_MIA, FROM_PAT) "\n" TICKET (
            "Acme", "Two", OPEN, FROM ("mia", "Mia L.", "account-manager")));
  mia = import_place_get_account (place, "mia");

  g_assert_cmpint (mia->role, ==, TKT_ROLE_ACCOUNT_MANAGER);
  g_assert_null (mia->publisher_id);
  g_assert_cmpstr (mia->display_name, ==, "Mia L.");
}

/* A renamed person's old messages keep the old name (rule 8); the account keeps the new one. */
static void
test_names_stay_below_messages (void)
{
  g_autoptr (ImportPlace) place = import_place_new ();
  g_autoptr (TktAccount) pat = NULL;
  g_autofree char *exported = NULL;

  take (place, TICKET ("Acme", "One", OPEN, FROM_PAT));
  take (place, TICKET ("Acme", "Two", OPEN, FROM ("pat", "Pat before", "publisher")));
  pat = import_place_get_account (place, "pat");
  exported = import_place_export (place);

  g_assert_cmpstr (pat->display_name, ==, "Pat");
  g_assert_nonnull (g_strstr_len (exported, -1, "\"name\":\"Pat before\""));
}

static void
test_publishers_are_known_by_name (void)
{
  g_autoptr (ImportPlace) place = import_place_new ();

  take (place, TICKET ("سوق التوفير", "One", OPEN, FROM_PAT));
  take (place,
        TICKET ("سوق التوفير", "Two", OPEN, FROM_PAT) "\n" TICKET (
            "Škoda Öl", "Three", OPEN, FROM ("kim", "Kim", "publisher")));

  g_assert_cmpuint (import_place_count (place).publishers, ==, 2);
}

static void
test_numbers (void)
{
  g_autoptr (ImportPlace) place = import_place_new ();
  g_autofree char *exported = NULL;
  g_auto (GStrv) lines = NULL;

  take (place,
        "{'number':500," OPEN ",'publisher':'Acme','title':'Given','opened_at':" TIME
        ",'messages':[" FROM_PAT "]}\n" TICKET ("Acme", "Next", OPEN, FROM_PAT));
  exported = import_place_export (place);
  lines = g_strsplit (exported, "\n", -1);

  g_assert_nonnull (g_strstr_len (lines[0], -1, "\"number\":500,"));
  g_assert_nonnull (g_strstr_len (lines[1], -1, "\"number\":501,"));
}

void
import_add_people_tests (void)
{
  g_test_add_func ("/import/people/are-made-with-their-role", test_made);
  g_test_add_func ("/import/people/that-are-made-have-no-password", test_no_password);
  g_test_add_func ("/import/people/known-by-name-alone-may-do-least", test_closer_may_do_least);
  g_test_add_func ("/import/people/of-whom-a-later-line-tells-more", test_later_line_tells_more);
  g_test_add_func ("/rules/rule-5/import-gives-open-tickets-to-staff", test_assignee_is_staff);
  g_test_add_func ("/rules/rule-8/import-keeps-names-below-messages",
                   test_names_stay_below_messages);
  g_test_add_func ("/import/publishers/are-known-by-name", test_publishers_are_known_by_name);
  g_test_add_func ("/import/numbers/are-kept-and-counted-on-from", test_numbers);
}
