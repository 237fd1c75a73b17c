/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many messages of a conversation have what is searched for. */
#include "tkt-find-bar.h"

#include "tkt-words.h"

struct _TktFindBar
{
  GtkWidget parent_instance;

  TktSearchState *search;
  TktDesk *desk;
  char *ticket_id;
  TktRowModel *matches; /* NULL: nothing is searched for */
  char *words;          /* that it is for */

  GtkWidget *content;
  GtkLabel *place_label;
};

enum
{
  GO_TO,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TktFindBar, tkt_find_bar, GTK_TYPE_WIDGET)

static guint
count_matches (TktFindBar *self)
{
  return self->matches != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->matches)) : 0;
}

/* Where the person has gone; G_MAXUINT: nowhere yet, or it is not there any more. */
static guint
find_place (TktFindBar *self)
{
  gint64 current = tkt_search_state_get_current (self->search);

  return self->matches != NULL && current != 0 ? tkt_row_model_find (self->matches, current)
                                               : G_MAXUINT;
}

static void
show_place (TktFindBar *self)
{
  guint n = count_matches (self);
  guint place = find_place (self);
  g_autofree char *words = tkt_words_matches (place < n ? place + 1 : 0, n);

  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  gtk_label_set_label (self->place_label, words);
}

static void
drop_matches (TktFindBar *self)
{
  if (self->matches != NULL)
    g_signal_handlers_disconnect_by_data (self->matches, self);
  g_clear_object (&self->matches);
  g_clear_pointer (&self->words, g_free);
}

static void
look (TktFindBar *self)
{
  drop_matches (self);
  if (self->ticket_id != NULL && tkt_search_state_get_query (self->search)->match != NULL)
    {
      self->words = g_strdup (tkt_search_state_get_words (self->search));
      self->matches = tkt_desk_list_matches (self->desk, self->ticket_id, self->words);
      g_signal_connect_swapped (self->matches, "items-changed", G_CALLBACK (show_place), self);
    }
  show_place (self);
}

static void
on_search_changed (TktFindBar *self)
{
  if (g_strcmp0 (self->words, tkt_search_state_get_words (self->search)) != 0)
    look (self);
  else
    show_place (self);
}

static void
tkt_find_bar_dispose (GObject *object)
{
  TktFindBar *self = TKT_FIND_BAR (object);

  drop_matches (self);
  if (self->search != NULL)
    g_signal_handlers_disconnect_by_data (self->search, self);
  g_clear_object (&self->search);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->ticket_id, g_free);
  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (tkt_find_bar_parent_class)->dispose (object);
}

static void
tkt_find_bar_class_init (TktFindBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_find_bar_dispose;

  signals[GO_TO] = g_signal_new ("go-to",
                                 G_TYPE_FROM_CLASS (klass),
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 1,
                                 G_TYPE_INT64);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-find-bar.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, TktFindBar, content);
  gtk_widget_class_bind_template_child (widget_class, TktFindBar, place_label);
}

static void
tkt_find_bar_init (TktFindBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tkt_find_bar_set_search (TktFindBar *self, TktSearchState *search)
{
  g_return_if_fail (TKT_IS_FIND_BAR (self));
  g_return_if_fail (self->search == NULL);

  self->search = g_object_ref (search);
  g_signal_connect_swapped (search, "changed", G_CALLBACK (on_search_changed), self);
}

void
tkt_find_bar_set_ticket (TktFindBar *self, TktDesk *desk, const char *ticket_id)
{
  g_return_if_fail (TKT_IS_FIND_BAR (self));

  g_set_object (&self->desk, desk);
  g_free (self->ticket_id);
  self->ticket_id = g_strdup (ticket_id);
  tkt_search_state_set_current (self->search, 0);
  look (self);
}

void
tkt_find_bar_step (TktFindBar *self, int step)
{
  guint n = count_matches (self);
  guint place = find_place (self);
  g_autoptr (TktRowItem) item = NULL;
  gint64 key;

  g_return_if_fail (TKT_IS_FIND_BAR (self));

  if (n == 0)
    return;
  if (place >= n)
    place = step > 0 ? 0 : n - 1;
  else
    place = (place + n + step) % n;
  item = g_list_model_get_item (G_LIST_MODEL (self->matches), place);
  key = tkt_row_item_get_key (item);
  tkt_search_state_set_current (self->search, key);
  g_signal_emit (self, signals[GO_TO], 0, key);
}
