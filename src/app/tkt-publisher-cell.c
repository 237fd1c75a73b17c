/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of a list of publishers. */
#include "tkt-publisher-cell.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "tkt-text.h"
#include "tkt-time.h"
#include "tkt-tip.h"
#include "tkt-words.h"

struct _TktPublisherCell
{
  TktCell parent_instance;

  AdwAvatar *avatar;
  GtkLabel *name_label;
  GtkLabel *details_label;
  GtkLabel *status_label;
  GtkLabel *activity_label;
  GtkLabel *open_label;
};

G_DEFINE_FINAL_TYPE (TktPublisherCell, tkt_publisher_cell, TKT_TYPE_CELL)

/* Rule 15: the red dot with the number of open tickets. */
static void
show_open_tickets (TktPublisherCell *self, const TktPublisherRow *row)
{
  g_autofree char *open = g_strdup_printf ("%" G_GINT64_FORMAT, row->open_tickets);
  g_autofree char *words = tkt_words_open_tickets (row->open_tickets);

  gtk_label_set_label (self->open_label, open);
  tkt_tip_set (GTK_WIDGET (self->open_label), words);
  gtk_widget_set_opacity (GTK_WIDGET (self->open_label), row->open_tickets > 0 ? 1.0 : 0.0);
}

static char *
tkt_publisher_cell_say (gconstpointer data)
{
  const TktPublisherRow *row = data;
  g_autofree char *details
      = tkt_words_publisher_details (row->publisher, row->account_manager_name, FALSE);
  g_autofree char *open = tkt_words_open_tickets (row->open_tickets);
  GString *aloud = g_string_new (row->publisher->name);

  tkt_text_list_append (aloud, details);
  tkt_text_list_append (aloud, open);
  return g_string_free (aloud, FALSE);
}

static void
tkt_publisher_cell_show (TktCell *cell, gconstpointer data)
{
  TktPublisherCell *self = TKT_PUBLISHER_CELL (cell);
  const TktPublisherRow *row = data;
  const TktPublisher *publisher = row->publisher;
  g_autofree char *when = row->last_activity != 0
                              ? tkt_words_when (row->last_activity, tkt_time_now ())
                              : g_strdup ("");
  g_autofree char *details
      = tkt_words_publisher_details (publisher, row->account_manager_name, FALSE);

  adw_avatar_set_text (self->avatar, publisher->name);
  gtk_label_set_label (self->name_label, publisher->name);
  gtk_label_set_label (self->details_label, details);
  gtk_label_set_label (self->activity_label, when);
  /* Where one chooses, the name has that room. */
  gtk_widget_set_visible (GTK_WIDGET (self->activity_label),
                          gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_POPOVER) == NULL);
  gtk_label_set_label (self->status_label, tkt_words_publisher_status (publisher->status));
  gtk_widget_set_visible (GTK_WIDGET (self->status_label),
                          publisher->status != TKT_PUBLISHER_ACTIVE);
  show_open_tickets (self, row);
}

static void
tkt_publisher_cell_class_init (TktPublisherCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  TKT_CELL_CLASS (klass)->show = tkt_publisher_cell_show;
  TKT_CELL_CLASS (klass)->say = tkt_publisher_cell_say;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-publisher-cell.ui");
  gtk_widget_class_bind_template_child (widget_class, TktPublisherCell, avatar);
  gtk_widget_class_bind_template_child (widget_class, TktPublisherCell, name_label);
  gtk_widget_class_bind_template_child (widget_class, TktPublisherCell, details_label);
  gtk_widget_class_bind_template_child (widget_class, TktPublisherCell, status_label);
  gtk_widget_class_bind_template_child (widget_class, TktPublisherCell, activity_label);
  gtk_widget_class_bind_template_child (widget_class, TktPublisherCell, open_label);
  gtk_widget_class_set_css_name (widget_class, "publishercell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tkt_publisher_cell_init (TktPublisherCell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tkt_tip_set (GTK_WIDGET (self->activity_label), _ ("Last activity"));
}
