/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks before something that can't be taken back. */
#include "tkt-confirm.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define ANSWER "answer"

/* The window that was asked about has gone: nobody has said yes. */
static void
on_destroyed (GtkWidget *dialog, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  g_task_return_boolean (task, FALSE);
}

static void
on_response (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  g_signal_handlers_disconnect_by_func (dialog, on_destroyed, task);
  g_task_return_boolean (task, g_str_equal (response, ANSWER));
}

void
tkt_confirm_async (GtkWidget *parent,
                   const char *heading,
                   const char *body,
                   const char *answer,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  GtkWidget *dialog;
  GTask *task;

  g_return_if_fail (GTK_IS_WIDGET (parent));

  task = g_task_new (parent, NULL, callback, user_data);
  g_task_set_source_tag (task, tkt_confirm_async);
  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (parent)), heading, body);
  adw_message_dialog_add_responses (
      ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("Cancel"), ANSWER, answer, NULL);
  adw_message_dialog_set_response_appearance (
      ADW_MESSAGE_DIALOG (dialog), ANSWER, ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), task);
  g_signal_connect (dialog, "destroy", G_CALLBACK (on_destroyed), task);
  gtk_window_present (GTK_WINDOW (dialog));
}

gboolean
tkt_confirm_finish (GtkWidget *parent, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, parent), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}

void
tkt_confirm_tell (GtkWidget *parent, const char *heading, const char *body)
{
  GtkWidget *dialog
      = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (parent)), heading, body);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}
