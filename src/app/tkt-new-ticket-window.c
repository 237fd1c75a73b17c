/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog that opens a ticket. */
#include "tkt-new-ticket-window.h"

#include <glib/gi18n.h>

#include "tkt-attachment-bar.h"
#include "tkt-confirm.h"
#include "tkt-draft-keeper.h"
#include "tkt-form.h"
#include "tkt-publisher-chooser.h"
#include "tkt-reply-popover.h"
#include "tkt-text.h"

struct _TktNewTicketWindow
{
  AdwWindow parent_instance;

  TktDesk *desk;
  TktDraftKeeper *keeper;
  gboolean busy;
  gboolean restored; /* what was typed before is shown: from now on it is kept */
  char *hint;        /* what stands below the message, but while something is offered */

  AdwToastOverlay *toast_overlay;
  GtkWidget *publisher_row;
  TktPublisherChooser *publisher_chooser;
  AdwEntryRow *title_row;
  GtkWidget *saved_reply_button;
  GtkTextView *message_view;
  GtkLabel *hint_label;
  TktReplyPopover *reply_popover;
  TktAttachmentBar *attachment_bar;
  GtkLabel *missing_label;
  GtkButton *create_button;
};

enum
{
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TktNewTicketWindow, tkt_new_ticket_window, ADW_TYPE_WINDOW)

static char *
get_message (TktNewTicketWindow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->message_view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

/* What there must be and is not, by the names of its fields; "": nothing. (transfer full) */
static char *
list_missing (TktNewTicketWindow *self)
{
  g_autofree char *message = get_message (self);
  g_autoptr (GString) missing = g_string_new (NULL);

  if (tkt_desk_is_staff (self->desk)
      && tkt_publisher_chooser_get_publisher_id (self->publisher_chooser) == NULL)
    tkt_text_list_append (missing, _ ("Publisher"));
  if (tkt_text_is_blank (gtk_editable_get_text (GTK_EDITABLE (self->title_row))))
    tkt_text_list_append (missing, _ ("Title"));
  if (tkt_text_is_blank (message))
    tkt_text_list_append (missing, _ ("Message"));
  return g_string_free (g_steal_pointer (&missing), FALSE);
}

/* A button that is grey says why. */
static void
show_missing (TktNewTicketWindow *self, const char *missing)
{
  /* Translators: names of fields that are still empty, with commas between. */
  g_autofree char *words
      = *missing != '\0' ? g_strdup_printf (_ ("Still missing: %s"), missing) : NULL;

  gtk_label_set_label (self->missing_label, words != NULL ? words : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->create_button), words);
}

static void
show_state (TktNewTicketWindow *self)
{
  g_autofree char *message = get_message (self);
  g_autofree char *missing = NULL;
  const GPtrArray *attachments = tkt_attachment_bar_get_attachments (self->attachment_bar);
  gboolean typed = *gtk_editable_get_text (GTK_EDITABLE (self->title_row)) != '\0'
                   || *message != '\0' || attachments->len > 0;

  if (self->desk == NULL)
    return;
  missing = list_missing (self);
  show_missing (self, missing);
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "ticket.create",
                                 !self->busy && *missing == '\0'
                                     && !tkt_attachment_bar_is_busy (self->attachment_bar));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ticket.attach", !self->busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ticket.insert-saved-reply", !self->busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ticket.discard", !self->busy && typed);
}

static void
on_typed (TktNewTicketWindow *self)
{
  g_autofree char *message = get_message (self);

  show_state (self);
  if (self->restored)
    tkt_draft_keeper_keep (
        self->keeper,
        tkt_draft_make_with (NULL,
                             tkt_publisher_chooser_get_publisher_id (self->publisher_chooser),
                             gtk_editable_get_text (GTK_EDITABLE (self->title_row)),
                             message,
                             tkt_attachment_bar_get_attachments (self->attachment_bar)));
}

static void
show_facts (TktNewTicketWindow *self)
{
  const TktAccount *account = tkt_desk_get_account (self->desk);
  const char *title = gtk_editable_get_text (GTK_EDITABLE (self->title_row));

  tkt_reply_popover_set_facts (
      self->reply_popover,
      &(TktSavedReplyFacts){ tkt_publisher_chooser_get_name (self->publisher_chooser),
                             account != NULL ? account->display_name : NULL,
                             tkt_text_is_blank (title) ? NULL : title });
}

static void
on_message_typed (TktNewTicketWindow *self)
{
  on_typed (self);
  if (!self->restored)
    return;
  show_facts (self);
  tkt_reply_popover_look (self->reply_popover);
}

static void
on_insert_saved_reply (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktNewTicketWindow *self = TKT_NEW_TICKET_WINDOW (widget);

  show_facts (self);
  tkt_reply_popover_offer_all (self->reply_popover);
}

static void
on_offer_told (TktNewTicketWindow *self, const char *words)
{
  gtk_label_set_label (self->hint_label, words != NULL ? words : self->hint);
}

static void
on_unknown_placeholder (TktNewTicketWindow *self, const char *placeholder)
{
  /* Translators: %s is a word in braces. */
  g_autofree char *sentence
      = g_strdup_printf (_ ("Nothing stands for %s here: change it before you send"), placeholder);
  g_autofree char *markup = g_markup_escape_text (sentence, -1);

  adw_toast_overlay_add_toast (self->toast_overlay, adw_toast_new (markup));
}

/* Where they are made is the main window's; what is written here is kept. */
static void
on_saved_replies (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (widget));

  gtk_window_close (GTK_WINDOW (widget));
  gtk_widget_activate_action (GTK_WIDGET (parent), "win.saved-replies", NULL);
}

static void
on_attachment_refused (TktNewTicketWindow *self, const char *sentence)
{
  adw_toast_overlay_add_toast (self->toast_overlay, adw_toast_new (sentence));
}

static void
on_attach (GtkWidget *widget, const char *action, GVariant *parameter)
{
  tkt_attachment_bar_choose (TKT_NEW_TICKET_WINDOW (widget)->attachment_bar);
}

static void
set_texts (TktNewTicketWindow *self, const char *title, const char *message)
{
  gtk_editable_set_text (GTK_EDITABLE (self->title_row), title);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->message_view), message, -1);
}

static void
on_draft_found (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktNewTicketWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktDraft) draft = tkt_desk_find_draft_finish (TKT_DESK (object), result, &error);

  if (error != NULL)
    g_info ("The draft can't be read: %s", error->message);
  if (self->desk == NULL)
    return;
  if (draft != NULL)
    {
      set_texts (self, draft->title, draft->body);
      tkt_attachment_bar_set_attachments (self->attachment_bar, draft->attachments);
      if (draft->publisher_id != NULL && tkt_desk_is_staff (self->desk))
        tkt_publisher_chooser_set_publisher (self->publisher_chooser, draft->publisher_id, NULL);
    }
  self->restored = TRUE;
  show_state (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->toast_overlay), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->title_row));
}

static void
on_created (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktNewTicketWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *ticket_id = tkt_desk_finish (TKT_DESK (object), result, &error);

  self->busy = FALSE;
  show_state (self);
  if (ticket_id == NULL)
    {
      adw_toast_overlay_add_toast (self->toast_overlay, adw_toast_new (error->message));
      return;
    }
  g_signal_emit (self, signals[OPENED], 0, ticket_id);
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_create (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktNewTicketWindow *self = TKT_NEW_TICKET_WINDOW (widget);
  g_autofree char *message = get_message (self);

  /* Whatever becomes of it, the words are on the disk. */
  tkt_draft_keeper_flush (self->keeper);
  self->busy = TRUE;
  show_state (self);
  tkt_desk_open_ticket_async (self->desk,
                              tkt_desk_is_staff (self->desk)
                                  ? tkt_publisher_chooser_get_publisher_id (self->publisher_chooser)
                                  : NULL,
                              gtk_editable_get_text (GTK_EDITABLE (self->title_row)),
                              message,
                              tkt_attachment_bar_get_attachments (self->attachment_bar),
                              on_created,
                              g_object_ref (self));
}

static void
on_discard_answered (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TktNewTicketWindow *self = TKT_NEW_TICKET_WINDOW (object);

  if (!tkt_confirm_finish (GTK_WIDGET (self), result))
    return;
  tkt_attachment_bar_set_attachments (self->attachment_bar, NULL);
  set_texts (self, "", "");
  /* Also where only files were discarded, of which the texts say nothing. */
  on_typed (self);
  gtk_window_close (GTK_WINDOW (self));
}

/* Closing keeps what is typed for the next time; this does not. */
static void
on_discard (GtkWidget *widget, const char *action, GVariant *parameter)
{
  tkt_confirm_async (widget,
                     _ ("Discard This Ticket?"),
                     _ ("What you have written has not been sent and will be lost."),
                     _ ("Discard"),
                     on_discard_answered,
                     NULL);
}

static void
tkt_new_ticket_window_dispose (GObject *object)
{
  TktNewTicketWindow *self = TKT_NEW_TICKET_WINDOW (object);

  if (self->keeper != NULL)
    tkt_draft_keeper_flush (self->keeper);
  g_clear_object (&self->keeper);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->hint, g_free);
  if (self->reply_popover != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->reply_popover)));

  G_OBJECT_CLASS (tkt_new_ticket_window_parent_class)->dispose (object);
}

static void
tkt_new_ticket_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TktNewTicketWindow *self = TKT_NEW_TICKET_WINDOW (widget);

  GTK_WIDGET_CLASS (tkt_new_ticket_window_parent_class)
      ->size_allocate (widget, width, height, baseline);
  if (self->reply_popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->reply_popover));
}

static void
tkt_new_ticket_window_class_init (TktNewTicketWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_new_ticket_window_dispose;
  widget_class->size_allocate = tkt_new_ticket_window_size_allocate;

  signals[OPENED] = g_signal_new ("opened",
                                  G_TYPE_FROM_CLASS (klass),
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  G_TYPE_STRING);

  g_type_ensure (TKT_TYPE_ATTACHMENT_BAR);
  gtk_widget_class_install_action (widget_class, "ticket.attach", NULL, on_attach);
  gtk_widget_class_install_action (widget_class, "ticket.create", NULL, on_create);
  gtk_widget_class_install_action (widget_class, "ticket.discard", NULL, on_discard);
  gtk_widget_class_install_action (
      widget_class, "ticket.insert-saved-reply", NULL, on_insert_saved_reply);
  gtk_widget_class_install_action (widget_class, "win.saved-replies", NULL, on_saved_replies);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "ticket.create", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  g_type_ensure (TKT_TYPE_PUBLISHER_CHOOSER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-new-ticket-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TktNewTicketWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, TktNewTicketWindow, publisher_row);
  gtk_widget_class_bind_template_child (widget_class, TktNewTicketWindow, publisher_chooser);
  gtk_widget_class_bind_template_child (widget_class, TktNewTicketWindow, title_row);
  gtk_widget_class_bind_template_child (widget_class, TktNewTicketWindow, message_view);
  gtk_widget_class_bind_template_child (widget_class, TktNewTicketWindow, saved_reply_button);
  gtk_widget_class_bind_template_child (widget_class, TktNewTicketWindow, hint_label);
  gtk_widget_class_bind_template_child (widget_class, TktNewTicketWindow, attachment_bar);
  gtk_widget_class_bind_template_child (widget_class, TktNewTicketWindow, missing_label);
  gtk_widget_class_bind_template_child (widget_class, TktNewTicketWindow, create_button);
  gtk_widget_class_bind_template_callback (widget_class, on_attachment_refused);
  gtk_widget_class_bind_template_callback (widget_class, on_message_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
}

static void
tkt_new_ticket_window_init (TktNewTicketWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tkt_attachment_bar_serve (self->attachment_bar, self->message_view);
  tkt_form_name_entry (self->title_row);
  self->hint = g_strdup (gtk_label_get_label (self->hint_label));
  self->reply_popover = tkt_reply_popover_new (GTK_WIDGET (self), self->message_view);
  /* There is room below, and what is above belongs to the ticket. */
  gtk_popover_set_position (GTK_POPOVER (self->reply_popover), GTK_POS_BOTTOM);
  g_signal_connect_object (
      self->reply_popover, "told", G_CALLBACK (on_offer_told), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->reply_popover, "unknown", G_CALLBACK (on_unknown_placeholder), self, G_CONNECT_SWAPPED);
}

TktNewTicketWindow *
tkt_new_ticket_window_new (GtkWindow *parent, TktDesk *desk)
{
  TktNewTicketWindow *self
      = g_object_new (TKT_TYPE_NEW_TICKET_WINDOW, "transient-for", parent, NULL);

  self->desk = g_object_ref (desk);
  self->keeper = tkt_draft_keeper_new (desk);
  gtk_widget_set_visible (self->publisher_row, tkt_desk_is_staff (desk));
  tkt_publisher_chooser_set_desk (self->publisher_chooser, desk);
  tkt_attachment_bar_set_desk (self->attachment_bar, desk);
  tkt_reply_popover_set_desk (self->reply_popover, desk);
  gtk_widget_set_visible (self->saved_reply_button, tkt_desk_is_staff (desk));
  show_state (self);
  /* Nothing is typed before what was typed the last time is here. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->toast_overlay), FALSE);
  tkt_desk_find_draft_async (desk, NULL, on_draft_found, g_object_ref (self));
  return self;
}
