/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a search is typed, with help for its language beside it. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TktSearchBox:
 *
 * Signal changed: other words, a moment after the last key.
 * Signal stopped: Escape; the words are gone already.
 * Signal activated: Enter.
 */
#define TKT_TYPE_SEARCH_BOX (tkt_search_box_get_type ())
G_DECLARE_FINAL_TYPE (TktSearchBox, tkt_search_box, TKT, SEARCH_BOX, GtkWidget)

const char *tkt_search_box_get_words (TktSearchBox *self);
void tkt_search_box_set_words (TktSearchBox *self, const char *words);

/* The keyboard goes into the entry; what stands there is replaced by what is typed. */
void tkt_search_box_focus (TktSearchBox *self);

/* What only staff can ask for is in the help. */
void tkt_search_box_set_staff (TktSearchBox *self, gboolean staff);

G_END_DECLS
