/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lists show: a cached row, the outbox applied to it, and the names beside it. Immutable once
 * made. */
#pragma once

#include "tkt-entry.h"
#include "tkt-rows.h"

G_BEGIN_DECLS

typedef enum
{
  TKT_DELIVERY_DELIVERED, /* it is the server's row */
  TKT_DELIVERY_WAITING,   /* in the outbox */
  TKT_DELIVERY_SENDING,
  TKT_DELIVERY_REFUSED, /* the server said no: see @refusal */
  TKT_DELIVERY_HELD,    /* for some seconds, and may be undone */
} TktDelivery;

/* One row of the ticket list, or the header of a conversation. */
typedef struct
{
  TktTicket *ticket;    /* with the outbox applied: a waiting closing shows closed */
  char *publisher_name; /* NULL for the publisher's own people */
  char *assignee_name;  /* NULL: nobody, or not known here */
  char *opened_by_name;
  char *closed_by_name;
  char *last_author;    /* display name of who wrote the last message; NULL while not cached */
  gint64 last_position; /* of the last message in the cache */
  gint64 read_position; /* this account's read mark */
  gboolean unread;      /* somebody else wrote after the read mark */
  guint n_waiting;      /* outbox entries of this ticket that are not delivered */
  gboolean refused;     /* one of them was refused */
  gboolean draft;       /* something was typed there and not sent */
  TktDelivery closing; /* how far this account's closing has come while @ticket shows it closed, and
                          the server has it open; else TKT_DELIVERY_DELIVERED */
} TktTicketRow;

/* One row of a conversation. */
typedef struct
{
  TktMessage *message; /* an outbox reply has position 0 and sent_at 0 */
  TktDelivery delivery;
  char *refusal;         /* a sentence, for TKT_DELIVERY_REFUSED */
  gint64 outbox_seq;     /* 0 for a delivered one */
  gboolean opening;      /* it opens the ticket */
  gboolean note;         /* the staff's own (rule 21): it has no position */
  gboolean own;          /* this account wrote it */
  gboolean first_of_day; /* in the local time zone: a day separator stands above */
  gboolean first_unread; /* the "New" line stands above */
  gboolean deleting;     /* its deletion waits in the outbox: shown as a tombstone */
  char *deleted_by_name;
} TktMessageRow;

/* One row of the Publishers overview. */
typedef struct
{
  TktPublisher *publisher;
  char *account_manager_name; /* NULL: nobody */
  gint64 open_tickets;        /* with the outbox applied (rule 15) */
  gint64 last_activity;       /* of its last message; 0: none */
} TktPublisherRow;

/* One row of a list of accounts. */
typedef struct
{
  TktAccount *account;
  char *publisher_name; /* NULL for staff */
} TktAccountRow;

/* One row of a list of saved replies. */
typedef struct
{
  TktSavedReply *reply; /* with the outbox applied, what was refused of it too */
  TktDelivery delivery; /* of what was done to it last */
  char *refusal;        /* a sentence, for TKT_DELIVERY_REFUSED */
  gint64 outbox_seq;    /* of that; 0: it is the server's row */
  gboolean added;       /* the server has never had it, for all that is known */
} TktSavedReplyRow;

/* One row of the list of everything undelivered. */
typedef struct
{
  TktEntry *entry;
  TktTicket *ticket; /* that it is for; NULL: of none, or of one that is not known (any more) */
} TktUndeliveredRow;

/* How far an entry of the outbox has come. */
TktDelivery tkt_delivery_of_entry (const TktEntry *entry);

#define TKT_DECLARE_ROW(TypeName, type_name)                                                       \
  GType type_name##_get_type (void);                                                               \
  TypeName *type_name##_copy (const TypeName *row);                                                \
  gboolean type_name##_equal (const TypeName *a, const TypeName *b);                               \
  void type_name##_free (TypeName *row);                                                           \
  G_DEFINE_AUTOPTR_CLEANUP_FUNC (TypeName, type_name##_free)

TKT_DECLARE_ROW (TktTicketRow, tkt_ticket_row)
TKT_DECLARE_ROW (TktMessageRow, tkt_message_row)
TKT_DECLARE_ROW (TktPublisherRow, tkt_publisher_row)
TKT_DECLARE_ROW (TktAccountRow, tkt_account_row)
TKT_DECLARE_ROW (TktSavedReplyRow, tkt_saved_reply_row)
TKT_DECLARE_ROW (TktUndeliveredRow, tkt_undelivered_row)

G_END_DECLS
