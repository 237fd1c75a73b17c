/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What assistive technology sees of a program: looking things up in its accessible tree. */
#pragma once

#include <atspi/atspi.h>

G_BEGIN_DECLS

/* An accessible; later versions of the library bring a cleanup of its own for that name. */
typedef AtspiAccessible TestObject;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestObject, g_object_unref)

/* All of these ask the program anew, each time: nothing that it said before is trusted but a role,
 * which never changes. An object that has gone meanwhile is like one that never was. */

/* Connects to the bus of assistive technology. */
void test_tree_open (void);
void test_tree_close (void);

/* The window or dialog whose title matches @title in any program of the bus. (transfer full)
 * (nullable)
 *
 * Here and below a name may hold "*" for any text: the toolkit makes "Cancel Cancel" of a dialog's
 * button. */
TestObject *test_tree_find_window (const char *title);

/**
 * test_tree_find:
 * @name: NULL: any
 *
 * The first object of that role and name below @parent that is not hidden. A row of a list that
 * has a name is one thing: what is inside of it is found from the row.
 *
 * Returns: (transfer full) (nullable): the object
 */
TestObject *test_tree_find (TestObject *parent, AtspiRole role, const char *name);

/* How many rows of @list match. */
guint test_tree_count_rows (TestObject *list, const char *name);

gboolean test_tree_has_state (TestObject *object, AtspiStateType state);
gboolean test_tree_has_name (TestObject *object, const char *name);

/* What stands in an entry or a text. (transfer full) */
char *test_tree_get_text (TestObject *object);

/* Does what its first action does, as a screen reader would: presses a button, turns a switch. */
gboolean test_tree_act (TestObject *object);

/* What stands in an entry or a text is @text from now on. */
gboolean test_tree_set_text (TestObject *object, const char *text);

/* Chooses the row of @list that is called @name. */
gboolean test_tree_select_row (TestObject *list, const char *name);

/* The first control below @parent that has no name of its own. (transfer full) (nullable) */
TestObject *test_tree_find_unnamed (TestObject *parent);

/* From the window down to @object: roles and names. (transfer full) */
char *test_tree_describe_way (TestObject *object);

/* One line an object that says something, for a person who wants to know what was there. (transfer
 * full) */
char *test_tree_describe (TestObject *object);

G_END_DECLS
