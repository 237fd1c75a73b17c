/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of the ticket list. */
#include "tkt-ticket-cell.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "tkt-time.h"
#include "tkt-words.h"

struct _TktTicketCell
{
  TktCell parent_instance;

  GtkLabel *title_label;
  GtkLabel *when_label;
  GtkLabel *number_label;
  GtkLabel *who_label;
  GtkLabel *closed_label;
  GtkWidget *draft_label;
  GtkImage *outbox_image;
  GtkWidget *replies_box;
  GtkLabel *replies_label;
  AdwAvatar *assignee_avatar;
};

G_DEFINE_FINAL_TYPE (TktTicketCell, tkt_ticket_cell, TKT_TYPE_CELL)

static void
show_outbox_mark (TktTicketCell *self, const TktTicketRow *row)
{
  gtk_widget_set_visible (GTK_WIDGET (self->outbox_image), row->n_waiting > 0);
  gtk_image_set_from_icon_name (self->outbox_image,
                                row->refused ? "dialog-warning-symbolic" : "tkt-waiting-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->outbox_image),
                               row->refused ? _ ("Not delivered") : _ ("Waiting to be sent"));
}

static void
show_numbers (TktTicketCell *self, const TktTicketRow *row)
{
  const TktTicket *ticket = row->ticket;
  g_autofree char *number = g_strdup_printf ("#%" G_GINT64_FORMAT, ticket->number);
  g_autofree char *replies = g_strdup_printf ("%" G_GINT64_FORMAT, ticket->reply_count);

  gtk_label_set_label (self->number_label, number);
  gtk_widget_set_visible (GTK_WIDGET (self->number_label), ticket->number > 0);
  gtk_label_set_label (self->replies_label, replies);
  gtk_widget_set_visible (self->replies_box, ticket->reply_count > 0);
}

/* By attributes, for a title is not markup. */
static void
show_title (TktTicketCell *self, const char *title)
{
  TktSearchState *search = tkt_cell_get_search (TKT_CELL (self));
  g_autoptr (PangoAttrList) marks = tkt_search_state_mark (search, title, FALSE);

  gtk_label_set_label (self->title_label, title);
  gtk_label_set_attributes (self->title_label, marks);
}

static void
tkt_ticket_cell_show (TktCell *cell, gconstpointer data)
{
  TktTicketCell *self = TKT_TICKET_CELL (cell);
  const TktTicketRow *row = data;
  const TktTicket *ticket = row->ticket;
  g_autofree char *when = tkt_words_when (ticket->last_message_at, tkt_time_now ());
  g_autofree char *aloud = tkt_words_ticket_aloud (row);
  gboolean closed = ticket->status == TKT_TICKET_CLOSED;

  show_title (self, ticket->title);
  gtk_label_set_label (self->when_label, when);
  gtk_label_set_label (self->who_label,
                       row->publisher_name != NULL ? row->publisher_name
                       : row->last_author != NULL  ? row->last_author
                                                   : "");
  gtk_widget_set_visible (GTK_WIDGET (self->closed_label), closed);
  gtk_widget_set_visible (self->draft_label, row->draft);
  gtk_widget_set_visible (GTK_WIDGET (self->assignee_avatar), row->assignee_name != NULL);
  adw_avatar_set_text (self->assignee_avatar, row->assignee_name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->assignee_avatar), row->assignee_name);
  show_numbers (self, row);
  show_outbox_mark (self, row);

  if (row->unread)
    gtk_widget_add_css_class (GTK_WIDGET (self), "unread");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "unread");
  tkt_cell_set_aloud (TKT_CELL (self), aloud);
}

static void
tkt_ticket_cell_class_init (TktTicketCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  TKT_CELL_CLASS (klass)->show = tkt_ticket_cell_show;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-ticket-cell.ui");
  gtk_widget_class_bind_template_child (widget_class, TktTicketCell, title_label);
  gtk_widget_class_bind_template_child (widget_class, TktTicketCell, when_label);
  gtk_widget_class_bind_template_child (widget_class, TktTicketCell, number_label);
  gtk_widget_class_bind_template_child (widget_class, TktTicketCell, who_label);
  gtk_widget_class_bind_template_child (widget_class, TktTicketCell, closed_label);
  gtk_widget_class_bind_template_child (widget_class, TktTicketCell, draft_label);
  gtk_widget_class_bind_template_child (widget_class, TktTicketCell, outbox_image);
  gtk_widget_class_bind_template_child (widget_class, TktTicketCell, replies_box);
  gtk_widget_class_bind_template_child (widget_class, TktTicketCell, replies_label);
  gtk_widget_class_bind_template_child (widget_class, TktTicketCell, assignee_avatar);
  gtk_widget_class_set_css_name (widget_class, "ticketcell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tkt_ticket_cell_init (TktTicketCell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
