/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loaded before a program of GTK's, lets it run from right to left. GTK takes the direction from
 * the locale, and a machine that tests rarely has an Arabic one. */
#include <dlfcn.h>
#include <gtk/gtk.h>

static void
on_startup (GApplication *application)
{
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
}

int
g_application_run (GApplication *application, int argc, char **argv)
{
  int (*run) (GApplication *, int, char **) = dlsym (RTLD_NEXT, "g_application_run");

  g_signal_connect_after (application, "startup", G_CALLBACK (on_startup), NULL);
  return run (application, argc, argv);
}
