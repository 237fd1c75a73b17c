/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The publishers of an organization, to be added and changed. */
#include "tkt-publisher-admin-page.h"

#include <glib/gi18n.h>

#include "tkt-asked-list.h"
#include "tkt-publisher-window.h"
#include "tkt-words.h"

struct _TktPublisherAdminPage
{
  AdwPreferencesPage parent_instance;

  TktDesk *desk;
  TktAccounts *accounts;

  TktAskedList *list;
};

G_DEFINE_FINAL_TYPE (TktPublisherAdminPage, tkt_publisher_admin_page, ADW_TYPE_PREFERENCES_PAGE)

static void
fetch (gpointer owner,
       const char *cursor,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  TktPublisherAdminPage *self = owner;

  tkt_desk_ask_publishers_async (
      self->desk, tkt_asked_list_get_words (self->list), cursor, cancellable, callback, user_data);
}

static GtkWidget *
make_row (gpointer owner, gconstpointer data)
{
  TktPublisherAdminPage *self = owner;
  const TktPublisher *publisher = &((const TktListedPublisher *)data)->publisher;
  const TktAccount *manager = tkt_accounts_find (self->accounts, publisher->account_manager_id);
  /* Until the server has said who there is, somebody is not nobody. */
  const char *unknown = publisher->account_manager_id != NULL ? "…" : NULL;
  g_autofree char *subtitle = tkt_words_publisher_details (
      publisher, manager != NULL ? manager->display_name : unknown, TRUE);
  GtkWidget *row = tkt_asked_list_row_new (publisher->name, subtitle);

  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  tkt_asked_list_row_open (row, "publishers.edit", publisher->id);
  return row;
}

/* @publisher: (nullable): NULL adds one. */
static void
open_window (TktPublisherAdminPage *self, const TktPublisher *publisher)
{
  TktPublisherWindow *window = tkt_publisher_window_new (
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->desk, self->accounts, publisher);

  g_signal_connect_object (
      window, "saved", G_CALLBACK (tkt_asked_list_reload), self->list, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_add (GtkWidget *widget, const char *action, GVariant *parameter)
{
  open_window (TKT_PUBLISHER_ADMIN_PAGE (widget), NULL);
}

static gboolean
is_publisher (gconstpointer listed, gconstpointer id)
{
  return g_str_equal (((const TktListedPublisher *)listed)->publisher.id, id);
}

static void
on_edit (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktPublisherAdminPage *self = TKT_PUBLISHER_ADMIN_PAGE (widget);
  const TktListedPublisher *listed
      = tkt_asked_list_find (self->list, is_publisher, g_variant_get_string (parameter, NULL));

  if (listed != NULL)
    open_window (self, &listed->publisher);
}

static void
tkt_publisher_admin_page_dispose (GObject *object)
{
  TktPublisherAdminPage *self = TKT_PUBLISHER_ADMIN_PAGE (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (tkt_publisher_admin_page_parent_class)->dispose (object);
}

static void
tkt_publisher_admin_page_class_init (TktPublisherAdminPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_publisher_admin_page_dispose;

  g_type_ensure (TKT_TYPE_ASKED_LIST);
  gtk_widget_class_install_action (widget_class, "publishers.add", NULL, on_add);
  gtk_widget_class_install_action (widget_class, "publishers.edit", "s", on_edit);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-publisher-admin-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TktPublisherAdminPage, list);
}

static void
tkt_publisher_admin_page_init (TktPublisherAdminPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tkt_publisher_admin_page_set_up (TktPublisherAdminPage *self, TktDesk *desk, TktAccounts *accounts)
{
  g_return_if_fail (TKT_IS_PUBLISHER_ADMIN_PAGE (self));

  self->desk = g_object_ref (desk);
  self->accounts = g_object_ref (accounts);
  tkt_asked_list_set_up (self->list,
                         desk,
                         self,
                         fetch,
                         make_row,
                         _ ("Publishers"),
                         _ ("No publisher has this name or number."));
  /* The account managers are shown by their names. */
  g_signal_connect_object (
      accounts, "changed", G_CALLBACK (tkt_asked_list_reload), self->list, G_CONNECT_SWAPPED);
}
