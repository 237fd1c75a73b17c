/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which publishers the overview shows. */
#include "tkt-publisher-bar.h"

#include <glib/gi18n.h>

#include "tkt-words.h"

struct _TktPublisherBar
{
  GtkWidget parent_instance;

  TktDesk *desk;
  TktRowModel *staff;
  TktPublisherFilter *filter;
  GSimpleActionGroup *actions;

  GtkSearchEntry *search_entry;
  GtkMenuButton *status_button;
  GtkMenuButton *manager_button;
  GMenu *status_menu;
  GMenu *manager_menu;
};

enum
{
  CHANGED,
  STOPPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What an action's target says where a filter leaves nobody out. */
#define ANY "any"

G_DEFINE_FINAL_TYPE (TktPublisherBar, tkt_publisher_bar, GTK_TYPE_WIDGET)

static void
append (GMenu *menu, const char *label, const char *action, const char *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", target);
  g_menu_append_item (menu, item);
}

static void
fill_status_menu (TktPublisherBar *self)
{
  append (self->status_menu, _ ("Any Status"), "publishers.status", ANY);
  for (int status = TKT_PUBLISHER_ACTIVE; status <= TKT_PUBLISHER_BLOCKED; status++)
    append (self->status_menu,
            tkt_words_publisher_status (status),
            "publishers.status",
            tkt_enum_to_word (&tkt_publisher_status_enum, status));
}

/* The own account is "mine", whatever its name. */
static void
append_colleagues (TktPublisherBar *self, GMenu *menu)
{
  const char *own = tkt_desk_get_account (self->desk)->id;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->staff));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TktRowItem) item = g_list_model_get_item (G_LIST_MODEL (self->staff), i);
      const TktAccountRow *row = tkt_row_item_get_row (item);

      if (row != NULL && !g_str_equal (row->account->id, own))
        append (menu, row->account->display_name, "publishers.account-manager", row->account->id);
    }
}

static void
fill_manager_menu (TktPublisherBar *self)
{
  g_autoptr (GMenu) colleagues = g_menu_new ();
  g_autoptr (GMenu) others = g_menu_new ();

  g_menu_remove_all (self->manager_menu);
  append (others, _ ("All Account Managers"), "publishers.account-manager", ANY);
  if (self->desk != NULL)
    {
      append (others,
              C_ ("publishers", "Mine"),
              "publishers.account-manager",
              tkt_desk_get_account (self->desk)->id);
      append_colleagues (self, colleagues);
    }
  append (others, _ ("No Account Manager"), "publishers.account-manager", "");
  g_menu_append_section (self->manager_menu, NULL, G_MENU_MODEL (others));
  g_menu_append_section (self->manager_menu, NULL, G_MENU_MODEL (colleagues));
}

/* The menu's words for what @target chooses; NULL: nothing of it does, any more. (transfer full) */
static char *
find_label (GMenuModel *menu, const char *target)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autofree char *its_target = NULL, *label = NULL;

      if (section != NULL)
        {
          if ((label = find_label (section, target)) != NULL)
            return g_steal_pointer (&label);
        }
      else if (g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_TARGET, "s", &its_target)
               && g_str_equal (its_target, target)
               && g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label))
        return g_steal_pointer (&label);
    }
  return NULL;
}

/* A button says what is chosen; who was disabled has no name here. */
static void
show_choice (GtkMenuButton *button, GMenu *menu, const char *target)
{
  g_autofree char *label = find_label (G_MENU_MODEL (menu), target);
  const char *words = label != NULL ? label : _ ("Somebody Else");

  gtk_label_set_label (GTK_LABEL (gtk_menu_button_get_child (button)), words);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static const char *
status_word (const TktPublisherFilter *filter)
{
  return filter->status < 0 ? ANY : tkt_enum_to_word (&tkt_publisher_status_enum, filter->status);
}

static const char *
manager_word (const TktPublisherFilter *filter)
{
  return filter->account_manager_id != NULL ? filter->account_manager_id : ANY;
}

static void
set_state (TktPublisherBar *self, const char *name, GVariant *state)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), state);
}

static void
show_filter (TktPublisherBar *self)
{
  const TktPublisherFilter *filter = self->filter;

  set_state (self, "status", g_variant_new_string (status_word (filter)));
  set_state (self, "account-manager", g_variant_new_string (manager_word (filter)));
  set_state (self, "sort", g_variant_new_string (tkt_publisher_sort_to_word (filter->sort)));
  set_state (self, "reversed", g_variant_new_boolean (filter->reversed));
  show_choice (self->status_button, self->status_menu, status_word (filter));
  show_choice (self->manager_button, self->manager_menu, manager_word (filter));
}

static void
on_staff_changed (TktPublisherBar *self)
{
  fill_manager_menu (self);
  show_filter (self);
}

static void
choose (TktPublisherBar *self)
{
  show_filter (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_status (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  TktPublisherBar *self = user_data;

  if (!tkt_enum_from_word (
          &tkt_publisher_status_enum, g_variant_get_string (value, NULL), &self->filter->status))
    self->filter->status = -1;
  choose (self);
}

static void
on_account_manager (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  TktPublisherBar *self = user_data;
  const char *word = g_variant_get_string (value, NULL);

  g_free (self->filter->account_manager_id);
  self->filter->account_manager_id = g_str_equal (word, ANY) ? NULL : g_strdup (word);
  choose (self);
}

/* Another one begins at its own end: the most open tickets come first, and so does "A". */
static void
on_sort (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  TktPublisherBar *self = user_data;

  if (!tkt_publisher_sort_from_word (g_variant_get_string (value, NULL), &self->filter->sort))
    return;
  self->filter->reversed = FALSE;
  choose (self);
}

static void
on_reversed (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  TktPublisherBar *self = user_data;

  self->filter->reversed = g_variant_get_boolean (value);
  choose (self);
}

static void
on_search_changed (TktPublisherBar *self)
{
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  if (g_strcmp0 (words, self->filter->words != NULL ? self->filter->words : "") == 0)
    return;
  g_free (self->filter->words);
  self->filter->words = *words != '\0' ? g_strdup (words) : NULL;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_stop_search (TktPublisherBar *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  g_signal_emit (self, signals[STOPPED], 0);
}

static void
tkt_publisher_bar_dispose (GObject *object)
{
  TktPublisherBar *self = TKT_PUBLISHER_BAR (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_clear_object (&self->staff);
  g_clear_object (&self->desk);
  g_clear_pointer (&child, gtk_widget_unparent);

  G_OBJECT_CLASS (tkt_publisher_bar_parent_class)->dispose (object);
}

static void
tkt_publisher_bar_finalize (GObject *object)
{
  TktPublisherBar *self = TKT_PUBLISHER_BAR (object);

  tkt_publisher_filter_free (self->filter);
  g_object_unref (self->actions);

  G_OBJECT_CLASS (tkt_publisher_bar_parent_class)->finalize (object);
}

static guint
add_signal (GObjectClass *klass, const char *name)
{
  return g_signal_new (
      name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tkt_publisher_bar_class_init (TktPublisherBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tkt_publisher_bar_dispose;
  object_class->finalize = tkt_publisher_bar_finalize;

  signals[CHANGED] = add_signal (object_class, "changed");
  signals[STOPPED] = add_signal (object_class, "stopped");

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-publisher-bar.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, TktPublisherBar, search_entry);
  gtk_widget_class_bind_template_child (widget_class, TktPublisherBar, status_button);
  gtk_widget_class_bind_template_child (widget_class, TktPublisherBar, manager_button);
  gtk_widget_class_bind_template_child (widget_class, TktPublisherBar, status_menu);
  gtk_widget_class_bind_template_child (widget_class, TktPublisherBar, manager_menu);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
}

static void
tkt_publisher_bar_init (TktPublisherBar *self)
{
  static const GActionEntry entries[] = {
    { "status", NULL, "s", "'any'", on_status },
    { "account-manager", NULL, "s", "'any'", on_account_manager },
    { "sort", NULL, "s", "'number'", on_sort },
    { "reversed", NULL, NULL, "false", on_reversed },
  };

  self->filter = tkt_publisher_filter_new ();
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (
      G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "publishers", G_ACTION_GROUP (self->actions));
  fill_status_menu (self);
  on_staff_changed (self);
}

void
tkt_publisher_bar_set_desk (TktPublisherBar *self, TktDesk *desk)
{
  g_return_if_fail (TKT_IS_PUBLISHER_BAR (self));

  if (!g_set_object (&self->desk, desk))
    return;
  g_clear_object (&self->staff);
  if (desk != NULL)
    {
      self->staff = tkt_desk_list_staff (desk);
      g_signal_connect_object (
          self->staff, "items-changed", G_CALLBACK (on_staff_changed), self, G_CONNECT_SWAPPED);
    }
  on_staff_changed (self);
}

const TktPublisherFilter *
tkt_publisher_bar_get_filter (TktPublisherBar *self)
{
  g_return_val_if_fail (TKT_IS_PUBLISHER_BAR (self), NULL);

  return self->filter;
}

void
tkt_publisher_bar_set_filter (TktPublisherBar *self, const TktPublisherFilter *filter)
{
  g_return_if_fail (TKT_IS_PUBLISHER_BAR (self));

  tkt_publisher_filter_free (self->filter);
  self->filter = tkt_publisher_filter_copy (filter);
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry),
                         filter->words != NULL ? filter->words : "");
  choose (self);
}

void
tkt_publisher_bar_focus_search (TktPublisherBar *self)
{
  g_return_if_fail (TKT_IS_PUBLISHER_BAR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}
