/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences of one account. */
#include "tkt-preferences.h"

struct _TktPreferences
{
  AdwPreferencesWindow parent_instance;

  GtkSpinButton *undo_seconds;
  GtkSwitch *undo_replies;
};

G_DEFINE_FINAL_TYPE (TktPreferences, tkt_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static void
tkt_preferences_class_init (TktPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, TktPreferences, undo_seconds);
  gtk_widget_class_bind_template_child (widget_class, TktPreferences, undo_replies);
}

static void
tkt_preferences_init (TktPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

TktPreferences *
tkt_preferences_new (GtkWindow *parent, GSettings *settings)
{
  TktPreferences *self = g_object_new (TKT_TYPE_PREFERENCES, "transient-for", parent, NULL);

  g_settings_bind (settings, "undo-seconds", self->undo_seconds, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "undo-replies", self->undo_replies, "active", G_SETTINGS_BIND_DEFAULT);
  return self;
}
