/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list that is one stop on the way of the Tab key. */
#include "tkt-tab-stop.h"

struct _TktTabStop
{
  GtkWidget parent_instance;

  GtkWidget *child;
};

enum
{
  PROP_0,
  PROP_CHILD,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TktTabStop, tkt_tab_stop, GTK_TYPE_WIDGET)

/* (nullable): the row that has the keyboard, or in which something has it. */
static GtkWidget *
find_row (TktTabStop *self)
{
  GtkWidget *widget = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  while (widget != NULL && widget != GTK_WIDGET (self))
    {
      GtkWidget *parent = gtk_widget_get_parent (widget);

      if (GTK_IS_LIST_VIEW (parent))
        return widget;
      widget = parent;
    }
  return NULL;
}

static GtkWidget *
find_list (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_LIST_VIEW (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_list (child);
  return found;
}

/* From below: the last row, which GTK's list would not go to where none had the keyboard before. */
static gboolean
enter_backwards (TktTabStop *self)
{
  GtkWidget *list = find_list (GTK_WIDGET (self));

  if (list == NULL || !gtk_widget_get_mapped (list))
    return FALSE;
  for (GtkWidget *row = gtk_widget_get_last_child (list); row != NULL;
       row = gtk_widget_get_prev_sibling (row))
    if (gtk_widget_get_child_visible (row) && gtk_widget_child_focus (row, GTK_DIR_TAB_BACKWARD))
      return TRUE;
  return FALSE;
}

static gboolean
tkt_tab_stop_focus (GtkWidget *widget, GtkDirectionType direction)
{
  TktTabStop *self = TKT_TAB_STOP (widget);
  GtkWidget *row = find_row (self);

  if (self->child == NULL)
    return FALSE;
  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return gtk_widget_child_focus (self->child, direction);
  if (row != NULL && gtk_widget_is_focus (row) && direction == GTK_DIR_TAB_BACKWARD)
    return FALSE;
  /* Not the row itself, which would take the keyboard back. */
  if (row != NULL)
    return gtk_widget_child_focus (gtk_widget_get_first_child (row), direction);
  if (gtk_widget_get_focus_child (widget) == NULL && direction == GTK_DIR_TAB_BACKWARD)
    return enter_backwards (self);
  return gtk_widget_child_focus (self->child, direction);
}

static void
tkt_tab_stop_set_child (TktTabStop *self, GtkWidget *child)
{
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
}

static void
tkt_tab_stop_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CHILD:
      g_value_set_object (value, TKT_TAB_STOP (object)->child);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tkt_tab_stop_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CHILD:
      tkt_tab_stop_set_child (TKT_TAB_STOP (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tkt_tab_stop_dispose (GObject *object)
{
  tkt_tab_stop_set_child (TKT_TAB_STOP (object), NULL);

  G_OBJECT_CLASS (tkt_tab_stop_parent_class)->dispose (object);
}

static void
tkt_tab_stop_class_init (TktTabStopClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tkt_tab_stop_get_property;
  object_class->set_property = tkt_tab_stop_set_property;
  object_class->dispose = tkt_tab_stop_dispose;
  widget_class->focus = tkt_tab_stop_focus;

  properties[PROP_CHILD] = g_param_spec_object (
      "child", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tkt_tab_stop_init (TktTabStop *self)
{
}
