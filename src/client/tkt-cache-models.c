/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The models over the cache: which query gives the keys of each, and what reads its rows. */
#include "tkt-cache-private.h"

static gboolean
ticket_rows_equal (gconstpointer a, gconstpointer b)
{
  return tkt_ticket_row_equal (a, b);
}

static gboolean
message_rows_equal (gconstpointer a, gconstpointer b)
{
  return tkt_message_row_equal (a, b);
}

static gboolean
publisher_rows_equal (gconstpointer a, gconstpointer b)
{
  return tkt_publisher_row_equal (a, b);
}

static gboolean
account_rows_equal (gconstpointer a, gconstpointer b)
{
  return tkt_account_row_equal (a, b);
}

static gboolean
undelivered_rows_equal (gconstpointer a, gconstpointer b)
{
  return tkt_undelivered_row_equal (a, b);
}

static gboolean
saved_reply_rows_equal (gconstpointer a, gconstpointer b)
{
  return tkt_saved_reply_row_equal (a, b);
}

static const TktRowSource tickets_source = { .query = tkt_cache_query_tickets,
                                             .in_pieces = TRUE,
                                             .load = tkt_cache_load_ticket,
                                             .get_row_type = tkt_ticket_row_get_type,
                                             .equal = ticket_rows_equal };
static const TktRowSource ticket_source = { .query = tkt_cache_query_ticket,
                                            .load = tkt_cache_load_ticket,
                                            .get_row_type = tkt_ticket_row_get_type,
                                            .equal = ticket_rows_equal };
static const TktRowSource messages_source = { .query = tkt_cache_query_messages,
                                              .load = tkt_cache_load_message,
                                              .get_row_type = tkt_message_row_get_type,
                                              .equal = message_rows_equal,
                                              .from_end = TRUE };
static const TktRowSource matches_source = { .query = tkt_cache_query_matches,
                                             .load = tkt_cache_load_message,
                                             .get_row_type = tkt_message_row_get_type,
                                             .equal = message_rows_equal };
static const TktRowSource publishers_source = { .query = tkt_cache_query_publishers,
                                                .load = tkt_cache_load_publisher,
                                                .get_row_type = tkt_publisher_row_get_type,
                                                .equal = publisher_rows_equal };
static const TktRowSource publisher_source = { .query = tkt_cache_query_publisher,
                                               .load = tkt_cache_load_publisher,
                                               .get_row_type = tkt_publisher_row_get_type,
                                               .equal = publisher_rows_equal };
static const TktRowSource staff_source = { .query = tkt_cache_query_staff,
                                           .load = tkt_cache_load_account,
                                           .get_row_type = tkt_account_row_get_type,
                                           .equal = account_rows_equal };
static const TktRowSource undelivered_source = { .query = tkt_cache_query_undelivered,
                                                 .load = tkt_cache_load_undelivered,
                                                 .get_row_type = tkt_undelivered_row_get_type,
                                                 .equal = undelivered_rows_equal };

static const TktRowSource saved_replies_source = { .query = tkt_cache_query_saved_replies,
                                                   .load = tkt_cache_load_saved_reply,
                                                   .get_row_type = tkt_saved_reply_row_get_type,
                                                   .equal = saved_reply_rows_equal };

TktRowModel *
tkt_cache_list_tickets (TktCache *self, const TktTicketFilter *filter)
{
  TktListParams *params = tkt_cache_params_new (self);

  params->filter = tkt_ticket_filter_copy (filter);
  return tkt_cache_add_model (self, &tickets_source, params);
}

void
tkt_cache_set_filter (TktCache *self, TktRowModel *tickets, const TktTicketFilter *filter)
{
  TktListParams *params = tkt_cache_params_new (self);

  params->filter = tkt_ticket_filter_copy (filter);
  tkt_row_model_set_params (tickets, params);
}

TktRowModel *
tkt_cache_watch_ticket (TktCache *self, const char *ticket_id)
{
  TktListParams *params = tkt_cache_params_new (self);

  params->ticket_id = g_strdup (ticket_id);
  return tkt_cache_add_model (self, &ticket_source, params);
}

TktRowModel *
tkt_cache_list_messages (TktCache *self, const char *ticket_id)
{
  TktListParams *params = tkt_cache_params_new (self);

  params->ticket_id = g_strdup (ticket_id);
  return tkt_cache_add_model (self, &messages_source, params);
}

TktRowModel *
tkt_cache_list_matches (TktCache *self, const char *ticket_id, const char *words)
{
  TktListParams *params = tkt_cache_params_new (self);

  params->ticket_id = g_strdup (ticket_id);
  params->filter = tkt_ticket_filter_new ();
  params->filter->words = g_strdup (words);
  return tkt_cache_add_model (self, &matches_source, params);
}

TktRowModel *
tkt_cache_list_publishers (TktCache *self, const TktPublisherFilter *filter)
{
  TktListParams *params = tkt_cache_params_new (self);

  params->publishers
      = filter != NULL ? tkt_publisher_filter_copy (filter) : tkt_publisher_filter_new ();
  return tkt_cache_add_model (self, &publishers_source, params);
}

void
tkt_cache_set_publisher_filter (TktCache *self,
                                TktRowModel *publishers,
                                const TktPublisherFilter *filter)
{
  TktListParams *params = tkt_cache_params_new (self);

  params->publishers = tkt_publisher_filter_copy (filter);
  tkt_row_model_set_params (publishers, params);
}

TktRowModel *
tkt_cache_watch_publisher (TktCache *self, const char *publisher_id)
{
  TktListParams *params = tkt_cache_params_new (self);

  params->publisher_id = g_strdup (publisher_id);
  return tkt_cache_add_model (self, &publisher_source, params);
}

TktRowModel *
tkt_cache_list_staff (TktCache *self)
{
  return tkt_cache_add_model (self, &staff_source, tkt_cache_params_new (self));
}

TktRowModel *
tkt_cache_list_undelivered (TktCache *self)
{
  return tkt_cache_add_model (self, &undelivered_source, tkt_cache_params_new (self));
}

TktRowModel *
tkt_cache_list_saved_replies (TktCache *self, const char *words)
{
  TktListParams *params = tkt_cache_params_new (self);

  params->words = g_strdup (words);
  return tkt_cache_add_model (self, &saved_replies_source, params);
}
