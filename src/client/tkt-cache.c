/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cache: one writer, one reader, and models that follow. */
#include "tkt-cache.h"

#include "tkt-cache-eraser.h"
#include "tkt-cache-private.h"
#include "tkt-row-model-private.h"

struct _TktCache
{
  GObject parent_instance;

  char *own_account_id;
  TktDbWorker *writer;
  TktDbWorker *reader;
  TktCacheEraser *eraser;
  GPtrArray *models; /* of TktRowModel (unowned): those that live */
  gboolean stopped;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TktCache, tkt_cache, G_TYPE_OBJECT)

static TktDb *
open_writer (gpointer folder, GError **error)
{
  return tkt_cache_open_writer (folder, error);
}

typedef struct
{
  char *folder;
  TktDbWorker *writer;
} ReaderOpening;

static void
reader_opening_free (gpointer data)
{
  ReaderOpening *opening = data;

  g_free (opening->folder);
  g_object_unref (opening->writer);
  g_free (opening);
}

/* Two connections that make a database at the same time stand in each other's way. */
static TktDb *
open_reader (gpointer data, GError **error)
{
  ReaderOpening *opening = data;

  return tkt_db_worker_wait_open (opening->writer, error)
             ? tkt_cache_open_reader (opening->folder, error)
             : NULL;
}

static void
on_model_gone (gpointer data, GObject *model)
{
  TktCache *self = data;

  g_ptr_array_remove_fast (self->models, model);
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
  g_free (self->own_account_id);

  G_OBJECT_CLASS (tkt_cache_parent_class)->finalize (object);
}

static void
tkt_cache_class_init (TktCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tkt_cache_dispose;
  G_OBJECT_CLASS (klass)->finalize = tkt_cache_finalize;

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tkt_cache_init (TktCache *self)
{
  self->models = g_ptr_array_new ();
}

static void
on_rescued (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktCache) self = user_data;
  g_autoptr (GError) error = NULL;

  /* A disk that can't be written is reported by the first call that needs it; until then there is
   * nobody to tell. */
  if (tkt_db_worker_finish (TKT_DB_WORKER (object), result, &error) == NULL)
    g_info ("The outbox can't be opened: %s", error->message);
  else
    tkt_cache_eraser_wake (self->eraser);
}

TktCache *
tkt_cache_new (const char *folder, const char *own_account_id)
{
  TktCache *self = g_object_new (TKT_TYPE_CACHE, NULL);
  ReaderOpening *opening = g_new (ReaderOpening, 1);

  self->own_account_id = g_strdup (own_account_id);
  self->writer = tkt_db_worker_new ("cache-writer", open_writer, g_strdup (folder), g_free);
  opening->folder = g_strdup (folder);
  opening->writer = g_object_ref (self->writer);
  self->reader = tkt_db_worker_new ("cache-reader", open_reader, opening, reader_opening_free);
  self->eraser = tkt_cache_eraser_new (self->writer, self->reader);
  tkt_db_worker_write_async (
      self->writer, tkt_cache_do_rescue, NULL, NULL, NULL, NULL, on_rescued, g_object_ref (self));
  return self;
}

void
tkt_cache_stop (TktCache *self)
{
  for (guint i = 0; i < self->models->len; i++)
    {
      TktRowModel *model = g_ptr_array_index (self->models, i);

      g_object_weak_unref (G_OBJECT (model), on_model_gone, self);
      tkt_row_model_stop (model);
    }
  g_ptr_array_set_size (self->models, 0);
  self->stopped = TRUE;
  tkt_cache_eraser_stop (self->eraser);
  /* The reader first: its opening may wait for the writer's. */
  tkt_db_worker_stop (self->reader);
  tkt_db_worker_stop (self->writer);
}

static void
follow (TktCache *self, TktWritten written)
{
  if (self->stopped)
    return;
  for (guint i = 0; (written & TKT_WRITE_CHANGED) && i < self->models->len; i++)
    tkt_row_model_refresh (g_ptr_array_index (self->models, i));
  if (written & TKT_WRITE_ERASED)
    tkt_cache_eraser_wake (self->eraser);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_written (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TktCache *self = g_task_get_source_object (task);
  GError *error = NULL;
  gpointer written = tkt_db_worker_finish (TKT_DB_WORKER (object), result, &error);

  if (written == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  follow (self, GPOINTER_TO_INT (written));
  g_task_return_boolean (task, TRUE);
}

static void
write_async (TktCache *self,
             TktDbFunc func,
             gpointer data,
             GDestroyNotify data_free,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, write_async);
  tkt_db_worker_write_async (self->writer, func, data, data_free, NULL, NULL, on_written, task);
}

gboolean
tkt_cache_write_finish (TktCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
tkt_cache_apply_page_async (TktCache *self,
                            GBytes *answer,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  TktCachePage *page = g_new0 (TktCachePage, 1);

  page->answer = g_bytes_ref (answer);
  g_task_set_source_tag (task, tkt_cache_apply_page_async);
  g_task_set_task_data (task, page, tkt_cache_page_free);
  tkt_db_worker_write_async (
      self->writer, tkt_cache_do_apply_page, page, NULL, NULL, NULL, on_written, task);
}

gboolean
tkt_cache_apply_page_finish (TktCache *self,
                             GAsyncResult *result,
                             char **cursor,
                             gboolean *more,
                             GError **error)
{
  TktCachePage *page;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  page = g_task_get_task_data (G_TASK (result));
  *cursor = g_strdup (page->cursor);
  *more = page->more;
  return TRUE;
}

void
tkt_cache_apply_rows_async (TktCache *self,
                            GPtrArray *changes_taken,
                            gint64 seq,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  TktCacheRows *rows = g_new (TktCacheRows, 1);

  *rows = (TktCacheRows){ changes_taken, seq };
  write_async (self, tkt_cache_do_apply_rows, rows, tkt_cache_rows_free, callback, user_data);
}

void
tkt_cache_begin_snapshot_async (TktCache *self, GAsyncReadyCallback callback, gpointer user_data)
{
  write_async (self, tkt_cache_do_begin_snapshot, NULL, NULL, callback, user_data);
}

void
tkt_cache_add_entry_async (TktCache *self,
                           TktEntry *entry_taken,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  write_async (self,
               tkt_cache_do_add_entry,
               entry_taken,
               (GDestroyNotify)tkt_entry_free,
               callback,
               user_data);
}

void
tkt_cache_set_entry_state_async (TktCache *self,
                                 gint64 seq,
                                 TktEntryState state,
                                 gint64 not_before,
                                 const GError *problem,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  TktCacheEntryChange *change = g_new0 (TktCacheEntryChange, 1);

  *change = (TktCacheEntryChange){
    seq, state, not_before, problem != NULL ? g_error_copy (problem) : NULL
  };
  write_async (
      self, tkt_cache_do_set_entry_state, change, tkt_cache_entry_change_free, callback, user_data);
}

void
tkt_cache_remove_entry_async (TktCache *self,
                              gint64 seq,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  write_async (
      self, tkt_cache_do_remove_entry, g_memdup2 (&seq, sizeof seq), g_free, callback, user_data);
}

/* Hands a read's result over to the caller's task. */
static void
on_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GDestroyNotify result_free = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer value = tkt_db_worker_finish (TKT_DB_WORKER (object), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, value, result_free);
}

static void
read_async (TktCache *self,
            TktDbFunc func,
            gpointer data,
            GDestroyNotify data_free,
            GDestroyNotify result_free,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, read_async);
  g_task_set_task_data (task, result_free, NULL);
  tkt_db_worker_read_async (
      self->reader, func, data, data_free, result_free, cancellable, on_read, task);
}

void
tkt_cache_next_entry_async (TktCache *self,
                            gint64 now,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  read_async (self,
              tkt_cache_do_next_entry,
              g_memdup2 (&now, sizeof now),
              g_free,
              tkt_cache_next_free,
              NULL,
              callback,
              user_data);
}

TktEntry *
tkt_cache_next_entry_finish (TktCache *self, GAsyncResult *result, gint64 *due, GError **error)
{
  TktCacheNext *next;
  TktEntry *entry;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  next = g_task_propagate_pointer (G_TASK (result), error);
  if (next == NULL)
    return NULL;
  entry = g_steal_pointer (&next->entry);
  *due = next->due;
  tkt_cache_next_free (next);
  return entry;
}

void
tkt_cache_get_state_async (TktCache *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  read_async (self,
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
  return model;
}
