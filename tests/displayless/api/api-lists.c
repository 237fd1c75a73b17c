/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists: pages, filters, orders and search, and what is asked of them wrongly. */
#include "api-fixture.h"

#include <string.h>

static const char *
column_of (Api *api, JsonArray *items, const char *member)
{
  g_autoptr (GString) column = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonNode *node = json_object_get_member (json_array_get_object_element (items, i), member);
      g_autofree char *text = json_node_get_value_type (node) == G_TYPE_STRING
                                  ? json_node_dup_string (node)
                                  : json_to_string (node, FALSE);

      g_string_append_printf (column, "%s%s", i > 0 ? " " : "", text);
    }

  return api_text (api, "%s", column->str);
}

/* Six tickets: who opened, for whom, and what became of them. */
static void
open_six (Api *api)
{
  g_autofree char *nils = test_server_find_account (api->server, "nils");
  const char *a = api_open (api, "ada", "A-payout");
  const char *b = api_open (api, "bob", "B-postback");
  const char *c = api_open (api, "abel", "C-payouts");
  const char *d = api_open (api, "mara", "D-caps");
  const char *e = api_open (api, "bob", "E-tax");

  api_open (api, "ada", "F-creative");
  api_expect (
      api, "200", "mara", api_text (api, "{'assignee_id':'%s'}", nils), "PATCH /v1/tickets/%s", b);
  api_reply (api, "ada", c, "the payout is zebra");
  api_reply (api, "nils", b, "zebra crossing");
  api_reply (api, "ada", a, "once more");
  api_close (api, "mara", d);
  api_close (api, "bob", e);
}

/* A..F stand for the six; newest first unless another order is asked for. */
static void
test_filters (void)
{
  static const struct
  {
    const char *who, *query, *titles;
  } lists[] = {
    { "mara", "", "A B C F" },
    { "mara", "?status=open", "A B C F" },
    { "mara", "?status=closed", "E D" },
    { "mara", "?status=all", "A B C F E D" },
    { "mara", "?status=all&sort=activity", "A B C F E D" },
    { "mara", "?status=all&sort=opened", "F E D C B A" },
    { "mara", "?status=all&sort=number", "F E D C B A" },
    { "mara", "?assignee=me", "A C F" },
    { "nils", "?assignee=me", "B" },
    { "alma", "?assignee=me", "" },
    { "mara", "?assignee=none", "" },
    { "mara", "?assignee=none&status=all", "E" },
    { "mara", "?assignee=$N", "B" },
    { "mara", "?assignee=$N&status=closed", "" },
    { "mara", "?publisher=$P", "A C F" },
    { "mara", "?publisher=$B&status=all", "B E" },
    { "mara", "?publisher=$P&assignee=me&status=closed", "D" },
    { "mara", "?publisher=" API_MISSING, "" },
    { "mara", "?q=payout", "A C" },
    { "mara", "?q=pay", "A C" },
    { "mara", "?q=PAYOUTS", "C" },
    { "mara", "?q=zebra", "B C" },
    { "mara", "?q=zebra+payout", "C" },
    { "mara", "?q=%22zebra%20crossing%22", "B" },
    { "mara", "?q=caps", "" },
    { "mara", "?q=caps&status=all", "D" },
    { "mara", "?q=%232", "B" },
    { "mara", "?q=4&status=all", "D" },
    { "mara", "?q=4", "" },
    { "mara", "?q=nowhere", "" },
    { "mara", "?q=%22%20*%20AND%20OR%20NEAR%28", "" },
    { "mara", "?q=", "A B C F" },
    { "mara", "?q=zebra&publisher=$B", "B" },
    { "ada", "", "A C F" },
    { "ada", "?status=all", "A C F D" },
    { "ada", "?q=zebra", "C" },
    { "ada", "?q=%232", "" },
    { "ada", "?publisher=$B", "" },
    { "ada", "?publisher=$P", "A C F" },
    { "ada", "?assignee=$N", "" },
    { "bob", "?q=payout", "" },
    { "bob", "?status=closed", "E" },
    { "ursa", "?status=all", "" },
    { "ursa", "?publisher=$P&status=all", "" },
  };
  g_autoptr (Api) api = api_new ();
  g_autofree char *nils = test_server_find_account (api->server, "nils");

  api_add_elsewhere (api);
  open_six (api);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr (GString) query = g_string_new (lists[i].query);
      g_autoptr (GString) titles = g_string_new (NULL);
      g_auto (GStrv) words = NULL;

      g_string_replace (query, "$N", nils, 0);
      g_string_replace (query, "$P", api->server->acme, 0);
      g_string_replace (query, "$B", api->server->bravo, 0);
      words = g_strsplit (
          api_column (api,
                      api_expect (api, "200", lists[i].who, NULL, "GET /v1/tickets%s", query->str),
                      "title"),
          " ",
          -1);
      for (guint w = 0; words[w] != NULL; w++)
        g_string_append_printf (titles, "%s%c", w > 0 ? " " : "", words[w][0]);
      g_test_message ("%s %s", lists[i].who, lists[i].query);
      g_assert_cmpstr (titles->str, ==, lists[i].titles);
    }
}

static void
test_publishers (void)
{
  static const struct
  {
    const char *query, *names, *open;
  } lists[] = {
    { "", "Acme Media Bravo Deals Corvid Clicks", "3 1 0" },
    { "?q=acme", "Acme Media", "3" },
    { "?q=DEAL", "Bravo Deals", "1" },
    { "?q=3", "Corvid Clicks", "0" },
    { "?q=%233", "Corvid Clicks", "0" },
    { "?q=nobody", "", "" },
    { "?status=paused", "Corvid Clicks", "0" },
    { "?status=active", "Acme Media Bravo Deals", "3 1" },
    { "?manager=$M", "Acme Media", "3" },
    { "?manager=$M&status=paused", "", "" },
    { "?manager=" API_MISSING, "", "" },
  };
  g_autoptr (Api) api = api_new ();
  g_autofree char *mara = test_server_find_account (api->server, "mara");

  open_six (api);
  api_expect (
      api, "201", "alma", "{'name':'Corvid Clicks','status':'paused'}", "POST /v1/publishers");
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr (GString) query = g_string_new (lists[i].query);
      ApiAnswer *answer;

      g_string_replace (query, "$M", mara, 0);
      answer = api_expect (api, "200", "nils", NULL, "GET /v1/publishers%s", query->str);
      g_assert_cmpstr (api_column (api, answer, "name"), ==, lists[i].names);
      g_assert_cmpstr (api_column (api, answer, "open_tickets"), ==, lists[i].open);
    }
}

/* What can't be meant is refused, with the parameter's name. */
static void
test_wrong (void)
{
  static const struct
  {
    const char *call, *names;
  } wrong[] = {
    { "/v1/tickets?limit=0", "limit" },
    { "/v1/tickets?limit=201", "limit" },
    { "/v1/tickets?limit=-1", "limit" },
    { "/v1/tickets?limit=", "limit" },
    { "/v1/tickets?limit=5x", "limit" },
    { "/v1/tickets?limit=99999999999999999999", "limit" },
    { "/v1/tickets?status=done", "status" },
    { "/v1/tickets?status=", "status" },
    { "/v1/tickets?sort=title", "sort" },
    { "/v1/tickets?assignee=mara", "assignee" },
    { "/v1/tickets?publisher=1", "publisher" },
    { "/v1/tickets?colour=red", "colour" },
    { "/v1/tickets?status=open&status=closed", "status" },
    { "/v1/tickets?limit=1&q=a&limit=2", "limit" },
    { "/v1/tickets?cursor=", "cursor" },
    { "/v1/tickets?cursor=AAAA", "cursor" },
    { "/v1/tickets?q=%ff", "query" },
    { "/v1/tickets/$T/messages?limit=0", "limit" },
    { "/v1/tickets/$T/messages?limit=201", "limit" },
    { "/v1/tickets/$T/messages?cursor=x", "cursor" },
    { "/v1/tickets/$T/messages?status=open", "status" },
    { "/v1/publishers?limit=0", "limit" },
    { "/v1/publishers?limit=201", "limit" },
    { "/v1/publishers?status=open", "status" },
    { "/v1/publishers?manager=me", "manager" },
    { "/v1/publishers?cursor=x", "cursor" },
    { "/v1/publishers?assignee=me", "assignee" },
    { "/v1/accounts?limit=1", "limit" },
    { "/v1/changes?limit=0", "limit" },
    { "/v1/changes?limit=1001", "limit" },
    { "/v1/changes?cursor=x", "cursor" },
    { "/v1/changes?since=1", "since" },
    { "/v1/me?x=1", "x" },
    { "/v1/organization?x=1", "x" },
  };
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "One");

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GString) call = g_string_new (wrong[i].call);
      ApiAnswer *answer;

      g_string_replace (call, "$T", ticket, 0);
      answer = api_expect (api, "400 bad-request", "alma", NULL, "GET %s", call->str);
      g_assert_nonnull (strstr (api_string (answer, "detail"), wrong[i].names));
    }
}

/* A cursor is good for the list that gave it, in the order that gave it. */
static void
test_strange_cursors (void)
{
  g_autoptr (Api) api = api_new ();
  const char *ticket, *tickets, *messages, *publishers, *changes;

  open_six (api);
  ticket
      = api_string (api_call (api, "mara", NULL, "GET /v1/tickets?q=payout&limit=1"), "items.0.id");
  tickets = api_string (api_call (api, "mara", NULL, "GET /v1/tickets?limit=1"), "next");
  messages = api_string (
      api_call (api, "mara", NULL, "GET /v1/tickets/%s/messages?limit=1", ticket), "next");
  publishers = api_string (api_call (api, "mara", NULL, "GET /v1/publishers?limit=1"), "next");
  changes = api_string (api_call (api, "mara", NULL, "GET /v1/changes?limit=1"), "cursor");
  {
    const char *const strange[][2] = {
      { "/v1/tickets?cursor=", messages },   { "/v1/tickets?cursor=", publishers },
      { "/v1/tickets?cursor=", changes },    { "/v1/tickets?sort=opened&cursor=", tickets },
      { "/v1/publishers?cursor=", tickets }, { "/v1/publishers?cursor=", messages },
      { "/v1/changes?cursor=", tickets },    { "/v1/changes?cursor=", publishers },
    };

    for (guint i = 0; i < G_N_ELEMENTS (strange); i++)
      api_expect (api, "400 bad-request", "mara", NULL, "GET %s%s", strange[i][0], strange[i][1]);
  }
  /* One letter of it changed is no cursor either. */
  for (guint i = 0; i < strlen (tickets); i++)
    {
      g_autofree char *bent = g_strdup (tickets);

      bent[i] = bent[i] == 'A' ? 'B' : 'A';
      api_expect (api, "400 bad-request", "mara", NULL, "GET /v1/tickets?cursor=%s", bent);
    }
}

/* A list's pages are the list, whatever their size; the Link header leads from one to the next,
 * with its filters, also when the answer comes from the server's memory. */
static void
test_pages (void)
{
  static const struct
  {
    const char *path, *member;
  } lists[] = {
    { "/v1/tickets?status=all&sort=activity", "number" },
    { "/v1/tickets?status=all&sort=opened", "number" },
    { "/v1/tickets?status=all&sort=number&publisher=$P", "number" },
    { "/v1/tickets?q=o+o", "number" },
    { "/v1/publishers?status=active", "number" },
    { "/v1/tickets/$T/messages", "position" },
  };
  g_autoptr (Api) api = api_new ();
  const char *ticket;

  open_six (api);
  ticket = api_open (api, "ada", "G-long");
  for (guint i = 0; i < 9; i++)
    api_reply (api, i % 2 == 0 ? "mara" : "ada", ticket, "so so");
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr (GString) path = g_string_new (lists[i].path);
      g_autoptr (JsonArray) whole = NULL;
      const char *expected;

      g_string_replace (path, "$P", api->server->acme, 0);
      g_string_replace (path, "$T", ticket, 0);
      whole = api_walk (api, "mara", path->str, 200);
      expected = column_of (api, whole, lists[i].member);
      g_assert_cmpuint (json_array_get_length (whole), >, 1);
      for (guint limit = 1; limit < 5; limit++)
        {
          g_autoptr (JsonArray) pages = api_walk (api, "mara", path->str, limit);

          g_assert_cmpstr (column_of (api, pages, lists[i].member), ==, expected);
        }
    }
}

static void
test_links (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (GString) titles = g_string_new (NULL);
  const char *link = "</v1/tickets?limit=4&status=all&sort=number&q=o>; rel=\"next\"";

  open_six (api);
  while (link != NULL)
    {
      g_autofree char *target = g_strndup (link + 1, strcspn (link, ">") - 1);
      ApiAnswer *page = api_expect (api, "200", "mara", NULL, "GET %s", target);
      ApiAnswer *again = api_expect (api, "200", "mara", NULL, "GET %s", target);
      const char *repeated = soup_message_headers_get_one (again->headers, "Link");

      g_assert_true (g_str_has_suffix (link, ">; rel=\"next\""));
      link = soup_message_headers_get_one (page->headers, "Link");
      g_assert_cmpstr (repeated, ==, link);
      g_assert_cmpint (link != NULL, ==, api_string (page, "next") != NULL);
      g_string_append_printf (titles, "%s ", api_column (api, page, "number"));
    }
  g_assert_cmpstr (titles->str, ==, "6 5 4 3 2 1 ");
}

/* While others write: by number, which does not move, nothing is missed and nothing comes twice;
 * by activity what did not move comes once. */
static void
test_moving (void)
{
  static const char *const sorts[] = { "number", "activity", "opened" };

  for (guint s = 0; s < G_N_ELEMENTS (sorts); s++)
    {
      g_autoptr (Api) api = api_new ();
      g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
      const char *ids[12], *cursor = "";

      for (guint i = 0; i < 12; i++)
        ids[i] = api_open (api, "ada", "Moving");
      for (guint n = 0; cursor != NULL; n++)
        {
          ApiAnswer *page = api_expect (
              api, "200", "mara", NULL, "GET /v1/tickets?limit=3&sort=%s%s", sorts[s], cursor);
          g_auto (GStrv) numbers = g_strsplit (api_column (api, page, "number"), " ", -1);

          for (char **number = numbers; *number != NULL; number++)
            g_assert_true (
                g_hash_table_add (seen, GINT_TO_POINTER (g_ascii_strtoll (*number, NULL, 10))));
          cursor = api_string (page, "next");
          cursor = cursor != NULL ? api_text (api, "&cursor=%s", cursor) : NULL;
          /* New ones, and one that was shown already moves to the top. */
          api_open (api, "bob", "New");
          api_reply (api, "ada", ids[11 - n], "up");
        }
      g_assert_cmpuint (g_hash_table_size (seen), ==, 12);
    }
}

static void
test_bounds (void)
{
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "Long");

  for (guint i = 0; i < 205; i++)
    api_reply (api, "ada", ticket, "x");
  {
    static const struct
    {
      const char *query;
      guint n;
    } pages[] = { { "", 50 }, { "?limit=1", 1 }, { "?limit=200", 200 } };

    for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
      {
        ApiAnswer *page = api_expect (
            api, "200", "ada", NULL, "GET /v1/tickets/%s/messages%s", ticket, pages[i].query);

        g_assert_cmpuint (json_array_get_length (json_node_get_array (api_member (page, "items"))),
                          ==,
                          pages[i].n);
      }
  }
}

void
api_add_list_tests (void)
{
  g_test_add_func ("/api/lists/filters", test_filters);
  g_test_add_func ("/api/lists/publishers", test_publishers);
  g_test_add_func ("/api/lists/wrong-parameters", test_wrong);
  g_test_add_func ("/api/lists/strange-cursors", test_strange_cursors);
  g_test_add_func ("/api/lists/pages-are-the-list", test_pages);
  g_test_add_func ("/api/lists/links-lead-on", test_links);
  g_test_add_func ("/api/lists/while-tickets-move", test_moving);
  g_test_add_func ("/api/lists/bounds", test_bounds);
}
