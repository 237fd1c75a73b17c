/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ticket lists: filters, sorts, words, and the outbox laid over. */
#include "client-fixture.h"

#include "tkt-time.h"
#include "tkt-uuid.h"

typedef struct
{
  ClientFixture *base;
  TktTicketFilter *filter;
  TktRowModel *model;
} List;

static void
list_clear (List *list)
{
  g_clear_object (&list->model);
  g_clear_pointer (&list->filter, tkt_ticket_filter_free);
  g_clear_pointer (&list->base, client_fixture_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (List, list_clear)

static List
list_new (void)
{
  List list = { client_fixture_new (), tkt_ticket_filter_new (), NULL };

  list.model = tkt_cache_list_tickets (list.base->cache, list.filter);
  return list;
}

/* The numbers that the list shows with its filter as it is now. */
static void
assert_shows (List *list, const char *expected)
{
  g_autofree char *shown = NULL;

  tkt_cache_set_filter (list->base->cache, list->model, list->filter);
  client_settle (list->base);
  g_assert_false (tkt_row_model_get_loading (list->model));
  g_assert_null (tkt_row_model_get_problem (list->model));
  shown = client_show_tickets (list->base, list->model);
  g_assert_cmpstr (shown, ==, expected);
}

static void
assert_finds (List *list, const char *words, const char *expected)
{
  g_free (list->filter->words);
  list->filter->words = g_strdup (words);
  assert_shows (list, expected);
}

static void
test_open_first (void)
{
  g_auto (List) list = list_new ();

  client_put_ticket (list.base, 1, "One");
  client_put_ticket (list.base, 2, "Two")->status = TKT_TICKET_CLOSED;
  client_put_ticket (list.base, 3, "Three");
  client_apply (list.base);
  assert_shows (&list, "3 1");
  list.filter->status = TKT_SHOW_CLOSED;
  assert_shows (&list, "2");
  list.filter->status = TKT_SHOW_ALL;
  assert_shows (&list, "3 2 1");
}

static void
test_sorts (void)
{
  g_auto (List) list = list_new ();
  TktTicket *ticket = client_put_ticket (list.base, 3, "Three");

  ticket->last_message_at = list.base->now + TKT_HOUR;
  client_put_ticket (list.base, 1, "One");
  client_put_ticket (list.base, 2, "Two");
  client_apply (list.base);
  assert_shows (&list, "3 2 1");
  list.filter->sort = TKT_SHOW_BY_OPENED;
  assert_shows (&list, "2 1 3");
  list.filter->sort = TKT_SHOW_BY_NUMBER;
  assert_shows (&list, "3 2 1");
}

static void
test_owners (void)
{
  g_auto (List) list = list_new ();

  client_put_ticket (list.base, 1, "Mine")->assignee_id = g_strdup (list.base->own);
  client_put_ticket (list.base, 2, "Theirs")->assignee_id = g_strdup (list.base->other);
  client_put_ticket (list.base, 3, "Nobody's");
  client_apply (list.base);
  list.filter->owner = TKT_SHOW_MINE;
  assert_shows (&list, "1");
  list.filter->owner = TKT_SHOW_UNASSIGNED;
  assert_shows (&list, "3");
  list.filter->owner = TKT_SHOW_EVERYONE;
  assert_shows (&list, "3 2 1");
}

static void
test_publisher (void)
{
  g_auto (List) list = list_new ();
  g_autofree char *zenith = g_strdup (client_put_publisher (list.base, 8, "Zenith")->id);
  TktTicket *ticket = client_put_ticket (list.base, 1, "One");

  g_free (ticket->publisher_id);
  ticket->publisher_id = g_strdup (zenith);
  client_put_ticket (list.base, 2, "Two");
  client_apply (list.base);
  list.filter->publisher_id = g_strdup (zenith);
  assert_shows (&list, "1");
}

static void
test_words (void)
{
  g_auto (List) list = list_new ();
  g_autoptr (TktMessage) message = NULL;
  const TktTicket *ticket;

  ticket = client_put_ticket (list.base, 11, "Payout missing for October");
  message = tkt_message_copy (
      client_put_message (list.base, ticket, 1, list.base->author, "The Überweisung never came"));
  ticket = client_put_ticket (list.base, 12, "Postback");
  client_put_message (list.base, ticket, 1, list.base->author, "转化没有回传 payout");
  client_put_message (list.base, ticket, 2, list.base->author, "October");
  client_apply (list.base);

  assert_finds (&list, "payout", "12 11");
  assert_finds (&list, "PAY", "12 11");
  assert_finds (&list, "payout october", "11");
  assert_finds (&list, "uberweis", "11");
  assert_finds (&list, "回传", "12");
  assert_finds (&list, "#11", "11");
  assert_finds (&list, "\"never came\"", "11");
  assert_finds (&list, "came never \" * ( OR", "");
  assert_finds (&list, "", "12 11");
  assert_finds (&list, "nothing", "");

  client_put_tombstone (list.base, message);
  client_apply (list.base);
  assert_finds (&list, "uberweis", "");
}

/* What a renamed ticket was called before is not found any more. */
static void
test_new_title (void)
{
  g_auto (List) list = list_new ();
  g_autoptr (TktTicket) old = tkt_ticket_copy (client_put_ticket (list.base, 1, "Marmalade"));
  TktTicket *newer;

  client_apply (list.base);
  newer = client_put_again (list.base, TKT_CHANGE_TICKET, old);
  g_free (newer->title);
  newer->title = g_strdup ("Jam");
  client_apply (list.base);
  assert_finds (&list, "marmalade", "");
  assert_finds (&list, "jam", "1");
}

/* A waiting closing, opening, reply and reassigning show at once. */
static void
test_outbox (void)
{
  g_auto (List) list = list_new ();
  g_autofree char *one = g_strdup (client_put_ticket (list.base, 1, "One")->id);
  g_autofree char *two = NULL;
  TktEntry *entry;

  two = g_strdup (client_put_ticket (list.base, 2, "Two")->id);
  client_apply (list.base);
  assert_shows (&list, "2 1");

  list.base->now += TKT_HOUR;
  client_add (list.base, client_entry (list.base, TKT_ENTRY_REPLY, one));
  assert_shows (&list, "1 2");
  client_add (list.base, client_entry (list.base, TKT_ENTRY_CLOSE, one));
  assert_shows (&list, "2");
  list.filter->status = TKT_SHOW_CLOSED;
  assert_shows (&list, "1");
  list.filter->status = TKT_SHOW_OPEN;
  client_set_state (list.base, 2, TKT_ENTRY_REFUSED);
  assert_shows (&list, "1 2");

  entry = client_entry (list.base, TKT_ENTRY_REASSIGN, two);
  entry->assignee_id = g_strdup (list.base->own);
  client_add (list.base, entry);
  list.filter->owner = TKT_SHOW_MINE;
  assert_shows (&list, "2");
  list.filter->owner = TKT_SHOW_EVERYONE;

  client_add (list.base, client_entry (list.base, TKT_ENTRY_OPEN_TICKET, NULL));
  assert_shows (&list, "0 1 2");
  assert_finds (&list, "new", "0");
  assert_finds (&list, "#2", "2");
}

static void
test_row (void)
{
  g_auto (List) list = list_new ();
  g_autoptr (TktTicket) ticket = NULL;
  const TktTicketRow *row;

  ticket = tkt_ticket_copy (client_put_ticket (list.base, 1, "One"));
  client_put_message (list.base, ticket, 1, list.base->author, "Hello");
  client_apply (list.base);
  row = client_row (list.base, list.model, 0);
  g_assert_cmpstr (row->publisher_name, ==, "Acme Media");
  g_assert_cmpstr (row->opened_by_name, ==, "Ada Example");
  g_assert_null (row->assignee_name);
  g_assert_cmpstr (row->last_author, ==, "Somebody Once");
  g_assert_cmpint (row->last_position, ==, 1);
  g_assert_true (row->unread);

  client_put_mark (list.base, ticket->id, 1);
  client_apply (list.base);
  row = client_row (list.base, list.model, 0);
  g_assert_false (row->unread);
  client_put_message (list.base, ticket, 2, list.base->own, "My own");
  client_apply (list.base);
  row = client_row (list.base, list.model, 0);
  g_assert_false (row->unread);
  client_put_message (list.base, ticket, 3, list.base->author, "Another");
  client_apply (list.base);
  row = client_row (list.base, list.model, 0);
  g_assert_true (row->unread);
}

/* A new ticket shows whose it is before the server knows of it. */
static void
test_new_row (void)
{
  g_auto (List) list = list_new ();
  TktEntry *entry = client_entry (list.base, TKT_ENTRY_OPEN_TICKET, NULL);
  g_autoptr (TktRowModel) watched = tkt_cache_watch_ticket (list.base->cache, entry->ticket_id);
  const TktTicketRow *row;

  client_add (list.base, entry);
  row = client_row (list.base, watched, 0);
  g_assert_cmpstr (row->ticket->title, ==, "New");
  g_assert_cmpstr (row->publisher_name, ==, "Acme Media");
  g_assert_cmpstr (row->opened_by_name, ==, "Mara Example");
  g_assert_cmpstr (row->last_author, ==, "Mara Example");
  g_assert_cmpuint (row->n_waiting, ==, 1);
  g_assert_false (row->unread);
}

/* The feed gives messages by themselves, and a page may end before the ticket comes. */
static void
test_new_row_half_arrived (void)
{
  g_auto (List) list = list_new ();
  TktEntry *entry = client_entry (list.base, TKT_ENTRY_OPEN_TICKET, NULL);
  TktTicket ticket = { .id = entry->ticket_id };
  g_autoptr (TktRowModel) watched = tkt_cache_watch_ticket (list.base->cache, ticket.id);
  const TktTicketRow *row;

  client_put_message (list.base, &ticket, 1, list.base->other, "By somebody else");
  client_apply (list.base);
  client_add (list.base, entry);
  row = client_row (list.base, watched, 0);
  g_assert_cmpstr (row->ticket->title, ==, "New");
  g_assert_cmpstr (row->last_author, ==, "Somebody Once");
}

static void
test_publishers (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktRowModel) all = tkt_cache_list_publishers (self->cache, NULL);
  const TktPublisherRow *row;

  client_put_publisher (self, 401, "Zürich Clicks");
  client_put_publisher (self, 3, "Early Bird");
  client_apply (self);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (all)), ==, 3);
  row = client_row (self, all, 0);
  g_assert_cmpstr (row->publisher->name, ==, "Early Bird");
  g_assert_cmpstr (row->account_manager_name, ==, "Mara Example");
}

static void
test_staff (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktRowModel) staff = tkt_cache_list_staff (self->cache);
  g_autofree char *id = tkt_uuid_new ();

  client_put_account (self, id, "gone", TKT_ROLE_ADMIN)->disabled = TRUE;
  client_apply (self);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (staff)), ==, 2);
  g_assert_cmpstr (
      ((const TktAccountRow *)client_row (self, staff, 0))->account->username, ==, "mara");
}

static void
test_filter_text (void)
{
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autoptr (TktTicketFilter) fresh = tkt_ticket_filter_new ();
  g_autoptr (TktTicketFilter) back = NULL;
  g_autoptr (TktTicketFilter) broken = tkt_ticket_filter_from_text ("open everyone sideways");
  g_autofree char *text = NULL;

  filter->status = TKT_SHOW_CLOSED;
  filter->owner = TKT_SHOW_MINE;
  filter->sort = TKT_SHOW_BY_NUMBER;
  filter->publisher_id = tkt_uuid_new ();
  text = tkt_ticket_filter_to_text (filter);
  back = tkt_ticket_filter_from_text (text);
  g_assert_true (tkt_ticket_filter_equal (filter, back));
  g_assert_true (tkt_ticket_filter_equal (fresh, broken));
}

void
client_add_list_tests (void)
{
  g_test_add_func ("/client/list/rule-14/open-first", test_open_first);
  g_test_add_func ("/client/list/rule-17/filter-text", test_filter_text);
  g_test_add_func ("/client/list/sorts", test_sorts);
  g_test_add_func ("/client/list/owners", test_owners);
  g_test_add_func ("/client/list/publisher", test_publisher);
  g_test_add_func ("/client/list/words", test_words);
  g_test_add_func ("/client/list/new-title", test_new_title);
  g_test_add_func ("/client/list/rule-19/outbox", test_outbox);
  g_test_add_func ("/client/list/row", test_row);
  g_test_add_func ("/client/list/new-row", test_new_row);
  g_test_add_func ("/client/list/new-row-half-arrived", test_new_row_half_arrived);
  g_test_add_func ("/client/list/publishers", test_publishers);
  g_test_add_func ("/client/list/staff", test_staff);
}
