/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which tickets the list shows: what the person chose and typed. */
#include <glib/gi18n.h>

#include "tkt-ticket-list-private.h"
#include "tkt-words.h"

static const char *const status_words[] = { "open", "closed", "all", NULL };
static const char *const owner_words[] = { "everyone", "mine", "unassigned", NULL };
static const char *const sort_words[] = { "activity", "opened", "number", NULL };

static int
word_index (const char *const *words, const char *word)
{
  for (int i = 0; words[i] != NULL; i++)
    if (g_str_equal (words[i], word))
      return i;
  g_return_val_if_reached (0);
}

static void
apply_filter (TktTicketList *self)
{
  self->refiltered = TRUE;
  /* What is selected is what one sees. */
  tkt_ticket_list_drop_several (self);
  if (self->model != NULL)
    tkt_desk_set_filter (self->desk, self->model, self->filter);
  tkt_ticket_list_show_state (self);
  g_object_notify (G_OBJECT (self), "filter-text");
}

static void
on_choice_changed (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  TktTicketList *self = TKT_TICKET_LIST (user_data);
  const char *name = g_action_get_name (G_ACTION (action));
  const char *word = g_variant_get_string (value, NULL);

  g_simple_action_set_state (action, value);
  if (g_str_equal (name, "status"))
    self->filter->status = word_index (status_words, word);
  else if (g_str_equal (name, "owner"))
    self->filter->owner = word_index (owner_words, word);
  else
    self->filter->sort = word_index (sort_words, word);
  apply_filter (self);
}

static void
take_words (TktTicketList *self)
{
  g_free (self->filter->words);
  self->filter->words = g_strdup (tkt_search_box_get_words (self->search_box));
  tkt_search_state_set_words (self->search, self->filter->words);
  apply_filter (self);
}

/* Enter may have been quicker. */
static void
on_search_changed (TktTicketList *self)
{
  if (g_strcmp0 (self->filter->words, tkt_search_box_get_words (self->search_box)) == 0)
    return;
  self->opening = FALSE;
  take_words (self);
}

/* Enter goes to what is found first: "#123" jumps to that ticket. */
static void
on_search_activated (TktTicketList *self)
{
  take_words (self);
  self->opening = !tkt_search_query_is_empty (tkt_search_state_get_query (self->search));
}

/* The same words, of all tickets. */
static void
on_everywhere (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TktTicketList *self = TKT_TICKET_LIST (user_data);
  g_autoptr (TktTicketFilter) filter = tkt_ticket_filter_copy (self->filter);

  filter->status = TKT_SHOW_ALL;
  filter->owner = TKT_SHOW_EVERYONE;
  g_clear_pointer (&filter->publisher_id, g_free);
  tkt_ticket_list_set_filter (self, filter);
}

static void
on_search_for (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  tkt_search_box_set_words (TKT_TICKET_LIST (user_data)->search_box,
                            g_variant_get_string (parameter, NULL));
}

/* @word: (nullable): what @action takes. */
static void
offer (TktTicketList *self, const char *label, const char *action, const char *word)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  /* One word may be longer than the list is wide. */
  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))),
                           PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (button, "pill");
  if (word != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", word);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (self->offer_box), button);
}

void
tkt_ticket_list_show_offers (TktTicketList *self, gboolean found)
{
  const TktSearchQuery *query = tkt_search_state_get_query (self->search);
  g_auto (GStrv) words = NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->offer_box)) != NULL)
    gtk_box_remove (GTK_BOX (self->offer_box), child);
  if (!found && tkt_words_search_narrows (query, self->filter))
    offer (self, _ ("Search All Tickets"), "list.everywhere", NULL);
  else if (!found)
    words = tkt_words_search_offers (query, tkt_search_state_get_words (self->search));
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      /* Translators: one of the words that were searched for. */
      g_autofree char *label = g_strdup_printf (_ ("Search for “%s”"), words[i]);

      offer (self, label, "list.search-for", words[i]);
    }
  gtk_widget_set_visible (self->offer_box, gtk_widget_get_first_child (self->offer_box) != NULL);
}

static void
on_search_stopped (TktTicketList *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
}

static void
on_publisher_chosen (TktTicketList *self)
{
  const char *id = tkt_publisher_chooser_get_publisher_id (self->publisher_chooser);

  if (g_strcmp0 (id, self->filter->publisher_id) == 0)
    return;
  g_free (self->filter->publisher_id);
  self->filter->publisher_id = g_strdup (id);
  apply_filter (self);
}

static void
show_filter (TktTicketList *self)
{
  g_action_group_change_action_state (G_ACTION_GROUP (self->actions),
                                      "status",
                                      g_variant_new_string (status_words[self->filter->status]));
  g_action_group_change_action_state (G_ACTION_GROUP (self->actions),
                                      "owner",
                                      g_variant_new_string (owner_words[self->filter->owner]));
  g_action_group_change_action_state (G_ACTION_GROUP (self->actions),
                                      "sort",
                                      g_variant_new_string (sort_words[self->filter->sort]));
}

void
tkt_ticket_list_bind_filter (GtkWidgetClass *widget_class)
{
  g_type_ensure (TKT_TYPE_PUBLISHER_CHOOSER);
  g_type_ensure (TKT_TYPE_SEARCH_BOX);
  gtk_widget_class_bind_template_callback (widget_class, on_publisher_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
}

void
tkt_ticket_list_install_filter (TktTicketList *self)
{
  static const GActionEntry entries[] = {
    { "status", NULL, "s", "'open'", on_choice_changed },
    { "owner", NULL, "s", "'everyone'", on_choice_changed },
    { "sort", NULL, "s", "'activity'", on_choice_changed },
    { "everywhere", on_everywhere },
    { "search-for", on_search_for, "s" },
  };

  self->filter = tkt_ticket_filter_new ();
  self->search = tkt_search_state_new ();
  self->excerpts = tkt_excerpts_new ();
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (
      G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "list", G_ACTION_GROUP (self->actions));
}

void
tkt_ticket_list_show_publisher (TktTicketList *self, const char *publisher_id, const char *name)
{
  g_return_if_fail (TKT_IS_TICKET_LIST (self));

  g_free (self->filter->publisher_id);
  self->filter->publisher_id = g_strdup (publisher_id);
  self->filter->owner = TKT_SHOW_EVERYONE;
  tkt_publisher_chooser_set_publisher (self->publisher_chooser, publisher_id, name);
  show_filter (self);
}

void
tkt_ticket_list_set_filter (TktTicketList *self, const TktTicketFilter *filter)
{
  g_return_if_fail (TKT_IS_TICKET_LIST (self));

  tkt_ticket_filter_free (self->filter);
  self->filter = tkt_ticket_filter_copy (filter);
  tkt_publisher_chooser_set_publisher (self->publisher_chooser, filter->publisher_id, NULL);
  show_filter (self);
}

const TktTicketFilter *
tkt_ticket_list_get_filter (TktTicketList *self)
{
  g_return_val_if_fail (TKT_IS_TICKET_LIST (self), NULL);

  return self->filter;
}

/* The whole word, where not all of it can be seen. */
static gboolean
on_query_tooltip (GtkWidget *button, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (button));

  if (!pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))))
    return FALSE;
  gtk_tooltip_set_text (tooltip, gtk_button_get_label (GTK_BUTTON (button)));
  return TRUE;
}

/* Each toggle is as wide as its word and a part of what is left, and narrower where some language
 * has words too long for a narrow window. */
static void
fit_toggles (GtkWidget *box)
{
  /* The list itself shall not expand because they do. */
  gtk_widget_set_hexpand (box, FALSE);
  for (GtkWidget *button = gtk_widget_get_first_child (box); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    {
      GtkWidget *label = gtk_button_get_child (GTK_BUTTON (button));

      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_widget_set_hexpand (button, TRUE);
      gtk_widget_set_has_tooltip (button, TRUE);
      g_signal_connect (button, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
    }
}

void
tkt_ticket_list_fit_filter (TktTicketList *self)
{
  fit_toggles (self->status_box);
  fit_toggles (self->owner_toggles);
}
