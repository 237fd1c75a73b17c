/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a row model asks of the reader, and the answer. */
#pragma once

#include "tkt-row-model-private.h"

G_BEGIN_DECLS

/* Rows that come with the keys, so that a list never shows empty rows first: about two screens. */
#define TKT_FIRST_ROWS 60

/* One row that was read. */
typedef struct
{
  gint64 key;
  gpointer row; /* of the source's type; NULL: gone, or taken */
} TktLoadedRow;

/* A job is what the reader is given and what it answers. Filled on the main thread, then the
 * reader's alone, then the main thread's again. */
typedef struct
{
  const TktRowSource *source;
  gpointer params;
  GDestroyNotify params_clear;
  GArray *before; /* NULL: rows only; else the keys that the model has now, which are not changed
                     any more */
  guint limit;    /* of the query */
  GArray *load;   /* keys whose rows are wanted */

  GArray *after;   /* the keys in order */
  GArray *splices; /* of TktSplice: from @before to @after */
  GArray *loaded;  /* of TktLoadedRow */
} TktRowJob;

/* @params is acquired. */
TktRowJob *
tkt_row_job_new (const TktRowSource *source, gpointer params, GDestroyNotify params_clear);
void tkt_row_job_unref (gpointer job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TktRowJob, tkt_row_job_unref)

/* A TktDbFunc; answers the job, acquired. */
gpointer tkt_row_job_run (TktDb *db, gpointer job, GError **error);

G_END_DECLS
