/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The quiet bar below the header. */
#include "tkt-network-bar.h"

#include <glib/gi18n.h>

#include "tkt-time.h"
#include "tkt-words.h"

struct _TktNetworkBar
{
  GtkWidget parent_instance;

  TktDesk *desk;
  gboolean support_off;

  GtkRevealer *revealer;
  GtkImage *image;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (TktNetworkBar, tkt_network_bar, GTK_TYPE_WIDGET)

/* The most urgent thing there is to say; NULL: nothing. */
static char *
choose_words (TktNetworkBar *self, const char **icon_name)
{
  g_autofree char *problem = NULL;
  gboolean fetching;
  guint n_fetched, n_expected;

  g_object_get (self->desk,
                "problem",
                &problem,
                "fetching",
                &fetching,
                "n-fetched",
                &n_fetched,
                "n-expected",
                &n_expected,
                NULL);
  if (problem != NULL)
    {
      *icon_name = "dialog-warning-symbolic";
      return g_steal_pointer (&problem);
    }
  if (tkt_desk_get_network (self->desk) == TKT_NETWORK_SIGNED_OUT)
    {
      *icon_name = "dialog-password-symbolic";
      return g_strdup (_ ("Signed out: sign in again to send and receive"));
    }
  if (tkt_desk_get_network (self->desk) == TKT_NETWORK_OFFLINE)
    {
      *icon_name = "network-offline-symbolic";
      return tkt_words_offline (
          tkt_desk_get_synced_at (self->desk), tkt_desk_get_waiting (self->desk), tkt_time_now ());
    }
  if (self->support_off)
    {
      *icon_name = "changes-prevent-symbolic";
      return g_strdup (_ ("Support tickets are turned off: the history can be read, not written"));
    }
  if (fetching)
    {
      *icon_name = "tkt-waiting-symbolic";
      return tkt_words_progress (n_fetched, n_expected);
    }
  return NULL;
}

static void
show_state (TktNetworkBar *self)
{
  const char *icon_name = NULL;
  g_autofree char *words = self->desk != NULL ? choose_words (self, &icon_name) : NULL;

  /* The words stay while the bar slides away. */
  if (words != NULL)
    {
      gtk_label_set_label (self->label, words);
      gtk_image_set_from_icon_name (self->image, icon_name);
    }
  gtk_revealer_set_reveal_child (self->revealer, words != NULL);
}

static void
tkt_network_bar_dispose (GObject *object)
{
  TktNetworkBar *self = TKT_NETWORK_BAR (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_clear_object (&self->desk);
  g_clear_pointer (&child, gtk_widget_unparent);

  G_OBJECT_CLASS (tkt_network_bar_parent_class)->dispose (object);
}

static void
tkt_network_bar_class_init (TktNetworkBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_network_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-network-bar.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, TktNetworkBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, TktNetworkBar, image);
  gtk_widget_class_bind_template_child (widget_class, TktNetworkBar, label);
}

static void
tkt_network_bar_init (TktNetworkBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tkt_network_bar_set_desk (TktNetworkBar *self, TktDesk *desk)
{
  static const char *const watched[]
      = { "notify::network",  "notify::problem",   "notify::synced-at", "notify::waiting",
          "notify::fetching", "notify::n-fetched", "notify::n-expected" };

  g_return_if_fail (TKT_IS_NETWORK_BAR (self));

  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_set_object (&self->desk, desk);
  for (guint i = 0; desk != NULL && i < G_N_ELEMENTS (watched); i++)
    g_signal_connect_swapped (desk, watched[i], G_CALLBACK (show_state), self);
  show_state (self);
}

void
tkt_network_bar_set_support_off (TktNetworkBar *self, gboolean off)
{
  g_return_if_fail (TKT_IS_NETWORK_BAR (self));

  self->support_off = off;
  show_state (self);
}
