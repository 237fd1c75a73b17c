/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window's menus, keys and toasts do. */
#include <glib/gi18n.h>

#include "tkt-new-ticket-window.h"
#include "tkt-organization-settings.h"
#include "tkt-preferences.h"
#include "tkt-sign-out-dialog.h"
#include "tkt-undelivered-window.h"
#include "tkt-window-private.h"

static void
on_new_ticket (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktWindow *self = TKT_WINDOW (widget);
  TktNewTicketWindow *dialog = tkt_new_ticket_window_new (GTK_WINDOW (self), self->desk);

  g_signal_connect_object (
      dialog, "opened", G_CALLBACK (tkt_window_show_ticket), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_organization_settings (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktWindow *self = TKT_WINDOW (widget);

  gtk_window_present (GTK_WINDOW (tkt_organization_settings_new (GTK_WINDOW (self), self->desk)));
}

static void
on_back (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_leaflet_navigate (TKT_WINDOW (widget)->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

/* Publishers have one page. */
static void
on_show_page (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktWindow *self = TKT_WINDOW (widget);

  if (tkt_desk_is_staff (self->desk))
    adw_view_stack_set_visible_child_name (self->view_stack,
                                           g_variant_get_string (parameter, NULL));
}

static void
on_search (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktWindow *self = TKT_WINDOW (widget);

  if (!tkt_window_shows_tickets (self))
    tkt_publishers_page_focus_search (self->publishers_page);
  else
    {
      adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->ticket_list));
      tkt_ticket_list_focus_search (self->ticket_list);
    }
}

static void
on_find_step (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktWindow *self = TKT_WINDOW (widget);

  if (gtk_widget_get_mapped (GTK_WIDGET (self->conversation)))
    tkt_conversation_find_step (self->conversation, g_variant_get_int32 (parameter));
}

static void
on_step (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktWindow *self = TKT_WINDOW (widget);

  if (gtk_widget_get_mapped (GTK_WIDGET (self->leaflet)))
    tkt_ticket_list_step (self->ticket_list, g_variant_get_int32 (parameter));
}

static void
on_toast (GtkWidget *widget, const char *action, GVariant *parameter)
{
  tkt_window_toast (TKT_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
on_sync (GtkWidget *widget, const char *action, GVariant *parameter)
{
  tkt_desk_sync_now (TKT_WINDOW (widget)->desk);
}

/* Keys are for the conversation that one sees. */
static void
activate_in_conversation (TktWindow *self, const char *action)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self->conversation)))
    gtk_widget_activate_action (GTK_WIDGET (self->conversation), action, NULL);
}

static void
on_reply (GtkWidget *widget, const char *action, GVariant *parameter)
{
  activate_in_conversation (TKT_WINDOW (widget), "conversation.reply");
}

static void
on_note (GtkWidget *widget, const char *action, GVariant *parameter)
{
  activate_in_conversation (TKT_WINDOW (widget), "conversation.note");
}

static void
on_close_ticket (GtkWidget *widget, const char *action, GVariant *parameter)
{
  activate_in_conversation (TKT_WINDOW (widget), "conversation.close-ticket");
}

static void
on_sign_out (GtkWidget *widget, const char *action, GVariant *parameter)
{
  tkt_sign_out_dialog_ask (widget, TKT_WINDOW (widget)->desk);
}

static void
on_undo_toast_dismissed (TktWindow *self, AdwToast *toast)
{
  if (self->undo_toast == toast)
    self->undo_toast = NULL;
}

/* One at a time: a toast that waited for its turn would offer what can't be undone any more. */
static void
on_offer_undo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktWindow *self = TKT_WINDOW (widget);
  AdwToast *toast;
  const char *words, *id;
  gboolean replies;

  g_variant_get (parameter, "(&s&s)", &words, &id);
  toast = adw_toast_new (words);
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_detailed_action_name (toast, "win.undo");
  adw_toast_set_action_target (toast, "s", id);
  adw_toast_set_timeout (toast, tkt_desk_get_hold (self->desk, &replies));
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_object (
      toast, "dismissed", G_CALLBACK (on_undo_toast_dismissed), self, G_CONNECT_SWAPPED);
  if (self->undo_toast != NULL)
    adw_toast_dismiss (self->undo_toast);
  self->undo_toast = toast;
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

static void
on_undo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktWindow *self = TKT_WINDOW (widget);

  /* It may be pressed elsewhere than in the toast, which offers nothing any more. */
  if (self->undo_toast != NULL
      && g_variant_equal (adw_toast_get_action_target_value (self->undo_toast), parameter))
    adw_toast_dismiss (self->undo_toast);
  gtk_widget_activate_action_variant (
      GTK_WIDGET (self->conversation), "conversation.undo", parameter);
}

static void
on_edit_reply (TktWindow *self, const char *ticket_id, gint64 outbox_seq, gboolean note)
{
  tkt_window_show_ticket (self, ticket_id);
  gtk_widget_activate_action (
      GTK_WIDGET (self->conversation), "conversation.edit-entry", "(xb)", outbox_seq, note);
}

static void
on_write_ticket (TktWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.new-ticket", NULL);
}

static void
on_undelivered (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktWindow *self = TKT_WINDOW (widget);
  TktUndeliveredWindow *list = tkt_undelivered_window_new (GTK_WINDOW (self), self->desk);

  g_signal_connect_object (
      list, "show-ticket", G_CALLBACK (tkt_window_show_ticket), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "edit-reply", G_CALLBACK (on_edit_reply), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      list, "new-ticket", G_CALLBACK (on_write_ticket), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (list));
}

static void
on_preferences (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktWindow *self = TKT_WINDOW (widget);

  gtk_window_present (
      GTK_WINDOW (tkt_preferences_new (GTK_WINDOW (self), self->settings, self->desk)));
}

static void
on_saved_replies (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktWindow *self = TKT_WINDOW (widget);
  TktPreferences *preferences = tkt_preferences_new (GTK_WINDOW (self), self->settings, self->desk);

  tkt_preferences_show_saved_replies (preferences);
  gtk_window_present (GTK_WINDOW (preferences));
}

void
tkt_window_install_actions (GtkWidgetClass *widget_class)
{
  const struct
  {
    const char *name;
    const char *parameter;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "win.back", NULL, on_back },
    { "win.close-ticket", NULL, on_close_ticket },
    { "win.find-step", "i", on_find_step },
    { "win.new-ticket", NULL, on_new_ticket },
    { "win.offer-undo", "(ss)", on_offer_undo },
    { "win.organization-settings", NULL, on_organization_settings },
    { "win.preferences", NULL, on_preferences },
    { "win.reply", NULL, on_reply },
    { "win.saved-replies", NULL, on_saved_replies },
    { "win.note", NULL, on_note },
    { "win.search", NULL, on_search },
    { "win.show-page", "s", on_show_page },
    { "win.sign-out", NULL, on_sign_out },
    { "win.step", "i", on_step },
    { "win.sync", NULL, on_sync },
    { "win.toast", "s", on_toast },
    { "win.undelivered", NULL, on_undelivered },
    { "win.undo", "s", on_undo },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (
        widget_class, actions[i].name, actions[i].parameter, actions[i].activate);
}
