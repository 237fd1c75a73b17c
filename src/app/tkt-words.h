/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows in words: pure functions from what is known to what a person reads. Used by templates and
 * cells, tested alone. */
#pragma once

#include <glib.h>

#include "tkt-client-rows.h"
#include "tkt-desk.h"
#include "tkt-news.h"
#include "tkt-search-query.h"

G_BEGIN_DECLS

/* All results are (transfer full) and translated; times are milliseconds, shown in the local time
 * zone. */

/* Whether a text runs the other way than the program does; its first letter tells, as it does
 * Pango. */
gboolean tkt_words_run_against (const char *text);

/* A list's time column, as short as it can be: "14:32" today, "Yesterday", "Tue", "3 Oct", "3 Oct
 * 2025". */
char *tkt_words_when (gint64 time, gint64 now);

/* A day separator: "Today", "Yesterday", "Tuesday, 3 November 2026". */
char *tkt_words_day (gint64 time, gint64 now);

/* The whole moment: "3 November 2026 at 14:32". */
char *tkt_words_moment (gint64 time);

/* "14:32" */
char *tkt_words_clock (gint64 time);

const char *tkt_words_role (TktRole role);
const char *tkt_words_ticket_status (TktTicketStatus status);
const char *tkt_words_publisher_status (TktPublisherStatus status);

/* What stands below a publisher's name: "12 · Mara Example", and "12 · Paused · Mara Example"
 * @with_status. @account_manager_name: (nullable): nobody. (transfer full) */
char *tkt_words_publisher_details (const TktPublisher *publisher,
                                   const char *account_manager_name,
                                   gboolean with_status);

/* A ticket of the list, read aloud: "Open, 12 replies, Payout missing for October, Acme Media,
 * unread". */
char *tkt_words_ticket_aloud (const TktTicketRow *row);

/* Below the title of a conversation: "#12 · Acme Media · Opened by Mia Chen on 3 November 2026 at
 * 14:32". */
char *tkt_words_ticket_subtitle (const TktTicketRow *row, gboolean staff);

/* Below the title of a ticket that the desktop found: "#12 · Open · Acme Media". @organization:
 * (nullable): where it has to be told. */
char *tkt_words_ticket_found (const TktTicketRow *row, const char *organization);

/* Below a message (rule 8): "mchen · Publisher · 14:32". */
char *tkt_words_byline (const TktMessageRow *row);

/* "Closed by Mia Chen on 3 November 2026 at 14:32" */
char *tkt_words_closed_by (const TktTicketRow *row);

/* "Open", "Closed", or "Closing…" as long as the server has not heard of it. */
const char *tkt_words_ticket_state (const TktTicketRow *row);

/* "Offline: showing what was here at 14:32 · 2 messages waiting" */
char *tkt_words_offline (gint64 synced_at, guint waiting, gint64 now);

/* A notification's title: "Ada Chen – Payout missing for October (Acme Media)"; and below it how
 * the latest message begins, or "3 new messages"; without its @text: "1 new message". Internal
 * notes are told apart. */
char *tkt_words_news_title (const TktNewsItem *item);
char *tkt_words_news_body (const TktNewsItem *item, gboolean text);

/* "18,400 of about 100,000 tickets"; @expected 0: only the count. */
char *tkt_words_progress (guint fetched, guint expected);

/* What an entry of the outbox does: "Reply to #12 Payout missing", "New ticket: Payout missing". */
char *tkt_words_entry (const TktUndeliveredRow *row);
/* How far it has come: "Waiting to be sent", "Not delivered: The ticket is closed." */
char *tkt_words_delivery (TktDelivery delivery, const char *refusal);

/* A message as Pango markup: web addresses are links, everything else is shown as it is. */
char *tkt_words_link_markup (const char *body);
/* The same without links, for paper. */
char *tkt_words_plain_markup (const char *body);

/* Below a window's title: "3 unread · Mara Example". */
char *tkt_words_account (const char *display_name, guint unread);

/* What the numbers on the tabs count: "35 open tickets", "7 unread tickets". */
char *tkt_words_open_tickets (gint64 n);
char *tkt_words_unread_tickets (guint n);

/* What is wrong with a question and what to write instead; NULL where it is fine. */
char *tkt_words_search_fault (const TktSearchQuery *query);

/* "214 tickets found" */
char *tkt_words_found (guint n);

/* Of a conversation's messages: "12 messages found", or (@place from 1) "3 of 12". */
char *tkt_words_matches (guint place, guint n);

/* Why a question found nothing and what to do. (transfer none) */
const char *tkt_words_nothing_found (const TktSearchQuery *query, const TktTicketFilter *filter);
/* Whether the same question asked of all tickets may find more. */
gboolean tkt_words_search_narrows (const TktSearchQuery *query, const TktTicketFilter *filter);
/* Single words of the question @typed that may be found where all of them are not; few, or none. */
GStrv tkt_words_search_offers (const TktSearchQuery *query, const char *typed);

/* Why the list is empty, of which nothing is asked, and what to do. */
void tkt_words_empty_list (const TktTicketFilter *filter,
                           gboolean staff,
                           const char **title,
                           const char **description);

/* Whose a saved reply is, in one word. */
const char *tkt_words_saved_reply_whose (const TktSavedReply *reply);

/* "#12 Payout missing", the title alone while it has no number. (transfer full) */
char *tkt_words_ticket_name (const TktTicket *ticket);

G_END_DECLS
