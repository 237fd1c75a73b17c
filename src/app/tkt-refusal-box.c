/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why the server has refused a message, and what may be done with its words. */
#include "tkt-refusal-box.h"

struct _TktRefusalBox
{
  GtkWidget parent_instance;

  GtkLabel *words_label;
  GtkWidget *retry_button;
  GtkWidget *edit_button;
  GtkWidget *copy_button;
  GtkWidget *new_button;
  GtkWidget *discard_button;
};

G_DEFINE_FINAL_TYPE (TktRefusalBox, tkt_refusal_box, GTK_TYPE_WIDGET)

const char *
tkt_refusal_box_get_edit_action (const TktMessageRow *row)
{
  if (row->note)
    return "conversation.edit-note";
  return row->opening ? "conversation.as-new-ticket" : "conversation.edit";
}

void
tkt_refusal_box_show (TktRefusalBox *self, const TktMessageRow *row, gint64 key, const char *words)
{
  /* The words of an opening are edited where tickets are opened, and a publisher reads a new
   * ticket: notes become none. */
  const gboolean as_new = !row->opening && !row->note;
  const struct
  {
    GtkWidget *button;
    const char *action;
  } buttons[] = {
    { self->retry_button, "conversation.retry" },
    { self->edit_button, tkt_refusal_box_get_edit_action (row) },
    { self->copy_button, "conversation.copy" },
    { self->new_button, as_new ? "conversation.as-new-ticket" : NULL },
    { self->discard_button, "conversation.discard" },
  };

  g_return_if_fail (TKT_IS_REFUSAL_BOX (self));

  gtk_label_set_label (self->words_label, words);
  /* The actions know what is possible. */
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      gtk_actionable_set_action_target (GTK_ACTIONABLE (buttons[i].button), "x", key);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (buttons[i].button), buttons[i].action);
    }
  if (!as_new)
    gtk_widget_set_sensitive (self->new_button, FALSE);
}

static void
tkt_refusal_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (tkt_refusal_box_parent_class)->dispose (object);
}

static void
tkt_refusal_box_class_init (TktRefusalBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_refusal_box_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-refusal-box.ui");
  gtk_widget_class_bind_template_child (widget_class, TktRefusalBox, words_label);
  gtk_widget_class_bind_template_child (widget_class, TktRefusalBox, retry_button);
  gtk_widget_class_bind_template_child (widget_class, TktRefusalBox, edit_button);
  gtk_widget_class_bind_template_child (widget_class, TktRefusalBox, copy_button);
  gtk_widget_class_bind_template_child (widget_class, TktRefusalBox, new_button);
  gtk_widget_class_bind_template_child (widget_class, TktRefusalBox, discard_button);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tkt_refusal_box_init (TktRefusalBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tkt_refusal_box_new (void)
{
  return g_object_new (TKT_TYPE_REFUSAL_BOX, NULL);
}
