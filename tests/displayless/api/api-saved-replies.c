/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved replies: shared ones and one's own, their names, their edits, and who hears of them. */
#include "api-fixture.h"

#define REPLIES "/v1/saved-replies"

static const char *
save (Api *api, const char *who, const char *name, const char *shared)
{
  const char *body
      = api_text (api, "{'name':'%s','body':'Hello {publisher}','shared':%s}", name, shared);

  return api_string (api_expect (api, "201", who, body, "POST " REPLIES), "id");
}

static const char *
names_of (Api *api, const char *who)
{
  return api_column (api, api_expect (api, "200", who, NULL, "GET " REPLIES), "name");
}

/* Everybody's list has the shared ones and one's own, and pages are parts of it. */
static void
test_lists (void)
{
  g_autoptr (Api) api = api_new ();
  JsonArray *walked;

  save (api, "mara", "beta", "true");
  save (api, "mara", "Alpha", "false");
  save (api, "nils", "gamma", "false");
  save (api, "nils", "alpha", "true");
  g_assert_cmpstr (names_of (api, "mara"), ==, "Alpha alpha beta");
  g_assert_cmpstr (names_of (api, "nils"), ==, "alpha beta gamma");
  g_assert_cmpstr (names_of (api, "alma"), ==, "alpha beta");
  for (guint limit = 1; limit < 5; limit++)
    {
      walked = api_walk (api, "mara", REPLIES, limit);
      g_assert_cmpuint (json_array_get_length (walked), ==, 3);
      json_array_unref (walked);
    }
}

/* Names that take the place of others': a saved reply's cursor is as long as its name. */
static void
test_long_names (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (GString) name = g_string_new (NULL);
  JsonArray *walked;

  for (guint i = 0; i < 40; i++)
    g_string_append (name, "𐐨");
  save (api, "mara", name->str, "true");
  save (api, "mara", "zz", "true");
  walked = api_walk (api, "mara", REPLIES, 1);
  g_assert_cmpuint (json_array_get_length (walked), ==, 2);
  json_array_unref (walked);
  api_expect (api,
              "422 /name",
              "mara",
              api_text (api, "{'name':'%sx','body':'B','shared':true}", name->str),
              "POST " REPLIES);
}

static void
test_names (void)
{
  static const char taken[] = "409 name-taken";
  g_autoptr (Api) api = api_new ();
  const char *shared = save (api, "mara", "Thanks", "true");
  const char *own = save (api, "mara", "thanks", "false");
  const char *other = save (api, "mara", "bye", "true");

  save (api, "nils", "thanks", "false");
  api_expect (api, taken, "alma", "{'name':'THANKS','body':'B','shared':true}", "POST " REPLIES);
  api_expect (api, taken, "mara", "{'name':'thankS','body':'B','shared':false}", "POST " REPLIES);
  api_expect (api, taken, "nils", "{'name':'ThankS'}", "PATCH " REPLIES "/%s", other);
  /* It would stand among the shared ones, where its name is taken. */
  api_expect (api, taken, "mara", "{'shared':true}", "PATCH " REPLIES "/%s", own);
  api_expect (api, "200", "mara", "{'shared':true,'name':'ta'}", "PATCH " REPLIES "/%s", own);
  /* The own name in another letter case is no other one's. */
  api_expect (api, "200", "nils", "{'name':'thanks'}", "PATCH " REPLIES "/%s", shared);
  /* A name is free again once its reply is deleted. */
  api_expect (api, "200", "nils", NULL, "DELETE " REPLIES "/%s", shared);
  save (api, "alma", "thanks", "true");
}

static void
test_edits (void)
{
  g_autoptr (Api) api = api_new ();
  const char *shared = save (api, "mara", "thanks", "true");
  const char *own = save (api, "nils", "mine", "false");
  ApiAnswer *answer;
  const char *tag;

  /* The later edit wins, unless the editor asks to be told. */
  answer = api_expect (api, "200", "nils", "{'body':'One'}", "PATCH " REPLIES "/%s", shared);
  tag = soup_message_headers_get_one (answer->headers, "ETag");
  api_expect (api, "200", "mara", "{'body':'Two'}", "PATCH " REPLIES "/%s", shared);
  answer = api_send (api,
                     "nils",
                     api_text (api, "If-Match: %s", tag),
                     "{'body':'Three'}",
                     "PATCH " REPLIES "/%s",
                     shared);
  g_assert_cmpstr (answer->said, ==, "412 changed-meanwhile");
  answer = api_expect (api, "200", "alma", "{}", "PATCH " REPLIES "/%s", shared);
  g_assert_cmpstr (api_string (answer, "body"), ==, "Two");

  answer = api_expect (api, "200", "nils", "{'shared':true}", "PATCH " REPLIES "/%s", own);
  g_assert_null (api_string (answer, "owner_id"));
  api_expect (api, "422 /shared", "nils", "{'shared':false}", "PATCH " REPLIES "/%s", own);
  api_expect (api, "200", "alma", "{'body':'Ours'}", "PATCH " REPLIES "/%s", own);
}

static void
test_deleted (void)
{
  g_autoptr (Api) api = api_new ();
  const char *shared = save (api, "mara", "thanks", "true");
  ApiAnswer *first = api_expect (api, "200", "nils", NULL, "DELETE " REPLIES "/%s", shared);
  ApiAnswer *again = api_expect (api, "200", "mara", NULL, "DELETE " REPLIES "/%s", shared);

  g_assert_cmpstr (first->text, ==, again->text);
  g_assert_true (json_node_get_boolean (api_member (first, "deleted")));
  g_assert_cmpstr (api_string (first, "name"), ==, "");
  g_assert_cmpstr (api_string (first, "body"), ==, "");
  g_assert_cmpstr (names_of (api, "mara"), ==, "");
  api_expect (api, "404 not-found", "mara", "{'body':'B'}", "PATCH " REPLIES "/%s", shared);
}

/* A repetition is known also where others have changed or deleted what it made. */
static void
test_repeated (void)
{
  g_autoptr (Api) api = api_new ();
  const char *id = api_new_id (api);
  const char *body = api_text (api, "{'id':'%s','name':'a','body':'B','shared':true}", id);
  const char *other = api_text (api, "{'id':'%s','name':'a','body':'C','shared':true}", id);

  api_expect (api, "201", "mara", body, "POST " REPLIES);
  api_expect (api, "200", "mara", body, "POST " REPLIES);
  api_expect (api, "409 id-taken", "mara", other, "POST " REPLIES);
  api_expect (api, "409 id-taken", "nils", body, "POST " REPLIES);
  api_expect (api, "200", "nils", "{'name':'z'}", "PATCH " REPLIES "/%s", id);
  g_assert_cmpstr (
      api_string (api_expect (api, "200", "mara", body, "POST " REPLIES), "name"), ==, "z");
  api_expect (api, "200", "nils", NULL, "DELETE " REPLIES "/%s", id);
  api_expect (api, "200", "mara", body, "POST " REPLIES);
  g_assert_cmpstr (names_of (api, "mara"), ==, "");
}

/* The names of the saved replies in what has changed for @who since @cursor. */
static const char *
changes_of (Api *api, const char *who, const char **cursor)
{
  ApiAnswer *page = api_expect (api,
                                "200",
                                who,
                                NULL,
                                "GET /v1/changes?limit=1000%s%s",
                                *cursor != NULL ? "&cursor=" : "",
                                *cursor != NULL ? *cursor : "");
  JsonArray *changes = json_node_get_array (api_member (page, "changes"));
  g_autoptr (GString) kinds = g_string_new (NULL);

  *cursor = api_string (page, "cursor");
  for (guint i = 0; i < json_array_get_length (changes); i++)
    {
      JsonObject *change = json_array_get_object_element (changes, i);

      if (json_object_has_member (change, "saved_reply"))
        g_string_append_printf (kinds,
                                "%s ",
                                json_object_get_string_member (
                                    json_object_get_object_member (change, "saved_reply"), "name"));
    }
  return api_text (api, "%s", kinds->str);
}

/* The feed, from the snapshot on, has what the list has, and to a publisher's account nothing. */
static void
test_changes (void)
{
  static const char *const who[] = { "mara", "nils", "alma", "ada" };
  static const struct
  {
    const char *said[4];
  } after[] = {
    { { "own shared ", "shared ", "shared ", "" } }, /* snapshots */
    { { "new ", "new ", "new ", "" } },
    { { "private ", "", "", "" } },
    { { "private ", "private ", "private ", "" } }, /* became shared */
    { { " ", " ", " ", "" } },                      /* deleted */
  };
  g_autoptr (Api) api = api_new ();
  const char *cursors[G_N_ELEMENTS (who)] = { NULL };
  const char *id = NULL;

  save (api, "mara", "own", "false");
  save (api, "nils", "shared", "true");
  for (guint step = 0; step < G_N_ELEMENTS (after); step++)
    {
      if (step == 1)
        save (api, "alma", "new", "true");
      else if (step == 2)
        id = save (api, "mara", "private", "false");
      else if (step == 3)
        api_expect (api, "200", "mara", "{'shared':true}", "PATCH " REPLIES "/%s", id);
      else if (step == 4)
        api_expect (api, "200", "nils", NULL, "DELETE " REPLIES "/%s", id);
      for (guint i = 0; i < G_N_ELEMENTS (who); i++)
        {
          g_test_message ("step %u, %s", step, who[i]);
          g_assert_cmpstr (changes_of (api, who[i], &cursors[i]), ==, after[step].said[i]);
        }
    }
}

/* Whoever leaves the staff sees none any more, and their desk begins anew. */
static void
test_leaves_the_staff (void)
{
  g_autoptr (Api) api = api_new ();
  g_autofree char *nils = test_server_find_account (api->server, "nils");
  const char *cursor = NULL;
  const char *gone;

  save (api, "nils", "own", "false");
  save (api, "mara", "shared", "true");
  changes_of (api, "nils", &cursor);
  gone = cursor;
  api_expect (api,
              "200",
              "alma",
              api_text (api, "{'role':'publisher','publisher_id':'%s'}", api->server->acme),
              "PATCH /v1/accounts/%s",
              nils);
  api_expect (api, "410 cursor-gone", "nils", NULL, "GET /v1/changes?cursor=%s", gone);
  cursor = NULL;
  g_assert_cmpstr (changes_of (api, "nils", &cursor), ==, "");
  api_expect (api, "403 not-allowed", "nils", NULL, "GET " REPLIES);
}

void
api_add_saved_reply_tests (void)
{
  g_test_add_func ("/api/saved-replies/lists", test_lists);
  g_test_add_func ("/api/saved-replies/long-names", test_long_names);
  g_test_add_func ("/api/saved-replies/names", test_names);
  g_test_add_func ("/api/saved-replies/edits", test_edits);
  g_test_add_func ("/api/saved-replies/deleted", test_deleted);
  g_test_add_func ("/api/saved-replies/repeated", test_repeated);
  g_test_add_func ("/api/saved-replies/rule-9/changes", test_changes);
  g_test_add_func ("/api/saved-replies/leaves-the-staff", test_leaves_the_staff);
}
