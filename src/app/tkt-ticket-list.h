/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The left pane: search, filters and the list of tickets. */
#pragma once

#include <gtk/gtk.h>

#include "tkt-desk.h"
#include "tkt-excerpts.h"
#include "tkt-search-state.h"

G_BEGIN_DECLS

/**
 * TktTicketList:
 *
 * Signal chosen (const char *ticket_id): the person chose another ticket.
 * Signal activated (const char *ticket_id): the person wants to read it: Enter, or a click. It may
 * be one of several.
 * Property several (uint): how many are selected, notified; 0 unless there are more than one.
 * Property filter-text (string): the filter as it is remembered (rule 17).
 */
#define TKT_TYPE_TICKET_LIST (tkt_ticket_list_get_type ())
G_DECLARE_FINAL_TYPE (TktTicketList, tkt_ticket_list, TKT, TICKET_LIST, GtkWidget)

/* Once, when the desk is ready; NULL at the end. */
void tkt_ticket_list_set_desk (TktTicketList *self, TktDesk *desk);

/* Selects without emitting `chosen`; the selection follows the ticket when its row moves. */
void tkt_ticket_list_select (TktTicketList *self, const char *ticket_id);

/* As if the person chose it; @key is its row's. */
void tkt_ticket_list_choose (TktTicketList *self, const char *ticket_id, gint64 key);

/* Shows only this publisher's tickets, of everyone; NULL: any publisher's. */
void
tkt_ticket_list_show_publisher (TktTicketList *self, const char *publisher_id, const char *name);

void tkt_ticket_list_set_filter (TktTicketList *self, const TktTicketFilter *filter);
const TktTicketFilter *tkt_ticket_list_get_filter (TktTicketList *self);

/* What is searched for here. (transfer none) */
TktSearchState *tkt_ticket_list_get_search (TktTicketList *self);

/* The neighbour of the selected ticket, for J and K: @step is 1 or -1. */
void tkt_ticket_list_step (TktTicketList *self, int step);

/* See above; and the tickets that are selected. */
guint tkt_ticket_list_get_several (TktTicketList *self);
TktRowPick *tkt_ticket_list_pick (TktTicketList *self);

/* All tickets with these words, whatever was chosen before. */
void tkt_ticket_list_search (TktTicketList *self, const char *words);

void tkt_ticket_list_focus_search (TktTicketList *self);

/* Whether one click is enough to activate a ticket: where it takes the list's place. */
/* (transfer none) (nullable): where its rows ask why they were found; NULL: there is nobody. */
TktExcerpts *tkt_ticket_list_get_excerpts (TktTicketList *self);

/* How many tickets are unread, which the list says while nothing is searched for. */
void tkt_ticket_list_set_unread (TktTicketList *self, guint unread);

void tkt_ticket_list_set_single_click (TktTicketList *self, gboolean single);

G_END_DECLS
