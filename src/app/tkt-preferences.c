/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences of one account. */
#include "tkt-preferences.h"

#include "tkt-devices-page.h"

struct _TktPreferences
{
  AdwPreferencesWindow parent_instance;

  GtkSpinButton *undo_seconds;
  GtkSwitch *undo_replies;
  TktDevicesPage *devices_page;
  gboolean bound; /* to the settings */
};

G_DEFINE_FINAL_TYPE (TktPreferences, tkt_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* libadwaita 1.2 never lets go of the groups of a page: what is bound to widgets in them would stay
 * for as long. */
static void
tkt_preferences_dispose (GObject *object)
{
  TktPreferences *self = TKT_PREFERENCES (object);

  if (self->bound)
    {
      g_settings_unbind (self->undo_seconds, "value");
      g_settings_unbind (self->undo_replies, "active");
    }
  self->bound = FALSE;

  G_OBJECT_CLASS (tkt_preferences_parent_class)->dispose (object);
}

static void
tkt_preferences_class_init (TktPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_preferences_dispose;

  g_type_ensure (TKT_TYPE_DEVICES_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, TktPreferences, undo_seconds);
  gtk_widget_class_bind_template_child (widget_class, TktPreferences, undo_replies);
  gtk_widget_class_bind_template_child (widget_class, TktPreferences, devices_page);
}

static void
tkt_preferences_init (TktPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

TktPreferences *
tkt_preferences_new (GtkWindow *parent, GSettings *settings, TktDesk *desk)
{
  TktPreferences *self = g_object_new (TKT_TYPE_PREFERENCES, "transient-for", parent, NULL);

  g_settings_bind (
      settings, "undo-seconds", self->undo_seconds, "value", G_SETTINGS_BIND_NO_SENSITIVITY);
  g_settings_bind (
      settings, "undo-replies", self->undo_replies, "active", G_SETTINGS_BIND_NO_SENSITIVITY);
  self->bound = TRUE;
  tkt_devices_page_set_desk (self->devices_page, desk);
  return self;
}
