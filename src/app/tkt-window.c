/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main window of one signed-in account. */
#include "tkt-window.h"

#include <glib/gi18n.h>

#include "tkt-confirm.h"
#include "tkt-window-private.h"

/* Widths of the ticket list, where it stands beside the conversation. */
#define LEAST_LIST 340
#define MOST_LIST 460

enum
{
  PROP_0,
  PROP_UNREAD,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TktWindow, tkt_window, ADW_TYPE_APPLICATION_WINDOW)

gboolean
tkt_window_shows_tickets (TktWindow *self)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->view_stack), "tickets") == 0;
}

/* In a narrow window the conversation is a page of its own, with a way back. */
static void
show_fold (TktWindow *self)
{
  gboolean folded = adw_leaflet_get_folded (self->leaflet);
  gboolean reading = folded && tkt_window_shows_tickets (self)
                     && adw_leaflet_get_visible_child (self->leaflet) == GTK_WIDGET (self->pane);
  gboolean switcher = adw_view_switcher_title_get_title_visible (self->switcher_title)
                      && self->desk != NULL && tkt_desk_is_staff (self->desk);

  gtk_widget_set_visible (self->back_button, reading);
  /* A conversation that fills a narrow window has a way back, and room for its title. */
  gtk_widget_set_visible (
      self->new_button,
      !reading && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "support-off") != 0);
  tkt_ticket_list_set_single_click (self->ticket_list, folded);
  adw_view_switcher_bar_set_reveal (self->switcher_bar, switcher && !reading);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.back", reading);
}

static void
show_fold_later (gpointer data)
{
  TktWindow *self = data;

  self->fold_source = 0;
  show_fold (self);
}

/* Comes while the window is given its size, when nothing may ask for another. */
static void
on_fold_changed (TktWindow *self)
{
  if (self->fold_source == 0)
    self->fold_source = g_idle_add_once (show_fold_later, self);
}

/* Several are in the pane already. */
static void
show_ticket (TktWindow *self, const char *ticket_id)
{
  if (tkt_ticket_list_get_several (self->ticket_list) == 0)
    tkt_conversation_show_ticket (self->conversation, ticket_id);
  /* Side by side, turning to the other pane would take the focus with it. */
  if (ticket_id != NULL && adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->pane));
  show_fold (self);
}

/* Arrows go on through the list of a narrow window. */
static void
on_ticket_chosen (TktWindow *self, const char *ticket_id)
{
  tkt_conversation_show_ticket (self->conversation, ticket_id);
}

static void
on_several (TktWindow *self)
{
  const guint several = tkt_ticket_list_get_several (self->ticket_list);

  if (several > 0)
    tkt_several_page_set_n_tickets (self->several_page, several);
  gtk_stack_set_visible_child (
      self->pane, several > 0 ? GTK_WIDGET (self->several_page) : GTK_WIDGET (self->conversation));
}

static void
on_publisher_chosen (TktWindow *self, const char *publisher_id, const char *name)
{
  tkt_ticket_list_show_publisher (self->ticket_list, publisher_id, name);
  adw_view_stack_set_visible_child_name (self->view_stack, "tickets");
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->ticket_list));
}

/* Rule 2: while the feature is off, a publisher's desk removes Support from view. */
static void
show_feature (TktWindow *self)
{
  const TktOrganization *organization = tkt_desk_get_organization (self->desk);
  gboolean on = organization != NULL && organization->support_tickets_enabled;
  gboolean staff = tkt_desk_is_staff (self->desk);

  gtk_stack_set_visible_child_name (self->stack, staff || on ? "desk" : "support-off");
  tkt_network_bar_set_support_off (self->network_bar, staff && !on);
  show_fold (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.export-list", staff || on);
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "win.new-ticket",
                                 tkt_desk_may (self->desk, TKT_ACTION_OPEN, NULL, NULL, NULL)
                                     == TKT_VERDICT_YES);
}

static void
show_title (TktWindow *self)
{
  const TktAccount *account = tkt_desk_get_account (self->desk);
  const TktOrganization *organization = tkt_desk_get_organization (self->desk);
  g_autofree char *title = NULL;

  if (account == NULL || organization == NULL)
    return;
  /* Translators: a window's title: the person, then the network. */
  title = g_strdup_printf (_ ("%s – %s"), account->display_name, organization->name);
  gtk_window_set_title (GTK_WINDOW (self), title);
  adw_view_switcher_title_set_title (
      self->switcher_title, tkt_desk_is_staff (self->desk) ? organization->name : _ ("Support"));
  tkt_window_show_unread (self);
}

/* Rule 15: the red dot on the page's tab. */
static void
show_open_tickets (TktWindow *self)
{
  guint open = tkt_desk_get_open_tickets (self->desk);

  adw_view_stack_page_set_badge_number (self->publishers_view, open);
  adw_view_stack_page_set_needs_attention (self->publishers_view, open > 0);
  tkt_window_describe_tabs (self);
}

static void
show_mode (TktWindow *self)
{
  gboolean staff = tkt_desk_is_staff (self->desk);
  gboolean admin
      = tkt_desk_may (self->desk, TKT_ACTION_ADMINISTER, NULL, NULL, NULL) == TKT_VERDICT_YES;

  adw_view_stack_page_set_visible (self->publishers_view, staff);
  adw_view_switcher_title_set_view_switcher_enabled (self->switcher_title, staff);
  adw_view_stack_page_set_title (self->tickets_view, staff ? _ ("Support Tickets") : _ ("Support"));
  if (!staff)
    adw_view_stack_set_visible_child_name (self->view_stack, "tickets");
  g_menu_remove_all (self->admin_section);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.organization-settings", admin);
  if (admin)
    g_menu_append (self->admin_section, _ ("Organization Settings"), "win.organization-settings");
}

static void
keep_filter (TktWindow *self)
{
  g_autofree char *text = NULL;

  g_object_get (self->ticket_list, "filter-text", &text, NULL);
  g_settings_set_string (self->settings, "ticket-filter", text);
}

static void
apply_settings (TktWindow *self)
{
  g_autofree char *signature = g_settings_get_string (self->settings, "signature");

  tkt_desk_set_signature (self->desk, signature);
  tkt_desk_set_on_demand (self->desk,
                          g_settings_get_enum (self->settings, "download-attachments") != 0);
  tkt_desk_set_hold (self->desk,
                     g_settings_get_uint (self->settings, "undo-seconds"),
                     g_settings_get_boolean (self->settings, "undo-replies"));
}

static void
restore_settings (TktWindow *self)
{
  g_autofree char *text = g_settings_get_string (self->settings, "ticket-filter");
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_from_text (text);

  tkt_ticket_list_set_filter (self->ticket_list, filter);
  g_settings_bind (self->settings,
                   "publisher-filter",
                   self->publishers_page,
                   "filter-text",
                   G_SETTINGS_BIND_DEFAULT);
  apply_settings (self);
  g_signal_connect_object (
      self->settings, "changed", G_CALLBACK (apply_settings), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->ticket_list, "notify::filter-text", G_CALLBACK (keep_filter), self, G_CONNECT_SWAPPED);
}

/* The cached tickets come first; no answer of the server is waited for. */
static void
on_ready (TktWindow *self)
{
  if (self->shown || !tkt_desk_get_ready (self->desk) || tkt_desk_get_account (self->desk) == NULL
      || tkt_desk_get_organization (self->desk) == NULL)
    return;
  self->shown = TRUE;
  restore_settings (self);
  show_mode (self);
  tkt_ticket_list_set_desk (self->ticket_list, self->desk);
  tkt_conversation_set_desk (self->conversation, self->desk);
  if (tkt_desk_is_staff (self->desk))
    tkt_publishers_page_set_desk (self->publishers_page, self->desk);
  tkt_window_count_unread (self);
  show_open_tickets (self);
  show_title (self);
  show_feature (self);
  show_fold (self);
  if (self->wanted_ticket != NULL)
    tkt_window_show_ticket (self, self->wanted_ticket);
  if (self->wanted_words != NULL)
    tkt_window_search (self, self->wanted_words);
  if (self->wants_new)
    tkt_window_new_ticket (self);
}

static void
on_organization_changed (TktWindow *self)
{
  on_ready (self);
  if (self->shown)
    {
      show_title (self);
      show_feature (self);
    }
}

/* Another role or publisher is another desk: the pages are filled anew. */
static void
on_account_changed (TktWindow *self)
{
  on_ready (self);
  if (self->shown)
    {
      show_mode (self);
      show_title (self);
      show_feature (self);
    }
}

/* Nobody is asked by a window that is not there; it asks when it is shown again. */
static void
on_network_changed (TktWindow *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self))
      && tkt_desk_get_network (self->desk) == TKT_NETWORK_SIGNED_OUT)
    {
      const TktSignIn *sign_in = tkt_desk_get_sign_in (self->desk);

      gtk_widget_activate_action (GTK_WIDGET (self), "app.sign-in-again", "s", sign_in->account_id);
    }
}

static void
on_refused (TktWindow *self, const char *sentence, const char *ticket_id)
{
  g_autofree char *words = g_strdup_printf (_ ("Not delivered: %s"), sentence);

  /* Where the words can be seen the reason stands below them, and a toast would cover it. */
  if (ticket_id == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self->conversation))
      || g_strcmp0 (tkt_conversation_get_ticket_id (self->conversation), ticket_id) != 0)
    tkt_window_toast (self, words);
}

static void
on_rescue_told (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = tkt_desk_finish (TKT_DESK (object), result, &error);

  /* It is told once more. */
  if (id == NULL)
    g_info ("What was told can't be forgotten: %s", error->message);
}

/* Too important for a toast, and told once. */
static void
tell_rescue (TktWindow *self)
{
  g_autofree char *words = tkt_desk_dup_rescued (self->desk);

  if (words == NULL)
    return;
  tkt_confirm_tell (GTK_WIDGET (self), _ ("Recovered From a Damaged File"), words);
  tkt_desk_rescue_told_async (self->desk, on_rescue_told, NULL);
}

static void
tkt_window_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_UNREAD:
      g_value_set_uint (value, tkt_window_get_unread (TKT_WINDOW (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* A wide window has room for longer titles beside the conversation, which has all that it needs. */
static void
tkt_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TktWindow *self = TKT_WINDOW (widget);

  gtk_widget_set_size_request (
      GTK_WIDGET (self->ticket_list), CLAMP (width / 5, LEAST_LIST, MOST_LIST), -1);

  GTK_WIDGET_CLASS (tkt_window_parent_class)->size_allocate (widget, width, height, baseline);
}

static void
tkt_window_dispose (GObject *object)
{
  TktWindow *self = TKT_WINDOW (object);

  if (self->desk != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->desk, self);
      tkt_ticket_list_set_desk (self->ticket_list, NULL);
      tkt_conversation_set_desk (self->conversation, NULL);
      tkt_publishers_page_set_desk (self->publishers_page, NULL);
      tkt_network_bar_set_desk (self->network_bar, NULL);
    }
  g_clear_handle_id (&self->fold_source, g_source_remove);
  if (self->unread != NULL)
    g_signal_handlers_disconnect_by_data (self->unread, self);
  g_clear_object (&self->unread);
  g_clear_object (&self->desk);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->wanted_ticket, g_free);
  g_clear_pointer (&self->wanted_words, g_free);

  G_OBJECT_CLASS (tkt_window_parent_class)->dispose (object);
}

static void
tkt_window_class_init (TktWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tkt_window_get_property;
  object_class->dispose = tkt_window_dispose;
  widget_class->size_allocate = tkt_window_size_allocate;

  properties[PROP_UNREAD] = g_param_spec_uint (
      "unread", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  tkt_window_install_actions (widget_class);
  tkt_window_install_unread (widget_class);
  tkt_window_install_history (widget_class);
  g_type_ensure (TKT_TYPE_CONVERSATION);
  g_type_ensure (TKT_TYPE_EXPORT_BAR);
  g_type_ensure (TKT_TYPE_NETWORK_BAR);
  g_type_ensure (TKT_TYPE_PUBLISHERS_PAGE);
  g_type_ensure (TKT_TYPE_SEVERAL_PAGE);
  g_type_ensure (TKT_TYPE_TICKET_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/example/Tickets/tkt-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TktWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, TktWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, TktWindow, new_button);
  gtk_widget_class_bind_template_child (widget_class, TktWindow, switcher_title);
  gtk_widget_class_bind_template_child (widget_class, TktWindow, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, TktWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, TktWindow, admin_section);
  gtk_widget_class_bind_template_child (widget_class, TktWindow, accounts_section);
  gtk_widget_class_bind_template_child (widget_class, TktWindow, network_bar);
  gtk_widget_class_bind_template_child (widget_class, TktWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, TktWindow, view_stack);
  gtk_widget_class_bind_template_child (widget_class, TktWindow, publishers_view);
  gtk_widget_class_bind_template_child (widget_class, TktWindow, tickets_view);
  gtk_widget_class_bind_template_child (widget_class, TktWindow, publishers_page);
  gtk_widget_class_bind_template_child (widget_class, TktWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, TktWindow, ticket_list);
  gtk_widget_class_bind_template_child (widget_class, TktWindow, pane);
  gtk_widget_class_bind_template_child (widget_class, TktWindow, conversation);
  gtk_widget_class_bind_template_child (widget_class, TktWindow, several_page);
  gtk_widget_class_bind_template_child (widget_class, TktWindow, export_bar);
  gtk_widget_class_bind_template_callback (widget_class, on_publisher_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_several);
  gtk_widget_class_bind_template_callback (widget_class, on_ticket_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_fold_changed);
  gtk_widget_class_bind_template_callback (widget_class, show_ticket);
}

static void
tkt_window_init (TktWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tkt_conversation_set_search (self->conversation, tkt_ticket_list_get_search (self->ticket_list));
}

TktWindow *
tkt_window_new (GtkApplication *application,
                TktDesk *desk,
                GSettings *settings,
                GMenuModel *accounts)
{
  TktWindow *self = g_object_new (TKT_TYPE_WINDOW, "application", application, NULL);

  self->desk = g_object_ref (desk);
  self->settings = g_object_ref (settings);
  g_menu_append_section (self->accounts_section, NULL, accounts);
  tkt_network_bar_set_desk (self->network_bar, desk);
  g_signal_connect_swapped (desk, "notify::ready", G_CALLBACK (on_ready), self);
  g_signal_connect_swapped (
      desk, "notify::organization", G_CALLBACK (on_organization_changed), self);
  g_signal_connect_swapped (desk, "notify::account", G_CALLBACK (on_account_changed), self);
  g_signal_connect_swapped (desk, "notify::open-tickets", G_CALLBACK (show_open_tickets), self);
  g_signal_connect_swapped (desk, "notify::network", G_CALLBACK (on_network_changed), self);
  g_signal_connect (self, "notify::visible", G_CALLBACK (on_network_changed), NULL);
  g_signal_connect_swapped (desk, "refused", G_CALLBACK (on_refused), self);
  g_signal_connect_swapped (desk, "notify::rescued", G_CALLBACK (tell_rescue), self);
  on_ready (self);
  tell_rescue (self);
  return self;
}

TktDesk *
tkt_window_get_desk (TktWindow *self)
{
  g_return_val_if_fail (TKT_IS_WINDOW (self), NULL);

  return self->desk;
}

GSettings *
tkt_window_get_settings (TktWindow *self)
{
  g_return_val_if_fail (TKT_IS_WINDOW (self), NULL);

  return self->settings;
}

void
tkt_window_show_ticket (TktWindow *self, const char *ticket_id)
{
  g_return_if_fail (TKT_IS_WINDOW (self));

  if (!self->shown)
    {
      g_free (self->wanted_ticket);
      self->wanted_ticket = g_strdup (ticket_id);
      return;
    }
  adw_view_stack_set_visible_child_name (self->view_stack, "tickets");
  tkt_ticket_list_select (self->ticket_list, ticket_id);
  show_ticket (self, ticket_id);
}

void
tkt_window_search (TktWindow *self, const char *words)
{
  g_return_if_fail (TKT_IS_WINDOW (self));

  if (!self->shown)
    {
      g_free (self->wanted_words);
      self->wanted_words = g_strdup (words);
      return;
    }
  adw_view_stack_set_visible_child_name (self->view_stack, "tickets");
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->ticket_list));
  tkt_ticket_list_search (self->ticket_list, words);
}

/* Where the rules refuse it the action is disabled, and the window says why. */
void
tkt_window_new_ticket (TktWindow *self)
{
  g_return_if_fail (TKT_IS_WINDOW (self));

  self->wants_new = !self->shown;
  if (self->shown)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.new-ticket", NULL);
}

void
tkt_window_toast (TktWindow *self, const char *words)
{
  g_autofree char *markup = g_markup_escape_text (words, -1);

  g_return_if_fail (TKT_IS_WINDOW (self));

  adw_toast_overlay_add_toast (self->toast_overlay, adw_toast_new (markup));
}
