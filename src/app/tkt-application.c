/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: its accounts, one window each. */
#include "tkt-application-private.h"

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>
#include <glib/gi18n.h>

#include "tkt-confirm.h"
#include "tkt-digest-option.h"
#include "tkt-launcher.h"
#include "tkt-leaving.h"
#include "tkt-notifier.h"

G_DEFINE_FINAL_TYPE (TktApplication, tkt_application, ADW_TYPE_APPLICATION)

GtkWindow *
tkt_application_find_window (TktApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  return windows != NULL ? windows->data : NULL;
}

void
tkt_application_say (TktApplication *self, const char *heading, const char *words)
{
  GtkWindow *window = tkt_application_find_window (self);

  if (window != NULL && !gtk_widget_get_visible (GTK_WIDGET (window)))
    gtk_window_present (window);
  if (window != NULL)
    tkt_confirm_tell (GTK_WIDGET (window), heading, words);
  else
    g_printerr ("%s: %s\n", heading, words);
}

static void
show_accounts (TktApplication *self)
{
  GHashTableIter iter;
  gpointer id, window;

  g_menu_remove_all (self->accounts);
  if (g_hash_table_size (self->windows) < 2)
    return;
  g_hash_table_iter_init (&iter, self->windows);
  while (g_hash_table_iter_next (&iter, &id, &window))
    {
      const TktSignIn *sign_in = tkt_desk_get_sign_in (tkt_window_get_desk (window));
      g_autofree char *label
          = g_strdup_printf (_ ("%s – %s"), sign_in->display_name, sign_in->organization_name);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "app.show-account", "s", id);
      g_menu_append_item (self->accounts, item);
    }
}

/* What is remembered for an account; a demo's account is forgotten with the demo. */
static GSettings *
settings_new (const TktSignIn *sign_in, gboolean demo)
{
  g_autofree char *path
      = g_strdup_printf ("/org/example/Tickets/accounts/%s/", sign_in->account_id);
  g_autoptr (GSettingsBackend) backend
      = demo ? g_memory_settings_backend_new () : g_settings_backend_get_default ();

  return g_settings_new_with_backend_and_path ("org.example.Tickets.Account", backend, path);
}

TktWindow *
tkt_application_open_window (TktApplication *self, TktSignIns *sign_ins, const TktSignIn *sign_in)
{
  TktWindow *window = g_hash_table_lookup (self->windows, sign_in->account_id);
  g_autoptr (TktDesk) desk = NULL;
  g_autoptr (GSettings) settings = NULL;

  if (window != NULL)
    {
      tkt_desk_signed_in_again (tkt_window_get_desk (window));
      gtk_window_present (GTK_WINDOW (window));
      return window;
    }
  desk = tkt_leaving_take (self->leaving, sign_in->account_id);
  if (desk == NULL)
    desk = tkt_desk_new (sign_ins, sign_in);
  settings = settings_new (sign_in, sign_ins != self->sign_ins);
  window = tkt_window_new (GTK_APPLICATION (self), desk, settings, G_MENU_MODEL (self->accounts));
  g_hash_table_insert (self->windows, g_strdup (sign_in->account_id), window);
  tkt_notifier_add (G_APPLICATION (self), window);
  tkt_launcher_add (GTK_APPLICATION (self), window);
  if (sign_ins == self->sign_ins)
    tkt_application_keep_window (self, window);
  show_accounts (self);
  /* Who was started to search stays for its window, and no longer. */
  g_application_set_inactivity_timeout (G_APPLICATION (self), 0);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
on_signed_in (TktApplication *self, const TktSignIn *sign_in, gboolean kept_in_file)
{
  TktWindow *window = tkt_application_open_window (self, self->sign_ins, sign_in);

  if (kept_in_file)
    tkt_window_toast (
        window, _ ("There is no keyring here: the session is in a file that only you can read"));
}

TktSignInWindow *
tkt_application_open_sign_in (TktApplication *self, const TktSignIn *again)
{
  TktSignInWindow *window = tkt_sign_in_window_new (GTK_APPLICATION (self), self->sign_ins, again);

  g_signal_connect_object (window, "signed-in", G_CALLBACK (on_signed_in), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

gboolean
tkt_application_is_of_demo (TktApplication *self, const TktSignIn *sign_in)
{
  return self->demo != NULL
         && (g_str_equal (sign_in->account_id, tkt_demo_get_manager (self->demo)->account_id)
             || g_str_equal (sign_in->account_id, tkt_demo_get_partner (self->demo)->account_id));
}

static void
on_loaded (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sign_ins = tkt_sign_ins_load_finish (TKT_SIGN_INS (object), result, &error);
  g_autoptr (GVariant) parameter = g_steal_pointer (&self->wanted_parameter);
  TktApplicationTry wanted = self->wanted;

  for (guint i = 0; sign_ins != NULL && i < sign_ins->len; i++)
    tkt_application_open_window (self, self->sign_ins, g_ptr_array_index (sign_ins, i));
  if (tkt_application_find_window (self) == NULL)
    tkt_application_open_sign_in (self, NULL);
  self->wanted = NULL;
  if (wanted != NULL)
    wanted (self, parameter, TRUE);
  if (error != NULL)
    tkt_application_say (self, _ ("The List of Accounts Can't Be Read"), error->message);
  g_application_release (G_APPLICATION (self));
}

static void
open_all (TktApplication *self)
{
  g_application_hold (G_APPLICATION (self));
  tkt_sign_ins_load_async (self->sign_ins, NULL, on_loaded, g_object_ref (self));
}

void
tkt_application_try (TktApplication *self, TktApplicationTry wanted, GVariant *parameter)
{
  g_autoptr (GVariant) kept = parameter != NULL ? g_variant_ref_sink (parameter) : NULL;

  if (wanted (self, kept, FALSE))
    return;
  g_clear_pointer (&self->wanted_parameter, g_variant_unref);
  self->wanted = wanted;
  self->wanted_parameter = g_steal_pointer (&kept);
  open_all (self);
}

static void
tkt_application_activate (GApplication *application)
{
  TktApplication *self = TKT_APPLICATION (application);
  GtkWindow *window = tkt_application_find_window (self);

  if (tkt_application_show_hidden (self))
    return;
  if (window != NULL)
    gtk_window_present (window);
  else if (self->start_demo)
    g_action_group_activate_action (G_ACTION_GROUP (self), "demo", NULL);
  else
    open_all (self);
}

static void
tkt_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *link = g_file_get_uri (files[i]);

      tkt_application_open_link (TKT_APPLICATION (application), link);
    }
}

/* A desk lives as long as its window, and a moment longer. */
static void
tkt_application_window_removed (GtkApplication *application, GtkWindow *window)
{
  TktApplication *self = TKT_APPLICATION (application);

  if (TKT_IS_WINDOW (window))
    {
      TktDesk *desk = tkt_window_get_desk (TKT_WINDOW (window));

      if (desk != NULL)
        {
          g_hash_table_remove (self->windows, tkt_desk_get_sign_in (desk)->account_id);
          tkt_leaving_add (self->leaving, desk);
        }
      show_accounts (self);
    }

  GTK_APPLICATION_CLASS (tkt_application_parent_class)->window_removed (application, window);
}

/* Before the name is taken: who waits for it asks at once. */
static gboolean
tkt_application_dbus_register (GApplication *application,
                               GDBusConnection *bus,
                               const char *path,
                               GError **error)
{
  g_autofree char *own_path = g_strconcat (path, "/SearchProvider", NULL);

  return G_APPLICATION_CLASS (tkt_application_parent_class)
             ->dbus_register (application, bus, path, error)
         && tkt_search_provider_export (
             TKT_APPLICATION (application)->search_provider, bus, own_path, error);
}

static void
tkt_application_dbus_unregister (GApplication *application, GDBusConnection *bus, const char *path)
{
  tkt_search_provider_unexport (TKT_APPLICATION (application)->search_provider);
  G_APPLICATION_CLASS (tkt_application_parent_class)->dbus_unregister (application, bus, path);
}

static void
show_colors (TktApplication *self)
{
  static const AdwColorScheme schemes[] = {
    ADW_COLOR_SCHEME_DEFAULT,
    ADW_COLOR_SCHEME_FORCE_LIGHT,
    ADW_COLOR_SCHEME_FORCE_DARK,
  };

  adw_style_manager_set_color_scheme (
      adw_application_get_style_manager (ADW_APPLICATION (self)),
      schemes[g_settings_get_enum (self->settings, "color-scheme")]);
}

static void
tkt_application_startup (GApplication *application)
{
  TktApplication *self = TKT_APPLICATION (application);

  G_APPLICATION_CLASS (tkt_application_parent_class)->startup (application);

  tkt_application_add_actions (self);
  self->settings = g_settings_new ("org.example.Tickets");
  tkt_application_start_background (self);
  g_signal_connect_object (
      self->settings, "changed::color-scheme", G_CALLBACK (show_colors), self, G_CONNECT_SWAPPED);
  show_colors (self);
}

/* A digest is told without a window, beside a desk that may run already. So stands the demo, which
 * knows nothing of the desk's accounts. */
static int
tkt_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  TktApplication *self = TKT_APPLICATION (application);
  int status = tkt_digest_option_handle (self->sign_ins, options);

  if (status >= 0)
    return status;
  if (g_variant_dict_lookup (options, "demo", "b", &self->start_demo) && self->start_demo)
    g_application_set_flags (application,
                             g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  return -1;
}

static void
tkt_application_shutdown (GApplication *application)
{
  TktApplication *self = TKT_APPLICATION (application);

  G_APPLICATION_CLASS (tkt_application_parent_class)->shutdown (application);

  g_clear_object (&self->demo);
}

static void
tkt_application_finalize (GObject *object)
{
  TktApplication *self = TKT_APPLICATION (object);

  g_clear_object (&self->demo);
  g_clear_object (&self->search_provider);
  g_clear_object (&self->settings);
  g_clear_object (&self->sign_ins);
  g_clear_object (&self->accounts);
  g_clear_pointer (&self->wanted_parameter, g_variant_unref);
  g_hash_table_unref (self->windows);
  g_clear_object (&self->leaving);

  G_OBJECT_CLASS (tkt_application_parent_class)->finalize (object);
}

static void
tkt_application_class_init (TktApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tkt_application_finalize;
  application_class->activate = tkt_application_activate;
  application_class->dbus_register = tkt_application_dbus_register;
  application_class->dbus_unregister = tkt_application_dbus_unregister;
  application_class->handle_local_options = tkt_application_handle_local_options;
  application_class->open = tkt_application_open;
  application_class->shutdown = tkt_application_shutdown;
  application_class->startup = tkt_application_startup;
  GTK_APPLICATION_CLASS (klass)->window_removed = tkt_application_window_removed;
}

static void
tkt_application_init (TktApplication *self)
{
  const GOptionEntry options[] = {
    { "demo",
      0,
      0,
      G_OPTION_ARG_NONE,
      NULL,
      N_ ("Try the program with a small network of its own"),
      NULL },
    G_OPTION_ENTRY_NULL,
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  tkt_digest_option_add (G_APPLICATION (self));
  self->windows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->accounts = g_menu_new ();
  self->leaving = tkt_leaving_new (G_APPLICATION (self));
}

TktApplication *
tkt_application_new (const char *folder)
{
  TktApplication *self = g_object_new (TKT_TYPE_APPLICATION,
                                       "application-id",
                                       "org.example.Tickets",
                                       "resource-base-path",
                                       "/org/example/Tickets",
                                       "flags",
                                       G_APPLICATION_HANDLES_OPEN,
                                       NULL);
  g_autoptr (TktSignIns) searched = NULL;

  self->sign_ins = tkt_sign_ins_new (folder, TRUE);
  searched = tkt_sign_ins_new (folder, TRUE);
  self->search_provider = tkt_search_provider_new (G_APPLICATION (self), searched);
  return self;
}
