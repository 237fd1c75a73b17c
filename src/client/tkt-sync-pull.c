/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pull: from GET /v1/changes into the cache, page by page, whenever there is something. While one
 * page is being written, the next comes and is read. */
#include "tkt-backoff.h"
#include "tkt-sync-private.h"
#include "tkt-time.h"
#include "tkt-trace.h"

#define PAGE_LIMIT 1000

static void fetch_page (TktSync *self, const char *cursor);
static void go_on (TktSync *self);

static gboolean
on_pull_timer (gpointer data)
{
  TktSync *self = data;

  self->pull_timer = 0;
  tkt_sync_pull (self);
  return G_SOURCE_REMOVE;
}

/* The end of a round: when to begin the next. */
static void
pull_ended (TktSync *self, gint64 delay)
{
  gboolean again = self->pull_again;

  self->pulling = FALSE;
  self->pull_again = FALSE;
  if (tkt_sync_is_active (self))
    tkt_sync_set_timer (self, &self->pull_timer, again ? 0 : delay, on_pull_timer);
}

static void
pull_failed (TktSync *self, const GError *error)
{
  guint retry_after = error->domain == TKT_PROBLEM ? tkt_problem_get_retry_after (error) : 0;

  if (self->cancellable == NULL)
    return;
  g_info ("Changes could not be fetched: %s", error->message);
  tkt_sync_note_failure (self, error);
  /* Whoever asked meanwhile may know that the server is back; but when it says when to come again,
   * that counts. */
  if (retry_after > 0)
    self->pull_again = FALSE;
  pull_ended (self, tkt_backoff (++self->pull_failures, retry_after));
}

static void
on_me_applied (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktSync) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!tkt_cache_write_finish (TKT_CACHE (object), result, &error))
    {
      pull_failed (self, error);
      return;
    }
  self->pull_failures = 0;
  pull_ended (self, tkt_sync_get_interval (self));
}

static void
on_me (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktSync) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tkt_api_call_finish (TKT_API (object), result, &error);
  g_autoptr (TktMe) me = NULL;
  g_autoptr (GPtrArray) changes = NULL;

  if (bytes != NULL)
    me = tkt_shape_read_bytes (&tkt_me_shape,
                               g_bytes_get_data (bytes, NULL),
                               g_bytes_get_size (bytes),
                               TKT_READ_LENIENT,
                               &error);
  if (me == NULL || self->cancellable == NULL)
    {
      if (me == NULL)
        pull_failed (self, error);
      return;
    }
  changes = g_ptr_array_new_with_free_func ((GDestroyNotify)tkt_change_free);
  g_ptr_array_add (changes, tkt_change_new (TKT_CHANGE_ACCOUNT, g_steal_pointer (&me->account)));
  g_ptr_array_add (changes,
                   tkt_change_new (TKT_CHANGE_ORGANIZATION, g_steal_pointer (&me->organization)));
  tkt_cache_apply_rows_async (
      self->cache, g_steal_pointer (&changes), 0, on_me_applied, g_object_ref (self));
}

/* Rule 2: while the feature is off a publisher's account gets no changes, but it may ask about
 * itself. */
static void
ask_about_me (TktSync *self)
{
  tkt_api_call_async (
      self->api, "GET", "/v1/me", NULL, self->cancellable, on_me, g_object_ref (self));
}

static void
on_snapshot_begun (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktSync) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!tkt_cache_write_finish (TKT_CACHE (object), result, &error))
    {
      pull_failed (self, error);
      return;
    }
  /* Only now: without a cursor the cache would take the new snapshot for a part of the old. */
  g_clear_pointer (&self->cursor, g_free);
  if (self->cancellable != NULL)
    fetch_page (self, NULL);
}

static void
on_page_applied (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktSync) self = user_data;
  GError *error = NULL;

  self->applying = FALSE;
  if (tkt_cache_write_finish (TKT_CACHE (object), result, &error))
    {
      g_free (self->cursor);
      self->cursor = g_steal_pointer (&self->next_cursor);
      self->pull_failures = 0;
    }
  else
    {
      /* What comes behind it must not be written over the gap. */
      g_clear_error (&self->pull_error);
      self->pull_error = error;
    }
  go_on (self);
}

static void
apply_page (TktSync *self, TktChangePage *page_taken)
{
  self->applying = TRUE;
  if (page_taken->more)
    fetch_page (self, page_taken->cursor);
  g_free (self->next_cursor);
  self->next_cursor = g_strdup (page_taken->cursor);
  tkt_cache_apply_page_async (self->cache, page_taken, on_page_applied, g_object_ref (self));
}

static void
pull_refused (TktSync *self, const GError *error)
{
  if (g_error_matches (error, TKT_PROBLEM, TKT_PROBLEM_CURSOR_GONE))
    {
      self->beginning = TRUE;
      self->n_views++;
      tkt_cache_begin_snapshot_async (self->cache, on_snapshot_begun, g_object_ref (self));
    }
  else if (g_error_matches (error, TKT_PROBLEM, TKT_PROBLEM_SUPPORT_DISABLED))
    {
      tkt_sync_note_success (self);
      ask_about_me (self);
    }
  else
    pull_failed (self, error);
}

/* Once neither is under way that could change what to do next. */
static void
go_on (TktSync *self)
{
  g_autoptr (GError) error = NULL;

  if (self->applying || self->fetching || self->cancellable == NULL)
    return;
  error = g_steal_pointer (&self->pull_error);
  if (error != NULL)
    {
      g_clear_pointer (&self->fetched, tkt_change_page_free);
      pull_refused (self, error);
    }
  else if (self->fetched != NULL)
    apply_page (self, g_steal_pointer (&self->fetched));
  else
    {
      tkt_sync_set_synced_at (self, tkt_time_now ());
      pull_ended (self, tkt_sync_get_interval (self));
      /* What came may have been in the way of something that waits. */
      tkt_sync_push (self);
    }
}

static void
fetch_ended (TktSync *self, TktChangePage *page_taken, GError *error_taken)
{
  self->fetching = FALSE;
  self->fetched = page_taken;
  if (self->pull_error == NULL)
    self->pull_error = error_taken;
  else
    g_clear_error (&error_taken);
  go_on (self);
}

static void
on_page_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  TktChangePage *page = g_task_propagate_pointer (G_TASK (result), &error);

  fetch_ended (TKT_SYNC (object), page, error);
}

static void
read_page (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GBytes *answer = data;
  GError *error = NULL;
  gsize size;
  const char *text = g_bytes_get_data (answer, &size);
  const gint64 began = tkt_trace_begin ();
  TktChangePage *page = tkt_change_page_read (text, size, &error);

  tkt_trace_end (began,
                 "page",
                 "%" G_GSIZE_FORMAT " bytes, %u changes",
                 size,
                 page != NULL ? page->changes->len : 0);
  if (page != NULL)
    g_task_return_pointer (task, page, (GDestroyNotify)tkt_change_page_free);
  else
    g_task_return_error (task, error);
}

static void
on_page (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TktSync) self = user_data;
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  GBytes *answer = tkt_api_call_finish (TKT_API (object), result, &error);

  if (answer == NULL || self->cancellable == NULL)
    {
      g_clear_pointer (&answer, g_bytes_unref);
      fetch_ended (self, NULL, error);
      return;
    }
  tkt_sync_note_success (self);
  /* What was answered until now may have gone out of sight before the snapshot began to look. */
  if (self->beginning)
    self->n_views++;
  self->beginning = FALSE;
  task = g_task_new (self, NULL, on_page_read, NULL);
  g_task_set_source_tag (task, on_page);
  g_task_set_task_data (task, answer, (GDestroyNotify)g_bytes_unref);
  tkt_worker_run_task (self->reader, task, read_page);
}

/* @cursor: (nullable) */
static void
fetch_page (TktSync *self, const char *cursor)
{
  g_autofree char *path
      = cursor != NULL ? g_strdup_printf ("/v1/changes?limit=%d&cursor=%s", PAGE_LIMIT, cursor)
                       : g_strdup_printf ("/v1/changes?limit=%d", PAGE_LIMIT);

  self->fetching = TRUE;
  tkt_api_call_async (
      self->api, "GET", path, NULL, self->cancellable, on_page, g_object_ref (self));
}

void
tkt_sync_pull (TktSync *self)
{
  g_return_if_fail (TKT_IS_SYNC (self));

  if (!tkt_sync_is_active (self))
    return;
  self->pull_again = self->pulling;
  if (self->pulling)
    return;
  self->pulling = TRUE;
  g_clear_handle_id (&self->pull_timer, g_source_remove);
  fetch_page (self, self->cursor);
}
