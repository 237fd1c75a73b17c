/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The change feed: its snapshot, the chain behind it, whose it is, and when it begins anew. */
#include <string.h>

#include "api-reader.h"

/* What a page has, one letter a change, in order: o a p t m r. */
static const char *
letters_of (Api *api, const ApiAnswer *page)
{
  JsonArray *changes = json_node_get_array (api_member (page, "changes"));
  g_autoptr (GString) letters = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (changes); i++)
    g_string_append_c (
        letters,
        *json_object_get_string_member (json_array_get_object_element (changes, i), "kind"));

  return api_text (api, "%s", letters->str);
}

static ApiAnswer *
read_on (Api *api, const char *who, const ApiAnswer *page, guint limit)
{
  return api_expect (api,
                     "200",
                     who,
                     NULL,
                     "GET /v1/changes?limit=%u&cursor=%s",
                     limit,
                     api_string (page, "cursor"));
}

/* Twenty tickets with three messages each, the first ones last moved. */
static void
fill (Api *api)
{
  const char *tickets[20];

  for (guint i = 0; i < G_N_ELEMENTS (tickets); i++)
    {
      tickets[i] = api_open (api, i % 4 == 3 ? "bob" : "ada", "Filled");
      api_reply (api, "mara", tickets[i], "two");
    }
  for (gint i = G_N_ELEMENTS (tickets) - 1; i >= 0; i--)
    api_reply (api, "alma", tickets[i], "three");
}

/* One answer makes a new desk useful: people, then the tickets that moved last with their threads.
 */
static void
test_newest_first (void)
{
  g_autoptr (Api) api = api_new ();
  ApiAnswer *page, *list;
  JsonArray *changes;
  guint n_ticket = 0;

  fill (api);
  page = api_expect (api, "200", "mara", NULL, "GET /v1/changes?limit=40");
  g_assert_true (g_regex_match_simple ("^[oap]+(tmmm)+(t?m{0,3})$", letters_of (api, page), 0, 0));
  g_assert_true (json_node_get_boolean (api_member (page, "more")));
  list = api_expect (api, "200", "mara", NULL, "GET /v1/tickets?sort=activity");
  changes = json_node_get_array (api_member (page, "changes"));
  for (guint i = 0; i < json_array_get_length (changes); i++)
    {
      JsonObject *change = json_array_get_object_element (changes, i);
      g_autofree char *place = g_strdup_printf ("items.%u.id", n_ticket);

      if (!json_object_has_member (change, "ticket"))
        continue;
      g_assert_cmpstr (
          json_object_get_string_member (json_object_get_object_member (change, "ticket"), "id"),
          ==,
          api_string (list, place));
      n_ticket++;
    }
  g_assert_cmpuint (n_ticket, >=, 5);
}

/* Pages of any size lead to the same copy, and in the end to nothing more. */
static void
test_any_pages (void)
{
  static const guint limits[] = { 1000, 100, 17, 5, 2, 1 };
  static const char *const readers[] = { "mara", "ada", "bob" };
  g_autoptr (Api) api = api_new ();

  fill (api);
  for (guint r = 0; r < G_N_ELEMENTS (readers); r++)
    {
      g_autoptr (ApiReader) whole = api_reader_new (api, readers[r]);

      for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
        {
          g_autoptr (ApiReader) reader = api_reader_new (api, readers[r]);
          guint n_rows;

          api_reader_drain (reader, limits[i]);
          if (i == 0)
            {
              api_reader_drain (whole, 1000);
              api_reader_assert_current (whole);
            }
          api_reader_assert_equal (reader, whole);
          n_rows = g_hash_table_size (reader->rows);
          g_assert_false (api_reader_read_page (reader, limits[i]));
          g_assert_cmpuint (g_hash_table_size (reader->rows), ==, n_rows);
        }
    }
}

/* While a snapshot is taken others write: after each page something that came already, something
 * that is still to come, and something new. */
static void
test_meanwhile (void)
{
  static const guint limits[] = { 3, 10, 50 };

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autoptr (Api) api = api_new ();
      g_autoptr (ApiReader) staff = api_reader_new (api, "mara");
      g_autoptr (ApiReader) publisher = api_reader_new (api, "ada");
      const char *first = api_open (api, "ada", "First");
      guint n = 0;

      fill (api);
      while (api_reader_read_page (staff, limits[i]) | api_reader_read_page (publisher, limits[i]))
        {
          const char *ticket;

          if (n++ >= 12)
            continue;
          ticket = api_open (api, n % 2 == 0 ? "ada" : "bob", "Meanwhile");
          api_reply (api, "alma", first, "again");
          api_expect (api,
                      "200",
                      "alma",
                      api_text (api, "{'name':'Acme %u'}", n),
                      "PATCH /v1/publishers/%s",
                      api->server->acme);
          if (n % 3 == 0)
            api_close (api, "alma", ticket);
        }
      api_reader_assert_current (staff);
      api_reader_assert_current (publisher);
      g_assert_cmpuint (staff->n_snapshots, ==, 1);
    }
}

/* A row that changed ten times comes once, as it stands now, and in the order of the changes. */
static void
test_whole_rows (void)
{
  g_autoptr (Api) api = api_new ();
  const char *ticket = api_open (api, "ada", "Whole");
  ApiAnswer *page = api_expect (api, "200", "mara", NULL, "GET /v1/changes?limit=1000");
  JsonArray *changes;
  gint64 last = 0;

  for (guint i = 0; i < 10; i++)
    api_expect (api,
                "200",
                "alma",
                api_text (api, "{'name':'Acme %u'}", i),
                "PATCH /v1/publishers/%s",
                api->server->acme);
  api_reply (api, "ada", ticket, "Reply");
  page = read_on (api, "mara", page, 1000);
  /* The author's read mark is not mara's. */
  g_assert_cmpstr (letters_of (api, page), ==, "ptm");
  g_assert_cmpstr (api_string (page, "changes.0.publisher.name"), ==, "Acme 9");
  g_assert_cmpint (api_integer (page, "changes.1.ticket.reply_count"), ==, 1);
  changes = json_node_get_array (api_member (page, "changes"));
  for (guint i = 0; i < json_array_get_length (changes); i++)
    {
      JsonObject *change = json_array_get_object_element (changes, i);
      JsonObject *row
          = json_object_get_object_member (change, json_object_get_string_member (change, "kind"));

      g_assert_cmpint (json_object_get_int_member (row, "revision"), >, last);
      last = json_object_get_int_member (row, "revision");
    }
  page = read_on (api, "mara", page, 1000);
  g_assert_cmpstr (letters_of (api, page), ==, "");
  g_assert_false (json_node_get_boolean (api_member (page, "more")));
}

/* What each sees of one change after another; "" is nothing at all. */
static void
test_visibility (void)
{
  static const struct
  {
    const char *who, *call, *body;
    const char *alma, *mara, *ada, *abel, *bob;
  } writes[] = {
    { "ada",
      "POST /v1/tickets",
      "{'title':'T','message':{'body':'B'}}",
      "tm",
      "tm",
      "tmr",
      "tm",
      "" },
    { "bob",
      "POST /v1/tickets",
      "{'title':'T','message':{'body':'B'}}",
      "tm",
      "tm",
      "",
      "",
      "tmr" },
    { "abel", "PUT /v1/tickets/$T/read", "{'position':1}", "", "", "", "r", "" },
    { "mara", "PUT /v1/tickets/$T/read", "{'position':1}", "", "r", "", "", "" },
    { "ada", "PATCH /v1/tickets/$T", "{'status':'closed'}", "t", "t", "t", "t", "" },
    { "ada", "DELETE /v1/messages/$M", NULL, "tm", "tm", "tm", "tm", "" },
    { "alma", "PATCH /v1/organization", "{'name':'Lark'}", "o", "o", "o", "o", "o" },
    { "alma", "PATCH /v1/publishers/$P", "{'status':'paused'}", "p", "p", "p", "p", "" },
    { "alma", "PATCH /v1/accounts/$A", "{'display_name':'Abe'}", "a", "a", "a", "a", "" },
    { "alma", "PATCH /v1/accounts/$N", "{'display_name':'Nil'}", "a", "a", "a", "a", "a" },
    { "alma", "POST /v1/publishers", "{'name':'New'}", "p", "p", "", "", "" },
    { "ada", "PATCH /v1/tickets/$T", "{'status':'closed'}", "", "", "", "", "" },
  };
  static const char *const who[] = { "alma", "mara", "ada", "abel", "bob" };
  g_autoptr (Api) api = api_new ();
  g_autofree char *abel = test_server_find_account (api->server, "abel");
  g_autofree char *nils = test_server_find_account (api->server, "nils");
  const char *ticket = api_open (api, "ada", "Seen");
  const char *message = api_reply (api, "ada", ticket, "Seen");
  ApiAnswer *pages[G_N_ELEMENTS (who)];

  for (guint r = 0; r < G_N_ELEMENTS (who); r++)
    pages[r] = api_expect (api, "200", who[r], NULL, "GET /v1/changes?limit=1000");
  for (guint i = 0; i < G_N_ELEMENTS (writes); i++)
    {
      const char *const expected[]
          = { writes[i].alma, writes[i].mara, writes[i].ada, writes[i].abel, writes[i].bob };
      g_autoptr (GString) call = g_string_new (writes[i].call);

      g_string_replace (call, "$T", ticket, 0);
      g_string_replace (call, "$M", message, 0);
      g_string_replace (call, "$P", api->server->acme, 0);
      g_string_replace (call, "$A", abel, 0);
      g_string_replace (call, "$N", nils, 0);
      g_assert_cmpuint (
          api_call (api, writes[i].who, writes[i].body, "%s", call->str)->status, <, 300);
      for (guint r = 0; r < G_N_ELEMENTS (who); r++)
        {
          g_test_message ("%s of %s: %s", who[r], writes[i].who, writes[i].call);
          pages[r] = read_on (api, who[r], pages[r], 1000);
          g_assert_cmpstr (letters_of (api, pages[r]), ==, expected[r]);
        }
    }
}

/* When an account sees less than before, or something else, its cursors are gone, in every phase.
 */
static void
test_gone (void)
{
  static const struct
  {
    const char *whose, *body;
  } changes[] = {
    { "ada", "{'publisher_id':'$B'}" },
    { "ada", "{'role':'account-manager'}" },
    { "nils", "{'role':'publisher','publisher_id':'$B'}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    for (guint limit = 2; limit < 1000; limit += 900)
      {
        g_autoptr (Api) api = api_new ();
        g_autofree char *id = test_server_find_account (api->server, changes[i].whose);
        g_autoptr (GString) body = g_string_new (changes[i].body);
        g_autoptr (ApiReader) anew = api_reader_new (api, changes[i].whose);
        ApiAnswer *page, *other;

        fill (api);
        g_string_replace (body, "$B", api->server->bravo, 0);
        page = api_expect (api, "200", changes[i].whose, NULL, "GET /v1/changes?limit=%u", limit);
        other = api_expect (api, "200", "mara", NULL, "GET /v1/changes?limit=%u", limit);
        api_expect (api, "200", "alma", body->str, "PATCH /v1/accounts/%s", id);
        api_expect (api,
                    "410 cursor-gone",
                    changes[i].whose,
                    NULL,
                    "GET /v1/changes?cursor=%s",
                    api_string (page, "cursor"));
        read_on (api, "mara", other, 10);
        api_reader_drain (anew, 100);
        api_reader_assert_current (anew);
      }
}

/* An account that leaves a publisher leaves its colleagues' view; so does one of the staff that
 * becomes a publisher's, for everybody else's. Those who still see it go on. */
static void
test_colleague_leaves (void)
{
  g_autoptr (Api) api = api_new ();
  g_autofree char *abel = test_server_find_account (api->server, "abel");
  g_autofree char *nils = test_server_find_account (api->server, "nils");
  g_autoptr (ApiReader) mara = api_reader_new (api, "mara");
  g_autoptr (ApiReader) ada = api_reader_new (api, "ada");
  g_autoptr (ApiReader) bob = api_reader_new (api, "bob");
  ApiReader *const readers[] = { mara, ada, bob };
  static const guint snapshots[][3] = { { 1, 2, 1 }, { 1, 2, 2 } };

  fill (api);
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    api_reader_drain (readers[i], 100);
  for (guint step = 0; step < G_N_ELEMENTS (snapshots); step++)
    {
      const char *body
          = step == 0
                ? api_text (api, "{'publisher_id':'%s'}", api->server->bravo)
                : api_text (api, "{'role':'publisher','publisher_id':'%s'}", api->server->acme);

      api_expect (api, "200", "alma", body, "PATCH /v1/accounts/%s", step == 0 ? abel : nils);
      for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
        {
          api_reader_drain (readers[i], 100);
          api_reader_assert_current (readers[i]);
          g_assert_cmpuint (readers[i]->n_snapshots, ==, snapshots[step][i]);
        }
    }
}

/* A cursor stays good through what takes nothing away. */
static void
test_not_gone (void)
{
  g_autoptr (Api) api = api_new ();
  g_autofree char *ada = test_server_find_account (api->server, "ada");
  g_autoptr (ApiReader) reader = api_reader_new (api, "ada");

  fill (api);
  api_reader_drain (reader, 100);
  api_expect (api, "200", "alma", "{'support_tickets_enabled':false}", "PATCH /v1/organization");
  api_expect (
      api, "403 support-disabled", "ada", NULL, "GET /v1/changes?cursor=%s", reader->cursor);
  api_expect (api, "200", "alma", "{'support_tickets_enabled':true}", "PATCH /v1/organization");
  api_expect (api, "200", "alma", "{'display_name':'A'}", "PATCH /v1/accounts/%s", ada);
  api_expect (
      api, "200", "alma", "{'status':'blocked'}", "PATCH /v1/publishers/%s", api->server->acme);
  test_server_stop (api->server);
  test_server_start (api->server);
  api_reader_drain (reader, 100);
  api_reader_assert_current (reader);
  g_assert_cmpuint (reader->n_snapshots, ==, 1);
}

/* Another server's cursor. */
static void
test_elsewhere (void)
{
  g_autoptr (Api) api = api_new ();
  g_autoptr (Api) other = api_new ();
  ApiAnswer *page = api_expect (other, "200", "mara", NULL, "GET /v1/changes");

  api_expect (api,
              "410 cursor-gone",
              "mara",
              NULL,
              "GET /v1/changes?cursor=%s",
              api_string (page, "cursor"));
}

void
api_add_change_tests (void)
{
  g_test_add_func ("/api/changes/newest-first", test_newest_first);
  g_test_add_func ("/api/changes/any-pages", test_any_pages);
  g_test_add_func ("/api/changes/meanwhile", test_meanwhile);
  g_test_add_func ("/api/changes/whole-rows", test_whole_rows);
  g_test_add_func ("/api/changes/rule-9/visibility", test_visibility);
  g_test_add_func ("/api/changes/gone", test_gone);
  g_test_add_func ("/api/changes/colleague-leaves", test_colleague_leaves);
  g_test_add_func ("/api/changes/not-gone", test_not_gone);
  g_test_add_func ("/api/changes/elsewhere", test_elsewhere);
}
