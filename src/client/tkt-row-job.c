/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a row model asks of the reader, and the answer. */
#include "tkt-row-job.h"

#include "tkt-row-diff.h"

TktRowJob *
tkt_row_job_new (const TktRowSource *source, gpointer params, GDestroyNotify params_clear)
{
  TktRowJob *job = g_atomic_rc_box_new0 (TktRowJob);

  job->source = source;
  job->params = g_atomic_rc_box_acquire (params);
  job->params_clear = params_clear;
  job->load = g_array_new (FALSE, FALSE, sizeof (gint64));
  return job;
}

/* It may be run again after it was broken off half way. */
static void
clear_answer (TktRowJob *job)
{
  for (guint i = 0; job->loaded != NULL && i < job->loaded->len; i++)
    {
      TktLoadedRow *loaded = &g_array_index (job->loaded, TktLoadedRow, i);

      if (loaded->row != NULL)
        g_boxed_free (job->source->get_row_type (), loaded->row);
    }
  g_clear_pointer (&job->after, g_array_unref);
  g_clear_pointer (&job->splices, g_array_unref);
  g_clear_pointer (&job->loaded, g_array_unref);
}

static void
job_clear (gpointer data)
{
  TktRowJob *job = data;

  clear_answer (job);
  g_atomic_rc_box_release_full (job->params, job->params_clear);
  g_clear_pointer (&job->before, g_array_unref);
  g_array_unref (job->load);
}

void
tkt_row_job_unref (gpointer job)
{
  g_atomic_rc_box_release_full (job, job_clear);
}

/* Besides what is asked for, the rows around which a list opens. */
static GArray *
list_keys_to_load (TktRowJob *job)
{
  GArray *keys = g_array_copy (job->load);
  guint n = job->after != NULL ? MIN (job->after->len, TKT_FIRST_ROWS) : 0;
  guint start = n > 0 && job->source->from_end ? job->after->len - n : 0;

  if (n > 0)
    g_array_append_vals (keys, &g_array_index (job->after, gint64, start), n);
  return keys;
}

static gboolean
load_rows (TktDb *db, TktRowJob *job, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GArray) keys = list_keys_to_load (job);

  job->loaded = g_array_sized_new (FALSE, FALSE, sizeof (TktLoadedRow), keys->len);
  for (guint i = 0; i < keys->len; i++)
    {
      gint64 *key = &g_array_index (keys, gint64, i);
      TktLoadedRow loaded = { *key, NULL };
      GError *failed = NULL;

      if (!g_hash_table_add (seen, key))
        continue;
      loaded.row = job->source->load (db, job->params, *key, &failed);
      if (failed != NULL)
        {
          g_propagate_error (error, failed);
          return FALSE;
        }
      g_array_append_val (job->loaded, loaded);
    }
  return TRUE;
}

gpointer
tkt_row_job_run (TktDb *db, gpointer data, GError **error)
{
  TktRowJob *job = data;

  clear_answer (job);
  if (job->before != NULL)
    {
      job->after = job->source->query (db, job->params, job->limit, error);
      if (job->after == NULL)
        return NULL;
      job->splices = tkt_row_diff (job->before, job->after);
    }
  return load_rows (db, job, error) ? g_atomic_rc_box_acquire (job) : NULL;
}
