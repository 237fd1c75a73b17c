/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same deeds with two kinds of hands: a keyboard, or assistive technology. */
#include "test-walk.h"

void
test_walk_do (TestWalk *self, const char *keys, AtspiRole role, const char *name)
{
  if (self->hands == TEST_HANDS_CALLS)
    test_walk_press (self, role, name);
  else if (keys != NULL)
    test_walk_keys (self, keys);
  else
    {
      test_walk_tab_to (self, role, name);
      test_walk_keys (self, "space");
    }
}

void
test_walk_write (TestWalk *self,
                 const char *keys,
                 AtspiRole role,
                 const char *name,
                 const char *text)
{
  if (self->hands == TEST_HANDS_KEYS)
    {
      if (keys == NULL)
        test_walk_tab_to (self, role, name);
      test_walk_keys (self, keys != NULL ? keys : "ctrl+a");
      test_walk_type (self, role, name, text);
    }
  else
    {
      g_autoptr (TestObject) object = test_walk_find (self, role, name);

      if (!test_tree_set_text (object, text))
        test_walk_fail (self, "“%s” to take a text", name);
      test_walk_await_text (self, role, name, text);
    }
}

typedef struct
{
  TestObject *list;
  const char *name;
} Choice;

static gboolean
look_for_choice (TestWalk *self, gpointer data)
{
  const Choice *choice = data;

  return test_tree_select_row (choice->list, choice->name);
}

void
test_walk_choose_row (TestWalk *self, const char *keys, const char *list, const char *name)
{
  g_autoptr (TestObject) object = test_walk_find (self, ATSPI_ROLE_LIST, list);
  Choice choice = { object, name };

  if (self->hands == TEST_HANDS_KEYS)
    test_walk_keys (self, keys);
  else
    test_walk_await_look (self, look_for_choice, &choice, "the row to let itself be chosen");
}

/* From what stands below the list up to the menu of its last row, and down to the item. */
static void
choose_by_keys (TestWalk *self, TestObject *row, const char *menu, const char *item)
{
  g_autoptr (TestObject) box = test_walk_find_inside (self, row, ATSPI_ROLE_PUSH_BUTTON, menu);
  g_autoptr (TestObject) button = test_walk_find_inside (self, box, ATSPI_ROLE_PUSH_BUTTON, menu);
  g_autoptr (TestObject) entry = NULL;

  test_walk_go_to (self, "shift+Tab", button);
  test_walk_keys (self, "space");
  entry = test_walk_find_inside (self, row, ATSPI_ROLE_MENU_ITEM, item);
  test_walk_go_to (self, "Down", entry);
  test_walk_keys (self, "Return");
}

void
test_walk_choose_in_row (TestWalk *self,
                         const char *list,
                         const char *row,
                         const char *menu,
                         const char *item)
{
  g_autoptr (TestObject) object = test_walk_find_row (self, list, row);

  if (self->hands == TEST_HANDS_KEYS)
    choose_by_keys (self, object, menu, item);
  else
    {
      test_walk_press_inside (self, object, ATSPI_ROLE_PUSH_BUTTON, menu);
      test_walk_press_inside (self, object, ATSPI_ROLE_MENU_ITEM, item);
    }
}
