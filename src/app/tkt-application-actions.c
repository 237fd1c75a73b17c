/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the main menu does, and what the desktop asks of the program. */
#include <glib/gi18n.h>

#include "tkt-about.h"
#include "tkt-application-private.h"
#include "tkt-shortcuts.h"
#include "tkt-storage.h"

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
  GtkWindow *sign_in = tkt_application_find_window (self);

  enable_demo (self, TRUE);
  if (demo == NULL)
    {
      tkt_application_say (self, _ ("The Demo Can't Be Started"), error->message);
      g_application_release (G_APPLICATION (self));
      return;
    }
  self->demo = demo;
  tkt_application_open_window (self, tkt_demo_get_sign_ins (demo), tkt_demo_get_partner (demo));
  tkt_application_open_window (self, tkt_demo_get_sign_ins (demo), tkt_demo_get_manager (demo));
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
      tkt_application_open_window (
          self, tkt_demo_get_sign_ins (self->demo), tkt_demo_get_partner (self->demo));
      tkt_application_open_window (
          self, tkt_demo_get_sign_ins (self->demo), tkt_demo_get_manager (self->demo));
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

  tkt_application_open_sign_in (self, NULL);
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
  if (tkt_application_is_of_demo (self, sign_in))
    return;
  dialog = tkt_application_open_sign_in (self, sign_in);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (window));
}

static void
on_signed_out (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!tkt_sign_ins_sign_out_finish (TKT_SIGN_INS (object), result, &error))
    tkt_application_say (self, _ ("Signing Out Failed"), error->message);
  if (tkt_application_find_window (self) == NULL)
    tkt_application_open_sign_in (self, NULL);
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
  if (tkt_application_is_of_demo (self, tkt_desk_get_sign_in (tkt_window_get_desk (window))))
    sign_ins = tkt_demo_get_sign_ins (self->demo);
  g_application_hold (G_APPLICATION (self));
  /* Its databases are closed before they are removed. */
  gtk_window_destroy (GTK_WINDOW (window));
  tkt_leaving_stop (self->leaving, account_id);
  tkt_sign_ins_sign_out_async (
      sign_ins, account_id, discard, NULL, on_signed_out, g_object_ref (self));
}

/* What an account's window is opened again for, when its cache is cleared. */
typedef struct
{
  TktApplication *application;
  TktSignIns *sign_ins;
  TktSignIn *sign_in;
} Clearing;

static void
on_cleared (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Clearing *clearing = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = tkt_storage_clear_finish (result, &error);

  tkt_application_open_window (clearing->application, clearing->sign_ins, clearing->sign_in);
  if (!done)
    tkt_application_say (clearing->application, _ ("The Cache Can't Be Cleared"), error->message);
  g_application_release (G_APPLICATION (clearing->application));
  g_object_unref (clearing->application);
  g_object_unref (clearing->sign_ins);
  tkt_sign_in_free (clearing->sign_in);
  g_free (clearing);
}

static void
on_clear_cache (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TktApplication *self = user_data;
  TktWindow *window = lookup_window (self, parameter);
  g_autofree char *folder = NULL;
  const TktSignIn *sign_in;
  Clearing *clearing;

  if (window == NULL)
    return;
  sign_in = tkt_desk_get_sign_in (tkt_window_get_desk (window));
  folder = tkt_desk_get_folder (tkt_window_get_desk (window));
  clearing = g_new0 (Clearing, 1);
  clearing->application = g_object_ref (self);
  clearing->sign_in = tkt_sign_in_copy (sign_in);
  clearing->sign_ins = g_object_ref (tkt_application_is_of_demo (self, sign_in)
                                         ? tkt_demo_get_sign_ins (self->demo)
                                         : self->sign_ins);
  g_application_hold (G_APPLICATION (self));
  /* Its databases are closed before they are removed, and what is typed is saved before that. */
  gtk_window_destroy (GTK_WINDOW (window));
  tkt_leaving_stop (self->leaving, clearing->sign_in->account_id);
  tkt_storage_clear_async (folder, on_cleared, clearing);
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

  while ((window = tkt_application_find_window (self)) != NULL)
    gtk_window_destroy (window);
}

/* From a notification or the desktop's search, which may have started the program. An account that
 * was signed out meanwhile has nothing to show. */
static gboolean
try_ticket (TktApplication *self, GVariant *account_and_ticket, gboolean last)
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
on_show_ticket (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  tkt_application_try (user_data, try_ticket, parameter);
}

/* The account's window that was in front last. */
static TktWindow *
find_account_window (TktApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (TKT_IS_WINDOW (l->data))
      return l->data;
  return NULL;
}

/* Where nobody is signed in there is the window to sign in. */
static gboolean
try_new_ticket (TktApplication *self, GVariant *unused, gboolean last)
{
  TktWindow *window = find_account_window (self);

  if (window == NULL)
    return FALSE;
  gtk_window_present (GTK_WINDOW (window));
  tkt_window_new_ticket (window);
  return TRUE;
}

static void
on_new_ticket (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  tkt_application_try (user_data, try_new_ticket, NULL);
}

static gboolean
try_search (TktApplication *self, GVariant *words, gboolean last)
{
  TktWindow *window = find_account_window (self);

  if (window == NULL)
    return FALSE;
  gtk_window_present (GTK_WINDOW (window));
  tkt_window_search (window, g_variant_get_string (words, NULL));
  return TRUE;
}

static void
on_search (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  tkt_application_try (user_data, try_search, parameter);
}

static void
on_open_link (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  tkt_application_open_link (user_data, g_variant_get_string (parameter, NULL));
}

void
tkt_application_add_actions (TktApplication *self)
{
  static const GActionEntry entries[] = {
    { .name = "about", .activate = on_about },
    { .name = "add-account", .activate = on_add_account },
    { .name = "clear-cache", .activate = on_clear_cache, .parameter_type = "s" },
    { .name = "demo", .activate = on_demo },
    { .name = "new-ticket", .activate = on_new_ticket },
    { .name = "open-link", .activate = on_open_link, .parameter_type = "s" },
    { .name = "quit", .activate = on_quit },
    { .name = "search", .activate = on_search, .parameter_type = "s" },
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

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (
        GTK_APPLICATION (self), accels[i].action, accels[i].accels);
}
