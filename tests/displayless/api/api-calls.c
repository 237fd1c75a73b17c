/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every call of protocol.md once, as it should go: its status and the members of its answer. */
#include "api-fixture.h"

#include "tkt-time.h"
#include "tkt-uuid.h"

#define ORGANIZATION "id slug name support_tickets_enabled revision"
#define ACCOUNT "id username display_name role publisher_id disabled revision"
#define PUBLISHER "id number name status account_manager_id revision"
#define TICKET                                                                                     \
  "id number title status publisher_id assignee_id opened_by opened_at closed_by closed_at"        \
  " reply_count last_message_at updated_at revision"
#define MESSAGE                                                                                    \
  "id ticket_id position author_id author_username author_name author_role body attachments"       \
  " written_at sent_at deleted_by deleted_at revision"
#define READ_MARK "ticket_id position revision"
#define SESSION "id device created_at last_used_at expires_at address current"
#define AUDIT_ENTRY                                                                                \
  "number at kind account_id object_id field old_value new_value request_id address "              \
  "account_username object_name old_name new_name"
#define ITEMS "items next"

/* In a call's path and body $T stands for an open ticket of Acme's, $M for a reply of ada's in it,
 * $P for Acme, $A for abel's account. */
static const struct
{
  const char *call;
  const char *who;
  const char *body;
  const char *status;
  const char *members; /* of the answer; NULL: no body */
  const char *inner;   /* a row in it, or NULL */
  const char *inner_members;
} calls[] = {
  { "POST /v1/sessions",
    NULL,
    "{'organization':'larkfield','username':'ada','password':'" TEST_PASSWORD "','device':'Desk'}",
    "201",
    "token expires_at account organization",
    "account",
    ACCOUNT },
  { "POST /v1/sessions",
    NULL,
    "{'username':'ADA','password':'" TEST_PASSWORD "'}",
    "201",
    "token expires_at account organization",
    "organization",
    ORGANIZATION },
  { "DELETE /v1/sessions/current", "ada/2", NULL, "204", NULL, NULL, NULL },
  { "GET /v1/me", "ada", NULL, "200", "account organization", "account", ACCOUNT },
  { "GET /v1/me", "alma", NULL, "200", "account organization", "organization", ORGANIZATION },
  { "GET /v1/me/sessions", "ada", NULL, "200", ITEMS, "items.0", SESSION },
  { "PUT /v1/me/password",
    "nils",
    "{'current':'" TEST_PASSWORD "','new':'another one of them'}",
    "204",
    NULL,
    NULL,
    NULL },
  { "GET /v1/tickets", "ada", NULL, "200", ITEMS, "items.0", TICKET },
  { "POST /v1/tickets",
    "ada",
    "{'title':'One','message':{'body':'Two'}}",
    "201",
    "ticket message",
    "ticket",
    TICKET },
  { "POST /v1/tickets",
    "mara",
    "{'title':'One','message':{'body':'Two'},'publisher_id':'$P'}",
    "201",
    "ticket message",
    "message",
    MESSAGE },
  { "GET /v1/tickets/$T", "ada", NULL, "200", TICKET, NULL, NULL },
  { "PATCH /v1/tickets/$T", "ada", "{'status':'closed'}", "200", TICKET, NULL, NULL },
  { "PATCH /v1/tickets/$T", "mara", "{'assignee_id':null}", "200", TICKET, NULL, NULL },
  { "PATCH /v1/tickets/$T", "ada", "{'status':'open'}", "200", TICKET, NULL, NULL },
  { "GET /v1/tickets/$T/messages", "ada", NULL, "200", ITEMS, "items.0", MESSAGE },
  { "POST /v1/tickets/$T/messages",
    "mara",
    "{'body':'Three','attachments':[],'written_at':'2026-11-23T10:15:30.123Z'}",
    "201",
    MESSAGE,
    NULL,
    NULL },
  { "DELETE /v1/messages/$M", "ada", NULL, "200", MESSAGE, NULL, NULL },
  { "PUT /v1/tickets/$T/read", "ada", "{'position':1}", "200", READ_MARK, NULL, NULL },
  { "GET /v1/publishers", "mara", NULL, "200", ITEMS, "items.0", PUBLISHER " open_tickets" },
  { "POST /v1/publishers", "alma", "{'name':'Corvid Clicks'}", "201", PUBLISHER, NULL, NULL },
  { "PATCH /v1/publishers/$P", "alma", "{'status':'paused'}", "200", PUBLISHER, NULL, NULL },
  { "GET /v1/accounts", "mara", NULL, "200", ITEMS, "items.0", ACCOUNT },
  { "POST /v1/accounts",
    "alma",
    "{'username':'zoe','display_name':'Zoe','role':'account-manager','password':'" TEST_PASSWORD
    "'}",
    "201",
    ACCOUNT,
    NULL,
    NULL },
  { "PATCH /v1/accounts/$A", "alma", "{'display_name':'Abel A.'}", "200", ACCOUNT, NULL, NULL },
  { "POST /v1/accounts",
    "alma",
    "{'username':'yan','display_name':'Yan','role':'account-manager'}",
    "201",
    ACCOUNT,
    NULL,
    NULL },
  { "POST /v1/accounts/$A/invitation",
    "alma",
    NULL,
    "201",
    "code expires_at account",
    "account",
    ACCOUNT },
  { "PATCH /v1/publishers/$P", "alma", "{'number':77}", "200", PUBLISHER, NULL, NULL },
  { "GET /v1/organization", "ada", NULL, "200", ORGANIZATION, NULL, NULL },
  { "PATCH /v1/organization", "alma", "{'name':'Larkfield'}", "200", ORGANIZATION, NULL, NULL },
  { "GET /v1/audit", "alma", NULL, "200", ITEMS, "items.0", AUDIT_ENTRY },
  { "GET /v1/changes", "ada", NULL, "200", "changes cursor more", NULL, NULL },
  { "GET /healthz", NULL, NULL, "200", "status", NULL, NULL },
  { "GET /readyz", NULL, NULL, "200", "status", NULL, NULL },
};

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *)a, *(const char *const *)b);
}

static char *
sorted (char **names)
{
  qsort (names, g_strv_length (names), sizeof *names, compare_names);

  return g_strjoinv (" ", names);
}

static void
assert_members (JsonNode *node, const char *expected)
{
  JsonObject *object = json_node_get_object (node);
  g_auto (GStrv) wanted = g_strsplit (expected, " ", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) there = NULL;
  JsonObjectIter iter;
  const char *name;
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, NULL))
    g_strv_builder_add (builder, name);
  there = g_strv_builder_end (builder);
  a = sorted (there);
  b = sorted (wanted);
  g_assert_cmpstr (a, ==, b);
}

/* Fills in what the signs of the table stand for. */
static const char *
fill (Api *api, const char *text, const char *ticket, const char *message)
{
  g_autofree char *abel = test_server_find_account (api->server, "abel");
  g_autoptr (GString) filled = g_string_new (text);

  g_string_replace (filled, "$T", ticket, 0);
  g_string_replace (filled, "$M", message, 0);
  g_string_replace (filled, "$P", api->server->acme, 0);
  g_string_replace (filled, "$A", abel, 0);

  return api_text (api, "%s", filled->str);
}

static void
test_success (void)
{
  g_autoptr (Api) api = api_new ();

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      const char *ticket = api_open (api, "ada", "Postbacks");
      const char *message = api_reply (api, "ada", ticket, "More");
      const char *body = calls[i].body != NULL ? fill (api, calls[i].body, ticket, message) : NULL;
      const char *call = fill (api, calls[i].call, ticket, message);
      ApiAnswer *answer;

      g_test_message ("%s", calls[i].call);
      answer = api_expect (api, calls[i].status, calls[i].who, body, "%s", call);
      if (calls[i].members != NULL)
        assert_members (answer->json, calls[i].members);
      else
        g_assert_cmpuint (answer->length, ==, 0);
      if (calls[i].inner != NULL)
        assert_members (api_member (answer, calls[i].inner), calls[i].inner_members);
    }
}

/* A version 7 id that the server made, and a time of now as protocol.md writes them. */
static void
assert_made_now (const ApiAnswer *answer, const char *id, const char *time)
{
  const char *made = api_string (answer, id);
  const char *text = api_string (answer, time);
  gint64 at;

  g_assert_true (tkt_uuid_is_valid (made));
  g_assert_cmpint (made[14], ==, '7');
  g_assert_true (
      g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$", text, 0, 0));
  g_assert_true (tkt_time_parse (text, &at));
  g_assert_cmpint (ABS (at - tkt_time_now ()), <, TKT_MINUTE);
}

static void
test_new_ticket (void)
{
  g_autoptr (Api) api = api_new ();
  g_autofree char *ada = test_server_find_account (api->server, "ada");
  ApiAnswer *opened
      = api_expect (api,
                    "201",
                    "ada",
                    "{'title':' Where is my <b>payout</b>? ','message':"
                    "{'body':'One\\r\\ntwo','written_at':'2026-11-23T11:15:30+01:00'}}",
                    "POST /v1/tickets");

  assert_made_now (opened, "ticket.id", "ticket.opened_at");
  assert_made_now (opened, "message.id", "message.sent_at");
  g_assert_cmpstr (api_string (opened, "ticket.title"), ==, "Where is my <b>payout</b>?");
  g_assert_cmpstr (api_string (opened, "ticket.status"), ==, "open");
  g_assert_cmpstr (api_string (opened, "ticket.publisher_id"), ==, api->server->acme);
  g_assert_cmpstr (api_string (opened, "ticket.opened_by"), ==, ada);
  g_assert_cmpstr (api_string (opened, "ticket.closed_at"), ==, NULL);
  g_assert_cmpint (api_integer (opened, "ticket.number"), ==, 1);
  g_assert_cmpint (api_integer (opened, "ticket.reply_count"), ==, 0);
  g_assert_cmpstr (api_string (opened, "message.body"), ==, "One\ntwo");
  g_assert_cmpstr (api_string (opened, "message.written_at"), ==, "2026-11-23T10:15:30.000Z");
  g_assert_cmpint (api_integer (opened, "message.position"), ==, 1);
  g_assert_cmpstr (api_string (opened, "message.ticket_id"), ==, api_string (opened, "ticket.id"));
  g_assert_cmpstr (api_string (opened, "message.author_role"), ==, "publisher");
}

/* Numbers count 1, 2, 3 in each organization; positions in each ticket; reply_count leaves out the
 * opening message and tombstones. */
static void
test_counting (void)
{
  g_autoptr (Api) api = api_new ();
  const char *first = api_open (api, "ada", "One");
  const char *second = api_open (api, "mara", "Two");
  const char *reply = api_reply (api, "ada", first, "a");
  ApiAnswer *ticket;

  api_reply (api, "mara", first, "b");
  api_reply (api, "mara", second, "c");
  ticket = api_expect (api, "200", "ada", NULL, "GET /v1/tickets/%s", first);
  g_assert_cmpint (api_integer (ticket, "number"), ==, 1);
  g_assert_cmpint (api_integer (ticket, "reply_count"), ==, 2);
  api_expect (api, "200", "ada", NULL, "DELETE /v1/messages/%s", reply);
  ticket = api_expect (api, "200", "ada", NULL, "GET /v1/tickets/%s", first);
  g_assert_cmpint (api_integer (ticket, "reply_count"), ==, 1);
  api_reply (api, "ada", first, "d");
  g_assert_cmpstr (
      api_column (api,
                  api_expect (api, "200", "ada", NULL, "GET /v1/tickets/%s/messages", first),
                  "position"),
      ==,
      "1 2 3 4");
  ticket = api_expect (api, "200", "mara", NULL, "GET /v1/tickets/%s", second);
  g_assert_cmpint (api_integer (ticket, "number"), ==, 2);
  g_assert_cmpint (api_integer (ticket, "reply_count"), ==, 1);

  api_add_elsewhere (api);
  api_expect (api, "201", "ursa", "{'name':'Umbra'}", "POST /v1/publishers");
  ticket = api_expect (api, "200", "ursa", NULL, "GET /v1/publishers");
  g_assert_cmpint (api_integer (ticket, "items.0.number"), ==, 1);
  ticket = api_expect (api,
                       "201",
                       "ursa",
                       api_text (api,
                                 "{'title':'U','message':{'body':'u'},'publisher_id':'%s'}",
                                 api_string (ticket, "items.0.id")),
                       "POST /v1/tickets");
  g_assert_cmpint (api_integer (ticket, "ticket.number"), ==, 1);
}

/* Read marks are the account's own, never move backwards and never past the thread's end. */
static void
test_read_marks (void)
{
  static const struct
  {
    const char *who;
    int sent, kept;
  } steps[] = {
    { "ada", 1, 2 }, /* what she wrote herself she has read */
    { "mara", 1, 1 }, { "mara", 99, 2 }, { "mara", 1, 2 }, { "nils", 1, 1 }, { "mara/2", 1, 2 },
  };
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "One");

  api_reply (api, "ada", ticket, "Two");
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      const char *body = api_text (api, "{'position':%d}", steps[i].sent);
      ApiAnswer *mark
          = api_expect (api, "200", steps[i].who, body, "PUT /v1/tickets/%s/read", ticket);

      g_assert_cmpint (api_integer (mark, "position"), ==, steps[i].kept);
      g_assert_cmpstr (api_string (mark, "ticket_id"), ==, ticket);
    }
}

void
api_add_call_tests (void)
{
  g_test_add_func ("/api/calls/each-answers-with-its-members", test_success);
  g_test_add_func ("/api/calls/new-ticket-is-what-was-sent", test_new_ticket);
  g_test_add_func ("/api/calls/numbers-and-positions-count", test_counting);
  g_test_add_func ("/api/calls/read-marks-go-forward-only", test_read_marks);
}
