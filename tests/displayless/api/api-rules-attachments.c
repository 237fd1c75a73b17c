/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attachments and the rules: whose they are, who sees them, and how they go. */
#include "api-fixture.h"

#include <string.h>

static const char *
upload (Api *api, const char *who, const char *text)
{
  g_autoptr (GBytes) file = g_bytes_new (text, strlen (text));
  ApiAnswer *answer = api_send_bytes (api, who, NULL, file, "POST /v1/attachments?name=a.txt");

  g_assert_cmpstr (answer->said, ==, "201");
  return api_string (answer, "id");
}

/* A reply with one attachment; returns the message's id. */
static const char *
reply_with (Api *api, const char *who, const char *ticket, const char *attachment)
{
  const char *body = api_text (api, "{'body':'B','attachments':[{'id':'%s'}]}", attachment);
  ApiAnswer *answer = api_expect (api, "201", who, body, "POST /v1/tickets/%s/messages", ticket);

  g_assert_cmpstr (api_string (answer, "attachments.0.id"), ==, attachment);
  g_assert_cmpstr (api_string (answer, "attachments.0.name"), ==, "a.txt");
  return api_string (answer, "id");
}

static const char *const people[] = { "alma", "mara", "nils", "ada", "abel", "bob", "ursa", NULL };

/* @expected: the status for each of them, then for nobody. */
static void
assert_seen (Api *api, const char *id, const char *expected)
{
  g_autoptr (GString) seen = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      ApiAnswer *got = api_call (api, people[i], NULL, "GET /v1/attachments/%s", id);
      ApiAnswer *head = api_call (api, people[i], NULL, "HEAD /v1/attachments/%s", id);

      g_assert_cmpuint (head->status, ==, got->status);
      g_string_append_printf (seen, "%s%u", i > 0 ? " " : "", got->status);
    }
  g_assert_cmpstr (seen->str, ==, expected);
}

static void
test_who_sees (void)
{
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "Mine");
  const char *id = upload (api, "ada", "seen");

  api_add_elsewhere (api);
  /*                           alma mara nils ada abel bob ursa nobody */
  assert_seen (api, id, "404 404 404 200 404 404 404 401");
  reply_with (api, "ada", ticket, id);
  assert_seen (api, id, "200 200 200 200 200 404 404 401");
  assert_seen (api, API_MISSING, "404 404 404 404 404 404 404 401");
  test_server_set_support_tickets (api->server, FALSE);
  assert_seen (api, id, "200 200 200 403 403 403 404 401");
  test_server_set_support_tickets (api->server, TRUE);
  assert_seen (api, id, "200 200 200 200 200 404 404 401");
}

/* An upload begins a message: who may not write one may not upload either. */
static void
test_who_uploads (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (GBytes) file = g_bytes_new_static ("x", 1);
  const char *id = upload (api, "ada", "begun");
  static const char *const writers[] = { "alma", "mara", "ada" };

  test_server_set_support_tickets (api->server, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    g_assert_cmpstr (
        api_send_bytes (api, writers[i], NULL, file, "POST /v1/attachments?name=a")->said,
        ==,
        "403 support-disabled");
  g_assert_cmpstr (
      api_send_bytes (api, "ada", NULL, file, "PUT /v1/attachments/%s?offset=0", id)->said,
      ==,
      "403 support-disabled");
  test_server_set_support_tickets (api->server, TRUE);
  api_expect (
      api, "200", "alma", "{'status':'blocked'}", "PATCH /v1/publishers/%s", api->server->acme);
  g_assert_cmpstr (api_send_bytes (api, "ada", NULL, file, "POST /v1/attachments?name=a")->said,
                   ==,
                   "403 publisher-blocked");
  api_expect (api, "200", "ada", NULL, "GET /v1/attachments/%s", id);
  g_assert_cmpstr (
      api_send_bytes (api, "bob", NULL, file, "POST /v1/attachments?name=a")->said, ==, "201");
}

/* Only what one has uploaded oneself, and once. */
static void
test_whose (void)
{
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "Mine");
  const char *own = upload (api, "ada", "own");
  const char *used = upload (api, "ada", "used");
  const char *colleagues = upload (api, "abel", "colleague's");
  const char *managers = upload (api, "mara", "manager's");
  const struct
  {
    const char *first, *second;
    const char *said;
  } cases[] = {
    { colleagues, NULL, "422 /attachments/0/id" },
    { managers, NULL, "422 /attachments/0/id" },
    { used, NULL, "422 /attachments/0/id" },
    { API_MISSING, NULL, "422 /attachments/0/id" },
    { own, own, "422 /attachments/1/id" },
    { own, used, "422 /attachments/1/id" },
    { own, NULL, "201" },
    { own, NULL, "422 /attachments/0/id" },
  };

  reply_with (api, "ada", ticket, used);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *second
          = cases[i].second != NULL ? api_text (api, ",{'id':'%s'}", cases[i].second) : "";
      const char *body
          = api_text (api, "{'body':'B','attachments':[{'id':'%s'}%s]}", cases[i].first, second);

      g_test_message ("case %u", i);
      api_expect (api, cases[i].said, "ada", body, "POST /v1/tickets/%s/messages", ticket);
    }
}

static void
test_most (void)
{
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "Mine");
  g_autoptr (GString) ids = g_string_new (NULL);
  ApiAnswer *answer;

  for (guint i = 0; i < 10; i++)
    g_string_append_printf (
        ids, "%s{'id':'%s'}", i > 0 ? "," : "", upload (api, "ada", "one of them"));
  api_expect (api,
              "413 too-large",
              "ada",
              api_text (api,
                        "{'body':'B','attachments':[%s,{'id':'%s'}]}",
                        ids->str,
                        upload (api, "ada", "one too many")),
              "POST /v1/tickets/%s/messages",
              ticket);
  answer = api_expect (api,
                       "201",
                       "ada",
                       api_text (api, "{'body':'B','attachments':[%s]}", ids->str),
                       "POST /v1/tickets/%s/messages",
                       ticket);
  g_assert_cmpuint (
      json_array_get_length (json_node_get_array (api_member (answer, "attachments"))), ==, 10);
}

static const char *
opening_with (Api *api, const char *id, const char *attachment)
{
  return api_text (api,
                   "{'id':'%s','title':'T','message':{'body':'B','attachments':[{'id':'%s'}]}}",
                   id,
                   attachment);
}

/* The same list wherever a message is shown, and writing twice is writing once. */
static void
test_shown (void)
{
  g_autoptr (Api) api = api_new ();
  const char *id = api_new_id (api);
  const char *file = upload (api, "ada", "shown");
  const char *other = upload (api, "ada", "not shown");
  const char *body = opening_with (api, id, file);
  g_autofree char *list = NULL;
  ApiAnswer *first, *answer;

  first = api_expect (api, "201", "ada", body, "POST /v1/tickets");
  list = json_to_string (api_member (first, "message.attachments"), FALSE);
  answer = api_expect (api, "200", "ada", body, "POST /v1/tickets");
  g_assert_cmpstr (answer->text, ==, first->text);
  api_expect (api, "409 id-taken", "ada", opening_with (api, id, other), "POST /v1/tickets");
  answer = api_expect (api, "200", "mara", NULL, "GET /v1/tickets/%s/messages", id);
  g_assert_nonnull (strstr (answer->text, list));
  answer = api_expect (api, "200", "mara", NULL, "GET /v1/changes");
  g_assert_nonnull (strstr (answer->text, list));
}

/* With its message an attachment is gone at once, for everybody, on a closed ticket too. */
static void
test_deleted (void)
{
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "Mine");
  const char *file = upload (api, "ada", "deleted");
  const char *message = reply_with (api, "ada", ticket, file);
  ApiAnswer *answer;

  api_add_elsewhere (api);
  api_close (api, "mara", ticket);
  api_expect (api, "403 not-yours", "abel", NULL, "DELETE /v1/messages/%s", message);
  api_expect (api, "200", "abel", NULL, "GET /v1/attachments/%s", file);
  answer = api_expect (api, "200", "ada", NULL, "DELETE /v1/messages/%s", message);
  g_assert_cmpuint (
      json_array_get_length (json_node_get_array (api_member (answer, "attachments"))), ==, 0);
  assert_seen (api, file, "404 404 404 404 404 404 404 401");
}

void
api_add_attachment_rule_tests (void)
{
  g_test_add_func ("/api/rule-9/attachments-are-seen-with-their-ticket", test_who_sees);
  g_test_add_func ("/api/rule-2/no-uploads-while-off", test_who_uploads);
  g_test_add_func ("/api/attachments/own-and-unused", test_whose);
  g_test_add_func ("/api/attachments/at-most-ten", test_most);
  g_test_add_func ("/api/attachments/shown-with-their-message", test_shown);
  g_test_add_func ("/api/rule-12/rule-13/attachments-go-with-their-message", test_deleted);
}
