/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of the saved replies that are offered where a message is written. */
#include "tkt-saved-reply-cell.h"

#include <glib/gi18n.h>

#include "tkt-client-rows.h"
#include "tkt-saved-reply.h"
#include "tkt-words.h"

struct _TktSavedReplyCell
{
  TktCell parent_instance;

  GtkLabel *name_label;
  GtkLabel *whose_label;
  GtkLabel *summary_label;
};

G_DEFINE_FINAL_TYPE (TktSavedReplyCell, tkt_saved_reply_cell, TKT_TYPE_CELL)

static void
tkt_saved_reply_cell_show (TktCell *cell, gconstpointer data)
{
  TktSavedReplyCell *self = TKT_SAVED_REPLY_CELL (cell);
  const TktSavedReplyRow *row = data;
  const char *whose = tkt_words_saved_reply_whose (row->reply);
  g_autofree char *summary = tkt_saved_reply_summarize (row->reply->body);

  gtk_label_set_label (self->name_label, row->reply->name);
  gtk_label_set_label (self->whose_label, whose);
  gtk_label_set_label (self->summary_label, summary);
}

static char *
tkt_saved_reply_cell_say (gconstpointer data)
{
  const TktSavedReplyRow *row = data;
  g_autofree char *summary = tkt_saved_reply_summarize (row->reply->body);

  return g_strdup_printf (
      "%s, %s, %s", row->reply->name, tkt_words_saved_reply_whose (row->reply), summary);
}

static void
tkt_saved_reply_cell_class_init (TktSavedReplyCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  TKT_CELL_CLASS (klass)->show = tkt_saved_reply_cell_show;
  TKT_CELL_CLASS (klass)->say = tkt_saved_reply_cell_say;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-saved-reply-cell.ui");
  gtk_widget_class_bind_template_child (widget_class, TktSavedReplyCell, name_label);
  gtk_widget_class_bind_template_child (widget_class, TktSavedReplyCell, whose_label);
  gtk_widget_class_bind_template_child (widget_class, TktSavedReplyCell, summary_label);
  gtk_widget_class_set_css_name (widget_class, "savedreplycell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tkt_saved_reply_cell_init (TktSavedReplyCell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
