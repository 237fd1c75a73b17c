/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in the place of the conversation while several tickets are selected. */
#include "tkt-several-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _TktSeveralPage
{
  GtkWidget parent_instance;

  AdwStatusPage *status_page;
};

G_DEFINE_FINAL_TYPE (TktSeveralPage, tkt_several_page, GTK_TYPE_WIDGET)

static void
tkt_several_page_dispose (GObject *object)
{
  TktSeveralPage *self = TKT_SEVERAL_PAGE (object);

  if (self->status_page != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->status_page)));

  G_OBJECT_CLASS (tkt_several_page_parent_class)->dispose (object);
}

static void
tkt_several_page_class_init (TktSeveralPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_several_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-several-page.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, TktSeveralPage, status_page);
}

static void
tkt_several_page_init (TktSeveralPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tkt_several_page_set_n_tickets (TktSeveralPage *self, guint n)
{
  g_autofree char *title
      = g_strdup_printf (ngettext ("%'u ticket selected", "%'u tickets selected", n), n);

  g_return_if_fail (TKT_IS_SEVERAL_PAGE (self));

  adw_status_page_set_title (self->status_page, title);
}
