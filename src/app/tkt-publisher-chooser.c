/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A button that chooses a publisher. */
#include "tkt-publisher-chooser.h"

#include <glib/gi18n.h>

#include "tkt-cell-place.h"
#include "tkt-client-rows.h"
#include "tkt-publisher-cell.h"

#define LEAST_WIDTH 300

struct _TktPublisherChooser
{
  GtkWidget parent_instance;

  TktDesk *desk;
  char *publisher_id;
  char *any_label;
  TktRowModel *chosen;  /* 0 or 1 TktPublisherRow: what the chosen one is called now */
  GSignalGroup *naming; /* on its item */

  GtkMenuButton *button;
  GtkLabel *name_label;
  GtkPopover *popover;
  GtkSearchEntry *search_entry;
  GtkButton *any_button;
  GtkListView *list_view;
  GtkNoSelection *selection;
};

enum
{
  PROP_0,
  PROP_PUBLISHER_ID,
  PROP_ANY_LABEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TktPublisherChooser, tkt_publisher_chooser, GTK_TYPE_WIDGET)

static void
on_search_changed (TktPublisherChooser *self)
{
  g_autoptr (TktPublisherFilter) filter = tkt_publisher_filter_new ();
  g_autoptr (TktRowModel) model = NULL;

  filter->words = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  if (self->desk != NULL)
    model = tkt_desk_list_publishers (self->desk, filter);
  gtk_no_selection_set_model (self->selection, G_LIST_MODEL (model));
}

/* The list lives only while it is looked at: a closed chooser follows nothing. */
static void
on_popover_visible (TktPublisherChooser *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->popover)))
    {
      gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
      gtk_widget_set_size_request (gtk_popover_get_child (self->popover),
                                   MAX (LEAST_WIDTH, gtk_widget_get_width (GTK_WIDGET (self)) - 24),
                                   -1);
      on_search_changed (self);
      gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
    }
  else
    gtk_no_selection_set_model (self->selection, NULL);
}

static void
show_name (TktPublisherChooser *self, const char *name)
{
  const char *words = name;

  if (words == NULL)
    words = self->any_label != NULL ? self->any_label : _ ("Choose a Publisher");
  gtk_label_set_label (self->name_label, words);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

/* Until the row is read there is the name that came with the choice, or none. */
static void
show_chosen (TktPublisherChooser *self)
{
  TktRowItem *item = g_signal_group_dup_target (self->naming);
  const TktPublisherRow *row = item != NULL ? tkt_row_item_get_row (item) : NULL;

  if (row != NULL)
    show_name (self, row->publisher->name);
  g_clear_object (&item);
}

static void
on_chosen_changed (TktPublisherChooser *self)
{
  g_autoptr (TktRowItem) item = g_list_model_get_item (G_LIST_MODEL (self->chosen), 0);

  g_signal_group_set_target (self->naming, item);
  show_chosen (self);
}

static void
drop_chosen (TktPublisherChooser *self)
{
  if (self->chosen != NULL)
    g_signal_handlers_disconnect_by_data (self->chosen, self);
  g_clear_object (&self->chosen);
  g_signal_group_set_target (self->naming, NULL);
}

static void
follow_chosen (TktPublisherChooser *self)
{
  drop_chosen (self);
  if (self->desk == NULL || self->publisher_id == NULL)
    return;
  self->chosen = tkt_desk_watch_publisher (self->desk, self->publisher_id);
  g_signal_connect_swapped (self->chosen, "items-changed", G_CALLBACK (on_chosen_changed), self);
  on_chosen_changed (self);
}

static void
choose (TktPublisherChooser *self, const char *publisher_id, const char *name)
{
  tkt_publisher_chooser_set_publisher (self, publisher_id, name);
  gtk_popover_popdown (self->popover);
}

static void
on_activate (TktPublisherChooser *self, guint position)
{
  g_autoptr (TktRowItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  const TktPublisherRow *row = item != NULL ? tkt_row_item_get_row (item) : NULL;

  if (row != NULL)
    choose (self, row->publisher->id, row->publisher->name);
}

/* Enter in the search entry takes the first that was found. */
static void
on_search_activate (TktPublisherChooser *self)
{
  on_activate (self, 0);
}

static void
on_any_clicked (TktPublisherChooser *self)
{
  choose (self, NULL, NULL);
}

static void
tkt_publisher_chooser_get_property (GObject *object,
                                    guint prop_id,
                                    GValue *value,
                                    GParamSpec *pspec)
{
  TktPublisherChooser *self = TKT_PUBLISHER_CHOOSER (object);

  switch (prop_id)
    {
    case PROP_PUBLISHER_ID:
      g_value_set_string (value, self->publisher_id);
      break;
    case PROP_ANY_LABEL:
      g_value_set_string (value, self->any_label);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tkt_publisher_chooser_set_property (GObject *object,
                                    guint prop_id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  TktPublisherChooser *self = TKT_PUBLISHER_CHOOSER (object);

  switch (prop_id)
    {
    case PROP_ANY_LABEL:
      g_free (self->any_label);
      self->any_label = g_value_dup_string (value);
      gtk_button_set_label (self->any_button, self->any_label != NULL ? self->any_label : "");
      gtk_widget_set_visible (GTK_WIDGET (self->any_button), self->any_label != NULL);
      show_name (self, NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tkt_publisher_chooser_dispose (GObject *object)
{
  TktPublisherChooser *self = TKT_PUBLISHER_CHOOSER (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  if (self->naming != NULL)
    drop_chosen (self);
  g_clear_object (&self->naming);
  g_clear_pointer (&child, gtk_widget_unparent);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (tkt_publisher_chooser_parent_class)->dispose (object);
}

static void
tkt_publisher_chooser_finalize (GObject *object)
{
  TktPublisherChooser *self = TKT_PUBLISHER_CHOOSER (object);

  g_free (self->publisher_id);
  g_free (self->any_label);

  G_OBJECT_CLASS (tkt_publisher_chooser_parent_class)->finalize (object);
}

static void
tkt_publisher_chooser_class_init (TktPublisherChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tkt_publisher_chooser_get_property;
  object_class->set_property = tkt_publisher_chooser_set_property;
  object_class->dispose = tkt_publisher_chooser_dispose;
  object_class->finalize = tkt_publisher_chooser_finalize;

  properties[PROP_PUBLISHER_ID] = g_param_spec_string (
      "publisher-id", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ANY_LABEL] = g_param_spec_string (
      "any-label", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-publisher-chooser.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, TktPublisherChooser, button);
  gtk_widget_class_bind_template_child (widget_class, TktPublisherChooser, name_label);
  gtk_widget_class_bind_template_child (widget_class, TktPublisherChooser, popover);
  gtk_widget_class_bind_template_child (widget_class, TktPublisherChooser, search_entry);
  gtk_widget_class_bind_template_child (widget_class, TktPublisherChooser, any_button);
  gtk_widget_class_bind_template_child (widget_class, TktPublisherChooser, list_view);
  gtk_widget_class_bind_template_child (widget_class, TktPublisherChooser, selection);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_any_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_visible);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
}

static void
tkt_publisher_chooser_init (TktPublisherChooser *self)
{
  self->naming = g_signal_group_new (TKT_TYPE_ROW_ITEM);
  g_signal_group_connect_swapped (self->naming, "notify::row", G_CALLBACK (show_chosen), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  tkt_cell_place_fill_list (self->list_view, TKT_TYPE_PUBLISHER_CELL, NULL);
  show_name (self, NULL);
}

void
tkt_publisher_chooser_set_desk (TktPublisherChooser *self, TktDesk *desk)
{
  g_return_if_fail (TKT_IS_PUBLISHER_CHOOSER (self));

  g_set_object (&self->desk, desk);
  follow_chosen (self);
}

const char *
tkt_publisher_chooser_get_publisher_id (TktPublisherChooser *self)
{
  g_return_val_if_fail (TKT_IS_PUBLISHER_CHOOSER (self), NULL);

  return self->publisher_id;
}

const char *
tkt_publisher_chooser_get_name (TktPublisherChooser *self)
{
  const char *name;

  g_return_val_if_fail (TKT_IS_PUBLISHER_CHOOSER (self), NULL);

  name = gtk_label_get_label (self->name_label);
  return self->publisher_id != NULL && *name != '\0' ? name : NULL;
}

void
tkt_publisher_chooser_set_publisher (TktPublisherChooser *self,
                                     const char *publisher_id,
                                     const char *name)
{
  g_return_if_fail (TKT_IS_PUBLISHER_CHOOSER (self));

  if (g_strcmp0 (self->publisher_id, publisher_id) == 0)
    return;
  g_free (self->publisher_id);
  self->publisher_id = g_strdup (publisher_id);
  show_name (self, publisher_id != NULL && name == NULL ? "" : name);
  follow_chosen (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PUBLISHER_ID]);
}
