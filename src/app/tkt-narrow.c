/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lets windows of preferences be as narrow as a phone. */
#include "tkt-narrow.h"

#define PHONE 360

static void
release (GtkWidget *widget)
{
  int width, height;

  gtk_widget_get_size_request (widget, &width, &height);
  if (width >= PHONE)
    gtk_widget_set_size_request (widget, -1, height);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    release (child);
}

void
tkt_narrow_preferences (AdwPreferencesWindow *window)
{
  g_return_if_fail (ADW_IS_PREFERENCES_WINDOW (window));

  release (GTK_WIDGET (window));
}
