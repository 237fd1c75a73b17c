/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds widgets as a person does, by what they are and what they are called, and works them. */
#include "window-find.h"

#include <string.h>

#include "test-await.h"

static const char *
words_on (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (GTK_IS_BUTTON (widget))
    return gtk_button_get_label (GTK_BUTTON (widget));
  if (GTK_IS_MENU_BUTTON (widget))
    return gtk_menu_button_get_label (GTK_MENU_BUTTON (widget));
  return NULL;
}

static gboolean
is_called (GtkWidget *widget, const char *name)
{
  g_autofree char *difference = NULL;

  if (g_strcmp0 (words_on (widget), name) == 0)
    return TRUE;
  difference = gtk_test_accessible_check_property (
      GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name);
  return difference == NULL;
}

typedef gboolean (*Matches) (GtkWidget *widget, const char *words);

static gpointer
find (GtkWidget *widget, GType type, Matches matches, const char *words)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && (words == NULL || matches (widget, words)))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = find (child, type, matches, words);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
shows_words (GtkWidget *label, const char *words)
{
  return strstr (gtk_label_get_text (GTK_LABEL (label)), words) != NULL;
}

gpointer
window_find (gpointer root, GType type, const char *name)
{
  return find (root, type, is_called, name);
}

gpointer
window_find_styled (gpointer root, GType type, const char *style)
{
  return find (root, type, gtk_widget_has_css_class, style);
}

gboolean
window_shows (gpointer root, const char *words)
{
  return find (root, GTK_TYPE_LABEL, shows_words, words) != NULL;
}

static void
collect (GtkWidget *widget, const char *style, GString *texts)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, style))
    g_string_append_printf (
        texts, "%s%s", texts->len > 0 ? " | " : "", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, style, texts);
}

char *
window_column (gpointer root, const char *style)
{
  GString *texts = g_string_new (NULL);

  collect (root, style, texts);
  return g_string_free (texts, FALSE);
}

gboolean
window_column_is (gpointer root, const char *style, const char *expected)
{
  g_autofree char *column = window_column (root, style);

  return g_str_equal (column, expected);
}

void
window_await_column (gpointer root, const char *name, const char *style, const char *expected)
{
  g_autoptr (TestDeadline) deadline = test_deadline_new ();
  g_autofree char *column = NULL;

  while (g_strcmp0 (column, expected) != 0 && !deadline->over)
    {
      gpointer found;

      g_main_context_iteration (NULL, TRUE);
      found = window_find (root, GTK_TYPE_LIST_VIEW, name);
      g_free (column);
      column = found != NULL ? window_column (found, style) : NULL;
    }
  g_assert_cmpstr (column, ==, expected);
}

gboolean
window_can_click (gpointer root, const char *name)
{
  GtkWidget *button = window_find (root, GTK_TYPE_BUTTON, name);

  return button != NULL && gtk_widget_is_sensitive (button);
}

void
window_click (gpointer root, const char *name)
{
  test_await (window_can_click (root, name));
  g_signal_emit_by_name (window_find (root, GTK_TYPE_BUTTON, name), "clicked");
}

void
window_choose_item (gpointer root, const char *menu, const char *item)
{
  GtkMenuButton *button;
  GtkWidget *popover;

  test_await (window_find (root, GTK_TYPE_MENU_BUTTON, menu) != NULL);
  button = window_find (root, GTK_TYPE_MENU_BUTTON, menu);
  gtk_menu_button_popup (button);
  popover = GTK_WIDGET (gtk_menu_button_get_popover (button));
  test_await (window_find (popover, GTK_TYPE_LABEL, item) != NULL);
  gtk_widget_activate (gtk_widget_get_parent (window_find (popover, GTK_TYPE_LABEL, item)));
}

gpointer
window_find_row (gpointer root, const char *title)
{
  GtkWidget *label;

  test_await (window_find (root, GTK_TYPE_LABEL, title) != NULL);
  label = window_find (root, GTK_TYPE_LABEL, title);
  return gtk_widget_get_ancestor (label, GTK_TYPE_LIST_BOX_ROW);
}

void
window_choose_row (gpointer root, const char *title)
{
  gtk_widget_activate (window_find_row (root, title));
}

void
window_turn_to (gpointer preferences, const char *page)
{
  AdwViewStack *stack = window_find (preferences, ADW_TYPE_VIEW_STACK, NULL);
  g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (stack);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (pages)); i++)
    {
      g_autoptr (AdwViewStackPage) one = g_list_model_get_item (G_LIST_MODEL (pages), i);

      if (g_strcmp0 (adw_view_stack_page_get_title (one), page) == 0)
        {
          adw_view_stack_set_visible_child (stack, adw_view_stack_page_get_child (one));
          return;
        }
    }
  g_error ("There is no page %s", page);
}

void
window_choose_publisher (gpointer root, const char *button, const char *name)
{
  GtkListView *choices;

  gtk_menu_button_popup (window_find (root, GTK_TYPE_MENU_BUTTON, button));
  test_await (window_find (root, GTK_TYPE_LIST_VIEW, "Publishers to choose from") != NULL);
  choices = window_find (root, GTK_TYPE_LIST_VIEW, "Publishers to choose from");
  if (name == NULL)
    {
      window_click (root, "All Publishers");
      return;
    }
  window_type (root, "Search publishers", name);
  test_await (window_shows (choices, name)
              && g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (choices))) == 1);
  g_signal_emit_by_name (choices, "activate", 0);
}

static GtkTextBuffer *
find_buffer (gpointer root, const char *name)
{
  GtkTextView *view = window_find (root, GTK_TYPE_TEXT_VIEW, name);

  return view != NULL ? gtk_text_view_get_buffer (view) : NULL;
}

static GtkEditable *
find_editable (gpointer root, const char *name)
{
  return window_find (root, GTK_TYPE_EDITABLE, name);
}

/* Whether somebody who types there would see it appear. */
static gboolean
can_type (gpointer root, const char *name)
{
  GtkWidget *entry = window_find (root, GTK_TYPE_EDITABLE, name);
  GtkTextView *view = window_find (root, GTK_TYPE_TEXT_VIEW, name);

  if (view != NULL)
    return gtk_widget_is_sensitive (GTK_WIDGET (view)) && gtk_text_view_get_editable (view);
  return entry != NULL && gtk_widget_is_sensitive (entry);
}

void
window_type (gpointer root, const char *name, const char *text)
{
  test_await (can_type (root, name));
  if (find_buffer (root, name) != NULL)
    gtk_text_buffer_set_text (find_buffer (root, name), text, -1);
  else
    gtk_editable_set_text (find_editable (root, name), text);
}

char *
window_typed (gpointer root, const char *name)
{
  GtkTextBuffer *buffer = find_buffer (root, name);
  GtkTextIter start, end;

  if (buffer == NULL)
    return g_strdup (gtk_editable_get_text (find_editable (root, name)));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

void
window_await_typed (gpointer root, const char *name, const char *expected)
{
  g_autoptr (TestDeadline) deadline = test_deadline_new ();
  g_autofree char *typed = NULL;

  test_await (can_type (root, name));
  typed = window_typed (root, name);
  while (g_strcmp0 (typed, expected) != 0 && !deadline->over)
    {
      g_main_context_iteration (NULL, TRUE);
      g_free (typed);
      typed = window_typed (root, name);
    }
  g_assert_cmpstr (typed, ==, expected);
}

static gboolean
press_in (GtkWidget *widget, GListModel *shortcuts, const char *trigger)
{
  for (guint i = 0; i < g_list_model_get_n_items (shortcuts); i++)
    {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (shortcuts, i);
      g_autofree char *triggers
          = gtk_shortcut_trigger_to_string (gtk_shortcut_get_trigger (shortcut));
      g_auto (GStrv) each = g_strsplit (triggers, "|", -1);

      if (g_strv_contains ((const char *const *)each, trigger))
        return gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut),
                                             GTK_SHORTCUT_ACTION_EXCLUSIVE,
                                             widget,
                                             gtk_shortcut_get_arguments (shortcut));
    }
  return FALSE;
}

gboolean
window_press (gpointer widget, const char *trigger)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_SHORTCUT_CONTROLLER (controller)
          && press_in (widget, G_LIST_MODEL (controller), trigger))
        return TRUE;
    }
  return FALSE;
}

gpointer
window_toplevel (GType type)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = g_list_model_get_n_items (toplevels); i > 0; i--)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i - 1);

      if (g_type_is_a (G_OBJECT_TYPE (toplevel), type) && gtk_widget_get_mapped (toplevel))
        return toplevel;
    }
  return NULL;
}
