/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the account takes on this computer. */
#include "tkt-storage-page.h"

#include <glib/gi18n.h>

#include "tkt-asked-list.h"
#include "tkt-confirm.h"
#include "tkt-storage.h"

struct _TktStoragePage
{
  AdwPreferencesPage parent_instance;

  TktDesk *desk;
  GCancellable *cancellable; /* of the measuring that is under way, or NULL */

  AdwComboRow *download;
  GtkLabel *cache_label;
  GtkLabel *files_label;
  GtkLabel *own_label;
  AdwActionRow *clear_row;
};

G_DEFINE_FINAL_TYPE (TktStoragePage, tkt_storage_page, ADW_TYPE_PREFERENCES_PAGE)

static void
show_size (GtkLabel *label, gint64 bytes)
{
  g_autofree char *size = g_format_size (bytes);

  gtk_label_set_label (label, size);
}

static void
on_measured (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktStoragePage) self = user_data;
  g_autoptr (GError) error = NULL;
  TktStorage storage;

  if (!tkt_storage_measure_finish (result, &storage, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        tkt_asked_list_tell (GTK_WIDGET (self), error->message);
      return;
    }
  show_size (self->cache_label, storage.cache);
  show_size (self->files_label, storage.files);
  show_size (self->own_label, storage.own);
}

static void
measure (TktStoragePage *self)
{
  g_autofree char *folder = NULL;

  if (self->desk == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  folder = tkt_desk_get_folder (self->desk);
  tkt_storage_measure_async (folder, self->cancellable, on_measured, g_object_ref (self));
}

/* What is cleared is fetched again, which takes a server: without one the history would be gone. */
static void
show_network (TktStoragePage *self)
{
  gboolean online = tkt_desk_get_network (self->desk) == TKT_NETWORK_ONLINE;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "storage.clear", online);
  adw_action_row_set_subtitle (
      self->clear_row,
      online ? _ ("All of it is fetched again; what is not sent yet stays")
             : _ ("Only while the server can be reached, from which it is fetched again"));
}

static void
on_clear_answered (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TktStoragePage *self = TKT_STORAGE_PAGE (object);
  g_autofree char *account_id = user_data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWindow *window = root != NULL ? gtk_window_get_transient_for (GTK_WINDOW (root)) : NULL;

  /* The window of the account has the program's actions; that of the preferences has not. */
  if (tkt_confirm_finish (GTK_WIDGET (self), result) && window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "app.clear-cache", "s", account_id);
}

static void
on_clear (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TktStoragePage *self = TKT_STORAGE_PAGE (widget);

  tkt_confirm_async (
      widget,
      _ ("Clear the Cache?"),
      _ ("Tickets, messages and attachments are removed from this computer and fetched from the "
         "server again, which takes a while. Drafts and what waits to be delivered stay."),
      _ ("Clear Cache"),
      on_clear_answered,
      g_strdup (tkt_desk_get_sign_in (self->desk)->account_id));
}

static void
tkt_storage_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tkt_storage_page_parent_class)->map (widget);

  measure (TKT_STORAGE_PAGE (widget));
}

static void
tkt_storage_page_dispose (GObject *object)
{
  TktStoragePage *self = TKT_STORAGE_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (tkt_storage_page_parent_class)->dispose (object);
}

static void
tkt_storage_page_class_init (TktStoragePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_storage_page_dispose;
  widget_class->map = tkt_storage_page_map;

  gtk_widget_class_install_action (widget_class, "storage.clear", NULL, on_clear);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-storage-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TktStoragePage, download);
  gtk_widget_class_bind_template_child (widget_class, TktStoragePage, cache_label);
  gtk_widget_class_bind_template_child (widget_class, TktStoragePage, files_label);
  gtk_widget_class_bind_template_child (widget_class, TktStoragePage, own_label);
  gtk_widget_class_bind_template_child (widget_class, TktStoragePage, clear_row);
}

static void
tkt_storage_page_init (TktStoragePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tkt_storage_page_set_desk (TktStoragePage *self, TktDesk *desk)
{
  g_return_if_fail (TKT_IS_STORAGE_PAGE (self));

  g_set_object (&self->desk, desk);
  g_signal_connect_swapped (desk, "notify::network", G_CALLBACK (show_network), self);
  show_network (self);
}

AdwComboRow *
tkt_storage_page_get_download (TktStoragePage *self)
{
  g_return_val_if_fail (TKT_IS_STORAGE_PAGE (self), NULL);

  return self->download;
}
