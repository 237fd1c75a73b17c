/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where one is signed in. */
#include "tkt-devices-page.h"

#include <glib/gi18n.h>

#include "tkt-asked-list.h"
#include "tkt-words.h"

struct _TktDevicesPage
{
  AdwPreferencesPage parent_instance;

  TktDesk *desk;

  TktAskedList *list;
};

G_DEFINE_FINAL_TYPE (TktDevicesPage, tkt_devices_page, ADW_TYPE_PREFERENCES_PAGE)

static void
fetch (gpointer owner,
       const char *cursor,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  TktDevicesPage *self = owner;

  tkt_desk_ask_sessions_async (self->desk, cursor, cancellable, callback, user_data);
}

static GtkWidget *
make_button (const TktSession *session, const char *device)
{
  GtkWidget *button = gtk_button_new_with_label (C_ ("session", "End"));
  /* Translators: %s is a computer's name. */
  g_autofree char *name = g_strdup_printf (_ ("End the session on %s"), device);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "devices.end");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", session->id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

static GtkWidget *
make_row (gpointer owner, gconstpointer data)
{
  const TktSession *session = data;
  GtkWidget *row;
  const char *device = session->device != NULL && *session->device != '\0' ? session->device
                                                                           : _ ("Unnamed device");
  g_autofree char *used = tkt_words_moment (session->last_used_at);
  g_autofree char *subtitle
      = session->address != NULL
            /* Translators: a moment like "3 November 2026 at 14:32", and an address on the network.
             */
            ? g_strdup_printf (_ ("Last used on %s from %s"), used, session->address)
            /* Translators: a moment like "3 November 2026 at 14:32". */
            : g_strdup_printf (_ ("Last used on %s"), used);

  row = tkt_asked_list_row_new (device, subtitle);
  if (session->current)
    {
      GtkWidget *label = gtk_label_new (_ ("This device"));

      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_set_margin_start (label, 6);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    }
  else
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_button (session, device));
  return row;
}

static void
on_ended (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktDevicesPage) self = user_data;
  g_autoptr (GError) error = NULL;

  /* One that is not there any more is what was wanted. */
  if (!tkt_desk_change_finish (TKT_DESK (object), result, NULL, &error)
      && !g_error_matches (error, TKT_PROBLEM, TKT_PROBLEM_NOT_FOUND))
    tkt_asked_list_tell (GTK_WIDGET (self), error->message);
  tkt_asked_list_reload (self->list);
}

static void
on_end (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktDevicesPage *self = TKT_DEVICES_PAGE (widget);

  tkt_desk_end_session_async (
      self->desk, g_variant_get_string (parameter, NULL), on_ended, g_object_ref (self));
}

static void
tkt_devices_page_dispose (GObject *object)
{
  g_clear_object (&TKT_DEVICES_PAGE (object)->desk);

  G_OBJECT_CLASS (tkt_devices_page_parent_class)->dispose (object);
}

static void
tkt_devices_page_class_init (TktDevicesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_devices_page_dispose;

  g_type_ensure (TKT_TYPE_ASKED_LIST);
  gtk_widget_class_install_action (widget_class, "devices.end", "s", on_end);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-devices-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TktDevicesPage, list);
}

static void
tkt_devices_page_init (TktDevicesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tkt_devices_page_set_desk (TktDevicesPage *self, TktDesk *desk)
{
  g_return_if_fail (TKT_IS_DEVICES_PAGE (self));

  g_set_object (&self->desk, desk);
  tkt_asked_list_set_up (
      self->list, desk, self, fetch, make_row, _ ("Devices"), _ ("There are no sessions."));
}
