/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a database worker runs: one read, or a batch of writes as one transaction. */
#pragma once

#include "tkt-db-worker.h"

G_BEGIN_DECLS

/* One read or write on its way to the worker and back. */
typedef struct
{
  gboolean write;
  gboolean alone;   /* a write that shares its transaction with no other */
  TktDbHaste haste; /* of a read */
  gint put_off;     /* atomic: a long read is to make way */
  guint n_put_off;  /* how often it has */
  GTask *task;
  TktDbFunc func;
  gpointer data;
  GDestroyNotify data_free;
  GDestroyNotify result_free;
  gpointer result; /* until the commit */
  GError *error;
} TktDbCall;

/* Hands the result or the error to whoever waits for it, and frees the call. */
void tkt_db_call_return (TktDbCall *call);

/* The same for all of @calls (element-type TktDbCall), from the worker. */
void tkt_db_batch_return (GPtrArray *calls);

/* Leaves the call with its result, or its error. FALSE: it has been put off, and is to be run
 * again. */
gboolean tkt_db_call_read (TktDbCall *call, TktDb *db);

/* The same for all of @writes (element-type TktDbCall), in their order and in one transaction.
 * TRUE: it was committed, which took @commit_us. */
gboolean tkt_db_batch_write (GPtrArray *writes, TktDb *db, gint64 *commit_us);

/* All of @calls get a copy of @error, but for those that have failed by themselves. */
void tkt_db_batch_fail (GPtrArray *calls, const GError *error);

G_END_DECLS
