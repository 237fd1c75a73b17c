/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The right pane: one ticket's header, thread and composer. */
#include "tkt-conversation.h"

#include <glib/gi18n.h>

#include "tkt-conversation-private.h"
#include "tkt-cell-place.h"
#include "tkt-message-cell.h"
#include "tkt-tab-stop.h"
#include "tkt-words.h"

enum
{
  PROP_0,
  PROP_TITLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TktConversation, tkt_conversation, GTK_TYPE_WIDGET)

const TktTicketRow *
tkt_conversation_get_row (TktConversation *self)
{
  return self->ticket_item != NULL ? tkt_row_item_get_row (self->ticket_item) : NULL;
}

void
tkt_conversation_toast (TktConversation *self, const char *words)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", words);
}

void
tkt_conversation_on_done (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktConversation) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = tkt_desk_finish (TKT_DESK (object), result, &error);

  if (id == NULL)
    tkt_conversation_toast (self, error->message);
}

static void
show_assignee_menu (TktConversation *self)
{
  guint n = self->staff != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->staff)) : 0;

  g_menu_remove_all (self->assignee_menu);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TktRowItem) item = g_list_model_get_item (G_LIST_MODEL (self->staff), i);
      const TktAccountRow *row = tkt_row_item_get_row (item);
      g_autoptr (GMenuItem) menu_item = NULL;

      if (row == NULL)
        continue;
      menu_item = g_menu_item_new (row->account->display_name, NULL);
      g_menu_item_set_action_and_target (menu_item, "conversation.reassign", "s", row->account->id);
      g_menu_append_item (self->assignee_menu, menu_item);
    }
  g_menu_append (self->assignee_menu, C_ ("account manager", "Nobody"), "conversation.reassign::");
}

static void
show_header (TktConversation *self, const TktTicketRow *row)
{
  gboolean staff = tkt_desk_is_staff (self->desk);
  g_autofree char *subtitle = tkt_words_ticket_subtitle (row, staff);

  gtk_label_set_label (self->title_label, row->ticket->title);
  gtk_label_set_label (self->subtitle_label, subtitle);
  gtk_label_set_label (self->status_label, tkt_words_ticket_state (row));
  if (row->ticket->status == TKT_TICKET_CLOSED)
    gtk_widget_remove_css_class (GTK_WIDGET (self->status_label), "open");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->status_label), "open");
  gtk_widget_set_visible (GTK_WIDGET (self->assignee_button), staff);
  gtk_label_set_label (self->assignee_label,
                       row->assignee_name != NULL ? row->assignee_name : _ ("Unassigned"));
}

/* Rule 12: who wrote a message decides about its deletion, so there are two actions. */
static void
show_deletions (TktConversation *self, const TktTicket *ticket)
{
  TktMessage own = { .author_id = tkt_desk_get_account (self->desk)->id };
  TktMessage other = { .author_id = NULL };

  gtk_widget_action_set_enabled (
      GTK_WIDGET (self),
      "conversation.delete-own",
      tkt_desk_may (self->desk, TKT_ACTION_DELETE_MESSAGE, ticket, &own, NULL) == TKT_VERDICT_YES);
  gtk_widget_action_set_enabled (
      GTK_WIDGET (self),
      "conversation.delete",
      tkt_desk_may (self->desk, TKT_ACTION_DELETE_MESSAGE, ticket, &other, NULL)
          == TKT_VERDICT_YES);
}

/* Rule 21; on a ticket that the server has. */
static gboolean
show_notes (TktConversation *self, const TktTicket *ticket)
{
  const gboolean may
      = ticket->number > 0
        && tkt_desk_may (self->desk, TKT_ACTION_WRITE_NOTE, ticket, NULL, NULL) == TKT_VERDICT_YES;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "conversation.note", may);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "conversation.edit-note", may);
  gtk_widget_action_set_enabled (
      GTK_WIDGET (self),
      "conversation.delete-note",
      tkt_desk_may (self->desk, TKT_ACTION_DELETE_NOTE, ticket, NULL, NULL) == TKT_VERDICT_YES);
  gtk_widget_set_visible (self->note_button, may && !tkt_composer_is_note (self->composer));
  return may;
}

/* What the rules refuse is greyed or gone; the server would say the same. */
static void
show_permissions (TktConversation *self, const TktTicketRow *row)
{
  const TktTicket *ticket = row->ticket;
  gboolean closed = ticket->status == TKT_TICKET_CLOSED;
  gboolean may_close
      = tkt_desk_may (self->desk, TKT_ACTION_CLOSE, ticket, NULL, NULL) == TKT_VERDICT_YES;
  gboolean may_note = show_notes (self, ticket);
  TktProblemCode problem;

  gtk_widget_set_visible (self->close_button, !closed);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->undo_button), "s", ticket->id);
  gtk_widget_set_visible (self->undo_button, row->closing == TKT_DELIVERY_HELD);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "conversation.close-ticket", may_close);
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "conversation.reassign",
                                 tkt_desk_may (self->desk, TKT_ACTION_REASSIGN, ticket, NULL, NULL)
                                     == TKT_VERDICT_YES);
  show_deletions (self, ticket);
  /* What waits to be opened has no number yet. */
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "conversation.copy-link", ticket->number > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "conversation.edit",
                                 tkt_desk_may (self->desk, TKT_ACTION_REPLY, ticket, NULL, NULL)
                                     == TKT_VERDICT_YES);
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "conversation.as-new-ticket",
                                 tkt_desk_may (self->desk, TKT_ACTION_OPEN, NULL, NULL, NULL)
                                     == TKT_VERDICT_YES);
  if (tkt_desk_may (self->desk, TKT_ACTION_REPLY, ticket, NULL, &problem) == TKT_VERDICT_YES)
    {
      gtk_widget_set_visible (self->closed_bar, FALSE);
      tkt_conversation_show_composer (self, TRUE, may_note);
      return;
    }

  tkt_conversation_show_composer (self, FALSE, may_note);
  gtk_widget_set_visible (self->closed_bar, TRUE);
  if (closed)
    {
      g_autofree char *words = tkt_words_closed_by (row);

      gtk_label_set_label (self->closed_label, words);
    }
  else
    {
      g_autoptr (GError) reason = tkt_rules_problem (TKT_ACTION_REPLY, problem);

      gtk_label_set_label (self->closed_label, reason->message);
    }
}

/* What comes while the person looks elsewhere is not read, though it is on the screen. (nullable):
 * what they look at. */
static const TktTicketRow *
look_at (TktConversation *self)
{
  const TktTicketRow *row = tkt_conversation_get_row (self);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (row == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)) || !GTK_IS_WINDOW (root)
      || !gtk_window_is_active (GTK_WINDOW (root)))
    return NULL;
  tkt_desk_look_at (self->desk, row->ticket->id);
  return row;
}

static void
mark_read (TktConversation *self)
{
  const TktTicketRow *row = look_at (self);

  if (row != NULL && row->last_position > row->read_position)
    tkt_desk_mark_read_async (
        self->desk, row->ticket, row->last_position, tkt_conversation_on_done, g_object_ref (self));
}

/* Its window is what the person looks at, or not any more. */
static void
tkt_conversation_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tkt_conversation_parent_class)->root (widget);

  g_signal_connect_object (gtk_widget_get_root (widget),
                           "notify::is-active",
                           G_CALLBACK (mark_read),
                           widget,
                           G_CONNECT_SWAPPED);
}

static void
tkt_conversation_unroot (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_data (gtk_widget_get_root (widget), widget);

  GTK_WIDGET_CLASS (tkt_conversation_parent_class)->unroot (widget);
}

/* What saved replies are filled in with. */
static void
show_facts (TktConversation *self, const TktTicketRow *row)
{
  const TktAccount *account = tkt_desk_get_account (self->desk);
  g_autofree char *ticket = tkt_words_ticket_name (row->ticket);

  tkt_composer_set_facts (self->composer,
                          &(TktSavedReplyFacts){ row->publisher_name,
                                                 account != NULL ? account->display_name : NULL,
                                                 ticket });
}

static void
on_ticket_row_changed (TktConversation *self)
{
  const TktTicketRow *row = tkt_conversation_get_row (self);

  if (row == NULL)
    return;
  show_header (self, row);
  show_facts (self, row);
  show_permissions (self, row);
  gtk_stack_set_visible_child_name (self->stack, "ticket");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
  mark_read (self);
}

void
tkt_conversation_refresh (TktConversation *self)
{
  const TktTicketRow *row = tkt_conversation_get_row (self);

  if (row != NULL)
    show_permissions (self, row);
}

static void
on_go_to (TktConversation *self, gint64 key)
{
  tkt_thread_scroller_go_to (self->scroller, tkt_row_model_find (self->messages, key));
}

static void
drop_ticket_item (TktConversation *self)
{
  if (self->ticket_item != NULL)
    g_signal_handlers_disconnect_by_data (self->ticket_item, self);
  g_clear_object (&self->ticket_item);
}

static void
on_ticket_model_changed (TktConversation *self)
{
  g_autoptr (TktRowItem) item = g_list_model_get_item (G_LIST_MODEL (self->ticket_model), 0);

  if (item == self->ticket_item)
    return;
  drop_ticket_item (self);
  self->ticket_item = g_steal_pointer (&item);
  if (self->ticket_item == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "none");
      return;
    }
  g_signal_connect_swapped (
      self->ticket_item, "notify::row", G_CALLBACK (on_ticket_row_changed), self);
  on_ticket_row_changed (self);
}

static void
drop_ticket (TktConversation *self)
{
  if (self->keeper != NULL)
    tkt_draft_keeper_flush (self->keeper);
  tkt_conversation_set_note (self, FALSE);
  tkt_composer_clear (self->composer);
  drop_ticket_item (self);
  if (self->ticket_model != NULL)
    g_signal_handlers_disconnect_by_data (self->ticket_model, self);
  tkt_find_bar_set_ticket (self->find_bar, NULL, NULL);
  tkt_thread_scroller_set_model (self->scroller, NULL);
  g_clear_object (&self->ticket_model);
  g_clear_object (&self->messages);
  g_clear_pointer (&self->ticket_id, g_free);
}

static void
tkt_conversation_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TktConversation *self = TKT_CONVERSATION (object);
  const TktTicketRow *row = tkt_conversation_get_row (self);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, row != NULL ? row->ticket->title : NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tkt_conversation_dispose (GObject *object)
{
  TktConversation *self = TKT_CONVERSATION (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  if (self->scroller != NULL)
    tkt_conversation_set_desk (self, NULL);
  g_clear_object (&self->scroller);
  g_clear_pointer (&child, gtk_widget_unparent);
  g_clear_object (&self->assignee_menu);

  G_OBJECT_CLASS (tkt_conversation_parent_class)->dispose (object);
}

static void
tkt_conversation_class_init (TktConversationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tkt_conversation_get_property;
  object_class->dispose = tkt_conversation_dispose;
  widget_class->root = tkt_conversation_root;
  widget_class->unroot = tkt_conversation_unroot;

  properties[PROP_TITLE]
      = g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  tkt_conversation_install_actions (widget_class);
  tkt_conversation_install_writing (widget_class);
  tkt_conversation_install_attachments (widget_class);
  g_type_ensure (TKT_TYPE_COMPOSER);
  g_type_ensure (TKT_TYPE_FIND_BAR);
  g_type_ensure (TKT_TYPE_TAB_STOP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-conversation.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, TktConversation, stack);
  gtk_widget_class_bind_template_child (widget_class, TktConversation, title_label);
  gtk_widget_class_bind_template_child (widget_class, TktConversation, status_label);
  gtk_widget_class_bind_template_child (widget_class, TktConversation, subtitle_label);
  gtk_widget_class_bind_template_child (widget_class, TktConversation, assignee_button);
  gtk_widget_class_bind_template_child (widget_class, TktConversation, assignee_label);
  gtk_widget_class_bind_template_child (widget_class, TktConversation, close_button);
  gtk_widget_class_bind_template_child (widget_class, TktConversation, undo_button);
  gtk_widget_class_bind_template_child (widget_class, TktConversation, find_bar);
  gtk_widget_class_bind_template_child (widget_class, TktConversation, list_view);
  gtk_widget_class_bind_template_child (widget_class, TktConversation, selection);
  gtk_widget_class_bind_template_child (widget_class, TktConversation, composer);
  gtk_widget_class_bind_template_child (widget_class, TktConversation, closed_bar);
  gtk_widget_class_bind_template_child (widget_class, TktConversation, closed_label);
  gtk_widget_class_bind_template_child (widget_class, TktConversation, note_button);
  gtk_widget_class_bind_template_callback_full (
      widget_class, "on_chosen", G_CALLBACK (tkt_conversation_on_chosen));
  gtk_widget_class_bind_template_callback_full (
      widget_class, "on_send", G_CALLBACK (tkt_conversation_on_send));
  gtk_widget_class_bind_template_callback_full (
      widget_class, "on_typed", G_CALLBACK (tkt_conversation_on_typed));
  gtk_widget_class_bind_template_callback (widget_class, mark_read);
  gtk_widget_class_bind_template_callback (widget_class, on_go_to);
}

static void
tkt_conversation_init (TktConversation *self)
{

  self->assignee_menu = g_menu_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_menu_model (self->assignee_button, G_MENU_MODEL (self->assignee_menu));
  self->scroller = tkt_thread_scroller_new (self->list_view);
  gtk_no_selection_set_model (self->selection, tkt_thread_scroller_get_rows (self->scroller));
}

void
tkt_conversation_set_search (TktConversation *self, TktSearchState *search)
{
  g_return_if_fail (TKT_IS_CONVERSATION (self));

  tkt_cell_place_fill_list (self->list_view, TKT_TYPE_MESSAGE_CELL, search);
  tkt_find_bar_set_search (self->find_bar, search);
}

void
tkt_conversation_find_step (TktConversation *self, int step)
{
  g_return_if_fail (TKT_IS_CONVERSATION (self));

  tkt_find_bar_step (self->find_bar, step);
}

gboolean
tkt_conversation_read_on (TktConversation *self)
{
  g_return_val_if_fail (TKT_IS_CONVERSATION (self), FALSE);

  return tkt_thread_scroller_read_on (self->scroller);
}

void
tkt_conversation_set_desk (TktConversation *self, TktDesk *desk)
{
  g_return_if_fail (TKT_IS_CONVERSATION (self));

  drop_ticket (self);
  if (self->staff != NULL)
    g_signal_handlers_disconnect_by_data (self->staff, self);
  g_clear_object (&self->staff);
  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_set_object (&self->desk, desk);
  tkt_attachment_bar_set_desk (tkt_composer_get_attachment_bar (self->composer), desk);
  tkt_composer_set_desk (self->composer, desk);
  g_clear_object (&self->keeper);
  if (desk == NULL)
    return;
  self->keeper = tkt_draft_keeper_new (desk);

  /* A switched-off feature or another role changes what may be done here. */
  g_signal_connect_swapped (desk, "notify::organization", G_CALLBACK (on_ticket_row_changed), self);
  g_signal_connect_swapped (desk, "notify::account", G_CALLBACK (on_ticket_row_changed), self);
  if (tkt_desk_is_staff (desk))
    {
      self->staff = tkt_desk_list_staff (desk);
      g_signal_connect_swapped (
          self->staff, "items-changed", G_CALLBACK (show_assignee_menu), self);
      show_assignee_menu (self);
    }
}

void
tkt_conversation_show_ticket (TktConversation *self, const char *ticket_id)
{
  g_return_if_fail (TKT_IS_CONVERSATION (self));

  if (g_strcmp0 (ticket_id, self->ticket_id) == 0)
    return;
  drop_ticket (self);
  if (ticket_id == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "none");
      return;
    }

  self->ticket_id = g_strdup (ticket_id);
  self->messages = tkt_desk_list_messages (self->desk, ticket_id);
  tkt_thread_scroller_set_model (self->scroller, self->messages);
  g_signal_connect_object (
      self->messages, "items-changed", G_CALLBACK (look_at), self, G_CONNECT_SWAPPED);
  self->ticket_model = tkt_desk_watch_ticket (self->desk, ticket_id);
  g_signal_connect_swapped (
      self->ticket_model, "items-changed", G_CALLBACK (on_ticket_model_changed), self);
  tkt_find_bar_set_ticket (self->find_bar, self->desk, ticket_id);
  tkt_conversation_load_draft (self, tkt_desk_is_staff (self->desk));
  on_ticket_model_changed (self);
}

const char *
tkt_conversation_get_ticket_id (TktConversation *self)
{
  g_return_val_if_fail (TKT_IS_CONVERSATION (self), NULL);

  return self->ticket_id;
}

TktDesk *
tkt_conversation_get_desk (TktConversation *self)
{
  g_return_val_if_fail (TKT_IS_CONVERSATION (self), NULL);

  return self->desk;
}
