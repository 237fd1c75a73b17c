/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running on without a window: one that is closed is hidden, and its desk, its notifications and
 * what is being typed in it stay as they are. */
#include "tkt-application-private.h"

/* The program that shares its id with others (--demo) could not be reached any more. */
static gboolean
runs_on (TktApplication *self)
{
  return g_settings_get_boolean (self->settings, "run-in-background")
         && !(g_application_get_flags (G_APPLICATION (self)) & G_APPLICATION_NON_UNIQUE);
}

static gboolean
on_close_request (TktApplication *self, GtkWindow *window)
{
  if (!runs_on (self))
    return GDK_EVENT_PROPAGATE;
  gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
  return GDK_EVENT_STOP;
}

static gboolean
is_hidden (gpointer window)
{
  return TKT_IS_WINDOW (window) && !gtk_widget_get_visible (window);
}

/* (element-type GtkWindow): what is done to them changes the application's own list. */
static GList *
list_hidden (TktApplication *self)
{
  GList *hidden = NULL;

  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (is_hidden (l->data))
      hidden = g_list_prepend (hidden, l->data);
  return hidden;
}

/* Without leave to run on, a hidden window is one that was closed. */
static void
on_setting_changed (TktApplication *self)
{
  g_autoptr (GList) hidden = runs_on (self) ? NULL : list_hidden (self);

  for (GList *l = hidden; l != NULL; l = l->next)
    gtk_window_destroy (l->data);
}

void
tkt_application_start_background (TktApplication *self)
{
  g_signal_connect_object (self->settings,
                           "changed::run-in-background",
                           G_CALLBACK (on_setting_changed),
                           self,
                           G_CONNECT_SWAPPED);
}

void
tkt_application_keep_window (TktApplication *self, TktWindow *window)
{
  g_signal_connect_object (
      window, "close-request", G_CALLBACK (on_close_request), self, G_CONNECT_SWAPPED);
}

/* All of them where none is to be seen, as at a start: the last that was in front comes last. */
gboolean
tkt_application_show_hidden (TktApplication *self)
{
  g_autoptr (GList) hidden = list_hidden (self);
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  if (hidden == NULL || g_list_length (hidden) < g_list_length (windows))
    return FALSE;
  for (GList *l = hidden; l != NULL; l = l->next)
    gtk_window_present (l->data);
  return TRUE;
}
