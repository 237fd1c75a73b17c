/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Store suite: lists hold what they should, in their order, however they are cut into pages. */
#include "store-fixture.h"

/* Enough for a search to find more tickets than SQLite's store would look up one by one. */
#define N_TICKETS 1200

/* Every ticket has it somewhere; each of the others stands in every seventh title or message. */
#define COMMON "payout"
#define RARE "Köln"

static gpointer
put_thread (StoreFixture *f,
            TktStoreTx *tx,
            const StoreNetwork *network,
            TktTicket *ticket,
            GError **error)
{
  static const char *const bodies[] = { "a " COMMON, RARE ", said nobody", "nothing" };
  guint i = ticket->number % 7;
  g_autoptr (TktMessage) message
      = store_fixture_message (f, tx, network, ticket->id, 1, bodies[MIN (i, 2)]);

  g_free (ticket->title);
  ticket->title = g_strdup (i == 0 ? "Late" : i == 2 ? RARE " " COMMON : "My " COMMON "s");
  g_assert_true (tkt_store_put_ticket (tx, network->organization, ticket, error));
  g_assert_true (tkt_store_insert_message (tx, network->organization, message, error));

  return STORE_DONE;
}

static GPtrArray *
put_tickets (StoreFixture *f, TktStoreTx *tx, GError **error)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_ticket_free);
  g_autoptr (TktTicket) foreign = store_fixture_ticket (f, tx, &f->foreign);

  put_thread (f, tx, &f->foreign, foreign, error);
  for (guint i = 0; i < N_TICKETS; i++)
    {
      TktTicket *ticket = store_fixture_ticket (f, tx, &f->home);
      guint pick = g_rand_int (f->random);

      /* Few different times: many ties, which number must break. */
      ticket->opened_at = 1000 + pick % 40;
      ticket->last_message_at = 2000 + (pick >> 8) % 40;
      if ((pick >> 16) % 3 == 0)
        {
          ticket->status = TKT_TICKET_CLOSED;
          ticket->closed_at = 3000;
          ticket->closed_by = g_strdup (f->home.manager);
        }
      g_clear_pointer (&ticket->assignee_id, g_free);
      if ((pick >> 20) % 3 > 0)
        ticket->assignee_id
            = g_strdup ((pick >> 20) % 3 == 1 ? f->home.manager : f->home.other_manager);
      if ((pick >> 24) % 4 == 0)
        {
          g_free (ticket->publisher_id);
          ticket->publisher_id = g_strdup (f->home.other_publisher);
        }
      put_thread (f, tx, &f->home, ticket, error);
      g_ptr_array_add (all, ticket);
    }

  return all;
}

static gint64
key_of (const TktTicket *ticket, TktTicketSort sort)
{
  switch (sort)
    {
    case TKT_SORT_ACTIVITY:
      return ticket->last_message_at;
    case TKT_SORT_OPENED:
      return ticket->opened_at;
    case TKT_SORT_NUMBER:
      return ticket->number;
    }
  g_assert_not_reached ();
}

static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const TktTicketQuery *query = user_data;
  const TktTicket *x = *(TktTicket *const *)a;
  const TktTicket *y = *(TktTicket *const *)b;
  gint64 x_key = key_of (x, query->sort);
  gint64 y_key = key_of (y, query->sort);
  int order = x_key != y_key ? (x_key < y_key ? 1 : -1) : x->number < y->number ? 1 : -1;

  return query->oldest_first ? -order : order;
}

static gboolean
matches (const TktTicket *ticket, const char *match)
{
  guint i = ticket->number % 7;

  if (match == NULL)
    return TRUE;
  if (g_str_has_prefix (match, "paylater"))
    return FALSE;

  return strstr (match, "koln") != NULL ? i == 1 || i == 2 : TRUE;
}

/* What the list must hold, told without any SQL. */
static GPtrArray *
expect (GPtrArray *all, const TktTicketQuery *query)
{
  GPtrArray *expected = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    {
      TktTicket *ticket = all->pdata[i];

      if ((query->status < 0 || query->status == (int)ticket->status)
          && (query->publisher_id == NULL
              || g_str_equal (query->publisher_id, ticket->publisher_id))
          && (query->assignee_id == NULL
              || g_strcmp0 (query->assignee_id, ticket->assignee_id) == 0)
          && (!query->unassigned || ticket->assignee_id == NULL)
          && (query->number == 0 || query->number == ticket->number)
          && matches (ticket, query->match))
        g_ptr_array_add (expected, ticket);
    }
  g_ptr_array_sort_with_data (expected, compare, (gpointer)query);

  return expected;
}

/* One page both ways: as rows and as JSON. */
static GPtrArray *
get_page (StoreFixture *f, TktStoreTx *tx, const TktTicketQuery *query, GError **error)
{
  g_autoptr (GPtrArray) page = tkt_store_list_tickets (tx, f->home.organization, query, error);
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GString) expected = g_string_new ("[");
  gint64 last_key = -1;
  gint64 last_number = -1;
  guint n_written = tkt_store_write_tickets (
      tx, f->home.organization, query, json, &last_key, &last_number, error);

  g_assert_no_error (*error);
  g_assert_cmpuint (n_written, ==, page->len);
  for (guint i = 0; i < page->len; i++)
    {
      if (i > 0)
        g_string_append_c (expected, ',');
      tkt_shape_write (&tkt_ticket_shape, page->pdata[i], expected);
    }
  g_string_append_c (expected, ']');
  g_assert_cmpstr (json->str, ==, expected->str);
  if (page->len > 0)
    {
      const TktTicket *last = page->pdata[page->len - 1];

      g_assert_cmpint (last_key, ==, key_of (last, query->sort));
      g_assert_cmpint (last_number, ==, last->number);
    }

  return g_steal_pointer (&page);
}

static void
check_list (StoreFixture *f, TktStoreTx *tx, GPtrArray *all, TktTicketQuery query, GError **error)
{
  g_autoptr (GPtrArray) expected = expect (all, &query);
  guint seen = 0;

  query.limit = MAX (1, expected->len / 3);
  while (TRUE)
    {
      g_autoptr (GPtrArray) page = get_page (f, tx, &query, error);
      const TktTicket *last;

      g_assert_cmpuint (page->len, ==, MIN (query.limit, expected->len - seen));
      if (page->len == 0)
        return;
      for (guint i = 0; i < page->len; i++)
        g_assert_true (
            tkt_shape_equal (&tkt_ticket_shape, page->pdata[i], expected->pdata[seen + i]));
      seen += page->len;
      last = page->pdata[page->len - 1];
      query.after_key = key_of (last, query.sort);
      query.after_number = last->number;
    }
}

/* Every way to narrow a list × every order. */
static gpointer
ticket_lists (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  g_autoptr (GPtrArray) all = put_tickets (f, tx, error);
  const char *const publishers[] = { NULL, f->home.publisher, f->foreign.publisher };
  const char *const matched[] = { NULL, "payout*", "koln*", "paylater*" };

  for (guint i = 0; i < 3 * 3 * 4 * 4 * 6; i++)
    {
      guint assignee = i / 9 % 4;
      TktTicketQuery query = {
        .status = (int)(i % 3) - 1,
        .publisher_id = publishers[i / 3 % 3],
        .unassigned = assignee == 1,
        .assignee_id = assignee == 2   ? f->home.manager
                       : assignee == 3 ? f->foreign.manager
                                       : NULL,
        .match = matched[i / 36 % 4],
        .sort = i / 144 % 3,
        .oldest_first = i / 432 == 1,
      };

      check_list (f, tx, all, query, error);
    }

  return STORE_DONE;
}

static gpointer
one_number (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  g_autoptr (GPtrArray) all = put_tickets (f, tx, error);

  for (gint64 number = 1; number < 20; number++)
    for (int status = -1; status < 2; status++)
      {
        check_list (f, tx, all, (TktTicketQuery){ .status = status, .number = number }, error);
        check_list (f,
                    tx,
                    all,
                    (TktTicketQuery){ .status = status,
                                      .number = number,
                                      .publisher_id = f->home.publisher,
                                      .match = "koln*" },
                    error);
      }
  check_list (f, tx, all, (TktTicketQuery){ .status = -1, .number = 999999 }, error);

  return STORE_DONE;
}

/* Words that stand apart, one in the title and one in a message, are not found together. */
static gpointer
words_together (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  g_autoptr (TktTicket) ticket = store_fixture_ticket (f, tx, &f->home);
  static const struct
  {
    const char *match;
    guint n_found;
  } cases[] = {
    { "apart*", 1 },        { "together* whole*", 1 },   { "apart* whole*", 0 },
    { "whole* title*", 0 }, { "\"whole together\"", 0 }, { "\"together whole\"", 1 },
    { "\xe6\x97\xa5", 1 },
  };

  g_free (ticket->title);
  ticket->title = g_strdup ("Title apart");
  g_assert_true (tkt_store_put_ticket (tx, f->home.organization, ticket, error));
  for (gint64 position = 1; position <= 2; position++)
    {
      g_autoptr (TktMessage) message = store_fixture_message (
          f,
          tx,
          &f->home,
          ticket->id,
          position,
          position == 1 ? "Together, WHOLE" : "\xe4\xbb\x8a\xe6\x97\xa5\xe3\x81\xaf");

      g_assert_true (tkt_store_insert_message (tx, f->home.organization, message, error));
    }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const TktTicketQuery query = { .match = cases[i].match, .limit = 5 };
      g_autoptr (GPtrArray) found
          = tkt_store_list_tickets (tx, f->home.organization, &query, error);

      g_assert_cmpuint (found->len, ==, cases[i].n_found);
    }

  /* A title that changes is found by its new words alone. */
  g_free (ticket->title);
  ticket->title = g_strdup ("Renamed");
  g_assert_true (tkt_store_put_ticket (tx, f->home.organization, ticket, error));
  for (guint i = 0; i < 2; i++)
    {
      const TktTicketQuery query = { .match = i == 0 ? "apart*" : "renamed*", .limit = 5 };
      g_autoptr (GPtrArray) found
          = tkt_store_list_tickets (tx, f->home.organization, &query, error);

      g_assert_cmpuint (found->len, ==, i);
    }

  return STORE_DONE;
}

static gpointer
threads (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  const char *home = f->home.organization;
  g_autoptr (TktTicket) ticket = store_fixture_ticket (f, tx, &f->home);
  gint64 after = 0;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GString) json = g_string_new (NULL);

  g_assert_true (tkt_store_put_ticket (tx, home, ticket, error));
  for (gint64 position = 1; position <= 10; position++)
    {
      g_autoptr (TktMessage) message
          = store_fixture_message (f, tx, &f->home, ticket->id, position, "text");

      g_assert_true (tkt_store_insert_message (tx, home, message, error));
    }

  for (guint n_pages = 0; n_pages < 4; n_pages++)
    {
      g_autoptr (GPtrArray) page = tkt_store_list_messages (tx, home, ticket->id, after, 3, error);
      gint64 last = -1;

      g_string_truncate (json, 0);
      g_assert_cmpuint (page->len, ==, n_pages < 3 ? 3 : 1);
      g_assert_cmpuint (
          tkt_store_write_messages (tx, home, ticket->id, after, 3, json, &last, error),
          ==,
          page->len);
      for (guint i = 0; i < page->len; i++)
        g_assert_cmpint (((TktMessage *)page->pdata[i])->position, ==, ++after);
      g_assert_cmpint (last, ==, after);
    }
  none = tkt_store_list_messages (tx, f->foreign.organization, ticket->id, 0, 3, error);
  g_assert_cmpuint (none->len, ==, 0);

  return STORE_DONE;
}

static void
check_publishers (StoreFixture *f,
                  TktStoreTx *tx,
                  TktPublisherQuery query,
                  const char *numbers,
                  GError **error)
{
  g_autoptr (GString) found = g_string_new (NULL);

  query.limit = 1;
  while (TRUE)
    {
      g_autoptr (GPtrArray) page
          = tkt_store_list_publishers (tx, f->home.organization, &query, error);
      const TktListedPublisher *listed;

      g_assert_no_error (*error);
      if (page->len == 0)
        break;
      listed = page->pdata[0];
      g_string_append_printf (found,
                              "%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT " ",
                              listed->publisher.number,
                              listed->open_tickets);
      query.after_number = listed->publisher.number;
    }
  g_assert_cmpstr (found->str, ==, numbers);
}

static gpointer
publishers (TktStoreTx *tx, gpointer data, GError **error)
{
  StoreFixture *f = data;
  g_autoptr (TktPublisher) paused
      = tkt_store_get_publisher (tx, f->home.organization, f->home.other_publisher, error);

  paused->status = TKT_PUBLISHER_PAUSED;
  g_free (paused->account_manager_id);
  paused->account_manager_id = g_strdup (f->home.other_manager);
  g_assert_true (tkt_store_put_publisher (tx, f->home.organization, paused, error));
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (TktTicket) ticket = store_fixture_ticket (f, tx, &f->home);

      ticket->status = i == 0 ? TKT_TICKET_CLOSED : TKT_TICKET_OPEN;
      ticket->closed_at = i == 0;
      g_assert_true (tkt_store_put_ticket (tx, f->home.organization, ticket, error));
    }

#define CHECK(numbers, ...)                                                                        \
  check_publishers (f, tx, (TktPublisherQuery){ __VA_ARGS__ }, numbers, error)
  CHECK ("1:2 2:0 ", .status = -1);
  CHECK ("2:0 ", .status = -1, .words = "\xc3\xb6l");
  CHECK ("2:0 ", .status = -1, .words = "\xc5\xa1KODA \xc3\x96");
  CHECK ("2:0 ", .status = -1, .words = "Öl");
  CHECK ("1:2 ", .status = -1, .words = "CME m");
  CHECK ("2:0 ", .status = -1, .words = "#2");
  CHECK ("2:0 ", .status = -1, .words = "2");
  CHECK ("", .status = -1, .words = "%");
  CHECK ("2:0 ", .status = TKT_PUBLISHER_PAUSED);
  CHECK ("1:2 ", .status = -1, .account_manager_id = f->home.manager);
  CHECK ("", .status = -1, .account_manager_id = f->foreign.manager);
#undef CHECK

  return STORE_DONE;
}

const StoreCase store_list_cases[] = {
  { "/lists/tickets", ticket_lists },
  { "/lists/one-number", one_number },
  { "/lists/words-together", words_together },
  { "/lists/thread", threads },
  { "/rule-15/publishers-with-open-tickets", publishers },
};
const guint n_store_list_cases = G_N_ELEMENTS (store_list_cases);
