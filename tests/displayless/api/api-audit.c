/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit trail: every deed leaves its entry, nothing else does, and only admins read it. */
#include "api-fixture.h"

#include <string.h>

#include "tkt-time.h"

#define AUDIT "/v1/audit"

/* Signs in calls and in what is expected: $T an open ticket of ada's, $M a reply of hers in it, $A
 * ada's id, $N nils's, $MARA mara's, $P Acme, $B Bravo, $O the organization, $S the session that
 * acts, $2 its account's other one, $X what the answer's id is. */
static const struct
{
  const char *who, *call, *body, *said;
  const char *entries; /* newest first: kind account object field old new; NULL: none */
} deeds[] = {
  { NULL,
    "POST /v1/sessions",
    "{'username':'ada','password':'" TEST_PASSWORD "'}",
    "201",
    "sign-in $A * - - -" },
  { NULL,
    "POST /v1/sessions",
    "{'username':'ada','password':'wrong password'}",
    "401 bad-credentials",
    "sign-in-failed $A - - - -" },
  { NULL,
    "POST /v1/sessions",
    "{'username':'hunter2','password':'wrong password'}",
    "401 bad-credentials",
    "sign-in-failed - - - - -" },
  { "ada", "DELETE /v1/sessions/current", NULL, "204", "sign-out $A $S - - -" },
  { "ada", "DELETE /v1/me/sessions/$S", NULL, "204", "sign-out $A $S - - -" },
  { "ada", "DELETE /v1/me/sessions/$2", NULL, "204", "session-ended $A $2 - - -" },
  { "ada", "DELETE /v1/me/sessions/" API_MISSING, NULL, "404 not-found", NULL },
  { "ada",
    "PUT /v1/me/password",
    "{'current':'" TEST_PASSWORD "','new':'another horse battery'}",
    "204",
    "password-changed $A $A - - -" },
  { "ada",
    "PUT /v1/me/password",
    "{'current':'wrong password','new':'another horse battery'}",
    "422 /current",
    "sign-in-failed $A - - - -" },
  { "ada",
    "POST /v1/tickets",
    "{'title':'Secret title','message':{'body':'Secret text'}}",
    "201",
    "ticket-opened $A $X - - -" },
  { "ada", "POST /v1/tickets/$T/messages", "{'body':'Secret text'}", "201", NULL },
  { "ada", "PUT /v1/tickets/$T/read", "{'position':1}", "200", NULL },
  { "ada", "PATCH /v1/tickets/$T", "{'status':'closed'}", "200", "ticket-closed $A $T - - -" },
  { "ada", "PATCH /v1/tickets/$T", "{'status':'open'}", "200", NULL },
  { "nils",
    "PATCH /v1/tickets/$T",
    "{'assignee_id':'$N'}",
    "200",
    "ticket-reassigned $N $T - $MARA $N" },
  { "nils", "PATCH /v1/tickets/$T", "{'assignee_id':'$MARA'}", "200", NULL },
  { "nils",
    "PATCH /v1/tickets/$T",
    "{'assignee_id':null,'status':'closed'}",
    "200",
    "ticket-closed $N $T - - -;ticket-reassigned $N $T - $MARA -" },
  { "ada", "DELETE /v1/messages/$M", NULL, "200", "message-deleted $A $M - - -" },
  { "bob", "DELETE /v1/messages/$M", NULL, "404 not-found", NULL },
  { "mara", "POST /v1/tickets/$T/notes", "{'body':'Secret text'}", "201", NULL },
  { "ada", "DELETE /v1/notes/" API_MISSING, NULL, "403 not-allowed", NULL },
  { "alma",
    "PATCH /v1/organization",
    "{'support_tickets_enabled':false,'name':'Lark'}",
    "200",
    "settings-changed $ALMA $O support_tickets_enabled true false;"
    "settings-changed $ALMA $O name Larkfield_Network Lark" },
  { "alma", "PATCH /v1/organization", "{'support_tickets_enabled':true}", "200", NULL },
  { "mara", "PATCH /v1/organization", "{'name':'Mine'}", "403 not-allowed", NULL },
  { "mara",
    "POST /v1/saved-replies",
    "{'name':'Secret-name','body':'Secret text','shared':true}",
    "201",
    "saved-reply-added $MARA $X - - -" },
  { "mara",
    "POST /v1/saved-replies",
    "{'name':'own','body':'Secret text','shared':false}",
    "201",
    NULL },
  { "alma",
    "POST /v1/accounts",
    "{'username':'zoe','display_name':'Zoe','role':'admin','password':'" TEST_PASSWORD "'}",
    "201",
    "account-added $ALMA $X - - admin" },
  { "alma",
    "PATCH /v1/accounts/$A",
    "{'disabled':true}",
    "200",
    "account-disabled $ALMA $A - - -" },
  { "alma", "PATCH /v1/accounts/$A", "{'disabled':false}", "200", NULL },
  { "alma",
    "PATCH /v1/accounts/$A",
    "{'display_name':'Ada A.','password':'another horse battery'}",
    "200",
    "password-set $ALMA $A - - -;account-renamed $ALMA $A - Ada_Example Ada_A." },
  { "alma",
    "PATCH /v1/accounts/$A",
    "{'role':'admin'}",
    "200",
    "account-moved $ALMA $A - $P -;account-role-changed $ALMA $A - publisher admin" },
  { "alma",
    "PATCH /v1/accounts/$A",
    "{'publisher_id':'$B'}",
    "200",
    "account-moved $ALMA $A - $P $B" },
  { "alma",
    "PATCH /v1/accounts/$MARA",
    "{'role':'publisher','publisher_id':'$B'}",
    "200",
    "publisher-assigned $ALMA $P - $MARA -;account-moved $ALMA $MARA - - $B;"
    "account-role-changed $ALMA $MARA - account-manager publisher" },
  { "alma", "POST /v1/accounts/$A/invitation", NULL, "201", "invitation-made $ALMA $A - - -" },
  { "alma", "PATCH /v1/publishers/$P", "{'number':2}", "422 /number", NULL },
  { "alma",
    "PATCH /v1/publishers/$P",
    "{'number':9}",
    "200",
    "publisher-changed $ALMA $P number 1 9" },
  { "alma",
    "POST /v1/publishers",
    "{'name':'Corvid'}",
    "201",
    "publisher-added $ALMA $X - - Corvid" },
  { "alma",
    "PATCH /v1/publishers/$P",
    "{'name':'Acme','status':'paused','account_manager_id':'$N'}",
    "200",
    "publisher-assigned $ALMA $P - $MARA $N;publisher-changed $ALMA $P status active paused;"
    "publisher-changed $ALMA $P name Acme_Media Acme" },
  { "alma", "PATCH /v1/publishers/$P", "{'name':'Acme Media'}", "200", NULL },
  { "alma", "GET /v1/accounts", NULL, "200", NULL },
};

static const char *
fill (Api *api, const char *text, const char *const *values)
{
  GString *filled = g_string_new (text);
  const char *made;

  /* Pairs of a sign and its value, longer signs first. */
  for (guint i = 0; values[i] != NULL; i += 2)
    g_string_replace (filled, values[i], values[i + 1], 0);
  made = api_text (api, "%s", filled->str);
  g_string_free (filled, TRUE);

  return made;
}

static const char *
id_of (Api *api, const char *username)
{
  g_autofree char *id = test_server_find_account (api->server, username);

  return api_text (api, "%s", id);
}

static JsonArray *
items_of (const ApiAnswer *answer)
{
  return json_node_get_array (api_member (answer, "items"));
}

static const char *
word_of (JsonObject *entry, const char *member)
{
  JsonNode *node = json_object_get_member (entry, member);

  return JSON_NODE_HOLDS_NULL (node) ? "-" : json_node_get_string (node);
}

/* The newest @n entries as the table writes them; blanks are '_', and with @any objects are '*'. */
static char *
newest (Api *api, guint n, gboolean any)
{
  ApiAnswer *answer = api_expect (api, "200", "alma", NULL, "GET " AUDIT "?limit=%u", MAX (n, 1));
  GString *lines = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      static const char *const members[]
          = { "kind", "account_id", "object_id", "field", "old_value", "new_value" };
      JsonObject *entry = json_array_get_object_element (items_of (answer), i);

      g_string_append (lines, i > 0 ? ";" : "");
      for (guint m = 0; m < G_N_ELEMENTS (members); m++)
        {
          g_autofree char *word = g_strdup (word_of (entry, members[m]));

          g_string_append_printf (
              lines, "%s%s", m > 0 ? " " : "", any && m == 2 ? "*" : g_strdelimit (word, " ", '_'));
        }
    }

  return g_string_free (lines, FALSE);
}

static gint64
count_of (Api *api)
{
  return api_integer (api_expect (api, "200", "alma", NULL, "GET " AUDIT "?limit=1"),
                      "items.0.number");
}

/* The session of @who that acts, and another one of the account. */
static void
find_sessions (Api *api, const char *who, const char **own, const char **other)
{
  const char *second = api_text (api, "%s/2", who);
  ApiAnswer *answer;

  api_token (api, who);
  api_token (api, second);
  answer = api_expect (api, "200", who, NULL, "GET /v1/me/sessions");
  *other = api_string (answer, "items.0.id");
  *own = api_string (answer, "items.1.id");
}

static void
test_deeds (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (deeds); i++)
    {
      g_autoptr (Api) api = api_new ();
      const char *ticket = api_open (api, "ada", "Secret title");
      const char *message = api_reply (api, "ada", ticket, "Secret text");
      const char *own = "", *other = "", *made = "";
      const char *request;
      g_auto (GStrv) wanted
          = g_strsplit (deeds[i].entries != NULL ? deeds[i].entries : "", ";", -1);
      guint n = g_strv_length (wanted);
      ApiAnswer *answer;
      gint64 before;
      g_autofree char *told = NULL;

      if (deeds[i].who != NULL)
        find_sessions (api, deeds[i].who, &own, &other);
      before = count_of (api);
      {
        const char *const values[] = { "$ALMA", id_of (api, "alma"),
                                       "$MARA", id_of (api, "mara"),
                                       "$A",    id_of (api, "ada"),
                                       "$N",    id_of (api, "nils"),
                                       "$P",    api->server->acme,
                                       "$B",    api->server->bravo,
                                       "$O",    api->server->organization,
                                       "$T",    ticket,
                                       "$M",    message,
                                       "$S",    own,
                                       "$2",    other,
                                       NULL };

        request = fill (api, deeds[i].call, values);
        answer = api_expect (api,
                             deeds[i].said,
                             deeds[i].who,
                             deeds[i].body != NULL ? fill (api, deeds[i].body, values) : NULL,
                             "%s",
                             request);
        if (deeds[i].entries != NULL && strstr (deeds[i].entries, "$X") != NULL)
          made = api_string (answer, strstr (request, "tickets") != NULL ? "ticket.id" : "id");
        told = newest (api, n, n > 0 && strchr (deeds[i].entries, '*') != NULL);
        g_test_message ("%s: %s", request, told);
        g_assert_cmpint (count_of (api) - before, ==, n);
        if (n > 0)
          {
            const char *last[] = { "$X", made, NULL };

            g_assert_cmpstr (told, ==, fill (api, fill (api, deeds[i].entries, values), last));
          }
      }
    }
}

/* What people call the things behind the ids: who, what, from and to; and never a title. */
static const struct
{
  const char *who, *call, *body;
  const char *names;
} named[] = {
  { "nils", "PATCH /v1/tickets/$T", "{'assignee_id':'$N'}", "nils #1 mara nils" },
  { "nils", "PATCH /v1/tickets/$T", "{'assignee_id':null}", "nils #1 mara -" },
  { "ada", "PATCH /v1/tickets/$T", "{'status':'closed'}", "ada #1 - -" },
  { "mara", "DELETE /v1/messages/$M", NULL, "mara #1 - -" },
  { "alma", "PATCH /v1/accounts/$N", "{'disabled':true}", "alma nils - -" },
  { "alma", "PATCH /v1/accounts/$N", "{'display_name':'N.'}", "alma nils - -" },
  { "alma", "PATCH /v1/accounts/$A", "{'publisher_id':'$B'}", "alma ada Acme_Media Bravo_Deals" },
  { "alma", "POST /v1/accounts/$A/invitation", NULL, "alma ada - -" },
  { "alma", "PATCH /v1/publishers/$P", "{'status':'paused'}", "alma Acme_Media - -" },
  { "alma", "PATCH /v1/publishers/$P", "{'account_manager_id':'$N'}", "alma Acme_Media mara nils" },
  /* The name that it has now. */
  { "alma", "PATCH /v1/publishers/$P", "{'name':'Acme Works'}", "alma Acme_Works - -" },
  { "alma", "PATCH /v1/organization", "{'name':'Lark'}", "alma - - -" },
  { "ada", "DELETE /v1/sessions/current", NULL, "ada - - -" },
};

static void
test_names (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    {
      g_autoptr (Api) api = api_new ();
      const char *ticket = api_open (api, "ada", "Secret title");
      const char *message = api_reply (api, "ada", ticket, "Secret text");
      const char *const values[] = { "$A", id_of (api, "ada"),
                                     "$N", id_of (api, "nils"),
                                     "$P", api->server->acme,
                                     "$B", api->server->bravo,
                                     "$T", ticket,
                                     "$M", message,
                                     NULL };
      static const char *const members[]
          = { "account_username", "object_name", "old_name", "new_name" };
      g_autoptr (GString) names = g_string_new (NULL);
      JsonObject *entry;

      /* Signing in has an entry, too. */
      api_token (api, "alma");
      api_token (api, named[i].who);
      api_call (api,
                named[i].who,
                named[i].body != NULL ? fill (api, named[i].body, values) : NULL,
                "%s",
                fill (api, named[i].call, values));
      entry = json_array_get_object_element (
          items_of (api_expect (api, "200", "alma", NULL, "GET " AUDIT "?limit=1")), 0);
      for (guint m = 0; m < G_N_ELEMENTS (members); m++)
        {
          g_autofree char *word = g_strdup (word_of (entry, members[m]));

          g_string_append_printf (names, "%s%s", m > 0 ? " " : "", g_strdelimit (word, " ", '_'));
        }
      g_test_message ("%s", named[i].call);
      g_assert_cmpstr (names->str, ==, named[i].names);
    }
}

/* An entry says under which request, from where and when; and has no word that people wrote. */
static void
test_origin (void)
{
  g_autoptr (Api) api = api_new ();
  gint64 now = tkt_time_now (), at;
  ApiAnswer *opened, *answer;

  api_expect (api,
              "401 bad-credentials",
              NULL,
              "{'username':'hunter2','password':'swordfish swordfish'}",
              "POST /v1/sessions");
  opened = api_expect (
      api, "201", "ada", "{'title':'Hush','message':{'body':'Mum'}}", "POST /v1/tickets");
  answer = api_expect (api, "200", "alma", NULL, "GET " AUDIT "?kind=ticket-opened");
  g_assert_cmpstr (api_string (answer, "items.0.request_id"),
                   ==,
                   soup_message_headers_get_one (opened->headers, "X-Request-Id"));
  g_assert_cmpstr (api_string (answer, "items.0.address"), ==, "127.0.0.1");
  g_assert_true (tkt_time_parse (api_string (answer, "items.0.at"), &at));
  g_assert_cmpint (ABS (at - now), <, TKT_MINUTE);
  answer = api_expect (api, "200", "alma", NULL, "GET " AUDIT "?limit=200");
  g_assert_null (strstr (answer->text, "Hush"));
  g_assert_null (strstr (answer->text, "Mum"));
  g_assert_null (strstr (answer->text, "hunter2"));
  g_assert_null (strstr (answer->text, "swordfish"));
  g_assert_null (strstr (answer->text, TEST_PASSWORD));
  g_assert_null (strstr (answer->text, api_token (api, "ada") + 4));
}

/* What the command line does is nobody's at a desk: no account and no request. */
static void
test_operator (void)
{
  g_autoptr (Api) api = api_new ();
  ApiAnswer *answer;

  test_server_set_disabled (api->server, id_of (api, "ada"), TRUE);
  answer = api_expect (api, "200", "alma", NULL, "GET " AUDIT "?account=none&limit=1");
  g_assert_cmpstr (api_string (answer, "items.0.kind"), ==, "account-disabled");
  g_assert_null (api_string (answer, "items.0.account_id"));
  g_assert_null (api_string (answer, "items.0.request_id"));
  g_assert_null (api_string (answer, "items.0.address"));
}

static gboolean
is_wanted (JsonObject *entry, const char *kind, const char *account, gint64 since, gint64 until)
{
  gint64 at;

  g_assert_true (tkt_time_parse (word_of (entry, "at"), &at));

  return (kind == NULL || g_str_equal (word_of (entry, "kind"), kind))
         && (account == NULL || g_str_equal (word_of (entry, "account_id"), account)) && at >= since
         && at < until;
}

/* Every combination of filters, in pages of every size, is what the whole trail holds of it. */
static void
test_filters (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (JsonArray) all = NULL;
  const char *kinds[] = { NULL, "ticket-opened", "ticket-closed", "account-added", "imported" };
  const char *accounts[] = { NULL, id_of (api, "ada"), id_of (api, "mara"), "-" };
  g_autofree char *middle_text = NULL;
  gint64 middle;

  for (guint i = 0; i < 5; i++)
    api_close (api, "mara", api_open (api, i % 2 == 0 ? "ada" : "mara", "One"));
  api_token (api, "alma");
  all = api_walk (api, "alma", AUDIT, 200);
  for (guint i = 0; i < json_array_get_length (all); i++)
    g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (all, i), "number"),
                     ==,
                     json_array_get_length (all) - i);
  g_assert_true (tkt_time_parse (word_of (json_array_get_object_element (all, 4), "at"), &middle));
  middle_text = tkt_time_to_text (middle);
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint a = 0; a < G_N_ELEMENTS (accounts); a++)
      for (guint t = 0; t < 3; t++)
        {
          g_autoptr (GString) path = g_string_new (AUDIT "?");
          g_autoptr (JsonArray) found = NULL;
          guint n = 0;

          if (kinds[k] != NULL)
            g_string_append_printf (path, "kind=%s&", kinds[k]);
          if (accounts[a] != NULL)
            g_string_append_printf (
                path, "account=%s&", *accounts[a] == '-' ? "none" : accounts[a]);
          if (t > 0)
            g_string_append_printf (path, "%s=%s&", t == 1 ? "since" : "until", middle_text);
          g_string_truncate (path, path->len - 1);
          found = api_walk (api, "alma", path->str, 1 + t * 2);
          for (guint i = 0; i < json_array_get_length (all); i++)
            {
              JsonObject *entry = json_array_get_object_element (all, i);

              if (!is_wanted (entry,
                              kinds[k],
                              accounts[a],
                              t == 1 ? middle : 0,
                              t == 2 ? middle : G_MAXINT64))
                continue;
              g_assert_cmpint (
                  json_object_get_int_member (json_array_get_object_element (found, n++), "number"),
                  ==,
                  json_object_get_int_member (entry, "number"));
            }
          g_assert_cmpuint (json_array_get_length (found), ==, n);
        }
}

static void
test_wrong (void)
{
  static const char *const queries[] = {
    "kind=dance", "account=ada", "since=yesterday", "until=2026-02-30T00:00:00Z",
    "limit=0",    "limit=201",   "cursor=nonsense", "who=ada",
  };
  g_autoptr (Api) api = api_new ();
  const char *next
      = api_string (api_expect (api, "200", "alma", NULL, "GET /v1/publishers?limit=1"), "next");

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    api_expect (api, "400 bad-request", "alma", NULL, "GET " AUDIT "?%s", queries[i]);
  api_expect (api, "400 bad-request", "alma", NULL, "GET " AUDIT "?cursor=%s", next);
}

/* Rule 9: another organization's trail is its own, numbers too. */
static void
test_organizations (void)
{
  g_autoptr (Api) api = api_new ();
  ApiAnswer *answer;

  for (guint i = 0; i < 10; i++)
    api_open (api, "ada", "One");
  api_add_elsewhere (api);
  answer = api_expect (api, "200", "ursa", NULL, "GET " AUDIT);
  /* Support tickets turned on, ursa added, ursa signed in. */
  g_assert_cmpstr (api_column (api, answer, "kind"), ==, "sign-in account-added settings-changed");
  g_assert_cmpstr (api_column (api, answer, "number"), ==, "3 2 1");
}

void
api_add_audit_tests (void)
{
  g_test_add_func ("/api/audit/each-deed-has-its-entry", test_deeds);
  g_test_add_func ("/api/audit/names", test_names);
  g_test_add_func ("/api/audit/from-where-and-without-words", test_origin);
  g_test_add_func ("/api/audit/command-line", test_operator);
  g_test_add_func ("/api/audit/filters", test_filters);
  g_test_add_func ("/api/audit/wrong-queries", test_wrong);
  g_test_add_func ("/api/audit/rule-9/organizations", test_organizations);
}
