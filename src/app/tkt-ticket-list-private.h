/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the ticket list's two halves share: the rows, and the choice of them. */
#pragma once

#include <adwaita.h>

#include "tkt-publisher-chooser.h"
#include "tkt-row-selection.h"
#include "tkt-search-box.h"
#include "tkt-ticket-list.h"

G_BEGIN_DECLS

struct _TktTicketList
{
  GtkWidget parent_instance;

  TktDesk *desk;
  TktRowModel *model;
  TktTicketFilter *filter;
  TktSearchState *search; /* what the filter's words ask */
  TktExcerpts *excerpts;
  GSimpleActionGroup *actions;
  char *selected_id;   /* follows the person's choice, wherever its row is now */
  guint several;       /* so many rows are selected; 0: one, or none */
  gboolean selecting;  /* the selection is ours, not the person's */
  gboolean opening;    /* the first of what is found is wanted, once it is there */
  gboolean refiltered; /* since the list was last brought to its top */
  guint top_source;
  guint unread; /* tickets, in and out of this list */

  GtkWidget *content;
  TktSearchBox *search_box;
  GtkWidget *status_box;
  GtkWidget *owner_box;
  GtkWidget *owner_toggles;
  TktPublisherChooser *publisher_chooser;
  GtkLabel *found_label;
  GtkStack *stack;
  AdwStatusPage *empty_page;
  GtkWidget *offer_box; /* below it: what else may be asked */
  GtkListView *list_view;
  TktRowSelection *selection;
};

/* What there is to be seen instead of rows, if there are none. */
void tkt_ticket_list_show_state (TktTicketList *self);

/* tkt-ticket-list-choice.c */
void tkt_ticket_list_bind_choice (GtkWidgetClass *widget_class);
/* After rows came and went. */
void tkt_ticket_list_restore_choice (TktTicketList *self);
/* Where several are selected, none is, or the one that was read before. */
void tkt_ticket_list_drop_several (TktTicketList *self);
void tkt_ticket_list_activate_first (TktTicketList *self);

/* tkt-ticket-list-filter.c */
void tkt_ticket_list_bind_filter (GtkWidgetClass *widget_class);
void tkt_ticket_list_install_filter (TktTicketList *self);
/* Once there is the template. */
void tkt_ticket_list_fit_filter (TktTicketList *self);
/* Offers what may find something where this found nothing; nothing where @found. */
void tkt_ticket_list_show_offers (TktTicketList *self, gboolean found);

G_END_DECLS
