/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules 10 to 14 of domain.md: closing, deleting, seeing. */
#include "api-fixture.h"

static const char *
id_of (Api *api, const char *username)
{
  g_autofree char *id = test_server_find_account (api->server, username);

  return api_text (api, "%s", id);
}

static void
test_either_side_closes (void)
{
  static const char *const sides[] = { "ada", "abel", "mara", "nils", "alma" };
  g_autoptr (Api) api = api_new ();

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      const char *ticket = api_open (api, "ada", "To be closed");
      ApiAnswer *closed = api_expect (
          api, "200", sides[i], "{'status':'closed'}", "PATCH /v1/tickets/%s", ticket);

      g_assert_cmpstr (api_string (closed, "status"), ==, "closed");
      g_assert_cmpstr (api_string (closed, "closed_by"), ==, id_of (api, sides[i]));
      g_assert_cmpstr (api_string (closed, "closed_at"), >=, api_string (closed, "opened_at"));
      closed = api_expect (api, "200", "ada", NULL, "GET /v1/tickets/%s", ticket);
      g_assert_cmpstr (api_string (closed, "status"), ==, "closed");
    }
}

/* Everything that could open it again, as everybody who may see it. */
static void
test_never_reopens (void)
{
  static const char *const everybody[] = { "ada", "abel", "mara", "nils", "alma" };
  static const struct
  {
    const char *call, *body, *publisher_said, *staff_said;
  } routes[] = {
    { "PATCH /v1/tickets/$T", "{'status':'open'}", "409 ticket-closed", "409 ticket-closed" },
    { "PATCH /v1/tickets/$T",
      "{'status':'open','assignee_id':null}",
      "403 not-allowed",
      "409 ticket-closed" },
    { "PATCH /v1/tickets/$T", "{'assignee_id':null}", "403 not-allowed", "409 ticket-closed" },
    { "PATCH /v1/tickets/$T", "{'status':'reopened'}", "422 /status", "422 /status" },
    { "PATCH /v1/tickets/$T", "{'closed_at':null}", "422 /closed_at", "422 /closed_at" },
    { "PATCH /v1/tickets/$T", "{'status':'closed'}", "200", "200" },
    { "POST /v1/tickets/$T/messages",
      "{'body':'Reopen'}",
      "409 ticket-closed",
      "409 ticket-closed" },
    { "PUT /v1/tickets/$T/read", "{'position':1}", "200", "200" },
    { "GET /v1/tickets/$T", NULL, "200", "200" },
  };
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "Closed");
  const char *before;

  api_close (api, "mara", ticket);
  before = api_call (api, "alma", NULL, "GET /v1/tickets/%s", ticket)->text;
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    for (guint w = 0; w < G_N_ELEMENTS (everybody); w++)
      {
        g_autoptr (GString) call = g_string_new (routes[i].call);

        g_string_replace (call, "$T", ticket, 0);
        api_expect (api,
                    w < 2 ? routes[i].publisher_said : routes[i].staff_said,
                    everybody[w],
                    routes[i].body,
                    "%s",
                    call->str);
        g_assert_cmpstr (
            api_call (api, "alma", NULL, "GET /v1/tickets/%s", ticket)->text, ==, before);
      }
}

/* Nor do the changes that move open tickets, or a repetition of how it was opened. */
static void
test_never_reopens_by_the_way (void)
{
  g_autoptr (Api) api = api_new ();
  const char *id = api_new_id (api);
  const char *opening = api_text (api, "{'id':'%s','title':'T','message':{'body':'B'}}", id);
  const char *manager = api_text (api, "{'account_manager_id':'%s'}", id_of (api, "nils"));
  ApiAnswer *ticket = api_expect (api, "201", "ada", opening, "POST /v1/tickets");

  api_reply (api, "ada", id, "Reply");
  api_close (api, "ada", id);
  api_expect (api, "200", "ada", opening, "POST /v1/tickets");
  api_expect (api, "200", "alma", manager, "PATCH /v1/publishers/%s", api->server->acme);
  api_expect (api, "200", "alma", "{'support_tickets_enabled':false}", "PATCH /v1/organization");
  api_expect (api, "200", "alma", "{'support_tickets_enabled':true}", "PATCH /v1/organization");
  api_expect (
      api, "200", "mara", NULL, "DELETE /v1/messages/%s", api_string (ticket, "message.id"));
  ticket = api_expect (api, "200", "ada", NULL, "GET /v1/tickets/%s", id);
  g_assert_cmpstr (api_string (ticket, "status"), ==, "closed");
  g_assert_cmpstr (api_string (ticket, "closed_by"), ==, id_of (api, "ada"));
  test_server_stop (api->server);
  test_server_start (api->server);
  ticket = api_expect (api, "200", "ada", NULL, "GET /v1/tickets/%s", id);
  g_assert_cmpstr (api_string (ticket, "status"), ==, "closed");
}

static void
test_own_and_any (void)
{
  static const struct
  {
    const char *author, *deleter, *said;
  } cases[] = {
    { "ada", "ada", "200" },
    { "ada", "abel", "403 not-yours" },
    { "ada", "mara", "200" },
    { "abel", "nils", "200" },
    { "mara", "ada", "403 not-yours" },
    { "mara", "nils", "200" },
    { "mara", "mara", "200" },
    { "alma", "mara", "200" },
    { "ada", "bob", "404 not-found" },
  };
  g_autoptr (Api) api = api_new ();

  for (guint closed = 0; closed < 2; closed++)
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        const char *ticket = api_open (api, "ada", "Deleting");
        const char *message = api_reply (api, cases[i].author, ticket, "Words");
        ApiAnswer *thread;

        if (closed)
          api_close (api, "mara", ticket);
        api_expect (api, cases[i].said, cases[i].deleter, NULL, "DELETE /v1/messages/%s", message);
        thread = api_call (api, "mara", NULL, "GET /v1/tickets/%s/messages", ticket);
        g_assert_cmpstr (api_string (thread, "items.1.body"),
                         ==,
                         g_str_equal (cases[i].said, "200") ? "" : "Words");
      }
}

static void
test_tombstone (void)
{
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "Deleting");
  const char *reply = api_reply (api, "ada", ticket, "platypus");
  ApiAnswer *tombstone, *thread, *feed;

  api_reply (api, "mara", ticket, "after it");
  tombstone = api_expect (api, "200", "mara", NULL, "DELETE /v1/messages/%s", reply);
  g_assert_cmpstr (api_string (tombstone, "body"), ==, "");
  g_assert_cmpstr (api_string (tombstone, "deleted_by"), ==, id_of (api, "mara"));
  g_assert_cmpstr (api_string (tombstone, "deleted_at"), >=, api_string (tombstone, "sent_at"));
  g_assert_cmpstr (api_string (tombstone, "author_name"), ==, "Ada Example");
  g_assert_cmpint (api_integer (tombstone, "position"), ==, 2);

  thread = api_expect (api, "200", "ada", NULL, "GET /v1/tickets/%s/messages", ticket);
  g_assert_cmpstr (api_column (api, thread, "position"), ==, "1 2 3");
  g_assert_null (g_strstr_len (thread->text, -1, "platypus"));
  feed = api_expect (api, "200", "ada", NULL, "GET /v1/changes?limit=1000");
  g_assert_null (g_strstr_len (feed->text, -1, "platypus"));
  g_assert_cmpstr (
      api_column (api, api_call (api, "ada", NULL, "GET /v1/tickets?q=platypus"), "id"), ==, "");
  /* Whoever deletes it again learns who did. */
  g_assert_cmpstr (api_expect (api, "200", "alma", NULL, "DELETE /v1/messages/%s", reply)->text,
                   ==,
                   tombstone->text);
}

static void
test_bytes_leave (void)
{
  g_autoptr (Api) api = api_new ();
  g_autofree char *secret = g_strdup ("unforgettable-secret-0815");
  const char *ticket = api_open (api, "ada", "Secrets");
  const char *reply = api_reply (api, "ada", ticket, secret);
  g_autoptr (GError) error = NULL;

  g_assert_true (test_folder_contains (api->server->folder, secret));
  api_expect (api, "200", "ada", NULL, "DELETE /v1/messages/%s", reply);
  tkt_store_finish_erasing (api->server->store, &error);
  g_assert_no_error (error);
  g_assert_false (test_folder_contains (api->server->folder, secret));
  g_assert_false (test_folder_contains (api->server->folder, "unforgettable"));
}

static void
test_open_ones_first (void)
{
  static const struct
  {
    const char *query, *titles;
  } lists[] = {
    { "", "Open" },
    { "?sort=number", "Open" },
    { "?q=closed", "" },
    { "?status=closed", "Closed" },
    { "?status=all&sort=number", "Open Closed" },
    { "?status=closed&q=closed", "Closed" },
    { "?status=all&q=%231", "Closed" },
  };
  static const char *const readers[] = { "ada", "mara" };
  g_autoptr (Api) api = api_new ();

  api_close (api, "ada", api_open (api, "ada", "Closed"));
  api_open (api, "ada", "Open");
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint r = 0; r < G_N_ELEMENTS (readers); r++)
      g_assert_cmpstr (
          api_column (
              api,
              api_expect (api, "200", readers[r], NULL, "GET /v1/tickets%s", lists[i].query),
              "title"),
          ==,
          lists[i].titles);
}

void
api_add_rule_closing_tests (void)
{
  g_test_add_func ("/api/rule-10/either-side-closes", test_either_side_closes);
  g_test_add_func ("/api/rule-11/closed-never-reopens", test_never_reopens);
  g_test_add_func ("/api/rule-11/nor-by-the-way", test_never_reopens_by_the_way);
  g_test_add_func ("/api/rule-12/own-messages-and-staff-any", test_own_and_any);
  g_test_add_func ("/api/rule-13/tombstone", test_tombstone);
  g_test_add_func ("/api/rule-13/bytes-leave-the-files", test_bytes_leave);
  g_test_add_func ("/api/rule-14/open-unless-asked", test_open_ones_first);
}
