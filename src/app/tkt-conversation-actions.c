/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person does to the ticket that is shown and to its messages. */
#include "tkt-conversation-private.h"

#include <glib/gi18n.h>

#include "tkt-confirm.h"
#include "tkt-link.h"

const TktMessageRow *
tkt_conversation_get_message (TktConversation *self, GVariant *key)
{
  guint position = tkt_row_model_find (self->messages, g_variant_get_int64 (key));
  g_autoptr (TktRowItem) item = g_list_model_get_item (G_LIST_MODEL (self->messages), position);

  return item != NULL ? tkt_row_item_get_row (item) : NULL;
}

/* Ends what can be undone; @words say that it is done. */
static void
done (TktConversation *self, TktDesk *desk, GAsyncResult *result, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = tkt_desk_finish (desk, result, &error);

  if (id == NULL)
    tkt_conversation_toast (self, error->message);
  else
    tkt_conversation_offer_undo (self, words, id);
}

static void
on_closed (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktConversation) self = user_data;

  done (self, TKT_DESK (object), result, _ ("Closing the ticket…"));
}

static void
on_deleted (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktConversation) self = user_data;

  done (self, TKT_DESK (object), result, _ ("Message deleted"));
}

static void
on_note_deleted (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktConversation) self = user_data;

  done (self, TKT_DESK (object), result, _ ("Note deleted"));
}

static void
on_close_answered (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TktConversation *self = TKT_CONVERSATION (object);
  g_autofree char *ticket_id = user_data;
  const TktTicketRow *row = tkt_conversation_get_row (self);

  if (tkt_confirm_finish (GTK_WIDGET (self), result) && row != NULL
      && g_str_equal (row->ticket->id, ticket_id))
    tkt_desk_close_ticket_async (self->desk, row->ticket, on_closed, g_object_ref (self));
}

static void
on_close_ticket (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktConversation *self = TKT_CONVERSATION (widget);

  if (tkt_conversation_get_row (self) != NULL)
    tkt_confirm_async (widget,
                       _ ("Close This Ticket?"),
                       _ ("A closed ticket can't be opened again. It stays readable under Closed."),
                       _ ("Close Ticket"),
                       on_close_answered,
                       g_strdup (self->ticket_id));
}

static void
on_reassign (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktConversation *self = TKT_CONVERSATION (widget);
  const TktTicketRow *row = tkt_conversation_get_row (self);
  const char *assignee = g_variant_get_string (parameter, NULL);

  if (row != NULL)
    tkt_desk_reassign_async (self->desk,
                             row->ticket,
                             *assignee != '\0' ? assignee : NULL,
                             tkt_conversation_on_done,
                             g_object_ref (self));
}

/* Who presses the key for the one does not write the other. */
static void
turn_to (TktConversation *self, gboolean note)
{
  if (tkt_composer_is_note (self->composer) != note || self->loading_draft)
    tkt_conversation_on_chosen (self, note);
  tkt_composer_focus (self->composer);
}

static void
on_focus_reply (GtkWidget *widget, const char *action, GVariant *parameter)
{
  turn_to (TKT_CONVERSATION (widget), FALSE);
}

static void
on_focus_note (GtkWidget *widget, const char *action, GVariant *parameter)
{
  turn_to (TKT_CONVERSATION (widget), TRUE);
}

static void
on_copy (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktConversation *self = TKT_CONVERSATION (widget);
  const TktMessageRow *row = tkt_conversation_get_message (self, parameter);

  if (row != NULL)
    {
      gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), row->message->body);
      tkt_conversation_toast (self, _ ("Message copied"));
    }
}

static void
on_copy_link (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktConversation *self = TKT_CONVERSATION (widget);
  const TktTicketRow *row = tkt_conversation_get_row (self);
  g_autofree char *link = NULL;

  if (row == NULL)
    return;
  link = tkt_link_new (tkt_desk_get_sign_in (self->desk)->server, row->ticket->number);
  if (link == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), link);
  tkt_conversation_toast (self, _ ("Link copied"));
}

static void
on_quote (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktConversation *self = TKT_CONVERSATION (widget);
  const TktMessageRow *row = tkt_conversation_get_message (self, parameter);

  if (row != NULL && gtk_widget_get_visible (GTK_WIDGET (self->composer)))
    tkt_composer_quote (self->composer, row->message->body);
}

static void
on_delete_answered (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TktConversation *self = TKT_CONVERSATION (object);
  g_autoptr (TktMessageRow) deleted = user_data;
  const TktTicketRow *row = tkt_conversation_get_row (self);

  if (!tkt_confirm_finish (GTK_WIDGET (self), result) || row == NULL
      || !g_str_equal (row->ticket->id, deleted->message->ticket_id))
    return;
  if (deleted->note)
    tkt_desk_delete_note_async (
        self->desk, row->ticket, deleted->message, on_note_deleted, g_object_ref (self));
  else
    tkt_desk_delete_message_async (
        self->desk, row->ticket, deleted->message, on_deleted, g_object_ref (self));
}

static void
on_delete (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktConversation *self = TKT_CONVERSATION (widget);
  const TktMessageRow *row = tkt_conversation_get_message (self, parameter);
  const TktTicketRow *ticket = tkt_conversation_get_row (self);
  TktAction what;
  TktProblemCode problem;

  if (row == NULL || ticket == NULL)
    return;
  what = row->note ? TKT_ACTION_DELETE_NOTE : TKT_ACTION_DELETE_MESSAGE;
  if (tkt_desk_may (self->desk, what, ticket->ticket, row->message, &problem) == TKT_VERDICT_NO)
    {
      g_autoptr (GError) reason = tkt_rules_problem (what, problem);

      tkt_conversation_toast (self, reason->message);
      return;
    }
  tkt_confirm_async (widget,
                     row->note ? _ ("Delete This Note?") : _ ("Delete This Message?"),
                     _ ("Its text is erased for everyone and can't be brought back. A note that "
                        "something was deleted stays in its place."),
                     _ ("Delete"),
                     on_delete_answered,
                     tkt_message_row_copy (row));
}

void
tkt_conversation_install_actions (GtkWidgetClass *widget_class)
{
  const struct
  {
    const char *name;
    const char *parameter;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "conversation.close-ticket", NULL, on_close_ticket },
    { "conversation.reassign", "s", on_reassign },
    { "conversation.reply", NULL, on_focus_reply },
    { "conversation.note", NULL, on_focus_note },
    { "conversation.copy", "x", on_copy },
    { "conversation.copy-link", NULL, on_copy_link },
    { "conversation.quote", "x", on_quote },
    { "conversation.delete", "x", on_delete },
    { "conversation.delete-own", "x", on_delete },
    { "conversation.delete-note", "x", on_delete },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (
        widget_class, actions[i].name, actions[i].parameter, actions[i].activate);
}
