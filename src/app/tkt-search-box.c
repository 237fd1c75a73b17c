/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a search is typed. */
#include "tkt-search-box.h"

#include <glib/gi18n.h>
#include <string.h>

struct _TktSearchBox
{
  GtkWidget parent_instance;

  gboolean staff;

  GtkWidget *content;
  GtkEditable *entry;
  GtkPopover *popover;
  GtkListBox *help_list;
};

enum
{
  CHANGED,
  STOPPED,
  ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TktSearchBox, tkt_search_box, GTK_TYPE_WIDGET)

/* The language, which is the same whatever the person's is. */
static const struct
{
  const char *example;
  const char *typed;
  int back; /* characters before the end of it is where one goes on */
  const char *meaning;
  gboolean staff;
} helps[] = {
  { "#123", "#", 0, N_ ("The ticket with this number") },
  { "\"payout missing\"", "\"\"", 1, N_ ("These words, side by side") },
  { "from:ada", "from:", 0, N_ ("With a message by this person") },
  { "publisher:acme", "publisher:", 0, N_ ("Of this publisher, by name or number"), TRUE },
  { "is:open", "is:open ", 0, N_ ("Not closed yet") },
  { "is:closed", "is:closed ", 0, N_ ("Closed already") },
  { "is:unread", "is:unread ", 0, N_ ("With something that you have not read") },
  { "after:2026-11-03", "after:", 0, N_ ("That day or later; also yesterday, monday, 2w") },
  { "before:2026-11", "before:", 0, N_ ("Before that day, month or year") },
};

/* Behind what is typed already, with a blank between. */
static void
type_word (TktSearchBox *self, const char *word, int back)
{
  int place = gtk_editable_get_position (self->entry);
  g_autofree char *before = gtk_editable_get_chars (self->entry, 0, place);

  if (*before != '\0' && !g_str_has_suffix (before, " "))
    gtk_editable_insert_text (self->entry, " ", -1, &place);
  gtk_editable_insert_text (self->entry, word, -1, &place);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_set_position (self->entry, place - back);
}

static void
on_help_activated (TktSearchBox *self, GtkListBoxRow *row)
{
  int i = gtk_list_box_row_get_index (row);

  gtk_popover_popdown (self->popover);
  type_word (self, helps[i].typed, helps[i].back);
}

static void
on_changed (TktSearchBox *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_stopped (TktSearchBox *self)
{
  gtk_editable_set_text (self->entry, "");
  g_signal_emit (self, signals[STOPPED], 0);
}

static void
on_activated (TktSearchBox *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

/* The entry takes these keys for itself. */
static void
on_next_match (TktSearchBox *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.find-step", "i", 1);
}

static void
on_previous_match (TktSearchBox *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.find-step", "i", -1);
}

static gboolean
is_row_shown (GtkListBoxRow *row, gpointer user_data)
{
  TktSearchBox *self = user_data;

  return self->staff || !helps[gtk_list_box_row_get_index (row)].staff;
}

static void
add_help (TktSearchBox *self, const char *example, const char *meaning)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *example_label = gtk_label_new (example);
  GtkWidget *meaning_label = gtk_label_new (meaning);
  g_autofree char *aloud = g_strdup_printf ("%s, %s", example, meaning);

  /* What is typed reads from left to right in every language, above what it means. */
  gtk_widget_set_halign (example_label,
                         gtk_widget_get_direction (row) == GTK_TEXT_DIR_RTL ? GTK_ALIGN_END
                                                                            : GTK_ALIGN_START);
  gtk_widget_set_direction (example_label, GTK_TEXT_DIR_LTR);
  gtk_widget_add_css_class (example_label, "monospace");
  gtk_label_set_xalign (GTK_LABEL (meaning_label), 0);
  gtk_label_set_wrap (GTK_LABEL (meaning_label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (meaning_label), 40);
  gtk_widget_add_css_class (meaning_label, "dim-label");
  gtk_widget_add_css_class (meaning_label, "caption");
  gtk_box_append (GTK_BOX (box), example_label);
  gtk_box_append (GTK_BOX (box), meaning_label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, aloud, -1);
  gtk_list_box_append (self->help_list, row);
}

static void
tkt_search_box_dispose (GObject *object)
{
  TktSearchBox *self = TKT_SEARCH_BOX (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (tkt_search_box_parent_class)->dispose (object);
}

static guint
add_signal (TktSearchBoxClass *klass, const char *name)
{
  return g_signal_new (
      name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tkt_search_box_class_init (TktSearchBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tkt_search_box_dispose;

  signals[CHANGED] = add_signal (klass, "changed");
  signals[STOPPED] = add_signal (klass, "stopped");
  signals[ACTIVATED] = add_signal (klass, "activated");

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Tickets/tkt-search-box.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, TktSearchBox, content);
  gtk_widget_class_bind_template_child (widget_class, TktSearchBox, entry);
  gtk_widget_class_bind_template_child (widget_class, TktSearchBox, popover);
  gtk_widget_class_bind_template_child (widget_class, TktSearchBox, help_list);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_help_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_next_match);
  gtk_widget_class_bind_template_callback (widget_class, on_previous_match);
  gtk_widget_class_bind_template_callback (widget_class, on_stopped);
}

static void
tkt_search_box_init (TktSearchBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (helps); i++)
    add_help (self, helps[i].example, _ (helps[i].meaning));
  gtk_list_box_set_filter_func (self->help_list, is_row_shown, self, NULL);
}

const char *
tkt_search_box_get_words (TktSearchBox *self)
{
  g_return_val_if_fail (TKT_IS_SEARCH_BOX (self), NULL);

  return gtk_editable_get_text (self->entry);
}

void
tkt_search_box_set_words (TktSearchBox *self, const char *words)
{
  g_return_if_fail (TKT_IS_SEARCH_BOX (self));

  gtk_editable_set_text (self->entry, words);
}

void
tkt_search_box_set_staff (TktSearchBox *self, gboolean staff)
{
  g_return_if_fail (TKT_IS_SEARCH_BOX (self));

  self->staff = staff;
  gtk_list_box_invalidate_filter (self->help_list);
}

void
tkt_search_box_focus (TktSearchBox *self)
{
  g_return_if_fail (TKT_IS_SEARCH_BOX (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (self->entry, 0, -1);
}
