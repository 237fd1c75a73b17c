/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window that lists the keys. */
#include "tkt-shortcuts.h"

/* Made when it is wanted, not with each window as GTK would do by itself: that costs the start its
 * time, and a window that nobody sees yet has no place in the accessible tree, where GTK 4.8
 * crashes over it. */
void
tkt_shortcuts_show (GtkWindow *parent)
{
  g_autoptr (GtkBuilder) builder
      = gtk_builder_new_from_resource ("/org/example/Tickets/tkt-shortcuts.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (window, parent);
  gtk_window_set_destroy_with_parent (window, TRUE);
  gtk_window_present (window);
}
