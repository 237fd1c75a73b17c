/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes pictures of windows, and holds them against kept ones. */
#include "gallery.h"
#include "likeness.h"

/* For the widgets to be measured, laid out and drawn. */
#define FRAMES 2
/* Two pictures that are alike: nothing is drawn any more. Something always moving is taken as it
 * is. */
#define MOST_PICTURES 20

static gboolean
on_tick (GtkWidget *window, GdkFrameClock *clock, gpointer data)
{
  guint *n = data;

  /* A clock that has nothing to draw may stand still. */
  gtk_widget_queue_draw (window);
  return ++*n < FRAMES ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

void
gallery_await_frames (GtkWidget *window)
{
  guint n = 0;

  gtk_widget_add_tick_callback (window, on_tick, &n, NULL);
  test_await (n == FRAMES);
}

static void
add_widget (GtkSnapshot *snapshot, GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);

  gdk_paintable_snapshot (paintable,
                          snapshot,
                          gdk_paintable_get_intrinsic_width (paintable),
                          gdk_paintable_get_intrinsic_height (paintable));
}

/* What pops up has a surface of its own, somewhere over that of the window and beyond: @bounds, of
 * the picture, grow by it. */
static void
find_popovers (GtkWidget *widget, GPtrArray *popovers, graphene_rect_t *bounds)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_get_mapped (child))
        continue;
      if (GTK_IS_POPOVER (child))
        {
          GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (child));
          GdkPopup *popup = GDK_POPUP (surface);

          g_ptr_array_add (popovers, child);
          graphene_rect_union (bounds,
                               &GRAPHENE_RECT_INIT (gdk_popup_get_position_x (popup),
                                                    gdk_popup_get_position_y (popup),
                                                    gdk_surface_get_width (surface),
                                                    gdk_surface_get_height (surface)),
                               bounds);
        }
      find_popovers (child, popovers, bounds);
    }
}

static void
add_popover (GtkSnapshot *snapshot, GtkWidget *popover)
{
  GdkPopup *popup = GDK_POPUP (gtk_native_get_surface (GTK_NATIVE (popover)));

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot,
      &GRAPHENE_POINT_INIT (gdk_popup_get_position_x (popup), gdk_popup_get_position_y (popup)));
  add_widget (snapshot, popover);
  gtk_snapshot_restore (snapshot);
}

static cairo_surface_t *
take (Gallery *self, GtkWidget *window)
{
  int scale = MAX (self->variant->scale, 1);
  graphene_rect_t bounds
      = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (window), gtk_widget_get_height (window));
  g_autoptr (GPtrArray) popovers = g_ptr_array_new ();
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  cairo_surface_t *surface;

  find_popovers (window, popovers, &bounds);
  gtk_snapshot_scale (snapshot, scale, scale);
  gtk_snapshot_append_color (snapshot, &(GdkRGBA){ 0.5, 0.5, 0.5, 1 }, &bounds);
  add_widget (snapshot, window);
  for (guint i = 0; i < popovers->len; i++)
    add_popover (snapshot, g_ptr_array_index (popovers, i));
  node = gtk_snapshot_free_to_node (snapshot);
  graphene_rect_scale (&bounds, scale, scale, &bounds);
  texture
      = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, &bounds);
  surface = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, gdk_texture_get_width (texture), gdk_texture_get_height (texture));
  gdk_texture_download (
      texture, cairo_image_surface_get_data (surface), cairo_image_surface_get_stride (surface));
  cairo_surface_mark_dirty (surface);
  return surface;
}

/* Until two in a row are the same. */
static cairo_surface_t *
take_still (Gallery *self, GtkWidget *window)
{
  cairo_surface_t *last = NULL;

  for (guint i = 0; i < MOST_PICTURES; i++)
    {
      cairo_surface_t *picture;
      gboolean same;

      gallery_await_frames (window);
      picture = take (self, window);
      same = last != NULL && likeness_is_same (last, picture);
      g_clear_pointer (&last, cairo_surface_destroy);
      last = picture;
      if (same)
        break;
    }
  return last;
}

static void
save (cairo_surface_t *picture, const char *folder, const char *name, const char *ending)
{
  g_autofree char *file = g_strconcat (name, ending, ".png", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  cairo_status_t status = cairo_surface_write_to_png (picture, path);

  if (status != CAIRO_STATUS_SUCCESS)
    g_error ("%s can't be written: %s", path, cairo_status_to_string (status));
}

/* What differs is left in the folder, with what was kept. */
static void
compare (Gallery *self, cairo_surface_t *picture, cairo_surface_t *small, const char *name)
{
  g_autofree char *file = g_strconcat (name, ".png", NULL);
  g_autofree char *path = g_build_filename (self->kept, file, NULL);
  cairo_surface_t *kept = cairo_image_surface_create_from_png (path);
  Likeness likeness;

  self->n_pictures++;
  if (cairo_surface_status (kept) != CAIRO_STATUS_SUCCESS)
    {
      g_print ("not ok %u - %s\n# There is no kept picture %s.\n", self->n_pictures, name, path);
      save (picture, self->folder, name, "");
      self->n_different++;
    }
  else if (likeness_compare (kept, small, &likeness))
    g_print ("ok %u - %s (%.1f, %.1f)\n", self->n_pictures, name, likeness.mean, likeness.most);
  else
    {
      cairo_surface_t *difference = likeness_show (kept, small, &likeness);

      g_print (
          "not ok %u - %s (%.1f, %.1f)\n", self->n_pictures, name, likeness.mean, likeness.most);
      g_print ("# It differs most around %d, %d. Look at %s/%s.png and %s-difference.png (kept, "
               "taken and difference);\n# where it is right now, build-aux/gallery --keep.\n",
               likeness.x,
               likeness.y,
               self->folder,
               name,
               name);
      save (picture, self->folder, name, "");
      save (difference, self->folder, name, "-difference");
      cairo_surface_destroy (difference);
      self->n_different++;
    }
  cairo_surface_destroy (kept);
}

gboolean
gallery_wants (Gallery *self, const char *scene)
{
  return self->only == NULL || g_strv_contains (self->only, scene);
}

static void
on_asked (GObject *object, GAsyncResult *result, gpointer user_data)
{
  gboolean *asked = user_data;
  g_autoptr (GError) error = NULL;

  *asked = g_subprocess_wait_finish (G_SUBPROCESS (object), result, &error);
  g_assert_no_error (error);
}

/* From another process, which this one answers meanwhile. Windows that the toolkit brings whole are
 * as it names them. */
static void
ask_for_names (Gallery *self, const char *scene, gpointer window)
{
  const char *title = ADW_IS_MESSAGE_DIALOG (window) ? adw_message_dialog_get_heading (window)
                                                     : gtk_window_get_title (window);
  const char *const argv[] = { self->names, title, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_NONE, &error);
  gboolean asked = FALSE, good;

  g_assert_no_error (error);
  g_subprocess_wait_async (process, NULL, on_asked, &asked);
  test_await (asked);
  good = g_subprocess_get_successful (process);
  self->n_pictures++;
  self->n_different += good ? 0 : 1;
  g_print ("%s %u - %s\n", good ? "ok" : "not ok", self->n_pictures, scene);
}

void
gallery_picture (Gallery *self, const char *scene, gpointer window)
{
  g_autofree char *name = g_strdup_printf ("%s-%s", scene, self->variant->name);
  cairo_surface_t *picture, *small;

  if (!gallery_wants (self, scene))
    return;
  if (self->names != NULL)
    {
      gallery_await_frames (window);
      if (!ADW_IS_ABOUT_WINDOW (window) && !GTK_IS_SHORTCUTS_WINDOW (window))
        ask_for_names (self, scene, window);
      return;
    }
  picture = take_still (self, window);
  small = likeness_make_small (picture, LIKENESS_SMALLER * MAX (self->variant->scale, 1));
  if (self->keep)
    save (small, self->kept, name, "");
  else if (self->kept != NULL)
    compare (self, picture, small, name);
  else
    save (picture, self->folder, name, "");
  cairo_surface_destroy (small);
  cairo_surface_destroy (picture);
}
