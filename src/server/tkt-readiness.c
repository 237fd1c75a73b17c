/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the server can do its work. */
#include "tkt-readiness.h"

#include <glib/gi18n-lib.h>

#include "tkt-db.h"
#include "tkt-problem.h"
#include "tkt-store-calls.h"

/* How long an outcome is good for. */
#define LIFE_US G_TIME_SPAN_SECOND
#define RETRY_AFTER 5

struct _TktReadiness
{
  TktStore *store;

  GMutex mutex;
  /* All under @mutex */
  gint64 time_us;     /* of the last outcome; 0: none */
  GError *problem;    /* it; NULL: the store took the write */
  GPtrArray *waiting; /* of GTask, for the write that is under way; NULL: none is */
};

TktReadiness *
tkt_readiness_new (TktStore *store)
{
  TktReadiness *self = g_atomic_rc_box_new0 (TktReadiness);

  g_mutex_init (&self->mutex);
  self->store = g_object_ref (store);
  return self;
}

static void
clear (gpointer data)
{
  TktReadiness *self = data;

  g_clear_error (&self->problem);
  g_object_unref (self->store);
  g_mutex_clear (&self->mutex);
}

void
tkt_readiness_unref (TktReadiness *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

static const char *
explain (const GError *error)
{
  if (g_error_matches (error, TKT_DB_ERROR, TKT_DB_ERROR_FULL))
    return _ ("There is no room left on the server's disk.");
  if (g_error_matches (error, TKT_DB_ERROR, TKT_DB_ERROR_READ_ONLY))
    return _ ("The server's database can't be written.");
  if (g_error_matches (error, TKT_DB_ERROR, TKT_DB_ERROR_BUSY))
    return _ ("Another program holds the server's database.");
  return _ ("The server's database fails.");
}

static void
answer (GTask *task, const GError *problem)
{
  if (problem == NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_error_copy (problem));
}

static gpointer
run_probe (TktStoreTx *tx, gpointer data, GError **error)
{
  return GINT_TO_POINTER (tkt_store_probe (tx, error));
}

static void
on_probed (GObject *store, GAsyncResult *result, gpointer user_data)
{
  TktReadiness *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) problem = NULL;
  g_autoptr (GPtrArray) waiting = NULL;

  if (tkt_store_write_finish (TKT_STORE (store), result, &error) == NULL)
    {
      g_warning ("Not ready: %s", error->message);
      problem = tkt_problem_new (TKT_PROBLEM_UNAVAILABLE, "%s", explain (error));
      tkt_problem_set_retry_after (problem, RETRY_AFTER);
    }
  g_mutex_lock (&self->mutex);
  waiting = g_steal_pointer (&self->waiting);
  g_clear_error (&self->problem);
  self->problem = problem != NULL ? g_error_copy (problem) : NULL;
  self->time_us = g_get_monotonic_time ();
  g_mutex_unlock (&self->mutex);
  for (guint i = 0; i < waiting->len; i++)
    answer (g_ptr_array_index (waiting, i), problem);
  tkt_readiness_unref (self);
}

void
tkt_readiness_check_async (TktReadiness *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  gboolean begins = FALSE;

  g_task_set_source_tag (task, tkt_readiness_check_async);
  g_mutex_lock (&self->mutex);
  if (self->waiting == NULL && self->time_us != 0
      && g_get_monotonic_time () - self->time_us < LIFE_US)
    answer (task, self->problem);
  else
    {
      begins = self->waiting == NULL;
      if (begins)
        self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
      g_ptr_array_add (self->waiting, g_steal_pointer (&task));
    }
  g_mutex_unlock (&self->mutex);
  if (begins)
    tkt_store_write_async (
        self->store, run_probe, NULL, NULL, NULL, NULL, on_probed, g_atomic_rc_box_acquire (self));
}

gboolean
tkt_readiness_check_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
