/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What assistive technology sees of a program: looking things up in its accessible tree. */
#include "test-tree.h"

/* A program that a sanitizer slows down may take a while to answer. */
#define ANSWER_MS 20000
#define START_MS 30000
#define ROWS_ENOUGH 8

void
test_tree_open (void)
{
  g_autoptr (TestObject) desktop = NULL;

  atspi_set_timeout (ANSWER_MS, START_MS);
  g_assert_cmpint (atspi_init (), <=, 1);
  desktop = atspi_get_desktop (0);
  atspi_accessible_set_cache_mask (desktop, ATSPI_CACHE_ROLE);
}

void
test_tree_close (void)
{
  atspi_exit ();
}

gboolean
test_tree_has_state (TestObject *object, AtspiStateType state)
{
  AtspiStateSet *states = atspi_accessible_get_state_set (object);
  gboolean has = states != NULL && atspi_state_set_contains (states, state);

  g_clear_object (&states);
  return has;
}

gboolean
test_tree_has_name (TestObject *object, const char *name)
{
  g_autofree char *its_name = NULL;

  if (name == NULL)
    return TRUE;
  its_name = atspi_accessible_get_name (object, NULL);
  return its_name != NULL && g_pattern_match_simple (name, its_name);
}

/* Unnamed lists are called by their type. */
static gboolean
is_named_list (TestObject *object)
{
  return atspi_accessible_get_role (object, NULL) == ATSPI_ROLE_LIST
         && !test_tree_has_name (object, "Gtk*") && !test_tree_has_name (object, "");
}

/* What has nothing of interest inside; a tab, for one, holds its title three times. */
static gboolean
is_leaf (TestObject *object)
{
  static const AtspiRole leaves[]
      = { ATSPI_ROLE_ENTRY,      ATSPI_ROLE_IMAGE,     ATSPI_ROLE_LABEL,      ATSPI_ROLE_PAGE_TAB,
          ATSPI_ROLE_SCROLL_BAR, ATSPI_ROLE_SEPARATOR, ATSPI_ROLE_STATUS_BAR, ATSPI_ROLE_TEXT };
  AtspiRole role = atspi_accessible_get_role (object, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (leaves); i++)
    if (role == leaves[i])
      return TRUE;
  return FALSE;
}

/* Called for each object, parents first; returns TRUE to end there. */
typedef gboolean (*Visit) (TestObject *object, guint depth, gpointer data);

/* GTK names the children of a stack twice, once below their pages: @seen keeps that from growing
 * with each stack in a stack. */
static gboolean
walk_below (TestObject *parent,
            gboolean whole,
            guint depth,
            GHashTable *seen,
            Visit visit,
            gpointer data)
{
  gboolean list = is_named_list (parent), rows = list && !whole;
  int n = atspi_accessible_get_child_count (parent, NULL);

  if (list && whole)
    n = MIN (n, ROWS_ENOUGH);

  for (int i = 0; i < n; i++)
    {
      g_autoptr (TestObject) child = atspi_accessible_get_child_at_index (parent, i, NULL);

      if (child == NULL || g_hash_table_contains (seen, child)
          || !test_tree_has_state (child, ATSPI_STATE_VISIBLE))
        continue;
      g_hash_table_add (seen, g_object_ref (child));
      if (visit (child, depth, data)
          || (!rows && !is_leaf (child) && walk_below (child, whole, depth + 1, seen, visit, data)))
        return TRUE;
    }
  return FALSE;
}

/* @whole: with what is inside of rows, of the first ones, for the others are alike. */
static void
walk (TestObject *object, gboolean whole, Visit visit, gpointer data)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);

  walk_below (object, whole, 0, seen, visit, data);
}

typedef struct
{
  AtspiRole role;
  const char *name;
  TestObject *found;
} Search;

static gboolean
visit_for_search (TestObject *object, guint depth, gpointer data)
{
  Search *search = data;

  if (atspi_accessible_get_role (object, NULL) != search->role
      || !test_tree_has_name (object, search->name))
    return FALSE;
  search->found = g_object_ref (object);
  return TRUE;
}

TestObject *
test_tree_find (TestObject *parent, AtspiRole role, const char *name)
{
  Search search = { role, name };

  walk (parent, FALSE, visit_for_search, &search);
  return search.found;
}

static TestObject *
find_child (TestObject *parent, const char *name)
{
  int n = atspi_accessible_get_child_count (parent, NULL);

  for (int i = 0; i < n; i++)
    {
      g_autoptr (TestObject) child = atspi_accessible_get_child_at_index (parent, i, NULL);

      if (child != NULL && test_tree_has_name (child, name))
        return g_steal_pointer (&child);
    }
  return NULL;
}

TestObject *
test_tree_find_window (const char *title)
{
  g_autoptr (TestObject) desktop = atspi_get_desktop (0);
  int n = atspi_accessible_get_child_count (desktop, NULL);

  for (int i = 0; i < n; i++)
    {
      g_autoptr (TestObject) program = atspi_accessible_get_child_at_index (desktop, i, NULL);
      TestObject *window = program != NULL ? find_child (program, title) : NULL;

      if (window != NULL)
        return window;
    }
  return NULL;
}

guint
test_tree_count_rows (TestObject *list, const char *name)
{
  int n = atspi_accessible_get_child_count (list, NULL);
  guint count = 0;

  for (int i = 0; i < n; i++)
    {
      g_autoptr (TestObject) row = atspi_accessible_get_child_at_index (list, i, NULL);

      if (row != NULL && test_tree_has_state (row, ATSPI_STATE_VISIBLE)
          && test_tree_has_name (row, name))
        count++;
    }
  return count;
}

char *
test_tree_get_text (TestObject *object)
{
  AtspiText *text = atspi_accessible_get_text_iface (object);
  int n = text != NULL ? atspi_text_get_character_count (text, NULL) : 0;
  char *words = n > 0 ? atspi_text_get_text (text, 0, n, NULL) : NULL;

  g_clear_object (&text);
  return words != NULL ? words : g_strdup ("");
}

gboolean
test_tree_set_text (TestObject *object, const char *text)
{
  AtspiEditableText *editable = atspi_accessible_get_editable_text_iface (object);
  gboolean done = editable != NULL && atspi_editable_text_set_text_contents (editable, text, NULL);

  g_clear_object (&editable);
  return done;
}

gboolean
test_tree_select_row (TestObject *list, const char *name)
{
  AtspiSelection *selection = atspi_accessible_get_selection_iface (list);
  int n = selection != NULL ? atspi_accessible_get_child_count (list, NULL) : 0;
  gboolean done = FALSE;

  for (int i = 0; i < n && !done; i++)
    {
      g_autoptr (TestObject) row = atspi_accessible_get_child_at_index (list, i, NULL);

      done = row != NULL && test_tree_has_state (row, ATSPI_STATE_VISIBLE)
             && test_tree_has_name (row, name) && atspi_selection_select_child (selection, i, NULL);
    }
  g_clear_object (&selection);
  return done;
}

static gboolean
is_control (AtspiRole role)
{
  static const AtspiRole controls[] = { ATSPI_ROLE_CHECK_BOX,    ATSPI_ROLE_CHECK_MENU_ITEM,
                                        ATSPI_ROLE_COMBO_BOX,    ATSPI_ROLE_ENTRY,
                                        ATSPI_ROLE_LINK,         ATSPI_ROLE_LIST_ITEM,
                                        ATSPI_ROLE_MENU_ITEM,    ATSPI_ROLE_PAGE_TAB,
                                        ATSPI_ROLE_PROGRESS_BAR, ATSPI_ROLE_PUSH_BUTTON,
                                        ATSPI_ROLE_RADIO_BUTTON, ATSPI_ROLE_RADIO_MENU_ITEM,
                                        ATSPI_ROLE_SLIDER,       ATSPI_ROLE_SPIN_BUTTON,
                                        ATSPI_ROLE_TEXT,         ATSPI_ROLE_TOGGLE_BUTTON };

  for (guint i = 0; i < G_N_ELEMENTS (controls); i++)
    if (role == controls[i])
      return TRUE;
  return FALSE;
}

/* What is on a hidden page of a stack, or in a menu that is closed, is there and has no size. */
static gboolean
has_size (TestObject *object)
{
  AtspiComponent *component = atspi_accessible_get_component_iface (object);
  AtspiRect *rect = component != NULL
                        ? atspi_component_get_extents (component, ATSPI_COORD_TYPE_WINDOW, NULL)
                        : NULL;
  gboolean has = rect != NULL && rect->width > 1 && rect->height > 1;

  g_free (rect);
  g_clear_object (&component);
  return has;
}

/* What the toolkit makes for itself and leaves without a name: the button that closes a toast,
 * which goes by itself, and the choice inside of a combo box, which has a name. */
static gboolean
is_of_the_toolkit (TestObject *object)
{
  g_autoptr (TestObject) parent = atspi_accessible_get_parent (object, NULL);

  if (parent == NULL)
    return FALSE;
  return test_tree_has_name (parent, "AdwToastWidget")
         || atspi_accessible_get_role (parent, NULL) == ATSPI_ROLE_COMBO_BOX
         || is_of_the_toolkit (parent);
}

/* The toolkit calls what nobody named by its type: "GtkButton". */
static gboolean
visit_for_unnamed (TestObject *object, guint depth, gpointer data)
{
  TestObject **unnamed = data;

  if (!is_control (atspi_accessible_get_role (object, NULL))
      || !(test_tree_has_name (object, "") || test_tree_has_name (object, "Gtk*")
           || test_tree_has_name (object, "Adw*") || test_tree_has_name (object, "Tkt*"))
      || !has_size (object) || is_of_the_toolkit (object))
    return FALSE;
  *unnamed = g_object_ref (object);
  return TRUE;
}

TestObject *
test_tree_find_unnamed (TestObject *parent)
{
  TestObject *unnamed = NULL;

  walk (parent, TRUE, visit_for_unnamed, &unnamed);
  return unnamed;
}

/* A menu button of GTK's is a box around the button. */
gboolean
test_tree_act (TestObject *object)
{
  AtspiAction *action = atspi_accessible_get_action_iface (object);
  gboolean done = FALSE;

  if (action != NULL && atspi_action_get_n_actions (action, NULL) > 0)
    done = atspi_action_do_action (action, 0, NULL);
  else if (atspi_accessible_get_role (object, NULL) == ATSPI_ROLE_PUSH_BUTTON)
    {
      g_autoptr (TestObject) inner = test_tree_find (object, ATSPI_ROLE_PUSH_BUTTON, NULL);

      done = inner != NULL && test_tree_act (inner);
    }
  g_clear_object (&action);
  return done;
}

char *
test_tree_describe_way (TestObject *object)
{
  g_autoptr (GString) way = g_string_new (NULL);
  g_autoptr (TestObject) here = g_object_ref (object);

  while (here != NULL && atspi_accessible_get_role (here, NULL) != ATSPI_ROLE_APPLICATION)
    {
      g_autofree char *role = atspi_accessible_get_role_name (here, NULL);
      g_autofree char *name = atspi_accessible_get_name (here, NULL);
      TestObject *parent = atspi_accessible_get_parent (here, NULL);

      g_string_prepend (way, "”");
      g_string_prepend (way, name != NULL ? name : "");
      g_string_prepend (way, " “");
      g_string_prepend (way, role != NULL ? role : "?");
      g_string_prepend (way, " › ");
      g_object_unref (here);
      here = parent;
    }
  return g_string_free (g_steal_pointer (&way), FALSE);
}

static gboolean
visit_for_description (TestObject *object, guint depth, gpointer data)
{
  GString *lines = data;
  g_autofree char *role = atspi_accessible_get_role_name (object, NULL);
  g_autofree char *name = atspi_accessible_get_name (object, NULL);

  if (role == NULL || name == NULL || *name == '\0' || g_str_has_prefix (name, "Gtk")
      || g_str_has_prefix (name, "Adw"))
    return FALSE;
  g_string_append_printf (lines,
                          "%*s%s “%s”%s%s%s\n",
                          (int)MIN (depth, 40),
                          "",
                          role,
                          name,
                          test_tree_has_state (object, ATSPI_STATE_FOCUSED) ? ", focused" : "",
                          test_tree_has_state (object, ATSPI_STATE_PRESSED) ? ", pressed" : "",
                          test_tree_has_state (object, ATSPI_STATE_SENSITIVE) ? "" : ", greyed");
  return FALSE;
}

char *
test_tree_describe (TestObject *object)
{
  GString *lines = g_string_new (NULL);

  visit_for_description (object, 0, lines);
  walk (object, FALSE, visit_for_description, lines);
  return g_string_free (lines, FALSE);
}
