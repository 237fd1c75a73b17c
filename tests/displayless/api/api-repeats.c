/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing twice is writing once, and an id belongs to one thing. */
#include "api-fixture.h"

#include <string.h>

/* What is sent with one id, and sent again: $I stands for the id, $P for Acme, $O for another
 * organization's publisher, $T for a ticket of ada's. */
typedef struct
{
  const char *path;
  const char *who;
  const char *body;
  const char *again_who;
  const char *again_body; /* NULL: the same */
  const char *said;
} Repeat;

#define TICKET(title, body) "{'id':'$I','title':'" title "','message':{'body':'" body "'}}"
#define FOR(publisher)                                                                             \
  "{'id':'$I','title':'One','message':{'body':'Two'},'publisher_id':'" publisher "'}"
#define REPLY(body) "{'id':'$I','body':'" body "'}"
#define PUBLISHER(name, rest) "{'id':'$I','name':'" name "'" rest "}"
#define ACCOUNT(username, name, role)                                                              \
  "{'id':'$I','username':'" username "','display_name':'" name "','role':'" role                   \
  "','password':'" TEST_PASSWORD "'}"

static const Repeat repeats[] = {
  { "/v1/tickets", "ada", TICKET ("One", "Two"), "ada", NULL, "200" },
  { "/v1/tickets", "ada", TICKET ("One", "Two"), "ada/2", NULL, "200" },
  { "/v1/tickets", "ada", TICKET ("One", "Two"), "ada", TICKET (" One ", "Two"), "200" },
  { "/v1/tickets", "ada", TICKET ("One", "Two"), "ada", TICKET ("1", "Two"), "409 id-taken" },
  { "/v1/tickets", "ada", TICKET ("One", "Two"), "ada", TICKET ("One", "2"), "409 id-taken" },
  { "/v1/tickets", "ada", TICKET ("One", "Two"), "abel", NULL, "409 id-taken" },
  { "/v1/tickets", "ada", TICKET ("One", "Two"), "bob", NULL, "409 id-taken" },
  { "/v1/tickets", "ada", TICKET ("One", "Two"), "mara", FOR ("$P"), "409 id-taken" },
  { "/v1/tickets", "mara", FOR ("$P"), "mara", NULL, "200" },
  { "/v1/tickets", "mara", FOR ("$P"), "mara", FOR ("$B"), "409 id-taken" },
  { "/v1/tickets", "mara", FOR ("$P"), "ursa", FOR ("$O"), "409 id-taken" },
  { "/v1/tickets/$T/messages", "ada", REPLY ("a"), "ada", NULL, "200" },
  { "/v1/tickets/$T/messages", "ada", REPLY ("a"), "ada", REPLY ("b"), "409 id-taken" },
  { "/v1/tickets/$T/messages", "ada", REPLY ("a"), "mara", NULL, "409 id-taken" },
  { "/v1/publishers", "alma", PUBLISHER ("Nu", ""), "alma", NULL, "200" },
  { "/v1/publishers", "alma", PUBLISHER ("Nu", ",'number':7"), "alma", NULL, "200" },
  { "/v1/publishers", "alma", PUBLISHER ("Nu", ""), "alma", PUBLISHER ("Xi", ""), "409 id-taken" },
  { "/v1/publishers",
    "alma",
    PUBLISHER ("Nu", ",'number':7"),
    "alma",
    PUBLISHER ("Nu", ",'number':8"),
    "409 id-taken" },
  { "/v1/publishers",
    "alma",
    PUBLISHER ("Nu", ",'status':'paused'"),
    "alma",
    PUBLISHER ("Nu", ",'status':'active'"),
    "409 id-taken" },
  { "/v1/publishers",
    "alma",
    PUBLISHER ("Nu", ",'account_manager_id':null"),
    "alma",
    PUBLISHER ("Nu", ",'account_manager_id':'$N'"),
    "409 id-taken" },
  { "/v1/publishers", "alma", PUBLISHER ("Nu", ""), "ursa", NULL, "409 id-taken" },
  { "/v1/accounts", "alma", ACCOUNT ("zoe", "Zoe", "admin"), "alma", NULL, "200" },
  { "/v1/accounts",
    "alma",
    ACCOUNT ("zoe", "Zoe", "admin"),
    "alma",
    ACCOUNT ("zoe", "Zoe Z.", "admin"),
    "409 id-taken" },
  { "/v1/accounts",
    "alma",
    ACCOUNT ("zoe", "Zoe", "admin"),
    "alma",
    ACCOUNT ("zoe", "Zoe", "account-manager"),
    "409 id-taken" },
  { "/v1/accounts",
    "alma",
    ACCOUNT ("zoe", "Zoe", "admin"),
    "alma",
    ACCOUNT ("zack", "Zoe", "admin"),
    "409 id-taken" },
  { "/v1/accounts", "alma", ACCOUNT ("zoe", "Zoe", "admin"), "ursa", NULL, "409 id-taken" },
};

typedef struct
{
  Api *api;
  const char *id, *ticket, *elsewhere;
} Place;

static const char *
fill (const Place *place, const char *text)
{
  g_autofree char *nils = test_server_find_account (place->api->server, "nils");
  g_autoptr (GString) filled = g_string_new (text);

  g_string_replace (filled, "$I", place->id, 0);
  g_string_replace (filled, "$T", place->ticket, 0);
  g_string_replace (filled, "$O", place->elsewhere, 0);
  g_string_replace (filled, "$P", place->api->server->acme, 0);
  g_string_replace (filled, "$B", place->api->server->bravo, 0);
  g_string_replace (filled, "$N", nils, 0);

  return api_text (place->api, "%s", filled->str);
}

/* Everything that staff see, to find that nothing was changed. */
static const char *
see_all (Api *api, const char *who)
{
  return api_expect (api, "200", who, NULL, "GET /v1/changes?limit=1000")->text;
}

static void
test_repeat (gconstpointer data)
{
  const Repeat *repeat = data;
  g_autoptr (Api) api = api_new ();
  Place place = { .api = api, .id = api_new_id (api), .ticket = api_open (api, "ada", "Mine") };
  const char *before, *before_elsewhere, *sent;
  ApiAnswer *first, *again;

  api_add_elsewhere (api);
  place.elsewhere = api_string (
      api_expect (api, "201", "ursa", "{'name':'Umbra'}", "POST /v1/publishers"), "id");
  sent = fill (&place, repeat->body);
  first = api_expect (api, "201", repeat->who, sent, "POST %s", fill (&place, repeat->path));
  before = see_all (api, "alma");
  before_elsewhere = see_all (api, "ursa");
  if (repeat->again_body != NULL)
    sent = fill (&place, repeat->again_body);
  again = api_expect (
      api, repeat->said, repeat->again_who, sent, "POST %s", fill (&place, repeat->path));
  if (again->status == 200)
    g_assert_cmpstr (again->text, ==, first->text);
  g_assert_cmpstr (see_all (api, "alma"), ==, before);
  g_assert_cmpstr (see_all (api, "ursa"), ==, before_elsewhere);
}

/* What is stored meanwhile is what is answered: the ticket has been closed, the text erased. */
static void
test_later (void)
{
  g_autoptr (Api) api = api_new ();
  const char *id = api_new_id (api);
  const char *reply = api_text (api, "{'id':'%s','body':'a'}", api_new_id (api));
  const char *opening = api_text (api, "{'id':'%s','title':'One','message':{'body':'Two'}}", id);
  ApiAnswer *answer;

  api_expect (api, "201", "ada", opening, "POST /v1/tickets");
  answer = api_expect (api, "201", "ada", reply, "POST /v1/tickets/%s/messages", id);
  api_close (api, "mara", id);
  api_expect (api, "200", "ada", NULL, "DELETE /v1/messages/%s", api_string (answer, "id"));
  answer = api_expect (api, "200", "ada", opening, "POST /v1/tickets");
  g_assert_cmpstr (api_string (answer, "ticket.status"), ==, "closed");
  answer = api_expect (api, "200", "ada", reply, "POST /v1/tickets/%s/messages", id);
  g_assert_cmpstr (api_string (answer, "body"), ==, "");
  g_assert_nonnull (api_string (answer, "deleted_at"));
  answer = api_expect (api, "200", "ada", NULL, "GET /v1/tickets/%s/messages", id);
  g_assert_cmpstr (api_column (api, answer, "position"), ==, "1 2");
}

/* Whoever has moved to another publisher does not see the old one's tickets any more, not even by
 * repeating what was written there. */
static void
test_out_of_view (void)
{
  g_autoptr (Api) api = api_new ();
  const char *id = api_new_id (api);
  const char *reply = api_text (api, "{'id':'%s','body':'a'}", api_new_id (api));
  const char *opening = api_text (api, "{'id':'%s','title':'One','message':{'body':'Two'}}", id);
  const char *move = api_text (api, "{'publisher_id':'%s'}", api->server->bravo);
  g_autofree char *ada = test_server_find_account (api->server, "ada");
  const char *before;

  api_expect (api, "201", "ada", opening, "POST /v1/tickets");
  api_expect (api, "201", "ada", reply, "POST /v1/tickets/%s/messages", id);
  api_expect (api, "200", "alma", move, "PATCH /v1/accounts/%s", ada);
  before = see_all (api, "alma");
  api_expect (api, "404 not-found", "ada", opening, "POST /v1/tickets");
  api_expect (api, "404 not-found", "ada", reply, "POST /v1/tickets/%s/messages", id);
  g_assert_cmpstr (see_all (api, "alma"), ==, before);
}

/* The id of a message in a new ticket that is somebody else's: neither ticket nor number is left.
 */
static void
test_half (void)
{
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "bob", "Bobs");
  const char *taken = api_reply (api, "bob", ticket, "Mine");
  const char *before = see_all (api, "alma");
  ApiAnswer *answer;

  api_expect (api,
              "409 id-taken",
              "ada",
              api_text (api, "{'title':'One','message':{'id':'%s','body':'Two'}}", taken),
              "POST /v1/tickets");
  g_assert_cmpstr (see_all (api, "alma"), ==, before);
  answer = api_expect (
      api, "201", "ada", "{'title':'One','message':{'body':'Two'}}", "POST /v1/tickets");
  g_assert_cmpint (api_integer (answer, "ticket.number"), ==, 2);
}

/* Writes without an id: once done, doing them again changes nothing, not even a revision. */
static void
test_settings (void)
{
  static const struct
  {
    const char *who, *call, *body;
  } writes[] = {
    { "ada", "PATCH /v1/tickets/$T", "{'status':'closed'}" },
    { "mara", "PATCH /v1/tickets/$T", "{'assignee_id':'$N'}" },
    { "ada", "PATCH /v1/tickets/$T", "{'status':'open'}" },
    { "ada", "DELETE /v1/messages/$I", NULL },
    { "mara", "PUT /v1/tickets/$T/read", "{'position':1}" },
    { "alma",
      "PATCH /v1/publishers/$P",
      "{'status':'paused','name':'Acme','account_manager_id':'$N'}" },
    { "alma", "PATCH /v1/accounts/$N", "{'display_name':'Nils N.','disabled':false}" },
    { "alma", "PATCH /v1/accounts/$N", "{'role':'admin'}" },
    { "alma", "PATCH /v1/organization", "{'support_tickets_enabled':false,'name':'Lark'}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (writes); i++)
    {
      g_autoptr (Api) api = api_new ();
      Place place = { .api = api, .elsewhere = "", .ticket = api_open (api, "ada", "Mine") };
      const char *body, *call, *before;
      ApiAnswer *first;

      place.id = api_reply (api, "ada", place.ticket, "a");
      body = writes[i].body != NULL ? fill (&place, writes[i].body) : NULL;
      call = fill (&place, writes[i].call);
      g_test_message ("%s %s", writes[i].call, writes[i].body);
      first = api_expect (api, "200", writes[i].who, body, "%s", call);
      before = see_all (api, "alma");
      g_assert_cmpstr (
          api_expect (api, "200", writes[i].who, body, "%s", call)->text, ==, first->text);
      g_assert_cmpstr (see_all (api, "alma"), ==, before);
    }
}

/* Names that people know each other by are one's own. */
static void
test_names (void)
{
  static const struct
  {
    const char *call, *body, *said;
  } taken[] = {
    { "POST /v1/accounts",
      "{'username':'ada','display_name':'A','role':'admin','password':'" TEST_PASSWORD "'}",
      "409 username-taken" },
    { "POST /v1/accounts",
      "{'username':'ADA','display_name':'A','role':'admin','password':'" TEST_PASSWORD "'}",
      "409 username-taken" },
    { "POST /v1/publishers", "{'name':'Acme Media'}", "422 /name" },
    { "POST /v1/publishers", "{'name':'Nu','number':1}", "422 /number" },
    { "PATCH /v1/publishers/$P", "{'name':'Bravo Deals'}", "422 /name" },
    { "PATCH /v1/publishers/$P", "{'name':'Acme Media'}", "200" },
  };
  g_autoptr (Api) api = api_new ();
  Place place = { .api = api, .id = "", .ticket = "", .elsewhere = "" };

  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    api_expect (api, taken[i].said, "alma", taken[i].body, "%s", fill (&place, taken[i].call));
}

void
api_add_repeat_tests (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (repeats); i++)
    {
      g_autofree char *path = g_strdup_printf ("/api/repeats/%02u%s-%s",
                                               i + 1,
                                               strrchr (repeats[i].path, '/'),
                                               repeats[i].said[0] == '2' ? "once" : "taken");

      g_test_add_data_func (path, &repeats[i], test_repeat);
    }
  g_test_add_func ("/api/repeats/answer-what-is-stored-now", test_later);
  g_test_add_func ("/api/repeats/rule-9/not-out-of-view", test_out_of_view);
  g_test_add_func ("/api/repeats/half-a-ticket-is-none", test_half);
  g_test_add_func ("/api/repeats/settings-twice-are-settings-once", test_settings);
  g_test_add_func ("/api/repeats/names-are-taken-once", test_names);
}
