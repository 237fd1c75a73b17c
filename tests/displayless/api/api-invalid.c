/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bodies that are refused: each wrong member is named by its RFC 6901 pointer, all at once. */
#include "api-fixture.h"

#include <string.h>

/* $T is a ticket of ada's, $P Acme, $A ada's account. */
static const struct
{
  const char *who, *call, *body, *said;
} bodies[] = {
  { "ada", "POST /v1/tickets", "", "400 bad-request" },
  { "ada", "POST /v1/tickets", "{'title':'T'", "400 bad-request" },
  { "ada", "POST /v1/tickets", "{'title':'T',}", "400 bad-request" },
  { "ada", "POST /v1/tickets", "{'title':'T','title':'U'}", "400 bad-request" },
  { "ada", "POST /v1/tickets", "{} {}", "400 bad-request" },
  { "ada", "POST /v1/tickets", "{'title':'\xff'}", "400 bad-request" },
  { "ada", "POST /v1/tickets", "{'title':'\\ud800'}", "400 bad-request" },
  { "ada", "POST /v1/tickets", "NaN", "400 bad-request" },
  { "ada", "POST /v1/tickets", "[]", "422 \"\"" },
  { "ada", "POST /v1/tickets", "null", "422 \"\"" },
  { "ada", "POST /v1/tickets", "'text'", "422 \"\"" },
  { "ada", "POST /v1/tickets", "{'title':1,'message':{'body':'B'}}", "422 /title" },
  { "ada", "POST /v1/tickets", "{'title':null,'message':[]}", "422 /title /message" },
  { "ada", "POST /v1/tickets", "{'title':'T','message':{'body':'B'},'colour':1}", "422 /colour" },
  { "ada",
    "POST /v1/tickets",
    "{'title':'T','message':{'body':'B','a/b~c':1}}",
    "422 /message/a~1b~0c" },
  { "ada",
    "POST /v1/tickets",
    "{'id':'1','title':'T','message':{'id':'X','body':'B'}}",
    "422 /id /message/id" },
  { "ada", "POST /v1/tickets", "{'title':'T\\nU','message':{'body':'B'}}", "422 /title" },
  { "ada", "POST /v1/tickets", "{'title':'T\\u0000','message':{'body':'B'}}", "422 /title" },
  { "ada",
    "POST /v1/tickets",
    "{'title':'T\\u202eU','message':{'body':'B\\u0007'}}",
    "422 /title /message/body" },
  { "ada",
    "POST /v1/tickets",
    "{'title':'T','message':{'body':'B','written_at':'yesterday'}}",
    "422 /message/written_at" },
  { "ada",
    "POST /v1/tickets",
    "{'title':'T','message':{'body':'B','written_at':'2026-02-30T00:00:00Z'}}",
    "422 /message/written_at" },
  { "ada",
    "POST /v1/tickets",
    "{'title':'T','message':{'body':'B','attachments':{}}}",
    "422 /message/attachments" },
  { "ada",
    "POST /v1/tickets",
    "{'title':'T','message':{'body':'B','attachments':[{'id':'x'},{},7]}}",
    "422 /message/attachments/0/id /message/attachments/1/id /message/attachments/2" },
  { "ada",
    "POST /v1/tickets",
    "{'title':'T','message':{'body':'B','attachments':[{'id':'" API_MISSING "'}]}}",
    "422 /message/attachments/0/id" },
  { "ada",
    "POST /v1/tickets",
    "{'title':'T','message':{'body':'B'},'publisher_id':'$P'}",
    "422 /publisher_id" },
  { "mara", "POST /v1/tickets", "{'title':'T','message':{'body':'B'}}", "422 /publisher_id" },
  { "mara",
    "POST /v1/tickets",
    "{'title':'T','message':{'body':'B'},'publisher_id':'" API_MISSING "'}",
    "422 /publisher_id" },
  { "ada", "POST /v1/tickets/$T/messages", "{'body':''}", "422 /body" },
  { "ada", "POST /v1/tickets/$T/messages", "{'body':'\\u200b\\u00a0'}", "422 /body" },
  { "ada", "POST /v1/tickets/$T/messages", "{'text':'B'}", "422 /body /text" },
  { "ada",
    "POST /v1/tickets/$T/messages",
    "{'body':'B','attachments':[{'id':'" API_MISSING "'}]}",
    "422 /attachments/0/id" },
  { "ada", "PATCH /v1/tickets/$T", "{}", "422 \"\"" },
  { "ada", "PATCH /v1/tickets/$T", "{'status':'done'}", "422 /status" },
  { "ada", "PATCH /v1/tickets/$T", "{'title':'U'}", "422 /title" },
  { "ada", "PATCH /v1/tickets/$T", "{'status':null}", "422 /status" },
  { "mara", "PATCH /v1/tickets/$T", "{'assignee_id':'mara'}", "422 /assignee_id" },
  { "ada", "PUT /v1/tickets/$T/read", "{}", "422 /position" },
  { "ada", "PUT /v1/tickets/$T/read", "{'position':0}", "422 /position" },
  { "ada", "PUT /v1/tickets/$T/read", "{'position':-1}", "422 /position" },
  { "ada", "PUT /v1/tickets/$T/read", "{'position':1.5}", "422 /position" },
  { "ada", "PUT /v1/tickets/$T/read", "{'position':'1'}", "422 /position" },
  { "ada", "PUT /v1/tickets/$T/read", "{'position':99999999999999999999}", "400 bad-request" },
  { "alma", "POST /v1/publishers", "{}", "422 /name" },
  { "alma", "POST /v1/publishers", "{'name':'N','number':0}", "422 /number" },
  { "alma", "POST /v1/publishers", "{'name':'N','status':'gone'}", "422 /status" },
  { "alma",
    "POST /v1/publishers",
    "{'name':'N','account_manager_id':'$A'}",
    "422 /account_manager_id" },
  { "alma", "PATCH /v1/publishers/$P", "{'name':' '}", "422 /name" },
  { "alma", "PATCH /v1/publishers/$P", "{'number':0}", "422 /number" },
  { "alma", "PATCH /v1/publishers/$P", "{'account_manager_id':'$A'}", "422 /account_manager_id" },
  { "alma", "POST /v1/accounts", "{}", "422 /username /display_name /role" },
  { "alma",
    "POST /v1/accounts",
    "{'username':'a b','display_name':'\\u202e','role':'king','password':'short'}",
    "422 /username /display_name /role /password" },
  { "alma",
    "POST /v1/accounts",
    "{'username':'zoe','display_name':'Z','role':'publisher','password':'" TEST_PASSWORD "'}",
    "422 /publisher_id" },
  { "alma",
    "POST /v1/accounts",
    "{'username':'zoe','display_name':'Z','role':'admin','password':'" TEST_PASSWORD
    "','publisher_id':'$P'}",
    "422 /publisher_id" },
  { "alma",
    "POST /v1/accounts",
    "{'username':'zoe','display_name':'Z','role':'publisher','password':'" TEST_PASSWORD
    "','publisher_id':'" API_MISSING "'}",
    "422 /publisher_id" },
  { "alma", "PATCH /v1/accounts/$A", "{'username':'eve'}", "422 /username" },
  { "alma", "PATCH /v1/accounts/$A", "{'password':'elevenchars'}", "422 /password" },
  { "alma", "PATCH /v1/accounts/$A", "{'disabled':'yes'}", "422 /disabled" },
  { "alma", "PATCH /v1/accounts/$A", "{'publisher_id':null}", "422 /publisher_id" },
  { "alma", "PATCH /v1/accounts/$L", "{'disabled':true}", "409 last-admin" },
  { "alma", "PATCH /v1/accounts/$L", "{'role':'account-manager'}", "409 last-admin" },
  { "alma",
    "PATCH /v1/organization",
    "{'support_tickets_enabled':1}",
    "422 /support_tickets_enabled" },
  { "alma", "PATCH /v1/organization", "{'slug':'x','name':''}", "422 /name /slug" },
  { NULL, "POST /v1/sessions", "{}", "422 /username /password" },
  { NULL, "POST /v1/sessions", "{'username':1,'password':true}", "422 /username /password" },
  { NULL, "POST /v1/sessions", "{'username':'ada','password':'x','otp':'1'}", "422 /otp" },
  { "ada", "PUT /v1/me/password", "{}", "422 /current /new" },
  { "ada",
    "PUT /v1/me/password",
    "{'current':'" TEST_PASSWORD "','new':'elevenchars'}",
    "422 /new" },
  { "ada", "PUT /v1/me/password", "{'current':'no','new':'more than eleven'}", "422 /current" },
};

static void
test_pointers (void)
{
  g_autoptr (Api) api = api_new ();
  g_autofree char *ada = test_server_find_account (api->server, "ada");
  g_autofree char *alma = test_server_find_account (api->server, "alma");
  const char *ticket = api_open (api, "ada", "Strict");
  const char *before;

  api_token (api, "mara");
  before = api_call (api, "alma", NULL, "GET /v1/changes?limit=1000")->text;
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GString) call = g_string_new (bodies[i].call);
      g_autoptr (GString) body = g_string_new (bodies[i].body);

      g_string_replace (call, "$T", ticket, 0);
      g_string_replace (call, "$P", api->server->acme, 0);
      g_string_replace (call, "$A", ada, 0);
      g_string_replace (call, "$L", alma, 0);
      g_string_replace (body, "$P", api->server->acme, 0);
      g_string_replace (body, "$A", ada, 0);
      api_expect (api, bodies[i].said, bodies[i].who, body->str, "%s", call->str);
    }
  /* What was refused has changed nothing. */
  g_assert_cmpstr (api_call (api, "alma", NULL, "GET /v1/changes?limit=1000")->text, ==, before);
}

/* The longest texts are taken, one character more is not; a character is what Unicode calls one. */
static void
test_lengths (void)
{
  static const struct
  {
    const char *character;
    guint title, body;
    const char *said;
  } lengths[] = {
    { "x", 200, 32768, "201" },
    { "x", 201, 32768, "422 /title" },
    { "x", 200, 32769, "422 /message/body" },
    { "x", 201, 32769, "422 /title /message/body" },
    { "\xf0\x9f\x8e\x89", 200, 32768, "201" },
    { "\xf0\x9f\x8e\x89", 201, 32769, "422 /title /message/body" },
  };
  g_autoptr (Api) api = api_new ();

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (GString) title = g_string_new (NULL);
      g_autoptr (GString) body = g_string_new (NULL);
      ApiAnswer *answer;

      for (guint n = 0; n < lengths[i].title; n++)
        g_string_append (title, lengths[i].character);
      for (guint n = 0; n < lengths[i].body; n++)
        g_string_append (body, lengths[i].character);
      answer = api_expect (
          api,
          lengths[i].said,
          "ada",
          api_text (api, "{'title':'%s','message':{'body':'%s'}}", title->str, body->str),
          "POST /v1/tickets");
      if (answer->status == 201)
        g_assert_cmpstr (api_string (answer, "message.body"), ==, body->str);
    }
}

/* Any Unicode comes back as it went in. */
static void
test_texts (void)
{
  static const char *const texts[] = {
    "<b>not bold</b> & \\\\ \\\"quoted\\\" /\\/",
    "two\\nlines\\tand a tab",
    "\\u0001\\u007f",
    "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xe2\x80\xae override \xe2\x80\xac",
    "zero\xe2\x80\x8bwidth \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb",
    "\\ud83d\\ude00 \\u00e9 e\\u0301",
    "  kept blanks  \\n\\n",
  };
  static const char *const kept[] = {
    "<b>not bold</b> & \\ \"quoted\" //",
    "two\nlines\tand a tab",
    NULL,
    "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xe2\x80\xae override \xe2\x80\xac",
    "zero\xe2\x80\x8bwidth \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb",
    "\xf0\x9f\x98\x80 \xc3\xa9 e\xcc\x81",
    "  kept blanks  \n\n",
  };
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "Texts");

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *body = api_text (api, "{'body':'%s'}", texts[i]);
      ApiAnswer *answer = api_expect (api,
                                      kept[i] != NULL ? "201" : "422 /body",
                                      "ada",
                                      body,
                                      "POST /v1/tickets/%s/messages",
                                      ticket);

      if (kept[i] != NULL)
        g_assert_cmpstr (api_string (answer, "body"), ==, kept[i]);
    }
}

void
api_add_invalid_tests (void)
{
  g_test_add_func ("/api/invalid/pointers", test_pointers);
  g_test_add_func ("/api/invalid/lengths", test_lengths);
  g_test_add_func ("/api/invalid/texts-come-back", test_texts);
}
