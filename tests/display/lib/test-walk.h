/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A walk through a program: what a person does and sees, step by step. */
#pragma once

#include <gio/gio.h>

#include "test-tree.h"

G_BEGIN_DECLS

/**
 * TestWalk:
 *
 * Each function below waits for what it names and ends the walk where that does not come: it
 * prints what was expected and what the accessible tree held, takes a last picture, stops the
 * program and exits with status 1. So none of them returns an error.
 *
 * Objects are looked for in the window or dialog that was last turned to.
 */
typedef enum
{
  TEST_HANDS_KEYS,  /* the keyboard alone */
  TEST_HANDS_CALLS, /* assistive technology's calls alone */
} TestHands;

typedef struct
{
  TestHands hands; /* what test-walk-hands.c works with */
  char *pictures;
  gboolean hurries; /* no pictures but of a failure */
  GSubprocess *program;
  char *window;     /* the title of that which objects are looked for in */
  char *front;      /* the same, where it is not a dialog: what pictures show */
  const char *step; /* being done, or NULL */
  guint n_steps;
  guint n_pictures;
} TestWalk;

/* @pictures: the folder for them. */
TestWalk *test_walk_new (const char *pictures);
void test_walk_free (TestWalk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestWalk, test_walk_free)

/* Starts @program with one argument or none, in a process group that ends with the walk.
 * @environment: (nullable): "NAME=VALUE" */
void test_walk_start (TestWalk *self,
                      const char *program,
                      const char *argument,
                      const char *const *environment);
/* Waits until it has ended by itself; any other status than 0 is a failure. */
void test_walk_await_end (TestWalk *self);
/* Gives it no time to end. */
void test_walk_kill (TestWalk *self);
/* Ends it, where it runs. */
void test_walk_stop (TestWalk *self);

/* What the next lines do, in one line of TAP; the step before is done. */
void test_walk_step (TestWalk *self, const char *sentence);
/* The last step is done, too. */
void test_walk_done (TestWalk *self);
/* Into "NN-NAME.png". */
void test_walk_picture (TestWalk *self, const char *name);

G_NORETURN void test_walk_fail (TestWalk *self, const char *expected, ...) G_GNUC_PRINTF (2, 3);

/* The window of that title comes to the front and has the keyboard. */
void test_walk_turn_to (TestWalk *self, const char *title);
/* It has come there by itself. */
void test_walk_await_front (TestWalk *self, const char *title);
/* A dialog has come by itself; and has gone, so that its window is there again. */
void test_walk_turn_to_dialog (TestWalk *self, const char *title);
void test_walk_leave_dialog (TestWalk *self);

/* Until @look returns TRUE; @expected says what it looks for. */
typedef gboolean (*TestWalkLook) (TestWalk *self, gpointer data);
void test_walk_await_look (TestWalk *self, TestWalkLook look, gpointer data, const char *expected);

/* (transfer full) */
TestObject *test_walk_find (TestWalk *self, AtspiRole role, const char *name);
TestObject *test_walk_find_row (TestWalk *self, const char *list, const char *name);

void test_walk_await (TestWalk *self, AtspiRole role, const char *name);
void test_walk_await_gone (TestWalk *self, AtspiRole role, const char *name);
void test_walk_await_state (TestWalk *self,
                            AtspiRole role,
                            const char *name,
                            AtspiStateType state,
                            gboolean has);
void test_walk_await_text (TestWalk *self, AtspiRole role, const char *name, const char *text);
void test_walk_await_row (TestWalk *self, const char *list, const char *name);
/* Until @list has that many rows that match; in all, where @name is NULL. */
void test_walk_await_rows (TestWalk *self, const char *list, const char *name, guint n);

/* Presses a button by assistive technology, once it is not grey. */
void test_walk_press (TestWalk *self, AtspiRole role, const char *name);
void test_walk_press_object (TestWalk *self, TestObject *object);
/* Presses one of several toggles or tabs, and waits until it is the chosen one. */
void test_walk_choose (TestWalk *self, AtspiRole role, const char *name);
/* The object inside of a row, or of anything else. */
TestObject *
test_walk_find_inside (TestWalk *self, TestObject *inside, AtspiRole role, const char *name);
void test_walk_press_inside (TestWalk *self, TestObject *inside, AtspiRole role, const char *name);

void test_walk_keys (TestWalk *self, const char *keys);
/* Types into the entry that has the keyboard, and waits until it has all of it. */
void test_walk_type (TestWalk *self, AtspiRole role, const char *name, const char *text);
/* Presses @keys until that object has the keyboard: it can be reached without a mouse. */
void test_walk_go_to (TestWalk *self, const char *keys, TestObject *object);
/* Tab, likewise. */
void test_walk_tab_to (TestWalk *self, AtspiRole role, const char *name);

/* With the walk's hands, whichever they are (test-walk-hands.c). */

/* Presses that button, tab or toggle; @keys: (nullable): the shortcut for it, where there is one. */
void test_walk_do (TestWalk *self, const char *keys, AtspiRole role, const char *name);
/* Writes into that entry, in place of what stood there, ASCII only; @keys: (nullable): lead into it,
 * or do nothing ("ctrl+a") where it has the keyboard, which entry rows do not tell. */
void test_walk_write (
    TestWalk *self, const char *keys, AtspiRole role, const char *name, const char *text);
/* Chooses a row of the list @list; @keys: the shortcut that leads there. */
void
test_walk_choose_row (TestWalk *self, const char *keys, const char *list, const char *name);
/* Chooses @item from the menu @menu that a row of @list has. */
void test_walk_choose_in_row (TestWalk *self,
                              const char *list,
                              const char *row,
                              const char *menu,
                              const char *item);

G_END_DECLS
