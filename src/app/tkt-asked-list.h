/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list whose rows only the server has: people, publishers, devices, the audit trail. */
#pragma once

#include <adwaita.h>

#include "tkt-desk-ask.h"

G_BEGIN_DECLS

/* Asks for the page behind @cursor (NULL: the first); ends with tkt_desk_ask_finish(). */
typedef void (*TktAskedFetch) (gpointer owner,
                               const char *cursor,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* The widget of one row; NULL: it is not shown. */
typedef GtkWidget *(*TktAskedRow) (gpointer owner, gconstpointer row);

/**
 * TktAskedList:
 *
 * Shows what the server answers page by page as the person scrolls. While the server can't be
 * reached it says so, and asks again when it is back.
 *
 * Property search-label (string, nullable): what the search entry above it is called; NULL: none.
 */
#define TKT_TYPE_ASKED_LIST (tkt_asked_list_get_type ())
G_DECLARE_FINAL_TYPE (TktAskedList, tkt_asked_list, TKT, ASKED_LIST, AdwBin)

/* @owner: the widget that @fetch and @make_row are given, which holds the list; @name: of the list
 * for assistive technology; @empty: a sentence for a list without rows. */
void tkt_asked_list_set_up (TktAskedList *self,
                            TktDesk *desk,
                            gpointer owner,
                            TktAskedFetch fetch,
                            TktAskedRow make_row,
                            const char *name,
                            const char *empty);

/* Asks anew, from the first page on. */
void tkt_asked_list_reload (TktAskedList *self);

/* The row that @is_it says is @id's, of those that have come. (nullable) (transfer none) */
gconstpointer tkt_asked_list_find (TktAskedList *self, GEqualFunc is_it, const char *id);

/* What stands in the search entry. */
const char *tkt_asked_list_get_words (TktAskedList *self);

/* A row of words as they are. (transfer floating) */
GtkWidget *tkt_asked_list_row_new (const char *title, const char *subtitle);
/* Choosing the row activates @action with @id. */
void tkt_asked_list_row_open (GtkWidget *row, const char *action, const char *id);

/* A toast in the preferences window that @widget stands in. */
void tkt_asked_list_tell (GtkWidget *widget, const char *sentence);

G_END_DECLS
