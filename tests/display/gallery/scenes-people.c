/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in, and what an admin keeps: settings, people, publishers. */
#include "gallery.h"
#include "tkt-account-window.h"
#include "tkt-invitation-window.h"
#include "tkt-organization-settings.h"
#include "tkt-preferences.h"
#include "tkt-publisher-window.h"
#include "tkt-shortcuts.h"
#include "tkt-sign-in-window.h"

/* Nobody listens there. */
#define NO_SERVER "http://127.0.0.1:9"

void
gallery_sign_in (Gallery *self)
{
  gpointer window = tkt_sign_in_window_new (
      GTK_APPLICATION (self->base->application), self->base->sign_ins, NULL);
  g_autofree char *uri = test_server_get_uri (self->base->server);

  gtk_window_present (window);
  window = gallery_await_window (self, TKT_TYPE_SIGN_IN_WINDOW);
  test_await (window_find (window, GTK_TYPE_BUTTON, "Sign In") != NULL);
  gallery_picture (self, "sign-in", window);

  window_type (window, "Server", NO_SERVER);
  window_type (window, "Username", "maya");
  window_type (window, "Password", "not it");
  window_click (window, "Sign In");
  test_await (window_shows (window, "can't be reached"));
  gallery_picture (self, "sign-in-no-server", window);

  window_type (window, "Server", uri);
  window_click (window, "Sign In");
  test_await (window_find_styled (window, GTK_TYPE_LABEL, "error") != NULL
              && window_can_click (window, "Sign In"));
  gallery_picture (self, "sign-in-wrong-password", window);

  window_type (window, "Server", "");
  window_click (window, "I Have an Invitation Code");
  test_await (window_find (window, GTK_TYPE_TEXT, "Invitation Code") != NULL);
  gallery_picture (self, "sign-in-invited", window);
}

static gpointer
turn_to (Gallery *self, gpointer settings, const char *page, const char *words, const char *scene)
{
  window_turn_to (settings, page);
  test_await (window_shows (settings, words));
  gallery_picture (self, scene, settings);
  return settings;
}

static void
invite (Gallery *self, gpointer settings)
{
  gpointer window;

  window_click (settings, "Add Account");
  window = gallery_await_window (self, TKT_TYPE_ACCOUNT_WINDOW);
  test_await (window_find (window, GTK_TYPE_TEXT, "Username") != NULL);
  window_type (window, "Name", "Zoe Zander");
  window_type (window, "Username", "maya");
  adw_combo_row_set_selected (window_find (window, ADW_TYPE_COMBO_ROW, NULL),
                              TKT_ROLE_ACCOUNT_MANAGER);
  window_click (window, "Add");
  test_await (window_shows (window, "is taken"));
  gallery_picture (self, "account-taken", window);
  window_type (window, "Username", "zoe");
  window_click (window, "Add");
  window = gallery_await_window (self, TKT_TYPE_INVITATION_WINDOW);
  test_await (window_shows (window, "Give this code to"));
  gallery_picture (self, "account-code", window);
  gtk_window_destroy (window);
}

void
gallery_settings (Gallery *self)
{
  TktWindow *main_window = gallery_open (self, "admin");
  gpointer settings, window;

  window_open_settings (main_window, "Partner Platform");
  settings = gallery_await_window (self, TKT_TYPE_ORGANIZATION_SETTINGS);
  turn_to (self, settings, "Partner Platform", "Support Tickets", "settings");
  turn_to (self, settings, "People", "Arun Pillai", "settings-people");
  window_choose_row (settings, "Helena Brandt");
  window = gallery_await_window (self, TKT_TYPE_ACCOUNT_WINDOW);
  window_await_typed (window, "Name", "Helena Brandt");
  gallery_picture (self, "account", window);
  gtk_window_destroy (window);
  invite (self, settings);
  window_choose_item (settings, "Menu of Arun Pillai", "Disable");
  window = gallery_await_window (self, ADW_TYPE_MESSAGE_DIALOG);
  gallery_picture (self, "account-disable", window);
  window_answer ("Cancel");
  window_type (settings, "Search people", "nobody");
  turn_to (self, settings, "People", "Nobody has this name.", "settings-people-empty");

  turn_to (self, settings, "Publishers", "Brightcart Deals", "settings-publishers");
  window_choose_row (settings, "Brightcart Deals");
  window = gallery_await_window (self, TKT_TYPE_PUBLISHER_WINDOW);
  test_await (window_shows (window, "Maya Lindqvist"));
  gallery_picture (self, "publisher", window);
  gtk_window_destroy (window);
  turn_to (self, settings, "Audit", "Signed in", "settings-audit");
  test_server_stop (self->base->server);
  window_turn_to (settings, "Publishers");
  gtk_window_destroy (settings);
  window_open_settings (main_window, "People");
  settings = gallery_await_window (self, TKT_TYPE_ORGANIZATION_SETTINGS);
  turn_to (self, settings, "People", "server", "settings-no-server");
}

static gboolean
asks_no_more (gpointer root)
{
  return window_find (root, GTK_TYPE_SPINNER, NULL) == NULL;
}

void
gallery_preferences (Gallery *self)
{
  static const struct
  {
    const char *page;
    const char *words;
    const char *scene;
  } pages[] = { { "General", "Keep Running in the Background", "preferences" },
                { "Writing", "Seconds to Undo", "preferences-writing" },
                { "Saved Replies", "Saved Replies", "preferences-saved-replies" },
                { "Storage", "kB", "preferences-storage" },
                { "Devices", "larkfield-desk", "preferences-devices" } };
  TktWindow *main_window = gallery_open (self, "maya");
  gpointer window;

  gtk_widget_activate_action (GTK_WIDGET (main_window), "win.preferences", NULL);
  window = gallery_await_window (self, TKT_TYPE_PREFERENCES);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      window_turn_to (window, pages[i].page);
      test_await (window_shows (window, pages[i].words) && asks_no_more (window));
      gallery_picture (self, pages[i].scene, window);
    }
  gtk_window_destroy (window);

  g_action_group_activate_action (G_ACTION_GROUP (self->base->application), "shortcuts", NULL);
  window = gallery_await_window (self, GTK_TYPE_SHORTCUTS_WINDOW);
  gallery_picture (self, "shortcuts", window);
  gtk_window_destroy (window);
  g_action_group_activate_action (G_ACTION_GROUP (self->base->application), "about", NULL);
  window = gallery_await_window (self, ADW_TYPE_ABOUT_WINDOW);
  gallery_picture (self, "about", window);
}
