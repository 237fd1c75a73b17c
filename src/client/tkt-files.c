/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of attachments on this computer: taken, kept and found. */
#include "tkt-files.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <utime.h>

#include "tkt-files-private.h"
#include "tkt-media-type.h"
#include "tkt-text.h"
#include "tkt-uuid.h"

G_DEFINE_FINAL_TYPE (TktFiles, tkt_files, G_TYPE_OBJECT)

static void
tkt_files_finalize (GObject *object)
{
  TktFiles *self = TKT_FILES (object);

  g_free (self->folder);
  g_hash_table_unref (self->fresh);
  g_hash_table_unref (self->transfers);

  G_OBJECT_CLASS (tkt_files_parent_class)->finalize (object);
}

static void
tkt_files_class_init (TktFilesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tkt_files_finalize;
}

static void
tkt_files_init (TktFiles *self)
{
  self->limit = TKT_FILES_SEEN_MOST;
  self->fresh = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->transfers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

TktFiles *
tkt_files_new (const char *folder)
{
  TktFiles *self = g_object_new (TKT_TYPE_FILES, NULL);

  self->folder = g_strdup (folder);
  return self;
}

void
tkt_files_set_limit (TktFiles *self, gint64 bytes)
{
  g_return_if_fail (TKT_IS_FILES (self));

  self->limit = bytes;
}

TktTransfer *
tkt_files_get_transfer (TktFiles *self, const char *id)
{
  TktTransfer *transfer;

  g_return_val_if_fail (TKT_IS_FILES (self), NULL);

  transfer = g_hash_table_lookup (self->transfers, id);
  if (transfer == NULL)
    {
      transfer = tkt_transfer_new ();
      g_hash_table_insert (self->transfers, g_strdup (id), transfer);
    }
  return transfer;
}

/* What a task in a thread works on. */
typedef struct
{
  char *folder;
  GFile *source; /* or NULL */
  GBytes *bytes; /* or NULL */
  char *name;    /* or NULL */
  TktAttachment *attachment;
  char *id;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->folder);
  g_clear_object (&job->source);
  g_clear_pointer (&job->bytes, g_bytes_unref);
  g_free (job->name);
  tkt_attachment_free (job->attachment);
  g_free (job->id);
  g_free (job);
}

static GTask *
task_new (TktFiles *self, gpointer tag, Job **job, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  *job = g_new0 (Job, 1);
  (*job)->folder = g_strdup (self->folder);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, *job, job_free);
  return task;
}

static gboolean
write_file (const char *folder,
            const char *place,
            const char *id,
            GBytes *bytes,
            GFileSetContentsFlags flags,
            GError **error)
{
  g_autofree char *parent = g_build_filename (folder, place, NULL);
  g_autofree char *path = g_build_filename (parent, id, NULL);

  if (g_mkdir_with_parents (parent, 0700) != 0)
    {
      const int reason = errno;

      g_set_error (error,
                   G_FILE_ERROR,
                   g_file_error_from_errno (reason),
                   _ ("The folder %s can't be made: %s"),
                   parent,
                   g_strerror (reason));
      return FALSE;
    }
  return g_file_set_contents_full (
      path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), flags, 0600, error);
}

/* A name that the server takes: without what it would refuse. */
static char *
make_name (const char *wanted)
{
  g_autofree char *valid = g_utf8_make_valid (wanted != NULL ? wanted : "", -1);
  g_autoptr (GString) name = g_string_new (NULL);
  char *clean = tkt_text_clean (TKT_TEXT_FILE_NAME, valid, -1, NULL);

  if (clean != NULL)
    return clean;
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      g_autofree char *one = g_strndup (p, g_utf8_next_char (p) - p);
      g_autofree char *with = g_strconcat ("x", one, "x", NULL);
      g_autofree char *taken = tkt_text_clean (TKT_TEXT_FILE_NAME, with, -1, NULL);

      if (taken != NULL && name->len + strlen (one) < 250)
        g_string_append (name, one);
    }
  clean = tkt_text_clean (TKT_TEXT_FILE_NAME, name->str, -1, NULL);
  /* Translators: of a file that has no name that could be used. */
  return clean != NULL ? clean : g_strdup (_ ("File"));
}

static char *
find_name (GFile *source, GError **error)
{
  g_autoptr (GFileInfo) info = g_file_query_info (
      source, G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME, G_FILE_QUERY_INFO_NONE, NULL, error);

  return info != NULL ? g_strdup (g_file_info_get_display_name (info)) : NULL;
}

/* The whole file, or one byte more than it may have. */
static GBytes *
read_source (GFile *source, GError **error)
{
  g_autoptr (GFileInputStream) in = g_file_read (source, NULL, error);
  g_autofree guint8 *bytes = NULL;
  gsize size;

  if (in == NULL)
    return NULL;
  bytes = g_malloc (TKT_ATTACHMENT_SIZE_MAX + 1);
  if (!g_input_stream_read_all (
          G_INPUT_STREAM (in), bytes, TKT_ATTACHMENT_SIZE_MAX + 1, &size, NULL, error))
    return NULL;
  return g_bytes_new (bytes, size);
}

static void
take_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  g_autoptr (TktAttachment) attachment = tkt_attachment_new ();
  GError *error = NULL;
  gsize size;

  if (job->name == NULL)
    job->name = find_name (job->source, &error);
  if (error == NULL && job->bytes == NULL)
    job->bytes = read_source (job->source, &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  attachment->id = tkt_uuid_new ();
  attachment->name = make_name (job->name);
  attachment->size = size = g_bytes_get_size (job->bytes);
  attachment->media_type = g_strdup (tkt_media_type_sniff (g_bytes_get_data (job->bytes, NULL),
                                                           MIN (size, TKT_MEDIA_TYPE_SAMPLE)));
  attachment->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, job->bytes);
  if (size > TKT_ATTACHMENT_SIZE_MAX)
    tkt_problem_set (&error,
                     TKT_PROBLEM_TOO_LARGE,
                     _ ("“%s” is too large. An attachment has at most 10 MiB."),
                     attachment->name);
  if (error == NULL
      && write_file (job->folder,
                     TKT_FILES_OWN,
                     attachment->id,
                     job->bytes,
                     G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                     &error))
    g_task_return_pointer (
        task, g_steal_pointer (&attachment), (GDestroyNotify)tkt_attachment_free);
  else
    g_task_return_error (task, error);
}

void
tkt_files_take_async (TktFiles *self,
                      GFile *source,
                      GBytes *bytes,
                      const char *name,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  Job *job;
  g_autoptr (GTask) task = task_new (self, tkt_files_take_async, &job, callback, user_data);

  g_set_object (&job->source, source);
  job->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  job->name = g_strdup (name);
  g_task_run_in_thread (task, take_in_thread);
}

TktAttachment *
tkt_files_take_finish (TktFiles *self, GAsyncResult *result, GError **error)
{
  TktAttachment *attachment;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  attachment = g_task_propagate_pointer (G_TASK (result), error);
  if (attachment != NULL)
    g_hash_table_add (self->fresh, g_strdup (attachment->id));
  return attachment;
}

void
tkt_files_settle (TktFiles *self, const GPtrArray *attachments)
{
  g_return_if_fail (TKT_IS_FILES (self));

  for (guint i = 0; i < attachments->len; i++)
    g_hash_table_remove (self->fresh, ((TktAttachment *)g_ptr_array_index (attachments, i))->id);
}

static void
keep_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, job->bytes);
  GError *error = NULL;

  if (!g_str_equal (sha256, job->attachment->sha256))
    g_task_return_error (task,
                         tkt_problem_new (TKT_PROBLEM_UNAVAILABLE,
                                          _ ("The file did not come as it was sent. Try again.")));
  else if (write_file (job->folder,
                       TKT_FILES_SEEN,
                       job->attachment->id,
                       job->bytes,
                       G_FILE_SET_CONTENTS_CONSISTENT,
                       &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
tkt_files_keep_async (TktFiles *self,
                      const TktAttachment *attachment,
                      GBytes *bytes,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  Job *job;
  g_autoptr (GTask) task = task_new (self, tkt_files_keep_async, &job, callback, user_data);

  job->attachment = tkt_attachment_copy (attachment);
  job->bytes = g_bytes_ref (bytes);
  g_task_run_in_thread (task, keep_in_thread);
}

gboolean
tkt_files_keep_finish (TktFiles *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

char **
tkt_files_get_paths (TktFiles *self, const char *id)
{
  char **paths = g_new0 (char *, 3);

  g_return_val_if_fail (TKT_IS_FILES (self), NULL);

  paths[0] = g_build_filename (self->folder, TKT_FILES_OWN, id, NULL);
  paths[1] = g_build_filename (self->folder, TKT_FILES_SEEN, id, NULL);
  return paths;
}

/* What is looked at now goes last when there is no room. */
static void
find_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  g_auto (GStrv) paths = tkt_files_get_paths (source, job->id);

  for (guint i = 0; paths[i] != NULL; i++)
    if (g_utime (paths[i], NULL) == 0)
      {
        g_task_return_pointer (task, g_strdup (paths[i]), g_free);
        return;
      }
  g_task_return_pointer (task, NULL, NULL);
}

void
tkt_files_find_async (TktFiles *self,
                      const char *id,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  Job *job;
  g_autoptr (GTask) task = task_new (self, tkt_files_find_async, &job, callback, user_data);

  job->id = g_strdup (id);
  g_task_run_in_thread (task, find_in_thread);
}

char *
tkt_files_find_finish (TktFiles *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
