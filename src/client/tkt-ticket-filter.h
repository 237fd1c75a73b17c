/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the ticket list shows: the person's choice of filters, sort and words. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  TKT_SHOW_OPEN, /* rule 14: until the person chooses otherwise */
  TKT_SHOW_CLOSED,
  TKT_SHOW_ALL,
} TktShowStatus;

typedef enum
{
  TKT_SHOW_EVERYONE,
  TKT_SHOW_MINE,
  TKT_SHOW_UNASSIGNED,
} TktShowOwner;

typedef enum
{
  TKT_SHOW_BY_ACTIVITY,
  TKT_SHOW_BY_OPENED,
  TKT_SHOW_BY_NUMBER,
} TktShowSort;

typedef struct
{
  TktShowStatus status;
  TktShowOwner owner;
  TktShowSort sort;
  char *publisher_id; /* NULL: any */
  char *words;        /* NULL: any; over titles and messages, "#123" is a number */
} TktTicketFilter;

GType tkt_ticket_filter_get_type (void);
TktTicketFilter *tkt_ticket_filter_new (void); /* open, everyone, by activity */
TktTicketFilter *tkt_ticket_filter_copy (const TktTicketFilter *filter);
void tkt_ticket_filter_free (TktTicketFilter *filter);
gboolean tkt_ticket_filter_equal (const TktTicketFilter *a, const TktTicketFilter *b);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktTicketFilter, tkt_ticket_filter_free)

/* Rule 17: how a choice is kept between starts (words are not). */
char *tkt_ticket_filter_to_text (const TktTicketFilter *filter);
TktTicketFilter *
tkt_ticket_filter_from_text (const char *text); /* never NULL: what can't be read is as new */

G_END_DECLS
