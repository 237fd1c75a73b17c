/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps what is read of the history, rather than writing it down. */
#include "tkt-history-private.h"

typedef struct
{
  GPtrArray *threads;
  TktHistoryThread *current; /* the last of them */
} Gatherer;

static gpointer
open_gatherer (const TktHistoryPlace *place, GError **error)
{
  Gatherer *self = g_new0 (Gatherer, 1);

  self->threads = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_history_thread_free);
  return self;
}

static gboolean
begin_ticket (gpointer writer, const TktHistoryTicket *ticket, GError **error)
{
  Gatherer *self = writer;

  self->current = g_new0 (TktHistoryThread, 1);
  self->current->ticket = tkt_history_ticket_copy (ticket);
  self->current->messages
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_history_message_free);
  g_ptr_array_add (self->threads, self->current);
  return TRUE;
}

static gboolean
write_message (gpointer writer,
               const TktHistoryTicket *ticket,
               const TktHistoryMessage *message,
               GError **error)
{
  Gatherer *self = writer;

  g_ptr_array_add (self->current->messages, tkt_history_message_copy (message));
  return TRUE;
}

static void
free_gatherer (gpointer writer)
{
  Gatherer *self = writer;

  g_ptr_array_unref (self->threads);
  g_free (self);
}

GPtrArray *
tkt_history_gatherer_ref_threads (gpointer writer)
{
  Gatherer *self = writer;

  return g_ptr_array_ref (self->threads);
}

const TktHistoryFormat tkt_history_gatherer = { .open = open_gatherer,
                                                .begin_ticket = begin_ticket,
                                                .write_message = write_message,
                                                .free = free_gatherer };
