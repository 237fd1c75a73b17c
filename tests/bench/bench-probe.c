/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preloaded into a program as it is shipped, with LD_PRELOAD: prints when its first window has been
 * drawn ("frame TIME") and when rows of a list in it have been ("rows TIME"), in seconds of the
 * monotonic clock. Closes the window when its standard input ends. */
#include <dlfcn.h>
#include <glib-unix.h>
#include <gtk/gtk.h>
#include <stdio.h>

static struct
{
  gboolean drawn, listed;
} probe;

static gboolean
has_words (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_words (child))
      return TRUE;
  return FALSE;
}

static gboolean
has_rows (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LIST_VIEW (widget) && has_words (widget))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_rows (child))
      return TRUE;
  return FALSE;
}

static void
say (const char *what)
{
  printf ("%s %.6f\n", what, g_get_monotonic_time () / 1e6);
  fflush (stdout);
}

/* The frame is on its way to the screen. */
static void
on_after_paint (GdkFrameClock *clock, GtkWidget *window)
{
  if (!probe.drawn)
    say ("frame");
  probe.drawn = TRUE;
  if (probe.listed || !has_rows (window))
    return;
  probe.listed = TRUE;
  say ("rows");
  g_signal_handlers_disconnect_by_func (clock, on_after_paint, window);
}

static void
on_map (GtkWidget *window)
{
  g_signal_connect (
      gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_after_paint), window);
}

static gboolean
on_input_end (int fd, GIOCondition condition, gpointer window)
{
  gtk_window_close (window);
  return G_SOURCE_REMOVE;
}

/* In the place of GTK's own. */
void
gtk_window_present (GtkWindow *window)
{
  static gboolean watched;
  void (*present) (GtkWindow *) = dlsym (RTLD_NEXT, "gtk_window_present");

  if (!watched)
    {
      watched = TRUE;
      g_signal_connect_after (window, "map", G_CALLBACK (on_map), NULL);
      g_unix_fd_add (0, G_IO_HUP, on_input_end, window);
    }
  present (window);
}
