/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A GListModel over the cache that holds keys: rows are read on demand, by the page, and kept few.
 */
#pragma once

#include <gio/gio.h>

#include "tkt-row-item.h"

G_BEGIN_DECLS

/**
 * TktRowModel:
 *
 * Lives on the main thread and never touches the disk there: a query on the cache's reader gives
 * all keys in order (8 bytes a row, so a million tickets are 8 MB); items are TktRowItems whose
 * rows come in batches around what is asked for. The first page of rows comes with the keys, so
 * that a list never shows empty rows first. When the cache changes, the query runs again, the
 * reader compares old keys with new, and the model emits few, well-aimed items-changed: a row that
 * moved keeps its item.
 */
#define TKT_TYPE_ROW_MODEL (tkt_row_model_get_type ())
G_DECLARE_FINAL_TYPE (TktRowModel, tkt_row_model, TKT, ROW_MODEL, GObject)

/* TktRowModel:loading: TRUE until the first query has answered; a list says it is empty only after
 * that. */
gboolean tkt_row_model_get_loading (TktRowModel *self);

/* TktRowModel:whole: FALSE while only the first rows of many may be there: how many there are is
 * known after that. */
gboolean tkt_row_model_get_whole (TktRowModel *self);

/* TktRowModel:problem: (nullable): a sentence when the query failed. */
const char *tkt_row_model_get_problem (TktRowModel *self);

/* The position of @key, or GTK's invalid position (G_MAXUINT). */
guint tkt_row_model_find (TktRowModel *self, gint64 key);

/* The key at @position, which has to be there; makes no item. */
gint64 tkt_row_model_get_key (TktRowModel *self, guint position);

/* Only while items-changed is told: the key of the @i-th of the @removed rows that have gone. */
gint64 tkt_row_model_get_gone (TktRowModel *self, guint removed, guint i);

/* Neighbours. */
typedef struct
{
  guint first;
  guint n;
} TktRowRun;

/**
 * TktRowPick:
 *
 * Some rows of a model as they stood when they were picked, for a thread that does something with
 * them. Picking costs as much as there are runs, however long these are. Opaque; any thread.
 */
typedef struct _TktRowPick TktRowPick;

/* @runs: (element-type TktRowRun): in order */
TktRowPick *tkt_row_model_pick (TktRowModel *self, GArray *runs_taken);
guint tkt_row_pick_get_size (const TktRowPick *pick);
/* (element-type gint64) (transfer full): their keys; as long as there are rows. */
GArray *tkt_row_pick_list_keys (const TktRowPick *pick);
void tkt_row_pick_free (TktRowPick *pick);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktRowPick, tkt_row_pick_free)

G_END_DECLS
