/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures that people would call the same are alike, and those that they would not are not. */
#include <gtk/gtk.h>

#include "likeness.h"

#define WIDTH 640
#define HEIGHT 400

/* What may be different about a picture. */
typedef struct
{
  cairo_antialias_t antialias;
  cairo_hint_style_t hints;
  cairo_hint_metrics_t metrics;
  double grey; /* lighter than it should be */
  gboolean no_button;
  gboolean no_icon;
  gboolean other_colour;
  gboolean other_words;
  double shift; /* of a label */
} Picture;

static void
draw_words (cairo_t *cr,
            const Picture *picture,
            const char *font,
            double x,
            double y,
            const char *words)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
  g_autoptr (PangoFontDescription) description = pango_font_description_from_string (font);
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_antialias (options, picture->antialias);
  cairo_font_options_set_hint_style (options, picture->hints);
  cairo_font_options_set_hint_metrics (options, picture->metrics);
  pango_cairo_context_set_font_options (pango_layout_get_context (layout), options);
  pango_layout_set_font_description (layout, description);
  pango_layout_set_text (layout, words, -1);
  cairo_set_source_rgb (cr, 0.18 + picture->grey, 0.2 + picture->grey, 0.21 + picture->grey);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  cairo_font_options_destroy (options);
}

static void
draw_icon (cairo_t *cr)
{
  cairo_set_source_rgb (cr, 0.2, 0.2, 0.2);
  cairo_set_line_width (cr, 2);
  cairo_rectangle (cr, 596, 14, 14, 14);
  cairo_move_to (cr, 599, 21);
  cairo_line_to (cr, 607, 21);
  cairo_stroke (cr);
}

/* A window with a header bar, a list of words and a button. (transfer full) */
static cairo_surface_t *
draw (const Picture *picture)
{
  static const char *const words[] = { "Payout missing for October",
                                       "Postback missing currency for CAD orders",
                                       "Can you change our payout threshold?" };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_surface_t *small;
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 0.98, 0.98, 0.98);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0.92, 0.92, 0.92);
  cairo_rectangle (cr, 0, 0, WIDTH, 46);
  cairo_fill (cr);
  draw_words (cr, picture, "Cantarell Bold 11", 260, 14, "Support Tickets");
  if (!picture->no_icon)
    draw_icon (cr);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    draw_words (cr,
                picture,
                "Cantarell 11",
                20,
                70 + 40 * i + (i == 1 ? picture->shift : 0),
                picture->other_words && i == 1 ? "Coupons expiring at midnight" : words[i]);
  draw_words (cr, picture, "Cantarell 9", 20, 200, "maya · Account manager · 10:08");
  if (!picture->no_button)
    {
      if (picture->other_colour)
        cairo_set_source_rgb (cr, 0.75, 0.11, 0.16);
      else
        cairo_set_source_rgb (cr, 0.21, 0.52, 0.89);
      cairo_rectangle (cr, 540, 350, 80, 34);
      cairo_fill (cr);
    }
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  small = likeness_make_small (surface, LIKENESS_SMALLER);
  cairo_surface_destroy (surface);
  return small;
}

static const Picture kept = { .antialias = CAIRO_ANTIALIAS_GRAY,
                              .hints = CAIRO_HINT_STYLE_SLIGHT,
                              .metrics = CAIRO_HINT_METRICS_ON };

static gboolean
is_alike (const char *what, const Picture *picture)
{
  cairo_surface_t *one = draw (&kept), *other = draw (picture);
  Likeness likeness;
  gboolean alike = likeness_compare (one, other, &likeness);

  g_test_message ("%s: mean %.2f, most %.2f", what, likeness.mean, likeness.most);
  cairo_surface_destroy (one);
  cairo_surface_destroy (other);
  return alike;
}

static void
test_other_edges (void)
{
  const struct
  {
    const char *what;
    Picture picture;
  } cases[] = {
    { "the same", kept },
    { "no hints", { CAIRO_ANTIALIAS_GRAY, CAIRO_HINT_STYLE_NONE, CAIRO_HINT_METRICS_ON } },
    { "no hints at all", { CAIRO_ANTIALIAS_GRAY, CAIRO_HINT_STYLE_NONE, CAIRO_HINT_METRICS_OFF } },
    { "full hints", { CAIRO_ANTIALIAS_GRAY, CAIRO_HINT_STYLE_FULL, CAIRO_HINT_METRICS_ON } },
    { "subpixels", { CAIRO_ANTIALIAS_SUBPIXEL, CAIRO_HINT_STYLE_SLIGHT, CAIRO_HINT_METRICS_ON } },
    { "no antialiasing", { CAIRO_ANTIALIAS_NONE, CAIRO_HINT_STYLE_FULL, CAIRO_HINT_METRICS_ON } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_true (is_alike (cases[i].what, &cases[i].picture));
}

static void
test_other_page (void)
{
  Picture cases[] = { kept, kept, kept, kept, kept, kept };
  const char *const what[]
      = { "no button", "no icon", "another colour", "other words", "moved", "lighter" };

  G_STATIC_ASSERT (G_N_ELEMENTS (cases) == G_N_ELEMENTS (what));
  cases[0].no_button = TRUE;
  cases[1].no_icon = TRUE;
  cases[2].other_colour = TRUE;
  cases[3].other_words = TRUE;
  cases[4].shift = 12;
  cases[5].grey = 0.45;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_false (is_alike (what[i], &cases[i]));
}

/* Of another size. */
static void
test_other_size (void)
{
  cairo_surface_t *one = draw (&kept);
  cairo_surface_t *other = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, cairo_image_surface_get_width (one) + 1, HEIGHT / LIKENESS_SMALLER);
  Likeness likeness;

  g_assert_false (likeness_compare (one, other, &likeness));
  g_assert_true (likeness_is_same (one, one));
  g_assert_false (likeness_is_same (one, other));
  cairo_surface_destroy (one);
  cairo_surface_destroy (other);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/likeness/other-edges", test_other_edges);
  g_test_add_func ("/likeness/other-page", test_other_page);
  g_test_add_func ("/likeness/other-size", test_other_size);
  return g_test_run ();
}
