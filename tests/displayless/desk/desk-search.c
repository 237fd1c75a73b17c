/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching what the cache has of many tickets, without a network. */
#include "desk-fixture.h"

#include "tkt-import.h"
#include "tkt-time.h"

#define N_TICKETS 2000

/* What stands in some of them beside the common words. */
typedef struct
{
  gint64 number;
  const char *title;
  const char *body;
  TktTicketStatus status;
} Special;

static const Special specials[] = {
  { 7, "Bandicoot payout", "Nothing else" },
  { 1234, "Common", "The numbat asked about wire fees" },
  { 1500,
    "Common",
    "Cr\xc3\xa8me br\xc3\xbbl\xc3\xa9"
    "e campaign" },
  { 1501, "\xe4\xbb\x98\xe6\xac\xbe\xe5\xbb\xb6\xe8\xbf\x9f", "Common" },
  { 1600, "Quokka", "Closed long ago", TKT_TICKET_CLOSED },
};

typedef struct
{
  const char *words;
  TktShowStatus status;
  const char *found; /* numbers, the latest first */
} Search;

static const Search searches[] = {
  { "bandicoot", TKT_SHOW_OPEN, "7" },
  { "BANDI", TKT_SHOW_OPEN, "7" },
  { "payout bandicoot", TKT_SHOW_OPEN, "7" },
  { "bandicoot nothing", TKT_SHOW_OPEN, "" },
  { "numbat", TKT_SHOW_OPEN, "1234" },
  { "wire numb", TKT_SHOW_OPEN, "1234" },
  { "\"wire fees\"", TKT_SHOW_OPEN, "1234" },
  { "\"fees wire\"", TKT_SHOW_OPEN, "" },
  { "creme brulee", TKT_SHOW_OPEN, "1500" },
  { "\xe6\xac\xbe\xe5\xbb\xb6", TKT_SHOW_OPEN, "1501" },
  { "#1234", TKT_SHOW_OPEN, "1234" },
  { "1234", TKT_SHOW_OPEN, "1234" },
  { "#99999", TKT_SHOW_ALL, "" },
  { "quokka", TKT_SHOW_OPEN, "" },
  { "quokka", TKT_SHOW_CLOSED, "1600" },
  { "quokka", TKT_SHOW_ALL, "1600" },
  { "unheard-of", TKT_SHOW_ALL, "" },
  { "\" OR 1=1 --", TKT_SHOW_ALL, "" },
};

static TktExchangeTicket *
make_ticket (gint64 number, gint64 now)
{
  TktExchangeTicket *ticket = tkt_exchange_ticket_new ();
  TktExchangeMessage *message = tkt_exchange_message_new ();
  const char *title = "Common", *body = "Common words of every day";

  ticket->number = number;
  for (guint i = 0; i < G_N_ELEMENTS (specials); i++)
    if (specials[i].number == number)
      {
        title = specials[i].title;
        body = specials[i].body;
        ticket->status = specials[i].status;
      }
  ticket->publisher = g_strdup ("Acme Media");
  ticket->title = g_strdup (title);
  ticket->opened_at = now + number * TKT_MINUTE;
  if (ticket->status == TKT_TICKET_CLOSED)
    {
      ticket->closed_at = ticket->opened_at;
      ticket->closed_by = g_strdup ("mara");
    }
  message->author = g_strdup ("ada");
  message->name = g_strdup ("Ada Example");
  message->sent_at = ticket->opened_at;
  message->body = g_strdup (body);
  if (ticket->messages == NULL)
    ticket->messages = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_exchange_message_free);
  g_ptr_array_add (ticket->messages, message);
  return ticket;
}

static void
import_all (TktStoreTx *tx, const TktActor *operator, gpointer unused)
{
  g_autoptr (TktImporter) importer = tkt_importer_new (tx, operator->organization->id);
  const gint64 start = tkt_time_now () - 30 * TKT_DAY;
  g_autoptr (GError) error = NULL;

  for (gint64 number = 1; number <= N_TICKETS; number++)
    {
      g_autoptr (TktExchangeTicket) ticket = make_ticket (number, start);

      g_assert_true (tkt_importer_take (importer, ticket, &error));
      g_assert_no_error (error);
    }
}

static char *
show_numbers (const GPtrArray *rows)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (text,
                            "%s%" G_GINT64_FORMAT,
                            i > 0 ? " " : "",
                            ((TktTicketRow *)g_ptr_array_index (rows, i))->ticket->number);
  return g_string_free (text, FALSE);
}

static void
test_search (void)
{
  g_autoptr (DeskFixture) self = desk_fixture_new ();
  g_autoptr (TktTicketFilter) common = tkt_ticket_filter_new ();
  g_autoptr (TktRowModel) model = NULL;
  Seat *mara;

  test_server_change (self->server, import_all, NULL);
  mara = seat_new (self, "mara");
  g_assert_cmpuint (tkt_desk_get_open_tickets (mara->desk), ==, N_TICKETS - 1);
  test_server_stop (self->server);
  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();
      g_autoptr (GPtrArray) rows = NULL;
      g_autofree char *found = NULL;

      filter->status = searches[i].status;
      filter->words = g_strdup (searches[i].words);
      rows = seat_list_tickets (mara, filter);
      found = show_numbers (rows);
      g_test_message ("%s", searches[i].words);
      g_assert_cmpstr (found, ==, searches[i].found);
    }

  /* What almost all have in common is found in all of them. */
  common->words = g_strdup ("common");
  model = tkt_desk_list_tickets (mara->desk, common);
  test_await (g_list_model_get_n_items (G_LIST_MODEL (model)) == N_TICKETS - 2);
}

void
desk_add_search_tests (void)
{
  g_test_add_func ("/desk/search/rule-18/offline", test_search);
}
