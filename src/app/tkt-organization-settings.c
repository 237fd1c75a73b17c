/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Organization Settings, for admins. */
#include "tkt-organization-settings.h"

#include <glib/gi18n.h>

#include "tkt-audit-page.h"
#include "tkt-narrow.h"
#include "tkt-people-page.h"
#include "tkt-publisher-admin-page.h"

struct _TktOrganizationSettings
{
  AdwPreferencesWindow parent_instance;

  TktDesk *desk;

  GtkSwitch *support_switch;
  TktPeoplePage *people_page;
  TktPublisherAdminPage *publisher_page;
  TktAuditPage *audit_page;
};

G_DEFINE_FINAL_TYPE (TktOrganizationSettings,
                     tkt_organization_settings,
                     ADW_TYPE_PREFERENCES_WINDOW)

static void
show_organization (TktOrganizationSettings *self)
{
  const TktOrganization *organization = tkt_desk_get_organization (self->desk);

  if (organization != NULL)
    gtk_switch_set_active (self->support_switch, organization->support_tickets_enabled);
}

static void
on_set (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktOrganizationSettings) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = tkt_desk_finish (TKT_DESK (object), result, &error);

  if (id == NULL)
    {
      adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self),
                                        adw_toast_new (error->message));
      show_organization (self);
    }
}

static void
on_switched (TktOrganizationSettings *self)
{
  const TktOrganization *organization = tkt_desk_get_organization (self->desk);
  gboolean on = gtk_switch_get_active (self->support_switch);

  if (organization != NULL && on != organization->support_tickets_enabled)
    tkt_desk_set_support_tickets_async (self->desk, on, on_set, g_object_ref (self));
}

static void
tkt_organization_settings_dispose (GObject *object)
{
  TktOrganizationSettings *self = TKT_ORGANIZATION_SETTINGS (object);

  g_clear_object (&self->desk);

  G_OBJECT_CLASS (tkt_organization_settings_parent_class)->dispose (object);
}

static void
tkt_organization_settings_class_init (TktOrganizationSettingsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_organization_settings_dispose;

  g_type_ensure (TKT_TYPE_AUDIT_PAGE);
  g_type_ensure (TKT_TYPE_PEOPLE_PAGE);
  g_type_ensure (TKT_TYPE_PUBLISHER_ADMIN_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-organization-settings.ui");
  gtk_widget_class_bind_template_child (widget_class, TktOrganizationSettings, support_switch);
  gtk_widget_class_bind_template_child (widget_class, TktOrganizationSettings, people_page);
  gtk_widget_class_bind_template_child (widget_class, TktOrganizationSettings, publisher_page);
  gtk_widget_class_bind_template_child (widget_class, TktOrganizationSettings, audit_page);
}

static void
tkt_organization_settings_init (TktOrganizationSettings *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tkt_narrow_preferences (ADW_PREFERENCES_WINDOW (self));
}

TktOrganizationSettings *
tkt_organization_settings_new (GtkWindow *parent, TktDesk *desk)
{
  TktOrganizationSettings *self
      = g_object_new (TKT_TYPE_ORGANIZATION_SETTINGS, "transient-for", parent, NULL);
  g_autoptr (TktAccounts) accounts = tkt_accounts_new (desk);

  self->desk = g_object_ref (desk);
  show_organization (self);
  tkt_people_page_set_up (self->people_page, desk, accounts);
  tkt_publisher_admin_page_set_up (self->publisher_page, desk, accounts);
  tkt_audit_page_set_up (self->audit_page, desk, accounts);
  g_signal_connect_object (
      self->support_switch, "notify::active", G_CALLBACK (on_switched), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      desk, "notify::organization", G_CALLBACK (show_organization), self, G_CONNECT_SWAPPED);
  return self;
}
