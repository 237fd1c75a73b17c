/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of the list of everything undelivered. */
#include "tkt-undelivered-cell.h"

#include <glib/gi18n.h>

#include "tkt-time.h"
#include "tkt-words.h"

struct _TktUndeliveredCell
{
  TktCell parent_instance;

  GtkImage *image;
  GtkLabel *what_label;
  GtkLabel *when_label;
  GtkLabel *body_label;
  GtkLabel *state_label;
  GtkMenuButton *menu_button;
};

G_DEFINE_FINAL_TYPE (TktUndeliveredCell, tkt_undelivered_cell, TKT_TYPE_CELL)

static void
show_menu (TktUndeliveredCell *self, const TktUndeliveredRow *row)
{
  const TktEntry *entry = row->entry;
  gboolean words = entry->body != NULL;
  gboolean refused = entry->state == TKT_ENTRY_REFUSED;
  gboolean sending = entry->state == TKT_ENTRY_SENDING;
  gboolean reply = entry->kind == TKT_ENTRY_REPLY;
  gboolean note = entry->kind == TKT_ENTRY_WRITE_NOTE;
  /* Saved replies are written in the preferences. */
  gboolean message = reply || note || entry->kind == TKT_ENTRY_OPEN_TICKET;
  /* It has to have its ticket to be edited, and a note is never a ticket. */
  gboolean in_ticket = reply || note;
  g_autoptr (GMenu) menu = g_menu_new ();
  const struct
  {
    const char *label;
    const char *action;
    gboolean shown;
  } items[] = {
    { _ ("Show Ticket"), "undelivered.show", row->ticket != NULL },
    { _ ("Undo"), "undelivered.undo", entry->state == TKT_ENTRY_HELD },
    { _ ("Retry"), "undelivered.retry", refused },
    { _ ("Copy"), "undelivered.copy", words },
    { _ ("Edit"), "undelivered.edit", message && !sending && (!in_ticket || row->ticket != NULL) },
    { _ ("New Ticket with This Text"), "undelivered.as-new-ticket", reply && !sending },
    { _ ("Discard"), "undelivered.discard", !sending },
  };

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    if (items[i].shown)
      {
        g_autoptr (GMenuItem) item = g_menu_item_new (items[i].label, NULL);

        g_menu_item_set_action_and_target (item, items[i].action, "x", entry->seq);
        g_menu_append_item (menu, item);
      }
  gtk_menu_button_set_menu_model (self->menu_button, G_MENU_MODEL (menu));
}

static void
tkt_undelivered_cell_show (TktCell *cell, gconstpointer data)
{
  TktUndeliveredCell *self = TKT_UNDELIVERED_CELL (cell);
  const TktUndeliveredRow *row = data;
  const TktEntry *entry = row->entry;
  gboolean refused = entry->state == TKT_ENTRY_REFUSED;
  g_autofree char *what = tkt_words_entry (row);
  g_autofree char *state = tkt_words_delivery (tkt_delivery_of_entry (entry), entry->detail);
  g_autofree char *when = tkt_words_when (entry->written_at, tkt_time_now ());

  gtk_label_set_label (self->what_label, what);
  gtk_label_set_label (self->when_label, when);
  gtk_label_set_label (self->body_label, entry->body != NULL ? entry->body : "");
  gtk_widget_set_visible (GTK_WIDGET (self->body_label), entry->body != NULL);
  gtk_label_set_label (self->state_label, state);
  gtk_image_set_from_icon_name (self->image,
                                refused ? "dialog-warning-symbolic" : "tkt-waiting-symbolic");
  if (refused)
    gtk_widget_add_css_class (GTK_WIDGET (self), "refused");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "refused");
  show_menu (self, row);
}

static char *
tkt_undelivered_cell_say (gconstpointer data)
{
  const TktUndeliveredRow *row = data;
  g_autofree char *what = tkt_words_entry (row);
  g_autofree char *state
      = tkt_words_delivery (tkt_delivery_of_entry (row->entry), row->entry->detail);

  return g_strconcat (what, ", ", state, NULL);
}

static void
tkt_undelivered_cell_class_init (TktUndeliveredCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  TKT_CELL_CLASS (klass)->show = tkt_undelivered_cell_show;
  TKT_CELL_CLASS (klass)->say = tkt_undelivered_cell_say;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-undelivered-cell.ui");
  gtk_widget_class_bind_template_child (widget_class, TktUndeliveredCell, image);
  gtk_widget_class_bind_template_child (widget_class, TktUndeliveredCell, what_label);
  gtk_widget_class_bind_template_child (widget_class, TktUndeliveredCell, when_label);
  gtk_widget_class_bind_template_child (widget_class, TktUndeliveredCell, body_label);
  gtk_widget_class_bind_template_child (widget_class, TktUndeliveredCell, state_label);
  gtk_widget_class_bind_template_child (widget_class, TktUndeliveredCell, menu_button);
  gtk_widget_class_set_css_name (widget_class, "undeliveredcell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tkt_undelivered_cell_init (TktUndeliveredCell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
