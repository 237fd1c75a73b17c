/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Publishers overview. */
#include "tkt-publishers-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "tkt-client-rows.h"
#include "tkt-publisher-cell.h"

struct _TktPublishersPage
{
  GtkWidget parent_instance;

  TktDesk *desk;
  TktRowModel *model;

  GtkSearchEntry *search_entry;
  GtkStack *stack;
  AdwStatusPage *empty_page;
  GtkListView *list_view;
  GtkNoSelection *selection;
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TktPublishersPage, tkt_publishers_page, GTK_TYPE_WIDGET)

static void
show_state (TktPublishersPage *self)
{
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  if (self->model == NULL || tkt_row_model_get_loading (self->model))
    return;
  if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0)
    {
      gtk_stack_set_visible_child_name (self->stack, "list");
      return;
    }
  if (*words != '\0')
    {
      adw_status_page_set_title (self->empty_page, _ ("No Results"));
      adw_status_page_set_description (self->empty_page,
                                       _ ("No publisher has this name or number."));
    }
  else
    {
      adw_status_page_set_title (self->empty_page, _ ("No Publishers"));
      adw_status_page_set_description (
          self->empty_page, _ ("Publishers show up here as soon as the network has added them."));
    }
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static void
drop_model (TktPublishersPage *self)
{
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
}

static void
on_search_changed (TktPublishersPage *self)
{
  drop_model (self);
  if (self->desk != NULL)
    {
      self->model = tkt_desk_list_publishers (
          self->desk, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
      g_signal_connect_swapped (self->model, "items-changed", G_CALLBACK (show_state), self);
      g_signal_connect_swapped (self->model, "notify::loading", G_CALLBACK (show_state), self);
    }
  gtk_no_selection_set_model (self->selection, G_LIST_MODEL (self->model));
  show_state (self);
}

static void
on_activate (TktPublishersPage *self, guint position)
{
  g_autoptr (TktRowItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  const TktPublisherRow *row = item != NULL ? tkt_row_item_get_row (item) : NULL;

  if (row != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, row->publisher->id, row->publisher->name);
}

static void
tkt_publishers_page_dispose (GObject *object)
{
  TktPublishersPage *self = TKT_PUBLISHERS_PAGE (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  drop_model (self);
  g_clear_pointer (&child, gtk_widget_unparent);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (tkt_publishers_page_parent_class)->dispose (object);
}

static void
tkt_publishers_page_class_init (TktPublishersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_publishers_page_dispose;

  signals[CHOSEN] = g_signal_new ("chosen",
                                  G_TYPE_FROM_CLASS (klass),
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  2,
                                  G_TYPE_STRING,
                                  G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-publishers-page.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, TktPublishersPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, TktPublishersPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TktPublishersPage, empty_page);
  gtk_widget_class_bind_template_child (widget_class, TktPublishersPage, list_view);
  gtk_widget_class_bind_template_child (widget_class, TktPublishersPage, selection);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
}

static void
tkt_publishers_page_init (TktPublishersPage *self)
{
  g_autoptr (GtkListItemFactory) factory = tkt_cell_factory_new (TKT_TYPE_PUBLISHER_CELL);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_view_set_factory (self->list_view, factory);
}

void
tkt_publishers_page_set_desk (TktPublishersPage *self, TktDesk *desk)
{
  g_return_if_fail (TKT_IS_PUBLISHERS_PAGE (self));

  g_set_object (&self->desk, desk);
  on_search_changed (self);
}

void
tkt_publishers_page_focus_search (TktPublishersPage *self)
{
  g_return_if_fail (TKT_IS_PUBLISHERS_PAGE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}
