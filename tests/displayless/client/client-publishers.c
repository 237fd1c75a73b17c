/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Publishers overview: who is in it, and in what order. */
#include "client-fixture.h"
#include "tkt-uuid.h"

/* Four publishers:
 *
 *   7 Acme Media    active   mara      1 open, at 3
 *   3 Eclair Deals  paused   nils      0 open, closed at 9
 *   5 bravo Clicks  active   nobody    2 open, at 5
 *  12 Zürich Ads    blocked  mara      none
 */
typedef struct
{
  ClientFixture *base;
  TktRowModel *model;
} Overview;

static const TktTicket *
put_ticket (ClientFixture *base, gint64 number, const char *publisher, gint64 at, gboolean closed)
{
  TktTicket *ticket = client_put_ticket (base, number, "A ticket");

  g_free (ticket->publisher_id);
  ticket->publisher_id = g_strdup (publisher);
  ticket->last_message_at = at;
  if (closed)
    {
      ticket->status = TKT_TICKET_CLOSED;
      ticket->closed_at = at;
      ticket->closed_by = g_strdup (base->own);
    }
  return ticket;
}

static TktPublisher *
put (ClientFixture *base,
     gint64 number,
     const char *name,
     TktPublisherStatus status,
     const char *manager)
{
  TktPublisher *publisher = client_put_publisher (base, number, name);

  publisher->status = status;
  g_free (publisher->account_manager_id);
  publisher->account_manager_id = g_strdup (manager);
  return publisher;
}

static Overview
overview_new (void)
{
  Overview self = { .base = client_fixture_new () };
  ClientFixture *base = self.base;
  g_autofree char *eclair = NULL, *bravo = NULL;

  eclair = g_strdup (put (base, 3, "Eclair Deals", TKT_PUBLISHER_PAUSED, base->other)->id);
  bravo = g_strdup (put (base, 5, "bravo Clicks", TKT_PUBLISHER_ACTIVE, NULL)->id);
  put (base, 12, "Zürich Ads", TKT_PUBLISHER_BLOCKED, base->own);
  put_ticket (base, 1, base->publisher, 3, FALSE);
  put_ticket (base, 2, eclair, 9, TRUE);
  put_ticket (base, 3, bravo, 4, FALSE);
  put_ticket (base, 4, bravo, 5, FALSE);
  self.model = tkt_cache_list_publishers (base->cache, NULL);
  client_apply (base);
  return self;
}

static void
overview_clear (Overview *self)
{
  g_object_unref (self->model);
  client_fixture_free (self->base);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Overview, overview_clear)

static void
assert_numbers (Overview *self, const TktPublisherFilter *filter, const char *expected)
{
  g_autoptr (GString) numbers = g_string_new (NULL);

  tkt_cache_set_publisher_filter (self->base->cache, self->model, filter);
  client_settle (self->base);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->model)); i++)
    {
      const TktPublisherRow *row = client_row (self->base, self->model, i);

      g_string_append_printf (
          numbers, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "", row->publisher->number);
    }
  g_assert_cmpstr (numbers->str, ==, expected);
}

/* Names go by the alphabet, whatever their case; who has nobody comes last; most open
 * tickets and the newest activity come first. What is alike goes by number, in either order. */
static void
test_order (void)
{
  static const struct
  {
    TktPublisherSort sort;
    const char *forward, *reversed;
  } cases[] = {
    { TKT_SORT_BY_NUMBER, "3 5 7 12", "12 7 5 3" },
    { TKT_SORT_BY_NAME, "7 5 3 12", "12 3 5 7" },
    { TKT_SORT_BY_STATUS, "5 7 3 12", "12 3 5 7" },
    { TKT_SORT_BY_ACCOUNT_MANAGER, "7 12 3 5", "5 3 7 12" },
    { TKT_SORT_BY_OPEN_TICKETS, "5 7 3 12", "3 12 7 5" },
    { TKT_SORT_BY_ACTIVITY, "3 5 7 12", "12 7 5 3" },
  };
  g_auto (Overview) self = overview_new ();
  g_autoptr (TktPublisherFilter) filter = tkt_publisher_filter_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("by %s", tkt_publisher_sort_to_word (cases[i].sort));
      filter->sort = cases[i].sort;
      filter->reversed = FALSE;
      assert_numbers (&self, filter, cases[i].forward);
      filter->reversed = TRUE;
      assert_numbers (&self, filter, cases[i].reversed);
    }
}

static void
test_filters (void)
{
  g_auto (Overview) self = overview_new ();
  g_autoptr (TktPublisherFilter) filter = tkt_publisher_filter_new ();

  filter->status = TKT_PUBLISHER_ACTIVE;
  assert_numbers (&self, filter, "5 7");
  filter->account_manager_id = g_strdup (self.base->own);
  assert_numbers (&self, filter, "7");
  filter->words = g_strdup ("zürich");
  assert_numbers (&self, filter, "");
  filter->status = -1;
  assert_numbers (&self, filter, "12");
  g_clear_pointer (&filter->words, g_free);
  g_free (filter->account_manager_id);
  filter->account_manager_id = g_strdup ("");
  assert_numbers (&self, filter, "5");
}

/* By name and number as people type them. */
static void
test_words (void)
{
  g_auto (Overview) self = overview_new ();
  g_autoptr (TktPublisherFilter) filter = tkt_publisher_filter_new ();

  filter->words = g_strdup (" ZÜ ");
  assert_numbers (&self, filter, "12");
  g_free (filter->words);
  filter->words = g_strdup ("1");
  assert_numbers (&self, filter, "12");
}

/* A ticket that is opened offline moves its publisher at once (rule 15). */
static void
test_open_tickets_of_outbox (void)
{
  g_auto (Overview) self = overview_new ();
  g_autoptr (TktPublisherFilter) filter = tkt_publisher_filter_new ();
  const TktPublisherRow *row;

  filter->sort = TKT_SORT_BY_OPEN_TICKETS;
  assert_numbers (&self, filter, "5 7 3 12");
  for (int i = 0; i < 2; i++)
    {
      TktEntry *entry = client_entry (self.base, TKT_ENTRY_OPEN_TICKET, NULL);

      g_free (entry->publisher_id);
      entry->publisher_id = g_strdup (self.base->publisher);
      client_add (self.base, entry);
    }
  client_settle (self.base);
  row = client_row (self.base, self.model, 0);
  g_assert_cmpint (row->publisher->number, ==, 7);
  g_assert_cmpint (row->open_tickets, ==, 3);
}

/* What can't be read is as if nothing had been chosen. */
static void
test_text (void)
{
  static const char *const broken[] = { "",
                                        "any any number",
                                        "any any number sideways",
                                        "any any height forward",
                                        "any everybody number forward",
                                        "asleep any number forward",
                                        "any any number forward any" };
  g_autoptr (TktPublisherFilter) filter = tkt_publisher_filter_new ();
  g_autoptr (TktPublisherFilter) fresh = tkt_publisher_filter_new ();

  for (int i = 0; i < 3; i++)
    {
      g_autofree char *text = NULL;
      g_autoptr (TktPublisherFilter) back = NULL;

      text = tkt_publisher_filter_to_text (filter);
      back = tkt_publisher_filter_from_text (text);
      g_assert_true (tkt_publisher_filter_equal (filter, back));
      filter->status = TKT_PUBLISHER_PAUSED;
      filter->sort = TKT_SORT_BY_ACTIVITY;
      filter->reversed = TRUE;
      g_free (filter->account_manager_id);
      filter->account_manager_id = i == 0 ? tkt_uuid_new () : g_strdup ("");
    }
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (TktPublisherFilter) back = tkt_publisher_filter_from_text (broken[i]);

      g_assert_true (tkt_publisher_filter_equal (back, fresh));
    }
}

void
client_add_publisher_tests (void)
{
  g_test_add_func ("/client/publishers/filters", test_filters);
  g_test_add_func ("/client/publishers/order", test_order);
  g_test_add_func ("/client/publishers/rule-15/outbox", test_open_tickets_of_outbox);
  g_test_add_func ("/client/publishers/rule-17/text", test_text);
  g_test_add_func ("/client/publishers/words", test_words);
}
