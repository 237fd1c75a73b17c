/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules 1 to 9 of domain.md: turning the feature on, opening, talking. */
#include "api-fixture.h"

#include "tkt-password.h"

static void
turn (Api *api, const char *word)
{
  const char *body = api_text (api, "{'support_tickets_enabled':%s}", word);

  api_expect (api, "200", "alma", body, "PATCH /v1/organization");
}

static void
patch_publisher (Api *api, const char *format, const char *value)
{
  g_autofree char *body = g_strdup_printf ("{'%s':%s}", format, value);

  api_expect (api, "200", "alma", body, "PATCH /v1/publishers/%s", api->server->acme);
}

static const char *
get_ticket (Api *api, const char *ticket, const char *member)
{
  ApiAnswer *answer = api_expect (api, "200", "alma", NULL, "GET /v1/tickets/%s", ticket);

  return api_string (answer, member);
}

static const char *
id_of (Api *api, const char *username)
{
  g_autofree char *id = test_server_find_account (api->server, username);

  return api_text (api, "%s", id);
}

static gpointer
make_new_organization (TktStoreTx *tx, gpointer hash, GError **error)
{
  g_autoptr (TktOrganization) organization
      = tkt_service_create_organization (tx, "fresh", "Fresh Network", error);
  g_autoptr (TktActor) operator= tkt_actor_new_operator (organization);
  const TktNewPublisher company = { .name = (char *)"First" };
  g_autoptr (TktPublisher) publisher
      = tkt_service_create_publisher (tx, operator, & company, NULL, error);
  const TktNewAccount people[] = {
    { .username = (char *)"fay", .display_name = (char *)"Fay", .role = TKT_ROLE_ADMIN },
    { .username = (char *)"flo",
      .display_name = (char *)"Flo",
      .role = TKT_ROLE_PUBLISHER,
      .publisher_id = publisher->id },
  };

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autoptr (TktAccount) account
          = tkt_service_create_account (tx, operator, & people[i], hash, NULL, error);

      g_assert_no_error (*error);
    }

  return GINT_TO_POINTER (TRUE);
}

/* A session of somebody's in the new organization, under that name from now on. */
static void
sign_in_fresh (Api *api, const char *who)
{
  const char *body = api_text (
      api, "{'organization':'fresh','username':'%s','password':'" TEST_PASSWORD "'}", who);
  ApiAnswer *answer = api_expect (api, "201", NULL, body, "POST /v1/sessions");

  g_hash_table_insert (api->tokens, g_strdup (who), g_strdup (api_string (answer, "token")));
}

static void
test_off_at_first (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = tkt_password_hash (TEST_PASSWORD, TKT_PASSWORD_QUICK, &error);
  const char *opening = "{'title':'T','message':{'body':'B'}}";
  ApiAnswer *answer;

  tkt_store_write_sync (api->server->store, make_new_organization, hash, &error);
  g_assert_no_error (error);
  sign_in_fresh (api, "fay");
  sign_in_fresh (api, "flo");
  answer = api_expect (api, "200", "flo", NULL, "GET /v1/organization");
  g_assert_false (json_node_get_boolean (api_member (answer, "support_tickets_enabled")));
  api_expect (api, "403 support-disabled", "flo", NULL, "GET /v1/tickets");
  api_expect (api, "403 support-disabled", "flo", opening, "POST /v1/tickets");
  api_expect (api, "200", "fay", "{'support_tickets_enabled':true}", "PATCH /v1/organization");
  api_expect (api, "201", "flo", opening, "POST /v1/tickets");
}

static void
test_only_an_admin (void)
{
  static const char *const others[] = { "mara", "nils", "ada", "bob" };
  static const char *const words[] = { "false", "true" };
  g_autoptr (Api) api = api_new ();

  for (guint w = 0; w < G_N_ELEMENTS (words); w++)
    {
      const char *body = api_text (api, "{'support_tickets_enabled':%s}", words[w]);

      for (guint i = 0; i < G_N_ELEMENTS (others); i++)
        api_expect (api, "403 not-allowed", others[i], body, "PATCH /v1/organization");
      g_assert_cmpint (
          json_node_get_boolean (api_member (api_call (api, "ada", NULL, "GET /v1/organization"),
                                             "support_tickets_enabled")),
          ==,
          w == 0);
      turn (api, words[w]);
    }
}

/* The whole table is in api-access.c; here is what the rule says in words. */
static void
test_off_for_publishers (void)
{
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "Before");
  const struct
  {
    const char *call, *body;
  } calls[] = {
    { "GET /v1/tickets", NULL },
    { "GET /v1/changes", NULL },
    { "POST /v1/tickets", "{'title':'T','message':{'body':'B'}}" },
    { api_text (api, "GET /v1/tickets/%s", ticket), NULL },
    { api_text (api, "GET /v1/tickets/%s/messages", ticket), NULL },
    { api_text (api, "POST /v1/tickets/%s/messages", ticket), "{'body':'B'}" },
    { api_text (api, "PATCH /v1/tickets/%s", ticket), "{'status':'closed'}" },
    { api_text (api, "PUT /v1/tickets/%s/read", ticket), "{'position':1}" },
  };

  turn (api, "false");
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    api_expect (api, "403 support-disabled", "ada", calls[i].body, "%s", calls[i].call);
}

static void
test_off_for_staff (void)
{
  static const char *const staff[] = { "alma", "mara" };
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "Before");
  const char *reply = api_reply (api, "mara", ticket, "History");
  const char *off = "403 support-disabled";

  turn (api, "false");
  for (guint i = 0; i < G_N_ELEMENTS (staff); i++)
    {
      const char *who = staff[i];

      g_assert_cmpstr (
          api_column (api,
                      api_expect (api, "200", who, NULL, "GET /v1/tickets/%s/messages", ticket),
                      "position"),
          ==,
          "1 2");
      api_expect (api, "200", who, NULL, "GET /v1/changes");
      api_expect (api, off, who, "{'body':'B'}", "POST /v1/tickets/%s/messages", ticket);
      api_expect (api, off, who, "{'status':'closed'}", "PATCH /v1/tickets/%s", ticket);
      api_expect (api, off, who, "{'assignee_id':null}", "PATCH /v1/tickets/%s", ticket);
      api_expect (api, off, who, NULL, "DELETE /v1/messages/%s", reply);
    }
}

/* All that anybody sees of tickets and messages. */
static const char *
see_tickets (Api *api, const char *who)
{
  g_autoptr (JsonArray) tickets = api_walk (api, who, "/v1/tickets?status=all", 200);
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (tickets); i++)
    {
      JsonNode *ticket = json_array_get_element (tickets, i);
      g_autofree char *text = json_to_string (ticket, FALSE);
      const char *id = json_object_get_string_member (json_node_get_object (ticket), "id");
      ApiAnswer *thread = api_expect (api, "200", who, NULL, "GET /v1/tickets/%s/messages", id);

      g_string_append_printf (all, "%s\n%s\n", text, thread->text);
    }

  return api_text (api, "%s", all->str);
}

static void
test_exactly_as_before (void)
{
  static const char *const who[] = { "ada", "bob", "mara", "alma" };
  g_autoptr (Api) api = api_new ();
  const char *open = api_open (api, "ada", "Open");
  const char *closed = api_open (api, "ada", "Closed");
  const char *gone = api_reply (api, "ada", closed, "Gone");
  const char *before[G_N_ELEMENTS (who)];

  api_open (api, "bob", "Other");
  api_reply (api, "mara", open, "Reply");
  api_expect (api, "200", "ada", NULL, "DELETE /v1/messages/%s", gone);
  api_close (api, "mara", closed);
  for (guint i = 0; i < G_N_ELEMENTS (who); i++)
    before[i] = see_tickets (api, who[i]);
  for (guint n = 0; n < 2; n++)
    {
      turn (api, "false");
      g_assert_cmpstr (see_tickets (api, "alma"), ==, before[3]);
      turn (api, "true");
    }
  for (guint i = 0; i < G_N_ELEMENTS (who); i++)
    g_assert_cmpstr (see_tickets (api, who[i]), ==, before[i]);
}

static void
test_both_required (void)
{
  static const struct
  {
    const char *body, *said;
  } openings[] = {
    { "{'message':{'body':'B'}}", "422 /title" },
    { "{'title':'T'}", "422 /message" },
    { "{'title':'T','message':{}}", "422 /message/body" },
    { "{'title':'','message':{'body':''}}", "422 /title /message/body" },
    { "{'title':' \\u00a0 ','message':{'body':' \\n '}}", "422 /title /message/body" },
    { "{}", "422 /title /message" },
    { "{'title':'T','message':{'body':'B'}}", "201" },
  };
  g_autoptr (Api) api = api_new ();

  for (guint i = 0; i < G_N_ELEMENTS (openings); i++)
    api_expect (api, openings[i].said, "ada", openings[i].body, "POST /v1/tickets");
}

static void
test_assigned_to_its_manager (void)
{
  g_autoptr (Api) api = api_new ();
  const char *mara = id_of (api, "mara"), *nils = id_of (api, "nils");
  const char *first = api_open (api, "ada", "By the publisher");
  const char *second = api_open (api, "nils", "By other staff");
  const char *nobodys = api_open (api, "bob", "Of one without a manager");

  g_assert_cmpstr (get_ticket (api, first, "assignee_id"), ==, mara);
  g_assert_cmpstr (get_ticket (api, second, "assignee_id"), ==, mara);
  g_assert_cmpstr (get_ticket (api, second, "opened_by"), ==, nils);
  g_assert_cmpstr (get_ticket (api, nobodys, "assignee_id"), ==, NULL);
  patch_publisher (api, "account_manager_id", api_text (api, "'%s'", nils));
  g_assert_cmpstr (
      get_ticket (api, api_open (api, "abel", "At that moment"), "assignee_id"), ==, nils);
}

static void
test_another_manager (void)
{
  static const struct
  {
    const char *manager; /* NULL: nobody */
  } steps[] = { { "nils" }, { NULL }, { "mara" }, { "alma" } };
  g_autoptr (Api) api = api_new ();
  const char *mara = id_of (api, "mara");
  const char *open = api_open (api, "ada", "Open");
  const char *by_hand = api_open (api, "ada", "By hand");
  const char *closed = api_open (api, "ada", "Closed");
  const char *other = api_open (api, "bob", "Of another publisher");

  api_expect (api, "200", "mara", "{'assignee_id':null}", "PATCH /v1/tickets/%s", by_hand);
  api_close (api, "ada", closed);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      const char *manager = steps[i].manager != NULL ? id_of (api, steps[i].manager) : NULL;

      patch_publisher (
          api, "account_manager_id", manager != NULL ? api_text (api, "'%s'", manager) : "null");
      g_assert_cmpstr (get_ticket (api, open, "assignee_id"), ==, manager);
      g_assert_cmpstr (get_ticket (api, by_hand, "assignee_id"), ==, manager);
      g_assert_cmpstr (get_ticket (api, closed, "assignee_id"), ==, mara);
      g_assert_cmpstr (get_ticket (api, other, "assignee_id"), ==, NULL);
    }
}

static void
test_reassigned_by_hand (void)
{
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "By hand");
  const char *to_nils = api_text (api, "{'assignee_id':'%s'}", id_of (api, "nils"));
  const char *to_ada = api_text (api, "{'assignee_id':'%s'}", id_of (api, "ada"));
  const char *to_nothing = "{'assignee_id':'" API_MISSING "'}";

  api_expect (api, "200", "mara", to_nils, "PATCH /v1/tickets/%s", ticket);
  g_assert_cmpstr (get_ticket (api, ticket, "assignee_id"), ==, id_of (api, "nils"));
  api_expect (api, "422 /assignee_id", "mara", to_ada, "PATCH /v1/tickets/%s", ticket);
  api_expect (api, "422 /assignee_id", "mara", to_nothing, "PATCH /v1/tickets/%s", ticket);
  api_expect (api, "403 not-allowed", "ada", to_nils, "PATCH /v1/tickets/%s", ticket);
  api_expect (
      api, "200", "alma", "{'disabled':true}", "PATCH /v1/accounts/%s", id_of (api, "nils"));
  api_expect (api, "200", "mara", "{'assignee_id':null}", "PATCH /v1/tickets/%s", ticket);
  api_expect (api, "422 /assignee_id", "mara", to_nils, "PATCH /v1/tickets/%s", ticket);
}

/* Whoever is of the staff no longer has nothing to answer for: neither publishers nor open tickets.
 * Another role of the staff's changes nothing, nor does being disabled, which can be taken back. */
static void
test_leaves_the_staff (void)
{
  static const struct
  {
    const char *body; /* $B: Bravo */
    gboolean leaves;
  } steps[] = {
    { "{'role':'admin'}", FALSE },
    { "{'disabled':true}", FALSE },
    { "{'role':'publisher','publisher_id':'$B'}", TRUE },
    { "{'role':'account-manager','disabled':false}", TRUE },
  };
  g_autoptr (Api) api = api_new ();
  const char *mara = id_of (api, "mara"), *nils = id_of (api, "nils");
  const char *to_mara = api_text (api, "{'assignee_id':'%s'}", mara);
  const char *nilss = api_text (api, "{'name':'Nilss','account_manager_id':'%s'}", nils);
  const char *third
      = api_string (api_expect (api, "201", "alma", nilss, "POST /v1/publishers"), "id");
  const char *opening
      = api_text (api, "{'title':'T','message':{'body':'B'},'publisher_id':'%s'}", third);
  const char *own = api_open (api, "ada", "Of the publisher");
  const char *closed = api_open (api, "ada", "Closed");
  const char *nobodys = api_open (api, "bob", "By hand");
  const char *others
      = api_string (api_expect (api, "201", "nils", opening, "POST /v1/tickets"), "ticket.id");
  ApiAnswer *answer;

  api_expect (api, "200", "nils", to_mara, "PATCH /v1/tickets/%s", nobodys);
  api_expect (api, "200", "nils", to_mara, "PATCH /v1/tickets/%s", others);
  api_close (api, "ada", closed);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (GString) body = g_string_new (steps[i].body);
      gboolean gone = steps[i].leaves;

      g_string_replace (body, "$B", api->server->bravo, 0);
      g_test_message ("%s", body->str);
      api_expect (api, "200", "alma", body->str, "PATCH /v1/accounts/%s", mara);
      answer = api_expect (api, "200", "alma", NULL, "GET /v1/publishers?q=Acme");
      g_assert_cmpstr (api_string (answer, "items.0.account_manager_id"), ==, gone ? NULL : mara);
      g_assert_cmpstr (get_ticket (api, own, "assignee_id"), ==, gone ? NULL : mara);
      g_assert_cmpstr (get_ticket (api, nobodys, "assignee_id"), ==, gone ? NULL : mara);
      g_assert_cmpstr (get_ticket (api, others, "assignee_id"), ==, gone ? nils : mara);
      g_assert_cmpstr (get_ticket (api, closed, "assignee_id"), ==, mara);
    }
  test_server_count_whole (api->server->database);
}

static void
test_everyone_replies (void)
{
  static const char *const everyone[] = { "ada", "abel", "mara", "nils", "alma" };
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "Open to all");
  g_autoptr (GString) names = g_string_new ("ada");

  for (guint i = 0; i < G_N_ELEMENTS (everyone); i++)
    {
      api_reply (api, everyone[i], ticket, "Me too");
      g_string_append_printf (names, " %s", everyone[i]);
    }
  api_expect (api, "404 not-found", "bob", "{'body':'B'}", "POST /v1/tickets/%s/messages", ticket);
  g_assert_cmpstr (
      api_column (api,
                  api_expect (api, "200", "abel", NULL, "GET /v1/tickets/%s/messages", ticket),
                  "author_username"),
      ==,
      names->str);
}

static void
test_name_stays (void)
{
  static const char *const changes[] = {
    "{'display_name':'Somebody Else'}",
    "{'disabled':true}",
    "{'role':'admin'}",
    "{'disabled':false,'display_name':'A Third'}",
  };
  static const char *const readers[] = { "abel", "mara" };
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "Signed");

  api_reply (api, "ada", ticket, "Mine");
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      api_expect (api, "200", "alma", changes[i], "PATCH /v1/accounts/%s", id_of (api, "ada"));
      for (guint r = 0; r < G_N_ELEMENTS (readers); r++)
        {
          ApiAnswer *thread
              = api_expect (api, "200", readers[r], NULL, "GET /v1/tickets/%s/messages", ticket);
          ApiAnswer *feed = api_expect (api, "200", readers[r], NULL, "GET /v1/changes");

          g_assert_cmpstr (api_column (api, thread, "author_name"), ==, "Ada Example Ada Example");
          g_assert_cmpstr (api_column (api, thread, "author_username"), ==, "ada ada");
          g_assert_cmpstr (api_column (api, thread, "author_role"), ==, "publisher publisher");
          g_assert_true (
              g_regex_match_simple ("\"author_name\":\"Ada Example\"", feed->text, 0, 0));
          g_assert_false (g_regex_match_simple (
              "\"author_name\":\"(Somebody Else|A Third)\"", feed->text, 0, 0));
        }
    }
}

/* No word of another publisher's, nor of another organization's, by any read. */
static void
test_never_anothers (void)
{
  static const char *const outsiders[] = { "bob", "ursa" };
  static const char *const reads[] = {
    "/v1/tickets?status=all",
    "/v1/tickets?q=mandarin&status=all",
    "/v1/tickets?q=%231&status=all",
    "/v1/tickets?publisher=$P&status=all",
    "/v1/tickets?assignee=$M&status=all",
    "/v1/changes?limit=1000",
  };
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "mandarin");

  api_add_elsewhere (api);
  api_reply (api, "abel", ticket, "mandarin oranges");
  for (guint i = 0; i < G_N_ELEMENTS (reads); i++)
    {
      g_autoptr (GString) path = g_string_new (reads[i]);

      g_string_replace (path, "$P", api->server->acme, 0);
      g_string_replace (path, "$M", id_of (api, "mara"), 0);
      for (guint w = 0; w < G_N_ELEMENTS (outsiders); w++)
        g_assert_null (
            g_strstr_len (api_expect (api, "200", outsiders[w], NULL, "GET %s", path->str)->text,
                          -1,
                          "mandarin"));
      g_assert_nonnull (g_strstr_len (
          api_expect (api, "200", "mara", NULL, "GET %s", path->str)->text, -1, "mandarin"));
    }
  api_expect (api, "404 not-found", "bob", NULL, "GET /v1/tickets/%s", ticket);
  api_expect (api, "404 not-found", "bob", NULL, "GET /v1/tickets/%s/messages", ticket);
  api_expect (api, "404 not-found", "ursa", NULL, "GET /v1/tickets/%s", ticket);
}

static void
test_staff_see_all (void)
{
  static const char *const staff[] = { "alma", "mara", "nils" };
  g_autoptr (Api) api = api_new ();

  api_open (api, "ada", "A");
  api_open (api, "bob", "B");
  for (guint i = 0; i < G_N_ELEMENTS (staff); i++)
    g_assert_cmpstr (
        api_column (api, api_expect (api, "200", staff[i], NULL, "GET /v1/tickets"), "title"),
        ==,
        "B A");
}

void
api_add_rule_tests (void)
{
  g_test_add_func ("/api/rule-1/off-in-a-new-organization", test_off_at_first);
  g_test_add_func ("/api/rule-1/only-an-admin-turns-it", test_only_an_admin);
  g_test_add_func ("/api/rule-2/publishers-neither-see-nor-use-it", test_off_for_publishers);
  g_test_add_func ("/api/rule-2/staff-read-and-do-not-write", test_off_for_staff);
  g_test_add_func ("/api/rule-3/exactly-as-before", test_exactly_as_before);
  g_test_add_func ("/api/rule-4/title-and-message", test_both_required);
  g_test_add_func ("/api/rule-5/assigned-to-the-account-manager", test_assigned_to_its_manager);
  g_test_add_func ("/api/rule-6/open-tickets-move", test_another_manager);
  g_test_add_func ("/api/rule-6/reassigned-by-hand", test_reassigned_by_hand);
  g_test_add_func ("/api/rule-6/nothing-is-left-to-who-leaves-the-staff", test_leaves_the_staff);
  g_test_add_func ("/api/rule-7/everyone-replies", test_everyone_replies);
  g_test_add_func ("/api/rule-8/the-name-stays", test_name_stays);
  g_test_add_func ("/api/rule-9/never-anothers", test_never_anothers);
  g_test_add_func ("/api/rule-9/staff-see-all", test_staff_see_all);
}
