/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of the ticket list. */
#include "tkt-ticket-cell.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "tkt-text.h"
#include "tkt-ticket-list.h"
#include "tkt-time.h"
#include "tkt-tip.h"
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
  GtkLabel *excerpt_label;
  char *excerpt_of;     /* the ticket whose line that is */
  GCancellable *asking; /* for it; NULL: nobody is asked */
};

G_DEFINE_FINAL_TYPE (TktTicketCell, tkt_ticket_cell, TKT_TYPE_CELL)

static void
show_outbox_mark (TktTicketCell *self, const TktTicketRow *row)
{
  gtk_widget_set_visible (GTK_WIDGET (self->outbox_image), row->n_waiting > 0);
  gtk_image_set_from_icon_name (self->outbox_image,
                                row->refused ? "dialog-warning-symbolic" : "tkt-waiting-symbolic");
  tkt_tip_set (GTK_WIDGET (self->outbox_image),
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
set_excerpt (TktTicketCell *self, const char *excerpt)
{
  TktSearchState *search = tkt_cell_get_search (TKT_CELL (self));
  g_autoptr (PangoAttrList) marks = tkt_search_state_mark (search, excerpt, FALSE);

  gtk_label_set_label (self->excerpt_label, excerpt);
  gtk_label_set_attributes (self->excerpt_label, marks);
}

static void
say_excerpt (TktTicketCell *self, const TktTicketRow *row)
{
  g_autofree char *row_words = tkt_words_ticket_aloud (row);
  g_autoptr (GString) aloud = NULL;

  if (*gtk_label_get_label (self->excerpt_label) == '\0')
    return;
  aloud = g_string_new (row_words);
  tkt_text_list_append (aloud, gtk_label_get_label (self->excerpt_label));
  tkt_cell_set_aloud (TKT_CELL (self), aloud->str);
}

static void
stop_asking (TktTicketCell *self)
{
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
}

static void
on_excerpt_found (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktTicketCell) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *excerpt = tkt_excerpts_find_finish (TKT_EXCERPTS (object), result, &error);
  TktRowItem *item = tkt_cell_get_item (TKT_CELL (self));
  const TktTicketRow *row = item != NULL ? tkt_row_item_get_row (item) : NULL;

  /* Another row, or other words, have come in its place. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->asking);
  if (error != NULL)
    g_info ("Why a ticket was found can't be read: %s", error->message);
  if (row == NULL)
    return;
  set_excerpt (self, excerpt != NULL ? excerpt : "");
  say_excerpt (self, row);
}

/* The line's place is there before it: a list whose rows grow one after another can't be read. What
 * stands in it stays until the answer to other words comes. */
static void
show_excerpt (TktTicketCell *self, const TktTicketRow *row)
{
  TktSearchState *search = tkt_cell_get_search (TKT_CELL (self));
  GtkWidget *list = gtk_widget_get_ancestor (GTK_WIDGET (self), TKT_TYPE_TICKET_LIST);
  TktExcerpts *excerpts
      = list != NULL ? tkt_ticket_list_get_excerpts (TKT_TICKET_LIST (list)) : NULL;
  const gboolean wanted = tkt_search_state_has_words (search);

  stop_asking (self);
  gtk_widget_set_visible (GTK_WIDGET (self->excerpt_label), wanted);
  if (!wanted || g_strcmp0 (self->excerpt_of, row->ticket->id) != 0)
    set_excerpt (self, "");
  else
    set_excerpt (self, gtk_label_get_label (self->excerpt_label));
  g_free (self->excerpt_of);
  self->excerpt_of = g_strdup (row->ticket->id);
  if (!wanted || excerpts == NULL)
    return;
  self->asking = g_cancellable_new ();
  tkt_excerpts_find_async (excerpts,
                           row->ticket->id,
                           tkt_search_state_get_words (search),
                           self->asking,
                           on_excerpt_found,
                           g_object_ref (self));
}

static void
tkt_ticket_cell_dispose (GObject *object)
{
  TktTicketCell *self = TKT_TICKET_CELL (object);

  stop_asking (self);
  g_clear_pointer (&self->excerpt_of, g_free);

  G_OBJECT_CLASS (tkt_ticket_cell_parent_class)->dispose (object);
}

static void
tkt_ticket_cell_show (TktCell *cell, gconstpointer data)
{
  TktTicketCell *self = TKT_TICKET_CELL (cell);
  const TktTicketRow *row = data;
  const TktTicket *ticket = row->ticket;
  g_autofree char *when = tkt_words_when (ticket->last_message_at, tkt_time_now ());
  gboolean closed = ticket->status == TKT_TICKET_CLOSED;

  show_title (self, ticket->title);
  show_excerpt (self, row);
  say_excerpt (self, row);
  gtk_label_set_label (self->when_label, when);
  gtk_label_set_label (self->who_label,
                       row->publisher_name != NULL ? row->publisher_name
                       : row->last_author != NULL  ? row->last_author
                                                   : "");
  gtk_widget_set_visible (GTK_WIDGET (self->closed_label), closed);
  gtk_widget_set_visible (self->draft_label, row->draft);
  gtk_widget_set_visible (GTK_WIDGET (self->assignee_avatar), row->assignee_name != NULL);
  adw_avatar_set_text (self->assignee_avatar, row->assignee_name);
  tkt_tip_set (GTK_WIDGET (self->assignee_avatar), row->assignee_name);
  show_numbers (self, row);
  show_outbox_mark (self, row);

  if (row->unread)
    gtk_widget_add_css_class (GTK_WIDGET (self), "unread");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "unread");
}

static char *
tkt_ticket_cell_say (gconstpointer row)
{
  return tkt_words_ticket_aloud (row);
}

static void
tkt_ticket_cell_class_init (TktTicketCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_ticket_cell_dispose;
  TKT_CELL_CLASS (klass)->show = tkt_ticket_cell_show;
  TKT_CELL_CLASS (klass)->say = tkt_ticket_cell_say;

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
  gtk_widget_class_bind_template_child (widget_class, TktTicketCell, excerpt_label);
  gtk_widget_class_set_css_name (widget_class, "ticketcell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tkt_ticket_cell_init (TktTicketCell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tkt_tip_set (self->replies_box, _ ("Replies"));
}
