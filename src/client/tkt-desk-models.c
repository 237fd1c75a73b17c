/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk: the models that windows show. */
#include "tkt-desk-private.h"

TktRowModel *
tkt_desk_list_tickets (TktDesk *self, const TktTicketFilter *filter)
{
  return tkt_cache_list_tickets (self->cache, filter);
}

void
tkt_desk_set_filter (TktDesk *self, TktRowModel *tickets, const TktTicketFilter *filter)
{
  tkt_cache_set_filter (self->cache, tickets, filter);
}

TktRowModel *
tkt_desk_watch_ticket (TktDesk *self, const char *ticket_id)
{
  return tkt_cache_watch_ticket (self->cache, ticket_id);
}

TktRowModel *
tkt_desk_list_messages (TktDesk *self, const char *ticket_id)
{
  return tkt_cache_list_messages (self->cache, ticket_id);
}

TktRowModel *
tkt_desk_list_publishers (TktDesk *self, const char *words)
{
  return tkt_cache_list_publishers (self->cache, words);
}

TktRowModel *
tkt_desk_watch_publisher (TktDesk *self, const char *publisher_id)
{
  return tkt_cache_watch_publisher (self->cache, publisher_id);
}

TktRowModel *
tkt_desk_list_staff (TktDesk *self)
{
  return tkt_cache_list_staff (self->cache);
}

TktRowModel *
tkt_desk_list_undelivered (TktDesk *self)
{
  return tkt_cache_list_undelivered (self->cache);
}
