/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cache: one writer, one reader, and models that follow. */
#include "tkt-cache.h"

#include "tkt-cache-eraser.h"
#include "tkt-cache-private.h"
#include "tkt-row-model-private.h"

typedef struct Files Files;

struct _TktCache
{
  GObject parent_instance;

  char *folder;
  char *own_account_id;
  TktDbWorker *writer;
  TktDbWorker *reader;
  Files *files; /* (unowned): the reader's */
  TktCacheEraser *eraser;
  GPtrArray *models;   /* of TktRowModel (unowned): those that live */
  GError *problems[2]; /* of the last write and the last read, or NULL */
  gboolean damaged;
  gboolean renewed; /* it was damaged before: what is damaged twice stays so until the next start */
  gboolean stopped;
};

/* Whose problem it is. */
enum
{
  WRITING,
  READING
};

enum
{
  PROP_0,
  PROP_PROBLEM,
  N_PROPS
};

enum
{
  CHANGED,
  ERASED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TktCache, tkt_cache, G_TYPE_OBJECT)

static void renew (TktCache *self);

static TktDb *
open_writer (gpointer folder, GError **error)
{
  return tkt_cache_open_writer (folder, error);
}

/* What the reader has to know, for as long as it lives. */
struct Files
{
  char *folder;
  TktDbWorker *writer;
};

static void
files_free (gpointer data)
{
  Files *files = data;

  g_free (files->folder);
  g_object_unref (files->writer);
  g_free (files);
}

/* Two connections that make a database at the same time stand in each other's way. */
static TktDb *
open_reader (gpointer data, GError **error)
{
  Files *files = data;

  return tkt_db_worker_wait_open (files->writer, error)
             ? tkt_cache_open_reader (files->folder, error)
             : NULL;
}

/* What the disk says; other errors are for whoever asked. */
static gboolean
is_of_disk (const GError *error)
{
  return error->domain == TKT_DB_ERROR || error->domain == G_FILE_ERROR;
}

/* @error: (nullable): what came of a write or a read. */
static void
note (TktCache *self, int whose, const GError *error)
{
  const GError *before = tkt_cache_get_problem (self);
  const GError *after;

  if (error != NULL ? !is_of_disk (error) : self->damaged)
    return;
  g_clear_error (&self->problems[whose]);
  self->problems[whose] = error != NULL ? g_error_copy (error) : NULL;
  self->damaged |= error != NULL && g_error_matches (error, TKT_DB_ERROR, TKT_DB_ERROR_DAMAGED);
  after = tkt_cache_get_problem (self);
  if ((before != NULL || after != NULL) && !self->stopped)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
  if (self->damaged && !self->renewed && !self->stopped)
    renew (self);
}

static void
on_model_problem (TktCache *self, GParamSpec *pspec, TktRowModel *model)
{
  note (self, READING, tkt_row_model_get_error (model));
}

static void
on_model_gone (gpointer data, GObject *model)
{
  TktCache *self = data;

  g_ptr_array_remove_fast (self->models, model);
}

static void
tkt_cache_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TktCache *self = TKT_CACHE (object);

  switch (prop_id)
    {
    case PROP_PROBLEM:
      g_value_set_boxed (value, tkt_cache_get_problem (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tkt_cache_dispose (GObject *object)
{
  tkt_cache_stop (TKT_CACHE (object));

  G_OBJECT_CLASS (tkt_cache_parent_class)->dispose (object);
}

static void
tkt_cache_finalize (GObject *object)
{
  TktCache *self = TKT_CACHE (object);

  tkt_cache_eraser_unref (self->eraser);
  g_object_unref (self->reader);
  g_object_unref (self->writer);
  g_ptr_array_unref (self->models);
  g_clear_error (&self->problems[WRITING]);
  g_clear_error (&self->problems[READING]);
  g_free (self->own_account_id);
  g_free (self->folder);

  G_OBJECT_CLASS (tkt_cache_parent_class)->finalize (object);
}

static void
tkt_cache_class_init (TktCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = tkt_cache_get_property;
  G_OBJECT_CLASS (klass)->dispose = tkt_cache_dispose;
  G_OBJECT_CLASS (klass)->finalize = tkt_cache_finalize;

  properties[PROP_PROBLEM] = g_param_spec_boxed (
      "problem", NULL, NULL, G_TYPE_ERROR, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ERASED] = g_signal_new (
      "erased", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tkt_cache_init (TktCache *self)
{
  self->models = g_ptr_array_new ();
}

static void
on_resumed (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktCache) self = user_data;
  g_autoptr (GError) error = NULL;

  if (tkt_db_worker_finish (TKT_DB_WORKER (object), result, &error) == NULL)
    note (self, WRITING, error);
  else
    tkt_cache_eraser_wake (self->eraser);
}

/* Entries that were being sent when the program ended, or the cache was renewed, wait again. */
static void
resume (TktCache *self)
{
  tkt_db_worker_write_async (
      self->writer, tkt_cache_do_resume, NULL, NULL, NULL, NULL, on_resumed, g_object_ref (self));
}

TktCache *
tkt_cache_new (const char *folder, const char *own_account_id)
{
  TktCache *self = g_object_new (TKT_TYPE_CACHE, NULL);
  Files *files = g_new (Files, 1);

  self->folder = g_strdup (folder);
  self->own_account_id = g_strdup (own_account_id);
  self->writer = tkt_db_worker_new ("cache-writer", open_writer, g_strdup (folder), g_free);
  self->files = files;
  files->folder = g_strdup (folder);
  files->writer = g_object_ref (self->writer);
  self->reader = tkt_db_worker_new ("cache-reader", open_reader, files, files_free);
  self->eraser = tkt_cache_eraser_new (self->writer, self->reader);
  resume (self);
  return self;
}

void
tkt_cache_stop (TktCache *self)
{
  g_autoptr (GError) error = NULL;

  if (self->stopped)
    return;
  self->stopped = TRUE;
  for (guint i = 0; i < self->models->len; i++)
    {
      TktRowModel *model = g_ptr_array_index (self->models, i);

      g_object_weak_unref (G_OBJECT (model), on_model_gone, self);
      g_signal_handlers_disconnect_by_data (model, self);
      tkt_row_model_stop (model);
    }
  g_ptr_array_set_size (self->models, 0);
  tkt_cache_eraser_stop (self->eraser);
  /* The reader first: its opening may wait for the writer's. */
  tkt_db_worker_stop (self->reader);
  tkt_db_worker_stop (self->writer);
  /* It could not be renewed: whoever opens it next fetches it anew. */
  if (self->damaged && !tkt_cache_set_aside (self->folder, &error))
    g_warning ("%s", error->message);
}

gboolean
tkt_cache_is_damaged (TktCache *self)
{
  g_return_val_if_fail (TKT_IS_CACHE (self), FALSE);

  return self->damaged;
}

const GError *
tkt_cache_get_problem (TktCache *self)
{
  g_return_val_if_fail (TKT_IS_CACHE (self), NULL);

  return self->problems[WRITING] != NULL ? self->problems[WRITING] : self->problems[READING];
}

const char *
tkt_cache_get_own_account_id (TktCache *self)
{
  return self->own_account_id;
}

static void
follow (TktCache *self, TktWritten written)
{
  if (self->stopped || written == TKT_WRITE_DONE)
    return;
  for (guint i = 0; i < self->models->len; i++)
    tkt_row_model_refresh (g_ptr_array_index (self->models, i));
  if (written & TKT_WRITE_ERASED)
    {
      tkt_cache_eraser_wake (self->eraser);
      g_signal_emit (self, signals[ERASED], 0);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
set_aside (gpointer folder, GError **error)
{
  return tkt_cache_set_aside (folder, error);
}

/* Runs on the reader: it is the one that waits for the other when it opens, too. */
static gboolean
replace_files (gpointer data, GError **error)
{
  const Files *files = data;

  return tkt_db_worker_reset (files->writer, set_aside, files->folder, error);
}

static void
on_replaced (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktCache) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!tkt_db_worker_reset_finish (TKT_DB_WORKER (object), result, &error))
    {
      g_info ("The damaged cache can't be set aside: %s", error->message);
      return;
    }
  if (self->stopped)
    return;
  self->damaged = FALSE;
  g_clear_error (&self->problems[WRITING]);
  g_clear_error (&self->problems[READING]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
  resume (self);
  follow (self, TKT_WRITE_CHANGED);
}

/* Sets a damaged cache aside, makes an empty one, and looks after the outbox, while models and
 * drafts keep their places. What is damaged once more is the disk's fault, and is not run after. */
static void
renew (TktCache *self)
{
  self->renewed = TRUE;
  tkt_db_worker_reset_async (
      self->reader, replace_files, self->files, on_replaced, g_object_ref (self));
}

static void
on_written (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TktCache *self = g_task_get_source_object (task);
  GError *error = NULL;
  gpointer written = tkt_db_worker_finish (TKT_DB_WORKER (object), result, &error);

  note (self, WRITING, error);
  if (written == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  tkt_cache_eraser_retry (self->eraser);
  follow (self, GPOINTER_TO_INT (written));
  g_task_return_boolean (task, TRUE);
}

void
tkt_cache_write_async (TktCache *self,
                       TktDbFunc func,
                       gpointer data,
                       GDestroyNotify data_free,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, tkt_cache_write_async);
  tkt_db_worker_write_async (self->writer, func, data, data_free, NULL, NULL, on_written, task);
}

gboolean
tkt_cache_write_finish (TktCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Hands a read's result over to the caller's task. */
static void
on_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GDestroyNotify result_free = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer value = tkt_db_worker_finish (TKT_DB_WORKER (object), result, &error);

  note (g_task_get_source_object (task), READING, error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, value, result_free);
}

void
tkt_cache_read_async (TktCache *self,
                      TktCacheReader who,
                      TktDbFunc func,
                      gpointer data,
                      GDestroyNotify data_free,
                      GDestroyNotify result_free,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tkt_cache_read_async);
  g_task_set_task_data (task, result_free, NULL);
  tkt_db_worker_read_async (who == TKT_CACHE_READS_WRITTEN ? self->writer : self->reader,
                            who == TKT_CACHE_READS_AT_LENGTH ? TKT_DB_AT_LENGTH : TKT_DB_IN_TURN,
                            func,
                            data,
                            data_free,
                            result_free,
                            cancellable,
                            on_read,
                            task);
}

void
tkt_cache_get_state_async (TktCache *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  tkt_cache_read_async (self,
                        TKT_CACHE_READS,
                        tkt_cache_load_state,
                        g_strdup (self->own_account_id),
                        g_free,
                        (GDestroyNotify)tkt_cache_state_free,
                        cancellable,
                        callback,
                        user_data);
}

TktCacheState *
tkt_cache_get_state_finish (TktCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

TktListParams *
tkt_cache_params_new (TktCache *self)
{
  TktListParams *params = g_atomic_rc_box_new0 (TktListParams);

  params->own_account_id = g_strdup (self->own_account_id);
  params->unread_from = -1;
  return params;
}

TktRowModel *
tkt_cache_add_model (TktCache *self, const TktRowSource *source, TktListParams *params)
{
  TktRowModel *model = tkt_row_model_new (self->reader, source, params, tkt_list_params_clear);

  g_ptr_array_add (self->models, model);
  g_object_weak_ref (G_OBJECT (model), on_model_gone, self);
  g_signal_connect_object (
      model, "notify::problem", G_CALLBACK (on_model_problem), self, G_CONNECT_SWAPPED);
  return model;
}
