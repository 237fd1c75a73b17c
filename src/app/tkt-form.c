/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a window holds in which something is added or changed at the server. */
#include "tkt-form.h"

struct _TktForm
{
  AdwBin parent_instance;

  gboolean ready;
  gboolean busy; /* the server is being asked */

  GtkButton *save_button;
  AdwBin *rows_bin;
  GtkLabel *error_label;
};

enum
{
  PROP_0,
  PROP_ROWS,
  PROP_SAVE_LABEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  SAVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TktForm, tkt_form, ADW_TYPE_BIN)

static void
show_state (TktForm *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), self->ready && !self->busy);
}

static void
on_save (TktForm *self)
{
  self->busy = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), FALSE);
  show_state (self);
  g_signal_emit (self, signals[SAVE], 0);
}

/* Enter in an entry that activates the default is the button. */
static void
tkt_form_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tkt_form_parent_class)->root (widget);

  gtk_window_set_default_widget (GTK_WINDOW (gtk_widget_get_root (widget)),
                                 GTK_WIDGET (TKT_FORM (widget)->save_button));
}

static void
tkt_form_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TktForm *self = TKT_FORM (object);

  switch (prop_id)
    {
    case PROP_ROWS:
      g_value_set_object (value, adw_bin_get_child (self->rows_bin));
      break;
    case PROP_SAVE_LABEL:
      g_value_set_string (value, gtk_button_get_label (self->save_button));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tkt_form_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TktForm *self = TKT_FORM (object);

  switch (prop_id)
    {
    case PROP_ROWS:
      adw_bin_set_child (self->rows_bin, g_value_get_object (value));
      break;
    case PROP_SAVE_LABEL:
      gtk_button_set_label (self->save_button, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tkt_form_class_init (TktFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tkt_form_get_property;
  object_class->set_property = tkt_form_set_property;
  widget_class->root = tkt_form_root;

  properties[PROP_ROWS] = g_param_spec_object (
      "rows", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SAVE_LABEL] = g_param_spec_string (
      "save-label", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SAVE] = g_signal_new (
      "save", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/example/Tickets/tkt-form.ui");
  gtk_widget_class_bind_template_child (widget_class, TktForm, save_button);
  gtk_widget_class_bind_template_child (widget_class, TktForm, rows_bin);
  gtk_widget_class_bind_template_child (widget_class, TktForm, error_label);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
}

static void
tkt_form_init (TktForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_state (self);
}

void
tkt_form_set_ready (TktForm *self, gboolean ready)
{
  g_return_if_fail (TKT_IS_FORM (self));

  self->ready = ready;
  show_state (self);
}

void
tkt_form_end (TktForm *self, const GError *error)
{
  GtkRoot *root;

  g_return_if_fail (TKT_IS_FORM (self));

  self->busy = FALSE;
  show_state (self);
  root = gtk_widget_get_root (GTK_WIDGET (self));
  if (error == NULL && root != NULL)
    gtk_window_destroy (GTK_WINDOW (root));
  else if (error != NULL)
    {
      gtk_label_set_label (self->error_label, error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->error_label), TRUE);
    }
}

void
tkt_form_name_entry (gpointer row)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (row));

  gtk_accessible_update_property (GTK_ACCESSIBLE (text),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)),
                                  -1);
}
