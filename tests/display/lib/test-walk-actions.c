/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A walk through a program: what a person waits for, presses and types. */
#include <string.h>

#include "test-screen.h"
#include "test-walk.h"

/* Longer than anything takes that works, sanitizers and a busy machine included. */
#define DEADLINE_SECONDS 60
/* Between two looks, where nothing happened to look for. */
#define LOOK_MS 250
/* After a key, until the keyboard must be somewhere that does not tell. */
#define QUIET_SECONDS 2
/* More than there are places for the keyboard in any window. */
#define MOST_STEPS 60

static gboolean
keep_turning (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* A program that ended on its own will not do it any more; one that was told to may be about to. */
static gboolean
await_for (TestWalk *self, guint seconds, TestWalkLook look, gpointer data)
{
  gint64 deadline = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  guint source = g_timeout_add (LOOK_MS, keep_turning, NULL);
  gboolean found;

  while (!(found = look (self, data)) && g_get_monotonic_time () < deadline
         && (self->program == NULL || g_subprocess_get_identifier (self->program) != NULL))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
  return found;
}

static gboolean
await (TestWalk *self, TestWalkLook look, gpointer data)
{
  return await_for (self, DEADLINE_SECONDS, look, data);
}

void
test_walk_await_look (TestWalk *self, TestWalkLook look, gpointer data, const char *expected)
{
  if (!await (self, look, data))
    test_walk_fail (self, "%s", expected);
}

static void
screen (TestWalk *self, gboolean done, const GError *error)
{
  if (!done)
    test_walk_fail (self, "the screen to do as told (%s)", error->message);
}

static gboolean
look_for_active_window (TestWalk *self, gpointer data)
{
  g_autoptr (TestObject) window = test_tree_find_window (data);

  return window != NULL && test_tree_has_state (window, ATSPI_STATE_ACTIVE);
}

static gboolean
look_for_window (TestWalk *self, gpointer data)
{
  g_autoptr (TestObject) window = test_tree_find_window (data);

  return window != NULL && test_tree_has_state (window, ATSPI_STATE_SHOWING);
}

void
test_walk_turn_to (TestWalk *self, const char *title)
{
  g_autoptr (GError) error = NULL;

  if (!await (self, look_for_window, (gpointer)title))
    test_walk_fail (self, "a window “%s”", title);
  screen (self, test_screen_raise (title, &error), error);
  test_walk_await_front (self, title);
}

void
test_walk_await_front (TestWalk *self, const char *title)
{
  if (!await (self, look_for_active_window, (gpointer)title))
    test_walk_fail (self, "the window “%s” to have the keyboard", title);
  g_free (self->window);
  g_free (self->front);
  self->window = g_strdup (title);
  self->front = g_strdup (title);
}

/* The way from @object down to where the keyboard is; NULL: not there. It changes once a Tab has
 * been taken. (transfer full) */
static char *
describe_focus_below (TestObject *object, const char *way, GHashTable *seen)
{
  int n = atspi_accessible_get_child_count (object, NULL);

  if (test_tree_has_state (object, ATSPI_STATE_FOCUSED))
    return g_strdup (way);
  for (int i = 0; i < n; i++)
    {
      g_autoptr (TestObject) child = atspi_accessible_get_child_at_index (object, i, NULL);
      g_autofree char *below = g_strdup_printf ("%s/%d", way, i);
      char *found = NULL;

      if (child == NULL || g_hash_table_contains (seen, child))
        continue;
      g_hash_table_add (seen, g_object_ref (child));
      if (test_tree_has_state (child, ATSPI_STATE_VISIBLE))
        found = describe_focus_below (child, below, seen);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* @seen, as a stack names its children twice: see test-tree.c. */
static char *
describe_focus (TestObject *window)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);

  return describe_focus_below (window, "", seen);
}

/* A dialog does not say that it is active. That something in it has the keyboard does, or that the
 * window manager has given the keyboard to it: one has no title, the other an entry that keeps
 * quiet about it. */
static gboolean
look_for_active_dialog (TestWalk *self, gpointer data)
{
  g_autoptr (TestObject) window = test_tree_find_window (data);
  g_autofree char *active = window != NULL ? test_screen_get_active () : NULL;
  g_autofree char *way = NULL;

  if (window == NULL || g_strcmp0 (active, data) == 0)
    return window != NULL;
  way = describe_focus (window);
  return way != NULL;
}

void
test_walk_turn_to_dialog (TestWalk *self, const char *title)
{
  if (!await (self, look_for_active_dialog, (gpointer)title))
    test_walk_fail (self, "a dialog “%s” that has the keyboard", title);
  g_free (self->window);
  self->window = g_strdup (title);
}

static gboolean
look_for_no_window (TestWalk *self, gpointer data)
{
  g_autoptr (TestObject) window = test_tree_find_window (data);

  return window == NULL;
}

void
test_walk_leave_dialog (TestWalk *self)
{
  if (!await (self, look_for_no_window, self->window))
    test_walk_fail (self, "the dialog to go");
  g_free (self->window);
  self->window = g_strdup (self->front);
  if (!await (self, look_for_active_window, self->window))
    test_walk_fail (self, "the window to have the keyboard again");
}

typedef struct
{
  AtspiRole role;
  const char *name;
  TestObject *inside; /* NULL: anywhere in the window */
  AtspiStateType state;
  gboolean has;
  const char *text;
  guint n;
  TestObject *found;
} Wanted;

static TestObject *
find_now (TestWalk *self, const Wanted *wanted)
{
  g_autoptr (TestObject) window = NULL;

  if (wanted->inside != NULL)
    return test_tree_find (wanted->inside, wanted->role, wanted->name);
  window = test_tree_find_window (self->window);
  return window != NULL ? test_tree_find (window, wanted->role, wanted->name) : NULL;
}

static gboolean
look_for_object (TestWalk *self, gpointer data)
{
  Wanted *wanted = data;

  wanted->found = find_now (self, wanted);
  return wanted->found != NULL;
}

static const char *
role_name (AtspiRole role)
{
  static char *last;

  g_free (last);
  last = atspi_role_get_name (role);
  return last;
}

TestObject *
test_walk_find (TestWalk *self, AtspiRole role, const char *name)
{
  Wanted wanted = { .role = role, .name = name };

  if (!await (self, look_for_object, &wanted))
    test_walk_fail (self, "a %s “%s”", role_name (role), name);
  return wanted.found;
}

void
test_walk_await (TestWalk *self, AtspiRole role, const char *name)
{
  g_object_unref (test_walk_find (self, role, name));
}

static gboolean
look_for_nothing (TestWalk *self, gpointer data)
{
  g_autoptr (TestObject) object = find_now (self, data);

  return object == NULL;
}

void
test_walk_await_gone (TestWalk *self, AtspiRole role, const char *name)
{
  Wanted wanted = { .role = role, .name = name };

  if (!await (self, look_for_nothing, &wanted))
    test_walk_fail (self, "no %s “%s”", role_name (role), name);
}

/* Of @found, which stays what it is while its state, text or rows change. */
static gboolean
look_for_state (TestWalk *self, gpointer data)
{
  const Wanted *wanted = data;

  return test_tree_has_state (wanted->found, wanted->state) == wanted->has;
}

void
test_walk_await_state (TestWalk *self,
                       AtspiRole role,
                       const char *name,
                       AtspiStateType state,
                       gboolean has)
{
  g_autoptr (TestObject) object = test_walk_find (self, role, name);
  Wanted wanted = { .state = state, .has = has, .found = object };

  if (!await (self, look_for_state, &wanted))
    test_walk_fail (self,
                    "the %s “%s” to be %s state %d",
                    role_name (role),
                    name,
                    has ? "in" : "without",
                    (int)state);
}

static gboolean
look_for_text (TestWalk *self, gpointer data)
{
  const Wanted *wanted = data;
  g_autofree char *text = test_tree_get_text (wanted->found);

  return g_str_equal (text, wanted->text);
}

void
test_walk_await_text (TestWalk *self, AtspiRole role, const char *name, const char *text)
{
  g_autoptr (TestObject) object = test_walk_find (self, role, name);
  Wanted wanted = { .text = text, .found = object };

  if (!await (self, look_for_text, &wanted))
    test_walk_fail (self, "the %s “%s” to hold “%s”", role_name (role), name, text);
}

static gboolean
look_for_rows (TestWalk *self, gpointer data)
{
  const Wanted *wanted = data;

  return test_tree_count_rows (wanted->found, wanted->name) == wanted->n;
}

void
test_walk_await_rows (TestWalk *self, const char *list, const char *name, guint n)
{
  g_autoptr (TestObject) object = test_walk_find (self, ATSPI_ROLE_LIST, list);
  Wanted wanted = { .name = name, .n = n, .found = object };

  if (!await (self, look_for_rows, &wanted))
    test_walk_fail (self, "the list “%s” to have %u rows “%s”", list, n, name != NULL ? name : "*");
}

TestObject *
test_walk_find_row (TestWalk *self, const char *list, const char *name)
{
  g_autoptr (TestObject) object = test_walk_find (self, ATSPI_ROLE_LIST, list);
  Wanted wanted = { .role = ATSPI_ROLE_LIST_ITEM, .name = name, .inside = object };

  if (!await (self, look_for_object, &wanted))
    test_walk_fail (self, "the list “%s” to have a row “%s”", list, name);
  return wanted.found;
}

void
test_walk_await_row (TestWalk *self, const char *list, const char *name)
{
  g_object_unref (test_walk_find_row (self, list, name));
}

static gboolean
look_for_press (TestWalk *self, gpointer data)
{
  return test_tree_has_state (data, ATSPI_STATE_SENSITIVE) && test_tree_act (data);
}

void
test_walk_press_object (TestWalk *self, TestObject *object)
{
  if (!await (self, look_for_press, object))
    {
      g_autofree char *name = atspi_accessible_get_name (object, NULL);

      test_walk_fail (self, "“%s” to let itself be pressed", name);
    }
}

void
test_walk_press (TestWalk *self, AtspiRole role, const char *name)
{
  g_autoptr (TestObject) object = test_walk_find (self, role, name);

  test_walk_press_object (self, object);
}

/* GTK keeps a button down for a moment before it acts. */
void
test_walk_choose (TestWalk *self, AtspiRole role, const char *name)
{
  test_walk_press (self, role, name);
  test_walk_await_state (self, role, name, ATSPI_STATE_PRESSED, TRUE);
}

TestObject *
test_walk_find_inside (TestWalk *self, TestObject *inside, AtspiRole role, const char *name)
{
  Wanted wanted = { .role = role, .name = name, .inside = inside };

  if (!await (self, look_for_object, &wanted))
    {
      g_autofree char *held = test_tree_describe (inside);

      test_walk_fail (self, "a %s “%s” inside of %s", role_name (role), name, held);
    }
  return wanted.found;
}

void
test_walk_press_inside (TestWalk *self, TestObject *inside, AtspiRole role, const char *name)
{
  g_autoptr (TestObject) object = test_walk_find_inside (self, inside, role, name);

  test_walk_press_object (self, object);
}

void
test_walk_keys (TestWalk *self, const char *keys)
{
  g_autoptr (GError) error = NULL;

  screen (self, test_screen_press_keys (keys, &error), error);
}

void
test_walk_type (TestWalk *self, AtspiRole role, const char *name, const char *text)
{
  g_autoptr (GError) error = NULL;

  screen (self, test_screen_type (text, &error), error);
  test_walk_await_text (self, role, name, text);
}

static gboolean
look_for_other_focus (TestWalk *self, gpointer data)
{
  const char *before = data;
  g_autoptr (TestObject) window = test_tree_find_window (self->window);
  g_autofree char *now = window != NULL ? describe_focus (window) : NULL;

  return now != NULL && g_strcmp0 (now, before) != 0;
}

void
test_walk_tab_to (TestWalk *self, AtspiRole role, const char *name)
{
  g_autoptr (TestObject) object = test_walk_find (self, role, name);

  test_walk_go_to (self, "Tab", object);
}

void
test_walk_go_to (TestWalk *self, const char *keys, TestObject *object)
{
  for (int i = 0; !test_tree_has_state (object, ATSPI_STATE_FOCUSED); i++)
    {
      g_autoptr (TestObject) window = test_tree_find_window (self->window);
      g_autofree char *before = window != NULL ? describe_focus (window) : NULL;

      if (i == MOST_STEPS)
        {
          g_autofree char *way = test_tree_describe_way (object);

          test_walk_fail (self, "%s to come to %s", keys, way);
        }
      test_walk_keys (self, keys);
      /* Entry rows do not tell that they have the keyboard. */
      await_for (self, QUIET_SECONDS, look_for_other_focus, before);
    }
}
