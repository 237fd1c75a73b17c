/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the cache makes row models. */
#pragma once

#include "tkt-db-worker.h"
#include "tkt-row-model.h"

G_BEGIN_DECLS

/* What a model shows, and how: functions that run on the cache's reader, and what they are given.
 */
typedef struct
{
  GType (*get_row_type) (void); /* boxed */
  /* (element-type gint64): the keys in order; if @limit is not 0, at least so many of the first,
   * and more where these come quickly */
  GArray *(*query) (TktDb *db, gpointer params, guint limit, GError **error);
  /* The row of @key, or NULL without an error when it has gone meanwhile. */
  gpointer (*load) (TktDb *db, gpointer params, gint64 key, GError **error);
  gboolean (*equal) (gconstpointer a, gconstpointer b); /* of two rows */
  gboolean from_end;  /* what is looked at first are the last rows */
  gboolean in_pieces; /* @query heeds its @limit */
} TktRowSource;

/* @params is an atomically counted box (g_atomic_rc_box), so that a query that is under way keeps
 * its own. */
TktRowModel *tkt_row_model_new (TktDbWorker *reader,
                                const TktRowSource *source,
                                gpointer params_taken,
                                GDestroyNotify params_clear);

/* Other parameters: the rows follow. */
void tkt_row_model_set_params (TktRowModel *self, gpointer params_taken);

/* Asks again; cheap to call often. */
void tkt_row_model_refresh (TktRowModel *self);

/* (nullable): what the problem is. */
const GError *tkt_row_model_get_error (TktRowModel *self);

/* Of the rows with these @keys (element-type gint64), of which it takes a reference: they never
 * change. */
TktRowPick *tkt_row_pick_new (GArray *keys, GArray *runs_taken);

/* No more queries: the cache is closing. */
void tkt_row_model_stop (TktRowModel *self);

G_END_DECLS
