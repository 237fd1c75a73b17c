/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The left pane: search, filters and the list of tickets. */
#include <glib/gi18n.h>

#include "tkt-cell-place.h"
#include "tkt-tab-stop.h"
#include "tkt-ticket-cell.h"
#include "tkt-ticket-list-private.h"
#include "tkt-words.h"

enum
{
  PROP_0,
  PROP_FILTER_TEXT,
  PROP_SEVERAL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TktTicketList, tkt_ticket_list, GTK_TYPE_WIDGET)

static void
show_page (TktTicketList *self, const char *title, const char *description)
{
  /* A status page takes its description for markup. */
  g_autofree char *escaped = g_markup_escape_text (description, -1);

  adw_status_page_set_title (self->empty_page, title);
  adw_status_page_set_description (self->empty_page, escaped);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

/* Said when all has been found, and not at each step on the way; before, what the number on the tab
 * is about. */
static void
show_found (TktTicketList *self)
{
  gboolean searching = !tkt_search_query_is_empty (tkt_search_state_get_query (self->search));
  guint n = self->model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->model)) : 0;
  g_autofree char *words = NULL;

  if (searching && n > 0 && !tkt_row_model_get_whole (self->model))
    return;
  if (searching && n > 0)
    words = tkt_words_found (n);
  else if (!searching && self->unread > 0)
    words = tkt_words_unread_tickets (self->unread);
  gtk_label_set_label (self->found_label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->found_label), words != NULL);
}

void
tkt_ticket_list_show_state (TktTicketList *self)
{
  const TktSearchQuery *query = tkt_search_state_get_query (self->search);
  g_autofree char *fault = tkt_words_search_fault (query);
  const char *title, *description;
  gboolean found = TRUE;

  show_found (self);
  if (fault != NULL)
    show_page (self, _ ("Search Not Understood"), fault);
  else if (self->model == NULL || tkt_row_model_get_loading (self->model))
    gtk_stack_set_visible_child_name (self->stack, "loading");
  else if (tkt_row_model_get_problem (self->model) != NULL)
    show_page (self, _ ("Tickets Can't Be Shown"), tkt_row_model_get_problem (self->model));
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else if (!tkt_search_query_is_empty (query))
    {
      found = FALSE;
      show_page (self, _ ("No Results"), tkt_words_nothing_found (query, self->filter));
    }
  else
    {
      tkt_words_empty_list (self->filter, tkt_desk_is_staff (self->desk), &title, &description);
      show_page (self, title, description);
    }
  tkt_ticket_list_show_offers (self, found);
}

static gboolean
show_top (gpointer data)
{
  TktTicketList *self = data;

  self->top_source = 0;
  self->refiltered = FALSE;
  if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", 0u);
  return G_SOURCE_REMOVE;
}

static gboolean
is_at_top (TktTicketList *self)
{
  GtkAdjustment *place = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list_view));

  return gtk_adjustment_get_value (place) <= gtk_adjustment_get_lower (place);
}

/* GTK's list stays with the row that stood on top, so that what is new would come out of sight.
 * That is right where somebody has scrolled; who sees the top sees what comes there, and so does
 * who asked for other tickets and has chosen none of them. */
static void
keep_in_sight (TktTicketList *self, guint position, guint added)
{
  gboolean lost = self->refiltered && tkt_row_selection_get_n_selected (self->selection) == 0;

  /* Once the list has taken the change in. */
  if (position == 0 && added > 0 && self->top_source == 0 && (is_at_top (self) || lost))
    self->top_source = g_idle_add (show_top, self);
}

static void
on_items_changed (TktTicketList *self, guint position, guint removed, guint added)
{
  tkt_ticket_list_restore_choice (self);
  keep_in_sight (self, position, added);
  tkt_ticket_list_show_state (self);
}

static void
on_whole (TktTicketList *self)
{
  tkt_ticket_list_show_state (self);
  if (!self->opening || !tkt_row_model_get_whole (self->model))
    return;
  self->opening = FALSE;
  if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0)
    tkt_ticket_list_activate_first (self);
}

static void
tkt_ticket_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TktTicketList *self = TKT_TICKET_LIST (object);

  switch (prop_id)
    {
    case PROP_FILTER_TEXT:
      g_value_take_string (value, tkt_ticket_filter_to_text (self->filter));
      break;
    case PROP_SEVERAL:
      g_value_set_uint (value, self->several);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tkt_ticket_list_dispose (GObject *object)
{
  TktTicketList *self = TKT_TICKET_LIST (object);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_handle_id (&self->top_source, g_source_remove);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->model);
  g_clear_object (&self->desk);
  g_clear_object (&self->actions);

  G_OBJECT_CLASS (tkt_ticket_list_parent_class)->dispose (object);
}

static void
tkt_ticket_list_finalize (GObject *object)
{
  TktTicketList *self = TKT_TICKET_LIST (object);

  g_clear_pointer (&self->filter, tkt_ticket_filter_free);
  g_clear_object (&self->search);
  g_clear_object (&self->excerpts);
  g_clear_pointer (&self->selected_id, g_free);

  G_OBJECT_CLASS (tkt_ticket_list_parent_class)->finalize (object);
}

/* With a ticket's id. */
static void
add_signal (TktTicketListClass *klass, const char *name)
{
  g_signal_new (name,
                G_TYPE_FROM_CLASS (klass),
                G_SIGNAL_RUN_LAST,
                0,
                NULL,
                NULL,
                NULL,
                G_TYPE_NONE,
                1,
                G_TYPE_STRING);
}

static void
tkt_ticket_list_class_init (TktTicketListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tkt_ticket_list_get_property;
  object_class->dispose = tkt_ticket_list_dispose;
  object_class->finalize = tkt_ticket_list_finalize;

  properties[PROP_FILTER_TEXT] = g_param_spec_string (
      "filter-text", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SEVERAL] = g_param_spec_uint (
      "several", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  add_signal (klass, "chosen");
  add_signal (klass, "activated");

  g_type_ensure (TKT_TYPE_ROW_SELECTION);
  g_type_ensure (TKT_TYPE_TAB_STOP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-ticket-list.ui");
  tkt_ticket_list_bind_choice (widget_class);
  tkt_ticket_list_bind_filter (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, TktTicketList, content);
  gtk_widget_class_bind_template_child (widget_class, TktTicketList, search_box);
  gtk_widget_class_bind_template_child (widget_class, TktTicketList, status_box);
  gtk_widget_class_bind_template_child (widget_class, TktTicketList, owner_box);
  gtk_widget_class_bind_template_child (widget_class, TktTicketList, owner_toggles);
  gtk_widget_class_bind_template_child (widget_class, TktTicketList, publisher_chooser);
  gtk_widget_class_bind_template_child (widget_class, TktTicketList, found_label);
  gtk_widget_class_bind_template_child (widget_class, TktTicketList, stack);
  gtk_widget_class_bind_template_child (widget_class, TktTicketList, empty_page);
  gtk_widget_class_bind_template_child (widget_class, TktTicketList, offer_box);
  gtk_widget_class_bind_template_child (widget_class, TktTicketList, list_view);
  gtk_widget_class_bind_template_child (widget_class, TktTicketList, selection);
}

static void
tkt_ticket_list_init (TktTicketList *self)
{
  tkt_ticket_list_install_filter (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  tkt_ticket_list_fit_filter (self);
  tkt_cell_place_fill_list (self->list_view, TKT_TYPE_TICKET_CELL, self->search);
  tkt_ticket_list_show_state (self);
}

void
tkt_ticket_list_set_desk (TktTicketList *self, TktDesk *desk)
{
  g_return_if_fail (TKT_IS_TICKET_LIST (self));

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  tkt_row_selection_set_model (self->selection, NULL);
  g_clear_object (&self->model);
  g_set_object (&self->desk, desk);
  tkt_excerpts_set_desk (self->excerpts, desk);
  tkt_publisher_chooser_set_desk (self->publisher_chooser, desk);
  if (desk == NULL)
    return;

  gtk_widget_set_visible (self->owner_box, tkt_desk_is_staff (desk));
  tkt_search_box_set_staff (self->search_box, tkt_desk_is_staff (desk));
  self->model = tkt_desk_list_tickets (desk, self->filter);
  tkt_row_selection_set_model (self->selection, self->model);
  g_signal_connect_swapped (self->model, "items-changed", G_CALLBACK (on_items_changed), self);
  g_signal_connect_swapped (
      self->model, "notify::loading", G_CALLBACK (tkt_ticket_list_show_state), self);
  g_signal_connect_swapped (
      self->model, "notify::problem", G_CALLBACK (tkt_ticket_list_show_state), self);
  g_signal_connect_swapped (self->model, "notify::whole", G_CALLBACK (on_whole), self);
  tkt_ticket_list_show_state (self);
}

TktExcerpts *
tkt_ticket_list_get_excerpts (TktTicketList *self)
{
  g_return_val_if_fail (TKT_IS_TICKET_LIST (self), NULL);

  return self->desk != NULL ? self->excerpts : NULL;
}

TktSearchState *
tkt_ticket_list_get_search (TktTicketList *self)
{
  g_return_val_if_fail (TKT_IS_TICKET_LIST (self), NULL);

  return self->search;
}

void
tkt_ticket_list_search (TktTicketList *self, const char *words)
{
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_new ();

  g_return_if_fail (TKT_IS_TICKET_LIST (self));

  filter->status = TKT_SHOW_ALL;
  tkt_ticket_list_set_filter (self, filter);
  tkt_search_box_set_words (self->search_box, words);
  tkt_search_box_focus (self->search_box);
}

void
tkt_ticket_list_focus_search (TktTicketList *self)
{
  g_return_if_fail (TKT_IS_TICKET_LIST (self));

  tkt_search_box_focus (self->search_box);
}

void
tkt_ticket_list_set_unread (TktTicketList *self, guint unread)
{
  g_return_if_fail (TKT_IS_TICKET_LIST (self));

  self->unread = unread;
  show_found (self);
}

void
tkt_ticket_list_set_single_click (TktTicketList *self, gboolean single)
{
  g_return_if_fail (TKT_IS_TICKET_LIST (self));

  gtk_list_view_set_single_click_activate (self->list_view, single);
}
