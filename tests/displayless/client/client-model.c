/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The row model as a list: each signal tells the truth, items stay, rows are read when they are
 * looked at. */
#include "client-fixture.h"

#include "tkt-time.h"

/* A list that follows another by its signals alone. */
typedef struct
{
  GArray *keys;
  guint n_signals;
  guint n_touched; /* rows that went or came */
} Mirror;

static gint64
key_at (GListModel *model, guint position)
{
  g_autoptr (TktRowItem) item = g_list_model_get_item (model, position);

  return tkt_row_item_get_key (item);
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  Mirror *mirror = user_data;

  mirror->n_signals++;
  mirror->n_touched += removed + added;
  if (removed > 0)
    g_array_remove_range (mirror->keys, position, removed);
  for (guint i = 0; i < added; i++)
    {
      gint64 key = key_at (model, position + i);

      g_array_insert_val (mirror->keys, position + i, key);
    }
  g_assert_cmpuint (mirror->keys->len, ==, g_list_model_get_n_items (model));
  for (guint i = 0; i < mirror->keys->len; i++)
    g_assert_cmpint (g_array_index (mirror->keys, gint64, i), ==, key_at (model, i));
  g_assert_null (g_list_model_get_item (model, mirror->keys->len));
}

static void
move_to_top (ClientFixture *self, TktTicket *ticket)
{
  TktTicket *again;

  self->now += TKT_MINUTE;
  ticket->last_message_at = self->now;
  again = client_put_again (self, TKT_CHANGE_TICKET, ticket);
  g_assert_nonnull (again);
}

static void
test_follows (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autoptr (TktRowModel) model = tkt_cache_list_tickets (self->cache, filter);
  g_autoptr (GPtrArray) tickets = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_ticket_free);
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  Mirror mirror = { .keys = keys };

  g_assert_true (tkt_row_model_get_loading (model));
  g_signal_connect (model, "items-changed", G_CALLBACK (on_items_changed), &mirror);
  for (guint i = 1; i <= 150; i++)
    g_ptr_array_add (tickets, tkt_ticket_copy (client_put_ticket (self, i, "Ticket")));
  client_apply (self);
  g_assert_cmpuint (keys->len, ==, 150);

  for (int round = 0; round < 30; round++)
    {
      for (int n = g_test_rand_int_range (1, 6); n > 0; n--)
        {
          TktTicket *ticket = g_ptr_array_index (tickets, g_test_rand_int_range (0, tickets->len));

          if (g_test_rand_int_range (0, 4) == 0)
            ticket->status = !ticket->status;
          move_to_top (self, ticket);
        }
      if (g_test_rand_int_range (0, 5) == 0)
        {
          filter->status = g_test_rand_int_range (0, 3);
          tkt_cache_set_filter (self->cache, model, filter);
        }
      client_apply (self);
    }
  g_test_message ("%u signals", mirror.n_signals);
}

/* One ticket that moves to the top touches two rows and keeps its item. */
static void
test_one_moves (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autoptr (TktRowModel) model = tkt_cache_list_tickets (self->cache, filter);
  g_autoptr (TktTicket) first = tkt_ticket_copy (client_put_ticket (self, 1, "First"));
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TktRowItem) item = NULL;
  g_autoptr (TktRowItem) top = NULL;
  Mirror mirror = { .keys = keys };

  for (guint i = 2; i <= 500; i++)
    client_put_ticket (self, i, "Other");
  client_apply (self);
  item = g_list_model_get_item (G_LIST_MODEL (model), 499);
  g_assert_cmpuint (tkt_row_model_find (model, tkt_row_item_get_key (item)), ==, 499);
  for (guint i = 0; i < 500; i++)
    {
      gint64 key = key_at (G_LIST_MODEL (model), i);

      g_array_append_val (keys, key);
    }

  g_signal_connect (model, "items-changed", G_CALLBACK (on_items_changed), &mirror);
  move_to_top (self, first);
  client_apply (self);
  g_assert_cmpuint (mirror.n_signals, ==, 2);
  g_assert_cmpuint (mirror.n_touched, ==, 2);
  top = g_list_model_get_item (G_LIST_MODEL (model), 0);
  g_assert_true (top == item);
  g_assert_cmpuint (tkt_row_model_find (model, tkt_row_item_get_key (item)), ==, 0);
  g_assert_cmpuint (tkt_row_model_find (model, 123456), ==, G_MAXUINT);
}

static void
count_notify (GObject *object, GParamSpec *pspec, gpointer n)
{
  (*(int *)n)++;
}

/* An item is notified when its row says something new, and only then. */
static void
test_notifies (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autoptr (TktRowModel) model = tkt_cache_list_tickets (self->cache, filter);
  g_autoptr (TktTicket) one = tkt_ticket_copy (client_put_ticket (self, 1, "One"));
  g_autoptr (TktRowItem) item = NULL;
  int n = 0;

  client_put_ticket (self, 2, "Two");
  client_apply (self);
  item = g_list_model_get_item (G_LIST_MODEL (model), 0);
  g_signal_connect (item, "notify::row", G_CALLBACK (count_notify), &n);
  move_to_top (self, one);
  client_apply (self);
  g_assert_cmpint (n, ==, 0);
  client_put_mark (self, ((const TktTicketRow *)tkt_row_item_get_row (item))->ticket->id, 4);
  client_apply (self);
  g_assert_cmpint (n, ==, 1);
}

/* Rows that nobody looked at are not read, and come when somebody does. */
static void
test_on_demand (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autoptr (TktRowModel) model = NULL;
  g_autoptr (TktRowItem) first = NULL;
  g_autoptr (TktRowItem) far = NULL;

  for (guint i = 1; i <= 2000; i++)
    client_put_ticket (self, i, "Many");
  client_apply (self);
  model = tkt_cache_list_tickets (self->cache, filter);
  test_await (!tkt_row_model_get_loading (model));
  /* What is seen first is there at once, the rest of the list follows. */
  first = g_list_model_get_item (G_LIST_MODEL (model), 0);
  g_assert_nonnull (tkt_row_item_get_row (first));
  client_settle (self);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 2000);
  far = g_list_model_get_item (G_LIST_MODEL (model), 1500);
  g_assert_null (tkt_row_item_get_row (far));
  test_await (tkt_row_item_get_row (far) != NULL);
  g_assert_cmpint (((const TktTicketRow *)tkt_row_item_get_row (far))->ticket->number, ==, 500);
}

/* A model that outlives its cache keeps what it shows and asks nobody. */
static void
test_after_stop (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autoptr (TktRowModel) model = tkt_cache_list_tickets (self->cache, filter);
  g_autoptr (TktRowItem) item = NULL;

  client_put_ticket (self, 1, "One");
  client_apply (self);
  tkt_cache_stop (self->cache);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 1);
  item = g_list_model_get_item (G_LIST_MODEL (model), 0);
  g_assert_nonnull (item);
}

/* Let go in the middle of a question. */
static void
test_let_go (void)
{
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  TktRowModel *model = tkt_cache_list_tickets (self->cache, filter);
  gpointer gone = model;

  g_object_add_weak_pointer (G_OBJECT (model), &gone);
  g_object_unref (model);
  client_put_ticket (self, 1, "One");
  client_apply (self);
  g_assert_null (gone);
}

/* What is picked stays what it was, however the list moves meanwhile. */
static void
test_pick (void)
{
  static const TktRowRun runs[] = { { 0, 3 }, { 10, 1 }, { 90, 10 } };
  g_autoptr (ClientFixture) self = client_fixture_new ();
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autoptr (TktRowModel) model = tkt_cache_list_tickets (self->cache, filter);
  g_autoptr (TktTicket) first = tkt_ticket_copy (client_put_ticket (self, 1, "First"));
  GArray *picked = g_array_new (FALSE, FALSE, sizeof (TktRowRun));
  g_autoptr (GArray) expected = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TktRowPick) pick = NULL;
  g_autoptr (GArray) keys = NULL;

  for (guint i = 2; i <= 100; i++)
    client_put_ticket (self, i, "Other");
  client_apply (self);
  g_array_append_vals (picked, runs, G_N_ELEMENTS (runs));
  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    for (guint j = 0; j < runs[i].n; j++)
      {
        gint64 key = tkt_row_model_get_key (model, runs[i].first + j);

        g_array_append_val (expected, key);
      }
  pick = tkt_row_model_pick (model, picked);
  move_to_top (self, first);
  client_apply (self);
  g_assert_cmpint (tkt_row_model_get_key (model, 0), ==, g_array_index (expected, gint64, 13));
  g_assert_cmpuint (tkt_row_pick_get_size (pick), ==, 14);
  keys = tkt_row_pick_list_keys (pick);
  g_assert_cmpmem (
      keys->data, keys->len * sizeof (gint64), expected->data, expected->len * sizeof (gint64));
}

void
client_add_model_tests (void)
{
  g_test_add_func ("/client/model/follows", test_follows);
  g_test_add_func ("/client/model/one-moves", test_one_moves);
  g_test_add_func ("/client/model/pick", test_pick);
  g_test_add_func ("/client/model/notifies", test_notifies);
  g_test_add_func ("/client/model/on-demand", test_on_demand);
  g_test_add_func ("/client/model/after-stop", test_after_stop);
  g_test_add_func ("/client/model/let-go", test_let_go);
}
