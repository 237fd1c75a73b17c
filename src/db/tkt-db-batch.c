/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Group commit: many writes as one transaction, and what a failure takes with it. */
#include "tkt-db-batch.h"

#include "tkt-trace.h"

static void
clear_result (TktDbCall *call)
{
  if (call->result != NULL && call->result_free != NULL)
    call->result_free (call->result);
  call->result = NULL;
}

static void
free_data (TktDbCall *call)
{
  if (call->data_free != NULL && call->data != NULL)
    call->data_free (call->data);
  call->data = NULL;
}

static void
call_free (gpointer data)
{
  TktDbCall *call = data;

  free_data (call);
  clear_result (call);
  g_clear_error (&call->error);
  g_object_unref (call->task);
  g_free (call);
}

static void
return_task (TktDbCall *call)
{
  if (call->error != NULL)
    g_task_return_error (call->task, g_steal_pointer (&call->error));
  else
    g_task_return_pointer (call->task, g_steal_pointer (&call->result), call->result_free);
}

void
tkt_db_call_return (TktDbCall *call)
{
  return_task (call);
  call_free (call);
}

static gboolean
on_returned (gpointer calls)
{
  g_ptr_array_foreach (calls, (GFunc)return_task, NULL);
  return G_SOURCE_REMOVE;
}

/* Each task by itself would make a source and wake its context: here one does for all that a lane
 * waits for. */
static void
return_to (GMainContext *context, GPtrArray *calls_taken)
{
  /* Whoever is told may be done with it at once: it has to outlive the source, as in
   * tkt_worker_push(). */
  g_autoptr (GMainContext) kept = g_main_context_ref (context);
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "tkt_db_batch_return");
  g_source_set_callback (source, on_returned, calls_taken, (GDestroyNotify)g_ptr_array_unref);
  g_source_attach (source, context);
}

void
tkt_db_batch_return (GPtrArray *calls)
{
  while (calls->len > 0)
    {
      TktDbCall *first = g_ptr_array_index (calls, 0);
      GMainContext *context = g_task_get_context (first->task);
      GPtrArray *its = g_ptr_array_new_with_free_func (call_free);
      guint n_others = 0;

      for (guint i = 0; i < calls->len; i++)
        {
          TktDbCall *call = g_ptr_array_index (calls, i);

          if (g_task_get_context (call->task) == context)
            {
              free_data (call);
              g_ptr_array_add (its, call);
            }
          else
            calls->pdata[n_others++] = call;
        }
      g_ptr_array_set_size (calls, n_others);
      return_to (context, its);
    }
}

static gboolean
is_cancelled (TktDbCall *call)
{
  return g_cancellable_set_error_if_cancelled (g_task_get_cancellable (call->task), &call->error);
}

/* Who makes way each time might never come to an end. */
#define MOST_PUT_OFF 8

static gboolean
makes_way (TktDbCall *call)
{
  return call->n_put_off < MOST_PUT_OFF && g_atomic_int_get (&call->put_off);
}

static gboolean
is_to_stop (gpointer data)
{
  TktDbCall *call = data;

  return g_cancellable_is_cancelled (g_task_get_cancellable (call->task)) || makes_way (call);
}

gboolean
tkt_db_call_read (TktDbCall *call, TktDb *db)
{
  const gint64 began = tkt_trace_begin ();

  if (is_cancelled (call) || !tkt_db_begin (db, &call->error))
    return TRUE;
  tkt_db_set_stop (db, is_to_stop, call);
  call->result = call->func (db, call->data, &call->error);
  tkt_db_set_stop (db, NULL, NULL);
  tkt_db_rollback (db);
  tkt_trace_end (began, "query", "%s", call->error != NULL ? call->error->message : "");
  if (!g_error_matches (call->error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !makes_way (call)
      || g_cancellable_is_cancelled (g_task_get_cancellable (call->task)))
    return TRUE;
  clear_result (call);
  g_clear_error (&call->error);
  g_atomic_int_set (&call->put_off, FALSE);
  call->n_put_off++;
  return FALSE;
}

static void
write_one (TktDbCall *call, TktDb *db)
{
  if (!is_cancelled (call))
    call->result = call->func (db, call->data, &call->error);
}

/* Within a savepoint: what one that fails has written is undone alone. */
static void
write_one_apart (TktDbCall *call, TktDb *db)
{
  if (!tkt_db_savepoint (db, &call->error))
    return;
  write_one (call, db);
  if (call->error != NULL || !tkt_db_release (db, &call->error))
    tkt_db_rollback_to (db);
}

typedef enum
{
  WRITTEN, /* what stands in the transaction is what the writes without an error have done */
  MIXED,   /* and something of one that failed */
  LOST,    /* SQLite has undone the whole transaction, as it may on a full disk */
} Outcome;

static Outcome
write_all (GPtrArray *writes, TktDb *db, gboolean apart)
{
  for (guint i = 0; i < writes->len; i++)
    {
      TktDbCall *call = g_ptr_array_index (writes, i);
      guint64 before = tkt_db_get_n_writing (db);

      if (apart)
        write_one_apart (call, db);
      else
        write_one (call, db);
      if (!tkt_db_in_transaction (db))
        {
          tkt_db_batch_fail (writes, call->error);
          return LOST;
        }
      if (!apart && call->error != NULL && tkt_db_get_n_writing (db) != before)
        return MIXED;
    }
  return WRITTEN;
}

static gboolean
have_all_failed (GPtrArray *writes)
{
  for (guint i = 0; i < writes->len; i++)
    if (((TktDbCall *)g_ptr_array_index (writes, i))->error == NULL)
      return FALSE;
  return TRUE;
}

static void
begin_again (GPtrArray *writes, TktDb *db)
{
  tkt_db_rollback (db);
  for (guint i = 0; i < writes->len; i++)
    {
      TktDbCall *call = g_ptr_array_index (writes, i);

      clear_result (call);
      g_clear_error (&call->error);
    }
}

static gboolean
begin (GPtrArray *writes, TktDb *db)
{
  g_autoptr (GError) error = NULL;

  if (tkt_db_begin_immediate (db, &error))
    return TRUE;
  tkt_db_batch_fail (writes, error);
  return FALSE;
}

static gboolean
commit (GPtrArray *writes, TktDb *db, gint64 *commit_us)
{
  const gint64 began_us = g_get_monotonic_time ();
  const gint64 began = tkt_trace_begin ();
  g_autoptr (GError) error = NULL;

  if (tkt_db_commit (db, &error))
    {
      *commit_us = g_get_monotonic_time () - began_us;
      tkt_trace_end (began, "commit", "%u writes", writes->len);
      return TRUE;
    }
  tkt_db_rollback (db);
  tkt_db_batch_fail (writes, error);
  return FALSE;
}

/* Nearly always all of them succeed, or fail before they write anything; then none needs a
 * savepoint, of which each costs as much as a small write, and far more where FTS5 is written to:
 * it writes out the words that it has gathered, as a segment that it merges later. */
gboolean
tkt_db_batch_write (GPtrArray *writes, TktDb *db, gint64 *commit_us)
{
  const gint64 began = tkt_trace_begin ();
  Outcome outcome;

  if (!begin (writes, db))
    return FALSE;
  outcome = write_all (writes, db, FALSE);
  if (outcome == MIXED && !have_all_failed (writes))
    {
      begin_again (writes, db);
      if (!begin (writes, db))
        return FALSE;
      outcome = write_all (writes, db, TRUE);
    }
  tkt_trace_end (began, "write", "%u writes", writes->len);
  if (outcome == WRITTEN && !have_all_failed (writes))
    return commit (writes, db, commit_us);
  tkt_db_rollback (db);
  return FALSE;
}

void
tkt_db_batch_fail (GPtrArray *calls, const GError *error)
{
  for (guint i = 0; i < calls->len; i++)
    {
      TktDbCall *call = g_ptr_array_index (calls, i);

      if (call->error == NULL)
        call->error = g_error_copy (error);
    }
}
