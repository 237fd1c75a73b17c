/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the search language finds in the cache, with the outbox laid over. */
#include "client-fixture.h"

#include "tkt-time.h"

typedef struct
{
  ClientFixture *base;
  TktTicketFilter *filter;
  TktRowModel *model;
  char *tickets[5]; /* ids, by number */
} Search;

static void
search_clear (Search *search)
{
  g_clear_object (&search->model);
  g_clear_pointer (&search->filter, tkt_ticket_filter_free);
  g_clear_pointer (&search->base, client_fixture_free);
  for (guint i = 0; i < G_N_ELEMENTS (search->tickets); i++)
    g_free (search->tickets[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

static void
put (Search *search, int number, const char *title, const char *day, TktTicketStatus status)
{
  ClientFixture *base = search->base;
  TktTicket *ticket;

  g_assert_true (tkt_time_parse (day, &base->now));
  ticket = client_put_ticket (base, number, title);
  ticket->status = status;
  search->tickets[number] = g_strdup (ticket->id);
  client_put_message (base, ticket, 1, base->author, "Where is the payout?");
}

static void
answer (Search *search, int number, const char *author_id, const char *day, const char *body)
{
  ClientFixture *base = search->base;
  TktTicket *ticket = NULL;

  for (guint i = 0; i < base->page->changes->len; i++)
    {
      TktChange *change = g_ptr_array_index (base->page->changes, i);

      if (change->kind == TKT_CHANGE_TICKET
          && g_str_equal (((TktTicket *)change->row)->id, search->tickets[number]))
        ticket = change->row;
    }
  g_assert_true (tkt_time_parse (day, &base->now));
  client_put_message (base, ticket, 2, author_id, body);
  ticket->last_message_at = base->now;
  ticket->reply_count++;
}

/* #1 is read and answered by mara, #2 by the other, #3 is closed, #4 is of another publisher. */
static Search
search_new (void)
{
  Search search = { client_fixture_new (), tkt_ticket_filter_new () };
  TktPublisher *zenith = client_put_publisher (search.base, 70, "Zürich Clicks");
  TktChange *change;

  put (&search, 1, "Postback", "2026-01-10T12:00:00Z", TKT_TICKET_OPEN);
  put (&search, 2, "Invoice", "2026-02-10T12:00:00Z", TKT_TICKET_OPEN);
  put (&search, 3, "Old invoice", "2026-03-10T12:00:00Z", TKT_TICKET_CLOSED);
  put (&search, 4, "Caps", "2026-04-10T12:00:00Z", TKT_TICKET_OPEN);
  change = g_ptr_array_index (search.base->page->changes, search.base->page->changes->len - 2);
  g_free (((TktTicket *)change->row)->publisher_id);
  ((TktTicket *)change->row)->publisher_id = g_strdup (zenith->id);
  answer (&search, 1, search.base->own, "2026-05-10T12:00:00Z", "It was paid in May");
  answer (&search, 2, search.base->other, "2026-06-10T12:00:00Z", "It was paid in June");
  client_put_mark (search.base, search.tickets[1], 2);
  client_put_mark (search.base, search.tickets[3], 1);
  search.model = tkt_cache_list_tickets (search.base->cache, search.filter);
  client_apply (search.base);
  return search;
}

static void
assert_finds (Search *search, const char *words, const char *expected)
{
  g_autofree char *shown = NULL;

  g_free (search->filter->words);
  search->filter->words = g_strdup (words);
  tkt_cache_set_filter (search->base->cache, search->model, search->filter);
  client_settle (search->base);
  g_test_message ("%s", words);
  g_assert_null (tkt_row_model_get_problem (search->model));
  shown = client_show_tickets (search->base, search->model);
  g_assert_cmpstr (shown, ==, expected);
}

static void
test_people (void)
{
  g_auto (Search) search = search_new ();

  assert_finds (&search, "from:ada", "2 1 4");
  assert_finds (&search, "from:mara", "1");
  assert_finds (&search, "from:\"Mara Example\"", "1");
  assert_finds (&search, "from:MAR", "1");
  assert_finds (&search, "from:nils", "2");
  assert_finds (&search, "from:mara from:nils", "2 1");
  assert_finds (&search, "from:somebody", ""); /* what staff were called once is not looked for */
  assert_finds (&search, "from:zebra", "");
  /* All of it in one message, and a title is its opener's. */
  assert_finds (&search, "from:mara paid", "1");
  assert_finds (&search, "from:mara payout", "");
  assert_finds (&search, "from:ada invoice", "2");
  assert_finds (&search, "from:nils invoice", "");
}

static void
test_publishers (void)
{
  g_auto (Search) search = search_new ();

  assert_finds (&search, "publisher:acme", "2 1");
  assert_finds (&search, "publisher:ZÜRICH", "4");
  assert_finds (&search, "publisher:7", "2 1"); /* a number is whole */
  assert_finds (&search, "publisher:70", "4");
  assert_finds (&search, "publisher:acme publisher:70", "2 1 4");
  assert_finds (&search, "publisher:acme caps", "");
  assert_finds (&search, "publisher:zebra", "");
}

/* A question about the state, or for a ticket, is not asked of the filter's choice only. */
static void
test_states (void)
{
  g_auto (Search) search = search_new ();

  assert_finds (&search, "invoice", "2");
  assert_finds (&search, "invoice is:closed", "3");
  assert_finds (&search, "is:closed", "3");
  assert_finds (&search, "#3", "3");
  assert_finds (&search, "#3 is:open", "");
  search.filter->status = TKT_SHOW_CLOSED;
  assert_finds (&search, "is:open", "2 1 4");
  search.filter->status = TKT_SHOW_ALL;
  assert_finds (&search, "invoice", "2 3");
  search.filter->owner = TKT_SHOW_MINE;
  assert_finds (&search, "invoice", "");
  assert_finds (&search, "#2", "2");
}

static void
test_unread (void)
{
  g_auto (Search) search = search_new ();
  TktEntry *entry;

  search.filter->status = TKT_SHOW_ALL;
  assert_finds (&search, "is:unread", "2 4");
  assert_finds (&search, "is:unread is:closed", "");
  /* What waits to be marked is read (rule 19). */
  entry = client_entry (search.base, TKT_ENTRY_MARK_READ, search.tickets[4]);
  entry->position = 1;
  client_add (search.base, entry);
  assert_finds (&search, "is:unread", "2");
  search.filter->owner = TKT_SHOW_MINE;
  assert_finds (&search, "is:unread", "");
}

static void
test_days (void)
{
  g_auto (Search) search = search_new ();

  search.filter->status = TKT_SHOW_ALL;
  assert_finds (&search, "before:2026-02-01", "1");
  assert_finds (&search, "after:2026-04-01", "2 1 4");
  assert_finds (&search, "after:2026-05-01 before:2026-06-01", "1");
  assert_finds (&search, "after:2026-03-01 before:2026-05-01", "4 3");
  assert_finds (&search, "after:2030", "");
  /* The day of the message that has the words, and its author. */
  assert_finds (&search, "paid after:2026-06-01", "2");
  assert_finds (&search, "payout after:2026-05-01", "");
  assert_finds (&search, "invoice after:2026-03-01", "3");
  assert_finds (&search, "from:ada after:2026-05-01", "");
  assert_finds (&search, "from:mara after:2026-05-01", "1");
}

/* What waits in the outbox is asked as what has arrived. */
static void
test_outbox (void)
{
  g_auto (Search) search = search_new ();

  client_add (search.base, client_entry (search.base, TKT_ENTRY_CLOSE, search.tickets[2]));
  assert_finds (&search, "invoice", "");
  assert_finds (&search, "invoice is:closed", "2 3");
  assert_finds (&search, "from:ada is:open", "1 4");

  client_add (search.base, client_entry (search.base, TKT_ENTRY_OPEN_TICKET, NULL));
  assert_finds (&search, "waiting", "0");
  assert_finds (&search, "waiting from:mara", "0");
  assert_finds (&search, "waiting from:ada", "");
  assert_finds (&search, "new publisher:acme", "0");
  assert_finds (&search, "new publisher:70", "");
  assert_finds (&search, "new after:2026-06-01", "0");
  assert_finds (&search, "new before:2026-06-01", "");
  assert_finds (&search, "new is:unread", "");
  assert_finds (&search, "new is:closed", "");
}

/* What can't be understood finds nothing at all. */
static void
test_faults (void)
{
  g_auto (Search) search = search_new ();

  client_add (search.base, client_entry (search.base, TKT_ENTRY_OPEN_TICKET, NULL));
  assert_finds (&search, "is:foo", "");
  assert_finds (&search, "before:soon", "");
  assert_finds (&search, "\"payout", "");
}

static void
assert_excerpt (Search *search, int number, const char *words, const char *expected)
{
  ClientFixture *base = search->base;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *excerpt = NULL;

  tkt_cache_find_excerpt_async (
      base->cache, search->tickets[number], words, NULL, test_keep_result, &result);
  test_await (result != NULL);
  excerpt = tkt_cache_find_excerpt_finish (base->cache, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (excerpt, ==, expected);
}

/* The line that has all of the words; where the title has them, how the ticket begins. */
static void
test_excerpts (void)
{
  g_auto (Search) search = search_new ();
  ClientFixture *base = search.base;
  g_autoptr (TktRowModel) messages = NULL;
  const TktMessageRow *answered;
  TktEntry *deletion;

  assert_excerpt (&search, 1, "paid", "It was paid in May");
  assert_excerpt (&search, 1, "payout is:open", "Where is the payout?");
  assert_excerpt (&search, 1, "postback", "Where is the payout?");
  assert_excerpt (&search, 1, "payout may", "Where is the payout?");

  /* What is being deleted is not shown any more. */
  messages = tkt_cache_list_messages (base->cache, search.tickets[1]);
  client_settle (base);
  answered = client_row (base, messages, 1);
  deletion = client_entry (base, TKT_ENTRY_DELETE_MESSAGE, search.tickets[1]);
  g_free (deletion->message_id);
  deletion->message_id = g_strdup (answered->message->id);
  client_add (base, deletion);
  assert_excerpt (&search, 1, "paid", "Where is the payout?");
}

void
client_add_search_tests (void)
{
  g_test_add_func ("/client/search/people", test_people);
  g_test_add_func ("/client/search/publishers", test_publishers);
  g_test_add_func ("/client/search/states", test_states);
  g_test_add_func ("/client/search/unread", test_unread);
  g_test_add_func ("/client/search/days", test_days);
  g_test_add_func ("/client/search/rule-19/outbox", test_outbox);
  g_test_add_func ("/client/search/faults", test_faults);
  g_test_add_func ("/client/search/rule-13/excerpts", test_excerpts);
}
