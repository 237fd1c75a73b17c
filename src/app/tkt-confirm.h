/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks before something that can't be taken back: the only file that knows AdwMessageDialog. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * tkt_confirm_async:
 * @parent: a widget of the window that the question is about
 * @answer: the label of the button that does it; the other one is Cancel
 *
 * Finishes with TRUE only when the person chose @answer; Escape and closing mean Cancel.
 */
void tkt_confirm_async (GtkWidget *parent,
                        const char *heading,
                        const char *body,
                        const char *answer,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
gboolean tkt_confirm_finish (GtkWidget *parent, GAsyncResult *result);

/* Nothing to choose: says something that is too long, or too important, for a toast. */
void tkt_confirm_tell (GtkWidget *parent, const char *heading, const char *body);

G_END_DECLS
