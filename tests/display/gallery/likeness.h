/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How alike two pictures of a window are to somebody who looks at them: the same text with other
 * edges is, a button that has gone is not. */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* Pictures are kept as a square of this side smaller. */
#define LIKENESS_SMALLER 4

typedef struct
{
  double mean; /* difference of all, in 255ths */
  double most; /* of the patch that differs most */
  int x, y;    /* where that is, in the size in which it was taken */
} Likeness;

/* Byte for byte. */
gboolean likeness_is_same (cairo_surface_t *a, cairo_surface_t *b);

/* Each of its pixels is the mean of @times × @times. Surfaces are RGB24; (transfer full). */
cairo_surface_t *likeness_make_small (cairo_surface_t *picture, int times);

/* Of two small pictures; whether they are alike. */
gboolean likeness_compare (cairo_surface_t *kept, cairo_surface_t *taken, Likeness *likeness);
/* Side by side: the two, and where they differ. (transfer full) */
cairo_surface_t *
likeness_show (cairo_surface_t *kept, cairo_surface_t *taken, const Likeness *likeness);

G_END_DECLS
