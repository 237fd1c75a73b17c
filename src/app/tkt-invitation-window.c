/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows an invitation's code. */
#include "tkt-invitation-window.h"

#include <glib/gi18n.h>

#include "tkt-words.h"

struct _TktInvitationWindow
{
  AdwWindow parent_instance;

  GtkLabel *words_label;
  GtkLabel *code_label;
  GtkWidget *copy_button;
};

G_DEFINE_FINAL_TYPE (TktInvitationWindow, tkt_invitation_window, ADW_TYPE_WINDOW)

static void
on_copy (TktInvitationWindow *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_label_get_label (self->code_label));
}

static void
tkt_invitation_window_class_init (TktInvitationWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-invitation-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TktInvitationWindow, words_label);
  gtk_widget_class_bind_template_child (widget_class, TktInvitationWindow, code_label);
  gtk_widget_class_bind_template_child (widget_class, TktInvitationWindow, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tkt_invitation_window_init (TktInvitationWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  /* Or the code has the focus, all of it selected. */
  gtk_window_set_focus (GTK_WINDOW (self), self->copy_button);
}

TktInvitationWindow *
tkt_invitation_window_new (GtkWindow *parent, const TktInvitation *invitation)
{
  TktInvitationWindow *self
      = g_object_new (TKT_TYPE_INVITATION_WINDOW, "transient-for", parent, NULL);
  g_autofree char *until = tkt_words_moment (invitation->expires_at);
  /* Translators: a person's name, and a moment. */
  g_autofree char *words = g_strdup_printf (
      /* Translators: a person's name, and a moment like "3 November 2026 at 14:32". */
      _ ("Give this code to %s. With it they choose a password and sign in, once, until %s. It is "
         "not shown again."),
      invitation->account->display_name,
      until);

  gtk_label_set_label (self->words_label, words);
  gtk_label_set_label (self->code_label, invitation->code);
  return self;
}
