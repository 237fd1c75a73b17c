/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences: those of one account, and those of the program. */
#include "tkt-preferences.h"

#include <glib/gi18n.h>

#include "tkt-asked-list.h"
#include "tkt-background.h"
#include "tkt-devices-page.h"
#include "tkt-narrow.h"
#include "tkt-saved-replies-page.h"
#include "tkt-storage-page.h"

struct _TktPreferences
{
  AdwPreferencesWindow parent_instance;

  GSettings *program;
  GCancellable *cancellable; /* of what the desktop is asked */

  AdwComboRow *color_scheme;
  GtkSwitch *notifications;
  GtkSwitch *notification_text;
  AdwActionRow *background_row;
  GtkSwitch *background;
  AdwComboRow *send_key;
  GtkTextView *signature;
  GtkSpinButton *undo_seconds;
  GtkSwitch *undo_replies;
  TktSavedRepliesPage *saved_replies_page; /* staff's; else it is not in sight */
  TktStoragePage *storage_page;
  TktDevicesPage *devices_page;
  gboolean bound; /* to the settings */
};

G_DEFINE_FINAL_TYPE (TktPreferences, tkt_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the rows' choices. */
static const char *const color_schemes[] = { "system", "light", "dark", NULL };
static const char *const send_keys[] = { "control-enter", "enter", NULL };
static const char *const downloads[] = { "always", "on-demand", NULL };

static gboolean
choice_from_setting (GValue *selected, GVariant *setting, gpointer choices)
{
  const char *word = g_variant_get_string (setting, NULL);

  for (guint i = 0; ((const char *const *)choices)[i] != NULL; i++)
    if (g_str_equal (((const char *const *)choices)[i], word))
      {
        g_value_set_uint (selected, i);
        return TRUE;
      }
  return FALSE;
}

static GVariant *
setting_from_choice (const GValue *selected, const GVariantType *type, gpointer choices)
{
  guint i = g_value_get_uint (selected);

  /* A row that goes has nothing selected. */
  return i < g_strv_length (choices) ? g_variant_new_string (((char **)choices)[i]) : NULL;
}

static void
bind_choice (GSettings *settings, const char *key, AdwComboRow *row, const char *const *choices)
{
  g_settings_bind_with_mapping (settings,
                                key,
                                row,
                                "selected",
                                G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_NO_SENSITIVITY,
                                choice_from_setting,
                                setting_from_choice,
                                (gpointer)choices,
                                NULL);
}

static void
on_background_asked (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autofree GWeakRef *asker = user_data;
  g_autoptr (TktPreferences) self = g_weak_ref_get (asker);
  g_autoptr (GError) error = NULL;
  TktBackgroundAnswer answer;
  gboolean known = tkt_background_ask_finish (result, &answer, &error);

  g_weak_ref_clear (asker);
  if (self == NULL || self->cancellable == NULL)
    return;
  if (known && answer == TKT_BACKGROUND_ALLOWED)
    return;
  if (known && answer == TKT_BACKGROUND_UNASKED)
    {
      adw_action_row_set_subtitle (
          self->background_row,
          _ ("Tickets runs on until you quit it; this desktop does not show what runs so"));
      return;
    }
  gtk_switch_set_active (self->background, FALSE);
  if (known)
    adw_action_row_set_subtitle (
        self->background_row,
        _ ("Your desktop does not allow it; its settings for Tickets can change that"));
  else
    tkt_asked_list_tell (GTK_WIDGET (self), error->message);
}

static void
on_background_switched (TktPreferences *self)
{
  GWeakRef *asker;

  if (!gtk_switch_get_active (self->background))
    return;
  /* The person may never answer: that must not keep a window that was closed. */
  asker = g_new (GWeakRef, 1);
  g_weak_ref_init (asker, self);
  tkt_background_ask_async (self->cancellable, on_background_asked, asker);
}

/* libadwaita 1.2 never lets go of the groups of a page: what is bound to widgets in them would stay
 * for as long. */
static void
unbind (TktPreferences *self)
{
  const struct
  {
    gpointer widget;
    const char *property;
  } bound[] = {
    { self->color_scheme, "selected" },
    { self->notifications, "active" },
    { self->notification_text, "active" },
    { self->background, "active" },
    { self->send_key, "selected" },
    { gtk_text_view_get_buffer (self->signature), "text" },
    { self->undo_seconds, "value" },
    { self->undo_replies, "active" },
    { tkt_storage_page_get_download (self->storage_page), "selected" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bound); i++)
    g_settings_unbind (bound[i].widget, bound[i].property);
  g_signal_handlers_disconnect_by_data (self->background, self);
}

static void
tkt_preferences_dispose (GObject *object)
{
  TktPreferences *self = TKT_PREFERENCES (object);

  if (self->bound)
    unbind (self);
  self->bound = FALSE;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->program);

  G_OBJECT_CLASS (tkt_preferences_parent_class)->dispose (object);
}

static void
tkt_preferences_class_init (TktPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_preferences_dispose;

  g_type_ensure (TKT_TYPE_DEVICES_PAGE);
  g_type_ensure (TKT_TYPE_SAVED_REPLIES_PAGE);
  g_type_ensure (TKT_TYPE_STORAGE_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, TktPreferences, color_scheme);
  gtk_widget_class_bind_template_child (widget_class, TktPreferences, notifications);
  gtk_widget_class_bind_template_child (widget_class, TktPreferences, notification_text);
  gtk_widget_class_bind_template_child (widget_class, TktPreferences, background_row);
  gtk_widget_class_bind_template_child (widget_class, TktPreferences, background);
  gtk_widget_class_bind_template_child (widget_class, TktPreferences, send_key);
  gtk_widget_class_bind_template_child (widget_class, TktPreferences, signature);
  gtk_widget_class_bind_template_child (widget_class, TktPreferences, undo_seconds);
  gtk_widget_class_bind_template_child (widget_class, TktPreferences, undo_replies);
  gtk_widget_class_bind_template_child (widget_class, TktPreferences, saved_replies_page);
  gtk_widget_class_bind_template_child (widget_class, TktPreferences, storage_page);
  gtk_widget_class_bind_template_child (widget_class, TktPreferences, devices_page);
}

static void
tkt_preferences_init (TktPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tkt_narrow_preferences (ADW_PREFERENCES_WINDOW (self));
  self->program = g_settings_new ("org.example.Tickets");
  self->cancellable = g_cancellable_new ();
}

static void
bind (TktPreferences *self, GSettings *account)
{
  const GSettingsBindFlags flags = G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_NO_SENSITIVITY;
  GtkTextBuffer *signature = gtk_text_view_get_buffer (self->signature);

  bind_choice (self->program, "color-scheme", self->color_scheme, color_schemes);
  bind_choice (self->program, "send-key", self->send_key, send_keys);
  bind_choice (account,
               "download-attachments",
               tkt_storage_page_get_download (self->storage_page),
               downloads);
  g_settings_bind (self->program, "run-in-background", self->background, "active", flags);
  g_settings_bind (account, "notifications", self->notifications, "active", flags);
  g_settings_bind (account, "notification-text", self->notification_text, "active", flags);
  g_settings_bind (account, "signature", signature, "text", flags);
  g_settings_bind (account, "undo-seconds", self->undo_seconds, "value", flags);
  g_settings_bind (account, "undo-replies", self->undo_replies, "active", flags);
  self->bound = TRUE;
}

TktPreferences *
tkt_preferences_new (GtkWindow *parent, GSettings *settings, TktDesk *desk)
{
  TktPreferences *self = g_object_new (TKT_TYPE_PREFERENCES, "transient-for", parent, NULL);

  bind (self, settings);
  g_signal_connect_swapped (
      self->background, "notify::active", G_CALLBACK (on_background_switched), self);
  g_object_bind_property (
      self->notifications,
      "active",
      gtk_widget_get_ancestor (GTK_WIDGET (self->notification_text), ADW_TYPE_ACTION_ROW),
      "sensitive",
      G_BINDING_SYNC_CREATE);
  if (tkt_desk_is_staff (desk))
    tkt_saved_replies_page_set_desk (self->saved_replies_page, desk);
  else
    adw_preferences_window_remove (ADW_PREFERENCES_WINDOW (self),
                                   ADW_PREFERENCES_PAGE (self->saved_replies_page));
  tkt_storage_page_set_desk (self->storage_page, desk);
  tkt_devices_page_set_desk (self->devices_page, desk);
  return self;
}

void
tkt_preferences_show_saved_replies (TktPreferences *self)
{
  g_return_if_fail (TKT_IS_PREFERENCES (self));

  adw_preferences_window_set_visible_page (ADW_PREFERENCES_WINDOW (self),
                                           ADW_PREFERENCES_PAGE (self->saved_replies_page));
}
