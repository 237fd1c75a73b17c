/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lists show: life of the rows. */
#include "tkt-client-rows.h"

TktDelivery
tkt_delivery_of_entry (const TktEntry *entry)
{
  switch (entry->state)
    {
    case TKT_ENTRY_WAITING:
      return TKT_DELIVERY_WAITING;
    case TKT_ENTRY_SENDING:
      return TKT_DELIVERY_SENDING;
    case TKT_ENTRY_REFUSED:
      return TKT_DELIVERY_REFUSED;
    case TKT_ENTRY_HELD:
      return TKT_DELIVERY_HELD;
    }
  g_return_val_if_reached (TKT_DELIVERY_WAITING);
}

TktTicketRow *
tkt_ticket_row_copy (const TktTicketRow *row)
{
  TktTicketRow *copy = g_memdup2 (row, sizeof *row);

  copy->ticket = tkt_ticket_copy (row->ticket);
  copy->publisher_name = g_strdup (row->publisher_name);
  copy->assignee_name = g_strdup (row->assignee_name);
  copy->opened_by_name = g_strdup (row->opened_by_name);
  copy->closed_by_name = g_strdup (row->closed_by_name);
  copy->last_author = g_strdup (row->last_author);
  return copy;
}

void
tkt_ticket_row_free (TktTicketRow *row)
{
  if (row == NULL)
    return;
  tkt_ticket_free (row->ticket);
  g_free (row->publisher_name);
  g_free (row->assignee_name);
  g_free (row->opened_by_name);
  g_free (row->closed_by_name);
  g_free (row->last_author);
  g_free (row);
}

gboolean
tkt_ticket_row_equal (const TktTicketRow *a, const TktTicketRow *b)
{
  return tkt_shape_equal (&tkt_ticket_shape, a->ticket, b->ticket)
         && g_strcmp0 (a->publisher_name, b->publisher_name) == 0
         && g_strcmp0 (a->assignee_name, b->assignee_name) == 0
         && g_strcmp0 (a->opened_by_name, b->opened_by_name) == 0
         && g_strcmp0 (a->closed_by_name, b->closed_by_name) == 0
         && g_strcmp0 (a->last_author, b->last_author) == 0 && a->last_position == b->last_position
         && a->read_position == b->read_position && a->unread == b->unread
         && a->n_waiting == b->n_waiting && a->refused == b->refused && a->draft == b->draft
         && a->closing == b->closing;
}

G_DEFINE_BOXED_TYPE (TktTicketRow, tkt_ticket_row, tkt_ticket_row_copy, tkt_ticket_row_free)

TktMessageRow *
tkt_message_row_copy (const TktMessageRow *row)
{
  TktMessageRow *copy = g_memdup2 (row, sizeof *row);

  copy->message = tkt_message_copy (row->message);
  copy->refusal = g_strdup (row->refusal);
  copy->deleted_by_name = g_strdup (row->deleted_by_name);
  return copy;
}

void
tkt_message_row_free (TktMessageRow *row)
{
  if (row == NULL)
    return;
  tkt_message_free (row->message);
  g_free (row->refusal);
  g_free (row->deleted_by_name);
  g_free (row);
}

gboolean
tkt_message_row_equal (const TktMessageRow *a, const TktMessageRow *b)
{
  return tkt_shape_equal (&tkt_message_shape, a->message, b->message) && a->delivery == b->delivery
         && g_strcmp0 (a->refusal, b->refusal) == 0 && a->outbox_seq == b->outbox_seq
         && a->opening == b->opening && a->note == b->note && a->own == b->own
         && a->first_of_day == b->first_of_day && a->first_unread == b->first_unread
         && a->deleting == b->deleting && g_strcmp0 (a->deleted_by_name, b->deleted_by_name) == 0;
}

G_DEFINE_BOXED_TYPE (TktMessageRow, tkt_message_row, tkt_message_row_copy, tkt_message_row_free)

TktPublisherRow *
tkt_publisher_row_copy (const TktPublisherRow *row)
{
  TktPublisherRow *copy = g_memdup2 (row, sizeof *row);

  copy->publisher = tkt_publisher_copy (row->publisher);
  copy->account_manager_name = g_strdup (row->account_manager_name);
  return copy;
}

void
tkt_publisher_row_free (TktPublisherRow *row)
{
  if (row == NULL)
    return;
  tkt_publisher_free (row->publisher);
  g_free (row->account_manager_name);
  g_free (row);
}

gboolean
tkt_publisher_row_equal (const TktPublisherRow *a, const TktPublisherRow *b)
{
  return tkt_shape_equal (&tkt_publisher_shape, a->publisher, b->publisher)
         && g_strcmp0 (a->account_manager_name, b->account_manager_name) == 0
         && a->open_tickets == b->open_tickets && a->last_activity == b->last_activity;
}

G_DEFINE_BOXED_TYPE (TktPublisherRow,
                     tkt_publisher_row,
                     tkt_publisher_row_copy,
                     tkt_publisher_row_free)

TktAccountRow *
tkt_account_row_copy (const TktAccountRow *row)
{
  TktAccountRow *copy = g_memdup2 (row, sizeof *row);

  copy->account = tkt_account_copy (row->account);
  copy->publisher_name = g_strdup (row->publisher_name);
  return copy;
}

void
tkt_account_row_free (TktAccountRow *row)
{
  if (row == NULL)
    return;
  tkt_account_free (row->account);
  g_free (row->publisher_name);
  g_free (row);
}

gboolean
tkt_account_row_equal (const TktAccountRow *a, const TktAccountRow *b)
{
  return tkt_shape_equal (&tkt_account_shape, a->account, b->account)
         && g_strcmp0 (a->publisher_name, b->publisher_name) == 0;
}

G_DEFINE_BOXED_TYPE (TktAccountRow, tkt_account_row, tkt_account_row_copy, tkt_account_row_free)

TktSavedReplyRow *
tkt_saved_reply_row_copy (const TktSavedReplyRow *row)
{
  TktSavedReplyRow *copy = g_memdup2 (row, sizeof *row);

  copy->reply = tkt_saved_reply_copy (row->reply);
  copy->refusal = g_strdup (row->refusal);
  return copy;
}

void
tkt_saved_reply_row_free (TktSavedReplyRow *row)
{
  if (row == NULL)
    return;
  tkt_saved_reply_free (row->reply);
  g_free (row->refusal);
  g_free (row);
}

gboolean
tkt_saved_reply_row_equal (const TktSavedReplyRow *a, const TktSavedReplyRow *b)
{
  return tkt_shape_equal (&tkt_saved_reply_shape, a->reply, b->reply) && a->delivery == b->delivery
         && g_strcmp0 (a->refusal, b->refusal) == 0 && a->outbox_seq == b->outbox_seq
         && a->added == b->added;
}

G_DEFINE_BOXED_TYPE (TktSavedReplyRow,
                     tkt_saved_reply_row,
                     tkt_saved_reply_row_copy,
                     tkt_saved_reply_row_free)

TktUndeliveredRow *
tkt_undelivered_row_copy (const TktUndeliveredRow *row)
{
  TktUndeliveredRow *copy = g_new0 (TktUndeliveredRow, 1);

  copy->entry = tkt_entry_copy (row->entry);
  copy->ticket = row->ticket != NULL ? tkt_ticket_copy (row->ticket) : NULL;
  return copy;
}

void
tkt_undelivered_row_free (TktUndeliveredRow *row)
{
  if (row == NULL)
    return;
  tkt_entry_free (row->entry);
  tkt_ticket_free (row->ticket);
  g_free (row);
}

gboolean
tkt_undelivered_row_equal (const TktUndeliveredRow *a, const TktUndeliveredRow *b)
{
  return tkt_shape_equal (&tkt_entry_shape, a->entry, b->entry)
         && (a->ticket == NULL) == (b->ticket == NULL)
         && (a->ticket == NULL || tkt_shape_equal (&tkt_ticket_shape, a->ticket, b->ticket));
}

G_DEFINE_BOXED_TYPE (TktUndeliveredRow,
                     tkt_undelivered_row,
                     tkt_undelivered_row_copy,
                     tkt_undelivered_row_free)
