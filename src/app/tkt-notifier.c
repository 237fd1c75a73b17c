/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notifications on the desktop for what others write. */
#include "tkt-notifier.h"

#include "tkt-news.h"
#include "tkt-words.h"

struct _TktNotifier
{
  GObject parent_instance;

  GApplication *application; /* (unowned) */
  TktWindow *window;         /* (unowned) */
  char *account_id;
  GSettings *settings;
  TktNews *news;
  GHashTable *shown; /* set of the ids of tickets that have a notification */
};

G_DEFINE_FINAL_TYPE (TktNotifier, tkt_notifier, G_TYPE_OBJECT)

static char *
make_id (TktNotifier *self, const char *ticket_id)
{
  return g_strdup_printf ("%s/%s", self->account_id, ticket_id);
}

/* A dialog of the window stands for it; the window of another account does not. */
static gboolean
is_in_front (TktNotifier *self)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      GtkWindow *behind = window;

      while (behind != NULL && behind != GTK_WINDOW (self->window))
        behind = gtk_window_get_transient_for (behind);
      if (behind != NULL && gtk_window_is_active (window)
          && gtk_widget_get_mapped (GTK_WIDGET (window)))
        return TRUE;
    }
  return FALSE;
}

static void
withdraw (TktNotifier *self, const char *ticket_id)
{
  g_autofree char *id = make_id (self, ticket_id);

  if (g_hash_table_remove (self->shown, ticket_id))
    g_application_withdraw_notification (self->application, id);
}

static void
show (TktNotifier *self, const TktNewsItem *item)
{
  g_autofree char *id = make_id (self, item->ticket_id);
  g_autofree char *title = tkt_words_news_title (item);
  gboolean text = g_settings_get_boolean (self->settings, "notification-text");
  g_autofree char *body = tkt_words_news_body (item, text);
  g_autoptr (GNotification) notification = g_notification_new (title);

  g_notification_set_body (notification, body);
  g_notification_set_category (notification, "im.received");
  g_notification_set_default_action_and_target (
      notification, "app.show-ticket", "(ss)", self->account_id, item->ticket_id);
  g_application_send_notification (self->application, id, notification);
  g_hash_table_add (self->shown, g_strdup (item->ticket_id));
}

/* Who sees the window needs no notification, nor one that does not say what is so any more. */
static void
on_arrived (TktNotifier *self, const TktNewsItem *item)
{
  if (is_in_front (self) || !g_settings_get_boolean (self->settings, "notifications"))
    withdraw (self, item->ticket_id);
  else
    show (self, item);
}

static void
on_changed (TktNotifier *self, const TktNewsItem *item)
{
  if (g_hash_table_contains (self->shown, item->ticket_id))
    on_arrived (self, item);
}

static void
withdraw_all (TktNotifier *self)
{
  GHashTableIter iter;
  gpointer ticket_id;

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, &ticket_id, NULL))
    {
      g_autofree char *id = make_id (self, ticket_id);

      g_application_withdraw_notification (self->application, id);
      g_hash_table_iter_remove (&iter);
    }
}

/* What is on the screen goes where the person wants to see nothing, or less, of it. */
static void
on_setting_changed (TktNotifier *self, const char *key)
{
  if (g_str_has_prefix (key, "notification") && !g_settings_get_boolean (self->settings, key))
    withdraw_all (self);
}

static void
tkt_notifier_dispose (GObject *object)
{
  TktNotifier *self = TKT_NOTIFIER (object);

  withdraw_all (self);
  /* A look that is under way holds it. */
  if (self->news != NULL)
    g_signal_handlers_disconnect_by_data (self->news, self);
  g_clear_object (&self->news);

  G_OBJECT_CLASS (tkt_notifier_parent_class)->dispose (object);
}

static void
tkt_notifier_finalize (GObject *object)
{
  TktNotifier *self = TKT_NOTIFIER (object);

  g_hash_table_unref (self->shown);
  g_object_unref (self->settings);
  g_free (self->account_id);

  G_OBJECT_CLASS (tkt_notifier_parent_class)->finalize (object);
}

static void
tkt_notifier_class_init (TktNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tkt_notifier_dispose;
  G_OBJECT_CLASS (klass)->finalize = tkt_notifier_finalize;
}

static void
tkt_notifier_init (TktNotifier *self)
{
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
on_window_removed (TktNotifier *self, GtkWindow *window)
{
  if (window == GTK_WINDOW (self->window))
    {
      g_signal_handlers_disconnect_by_data (self->application, self);
      g_object_unref (self);
    }
}

void
tkt_notifier_add (GApplication *application, TktWindow *window)
{
  TktDesk *desk = tkt_window_get_desk (window);
  TktNotifier *self;

  if (g_application_get_flags (application) & G_APPLICATION_NON_UNIQUE)
    return;
  self = g_object_new (TKT_TYPE_NOTIFIER, NULL);
  self->application = application;
  self->window = window;
  self->account_id = g_strdup (tkt_desk_get_sign_in (desk)->account_id);
  self->settings = g_object_ref (tkt_window_get_settings (window));
  g_signal_connect_object (
      self->settings, "changed", G_CALLBACK (on_setting_changed), self, G_CONNECT_SWAPPED);
  self->news = tkt_news_new (desk);
  g_signal_connect_swapped (self->news, "arrived", G_CALLBACK (on_arrived), self);
  g_signal_connect_swapped (self->news, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->news, "gone", G_CALLBACK (withdraw), self);
  g_signal_connect_swapped (application, "window-removed", G_CALLBACK (on_window_removed), self);
}
