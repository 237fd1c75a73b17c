/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The number on the program's icon: com.canonical.Unity.LauncherEntry, which Dash to Dock, KDE's
 * panel and others read. Nobody answers, and where nobody listens nothing is lost. */
#include "tkt-launcher.h"

static char *
make_uri (const char *application_id)
{
  return g_strdup_printf ("application://%s.desktop", application_id);
}

/* One for each program, as libunity makes it. */
char *
tkt_launcher_make_path (const char *application_id)
{
  g_autofree char *uri = make_uri (application_id);

  return g_strdup_printf ("/com/canonical/unity/launcherentry/%u", g_str_hash (uri));
}

GVariant *
tkt_launcher_make_update (const char *application_id, guint count)
{
  g_autofree char *uri = make_uri (application_id);
  GVariantBuilder properties;

  g_variant_builder_init (&properties, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&properties, "{sv}", "count", g_variant_new_int64 (count));
  g_variant_builder_add (&properties, "{sv}", "count-visible", g_variant_new_boolean (count > 0));
  return g_variant_ref_sink (g_variant_new ("(sa{sv})", uri, &properties));
}

static guint
count_unread (GtkApplication *application)
{
  guint count = 0;

  for (GList *link = gtk_application_get_windows (application); link != NULL; link = link->next)
    if (TKT_IS_WINDOW (link->data))
      count += tkt_window_get_unread (link->data);
  return count;
}

static void
tell (GtkApplication *application)
{
  GDBusConnection *bus = g_application_get_dbus_connection (G_APPLICATION (application));
  const char *id = g_application_get_application_id (G_APPLICATION (application));
  g_autofree char *path = tkt_launcher_make_path (id);
  g_autoptr (GVariant) update = tkt_launcher_make_update (id, count_unread (application));
  g_autoptr (GError) error = NULL;

  if (bus != NULL
      && !g_dbus_connection_emit_signal (
          bus, NULL, path, "com.canonical.Unity.LauncherEntry", "Update", update, &error))
    g_info ("The icon's number can't be told: %s", error->message);
}

void
tkt_launcher_add (GtkApplication *application, TktWindow *window)
{
  /* A demo is no news. */
  if (g_application_get_flags (G_APPLICATION (application)) & G_APPLICATION_NON_UNIQUE)
    return;
  g_signal_connect_object (
      window, "notify::unread", G_CALLBACK (tell), application, G_CONNECT_SWAPPED);
  /* Once, however many windows there are: a window that is closed is counted no longer. */
  g_signal_handlers_disconnect_by_func (application, tell, NULL);
  g_signal_connect_after (application, "window-removed", G_CALLBACK (tell), application);
}
