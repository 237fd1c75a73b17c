/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: its accounts, one window each, and what the main menu does. */
#include "tkt-application.h"

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>
#include <glib/gi18n.h>

#include "tkt-about.h"
#include "tkt-confirm.h"
#include "tkt-demo.h"
#include "tkt-digest-option.h"
#include "tkt-leaving.h"
#include "tkt-notifier.h"
#include "tkt-shortcuts.h"
#include "tkt-sign-in-window.h"
#include "tkt-window.h"

struct _TktApplication
{
  AdwApplication parent_instance;

  TktSignIns *sign_ins;
  TktDemo *demo;           /* NULL unless it runs */
  gboolean start_demo;     /* --demo */
  GHashTable *windows;     /* account id → its TktWindow (unowned) */
  TktLeaving *leaving;     /* desks whose windows have gone */
  GVariant *wanted_ticket; /* account id and ticket id, while accounts are being loaded, or NULL */
  GMenu *accounts;         /* in every window's main menu */
};

G_DEFINE_FINAL_TYPE (TktApplication, tkt_application, ADW_TYPE_APPLICATION)

/* The window in front, or any: for what has to be said when no window is the reason for it. */
static GtkWindow *
find_window (TktApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  return windows != NULL ? windows->data : NULL;
}

static void
say (TktApplication *self, const char *heading, const GError *error)
{
  GtkWindow *window = find_window (self);

  if (window != NULL)
    tkt_confirm_tell (GTK_WIDGET (window), heading, error->message);
  else
    g_printerr ("%s: %s\n", heading, error->message);
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

static TktWindow *
open_window (TktApplication *self, TktSignIns *sign_ins, const TktSignIn *sign_in)
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
  show_accounts (self);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
on_signed_in (TktApplication *self, const TktSignIn *sign_in, gboolean kept_in_file)
{
  TktWindow *window = open_window (self, self->sign_ins, sign_in);

  if (kept_in_file)
    tkt_window_toast (
        window, _ ("There is no keyring here: the session is in a file that only you can read"));
}

static TktSignInWindow *
open_sign_in (TktApplication *self, TktSignIns *sign_ins, const TktSignIn *again)
{
  TktSignInWindow *window = tkt_sign_in_window_new (GTK_APPLICATION (self), sign_ins, again);

  g_signal_connect_object (window, "signed-in", G_CALLBACK (on_signed_in), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

/* One demo is enough, and it takes a moment to start. */
static void
enable_demo (TktApplication *self, gboolean enabled)
{
  g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "demo")), enabled);
}

static void
on_demo_started (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  TktDemo *demo = tkt_demo_start_finish (result, &error);
  GtkWindow *sign_in = find_window (self);

  enable_demo (self, TRUE);
  if (demo == NULL)
    {
      say (self, _ ("The Demo Can't Be Started"), error);
      g_application_release (G_APPLICATION (self));
      return;
    }
  self->demo = demo;
  open_window (self, tkt_demo_get_sign_ins (demo), tkt_demo_get_partner (demo));
  open_window (self, tkt_demo_get_sign_ins (demo), tkt_demo_get_manager (demo));
  if (TKT_IS_SIGN_IN_WINDOW (sign_in))
    gtk_window_destroy (sign_in);
  g_application_release (G_APPLICATION (self));
}

static void
on_demo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TktApplication *self = user_data;

  if (self->demo != NULL)
    {
      open_window (self, tkt_demo_get_sign_ins (self->demo), tkt_demo_get_partner (self->demo));
      open_window (self, tkt_demo_get_sign_ins (self->demo), tkt_demo_get_manager (self->demo));
      return;
    }
  enable_demo (self, FALSE);
  g_application_hold (G_APPLICATION (self));
  tkt_demo_start_async (NULL, on_demo_started, g_object_ref (self));
}

static void
on_add_account (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TktApplication *self = user_data;

  open_sign_in (self, self->sign_ins, NULL);
}

static TktWindow *
lookup_window (TktApplication *self, GVariant *account_id)
{
  return g_hash_table_lookup (self->windows, g_variant_get_string (account_id, NULL));
}

static void
on_show_account (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TktWindow *window = lookup_window (user_data, parameter);

  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
}

static gboolean
is_of_demo (TktApplication *self, const TktSignIn *sign_in)
{
  return self->demo != NULL
         && (g_str_equal (sign_in->account_id, tkt_demo_get_manager (self->demo)->account_id)
             || g_str_equal (sign_in->account_id, tkt_demo_get_partner (self->demo)->account_id));
}

/* Sessions end; cache and outbox stay, and the window behind goes on showing them. */
static void
on_sign_in_again (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TktApplication *self = user_data;
  TktWindow *window = lookup_window (self, parameter);
  const TktSignIn *sign_in;
  TktSignInWindow *dialog;

  if (window == NULL)
    return;
  sign_in = tkt_desk_get_sign_in (tkt_window_get_desk (window));
  if (is_of_demo (self, sign_in))
    return;
  dialog = open_sign_in (self, self->sign_ins, sign_in);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (window));
}

static void
on_signed_out (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!tkt_sign_ins_sign_out_finish (TKT_SIGN_INS (object), result, &error))
    say (self, _ ("Signing Out Failed"), error);
  if (find_window (self) == NULL)
    open_sign_in (self, self->sign_ins, NULL);
  g_application_release (G_APPLICATION (self));
}

static void
on_sign_out (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TktApplication *self = user_data;
  g_autofree char *account_id = NULL;
  gboolean discard;
  TktWindow *window;
  TktSignIns *sign_ins = self->sign_ins;

  g_variant_get (parameter, "(sb)", &account_id, &discard);
  window = g_hash_table_lookup (self->windows, account_id);
  if (window == NULL)
    return;
  if (is_of_demo (self, tkt_desk_get_sign_in (tkt_window_get_desk (window))))
    sign_ins = tkt_demo_get_sign_ins (self->demo);
  g_application_hold (G_APPLICATION (self));
  /* Its databases are closed before they are removed. */
  gtk_window_destroy (GTK_WINDOW (window));
  tkt_leaving_stop (self->leaving, account_id);
  tkt_sign_ins_sign_out_async (
      sign_ins, account_id, discard, NULL, on_signed_out, g_object_ref (self));
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  tkt_about_show (gtk_application_get_active_window (user_data));
}

static void
on_shortcuts (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  tkt_shortcuts_show (gtk_application_get_active_window (user_data));
}

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TktApplication *self = user_data;
  GtkWindow *window;

  while ((window = find_window (self)) != NULL)
    gtk_window_destroy (window);
}

/* FALSE: the account has no window. */
static gboolean
show_ticket (TktApplication *self, GVariant *account_and_ticket)
{
  const char *account_id, *ticket_id;
  TktWindow *window;

  g_variant_get (account_and_ticket, "(&s&s)", &account_id, &ticket_id);
  window = g_hash_table_lookup (self->windows, account_id);
  if (window == NULL)
    return FALSE;
  tkt_window_show_ticket (window, ticket_id);
  gtk_window_present (GTK_WINDOW (window));
  return TRUE;
}

static void
on_loaded (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sign_ins = tkt_sign_ins_load_finish (TKT_SIGN_INS (object), result, &error);

  for (guint i = 0; sign_ins != NULL && i < sign_ins->len; i++)
    open_window (self, self->sign_ins, g_ptr_array_index (sign_ins, i));
  if (find_window (self) == NULL)
    open_sign_in (self, self->sign_ins, NULL);
  if (self->wanted_ticket != NULL)
    show_ticket (self, self->wanted_ticket);
  g_clear_pointer (&self->wanted_ticket, g_variant_unref);
  if (error != NULL)
    say (self, _ ("The List of Accounts Can't Be Read"), error);
  g_application_release (G_APPLICATION (self));
}

static void
open_all (TktApplication *self)
{
  g_application_hold (G_APPLICATION (self));
  tkt_sign_ins_load_async (self->sign_ins, NULL, on_loaded, g_object_ref (self));
}

/* From a notification, which may have started the program. */
static void
on_show_ticket (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TktApplication *self = user_data;

  if (show_ticket (self, parameter))
    return;
  g_clear_pointer (&self->wanted_ticket, g_variant_unref);
  self->wanted_ticket = g_variant_ref (parameter);
  open_all (self);
}

static void
tkt_application_activate (GApplication *application)
{
  TktApplication *self = TKT_APPLICATION (application);
  GtkWindow *window = find_window (self);

  if (window != NULL)
    gtk_window_present (window);
  else if (self->start_demo)
    g_action_group_activate_action (G_ACTION_GROUP (self), "demo", NULL);
  else
    open_all (self);
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

static void
tkt_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = {
    { .name = "about", .activate = on_about },
    { .name = "add-account", .activate = on_add_account },
    { .name = "demo", .activate = on_demo },
    { .name = "quit", .activate = on_quit },
    { .name = "shortcuts", .activate = on_shortcuts },
    { .name = "show-account", .activate = on_show_account, .parameter_type = "s" },
    { .name = "show-ticket", .activate = on_show_ticket, .parameter_type = "(ss)" },
    { .name = "sign-in-again", .activate = on_sign_in_again, .parameter_type = "s" },
    { .name = "sign-out", .activate = on_sign_out, .parameter_type = "(sb)" },
  };
  static const struct
  {
    const char *action;
    const char *accels[3];
  } accels[] = {
    { "app.quit", { "<Ctrl>q" } },       { "app.shortcuts", { "<Ctrl>question" } },
    { "win.new-ticket", { "<Ctrl>n" } }, { "win.search", { "<Ctrl>f" } },
    { "win.sync", { "F5", "<Ctrl>r" } }, { "window.close", { "<Ctrl>w" } },
  };

  G_APPLICATION_CLASS (tkt_application_parent_class)->startup (application);

  g_action_map_add_action_entries (
      G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries), application);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (
        GTK_APPLICATION (application), accels[i].action, accels[i].accels);
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
    g_application_set_flags (application, G_APPLICATION_NON_UNIQUE);
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
  g_clear_object (&self->sign_ins);
  g_clear_object (&self->accounts);
  g_clear_pointer (&self->wanted_ticket, g_variant_unref);
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
  application_class->handle_local_options = tkt_application_handle_local_options;
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
                                       NULL);

  self->sign_ins = tkt_sign_ins_new (folder, TRUE);
  return self;
}
