/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cache: one writer, one reader, and models that follow. */
#include "tkt-cache.h"

#include "tkt-cache-private.h"
#include "tkt-row-model-private.h"
#include "tkt-time.h"

struct _TktCache
{
  GObject parent_instance;

  char *own_account_id;
  TktDbWorker *writer;
  TktDbWorker *reader;
  GPtrArray *models; /* of TktRowModel (unowned): those that live */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TktCache, tkt_cache, G_TYPE_OBJECT)

static const TktRowSource tickets_source = {
  .query = tkt_cache_query_tickets, .load = tkt_cache_load_ticket, .get_row_type = tkt_ticket_row_get_type
};
static const TktRowSource ticket_source = {
  .query = tkt_cache_query_ticket, .load = tkt_cache_load_ticket, .get_row_type = tkt_ticket_row_get_type
};
static const TktRowSource messages_source = {
  .query = tkt_cache_query_messages, .load = tkt_cache_load_message, .get_row_type = tkt_message_row_get_type,
  .from_end = TRUE
};
static const TktRowSource publishers_source = {
  .query = tkt_cache_query_publishers, .load = tkt_cache_load_publisher, .get_row_type = tkt_publisher_row_get_type
};
static const TktRowSource staff_source = {
  .query = tkt_cache_query_staff, .load = tkt_cache_load_account, .get_row_type = tkt_account_row_get_type
};

static TktDb *
open_writer (gpointer folder, GError **error)
{
  return tkt_cache_open (folder, TRUE, error);
}

/* What was on its way when the program ended is sent again: the server knows its id. */
static gpointer
rescue_sending (TktDb *db, gpointer data, GError **error)
{
  return GINT_TO_POINTER (
      tkt_db_exec (db, "UPDATE outbox.entry SET state = 0, not_before = 0 WHERE state = 1", error));
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

  g_ptr_array_unref (self->models);
  g_free (self->own_account_id);

  G_OBJECT_CLASS (tkt_cache_parent_class)->finalize (object);
}

static void
tkt_cache_class_init (TktCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tkt_cache_dispose;
  G_OBJECT_CLASS (klass)->finalize = tkt_cache_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
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

  /* A disk that can't be written is reported by the first call that needs it; until then there is nobody to tell. */
  if (tkt_db_worker_finish (TKT_DB_WORKER (object), result, &error) == NULL)
    g_info ("The outbox can't be opened: %s", error->message);
}

TktCache *
tkt_cache_new (const char *folder, const char *own_account_id)
{
  TktCache *self = g_object_new (TKT_TYPE_CACHE, NULL);

  self->own_account_id = g_strdup (own_account_id);
  self->writer = tkt_db_worker_new ("cache-writer", open_writer, g_strdup (folder), g_free);
  self->reader = tkt_db_worker_new ("cache-reader", open_writer, g_strdup (folder), g_free);
  tkt_db_worker_write_async (self->writer, rescue_sending, NULL, NULL, NULL, NULL, on_rescued,
                             g_object_ref (self));
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
  if (self->writer != NULL)
    tkt_db_worker_stop (self->writer);
  if (self->reader != NULL)
    tkt_db_worker_stop (self->reader);
  g_clear_object (&self->writer);
  g_clear_object (&self->reader);
}

static void
emit_changed (TktCache *self)
{
  for (guint i = 0; i < self->models->len; i++)
    tkt_row_model_refresh (g_ptr_array_index (self->models, i));
  g_signal_emit (self, signals[CHANGED], 0);
}

/* A write and who waits for it. */
typedef struct
{
  TktDbFunc func;
  gpointer data;
  GDestroyNotify data_free;
} Write;

static void
write_free (gpointer data)
{
  Write *write = data;

  if (write->data_free != NULL)
    write->data_free (write->data);
  g_free (write);
}

static gpointer
run_write (TktDb *db, gpointer data, GError **error)
{
  Write *write = data;

  return write->func (db, write->data, error);
}

static void
on_written (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TktCache *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (tkt_db_worker_finish (TKT_DB_WORKER (object), result, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (self->writer != NULL)
    emit_changed (self);
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
  Write *write = g_new (Write, 1);

  g_task_set_source_tag (task, write_async);
  *write = (Write){ func, data, data_free };
  tkt_db_worker_write_async (self->writer, run_write, write, write_free, NULL, NULL, on_written,
                             task);
}

gboolean
tkt_cache_write_finish (TktCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static gpointer
apply_page (TktDb *db, gpointer data, GError **error)
{
  TktChangePage *page = data;

  for (guint i = 0; i < page->changes->len; i++)
    if (!tkt_cache_apply_change (db, g_ptr_array_index (page->changes, i), error))
      return NULL;
  if (!tkt_cache_set_value (db, "cursor", page->cursor, error))
    return NULL;
  if (!page->more
      && (!tkt_cache_drop_stale (db, error) || !tkt_cache_set_number (db, "complete", 1, error)
          || !tkt_cache_set_number (db, "synced_at", tkt_time_now (), error)))
    return NULL;
  return page;
}

void
tkt_cache_apply_page_async (TktCache *self, TktChangePage *page_taken, GAsyncReadyCallback callback, gpointer user_data)
{
  write_async (self, apply_page, page_taken, (GDestroyNotify) tkt_change_page_free, callback,
               user_data);
}

typedef struct
{
  GPtrArray *changes;
  gint64 seq;
} Rows;

static void
rows_free (gpointer data)
{
  Rows *rows = data;

  g_ptr_array_unref (rows->changes);
  g_free (rows);
}

static gpointer
apply_rows (TktDb *db, gpointer data, GError **error)
{
  Rows *rows = data;

  for (guint i = 0; i < rows->changes->len; i++)
    if (!tkt_cache_apply_change (db, g_ptr_array_index (rows->changes, i), error))
      return NULL;
  if (rows->seq != 0 && !tkt_outbox_remove (db, rows->seq, error))
    return NULL;
  return rows;
}

void
tkt_cache_apply_rows_async (TktCache *self, GPtrArray *changes_taken, gint64 seq, GAsyncReadyCallback callback, gpointer user_data)
{
  Rows *rows = g_new (Rows, 1);

  *rows = (Rows){ changes_taken, seq };
  write_async (self, apply_rows, rows, rows_free, callback, user_data);
}

static gpointer
begin_snapshot (TktDb *db, gpointer data, GError **error)
{
  GError *failed = NULL;
  gint64 generation = tkt_cache_get_number (db, "generation", &failed);

  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return NULL;
    }
  return GINT_TO_POINTER (tkt_cache_set_number (db, "generation", generation + 1, error)
                          && tkt_cache_set_number (db, "complete", 0, error)
                          && tkt_db_exec (db, "DELETE FROM value WHERE name = 'cursor'", error)
                          /* A restored server counts anew: its rows must not look older than those of before. */
                          && tkt_db_exec (db,
                                          "UPDATE organization SET revision = 0;"
                                          "UPDATE account SET revision = 0;"
                                          "UPDATE publisher SET revision = 0;"
                                          "UPDATE ticket SET revision = 0;"
                                          "UPDATE message SET revision = 0;"
                                          "UPDATE read_mark SET revision = 0;",
                                          error));
}

void
tkt_cache_begin_snapshot_async (TktCache *self, GAsyncReadyCallback callback, gpointer user_data)
{
  write_async (self, begin_snapshot, NULL, NULL, callback, user_data);
}

static gpointer
add_entry (TktDb *db, gpointer data, GError **error)
{
  return GINT_TO_POINTER (tkt_outbox_add (db, data, error));
}

void
tkt_cache_add_entry_async (TktCache *self, TktEntry *entry_taken, GAsyncReadyCallback callback, gpointer user_data)
{
  write_async (self, add_entry, entry_taken, (GDestroyNotify) tkt_entry_free, callback, user_data);
}

typedef struct
{
  gint64 seq;
  TktEntryState state;
  gint64 not_before;
  GError *problem;
} StateChange;

static void
state_change_free (gpointer data)
{
  StateChange *change = data;

  g_clear_error (&change->problem);
  g_free (change);
}

static gpointer
set_entry_state (TktDb *db, gpointer data, GError **error)
{
  StateChange *change = data;
  gboolean ok;

  if (change->state == TKT_ENTRY_REFUSED)
    ok = tkt_outbox_set_refused (db, change->seq, change->problem, error);
  else if (change->state == TKT_ENTRY_WAITING)
    ok = tkt_outbox_set_retry (db, change->seq, change->not_before, error);
  else
    ok = tkt_outbox_set_state (db, change->seq, change->state, error);
  return GINT_TO_POINTER (ok);
}

void
tkt_cache_set_entry_state_async (TktCache *self, gint64 seq, TktEntryState state, gint64 not_before,
                                 const GError *problem, GAsyncReadyCallback callback, gpointer user_data)
{
  StateChange *change = g_new0 (StateChange, 1);

  *change = (StateChange){ seq, state, not_before, problem != NULL ? g_error_copy (problem) : NULL };
  write_async (self, set_entry_state, change, state_change_free, callback, user_data);
}

static gpointer
remove_entry (TktDb *db, gpointer data, GError **error)
{
  return GINT_TO_POINTER (tkt_outbox_remove (db, *(gint64 *) data, error));
}

void
tkt_cache_remove_entry_async (TktCache *self, gint64 seq, GAsyncReadyCallback callback, gpointer user_data)
{
  write_async (self, remove_entry, g_memdup2 (&seq, sizeof seq), g_free, callback, user_data);
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
read_async (TktCache *self, TktDbFunc func, gpointer data, GDestroyNotify data_free, GDestroyNotify result_free,
            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, read_async);
  g_task_set_task_data (task, result_free, NULL);
  tkt_db_worker_read_async (self->reader, func, data, data_free, result_free, cancellable, on_read,
                            task);
}

static gpointer
next_entry (TktDb *db, gpointer data, GError **error)
{
  return tkt_outbox_next (db, *(gint64 *) data, error);
}

void
tkt_cache_next_entry_async (TktCache *self, gint64 now, GAsyncReadyCallback callback, gpointer user_data)
{
  read_async (self, next_entry, g_memdup2 (&now, sizeof now), g_free,
              (GDestroyNotify) tkt_entry_free, NULL, callback, user_data);
}

TktEntry *
tkt_cache_next_entry_finish (TktCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tkt_cache_get_state_async (TktCache *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  read_async (self, tkt_cache_load_state, g_strdup (self->own_account_id), g_free,
              (GDestroyNotify) tkt_cache_state_free, cancellable, callback, user_data);
}

TktCacheState *
tkt_cache_get_state_finish (TktCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static TktListParams *
params_new (TktCache *self)
{
  TktListParams *params = g_atomic_rc_box_new0 (TktListParams);

  params->own_account_id = g_strdup (self->own_account_id);
  params->unread_from = -1;
  return params;
}

static TktRowModel *
model_new (TktCache *self, const TktRowSource *source, TktListParams *params)
{
  TktRowModel *model = tkt_row_model_new (self->reader, source, params, tkt_list_params_clear);

  g_ptr_array_add (self->models, model);
  g_object_weak_ref (G_OBJECT (model), on_model_gone, self);
  return model;
}

TktRowModel *
tkt_cache_list_tickets (TktCache *self, const TktTicketFilter *filter)
{
  TktListParams *params = params_new (self);

  params->filter = tkt_ticket_filter_copy (filter);
  return model_new (self, &tickets_source, params);
}

void
tkt_cache_set_filter (TktCache *self, TktRowModel *tickets, const TktTicketFilter *filter)
{
  TktListParams *params = params_new (self);

  params->filter = tkt_ticket_filter_copy (filter);
  tkt_row_model_set_params (tickets, params);
}

TktRowModel *
tkt_cache_watch_ticket (TktCache *self, const char *ticket_id)
{
  TktListParams *params = params_new (self);

  params->ticket_id = g_strdup (ticket_id);
  return model_new (self, &ticket_source, params);
}

TktRowModel *
tkt_cache_list_messages (TktCache *self, const char *ticket_id)
{
  TktListParams *params = params_new (self);

  params->ticket_id = g_strdup (ticket_id);
  return model_new (self, &messages_source, params);
}

TktRowModel *
tkt_cache_list_publishers (TktCache *self, const char *words)
{
  TktListParams *params = params_new (self);

  params->words = g_strdup (words);
  return model_new (self, &publishers_source, params);
}

TktRowModel *
tkt_cache_list_staff (TktCache *self)
{
  return model_new (self, &staff_source, params_new (self));
}
