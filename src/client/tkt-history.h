/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The history that is here, read from its beginning to its end, and what writes it down. */
#pragma once

#include "tkt-client-rows.h"
#include "tkt-row-model.h"
#include "tkt-ticket-filter.h"

G_BEGIN_DECLS

/* What is read: one of the first three, without the staff's notes unless they are wanted. */
typedef struct
{
  TktTicketFilter *filter; /* all tickets that it shows, in its order */
  TktRowPick *pick;        /* rows of a list of tickets, in their order */
  char *ticket_id;
  gboolean notes;
} TktHistoryChoice;

TktHistoryChoice *tkt_history_choice_new_filter (const TktTicketFilter *filter);
TktHistoryChoice *tkt_history_choice_new_pick (TktRowPick *pick_taken);
TktHistoryChoice *tkt_history_choice_new_ticket (const char *ticket_id);
void tkt_history_choice_free (TktHistoryChoice *choice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktHistoryChoice, tkt_history_choice_free)

/* A ticket, as it is shown and as the server has it. */
typedef struct
{
  TktTicketRow *row;
  TktTicket *delivered; /* without the outbox; NULL: it waits to be opened */
  char *publisher_name; /* to its own people, too; NULL: not known */
  char *assignee;       /* usernames of what is @delivered, or NULL */
  char *closed_by;
} TktHistoryTicket;
TktHistoryTicket *tkt_history_ticket_copy (const TktHistoryTicket *ticket);
void tkt_history_ticket_free (TktHistoryTicket *ticket);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktHistoryTicket, tkt_history_ticket_free)

/* A message of it, or a note. One whose deletion waits is a tombstone already: its words appear
 * nowhere. */
typedef struct
{
  TktMessageRow *row;
  char *deleted_by; /* a username, or NULL */
} TktHistoryMessage;
TktHistoryMessage *tkt_history_message_copy (const TktHistoryMessage *message);
void tkt_history_message_free (TktHistoryMessage *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktHistoryMessage, tkt_history_message_free)

/* Both, for what has to look at a ticket twice. */
typedef struct
{
  TktHistoryTicket *ticket;
  GPtrArray *messages; /* (element-type TktHistoryMessage), in order */
} TktHistoryThread;
/* As it would have been read without them. */
TktHistoryThread *tkt_history_thread_copy_without_notes (const TktHistoryThread *thread);
void tkt_history_thread_free (TktHistoryThread *thread);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktHistoryThread, tkt_history_thread_free)

/* What came of it. */
typedef struct
{
  guint n_tickets;
  guint n_waiting;  /* messages that are left out, for the server has not taken them yet */
  guint n_files;    /* attachments that are left out, for they are not on this computer */
  gboolean partial; /* what the filter shows was still being fetched */
} TktHistoryFigures;

/* Where it is written. */
typedef struct
{
  GOutputStream *out;
  const char *folder; /* the account's */
  const char *title;  /* a line that says what it is */
  gint64 now;
  TktHistoryFigures *figures;
  GCancellable *cancellable; /* (nullable) */
} TktHistoryPlace;

/* For those that collect a text: writes it and empties it. */
gboolean tkt_history_flush (const TktHistoryPlace *place, GString *text, GError **error);

/* A way to write it down. All of it runs on a thread of its own, one call after the other. What
 * there is nothing to do at is NULL: @begin_ticket, @end_ticket, @close. */
typedef struct
{
  gboolean delivered_only; /* has no place for what waits */

  gpointer (*open) (const TktHistoryPlace *place, GError **error);
  gboolean (*begin_ticket) (gpointer writer, const TktHistoryTicket *ticket, GError **error);
  gboolean (*write_message) (gpointer writer,
                             const TktHistoryTicket *ticket,
                             const TktHistoryMessage *message,
                             GError **error);
  gboolean (*end_ticket) (gpointer writer, const TktHistoryTicket *ticket, GError **error);
  gboolean (*close) (gpointer writer, GError **error); /* all tickets are there */
  void (*free) (gpointer writer);
} TktHistoryFormat;

/* JSON Lines as data/import.schema.json has them: "tickets-server import" takes them in. Delivered
 * messages only. An attachment is in them where its file is on this computer. */
extern const TktHistoryFormat tkt_history_jsonl;

/* A line a message or note, RFC 4180: CRLF, texts quoted, UTF-8. Spreadsheets calculate a text that
 * begins with one of = + - @, with a tab or a line break; there an apostrophe is put before it. */
extern const TktHistoryFormat tkt_history_csv;

G_END_DECLS
