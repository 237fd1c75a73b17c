/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds widgets as a person does, by what they are and what they are called, and works them. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * window_find:
 * @root: (type GtkWidget): where to look
 * @name: (nullable): its name for assistive technology, or the words on it; NULL: any
 *
 * (nullable) (transfer none): the first widget of @type that is on the screen.
 */
gpointer window_find (gpointer root, GType type, const char *name);

/* Likewise, by the style that it has: an error, a body. */
gpointer window_find_styled (gpointer root, GType type, const char *style);

/* Whether a label on the screen has @words in its text. */
gboolean window_shows (gpointer root, const char *words);

/* The texts of the labels of @style that are on the screen, top down: "One | Two". */
char *window_column (gpointer root, const char *style);
gboolean window_column_is (gpointer root, const char *style, const char *expected);
/* Waits for it, in the list @name. */
void window_await_column (gpointer root, const char *name, const char *style, const char *expected);

/* Whether the button is there for somebody who wants to press it. */
gboolean window_can_click (gpointer root, const char *name);
void window_click (gpointer root, const char *name);

/* Presses @item in the menu of the button @menu. */
void window_choose_item (gpointer root, const char *menu, const char *item);

/* Presses the row of a list of preferences that has this title. */
void window_choose_row (gpointer root, const char *title);
/* (transfer none): that row. */
gpointer window_find_row (gpointer root, const char *title);

/* Turns a window of preferences to the page of this title. */
void window_turn_to (gpointer preferences, const char *page);

/* Presses the row of this publisher in the list of the chooser @button; NULL: what stands for all
 * of them. */
void window_choose_publisher (gpointer root, const char *button, const char *name);

/* Into an entry or a text of this name; in place of what stood there. */
void window_type (gpointer root, const char *name, const char *text);
char *window_typed (gpointer root, const char *name);
void window_await_typed (gpointer root, const char *name, const char *expected);

/* What pressing @trigger ("<Control>Return") on @widget would do. FALSE: nothing. */
gboolean window_press (gpointer widget, const char *trigger);

/* (nullable) (transfer none): the window of this type that is open, the latest first. */
gpointer window_toplevel (GType type);

G_END_DECLS
