/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why rows of the ticket list were found: asked for by the rows that are there, one after another.
 */
#pragma once

#include "tkt-desk.h"

G_BEGIN_DECLS

/**
 * TktExcerpts:
 *
 * The list's own questions go first: there is never more than one of these before them in the
 * reader's queue, however many rows ask.
 */
#define TKT_TYPE_EXCERPTS (tkt_excerpts_get_type ())
G_DECLARE_FINAL_TYPE (TktExcerpts, tkt_excerpts, TKT, EXCERPTS, GObject)

TktExcerpts *tkt_excerpts_new (void);

/* @desk: (nullable): NULL: who still waits is answered with %G_IO_ERROR_CANCELLED. */
void tkt_excerpts_set_desk (TktExcerpts *self, TktDesk *desk);

/* A line of the ticket, as tkt_desk_find_excerpt_async() finds it. What was cancelled meanwhile is
 * not asked. */
void tkt_excerpts_find_async (TktExcerpts *self,
                              const char *ticket_id,
                              const char *words,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/* (transfer full) (nullable): NULL without an error: there is nothing to show. */
char *tkt_excerpts_find_finish (TktExcerpts *self, GAsyncResult *result, GError **error);

G_END_DECLS
