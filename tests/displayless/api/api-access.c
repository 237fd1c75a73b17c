/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may what: every call as everybody on everything, with support tickets on and off. */
#include "api-fixture.h"

#include <string.h>

/*
 * The columns: an admin; the account manager of the ticket and another one; the publisher's account
 * that wrote, its colleague, and one of another publisher; an admin of another organization;
 * nobody. Each answer is a status, and its code as one letter where a status has several: d
 * support-disabled   r not-allowed (the role)   y not-yours   b publisher-blocked c ticket-closed
 * i id-taken The other organization has its support tickets on all the time.
 */
static const char *const people[] = { "alma", "mara", "nils", "ada", "abel", "bob", "ursa", NULL };

/* $OPEN and $CLOSED are tickets of Acme's that ada opened, $ADA, $ABEL and $MARA messages in the
 * open one, $LAST one of ada's in the closed one, $GONE a tombstone of ada's, $NONE does not exist;
 * $NEW is a new name. */
/* clang-format off */
static const struct
{
  const char *call;
  const char *body;
  const char *on;
  const char *off; /* NULL: the same */
} calls[] = {
  /*                                 alma mara nils ada  abel bob  ursa nobody */
  { "GET /v1/me", NULL,             "200  200  200  200  200  200  200  401", NULL },
  { "GET /v1/me/sessions", NULL,    "200  200  200  200  200  200  200  401", NULL },
  { "DELETE /v1/me/sessions/$NONE", NULL, "404 404 404 404 404 404 404 401", NULL },
  { "GET /v1/organization", NULL,   "200  200  200  200  200  200  200  401", NULL },
  { "GET /v1/tickets", NULL,        "200  200  200  200  200  200  200  401",
                                    "200  200  200  403d 403d 403d 200  401" },
  { "GET /v1/changes", NULL,        "200  200  200  200  200  200  200  401",
                                    "200  200  200  403d 403d 403d 200  401" },
  { "GET /v1/publishers", NULL,     "200  200  200  403r 403r 403r 200  401", NULL },
  { "GET /v1/accounts", NULL,       "200  200  200  403r 403r 403r 200  401", NULL },
  { "GET /v1/tickets/$OPEN", NULL,  "200  200  200  200  200  404  404  401",
                                    "200  200  200  403d 403d 403d 404  401" },
  { "GET /v1/tickets/$CLOSED", NULL, "200 200  200  200  200  404  404  401",
                                    "200  200  200  403d 403d 403d 404  401" },
  { "GET /v1/tickets/$NONE", NULL,  "404  404  404  404  404  404  404  401",
                                    "404  404  404  403d 403d 403d 404  401" },
  { "GET /v1/tickets/$OPEN/messages", NULL, "200 200 200 200 200 404 404 401",
                                    "200  200  200  403d 403d 403d 404  401" },
  { "GET /v1/tickets/$NONE/messages", NULL, "404 404 404 404 404 404 404 401",
                                    "404  404  404  403d 403d 403d 404  401" },

  { "POST /v1/tickets", "{'title':'T','message':{'body':'B'}}",
                                    "422  422  422  201  201  201  422  401",
                                    "403d 403d 403d 403d 403d 403d 422  401" },
  { "POST /v1/tickets", "{'title':'T','message':{'body':'B'},'publisher_id':'$ACME'}",
                                    "201  201  201  422  422  422  422  401",
                                    "403d 403d 403d 403d 403d 403d 422  401" },
  { "POST /v1/tickets", "{'title':'T','message':{'body':'B'},'publisher_id':'$NONE'}",
                                    "422  422  422  422  422  422  422  401",
                                    "403d 403d 403d 403d 403d 403d 422  401" },
  { "POST /v1/tickets", "{'id':'$OPEN','title':'Open','message':{'body':'Opening Open'}}",
                                    "409i 409i 409i 200  409i 409i 422  401",
                                    "409i 409i 409i 403d 403d 403d 422  401" },

  { "POST /v1/tickets/$OPEN/messages", "{'body':'B'}", "201 201 201 201 201 404 404 401",
                                    "403d 403d 403d 403d 403d 403d 404  401" },
  { "POST /v1/tickets/$CLOSED/messages", "{'body':'B'}", "409c 409c 409c 409c 409c 404 404 401",
                                    "403d 403d 403d 403d 403d 403d 404  401" },
  { "POST /v1/tickets/$NONE/messages", "{'body':'B'}", "404 404 404 404 404 404 404 401",
                                    "404  404  404  403d 403d 403d 404  401" },

  { "PATCH /v1/tickets/$OPEN", "{'status':'closed'}", "200 200 200 200 200 404 404 401",
                                    "403d 403d 403d 403d 403d 403d 404  401" },
  { "PATCH /v1/tickets/$CLOSED", "{'status':'closed'}", "200 200 200 200 200 404 404 401",
                                    "403d 403d 403d 403d 403d 403d 404  401" },
  { "PATCH /v1/tickets/$OPEN", "{'status':'open'}", "200 200 200 200 200 404 404 401",
                                    "403d 403d 403d 403d 403d 403d 404  401" },
  { "PATCH /v1/tickets/$CLOSED", "{'status':'open'}", "409c 409c 409c 409c 409c 404 404 401",
                                    "403d 403d 403d 403d 403d 403d 404  401" },
  { "PATCH /v1/tickets/$OPEN", "{'assignee_id':'$NILS'}", "200 200 200 403r 403r 404 404 401",
                                    "403d 403d 403d 403d 403d 403d 404  401" },
  { "PATCH /v1/tickets/$OPEN", "{'assignee_id':null}", "200 200 200 403r 403r 404 404 401",
                                    "403d 403d 403d 403d 403d 403d 404  401" },
  { "PATCH /v1/tickets/$CLOSED", "{'assignee_id':'$NILS'}", "409c 409c 409c 403r 403r 404 404 401",
                                    "403d 403d 403d 403d 403d 403d 404  401" },
  { "PATCH /v1/tickets/$NONE", "{'status':'closed'}", "404 404 404 404 404 404 404 401",
                                    "404  404  404  403d 403d 403d 404  401" },

  { "PUT /v1/tickets/$OPEN/read", "{'position':1}", "200 200 200 200 200 404 404 401",
                                    "200  200  200  403d 403d 403d 404  401" },
  { "PUT /v1/tickets/$NONE/read", "{'position':1}", "404 404 404 404 404 404 404 401",
                                    "404  404  404  403d 403d 403d 404  401" },

  { "DELETE /v1/messages/$ADA", NULL, "200 200 200 200  403y 404  404  401",
                                    "403d 403d 403d 403d 403d 403d 404  401" },
  { "DELETE /v1/messages/$ABEL", NULL, "200 200 200 403y 200 404  404  401",
                                    "403d 403d 403d 403d 403d 403d 404  401" },
  { "DELETE /v1/messages/$MARA", NULL, "200 200 200 403y 403y 404 404  401",
                                    "403d 403d 403d 403d 403d 403d 404  401" },
  { "DELETE /v1/messages/$LAST", NULL, "200 200 200 200  403y 404 404  401",
                                    "403d 403d 403d 403d 403d 403d 404  401" },
  { "DELETE /v1/messages/$GONE", NULL, "200 200 200 200  403y 404 404  401",
                                    "403d 403d 403d 403d 403d 403d 404  401" },
  { "DELETE /v1/messages/$NONE", NULL, "404 404 404 404  404  404 404  401",
                                    "404  404  404  403d 403d 403d 404  401" },

  { "POST /v1/publishers", "{'name':'$NEW'}", "201 403r 403r 403r 403r 403r 201 401", NULL },
  { "PATCH /v1/publishers/$ACME", "{'status':'active'}",
                                    "200  403r 403r 403r 403r 403r 404  401", NULL },
  { "PATCH /v1/publishers/$NONE", "{'status':'active'}",
                                    "404  403r 403r 403r 403r 403r 404  401", NULL },
  { "POST /v1/accounts",
    "{'username':'$NEW','display_name':'N','role':'admin','password':'" TEST_PASSWORD "'}",
                                    "201  403r 403r 403r 403r 403r 201  401", NULL },
  { "PATCH /v1/accounts/$NILS", "{'display_name':'Nils'}",
                                    "200  403r 403r 403r 403r 403r 404  401", NULL },
  { "PATCH /v1/accounts/$NONE", "{'display_name':'Nils'}",
                                    "404  403r 403r 403r 403r 403r 404  401", NULL },
  { "PATCH /v1/organization", "{'name':'L'}", "200 403r 403r 403r 403r 403r 200 401", NULL },

  { "GET /v1/audit", NULL,          "200  403r 403r 403r 403r 403r 200  401", NULL },
  { "POST /v1/sessions", "{'organization':'larkfield','username':'ada','password':'not the right one'}",
                                    "401  401  401  401  401  401  401  401", NULL },
  { "GET /healthz", NULL,           "200  200  200  200  200  200  200  200", NULL },
  { "GET /readyz", NULL,            "200  200  200  200  200  200  200  200", NULL },
};
/* clang-format on */

/* One answer as the table writes it. */
static char *
in_short (const ApiAnswer *answer)
{
  static const struct
  {
    const char *code;
    char letter;
  } letters[] = {
    { "support-disabled", 'd' },  { "not-allowed", 'r' },   { "not-yours", 'y' },
    { "publisher-blocked", 'b' }, { "ticket-closed", 'c' }, { "id-taken", 'i' },
  };

  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    if (strstr (answer->said, letters[i].code) != NULL)
      return g_strdup_printf ("%u%c", answer->status, letters[i].letter);

  return g_strdup_printf ("%u", answer->status);
}

static void
replace (GString *text, const char *sign, const char *value)
{
  g_string_replace (text, sign, value, 0);
}

/* Makes what the signs in @text stand for, anew: a write of before must not be seen. */
static const char *
make (Api *api, const char *text)
{
  g_autoptr (GString) filled = g_string_new (text);
  g_autofree char *nils = test_server_find_account (api->server, "nils");
  const char *open, *closed, *gone, *last;

  if (strstr (text, "$OPEN") != NULL || strstr (text, "/messages/$") != NULL)
    {
      open = api_open (api, "ada", "Open");
      gone = api_reply (api, "ada", open, "Gone");
      api_expect (api, "200", "ada", NULL, "DELETE /v1/messages/%s", gone);
      replace (filled, "$GONE", gone);
      replace (filled, "$ADA", api_reply (api, "ada", open, "Ada"));
      replace (filled, "$ABEL", api_reply (api, "abel", open, "Abel"));
      replace (filled, "$MARA", api_reply (api, "mara", open, "Mara"));
      replace (filled, "$OPEN", open);
    }
  if (strstr (text, "$CLOSED") != NULL || strstr (text, "$LAST") != NULL)
    {
      closed = api_open (api, "ada", "Closed");
      last = api_reply (api, "ada", closed, "Last");
      api_close (api, "mara", closed);
      replace (filled, "$LAST", last);
      replace (filled, "$CLOSED", closed);
    }
  replace (filled, "$NONE", API_MISSING);
  replace (filled, "$ACME", api->server->acme);
  replace (filled, "$NILS", nils);
  replace (filled, "$NEW", api_new_id (api));

  return api_text (api, "%s", filled->str);
}

/* Makes call and body of one cell and answers what came, as the table writes it. */
static char *
answer_of (Api *api, guint call, const char *who, gboolean on)
{
  const char *both = make (
      api,
      api_text (api, "%s\n%s", calls[call].call, calls[call].body != NULL ? calls[call].body : ""));
  g_auto (GStrv) parts = g_strsplit (both, "\n", 2);
  char *said;

  if (!on)
    test_server_set_support_tickets (api->server, FALSE);
  said = in_short (api_call (api, who, calls[call].body != NULL ? parts[1] : NULL, "%s", parts[0]));
  if (!on)
    test_server_set_support_tickets (api->server, TRUE);

  return said;
}

static void
test_table (gconstpointer data)
{
  gboolean on = GPOINTER_TO_INT (data);
  g_autoptr (Api) api = api_new ();
  guint n_wrong = 0;

  api_add_elsewhere (api);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      const char *row = on || calls[i].off == NULL ? calls[i].on : calls[i].off;
      g_auto (GStrv) expected = g_regex_split_simple (" +", row, 0, 0);

      g_assert_cmpuint (g_strv_length (expected), ==, G_N_ELEMENTS (people));
      for (guint who = 0; who < G_N_ELEMENTS (people); who++)
        {
          g_autofree char *said = answer_of (api, i, people[who], on);

          if (g_str_equal (said, expected[who]))
            continue;
          n_wrong++;
          g_test_message ("%s %s as %s: %s, not %s",
                          calls[i].call,
                          calls[i].body,
                          people[who] != NULL ? people[who] : "nobody",
                          said,
                          expected[who]);
        }
    }
  g_assert_cmpuint (n_wrong, ==, 0);
}

/* A blocked publisher's accounts read, close and delete, and write nothing new. */
static void
test_blocked (void)
{
  static const struct
  {
    const char *call, *body, *said;
  } blocked[] = {
    { "GET /v1/tickets/$OPEN", NULL, "200" },
    { "POST /v1/tickets", "{'title':'T','message':{'body':'B'}}", "403 publisher-blocked" },
    { "POST /v1/tickets/$OPEN/messages", "{'body':'B'}", "403 publisher-blocked" },
    { "PUT /v1/tickets/$OPEN/read", "{'position':1}", "200" },
    { "DELETE /v1/messages/$ADA", NULL, "200" },
    { "PATCH /v1/tickets/$OPEN", "{'status':'closed'}", "200" },
    { "GET /v1/changes", NULL, "200" },
  };
  static const char *const statuses[] = { "pending", "paused", "active" };
  g_autoptr (Api) api = api_new ();

  for (guint i = 0; i < G_N_ELEMENTS (blocked); i++)
    {
      const char *call = make (api, blocked[i].call);

      api_expect (
          api, "200", "alma", "{'status':'blocked'}", "PATCH /v1/publishers/%s", api->server->acme);
      api_expect (api, blocked[i].said, "ada", blocked[i].body, "%s", call);
      api_expect (
          api, "200", "alma", "{'status':'active'}", "PATCH /v1/publishers/%s", api->server->acme);
    }
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      const char *body = api_text (api, "{'status':'%s'}", statuses[i]);

      api_expect (api, "200", "alma", body, "PATCH /v1/publishers/%s", api->server->acme);
      api_open (api, "ada", "Not blocked");
    }
}

/* What exists and is not theirs to see looks like what does not exist, to the last letter. */
static void
test_looks_the_same (void)
{
  static const struct
  {
    const char *call, *body;
  } unseen[] = {
    { "GET /v1/tickets/%s", NULL },
    { "GET /v1/tickets/%s/messages", NULL },
    { "POST /v1/tickets/%s/messages", "{'body':'B'}" },
    { "PATCH /v1/tickets/%s", "{'status':'closed'}" },
    { "PATCH /v1/tickets/%s", "{'assignee_id':null}" },
    { "PUT /v1/tickets/%s/read", "{'position':1}" },
    { "DELETE /v1/messages/%s", NULL },
    { "PATCH /v1/publishers/%s", "{'name':'X'}" },
    { "PATCH /v1/accounts/%s", "{'disabled':true}" },
  };
  static const char *const outside[] = { "bob", "ursa" };
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "Acme only");
  const char *message = api_reply (api, "ada", ticket, "Secret");
  g_autofree char *ada = test_server_find_account (api->server, "ada");

  api_add_elsewhere (api);
  for (guint i = 0; i < G_N_ELEMENTS (unseen); i++)
    for (guint j = 0; j < G_N_ELEMENTS (outside); j++)
      {
        const char *id = strstr (unseen[i].call, "/messages/%") != NULL     ? message
                         : strstr (unseen[i].call, "/publishers/%") != NULL ? api->server->acme
                         : strstr (unseen[i].call, "/accounts/%") != NULL   ? ada
                                                                            : ticket;
        g_autoptr (GString) theirs = g_string_new (unseen[i].call);
        g_autoptr (GString) none = g_string_new (unseen[i].call);
        ApiAnswer *answer;

        g_string_replace (theirs, "%s", id, 0);
        g_string_replace (none, "%s", API_MISSING, 0);
        answer = api_call (api, outside[j], unseen[i].body, "%s", theirs->str);
        g_assert_true (answer->status == 404 || answer->status == 403);
        g_assert_cmpstr (
            answer->text, ==, api_call (api, outside[j], unseen[i].body, "%s", none->str)->text);
      }
}

void
api_add_access_tests (void)
{
  g_test_add_data_func ("/api/access/support-tickets-on", GINT_TO_POINTER (TRUE), test_table);
  g_test_add_data_func ("/api/access/support-tickets-off", GINT_TO_POINTER (FALSE), test_table);
  g_test_add_func ("/api/access/a-blocked-publisher-only-reads", test_blocked);
  g_test_add_func ("/api/access/not-yours-looks-like-nothing", test_looks_the_same);
}
