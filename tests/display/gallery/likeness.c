/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How alike two pictures are. Both are small and blurred, so that the edges of letters, which every
 * machine draws in its own way, count for little; and they are looked at patch by patch, so that
 * what has gone or moved stands out against the rest of the window, which is the same. */
#include "likeness.h"

#include <string.h>

/* In small pixels: 32 × 32 of the window, a button. */
#define PATCH 8
#define STEP 4

/* test-likeness measures up to 4 in a patch where letters have other edges, and at least 15 where a
 * button, an icon, a colour or a word is another or elsewhere. */
#define MOST_IN_PATCH 6.0
#define MOST_IN_ALL 2.0

static guint32
pixel (cairo_surface_t *surface, int x, int y)
{
  const guchar *row = cairo_image_surface_get_data (surface)
                      + (gsize)y * (gsize)cairo_image_surface_get_stride (surface);
  guint32 value;

  memcpy (&value, row + (gsize)x * sizeof value, sizeof value);
  return value;
}

static void
set_pixel (cairo_surface_t *surface, int x, int y, guint32 value)
{
  guchar *row = cairo_image_surface_get_data (surface)
                + (gsize)y * (gsize)cairo_image_surface_get_stride (surface);

  memcpy (row + (gsize)x * sizeof value, &value, sizeof value);
}

static gboolean
same_size (cairo_surface_t *a, cairo_surface_t *b)
{
  return cairo_image_surface_get_width (a) == cairo_image_surface_get_width (b)
         && cairo_image_surface_get_height (a) == cairo_image_surface_get_height (b);
}

gboolean
likeness_is_same (cairo_surface_t *a, cairo_surface_t *b)
{
  int height = cairo_image_surface_get_height (a);

  return same_size (a, b)
         && memcmp (cairo_image_surface_get_data (a),
                    cairo_image_surface_get_data (b),
                    (gsize)height * (gsize)cairo_image_surface_get_stride (a))
                == 0;
}

/* The mean of the pixels around, of those that there are. */
static guint32
mean_of (cairo_surface_t *surface, int left, int top, int right, int bottom)
{
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);
  guint red = 0, green = 0, blue = 0, n = 0;

  for (int y = MAX (top, 0); y < MIN (bottom, height); y++)
    for (int x = MAX (left, 0); x < MIN (right, width); x++)
      {
        guint32 value = pixel (surface, x, y);

        red += value >> 16 & 0xff;
        green += value >> 8 & 0xff;
        blue += value & 0xff;
        n++;
      }
  return (red / n) << 16 | (green / n) << 8 | blue / n;
}

cairo_surface_t *
likeness_make_small (cairo_surface_t *picture, int times)
{
  int width = (cairo_image_surface_get_width (picture) + times - 1) / times;
  int height = (cairo_image_surface_get_height (picture) + times - 1) / times;
  cairo_surface_t *small = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);

  cairo_surface_flush (small);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      set_pixel (
          small, x, y, mean_of (picture, x * times, y * times, (x + 1) * times, (y + 1) * times));
  cairo_surface_mark_dirty (small);
  return small;
}

static int
channel_difference (guint32 a, guint32 b, guint shift)
{
  return ABS ((int)(a >> shift & 0xff) - (int)(b >> shift & 0xff));
}

/* Of the blurred pictures. */
static int
difference_at (cairo_surface_t *a, cairo_surface_t *b, int x, int y)
{
  guint32 one = mean_of (a, x - 1, y - 1, x + 2, y + 2);
  guint32 other = mean_of (b, x - 1, y - 1, x + 2, y + 2);

  return MAX (MAX (channel_difference (one, other, 16), channel_difference (one, other, 8)),
              channel_difference (one, other, 0));
}

static void
measure_patch (const int *differences, int width, int x, int y, Likeness *likeness)
{
  int sum = 0;
  double mean;

  for (int row = y; row < y + PATCH; row++)
    for (int column = x; column < x + PATCH; column++)
      sum += differences[row * width + column];
  mean = (double)sum / (PATCH * PATCH);
  if (mean <= likeness->most)
    return;
  likeness->most = mean;
  likeness->x = (x + PATCH / 2) * LIKENESS_SMALLER;
  likeness->y = (y + PATCH / 2) * LIKENESS_SMALLER;
}

gboolean
likeness_compare (cairo_surface_t *kept, cairo_surface_t *taken, Likeness *likeness)
{
  int width = cairo_image_surface_get_width (kept), height = cairo_image_surface_get_height (kept);
  g_autofree int *differences = g_new (int, (gsize)width *(gsize)height);
  double sum = 0;

  *likeness = (Likeness){ 0 };
  if (!same_size (kept, taken))
    {
      *likeness = (Likeness){ .mean = 255, .most = 255 };
      return FALSE;
    }
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      sum += differences[y * width + x] = difference_at (kept, taken, x, y);
  likeness->mean = sum / width / height;
  for (int y = 0; y + PATCH <= height; y += STEP)
    for (int x = 0; x + PATCH <= width; x += STEP)
      measure_patch (differences, width, x, y, likeness);
  return likeness->mean <= MOST_IN_ALL && likeness->most <= MOST_IN_PATCH;
}

static void
draw_difference (cairo_surface_t *surface, cairo_surface_t *kept, cairo_surface_t *taken)
{
  int width = MIN (cairo_image_surface_get_width (kept), cairo_image_surface_get_width (taken));
  int height = MIN (cairo_image_surface_get_height (kept), cairo_image_surface_get_height (taken));

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        guint32 much = (guint32)MIN (difference_at (kept, taken, x, y) * 4, 255);

        set_pixel (surface, x, y, much << 16 | much << 8 | much);
      }
  cairo_surface_mark_dirty (surface);
}

cairo_surface_t *
likeness_show (cairo_surface_t *kept, cairo_surface_t *taken, const Likeness *likeness)
{
  int width = MAX (cairo_image_surface_get_width (kept), cairo_image_surface_get_width (taken));
  int height = MAX (cairo_image_surface_get_height (kept), cairo_image_surface_get_height (taken));
  cairo_surface_t *difference = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_surface_t *all = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 3 * width, height);
  cairo_surface_t *const parts[] = { kept, taken, difference };
  cairo_t *cr = cairo_create (all);

  draw_difference (difference, kept, taken);
  for (int i = 0; i < (int)G_N_ELEMENTS (parts); i++)
    {
      cairo_set_source_surface (cr, parts[i], i * width, 0);
      cairo_paint (cr);
      if (likeness->x > 0)
        cairo_arc (cr,
                   i * width + (double)likeness->x / LIKENESS_SMALLER,
                   (double)likeness->y / LIKENESS_SMALLER,
                   PATCH,
                   0,
                   2 * G_PI);
      cairo_set_source_rgb (cr, 1, 0, 0);
      cairo_set_line_width (cr, 1);
      cairo_stroke (cr);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (difference);
  return all;
}
