/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list whose rows only the server has. */
#include "tkt-asked-list.h"

struct _TktAskedList
{
  AdwBin parent_instance;

  TktDesk *desk;
  gpointer owner; /* (unowned): it holds this list */
  TktAskedFetch fetch;
  TktAskedRow make_row;
  char *empty;
  GPtrArray *pages;          /* of GPtrArray: the rows that have come */
  char *next;                /* the cursor of the next page, or NULL */
  GCancellable *cancellable; /* of the page that is on its way, or NULL */
  gboolean failed;           /* the last page did not come */

  GtkWidget *search_box;
  GtkSearchEntry *search_entry;
  GtkStack *stack;
  GtkListBox *list_box;
  GtkWidget *more_button;
  GtkLabel *words_label;
  GtkWidget *again_button;
};

enum
{
  PROP_0,
  PROP_SEARCH_LABEL,
  PROP_BESIDE_SEARCH,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TktAskedList, tkt_asked_list, ADW_TYPE_BIN)

static void
show_words (TktAskedList *self, const char *words, gboolean again)
{
  gtk_label_set_label (self->words_label, words);
  gtk_widget_set_visible (self->again_button, again);
  gtk_stack_set_visible_child_name (self->stack, "words");
}

static void
clear (TktAskedList *self)
{
  GtkWidget *row;

  g_clear_pointer (&self->next, g_free);
  g_ptr_array_set_size (self->pages, 0);
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list_box))) != NULL)
    gtk_list_box_remove (self->list_box, row);
}

static void
show_page (TktAskedList *self, TktPage *page)
{
  for (guint i = 0; i < page->rows->len; i++)
    {
      GtkWidget *row = self->make_row (self->owner, g_ptr_array_index (page->rows, i));

      if (row != NULL)
        gtk_list_box_append (self->list_box, row);
    }
  g_ptr_array_add (self->pages, g_ptr_array_ref (page->rows));
  self->next = g_steal_pointer (&page->next);
  gtk_widget_set_visible (self->more_button, self->next != NULL);
  if (self->next == NULL && gtk_widget_get_first_child (GTK_WIDGET (self->list_box)) == NULL)
    show_words (self, self->empty, FALSE);
  else
    gtk_stack_set_visible_child_name (self->stack, "list");
}

static void
on_page (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktAskedList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TktPage) page = tkt_desk_ask_finish (TKT_DESK (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  self->failed = page == NULL;
  if (page != NULL)
    show_page (self, page);
  else
    {
      clear (self);
      show_words (self, error->message, TRUE);
    }
}

static void
ask (TktAskedList *self)
{
  g_autofree char *cursor = g_steal_pointer (&self->next);

  self->cancellable = g_cancellable_new ();
  self->fetch (self->owner, cursor, self->cancellable, on_page, g_object_ref (self));
}

static void
cancel (TktAskedList *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

void
tkt_asked_list_reload (TktAskedList *self)
{
  g_return_if_fail (TKT_IS_ASKED_LIST (self));

  if (self->owner == NULL)
    return;
  cancel (self);
  /* What stands there stays until something else comes: a reload does not flicker. */
  g_clear_pointer (&self->next, g_free);
  if (gtk_widget_get_first_child (GTK_WIDGET (self->list_box)) == NULL || self->failed)
    gtk_stack_set_visible_child_name (self->stack, "busy");
  clear (self);
  ask (self);
}

static void
on_search_changed (TktAskedList *self)
{
  tkt_asked_list_reload (self);
}

static void
on_more (TktAskedList *self)
{
  if (self->next != NULL && self->cancellable == NULL)
    ask (self);
}

/* The next page comes when the end of this one is less than a screen away. */
static void
on_scrolled (TktAskedList *self, GtkAdjustment *adjustment)
{
  double page = gtk_adjustment_get_page_size (adjustment);

  if (gtk_adjustment_get_value (adjustment) + 2 * page >= gtk_adjustment_get_upper (adjustment)
      && gtk_adjustment_get_value (adjustment) > 0)
    on_more (self);
}

/* It stands in a page that scrolls; which one is known once it is there. */
static void
tkt_asked_list_realize (GtkWidget *widget)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);

  GTK_WIDGET_CLASS (tkt_asked_list_parent_class)->realize (widget);
  if (scrolled != NULL)
    g_signal_connect_object (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)),
                             "value-changed",
                             G_CALLBACK (on_scrolled),
                             widget,
                             G_CONNECT_SWAPPED);
}

static void
on_network_notify (TktAskedList *self)
{
  if (tkt_desk_get_network (self->desk) == TKT_NETWORK_ONLINE && self->failed
      && self->cancellable == NULL)
    tkt_asked_list_reload (self);
}

/* Who asked is gone: nothing is asked any more. */
static void
on_owner_destroyed (TktAskedList *self)
{
  cancel (self);
  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_clear_object (&self->desk);
  self->owner = NULL;
}

/* The answer that is waited for keeps the list from being disposed of. */
static void
tkt_asked_list_unrealize (GtkWidget *widget)
{
  TktAskedList *self = TKT_ASKED_LIST (widget);

  self->failed |= self->cancellable != NULL;
  cancel (self);

  GTK_WIDGET_CLASS (tkt_asked_list_parent_class)->unrealize (widget);
}

static void
tkt_asked_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TktAskedList *self = TKT_ASKED_LIST (object);

  if (prop_id != PROP_SEARCH_LABEL)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  else if (gtk_widget_get_visible (self->search_box))
    g_object_get_property (G_OBJECT (self->search_entry), "placeholder-text", value);
}

static void
set_search_label (TktAskedList *self, const char *label)
{
  gtk_widget_set_visible (self->search_box, label != NULL);
  g_object_set (self->search_entry, "placeholder-text", label, NULL);
  if (label != NULL)
    gtk_accessible_update_property (
        GTK_ACCESSIBLE (self->search_entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
tkt_asked_list_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TktAskedList *self = TKT_ASKED_LIST (object);

  switch (prop_id)
    {
    case PROP_SEARCH_LABEL:
      set_search_label (self, g_value_get_string (value));
      break;
    case PROP_BESIDE_SEARCH:
      gtk_box_append (GTK_BOX (self->search_box), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tkt_asked_list_dispose (GObject *object)
{
  TktAskedList *self = TKT_ASKED_LIST (object);

  on_owner_destroyed (self);
  g_clear_pointer (&self->empty, g_free);
  g_clear_pointer (&self->next, g_free);
  g_clear_pointer (&self->pages, g_ptr_array_unref);

  G_OBJECT_CLASS (tkt_asked_list_parent_class)->dispose (object);
}

static void
tkt_asked_list_class_init (TktAskedListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tkt_asked_list_dispose;
  object_class->get_property = tkt_asked_list_get_property;
  object_class->set_property = tkt_asked_list_set_property;
  widget_class->realize = tkt_asked_list_realize;
  widget_class->unrealize = tkt_asked_list_unrealize;

  properties[PROP_SEARCH_LABEL] = g_param_spec_string (
      "search-label", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  /* A button, which a description above would leave no room for in a narrow window. */
  properties[PROP_BESIDE_SEARCH] = g_param_spec_object (
      "beside-search", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-asked-list.ui");
  gtk_widget_class_bind_template_child (widget_class, TktAskedList, search_box);
  gtk_widget_class_bind_template_child (widget_class, TktAskedList, search_entry);
  gtk_widget_class_bind_template_child (widget_class, TktAskedList, stack);
  gtk_widget_class_bind_template_child (widget_class, TktAskedList, list_box);
  gtk_widget_class_bind_template_child (widget_class, TktAskedList, more_button);
  gtk_widget_class_bind_template_child (widget_class, TktAskedList, words_label);
  gtk_widget_class_bind_template_child (widget_class, TktAskedList, again_button);
  gtk_widget_class_bind_template_callback (widget_class, on_more);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, tkt_asked_list_reload);
}

static void
tkt_asked_list_init (TktAskedList *self)
{
  self->pages = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tkt_asked_list_set_up (TktAskedList *self,
                       TktDesk *desk,
                       gpointer owner,
                       TktAskedFetch fetch,
                       TktAskedRow make_row,
                       const char *name,
                       const char *empty)
{
  g_return_if_fail (TKT_IS_ASKED_LIST (self));

  self->desk = g_object_ref (desk);
  self->owner = owner;
  self->fetch = fetch;
  self->make_row = make_row;
  self->empty = g_strdup (empty);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->list_box), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (
      owner, "destroy", G_CALLBACK (on_owner_destroyed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      desk, "notify::network", G_CALLBACK (on_network_notify), self, G_CONNECT_SWAPPED);
  tkt_asked_list_reload (self);
}

gconstpointer
tkt_asked_list_find (TktAskedList *self, GEqualFunc is_it, const char *id)
{
  guint position;

  g_return_val_if_fail (TKT_IS_ASKED_LIST (self), NULL);

  for (guint i = 0; i < self->pages->len; i++)
    {
      GPtrArray *rows = g_ptr_array_index (self->pages, i);

      if (g_ptr_array_find_with_equal_func (rows, id, is_it, &position))
        return g_ptr_array_index (rows, position);
    }
  return NULL;
}

const char *
tkt_asked_list_get_words (TktAskedList *self)
{
  g_return_val_if_fail (TKT_IS_ASKED_LIST (self), NULL);

  return gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
}

GtkWidget *
tkt_asked_list_row_new (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  return row;
}

void
tkt_asked_list_row_open (GtkWidget *row, const char *action, const char *id)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", id);
}

void
tkt_asked_list_tell (GtkWidget *widget, const char *sentence)
{
  GtkWidget *window = gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_WINDOW);

  /* It may have been closed while the server was asked. */
  if (window != NULL)
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (window), adw_toast_new (sentence));
}
