/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of the listed tickets are chosen: one, which is read, or several. */
#include "tkt-cell-place.h"
#include "tkt-client-rows.h"
#include "tkt-ticket-cell.h"
#include "tkt-ticket-list-private.h"

/* The id of the ticket at @position; NULL while its row is still being read. */
static const char *
ticket_id_at (TktTicketList *self, guint position)
{
  g_autoptr (TktRowItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), position);
  const TktTicketRow *row = item != NULL ? tkt_row_item_get_row (item) : NULL;

  return row != NULL ? row->ticket->id : NULL;
}

static void
take_id (TktTicketList *self, const char *id)
{
  g_free (self->selected_id);
  self->selected_id = g_strdup (id);
}

/* Tells of several, or that it is one again, or none. */
static void
count_selected (TktTicketList *self)
{
  const guint n = tkt_row_selection_get_n_selected (self->selection);
  const guint several = n > 1 ? n : 0;

  if (several == self->several)
    return;
  self->several = several;
  g_object_notify (G_OBJECT (self), "several");
}

static void
on_selection_changed (TktTicketList *self)
{
  const guint position = tkt_row_selection_get_only (self->selection);
  g_autofree char *id = NULL;

  count_selected (self);
  if (self->selecting || position == GTK_INVALID_LIST_POSITION)
    return;
  id = g_strdup (ticket_id_at (self, position));
  if (id == NULL || g_strcmp0 (id, self->selected_id) == 0)
    return;
  take_id (self, id);
  g_signal_emit_by_name (self, "chosen", id);
}

/* As it is done with the pointer: what is extended with Shift begins there. */
static void
select_row (TktTicketList *self, guint position)
{
  gtk_widget_activate_action (
      GTK_WIDGET (self->list_view), "list.select-item", "(ubb)", position, FALSE, FALSE);
}

/* One of several stands for all of them. */
static void
on_activate (TktTicketList *self, guint position)
{
  g_autofree char *id = g_strdup (ticket_id_at (self, position));

  if (id == NULL)
    return;
  if (self->several > 0
      && !gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position))
    select_row (self, position);
  if (self->several == 0)
    take_id (self, id);
  g_signal_emit_by_name (self, "activated", id);
}

static void
select_silently (TktTicketList *self, guint position)
{
  self->selecting = TRUE;
  if (position == GTK_INVALID_LIST_POSITION)
    gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
  else
    select_row (self, position);
  self->selecting = FALSE;
}

/* Rows come and go while the choice stays: selects the chosen ticket again where its row stands
 * now. Several look after themselves, until there is one of them left. */
void
tkt_ticket_list_restore_choice (TktTicketList *self)
{
  guint n = self->model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->model)) : 0;
  guint selected = tkt_row_selection_get_only (self->selection);
  guint position = GTK_INVALID_LIST_POSITION;
  const gboolean last_of_several = self->several > 0 && selected != GTK_INVALID_LIST_POSITION;

  count_selected (self);
  if (last_of_several)
    on_selection_changed (self);
  if (self->selected_id == NULL || self->several > 0
      || (selected < n && g_strcmp0 (ticket_id_at (self, selected), self->selected_id) == 0))
    return;
  /* What moves goes to the top of a list: the first rows are those that are in memory and worth a
   * look. */
  for (guint i = 0; i < MIN (n, 200) && position == GTK_INVALID_LIST_POSITION; i++)
    if (g_strcmp0 (ticket_id_at (self, i), self->selected_id) == 0)
      position = i;
  select_silently (self, position);
}

void
tkt_ticket_list_drop_several (TktTicketList *self)
{
  if (self->several == 0)
    return;
  select_silently (self, GTK_INVALID_LIST_POSITION);
  tkt_ticket_list_restore_choice (self);
}

void
tkt_ticket_list_activate_first (TktTicketList *self)
{
  select_row (self, 0);
  on_activate (self, 0);
}

void
tkt_ticket_list_bind_choice (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_selection_changed);
}

void
tkt_ticket_list_select (TktTicketList *self, const char *ticket_id)
{
  g_autofree char *id = g_strdup (ticket_id);

  g_return_if_fail (TKT_IS_TICKET_LIST (self));

  if (self->several == 0 && g_strcmp0 (self->selected_id, ticket_id) == 0)
    return;
  take_id (self, id);
  if (ticket_id == NULL || self->several > 0)
    select_silently (self, GTK_INVALID_LIST_POSITION);
  tkt_ticket_list_restore_choice (self);
}

void
tkt_ticket_list_choose (TktTicketList *self, const char *ticket_id, gint64 key)
{
  g_autofree char *id = g_strdup (ticket_id);
  guint position;

  g_return_if_fail (TKT_IS_TICKET_LIST (self));

  position = tkt_row_model_find (self->model, key);
  take_id (self, id);
  /* Its row may not have been read yet, and the selection could not tell which ticket it is. */
  select_silently (self, position);
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", position);
  g_signal_emit_by_name (self, "chosen", id);
}

/* The keyboard goes along; a row that far away that it is not there yet comes without it. */
static void
focus_row (TktTicketList *self, guint position)
{
  g_autoptr (TktRowItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), position);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self->list_view)))
    return;
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list_view)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *place = gtk_widget_get_first_child (row);

      if (TKT_IS_CELL_PLACE (place) && tkt_cell_place_get_item (TKT_CELL_PLACE (place)) == item)
        gtk_widget_grab_focus (row);
    }
}

void
tkt_ticket_list_step (TktTicketList *self, int step)
{
  guint n = self->model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->model)) : 0;
  guint selected = step > 0 ? tkt_row_selection_get_last (self->selection)
                            : tkt_row_selection_get_first (self->selection);
  gint64 next = selected == GTK_INVALID_LIST_POSITION ? 0 : (gint64)selected + step;

  g_return_if_fail (TKT_IS_TICKET_LIST (self));

  if (next < 0 || next >= n)
    return;
  select_row (self, next);
  gtk_widget_activate_action (
      GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", (guint)next);
  focus_row (self, next);
}

guint
tkt_ticket_list_get_several (TktTicketList *self)
{
  g_return_val_if_fail (TKT_IS_TICKET_LIST (self), 0);

  return self->several;
}

TktRowPick *
tkt_ticket_list_pick (TktTicketList *self)
{
  g_return_val_if_fail (TKT_IS_TICKET_LIST (self), NULL);

  return tkt_row_selection_pick (self->selection);
}
