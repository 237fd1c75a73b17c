/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that an account may see in one text: what its desk makes of it, and what the server does. */
#include "desk-fixture.h"

#include "tkt-cache-digest.h"

/* More than any test makes. */
#define ALL 100000

static void
add_row (GString *text, const TktShape *shape, gconstpointer row)
{
  tkt_shape_write (shape, row, text);
  g_string_append_c (text, '\n');
}

static void
add_ticket (GString *text, const TktTicket *ticket, gint64 read_position)
{
  add_row (text, &tkt_ticket_shape, ticket);
  g_string_append_printf (text, "  read to %" G_GINT64_FORMAT "\n", read_position);
}

static void
add_publisher (GString *text, const TktPublisher *publisher, gint64 open_tickets)
{
  add_row (text, &tkt_publisher_shape, publisher);
  g_string_append_printf (text, "  open tickets: %" G_GINT64_FORMAT "\n", open_tickets);
}

static void
add_open_tickets (GString *text, guint n)
{
  g_string_append_printf (text, "open tickets in all: %u\n", n);
}

char *
seat_digest (Seat *self)
{
  GString *text = g_string_new (NULL);
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
  g_autoptr (GPtrArray) publishers = seat_list_publishers (self);
  g_autoptr (GPtrArray) tickets = NULL;

  add_row (text, &tkt_account_shape, tkt_desk_get_account (self->desk));
  add_row (text, &tkt_organization_shape, tkt_desk_get_organization (self->desk));
  for (guint i = 0; i < publishers->len; i++)
    {
      const TktPublisherRow *row = g_ptr_array_index (publishers, i);

      add_publisher (text, row->publisher, row->open_tickets);
    }
  filter->status = TKT_SHOW_ALL;
  filter->sort = TKT_SHOW_BY_NUMBER;
  tickets = seat_list_tickets (self, filter);
  for (guint i = 0; i < tickets->len; i++)
    {
      const TktTicketRow *row = g_ptr_array_index (tickets, i);
      g_autoptr (GPtrArray) messages = seat_list_messages (self, row->ticket->id);

      add_ticket (text, row->ticket, row->read_position);
      for (guint j = 0; j < messages->len; j++)
        {
          const TktMessageRow *message = g_ptr_array_index (messages, j);

          if (message->delivery != TKT_DELIVERY_REFUSED)
            add_row (text, &tkt_message_shape, message->message);
        }
    }
  add_open_tickets (text, tkt_desk_get_open_tickets (self->desk));
  return g_string_free (text, FALSE);
}

static void
add_threads (TktStoreTx *tx, const TktActor *actor, GString *text)
{
  const char *organization = actor->organization->id;
  const TktTicketQuery query = { .status = -1,
                                 .publisher_id = actor->account->publisher_id,
                                 .sort = TKT_SORT_NUMBER,
                                 .limit = ALL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tickets = tkt_store_list_tickets (tx, organization, &query, &error);
  guint n_open = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < tickets->len; i++)
    {
      const TktTicket *ticket = g_ptr_array_index (tickets, i);
      g_autoptr (TktReadMark) mark
          = tkt_store_get_read_mark (tx, actor->account->id, ticket->id, &error);
      g_autoptr (GPtrArray) messages
          = tkt_store_list_messages (tx, organization, ticket->id, 0, ALL, &error);

      g_assert_no_error (error);
      add_ticket (text, ticket, mark != NULL ? mark->position : 0);
      for (guint j = 0; j < messages->len; j++)
        add_row (text, &tkt_message_shape, g_ptr_array_index (messages, j));
      n_open += ticket->status == TKT_TICKET_OPEN;
    }
  add_open_tickets (text, n_open);
}

static void
add_all (TktStoreTx *tx, const TktActor *actor, gpointer data)
{
  GString *text = data;
  const char *own = actor->account->publisher_id;
  const TktPublisherQuery query = { .status = -1, .limit = ALL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) publishers
      = tkt_store_list_publishers (tx, actor->organization->id, &query, &error);

  g_assert_no_error (error);
  add_row (text, &tkt_account_shape, actor->account);
  add_row (text, &tkt_organization_shape, actor->organization);
  for (guint i = 0; i < publishers->len; i++)
    {
      const TktListedPublisher *listed = g_ptr_array_index (publishers, i);

      if (own == NULL || g_str_equal (own, listed->publisher.id))
        add_publisher (text, &listed->publisher, listed->open_tickets);
    }
  add_threads (tx, actor, text);
}

char *
desk_digest_of_server (DeskFixture *self, const char *username)
{
  GString *text = g_string_new (NULL);

  desk_act (self, username, add_all, text);
  return g_string_free (text, FALSE);
}

gboolean
seat_fill_digest (TktDigest *digest, gpointer data, GError **error)
{
  Seat *self = data;
  g_autofree char *folder
      = tkt_sign_ins_get_account_folder (self->sign_ins, self->sign_in->account_id);

  return tkt_cache_digest (folder, self->sign_in->account_id, digest, error);
}

typedef struct
{
  Seat *seat;
  TktDigest *digest;
} ServerFill;

static gpointer
fill_in_tx (TktStoreTx *tx, gpointer data, GError **error)
{
  const ServerFill *fill = data;
  const char *organization_id = fill->seat->fixture->server->organization;
  g_autoptr (TktOrganization) organization
      = tkt_store_get_organization (tx, organization_id, error);
  g_autoptr (TktAccount) account
      = tkt_store_get_account (tx, organization_id, fill->seat->sign_in->account_id, error);

  return GINT_TO_POINTER (tkt_service_digest (tx, organization, account, fill->digest, error));
}

gboolean
seat_fill_digest_of_server (TktDigest *digest, gpointer data, GError **error)
{
  ServerFill fill = { data, digest };

  return tkt_store_read (fill.seat->fixture->server->store, fill_in_tx, &fill, error) != NULL;
}

char *
seat_get_hash (Seat *self, TktDigestFill fill)
{
  g_autoptr (TktDigest) digest = tkt_digest_new (NULL, NULL);
  g_autoptr (GError) error = NULL;

  fill (digest, self, &error);
  g_assert_no_error (error);
  return g_strdup (tkt_digest_get_hash (digest));
}

gboolean
seat_agrees (Seat *self)
{
  g_autofree char *here = seat_get_hash (self, seat_fill_digest);
  g_autofree char *there = seat_get_hash (self, seat_fill_digest_of_server);

  return g_str_equal (here, there);
}

void
seat_assert_in_step (Seat *self)
{
  g_autofree char *here = seat_digest (self);
  g_autofree char *there = desk_digest_of_server (self->fixture, self->sign_in->username);

  g_assert_cmpstr (here, ==, there);
  g_assert_true (seat_agrees (self));
}
