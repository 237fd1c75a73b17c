/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One ticket with its thread on pages. */
#pragma once

#include <pango/pangocairo.h>

#include "tkt-history.h"

G_BEGIN_DECLS

/**
 * TktPaper:
 *
 * Pages are found one after the other, and each is laid out anew when it is drawn: what is in
 * memory is where they begin. Any thread, one at a time.
 */
typedef struct _TktPaper TktPaper;

/* @thread lives at least as long. @width, @height: of what may be printed on, in the units of the
 * context, points of @font being one of them. @rtl: where a line begins for the reader. */
TktPaper *tkt_paper_new (PangoContext *context,
                         const TktHistoryThread *thread,
                         double width,
                         double height,
                         gint64 now,
                         gboolean rtl);
void tkt_paper_free (TktPaper *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktPaper, tkt_paper_free)

/* Finds where the next page begins; FALSE: there is none. */
gboolean tkt_paper_find_page (TktPaper *self);
/* Those that have been found. */
guint tkt_paper_get_n_pages (TktPaper *self);
void tkt_paper_draw_page (TktPaper *self, cairo_t *cr, guint page);

G_END_DECLS
