/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window's two halves share: what it shows, and what is done there. */
#pragma once

#include "tkt-conversation.h"
#include "tkt-export-bar.h"
#include "tkt-network-bar.h"
#include "tkt-publishers-page.h"
#include "tkt-several-page.h"
#include "tkt-ticket-list.h"
#include "tkt-unread.h"
#include "tkt-window.h"

G_BEGIN_DECLS

struct _TktWindow
{
  AdwApplicationWindow parent_instance;

  TktDesk *desk;
  guint fold_source;
  char *wanted_ticket; /* to be shown once the desk is ready; NULL: none */
  char *wanted_words;  /* likewise, to be looked for */
  gboolean wants_new;  /* likewise, where a new one is written */
  gboolean shown;      /* the desk has become ready and its pages are filled */
  GSettings *settings;
  TktUnread *unread; /* NULL until the desk is ready */

  AdwToastOverlay *toast_overlay;
  AdwToast *undo_toast; /* (nullable): what can be undone, while it can */
  GtkWidget *back_button;
  GtkWidget *new_button;
  AdwViewSwitcherTitle *switcher_title;
  AdwViewSwitcherBar *switcher_bar;
  GtkMenuButton *menu_button;
  GMenu *admin_section;
  GMenu *accounts_section;
  TktNetworkBar *network_bar;
  GtkStack *stack;
  AdwViewStack *view_stack;
  AdwViewStackPage *publishers_view;
  AdwViewStackPage *tickets_view;
  TktPublishersPage *publishers_page;
  AdwLeaflet *leaflet;
  TktTicketList *ticket_list;
  GtkStack *pane; /* beside the list: */
  TktConversation *conversation;
  TktSeveralPage *several_page;
  TktExportBar *export_bar;
};

gboolean tkt_window_shows_tickets (TktWindow *self);

/* tkt-window-actions.c */
void tkt_window_install_actions (GtkWidgetClass *widget_class);

/* tkt-window-unread.c */
void tkt_window_install_unread (GtkWidgetClass *widget_class);
/* Once the desk is ready. */
void tkt_window_count_unread (TktWindow *self);
/* On the tab, and beside the account's name. */
void tkt_window_show_unread (TktWindow *self);
/* Says on the tabs what their numbers count. */
void tkt_window_describe_tabs (TktWindow *self);

/* tkt-window-history.c */
void tkt_window_install_history (GtkWidgetClass *widget_class);

G_END_DECLS
