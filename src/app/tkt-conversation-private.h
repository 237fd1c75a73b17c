/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the conversation's two halves share: what it shows, and what is done there. */
#pragma once

#include "tkt-client-rows.h"
#include "tkt-composer.h"
#include "tkt-conversation.h"
#include "tkt-draft-keeper.h"
#include "tkt-find-bar.h"
#include "tkt-thread-scroller.h"

G_BEGIN_DECLS

struct _TktConversation
{
  GtkWidget parent_instance;

  TktDesk *desk;
  char *ticket_id;
  gboolean loading_draft;
  guint draft_load;          /* counts them: the answers of all but the latest come too late */
  TktRowModel *ticket_model; /* 0 or 1 TktTicketRow */
  TktRowItem *ticket_item;
  TktRowModel *messages;
  TktThreadScroller *scroller;
  TktDraftKeeper *keeper; /* of what is typed in the composer */
  GMenu *assignee_menu;
  TktRowModel *staff;

  GtkStack *stack;
  GtkLabel *title_label;
  GtkLabel *status_label;
  GtkLabel *subtitle_label;
  GtkMenuButton *assignee_button;
  GtkLabel *assignee_label;
  GtkWidget *close_button;
  GtkWidget *undo_button; /* where that was, while the closing can be undone */
  TktFindBar *find_bar;
  GtkListView *list_view;
  GtkNoSelection *selection;
  TktComposer *composer;
  GtkWidget *closed_bar;
  GtkLabel *closed_label;
  GtkWidget *note_button;
};

/* (nullable): the message at @key, once its row is there. Rows that are shown are in memory. */
const TktMessageRow *tkt_conversation_get_message (TktConversation *self, GVariant *key);

/* Shows what may be done now. */
void tkt_conversation_refresh (TktConversation *self);

void tkt_conversation_toast (TktConversation *self, const char *words);

/* Ends what changes nothing here but the rows, which follow by themselves; @user_data is a
 * conversation, taken. */
void tkt_conversation_on_done (GObject *object, GAsyncResult *result, gpointer user_data);

/* tkt-conversation-actions.c */
void tkt_conversation_install_actions (GtkWidgetClass *widget_class);

/* tkt-conversation-attachments.c */
void tkt_conversation_install_attachments (GtkWidgetClass *widget_class);

/* tkt-conversation-writing.c */
void tkt_conversation_install_writing (GtkWidgetClass *widget_class);
void tkt_conversation_show_composer (TktConversation *self, gboolean may_reply, gboolean may_note);
/* Turns the composer to notes or replies; what is typed there is saved and goes from sight. */
void tkt_conversation_set_note (TktConversation *self, gboolean note);
/* Puts the draft of the ticket that is shown before what is typed there. @either: where there is
 * none of what is written now, but of the other, turns to that. */
void tkt_conversation_load_draft (TktConversation *self, gboolean either);
void tkt_conversation_on_chosen (TktConversation *self, gboolean note);
void tkt_conversation_on_send (TktConversation *self, const char *text);
void tkt_conversation_on_typed (TktConversation *self);
/* Something is done that can be undone for a while: says so. */
void tkt_conversation_offer_undo (TktConversation *self, const char *words, const char *id);

G_END_DECLS
