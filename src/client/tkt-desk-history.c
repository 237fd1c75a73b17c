/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk: writes down what it knows, beside everything else. */
#include "tkt-desk-history.h"

#include <glib/gi18n-lib.h>

#include "tkt-desk-private.h"
#include "tkt-disk-error.h"
#include "tkt-history-private.h"
#include "tkt-time.h"
#include "tkt-uuid.h"

/* Small pieces come together before they go to the disk. */
#define BUFFER (64 * 1024)

/* What is done on the historian's thread; shared with it, and with what tells how far it is. */
typedef struct
{
  TktHistoryChoice *choice;
  const TktHistoryFormat *format;
  char *folder;
  char *own_account_id;
  char *title;
  GFile *target; /* NULL: it is gathered */
  TktTransfer *progress;
  GCancellable *stopped; /* the desk's end */
  GCancellable *cancellable;
  GMainContext *context;

  int told; /* atomic: the main thread is being told, and looks at these two, atomic as well */
  int done;
  int total;

  TktHistoryFigures figures; /* at the end */
  GPtrArray *threads;        /* of a gatherer */
} Job;

static void
job_clear (gpointer data)
{
  Job *job = data;

  tkt_history_choice_free (job->choice);
  g_free (job->folder);
  g_free (job->own_account_id);
  g_free (job->title);
  g_clear_object (&job->target);
  g_clear_object (&job->progress);
  g_object_unref (job->stopped);
  g_clear_object (&job->cancellable);
  g_main_context_unref (job->context);
  g_clear_pointer (&job->threads, g_ptr_array_unref);
}

static void
job_unref (gpointer job)
{
  g_atomic_rc_box_release_full (job, job_clear);
}

static gboolean
on_progress (gpointer data)
{
  Job *job = data;

  g_atomic_int_set (&job->told, FALSE);
  tkt_transfer_set (
      job->progress, g_atomic_int_get (&job->done), MAX (g_atomic_int_get (&job->total), 1));
  return G_SOURCE_REMOVE;
}

/* However fast it goes, one message is on its way to the main thread at most. */
static gboolean
step (gpointer data, guint done, guint total, GError **error)
{
  Job *job = data;

  if (g_cancellable_set_error_if_cancelled (job->cancellable, error)
      || g_cancellable_set_error_if_cancelled (job->stopped, error))
    return FALSE;
  if (job->progress == NULL || (g_atomic_int_get (&job->done) == (int)done && done > 0))
    return TRUE;
  g_atomic_int_set (&job->done, done);
  g_atomic_int_set (&job->total, total);
  if (g_atomic_int_compare_and_exchange (&job->told, FALSE, TRUE))
    {
      g_autoptr (GSource) source = g_idle_source_new ();

      /* As the end is, so that nothing is told after it. */
      g_source_set_priority (source, G_PRIORITY_DEFAULT);
      g_source_set_callback (source, on_progress, g_atomic_rc_box_acquire (job), job_unref);
      g_source_attach (source, job->context);
    }
  return TRUE;
}

/* @out: NULL for a gatherer. */
static gboolean
write_history (Job *job, GOutputStream *out, GError **error)
{
  const TktHistoryPlace place = { .out = out,
                                  .folder = job->folder,
                                  .title = job->title,
                                  .now = tkt_time_now (),
                                  .figures = &job->figures,
                                  .cancellable = job->cancellable };
  g_autoptr (TktDb) db = tkt_history_open (job->folder, error);
  gpointer writer = db != NULL ? job->format->open (&place, error) : NULL;
  gboolean good;

  if (writer == NULL)
    return FALSE;
  good = tkt_history_read (db,
                           job->own_account_id,
                           job->choice,
                           job->format,
                           writer,
                           &job->figures,
                           step,
                           job,
                           error)
         && (job->format->close == NULL || job->format->close (writer, error));
  if (good && out == NULL)
    job->threads = tkt_history_gatherer_ref_threads (writer);
  job->format->free (writer);
  return good;
}

/* Beside the target, so that it can be moved there at once. */
static GFile *
make_part (GFile *target)
{
  g_autoptr (GFile) folder = g_file_get_parent (target);
  g_autofree char *id = tkt_uuid_new ();
  g_autofree char *name = g_strdup_printf (".tickets-%s.part", id);

  return folder != NULL ? g_file_get_child (folder, name) : NULL;
}

static gboolean
write_part (Job *job, GFile *part, GError **error)
{
  g_autoptr (GFileOutputStream) file
      = g_file_create (part, G_FILE_CREATE_NONE, job->cancellable, error);
  g_autoptr (GOutputStream) out = NULL;

  if (file == NULL)
    return FALSE;
  out = g_buffered_output_stream_new_sized (G_OUTPUT_STREAM (file), BUFFER);
  if (write_history (job, out, error))
    return g_output_stream_close (out, job->cancellable, error);
  /* What is wrong is known already, and the file goes. */
  g_output_stream_close (out, job->stopped, NULL);
  return FALSE;
}

/* GIO replaces a file that is there in this way, too, but writes one that isn't in its place. */
static gboolean
write_file (Job *job, GError **error)
{
  g_autoptr (GFile) part = make_part (job->target);
  g_autoptr (GError) left = NULL;

  if (part == NULL)
    {
      g_set_error_literal (
          error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY, _ ("A folder can't be replaced by a file."));
      return FALSE;
    }
  if (write_part (job, part, error)
      && g_file_move (
          part, job->target, G_FILE_COPY_OVERWRITE, job->cancellable, NULL, NULL, error))
    return TRUE;
  if (!g_file_delete (part, NULL, &left)
      && !g_error_matches (left, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_warning ("A part of an export is left: %s", left->message);
  return FALSE;
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;

  if (job->target != NULL ? write_file (job, &error) : write_history (job, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, tkt_disk_error_explain (error));
}

/* Takes @choice, which has notes for the staff alone. */
static Job *
start (TktDesk *self,
       gpointer tag,
       TktHistoryChoice *choice,
       const TktHistoryFormat *format,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data,
       GTask **task)
{
  Job *job = g_atomic_rc_box_new0 (Job);

  job->choice = choice;
  job->choice->notes = choice->notes && tkt_desk_is_staff (self);
  job->format = format;
  job->folder = tkt_sign_ins_get_account_folder (self->sign_ins, self->sign_in->account_id);
  job->own_account_id = g_strdup (self->sign_in->account_id);
  job->stopped
      = self->cancellable != NULL ? g_object_ref (self->cancellable) : g_cancellable_new ();
  job->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  job->context = g_main_context_ref_thread_default ();
  if (self->historian == NULL && self->cancellable != NULL)
    self->historian = tkt_worker_new ("historian");
  *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (*task, tag);
  g_task_set_task_data (*task, job, job_unref);
  /* Too late is too late: what has been written is there. */
  g_task_set_check_cancellable (*task, FALSE);
  return job;
}

static void
push (TktDesk *self, GTask *task_taken)
{
  g_autoptr (GTask) task = task_taken;

  if (self->historian != NULL)
    tkt_worker_run_task (self->historian, task, run);
  else
    g_task_return_new_error (
        task, G_IO_ERROR, G_IO_ERROR_CLOSED, _ ("This account's window has been closed."));
}

void
tkt_desk_export_async (TktDesk *self,
                       TktHistoryChoice *choice_taken,
                       const TktHistoryFormat *format,
                       const char *title,
                       GFile *target,
                       TktTransfer *progress,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task;
  Job *job = start (
      self, tkt_desk_export_async, choice_taken, format, cancellable, callback, user_data, &task);

  job->title = g_strdup (title);
  job->target = g_object_ref (target);
  g_set_object (&job->progress, progress);
  push (self, task);
}

gboolean
tkt_desk_export_finish (TktDesk *self,
                        GAsyncResult *result,
                        TktHistoryFigures *figures,
                        GError **error)
{
  const Job *job;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  job = g_task_get_task_data (G_TASK (result));
  *figures = job->figures;
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
tkt_desk_read_threads_async (TktDesk *self,
                             TktHistoryChoice *choice_taken,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task;

  start (self,
         tkt_desk_read_threads_async,
         choice_taken,
         &tkt_history_gatherer,
         cancellable,
         callback,
         user_data,
         &task);
  push (self, task);
}

GPtrArray *
tkt_desk_read_threads_finish (TktDesk *self, GAsyncResult *result, GError **error)
{
  const Job *job;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  job = g_task_get_task_data (G_TASK (result));
  if (job->threads->len > 0)
    return g_ptr_array_ref (job->threads);
  tkt_problem_set (error, TKT_PROBLEM_NOT_FOUND, _ ("This ticket is not here any more."));
  return NULL;
}
