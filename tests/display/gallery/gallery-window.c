/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Windows of the size that the look has, and the way to a ticket in them. */
#include "gallery.h"

#define DIALOG_HEIGHT 640

/* It has one without a compositor, which counts as a part of it. */
static void
take_frame_off (GtkWidget *window)
{
  gtk_widget_remove_css_class (window, "solid-csd");
}

/* Or as narrow as it gets. */
static void
give_size (GtkWindow *window, int width, int height)
{
  int least;

  gtk_widget_measure (
      GTK_WIDGET (window), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  if (least > width)
    g_print ("# %s is never narrower than %d\n", gtk_window_get_title (window), least);
  gtk_window_set_default_size (window, MAX (width, least), height);
  test_await (gtk_widget_get_width (GTK_WIDGET (window)) == MAX (width, least));
}

TktWindow *
gallery_open (Gallery *self, const char *username)
{
  const GalleryVariant *variant = self->variant;
  TktWindow *window = window_open (self->base, username);

  take_frame_off (GTK_WIDGET (window));
  /* A size that comes while a window is still being given its first is lost. */
  gallery_await_frames (GTK_WIDGET (window));
  if (variant->width > 0)
    give_size (GTK_WINDOW (window), variant->width, variant->height);
  return window;
}

gpointer
gallery_await_window (Gallery *self, GType type)
{
  GtkWindow *window;
  int most = self->variant->most_width;

  test_await (window_toplevel (type) != NULL);
  window = window_toplevel (type);
  take_frame_off (GTK_WIDGET (window));
  gallery_await_frames (GTK_WIDGET (window));
  if (most > 0 && gtk_widget_get_width (GTK_WIDGET (window)) > most)
    give_size (window, most, DIALOG_HEIGHT);
  return window;
}

static int
find_title (TktWindow *window, const char *title)
{
  int position = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (window_tickets (window)); row != NULL;
       row = gtk_widget_get_next_sibling (row), position++)
    if (window_column_is (row, "title", title))
      return position;
  return -1;
}

static gboolean
all_have_excerpts (TktWindow *window)
{
  g_autofree char *column = window_column (window_tickets (window), "excerpt");
  g_auto (GStrv) lines = g_strsplit (column, " | ", -1);

  return lines[0] != NULL && !g_strv_contains ((const char *const *)lines, "");
}

void
gallery_await_excerpts (TktWindow *window)
{
  test_await (all_have_excerpts (window));
}

void
gallery_choose (Gallery *self, TktWindow *window, const char *words, const char *title)
{
  GtkListView *tickets;

  if (words != NULL)
    {
      window_type (window, "Search tickets", words);
      test_await (window_shows (window, " found"));
      /* Only words are marked, not who, where and when. */
      if (strchr (words, ':') == NULL)
        gallery_await_excerpts (window);
    }
  test_await (window_tickets (window) != NULL && find_title (window, title) >= 0);
  if (self->variant->most_width > 0)
    test_await (adw_leaflet_get_folded (window_find (window, ADW_TYPE_LEAFLET, NULL)));
  tickets = GTK_LIST_VIEW (window_tickets (window));
  gtk_selection_model_select_item (
      gtk_list_view_get_model (tickets), find_title (window, title), TRUE);
  g_signal_emit_by_name (tickets, "activate", find_title (window, title));
  test_await (window_messages (window) != NULL && window_column_is (window, "title-3", title)
              && gtk_widget_get_first_child (window_messages (window)) != NULL);
}

void
gallery_await_draft (TktWindow *window)
{
  test_await (window_tickets (window) == NULL
              || window_find_styled (window_tickets (window), GTK_TYPE_LABEL, "draft") != NULL);
}
