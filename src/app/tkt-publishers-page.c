/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Publishers overview. */
#include "tkt-publishers-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "tkt-cell-place.h"
#include "tkt-client-rows.h"
#include "tkt-publisher-bar.h"
#include "tkt-publisher-cell.h"
#include "tkt-tab-stop.h"
#include "tkt-words.h"

struct _TktPublishersPage
{
  GtkWidget parent_instance;

  TktDesk *desk;
  TktRowModel *model;

  TktPublisherBar *bar;
  GtkLabel *open_label;
  GtkStack *stack;
  AdwStatusPage *empty_page;
  GtkWidget *all_button;
  GtkListView *list_view;
  GtkNoSelection *selection;
};

enum
{
  PROP_0,
  PROP_FILTER_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TktPublishersPage, tkt_publishers_page, GTK_TYPE_WIDGET)

/* What the number on the tab is about: of all publishers, whatever the list shows. */
static void
show_open_tickets (TktPublishersPage *self)
{
  guint open = tkt_desk_get_open_tickets (self->desk);
  g_autofree char *words = tkt_words_open_tickets (open);

  gtk_label_set_label (self->open_label, words);
  gtk_widget_set_visible (GTK_WIDGET (self->open_label), open > 0);
}

static void
show_nobody (TktPublishersPage *self)
{
  const TktPublisherFilter *filter = tkt_publisher_bar_get_filter (self->bar);
  gboolean narrowed = tkt_publisher_filter_narrows (filter);

  gtk_widget_set_visible (self->all_button, narrowed);
  if (!narrowed)
    {
      adw_status_page_set_title (self->empty_page, _ ("No Publishers"));
      adw_status_page_set_description (
          self->empty_page, _ ("Publishers show up here as soon as the network has added them."));
      return;
    }
  adw_status_page_set_title (self->empty_page, _ ("No Results"));
  adw_status_page_set_description (
      self->empty_page,
      filter->status < 0 && filter->account_manager_id == NULL
          ? _ ("No publisher has this name or number.")
          : _ ("No publisher has this status, account manager and name."));
}

static void
show_state (TktPublishersPage *self)
{
  gboolean empty;

  if (self->model == NULL || tkt_row_model_get_loading (self->model))
    return;
  empty = g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0;
  if (empty)
    show_nobody (self);
  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "list");
}

static void
drop_model (TktPublishersPage *self)
{
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
}

static void
on_filter_changed (TktPublishersPage *self)
{
  if (self->model != NULL)
    tkt_desk_set_publisher_filter (
        self->desk, self->model, tkt_publisher_bar_get_filter (self->bar));
  show_state (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILTER_TEXT]);
}

static void
on_search_stopped (TktPublishersPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
}

/* The order stays: it hides nobody. */
static void
on_all_clicked (TktPublishersPage *self)
{
  g_autoptr (TktPublisherFilter) filter = tkt_publisher_filter_new ();

  filter->sort = tkt_publisher_bar_get_filter (self->bar)->sort;
  filter->reversed = tkt_publisher_bar_get_filter (self->bar)->reversed;
  tkt_publisher_bar_set_filter (self->bar, filter);
  tkt_publisher_bar_focus_search (self->bar);
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
tkt_publishers_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TktPublishersPage *self = TKT_PUBLISHERS_PAGE (object);

  switch (prop_id)
    {
    case PROP_FILTER_TEXT:
      g_value_take_string (value,
                           tkt_publisher_filter_to_text (tkt_publisher_bar_get_filter (self->bar)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* What is being searched for is left as it is: it is not remembered. */
static void
tkt_publishers_page_set_property (GObject *object,
                                  guint prop_id,
                                  const GValue *value,
                                  GParamSpec *pspec)
{
  TktPublishersPage *self = TKT_PUBLISHERS_PAGE (object);
  g_autoptr (TktPublisherFilter) filter = NULL;

  switch (prop_id)
    {
    case PROP_FILTER_TEXT:
      filter = tkt_publisher_filter_from_text (g_value_get_string (value));
      filter->words = g_strdup (tkt_publisher_bar_get_filter (self->bar)->words);
      if (!tkt_publisher_filter_equal (filter, tkt_publisher_bar_get_filter (self->bar)))
        tkt_publisher_bar_set_filter (self->bar, filter);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
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
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tkt_publishers_page_get_property;
  object_class->set_property = tkt_publishers_page_set_property;
  object_class->dispose = tkt_publishers_page_dispose;

  properties[PROP_FILTER_TEXT]
      = g_param_spec_string ("filter-text",
                             NULL,
                             NULL,
                             NULL,
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

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

  g_type_ensure (TKT_TYPE_PUBLISHER_BAR);
  g_type_ensure (TKT_TYPE_TAB_STOP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-publishers-page.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, TktPublishersPage, bar);
  gtk_widget_class_bind_template_child (widget_class, TktPublishersPage, open_label);
  gtk_widget_class_bind_template_child (widget_class, TktPublishersPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TktPublishersPage, empty_page);
  gtk_widget_class_bind_template_child (widget_class, TktPublishersPage, all_button);
  gtk_widget_class_bind_template_child (widget_class, TktPublishersPage, list_view);
  gtk_widget_class_bind_template_child (widget_class, TktPublishersPage, selection);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_all_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
}

static void
tkt_publishers_page_init (TktPublishersPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tkt_cell_place_fill_list (self->list_view, TKT_TYPE_PUBLISHER_CELL, NULL);
}

void
tkt_publishers_page_set_desk (TktPublishersPage *self, TktDesk *desk)
{
  g_return_if_fail (TKT_IS_PUBLISHERS_PAGE (self));

  drop_model (self);
  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_set_object (&self->desk, desk);
  tkt_publisher_bar_set_desk (self->bar, desk);
  if (desk != NULL)
    {
      g_signal_connect_swapped (desk, "notify::open-tickets", G_CALLBACK (show_open_tickets), self);
      show_open_tickets (self);
      self->model = tkt_desk_list_publishers (desk, tkt_publisher_bar_get_filter (self->bar));
      g_signal_connect_swapped (self->model, "items-changed", G_CALLBACK (show_state), self);
      g_signal_connect_swapped (self->model, "notify::loading", G_CALLBACK (show_state), self);
    }
  gtk_no_selection_set_model (self->selection, G_LIST_MODEL (self->model));
  show_state (self);
}

void
tkt_publishers_page_focus_search (TktPublishersPage *self)
{
  g_return_if_fail (TKT_IS_PUBLISHERS_PAGE (self));

  tkt_publisher_bar_focus_search (self->bar);
}
