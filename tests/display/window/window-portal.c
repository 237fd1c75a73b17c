/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desktop with the Background portal. */
#include "window-portal.h"

#include "test-await.h"

#define NAME "org.freedesktop.portal.Desktop"

struct _WindowPortal
{
  GDBusConnection *bus; /* one of its own: the program's is another's */
  guint object;
  gboolean allows;
  guint n_answers;
};

static const char xml[] = "<node><interface name='org.freedesktop.portal.Background'>"
                          "<method name='RequestBackground'><arg type='s' direction='in'/>"
                          "<arg type='a{sv}' direction='in'/><arg type='o' direction='out'/>"
                          "</method></interface></node>";

static void
on_call (GDBusConnection *bus,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  WindowPortal *self = user_data;
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 1);
  g_autofree char *caller = g_strdelimit (g_strdup (sender + 1), ".", '_');
  g_autofree char *request = NULL;
  g_autoptr (GVariantDict) results = g_variant_dict_new (NULL);
  const char *token, *reason;

  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  g_assert_true (g_variant_lookup (options, "reason", "&s", &reason));
  request = g_strdup_printf ("/org/freedesktop/portal/desktop/request/%s/%s", caller, token);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", request));
  g_variant_dict_insert (results, "background", "b", self->allows);
  g_dbus_connection_emit_signal (
      bus,
      sender,
      request,
      "org.freedesktop.portal.Request",
      "Response",
      g_variant_new ("(u@a{sv})", self->allows ? 0 : 1, g_variant_dict_end (results)),
      NULL);
  self->n_answers++;
}

WindowPortal *
window_portal_new (gboolean allows)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_call };
  WindowPortal *self = g_new0 (WindowPortal, 1);
  g_autoptr (GDBusNodeInfo) node = NULL;
  g_autoptr (GVariant) owned = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, &error);

  g_assert_no_error (error);
  self->allows = allows;
  self->bus = g_dbus_connection_new_for_address_sync (
      address,
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL,
      NULL,
      &error);
  g_assert_no_error (error);
  node = g_dbus_node_info_new_for_xml (xml, &error);
  g_assert_no_error (error);
  self->object = g_dbus_connection_register_object (self->bus,
                                                    "/org/freedesktop/portal/desktop",
                                                    node->interfaces[0],
                                                    &vtable,
                                                    self,
                                                    NULL,
                                                    &error);
  g_assert_no_error (error);
  owned = g_dbus_connection_call_sync (self->bus,
                                       "org.freedesktop.DBus",
                                       "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus",
                                       "RequestName",
                                       g_variant_new ("(su)", NAME, 0),
                                       G_VARIANT_TYPE ("(u)"),
                                       G_DBUS_CALL_FLAGS_NONE,
                                       -1,
                                       NULL,
                                       &error);
  g_assert_no_error (error);
  return self;
}

void
window_portal_free (WindowPortal *self)
{
  g_dbus_connection_unregister_object (self->bus, self->object);
  g_dbus_connection_close_sync (self->bus, NULL, NULL);
  g_object_unref (self->bus);
  g_free (self);
}

void
window_portal_set_allows (WindowPortal *self, gboolean allows)
{
  self->allows = allows;
}

guint
window_portal_count (WindowPortal *self)
{
  return self->n_answers;
}
